"""What it costs, in preferences and never in cash, when a visit goes to this worker and not another."""

from collections.abc import Sequence
from datetime import timedelta

from dispatch.domain.job import Job
from dispatch.domain.skill import Skill
from dispatch.domain.worker import FieldWorker
from dispatch.planning.rates import upence
from optimiser.problem import CostPart, WorkerCost

# Made-up weights, worth about ten minutes of a carer's pay and three: enough to decide between equals.
STRANGER_PENCE = 200
WASTED_LEVEL_PENCE = 60

# Made up as well: what it is worth that a day, once published, stays as people were told. A change has to save about a
# quarter of an hour's pay; a start moved within the tolerance is no change.
OTHER_WORKER_PENCE = 400
MOVED_PENCE = 200
MOVED_TOLERANCE = timedelta(minutes=15)


def preferences(job: Job, workers: Sequence[FieldWorker]) -> tuple[WorkerCost, ...]:
    """Costs for the workers who hold the job's skills: not being familiar, and levels above what is needed."""
    found = []
    for worker in workers:
        spare = spare_levels(worker.skills, job.skills)
        if spare is None:
            continue
        if job.familiar_worker_ids and worker.id not in job.familiar_worker_ids:
            found.append(WorkerCost(worker=worker.id, part=CostPart.CONTINUITY, upence=upence(STRANGER_PENCE)))
        if spare > 0:
            wasted = upence(WASTED_LEVEL_PENCE * spare)
            found.append(WorkerCost(worker=worker.id, part=CostPart.WASTED_SPECIALIST, upence=wasted))
    return tuple(found)


def spare_levels(held: Sequence[Skill], needed: Sequence[Skill]) -> int | None:
    """The largest number of levels held above what is needed; None when a needed skill is not held high enough."""
    levels = {skill.name: skill.level for skill in sorted(held, key=lambda skill: skill.level)}
    spare = [levels.get(skill.name, 0) - skill.level for skill in needed]
    if any(more < 0 for more in spare):
        return None
    return max(spare, default=0)
