"""Results as a table for people: a row for each instance and each class, over seeds, and the whole at the foot."""

from rich import box
from rich.table import Table

from tests.benchmarks.results import Line

COLUMNS = ("instance", "runs", "cost", "best known", "gap %", "feasible", "unserved", "longest s")


def table(lines: list[Line], last: Line) -> Table:
    """The table of these runs, costs and gaps as means over seeds; `last` is their summary."""
    shown = Table(box=box.SIMPLE, show_footer=True, title=f"{last['suite']} with {last['engine']}")
    foot = ("all", last["runs"], "", "", _percent(last["gap_percent"]), _yes(last["feasible"]), last["unserved"], "")
    for column, end in zip(COLUMNS, foot, strict=True):
        first = column == "instance"
        shown.add_column(column, footer=str(end), justify="left" if first else "right", min_width=10 if first else None)
    for name in dict.fromkeys(line["instance"] for line in lines):
        shown.add_row(*_row(name, [line for line in lines if line["instance"] == name]))
    shown.add_section()
    for group in dict.fromkeys(line["group"] for line in lines if "group" in line):
        _, runs, _, _, *rest = _row(group, [line for line in lines if line.get("group") == group])
        shown.add_row(f"all of {group}", runs, "", "", *rest)
    return shown


def _row(name: str, lines: list[Line]) -> tuple[str, ...]:
    costs = [line["cost"] for line in lines if line["cost"] is not None]
    best = lines[0]["best_known"]
    return (
        name,
        str(len(lines)),
        f"{sum(costs) / len(costs):,.1f}" if costs else "none",
        "none" if best is None else f"{best:,.1f}",
        _percent(sum(line["gap_percent"] for line in lines) / len(lines)),
        _yes(all(line["feasible"] for line in lines)),
        str(sum(line["unserved"] for line in lines)),
        f"{max(line['took_s'] for line in lines):.1f}",
    )


def _percent(value: float) -> str:
    return f"{value:.3f}"


def _yes(value: bool) -> str:
    return "yes" if value else "NO"
