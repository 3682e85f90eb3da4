"""A message is stored once, exactly as it came, understood or not."""

import pytest

from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import NotAllowed
from dispatch.intake.heard import Heard, Measured
from dispatch.intake.receive_signal import Receipt, ReceiptStatus, receive
from dispatch.ports.store import Store
from tests.dispatch.intake.small_council import EUIS, SOURCE, hours, ids, settle
from tests.dispatch.intake.two_bins import NOW

READ = Heard(key="k1", device=EUIS["1"], uprn="1", observed_at=hours(-1),
             measured=(Measured(quantity="fill_percent", value=90.0),))  # fmt: skip
SIGNALS = system("signals")


@pytest.fixture
def council(store: Store) -> Store:
    settle(store)
    return store


def take(store: Store, heard: Heard, body: bytes = b"\x00\xff anything", actor: Actor = SIGNALS) -> Receipt:
    return receive(store, actor, SOURCE, heard, body=body, content_type="text/odd", now=NOW, new_id=NEW_ID)


NEW_ID = ids()


def test_a_message_is_kept_byte_for_byte_with_the_signals_read_from_it(council: Store) -> None:
    assert take(council, READ) == Receipt(status=ReceiptStatus.STORED, signals=1)
    with council.begin(SIGNALS) as work:
        (signal,) = work.messages.untriaged(10)
        message = work.messages.message_of(signal.id)
    assert message is not None
    assert (message.body, message.content_type, message.organisation_id) == (
        b"\x00\xff anything",
        "text/odd",
        "council",
    )
    assert (signal.uprn, signal.source, signal.quantity, signal.value) == ("1", EUIS["1"], "fill_percent", 90.0)
    assert (signal.received_at, signal.observed_at) == (NOW, hours(-1))


def test_a_message_sent_again_changes_nothing(council: Store) -> None:
    take(council, READ)
    again = take(council, READ, body=b"other bytes")
    assert (again.status, again.signals) == (ReceiptStatus.ALREADY, 0)
    with council.begin(SIGNALS) as work:
        assert len(work.messages.untriaged(10)) == 1


def test_a_message_that_is_not_understood_is_kept_and_shown(council: Store) -> None:
    receipt = take(council, Heard(key="k2", problem="It is gibberish."), body=b"gibberish")
    assert receipt == Receipt(status=ReceiptStatus.KEPT_NOT_UNDERSTOOD, reason="It is gibberish.")
    with council.begin(SIGNALS) as work:
        (message,) = work.messages.not_understood(10)
        assert work.messages.untriaged(10) == ()
    assert (message.body, message.problem) == (b"gibberish", "It is gibberish.")


def test_a_message_with_nothing_to_read_is_stored_with_the_remark_and_is_no_problem(council: Store) -> None:
    receipt = take(council, Heard(key="k3", remark="A device joined."))
    assert receipt == Receipt(status=ReceiptStatus.STORED, reason="A device joined.")
    with council.begin(SIGNALS) as work:
        assert work.messages.not_understood(10) == ()


def test_the_audit_log_vouches_for_each_message_once(council: Store) -> None:
    take(council, READ)
    take(council, READ)
    with council.begin(SIGNALS) as work:
        (signal,) = work.messages.untriaged(10)
        message = work.messages.message_of(signal.id)
        assert message is not None
        (entry,) = work.audit.find([f"message {message.id}"])
    assert (entry.action, entry.organisation_id, entry.actor_id) == ("take in a signal", "council", "system:signals")
    assert entry.fact_hash


def test_nobody_but_the_program_takes_in_signals(council: Store) -> None:
    scheduler = Actor(id="s", name="S", organisation_id="council", role=Role.SCHEDULER,
                      organisations=frozenset({"council"}))  # fmt: skip
    with pytest.raises(NotAllowed):
        take(council, READ, actor=scheduler)
    with council.begin(SIGNALS) as work:
        assert work.messages.untriaged(10) == ()
