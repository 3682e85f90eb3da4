"""So many tries for each key, then a wait that ends."""

import time

from dispatch.adapters.rate_limit import WindowFailures, WindowLimiter


def test_after_so_many_tries_a_wait_is_asked_for_and_it_is_no_longer_than_the_window() -> None:
    limiter = WindowLimiter("3 per 15 minute", time.time)
    assert [limiter.wait_s("login priya") for _ in range(3)] == [0, 0, 0]
    assert 0 < limiter.wait_s("login priya") <= 900


def test_another_key_is_counted_for_itself() -> None:
    limiter = WindowLimiter("1 per minute", time.time)
    assert limiter.wait_s("login priya") == 0
    assert limiter.wait_s("login mo") == 0
    assert limiter.wait_s("login priya") > 0


def test_after_a_success_the_count_begins_anew() -> None:
    limiter = WindowLimiter("1 per hour", time.time)
    limiter.wait_s("login priya")
    limiter.forget("login priya")
    limiter.forget("login nobody")
    assert limiter.wait_s("login priya") == 0


def test_any_text_can_be_a_key() -> None:
    limiter = WindowLimiter("1 per hour", time.time)
    for key in ("", "a/b", "é\0", "x" * 4000):
        assert limiter.wait_s(key) == 0
        assert limiter.wait_s(key) > 0


def test_of_failures_only_those_that_are_counted_lead_to_a_wait() -> None:
    failures = WindowFailures("2 per 15 minute", time.time)
    assert [failures.wait_s("address 10.0.0.1") for _ in range(10)] == [0] * 10
    failures.count("address 10.0.0.1")
    assert failures.wait_s("address 10.0.0.1") == 0
    failures.count("address 10.0.0.1")
    failures.count("address 10.0.0.1")
    assert 0 < failures.wait_s("address 10.0.0.1") <= 900
    assert failures.wait_s("address 10.0.0.2") == 0
