"""Whatever order readings come in and however often, the jobs are the same."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.signal import Signal
from tests.dispatch.intake.two_bins import HOME, MARKET, MILL_LANE, reading, sort_out


@st.composite
def some_readings(draw: st.DrawFn) -> list[Signal]:
    """Up to a dozen readings, some at the same instant, some beyond every threshold."""
    signals = []
    for number in range(draw(st.integers(0, 12))):
        thing, quantity = draw(
            st.sampled_from([(MILL_LANE, "fill_percent"), (MARKET, "fill_percent"), (HOME, "quiet_h"), (HOME, "call"),
                             (HOME, "keyholder")])
        )  # fmt: skip
        values = (
            st.sampled_from([0.0, 1.0])
            if quantity in ("call", "keyholder")
            else st.sampled_from([5.0, 74.9, 75.0, 95.0])
        )
        signals.append(reading(f"r{number}", draw(st.integers(1, 6)), draw(values), of=thing, quantity=quantity))
    return signals


@given(some_readings(), st.data())
def test_the_order_of_arrival_makes_no_difference(signals: list[Signal], data: st.DataObject) -> None:
    assert sort_out(*data.draw(st.permutations(signals))) == sort_out(*signals)


@given(some_readings(), st.data())
def test_readings_sent_again_make_no_difference(signals: list[Signal], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(signals), max_size=6)) if signals else []
    resent = [
        replace(each, id=f"{each.id}-again-{n}", received_at=each.received_at + timedelta(seconds=9))
        for n, each in enumerate(again)
    ]
    mixed = data.draw(st.permutations([*signals, *again, *resent]))
    assert sort_out(*mixed).new == sort_out(*signals).new


@given(some_readings())
def test_every_job_names_readings_that_exist_and_the_last_of_its_bin_is_full(signals: list[Signal]) -> None:
    by_id = {signal.id: signal for signal in signals}
    for job in sort_out(*signals).new:
        assert job.cause.signal_ids
        assert all(by_id[each].uprn == job.place.uprn for each in job.cause.signal_ids)
        if job.type == "empty":
            latest = max((each.observed_at, each.value) for each in signals
                         if each.uprn == job.place.uprn and each.observed_at)  # fmt: skip
            assert latest[1] >= 75.0


@given(st.floats(0, 200))
def test_a_single_reading_makes_a_job_exactly_from_the_threshold_on(value: float) -> None:
    assert len(sort_out(reading("a", 1, value)).new) == (1 if value >= 75.0 else 0)
