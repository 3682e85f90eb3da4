"""What a comparison of the small stored day could have come to, in the shape of dispatch/worker/summary.py."""

from typing import Any


def way(**changes: int) -> dict[str, int]:
    plain = {
        "served": 10,
        "routes": 5,
        "travel_s": 14_400,
        "distance_m": 72_000,
        "paid_s": 72_000,
        "cash_pence": 61_250,
        "preferences_pence": 200,
        "co2e_g": 12_040,
        "shared_door_arrivals": 5,
    }
    return plain | changes


def share(name: str, alone: int, together: int, *, gains: bool, jobs: int = 4) -> dict[str, Any]:
    return {
        "name": name,
        "jobs": jobs,
        "served": jobs,
        "cash_pence_alone": alone,
        "cash_pence_together": together,
        "travel_s_alone": alone // 10,
        "travel_s_together": together // 10,
        "gains": gains,
    }


def savings(**changes: Any) -> dict[str, Any]:
    """Together costs £49.20 less than alone; bins gain nothing, and care pays a little more."""
    plain = {
        "jobs": 11,
        "served": 10,
        "unserved": [
            {"job": "SURVEY-1", "service": "repairs", "reason": "Nobody on shift holds the skills that it needs."}
        ],
        "by_hand": way(served=9, routes=6, cash_pence=70_100, travel_s=19_080, distance_m=94_300, co2e_g=15_770,
                       shared_door_arrivals=6),
        "alone": way(),
        "together": way(cash_pence=56_330, travel_s=11_160, distance_m=58_900, co2e_g=9_850, shared_door_arrivals=3),
        "saving": {"cash_pence": 4_920, "travel_s": 3_240, "distance_m": 13_100, "co2e_g": 2_190,
                   "jobs_compared": 10},
        "compared_cash_pence": 61_250,
        "jobs_gained": [],
        "jobs_lost": [],
        "saving_by_hand": {"cash_pence": 9_810, "travel_s": 7_000, "distance_m": 30_000, "co2e_g": 5_000,
                           "jobs_compared": 9},
        "compared_cash_pence_by_hand": 66_000,
        "jobs_gained_by_hand": ["REPAIR-3"],
        "jobs_lost_by_hand": [],
        "by_service": {
            "bins": share("Litter bins", 8_400, 8_390, gains=False, jobs=1),
            "care": share("Home care", 24_350, 24_500, gains=False, jobs=5),
            "repairs": share("Housing repairs", 28_500, 23_440, gains=True, jobs=5),
        },
        "violations": 0,
        "about": {
            "town": "Toyton",
            "date": "2026-11-24",
            "seed": 1,
            "iterations": 1000,
            "workers": 5,
            "organisations": 2,
            "services": 3,
            "made_up_town": True,
            "attribution": "Made-up streets of Toyton",
            "sources": {
                "co2e": {"name": "Factors for company reporting", "url": "https://www.gov.uk/factors"},
                "mileage": {"name": "Approved mileage rates", "url": "https://www.gov.uk/mileage"},
            },
        },
    }  # fmt: skip
    return plain | changes
