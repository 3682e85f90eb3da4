"""Random Problems that use nothing the engine refuses."""

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from optimiser.problem import Problem, Travel
from optimiser.search.errors import EngineCannot
from optimiser.search.refusals import refuse_what_it_cannot
from tests.optimiser.made_up import problems


@st.composite
def plannable(draw: st.DrawFn) -> Problem:
    """A sound Problem with the refused features taken out."""
    problem = draw(problems())
    problem = replace(
        problem,
        sites=(),
        largest_lateness_upence_per_s=0,
        profiles=(),
        travel={mode: Travel(travel.seconds, travel.metres) for mode, travel in problem.travel.items()},
        workers=tuple(
            replace(worker, skills=tuple(replace(skill, valid_from_s=0, valid_until_s=None) for skill in worker.skills))
            for worker in problem.workers
        ),
        shifts=tuple(
            replace(
                shift,
                drivers_hours=shift.drivers_hours and replace(shift.drivers_hours, max_continuous_s=None),
            )
            for shift in problem.shifts
        ),
        lending=tuple(replace(agreement, from_s=0, until_s=None) for agreement in problem.lending),
    )
    try:
        refuse_what_it_cannot(problem)
    except EngineCannot:
        assume(False)
    return problem
