"""What the savings page shows of the day as it went: what was promised, what became of it, who came as told."""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.evidence.kept import Kept
from dispatch.evidence.names import Names
from dispatch.evidence.so_far import Became, ServiceSoFar


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFarRow:
    """One service's promised jobs; `cells` in the order of `SO_FAR_COLUMNS`."""

    name: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFarView:
    """What became of the day."""

    sentence: str
    rows: tuple[SoFarRow, ...]
    total: SoFarRow


SO_FAR_COLUMNS: tuple[tuple[str, Became | Kept | None], ...] = (
    ("Promised", None),
    ("Done", Became.DONE),
    ("Could not", Became.COULD_NOT),
    ("Under way", Became.UNDER_WAY),
    ("Not yet reported", Became.NOT_REPORTED),
    ("No longer planned", Became.NO_LONGER),
    ("Came as told", Kept.AS_TOLD),
    ("Later", Kept.LATER),
    ("Earlier", Kept.EARLIER),
    ("Arrival not reported", Kept.NOT_KNOWN),
)


def so_far_view(found: Sequence[ServiceSoFar], names: Names) -> SoFarView | None:
    """None while nothing is published."""
    if not found:
        return None
    rows = tuple(SoFarRow(name=names.services.get(one.service_id, one.service_id), cells=_cells(one)) for one in found)
    total = SoFarRow(
        name="All services", cells=tuple(sum(cells) for cells in zip(*(row.cells for row in rows), strict=True))
    )
    number = dict(zip((name for name, _ in SO_FAR_COLUMNS), total.cells, strict=True))
    known = number["Came as told"] + number["Later"] + number["Earlier"]
    came = "No arrival is reported yet."
    if known:
        came = f"Of {known} arrivals reported, {number['Came as told']} were as told."
    return SoFarView(
        sentence=f"{number['Done']} of {number['Promised']} promised jobs are done, {number['Could not']} could not be "
        f"done, {number['Under way'] + number['Not yet reported']} are not reported as finished yet. {came}",
        rows=tuple(sorted(rows, key=lambda row: row.name)),
        total=total,
    )


def _cells(one: ServiceSoFar) -> tuple[int, ...]:
    return tuple(
        one.promised if key is None else one.became.get(key, 0) if isinstance(key, Became) else one.arrivals.get(key, 0)
        for _, key in SO_FAR_COLUMNS
    )
