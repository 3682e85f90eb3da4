"""So many tries for each key, then a wait that ends."""

import time

from dispatch.adapters.rate_limit import WindowLimiter


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
