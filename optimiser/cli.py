"""`python -m optimiser`: solve a Problem, check a Plan, prove it, show the schemas, compile the kernels."""

import errno
import json
import os
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zipfile import BadZipFile

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from optimiser.checker import Verdict, check
from optimiser.cost import Cost
from optimiser.plan import Plan, PlanError, plan_from_json, plan_schema, plan_to_json
from optimiser.problem import Problem, ProblemError, problem_from_json, problem_schema
from optimiser.solve import LONGEST_S, EngineError, compile_kernels, solve, with_reasons

if TYPE_CHECKING:
    from optimiser.exact.prove import Proof

app = typer.Typer(add_completion=False, no_args_is_help=True, help="A Problem in, a Plan out.")
# Progress and remarks; standard output carries results alone.
console = Console(stderr=True)

ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="A Problem in its JSON form.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.json", help="A Plan in its JSON form.")]

INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class Refused(Exception):
    """What is asked for cannot be done with these files; the message says why."""


def main() -> None:
    """Runs a command; what is wrong with a file or a Problem is told without a traceback, exit code 2."""
    try:
        app()
    except (ProblemError, PlanError, EngineError, Refused) as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except OSError as error:
        console.print(
            f"{error.filename}: {error.strerror or error}; give a file that can be read or written",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        sys.exit(2)


@app.command("solve")
def solve_command(
    problem_file: ProblemFile,
    out: Annotated[Path, typer.Option(help="Where the Plan goes.")],
    seconds: Annotated[float | None, typer.Option(min=0.0, max=LONGEST_S, help="Time limit.")] = None,
    iterations: Annotated[int | None, typer.Option(min=0, help="Iteration limit: repeatable for a seed.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed and iterations give the same plan.")] = 1,
    start: Annotated[Path | None, typer.Option(help="A Plan to begin from.")] = None,
) -> None:
    """Plan a Problem, write the plan, and show what the checker says of it; exit code 1 if it breaks a rule."""
    expect_room_for(out)
    problem = read_problem(problem_file)
    first = plan_from_json(start.read_bytes()) if start else None
    compile_kernels(lambda line: console.print(line, highlight=False))
    with Progress(
        TextColumn("Planning"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
    ) as bar:
        task = bar.add_task("", total=1.0)
        plan = solve(
            problem,
            seconds=seconds,
            iterations=iterations,
            seed=seed,
            start=first,
            progress=lambda now: bar.update(task, completed=now.share),
        )
    verdict = check(problem, plan)
    write_text(out, plan_to_json(plan))
    _report(problem, plan, verdict)


@app.command("check")
def check_command(
    problem_file: ProblemFile,
    plan_file: PlanFile,
) -> None:
    """Judge a Plan by every rule and say what it costs; exit code 1 if it breaks one."""
    problem = read_problem(problem_file)
    plan = plan_from_json(plan_file.read_bytes())
    _report(problem, plan, check(problem, plan))


@app.command("prove")
def prove_command(
    problem_file: ProblemFile,
    plan_file: PlanFile,
    seconds: Annotated[float, typer.Option(min=0.0, max=LONGEST_S, help="Time limit, kept roughly.")] = 60.0,
    out: Annotated[Path | None, typer.Option(help="Where a better plan goes, if one is found.")] = None,
) -> None:
    """Prove that a Plan of a small day is the best there is, find a better one, or say how much better one could be.

    Exit code 0: PLAN.json, or the better plan that was written, is proved to be the best.

    Exit code 1: it is not proved, or a better plan was found and not written.

    Exit code 2: a file cannot be read, the Plan breaks a rule, or proofs do not cover what the Problem asks for.
    """
    if out:
        expect_room_for(out)
    problem = read_problem(problem_file)
    plan = plan_from_json(plan_file.read_bytes())
    given = _cost_of(problem, plan, "Nothing can be proved of a plan that breaks rules; mend it, or plan anew:")
    # Here, as it brings OR-Tools, which takes a second to load.
    from optimiser.proving import told

    proof = _proof_of(problem, plan, seconds)
    better = with_reasons(problem, proof.plan) if proof.objective < given.objective else None
    best = _cost_of(problem, better, "What was found breaks rules; please report this:") if better else given
    for line in told(problem, given, best, proof, seconds=seconds):
        print(line)
    if better and out:
        write_text(out, plan_to_json(better))
        print(f"The better plan is in {out}.")
    elif better:
        print("The better plan was not kept; to have it written, run this again with --out BETTER.json.")
    elif out:
        print(f"Nothing was written to {out}, as no better plan was found.")
    if not proof.proved or (better and not out):
        raise typer.Exit(1)


def _proof_of(problem: Problem, plan: Plan, seconds: float) -> "Proof":
    """Proves while somebody watches the time. Raises Refused; Ctrl-C ends the command."""
    from optimiser.exact.prove import CannotProve
    from optimiser.proving import ProofEnded, prove_apart

    compile_kernels(lambda line: console.print(line, highlight=False))
    try:
        with Progress(
            SpinnerColumn(),
            TextColumn(f"Proving, {seconds:,.10g} s at most"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as spinner:
            spinner.add_task("")
            return prove_apart(problem, plan, seconds=seconds)
    except CannotProve as refused:
        told = "Nothing can be proved of this day; proofs are for small days without what this one has:"
        raise Refused("\n  - ".join([told, *refused.features])) from refused
    except ProofEnded as ended:
        raise Refused(str(ended)) from ended
    except KeyboardInterrupt:
        console.print("Stopped. Nothing is proved, and nothing was written.", highlight=False)
        raise typer.Exit(INTERRUPTED) from None


@app.command("schema")
def schema_command(of: Annotated[str, typer.Argument(metavar="problem|plan", help="Which form.")]) -> None:
    """Print the JSON schema of a Problem or a Plan."""
    schemas = {"problem": problem_schema, "plan": plan_schema}
    if of not in schemas:
        raise typer.BadParameter(f"{of!r} has no schema; give problem or plan")
    print(json.dumps(schemas[of](), indent=1))


@app.command("compile")
def compile_command() -> None:
    """Compile the engine's kernels, and those of roads, now rather than at the first use."""
    from optimiser.roads.sweep_kernel import compile_sweeps  # which brings all of roads

    compile_kernels(lambda line: console.print(line, highlight=False))
    compile_sweeps()


def read_problem(path: Path) -> Problem:
    """A Problem from its file; a travel file it names has to lie beside it."""

    def read_travel(name: str) -> Mapping[str, Any]:
        if Path(name).name != name or not name.endswith(".npz"):
            raise ProblemError([f"travel.file is {name!r}; give the name of an .npz file beside the Problem"])
        try:
            with (path.parent / name).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return dict(arrays)
        except (ValueError, OSError, EOFError, TypeError, BadZipFile, zlib.error) as error:
            raise ProblemError([f"travel.file {name!r} cannot be read as an .npz file of arrays: {error}"]) from error

    return problem_from_json(path.read_bytes(), read_travel)


def expect_room_for(out: Path) -> None:
    """Raises OSError where no file can be put, before anybody waits for what should be in it."""
    if not out.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "the folder it should go into does not exist", str(out))
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder", str(out))


def write_text(path: Path, text: str) -> None:
    """Writes beside and renames, so that a crash leaves the old file or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _cost_of(problem: Problem, plan: Plan, refusal: str) -> Cost:
    """What a plan that keeps the rules costs. Raises Refused for one that does not, with `refusal` above the rules."""
    verdict = check(problem, plan)
    if verdict.violations or verdict.cost is None:
        broken = (f"{violation.rule}: {violation.sentence}" for violation in verdict.violations)
        raise Refused("\n  - ".join([refusal, *broken]))
    return verdict.cost


def _report(problem: Problem, plan: Plan, verdict: Verdict) -> None:
    """Prints the verdict; exits with 1 when a rule is broken."""
    print(f"served    {len(plan.served)} of {len(problem.visits)} visits on {len(plan.routes)} routes")
    for left_out in plan.unserved:
        print(f"left out  {left_out.visit}: {left_out.sentence}")
    if verdict.cost:
        cost = verdict.cost
        print(f"points    safety {cost.safety}, statute {cost.statute}, promise {cost.promise}")
        print(f"cash      £{cost.cash_upence / 1e8:,.2f}")
    for violation in verdict.violations:
        print(f"BROKEN    {violation.rule}: {violation.sentence}")
    print(f"violations {len(verdict.violations)}")
    if verdict.violations:
        raise typer.Exit(1)
