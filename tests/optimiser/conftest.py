"""Hypothesis without a stopwatch: a busy machine must not fail a test."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "no stopwatch", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("no stopwatch")
