"""Reads an instance of the home health care problem from the JSON format of Ceschia et al. 2024 (10.1111/itor.13585).

The matrix holds the central office first and then the patients in the order of the file. Distances are times: a unit
of one is a minute. Numbers are read as they are written, so that nothing is lost before it is scaled.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

# A later form of the format (github.com/iolab-uniud/hhcrsp-toolbox) has these; they change what a plan may do.
_UNKNOWN_HERE = {"working_shift", "incompatible_caregivers", "departing_point", "starting_point_id"}


@dataclass(frozen=True, slots=True)
class Service:
    """One of the services that a patient needs; `id` is the patient's with the number of the service."""

    id: str
    place: int  # row of the distances
    earliest: Decimal
    due: Decimal  # may start later, which counts as tardiness
    ability: str
    duration: Decimal


@dataclass(frozen=True, slots=True)
class Double:
    """Two services of one patient: the second starts this long after the first, and by someone else."""

    first: str
    second: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole file."""

    name: str
    abilities: dict[str, frozenset[str]]  # by caregiver
    services: dict[str, Service]
    doubles: tuple[Double, ...]
    distances: tuple[tuple[Decimal, ...], ...]


def read_instance(path: Path) -> Instance:
    """The instance in a file. Raises ValueError with a sentence for a file it cannot read."""
    try:
        # Whole numbers, too: then all arithmetic is of one kind.
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        return _instance(path.stem, data)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise ValueError(f"{path.name} is no home health care instance: {error!r}") from error


def _instance(name: str, data: dict[str, Any]) -> Instance:
    for part in (*data["caregivers"], *data["patients"]):
        if found := _UNKNOWN_HERE & part.keys():
            raise ValueError(f"{part['id']} has {', '.join(sorted(found))}, which this reader does not know")
    if len(data["central_offices"]) != 1:
        raise ValueError(f"it has {len(data['central_offices'])} central offices; one is needed")
    distances = tuple(map(tuple, data["distances"]))
    size = 1 + len(data["patients"])
    if len(distances) != size or any(len(row) != size for row in distances):
        raise ValueError(f"its distances are not {size} x {size}, one place for the office and one for each patient")
    usual = {service["id"]: service.get("default_duration") for service in data["services"]}
    services: dict[str, Service] = {}
    doubles: list[Double] = []
    for place, patient in enumerate(data["patients"], start=1):
        own = list(_services(patient, place, usual))
        services |= {service.id: service for service in own}
        if len(own) > 1:
            doubles.append(_double(patient, own))
    return Instance(
        name=name,
        abilities={caregiver["id"]: frozenset(caregiver["abilities"]) for caregiver in data["caregivers"]},
        services=services,
        doubles=tuple(doubles),
        distances=distances,
    )


def _services(patient: dict[str, Any], place: int, usual: dict[str, Decimal]) -> list[Service]:
    earliest, due = patient["time_window"]
    return [
        Service(
            id=f"{patient['id']}.{number}",
            place=place,
            earliest=earliest,
            due=due,
            ability=needed["service"],
            duration=needed["duration"] if "duration" in needed else usual[needed["service"]],
        )
        for number, needed in enumerate(patient["required_caregivers"], start=1)
    ]


def _double(patient: dict[str, Any], own: list[Service]) -> Double:
    first, second = (service.id for service in own)
    tie = patient["synchronization"]
    if tie["type"] == "simultaneous":
        return Double(first, second, Decimal(0), Decimal(0))
    if tie["type"] == "sequential":
        return Double(first, second, *tie["distance"])
    raise ValueError(f"{patient['id']} has a synchronization of type {tie['type']!r}")
