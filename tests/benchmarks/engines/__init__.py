"""The engines by name. Each is imported only when asked for, so that a missing peer stops nobody else."""

from importlib import import_module

from tests.benchmarks.engine import Engine
from tests.benchmarks.errors import CannotRun

# The module of each engine, and the class in it that is called without arguments.
ENGINES = {
    "allround": ("tests.benchmarks.engines.allround", "Allround"),
    "pyvrp": ("tests.benchmarks.engines.pyvrp", "PyVrp"),
    "vroom": ("tests.benchmarks.engines.vroom", "Vroom"),
    "vrp-cli": ("tests.benchmarks.engines.vrp_cli", "VrpCli"),
    "ortools-ils": ("tests.benchmarks.engines.ortools", "OrToolsIls"),
    "ortools-gls": ("tests.benchmarks.engines.ortools", "OrToolsGls"),
}


def engine_named(name: str) -> Engine:
    """The engine of that name. Raises CannotRun, with the remedy, for one that is unknown or not installed."""
    if name not in ENGINES:
        raise CannotRun(f"there is no engine {name!r}; give one of {', '.join(ENGINES)}")
    module, factory = ENGINES[name]
    try:
        engine: Engine = getattr(import_module(module), factory)()
    except ImportError as error:
        raise CannotRun(
            f"the engine {name!r} cannot be loaded ({error}); install the peers with "
            '`.venv/bin/uv pip install --python .venv/bin/python -e ".[benchmarks]"`'
        ) from error
    return engine
