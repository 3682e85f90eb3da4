"""Signals in, jobs out: each job names the readings that caused it and the rule; duplicates join the open job."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.signal import Signal
from dispatch.domain.threshold_rule import ThresholdRule
from dispatch.domain.watched import Watched
from dispatch.intake.job_window import windows
from dispatch.intake.readings import Series, known_by, observed_at, run_at_least, since

# Moments by job type and UPRN.
Moments = Mapping[tuple[str, str], datetime]
NONE: Moments = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """`new` jobs; open jobs `joined` by further signals (as they are now); ids of signals no rule could read.

    `failed`: for each thing and rule that could not be looked at, which they are and what kind of error it was.
    """

    new: tuple[Job, ...]
    joined: tuple[Job, ...]
    not_understood: tuple[str, ...]
    failed: tuple[str, ...] = ()


def triage(
    signals: Iterable[Signal],
    *,
    rules: Iterable[ThresholdRule],
    watched: Iterable[Watched],
    open_jobs: Iterable[Job],
    now: datetime,
    zone: ZoneInfo,
    answered: Moments = NONE,
    declined: Moments = NONE,
) -> Triage:
    """What the signals received by `now` ask for, in the order of `watched`, then of `rules`.

    The order in which signals arrived, and repetitions, make no difference. An open job of the same type at the same
    place is joined, not doubled. `answered` tells until when readings are settled by work that was done: what was
    measured up to then asks for no other. `declined` tells when a person took such a job away: that stands for as long
    as the readings of that moment go on unbroken. A rule that fails at one thing does not keep the others from being
    looked at. Raises ValueError when `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("triage needs `now` with a time zone")
    heard = tuple(signals)
    rules, watched = tuple(rules), tuple(watched)
    series = known_by(now, heard)
    before = {(job.type, job.place.uprn): job for job in open_jobs}
    after = dict(before)
    failed: list[str] = []
    for thing in watched:
        for rule in rules:
            key = (rule.template.type, thing.place.uprn)
            try:
                causes = _causes(rule, thing, series, answered.get(key), declined.get(key))
                if not causes:
                    continue
                open_job = after.get(key)
                after[key] = _joined(open_job, causes) if open_job else _new_job(rule, thing, causes, now, zone)
            except Exception as error:  # whatever it is, the other things have full bins too
                # Of the error only its kind: its words may tell of a place or a person.
                failed.append(f"rule {rule.id!r} at {thing.ref!r}: {type(error).__name__}")
    return Triage(
        new=tuple(job for key, job in after.items() if key not in before),
        joined=tuple(job for key, job in after.items() if key in before and job != before[key]),
        not_understood=_not_understood(heard, rules, watched),
        failed=tuple(failed),
    )


def _causes(
    rule: ThresholdRule, thing: Watched, series: Series, answered_until: datetime | None, declined_at: datetime | None
) -> tuple[Signal, ...]:
    if not thing.answers_to(rule.watches, rule.template.organisation_id):
        return ()
    uprn = thing.place.uprn
    run = run_at_least(since(answered_until, series.get((uprn, rule.quantity), ())), rule.at_least)
    if not run or (declined_at is not None and observed_at(run[0]) <= declined_at):
        return ()
    causes = list(run)
    for step in rule.failed_first:
        tried = [each for each in series.get((uprn, step), ()) if observed_at(each) >= observed_at(run[0])]
        if not tried or tried[-1].value > 0:
            return ()
        causes.append(tried[-1])
    return tuple(causes)


def _joined(job: Job, causes: tuple[Signal, ...]) -> Job:
    ids = dict.fromkeys((*job.cause.signal_ids, *(signal.id for signal in causes)))
    return replace(job, cause=replace(job.cause, signal_ids=tuple(ids)))


def _new_job(rule: ThresholdRule, thing: Watched, causes: tuple[Signal, ...], now: datetime, zone: ZoneInfo) -> Job:
    template = rule.template
    return Job(
        id=f"{rule.id}-{thing.ref}-{now.astimezone(zone):%Y-%m-%d}",
        service_id=template.service_id,
        organisation_id=template.organisation_id,
        type=template.type,
        description=template.description,
        place=thing.place,
        household_id=thing.household_id,
        duration=template.duration,
        set_up=template.set_up,
        windows=windows(template, now, zone),
        importance=template.importance,
        priority=template.priority,
        skills=template.skills,
        crew=template.crew,
        loads=template.loads,
        cause=Cause(
            kind=CauseKind.SENSOR,
            reference=thing.ref,
            signal_ids=tuple(signal.id for signal in causes),
            rule=f"{rule.id}: {rule.sentence}",
        ),
    )


def _not_understood(
    heard: tuple[Signal, ...], rules: tuple[ThresholdRule, ...], watched: tuple[Watched, ...]
) -> tuple[str, ...]:
    readable = {
        (thing.place.uprn, quantity)
        for thing in watched
        for rule in rules
        if thing.answers_to(rule.watches, rule.template.organisation_id)
        for quantity in (rule.quantity, *rule.failed_first)
    }
    unread = {
        signal.id
        for signal in heard
        if (signal.uprn, signal.quantity) not in readable or not math.isfinite(signal.value)
    }
    return tuple(sorted(unread))
