"""What real days ask of shifts beyond the demo's: tips and stores on the way, parts, tools, drivers' hours."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from random import Random

from fixtures.day.organisations import CARE, NURSING, REPAIRS, WASTE
from optimiser.problem import Amount, Break, DriversHours, Problem, Shift, Site, Visit, Window

HOUR_S = 3_600
# Highway Code, rule 91: a break of at least 15 minutes after every two hours of driving.
# https://www.gov.uk/guidance/the-highway-code/rules-for-drivers-and-motorcyclists-89-to-102
CONTINUOUS_S, REST_S = 2 * HOUR_S, 15 * 60
# Assimilated Regulation (EC) 561/2006, article 6: nine hours of driving a day.
DRIVING_S = 9 * HOUR_S
# A lorry takes this share of an even part of what is to be collected, so that it has to tip on its way.
ABOARD_PERCENT = 60
PARTS = {"plumbing": "plumbing_parts", "gas": "gas_parts", "electrical": "electrical_parts", "joinery": "ironmongery"}
LADDER, DEHUMIDIFIER = "ladder", "dehumidifier"
LADDER_SHARE = 30  # of a hundred vans
GUARANTEED, OPEN_END = 150, 60  # of a thousand shifts


def season_shifts(problem: Problem, service_of: Mapping[str, str], dice: Random) -> tuple[Shift, ...]:
    """The shifts with more of the model's rules. `service_of` is by shift id."""
    loads = _loads_of_rounds(problem)
    starts = Counter(shift.start_place for shift in problem.shifts)
    shared = {place for place, count in starts.items() if count > 1}
    seasoned = []
    for shift in problem.shifts:
        changed = shift
        if shift.capacities:
            changed = _lorry(changed, loads)
        if service_of[shift.id] == REPAIRS.id:
            changed = _van(changed, dice)
        if service_of[shift.id] == NURSING.id and shift.mode == "car":
            changed = _with_tea(changed, shared)
        if dice.randrange(1000) < GUARANTEED:
            changed = replace(changed, guaranteed_s=(shift.ends_s - shift.starts_s) // 2)
        if dice.randrange(1000) < OPEN_END and service_of[shift.id] == CARE.id:
            # Goes on from the last call on errands of their own, unpaid.
            changed = replace(changed, end_place=None)
        seasoned.append(changed)
    return tuple(seasoned)


def with_parts_and_tools(visit: Visit, dice: Random) -> Visit:
    """What a repair consumes, and what has to be in the van."""
    if visit.service != REPAIRS.id:
        return visit
    part = next((PARTS[skill.name] for skill in visit.skills if skill.name in PARTS), None)
    quantity, up_a_ladder = dice.choice((0, 1, 1, 2)), dice.randrange(100) < 20
    tools = (LADDER,) * up_a_ladder + (DEHUMIDIFIER,) * any(skill.name == "damp" for skill in visit.skills)
    parts = (Amount(of=part, quantity=quantity),) if part and quantity else ()
    return replace(visit, parts=parts, tools=tools)


def sites_on_the_way(problem: Problem, service_of: Mapping[str, str]) -> tuple[Site, ...]:
    """A tip at every depot that lorries start from, and stores at every office that repair vans start from."""
    by_place: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    vans = tuple(shift.id for shift in problem.shifts if service_of[shift.id] == REPAIRS.id)
    for shift in problem.shifts:
        service = service_of[shift.id]
        if service == WASTE.id and shift.start_place is not None:
            by_place["tip", shift.start_place].append(shift.id)
    tips = tuple(
        Site(
            id=f"tip-{number}",
            place=place,
            duration_s=12 * 60,
            windows=(Window(earliest_s=7 * HOUR_S, latest_s=15 * HOUR_S),),
            unloads=True,
            shifts=tuple(shifts),
        )
        for number, ((_, place), shifts) in enumerate(sorted(by_place.items()), start=1)
    )
    offices = sorted(_common_starts(problem, service_of))
    stores = tuple(
        Site(
            id=f"stores-{number}",
            place=place,
            duration_s=10 * 60,
            windows=(
                Window(earliest_s=int(7.5 * HOUR_S), latest_s=12 * HOUR_S),
                Window(earliest_s=13 * HOUR_S, latest_s=int(16.5 * HOUR_S)),
            ),
            restocks=True,
            tools=(LADDER, DEHUMIDIFIER),
            shifts=vans,
        )
        for number, place in enumerate(offices, start=1)
    )
    return (*tips, *stores)


def _common_starts(problem: Problem, service_of: Mapping[str, str]) -> set[int]:
    """Where two vans or more start; where none do, where the first starts."""
    starts = [
        shift.start_place
        for shift in problem.shifts
        if service_of[shift.id] == REPAIRS.id and shift.start_place is not None
    ]
    return {place for place in starts if starts.count(place) > 1} or set(starts[:1])


def _loads_of_rounds(problem: Problem) -> dict[str, tuple[int, int]]:
    """Of each load: how much is to be collected, and how many lorries can take it."""
    total: defaultdict[str, int] = defaultdict(int)
    for visit in problem.visits:
        for load in visit.loads:
            total[load.of] += load.quantity
    return {
        name: (quantity, sum(any(room.of == name for room in shift.capacities) for shift in problem.shifts))
        for name, quantity in total.items()
    }


def _lorry(shift: Shift, loads: Mapping[str, tuple[int, int]]) -> Shift:
    capacities = []
    for room in shift.capacities:
        quantity, lorries = loads.get(room.of, (0, 1))
        wanted = quantity * ABOARD_PERCENT // (100 * max(1, lorries)) // 100 * 100
        capacities.append(Amount(of=room.of, quantity=min(room.quantity, max(1_000, wanted))))
    return replace(
        shift,
        capacities=tuple(capacities),
        drivers_hours=DriversHours(max_driving_s=DRIVING_S, max_continuous_s=CONTINUOUS_S, rest_s=REST_S),
    )


def _van(shift: Shift, dice: Random) -> Shift:
    """Some of everything, not always enough for the day; a ladder on some roofs."""
    stock = tuple(Amount(of=part, quantity=dice.randint(3, 6)) for part in sorted(PARTS.values()))
    return replace(shift, stock=stock, tools=(LADDER,) if dice.randrange(100) < LADDER_SHARE else ())


def _with_tea(shift: Shift, shared: Collection[int | None]) -> Shift:
    """Ten paid minutes early in a long day, where the call before was; dinner at the hub, for those who have one."""
    if shift.ends_s - shift.starts_s < 7 * HOUR_S:
        return shift
    first = shift.starts_s + int(1.5 * HOUR_S)
    tea = Break(id="tea", duration_s=600, earliest_s=first, latest_s=first + HOUR_S, paid=True)
    place = shift.start_place if shift.start_place in shared else None
    return replace(shift, breaks=(tea, *(replace(rest, place=place) for rest in shift.breaks)))
