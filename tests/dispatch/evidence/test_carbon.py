"""Carbon by mode."""

from dispatch.domain.worker import TravelMode
from dispatch.evidence.carbon import CO2E_MG_PER_M, SOURCE_URL, co2e_g
from optimiser.plan import Plan
from tests.dispatch.evidence.toy_plans import PROBLEM, route


def test_every_way_to_travel_has_a_factor() -> None:
    assert set(CO2E_MG_PER_M) == set(TravelMode)


def test_a_van_emits_its_factor_times_its_kilometres() -> None:
    assert co2e_g(PROBLEM, Plan(routes=(route("l", ("C", 2)),))) == round(8 * 254.30)


def test_walking_and_cycling_count_nothing() -> None:
    assert CO2E_MG_PER_M["foot"] == CO2E_MG_PER_M["bicycle"] == 0


def test_the_source_is_named() -> None:
    assert SOURCE_URL.startswith("https://www.gov.uk/")
