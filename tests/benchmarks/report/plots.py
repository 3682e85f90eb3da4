"""Draws pictures as SVG: the same picture always gives the same bytes, and no colour tells what a shape does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.report.pictures import Curves, Dots, Picture
from tests.benchmarks.report.programme import OURS, PEERS

WIDTH_IN = 7.0  # 700 pixels where the page shows it
# Okabe and Ito's, which people with any colour vision tell apart (https://jfly.uni-koeln.de/color/); ours first.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000", "#56B4E9")
MARKERS = ("o", "s", "^", "D", "v", "X", "P")
STROKES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (7, 2)))
INK = "#222222"
RULE = "#CCCCCC"
SETTINGS = {
    "svg.hashsalt": "allround",  # else names inside the file are random
    "svg.fonttype": "none",  # text stays text: small, searchable, and drawn in whatever fonts there are
    "font.family": "sans-serif",
    "font.size": 10.0,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#888888",
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 6.0,
}
TICKS = (-50, -20, -10, -5, -2, -1, -0.5, 0, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
# Of a row's height, how much the dots of all engines are spread over.
SPREAD = 0.7


def check_installed() -> None:
    """Raises CannotRun, with the remedy, where there is nothing to draw with."""
    try:
        import_module("matplotlib.figure")
    except ImportError as error:
        raise CannotRun(
            f"the plots cannot be drawn ({error}); install what draws them with "
            '`.venv/bin/uv pip install --python .venv/bin/python -e ".[benchmarks]"`'
        ) from error


def draw(picture: Picture, path: Path) -> None:
    """Writes the picture as SVG, on white."""
    with _settings():
        figure = _dots(picture) if isinstance(picture, Dots) else _curves(picture)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None}, facecolor="white")


@contextmanager
def _settings() -> Iterator[None]:
    """Ours alone, whatever the machine's own are."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def _figure(height_in: float) -> Any:
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH_IN, height_in), layout="constrained")


def _dots(picture: Dots) -> Any:
    engines = [name for name in (OURS, *PEERS) if name in picture.series]
    engines += sorted(set(picture.series) - set(engines))
    figure = _figure(1.2 + len(picture.rows) * (0.2 + 0.07 * len(engines)))
    axes = figure.subplots()
    for number, engine in enumerate(engines):
        style = _style(engine)
        offset = SPREAD * ((number + 0.5) / len(engines) - 0.5)
        for hollow in (False, True):
            chosen = [dot for dot in picture.series[engine] if dot.hollow is hollow]
            axes.plot(
                [dot.value for dot in chosen],
                [picture.rows.index(dot.row) + offset for dot in chosen],
                linestyle="none",
                marker=style["marker"],
                markersize=8 if engine == OURS else 6,
                markerfacecolor="white" if hollow else style["color"],
                markeredgecolor=style["color"] if hollow else INK,
                markeredgewidth=1.4 if hollow else 0.5,
                zorder=3,
                clip_on=False,
            )
        # For the legend, as an engine may have hollow dots only.
        axes.plot([], [], linestyle="none", label=engine, markeredgecolor=INK, markeredgewidth=0.5, **style)
    axes.set_yticks(range(len(picture.rows)), picture.rows)
    axes.set_ylabel(picture.rows_are)
    axes.set_ylim(len(picture.rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    for border in range(1, len(picture.rows)):
        axes.axhline(border - 0.5, color=RULE, linewidth=0.6, zorder=1)
    for label, row in zip(axes.get_yticklabels(), picture.rows, strict=True):
        label.set_fontweight("bold" if row in picture.totals else "normal")
    _percent_axis(axes, [dot.value for dots in picture.series.values() for dot in dots], picture.widest_linear)
    axes.set_xlabel(f"{picture.says}\n({picture.note})" if picture.note else picture.says)
    figure.legend(loc="outside upper center", ncols=min(6, len(engines)), frameon=False, handletextpad=0.1)
    return figure


def _percent_axis(axes: Any, values: list[float], widest_linear: float) -> None:
    """Linear where all is near, else logarithmic beyond 1 % to either side."""
    low, high = min([0.0, *values]), max([0.0, *values])
    axes.axvline(0, color="#888888", linewidth=1.0, zorder=2)
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    if high - low <= widest_linear:
        room = 0.05 * (high - low or 1.0)
        axes.set_xlim(low - room, high + room)
        return
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set_xlim(1.3 * low - 0.15, 1.3 * high + 0.15)
    ticks = [tick for tick in TICKS if 1.3 * low - 0.15 <= tick <= 1.3 * high + 0.15]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xticks([], minor=True)


def _curves(picture: Curves) -> Any:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    figure = _figure(3.2)
    every = figure.subplots(1, len(picture.panels), squeeze=False)[0]
    names = list(dict.fromkeys(name for panel in picture.panels for name in panel.series))
    styles = dict(zip(names, range(len(names)), strict=True))
    for axes, panel in zip(every, picture.panels, strict=True):
        for name, points in panel.series.items():
            number = styles[name] % len(COLOURS)
            axes.plot(
                [x for x, _ in points],
                [y for _, y in points],
                color=COLOURS[number],
                linestyle=STROKES[number],
                # Where there are many points, marks would hide the line.
                marker=MARKERS[number] if len(points) <= 12 else "",
                label=name if axes is every[0] else None,
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            # Side by side, panels have no room for more across.
            axis.set_major_locator(LogLocator(subs=(1,) if axis is axes.xaxis and len(every) > 1 else (1, 2, 5)))
            axis.set_minor_locator(NullLocator())
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axes.grid(color=RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_xlabel(panel.across)
        axes.set_ylabel(panel.up)
    figure.legend(loc="outside upper center", ncols=max(1, len(names)), frameon=False)
    return figure


def _style(engine: str) -> dict[str, str]:
    """An engine looks alike in every picture; engines that nobody knows yet share the last look."""
    known = (OURS, *PEERS)
    number = known.index(engine) if engine in known else len(known)
    number = min(number, len(COLOURS) - 1)
    return {"marker": MARKERS[number], "color": COLOURS[number]}
