"""A Problem: frozen whole-number data that refuses nonsense when made, all complaints at once."""

from optimiser.problem.coupling import AllOrNone, Coupling, Who
from optimiser.problem.errors import ProblemError
from optimiser.problem.json_form import problem_from_json, problem_schema, problem_to_json, travel_arrays
from optimiser.problem.lending import Lending
from optimiser.problem.problem import Problem
from optimiser.problem.shift import Break, DriversHours, Shift
from optimiser.problem.site import Site
from optimiser.problem.tier import Tier
from optimiser.problem.travel import SpeedPeriod, SpeedProfile, Travel
from optimiser.problem.units import Amount
from optimiser.problem.visit import (
    CostPart,
    IfUnserved,
    Lateness,
    LateOn,
    Lock,
    Promise,
    Published,
    RequiredSkill,
    Visit,
    Window,
    WorkerCost,
)
from optimiser.problem.worker import HeldSkill, LoadStep, Worker

__all__ = [
    "AllOrNone",
    "Amount",
    "Break",
    "CostPart",
    "Coupling",
    "DriversHours",
    "HeldSkill",
    "IfUnserved",
    "LateOn",
    "Lateness",
    "Lending",
    "LoadStep",
    "Lock",
    "Problem",
    "ProblemError",
    "Promise",
    "Published",
    "RequiredSkill",
    "Shift",
    "Site",
    "SpeedPeriod",
    "SpeedProfile",
    "Tier",
    "Travel",
    "Visit",
    "Who",
    "Window",
    "Worker",
    "WorkerCost",
    "problem_from_json",
    "problem_schema",
    "problem_to_json",
    "travel_arrays",
]
