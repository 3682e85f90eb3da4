"""Why a visit is left out or late, and the least that would have to change for it to be served in time."""

from optimiser.explain.explain import explain
from optimiser.explain.explanation import Blocked, Explanation, Kind, Relaxation, explanations_to_json
from optimiser.explain.reasons import with_reasons

__all__ = ["Blocked", "Explanation", "Kind", "Relaxation", "explain", "explanations_to_json", "with_reasons"]
