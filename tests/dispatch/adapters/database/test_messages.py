"""Messages are kept once, byte for byte, and their signals are found again."""

from datetime import timedelta

import pytest

from dispatch.domain.errors import NotFound, Unusable
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.small_world import AT_SIX, COUNCIL, HOUSING, PROGRAM, message, reading


def test_a_message_comes_back_byte_for_byte_with_what_was_read_from_it(store: Store) -> None:
    sent, read = message(), reading()
    with store.begin(PROGRAM) as work:
        assert work.messages.add(sent, [read])
    with store.begin(PROGRAM) as work:
        assert work.messages.message_of("s1") == sent
        assert work.messages.signals(["s1"]) == (read,)


def test_a_message_sent_again_is_stored_once(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message("m1", key="k"), [reading("s1")])
        assert not work.messages.add(message("m2", key="k"), [reading("s2")])
    with store.begin(PROGRAM) as work:
        assert not work.messages.add(message("m3", key="k"), [])
        assert [signal.id for signal in work.messages.untriaged(10)] == ["s1"]


def test_the_same_key_from_another_source_is_another_message(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        assert work.messages.add(message("m1", key="k"), [])
        assert work.messages.add(message("m2", key="k", organisation_id="housing"), [])


def test_a_key_of_a_megabyte_is_a_key(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        assert work.messages.add(message("m1", key="k" * 1_000_000), [])
        assert not work.messages.add(message("m2", key="k" * 1_000_000), [])


def test_a_signal_known_from_an_earlier_message_stays_with_that_one_and_the_later_message_is_kept(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message("m1", key="k1"), [reading("s1", value=1.0)])
        assert work.messages.add(message("m2", key="k2", problem="repeats s1"), [reading("s1", value=2.0)])
    with store.begin(PROGRAM) as work:
        assert work.messages.signals(["s1"]) == (reading("s1", value=1.0),)
        assert [each.id for each in work.messages.not_understood(10)] == ["m2"]


def test_signals_wait_for_triage_oldest_first_until_they_are_marked(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message(), [reading("late", minutes=2), reading("early", minutes=1)])
        assert [signal.id for signal in work.messages.untriaged(1)] == ["early"]
        work.messages.mark_triaged(["early"], AT_SIX)
        assert [signal.id for signal in work.messages.untriaged(10)] == ["late"]


def test_signals_received_after_a_moment_wait_for_triage_once_more(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(
            message(), [reading("then"), reading("after", minutes=1), reading("else", minutes=1, uprn="2")]
        )
        work.messages.mark_triaged(["then", "after", "else"], AT_SIX)
        work.messages.look_again("1", AT_SIX)
        assert [signal.id for signal in work.messages.untriaged(10)] == ["after"]


def test_rules_look_back_on_the_places_they_ask_for_and_no_further_than_they_ask(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message(), [reading("old", minutes=-1), reading("new", minutes=0), reading("else", uprn="2")])
        assert [signal.id for signal in work.messages.signals_at(["1"], AT_SIX)] == ["new"]
        assert [signal.id for signal in work.messages.signals_at(["1", "2"], AT_SIX)] == ["else", "new"]
        assert work.messages.signals_at([], AT_SIX) == ()


def test_signals_come_in_the_order_asked_for_also_when_thousands_are_asked_for(store: Store) -> None:
    ids = [f"s{number:05}" for number in range(1100)]
    with store.begin(PROGRAM) as work:
        work.messages.add(message(), [reading(each) for each in ids])
        found = work.messages.signals([*reversed(ids), "unknown", ids[0]])
    assert [signal.id for signal in found] == ids[::-1]


def test_what_was_not_understood_is_listed_latest_first(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message("m1", key="1", problem="unknown device", minutes=1), [])
        work.messages.add(message("m2", key="2", problem="no number", minutes=2), [])
        work.messages.add(message("m3", key="3"), [])
        assert [each.id for each in work.messages.not_understood(10)] == ["m2", "m1"]
        assert [each.id for each in work.messages.not_understood(1)] == ["m2"]


def test_another_organisations_messages_are_not_seen_nor_marked(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message(problem="unknown device"), [reading()])
    with store.begin(HOUSING) as work:
        assert work.messages.untriaged(10) == ()
        assert work.messages.signals(["s1"]) == ()
        assert work.messages.signals_at(["1"], AT_SIX - timedelta(days=1)) == ()
        assert work.messages.message_of("s1") is None
        assert work.messages.not_understood(10) == ()
        work.messages.mark_triaged(["s1"], AT_SIX)
        with pytest.raises(NotFound):
            work.messages.add(message("m2", key="k2"), [])
    with store.begin(COUNCIL) as work:
        assert [signal.id for signal in work.messages.untriaged(10)] == ["s1"]


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_number_that_is_not_finite_is_refused_rather_than_stored_unreadable(store: Store, value: float) -> None:
    with store.begin(PROGRAM) as work, pytest.raises(Unusable, match="not finite"):
        work.messages.add(message(), [reading(value=value)])


def test_broken_characters_are_refused_in_words_and_nothing_of_the_unit_is_kept(store: Store) -> None:
    def store_both() -> None:
        with store.begin(PROGRAM) as work:
            work.messages.add(message("m1", key="k1"), [])
            work.messages.add(message("m\ud800", key="k2"), [])

    with pytest.raises(Unusable, match="cannot be stored"):
        store_both()
    with store.begin(PROGRAM) as work:
        assert work.messages.add(message("m1", key="k1"), [])


def test_another_organisations_signals_are_not_triaged_once_more(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.messages.add(message(), [reading()])
        work.messages.mark_triaged(["s1"], AT_SIX)
    with store.begin(HOUSING) as work:
        work.messages.look_again("1", AT_SIX - timedelta(days=1))
    with store.begin(PROGRAM) as work:
        assert work.messages.untriaged(10) == ()
