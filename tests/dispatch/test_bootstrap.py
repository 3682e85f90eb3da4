"""An installation is wired up whole, or refused with a sentence, and lets go of its database."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.adapters.clocks import set_demo_clock, system_clock
from dispatch.adapters.database.opening import open_database
from dispatch.bootstrap import bootstrap
from dispatch.config import Settings
from dispatch.domain.errors import Refused
from tests.databases import SetClock


def test_an_empty_folder_becomes_an_installation_that_lets_go_of_its_database(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    with closing(bootstrap(settings)) as allround:
        assert allround.clock is system_clock
        with pytest.raises(Refused):
            bootstrap(settings)
    with closing(open_database("", var=settings.var)):
        pass


def test_ids_and_secrets_are_new_each_time_and_secrets_are_long(tmp_path: Path) -> None:
    with closing(bootstrap(Settings(var=tmp_path), SetClock())) as allround:
        assert len({allround.new_id() for _ in range(100)}) == 100
        secrets = {allround.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 43  # 256 bits


def test_tries_are_counted(tmp_path: Path) -> None:
    with closing(bootstrap(Settings(var=tmp_path), SetClock())) as allround:
        waits = [allround.sign_in_limiter.wait_s("login priya") for _ in range(11)]
        failures = allround.sign_in_failures
        for _ in range(99):
            failures.count("address 10.0.0.1")
        assert failures.wait_s("address 10.0.0.1") == 0
        failures.count("address 10.0.0.1")
        assert failures.wait_s("address 10.0.0.1") > 0
    assert waits[:10] == [0] * 10
    assert 0 < waits[10] <= 15 * 60


def test_the_demo_shows_its_own_time(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, demo=True)
    with pytest.raises(ValueError, match="run `make demo`"):
        bootstrap(settings)
    shown = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    set_demo_clock(settings.demo_clock, shown, system_clock())
    with closing(bootstrap(settings)) as allround:
        assert shown <= allround.clock() < shown + timedelta(hours=1)


def test_a_clock_that_is_given_counts(tmp_path: Path) -> None:
    clock = SetClock()
    with closing(bootstrap(Settings(var=tmp_path, demo=True), clock)) as allround:
        assert allround.clock is clock
