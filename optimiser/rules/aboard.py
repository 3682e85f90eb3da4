"""What is aboard: room for loads, parts that are used up, tools that stay."""

from collections import Counter
from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Amount, Site, Visit
from optimiser.rules.violation import Violation


def room_for_loads(day: Day) -> Iterator[Violation]:
    """Loads gathered since the start or the last unloading fit the shift; what has no capacity named has no limit."""
    for journey in day.journeys:
        room = {amount.of: amount.quantity for amount in journey.shift.capacities}
        aboard: Counter[str] = Counter()
        for call in journey.calls:
            if isinstance(call.target, Site) and call.target.unloads:
                aboard.clear()
            if not isinstance(call.target, Visit):
                continue
            for name in _add(aboard, call.target.loads):
                if name in room and aboard[name] > room[name]:
                    sentence = (
                        f"after visit {call.target.id!r} route {journey.shift.id!r} has {aboard[name]} of {name!r} "
                        f"aboard; there is room for {room[name]}"
                    )
                    yield Violation(
                        rule="room_for_loads", sentence=sentence, shift=journey.shift.id, ref=call.target.id
                    )


def parts_in_stock(day: Day) -> Iterator[Violation]:
    """Parts used since the start or the last re-stocking were aboard; what its stock then does not name was not."""
    for journey in day.journeys:
        stock = {amount.of: amount.quantity for amount in journey.shift.stock}
        used: Counter[str] = Counter()
        for call in journey.calls:
            if isinstance(call.target, Site) and call.target.restocks:
                used.clear()
                stock = {amount.of: amount.quantity for amount in journey.shift.restocked}
            if not isinstance(call.target, Visit):
                continue
            for name in _add(used, call.target.parts):
                if used[name] > stock.get(name, 0):
                    sentence = (
                        f"with visit {call.target.id!r} route {journey.shift.id!r} has used {used[name]} of {name!r}; "
                        f"it has {stock.get(name, 0)} aboard"
                    )
                    yield Violation(
                        rule="parts_in_stock", sentence=sentence, shift=journey.shift.id, ref=call.target.id
                    )


def tools_aboard(day: Day) -> Iterator[Violation]:
    """A visit's tools are the shift's own or were picked up at a site earlier on the route."""
    for journey in day.journeys:
        tools = set(journey.shift.tools)
        for call in journey.calls:
            if isinstance(call.target, Site):
                tools.update(call.target.tools)
            elif isinstance(call.target, Visit):
                for name in call.target.tools:
                    if name not in tools:
                        sentence = (
                            f"visit {call.target.id!r} needs tool {name!r}, and route {journey.shift.id!r} does not "
                            "have it by then"
                        )
                        yield Violation(
                            rule="tools_aboard", sentence=sentence, shift=journey.shift.id, ref=call.target.id
                        )


def _add(total: Counter[str], amounts: tuple[Amount, ...]) -> tuple[str, ...]:
    """Adds the amounts to `total` and tells which names, each once, grew."""
    for amount in amounts:
        total[amount.of] += amount.quantity
    return tuple(dict.fromkeys(amount.of for amount in amounts if amount.quantity))
