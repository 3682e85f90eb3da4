"""Which visits a job becomes: one under its own name, or several that are numbered."""

from collections.abc import Iterable

from dispatch.domain.job import Job


def visit_ids(job: Job) -> tuple[str, ...]:
    """`JOB`, or `JOB#1`, `JOB#2` for a job that people from two routes do together."""
    if job.people == 1:
        return (job.id,)
    return tuple(f"{job.id}#{number}" for number in range(1, job.people + 1))


def job_of_visit(jobs: Iterable[Job]) -> dict[str, str]:
    """Visit id to job id."""
    return {visit: job.id for job in jobs for visit in visit_ids(job)}
