"""Greenhouse gases of travel, by the factors the UK Government publishes for company reporting.

Source: UK Government GHG Conversion Factors for Company Reporting 2025 (Department for Energy Security and Net Zero),
https://www.gov.uk/government/publications/greenhouse-gas-reporting-conversion-factors-2025, kg CO2e per vehicle
kilometre, direct emissions only (well-to-tank not included): average car, unknown fuel; average van up to 3.5 tonnes,
unknown fuel; rigid lorry over 17 tonnes, average laden. Walking and cycling count nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.problem import Problem

SOURCE = "UK Government GHG Conversion Factors for Company Reporting 2025"
SOURCE_URL = "https://www.gov.uk/government/publications/greenhouse-gas-reporting-conversion-factors-2025"

# Milligrams per metre is the same number as grams per kilometre.
CO2E_MG_PER_M: Mapping[str, float] = MappingProxyType(
    {"car": 167.25, "van": 254.30, "lorry": 991.56, "bicycle": 0.0, "foot": 0.0}
)


def co2e_g(problem: Problem, plan: Plan) -> int:
    """Grams CO2e of all legs, rounded once at the end. Raises KeyError for a mode without a factor."""
    milligrams = sum(
        leg.distance_m * CO2E_MG_PER_M[journey.shift.mode]
        for journey in day_of(problem, plan).journeys
        for leg in journey.legs
    )
    return round(milligrams / 1000)
