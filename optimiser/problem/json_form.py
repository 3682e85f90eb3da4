"""The JSON form of a Problem: reading, writing and its schema (`schema: 1`)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from optimiser.problem.errors import ProblemError
from optimiser.problem.problem import Problem
from optimiser.problem.shape import shown
from optimiser.problem.travel import Travel
from optimiser.problem.units import LARGEST, LARGEST_UPENCE

SCHEMA = 1
ReadTravelFile = Callable[[str], Mapping[str, Any]]


def problem_from_json(text: str | bytes, read_travel_file: ReadTravelFile) -> Problem:
    """A Problem from its JSON form.

    `read_travel_file` answers the name in `{"travel": {"file": NAME}}` with arrays named `MODE.seconds`,
    `MODE.metres` and perhaps `MODE.profile`, as `numpy.load` gives them. Raises ProblemError with every complaint.
    """
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ProblemError(["this is nested too deeply to be a Problem; see its schema"]) from error
    except ValueError as error:
        # Python's own words for this one advise programmers to lift its limit.
        if "integer string conversion" in str(error):
            raise ProblemError([f"a number has thousands of digits; give numbers up to {LARGEST_UPENCE}"]) from error
        raise ProblemError([f"this is not JSON: {error}"]) from error
    if not isinstance(document, dict):
        raise ProblemError(["the file holds no object; a Problem begins with { and has a field schema"])
    schema = document.pop("schema", None)
    if type(schema) is not int or schema != SCHEMA:  # to Python, true is 1 too
        raise ProblemError([f"schema is missing or unknown; give {SCHEMA}"])
    travel, found = _travel(document.pop("travel", None), read_travel_file)
    try:
        problem = _adapter().validate_python({**document, "travel": travel})
    except ValidationError as error:
        # Only values of the right type can be held against each other: what they mean is looked at in the next round.
        raise ProblemError([*found, *(_sentence(detail) for detail in error.errors())]) from error
    except ProblemError as error:
        # Where the matrices could not be read, complaints about places and modes would only repeat it.
        raise ProblemError(found or error.complaints) from None
    if found:
        raise ProblemError(found)
    return problem


def problem_to_json(problem: Problem, *, travel_file: str | None = None) -> str:
    """The JSON form; fields that have their default are left out.

    With `travel_file` the matrices are left out too and that name is written in their place (see `travel_arrays`).
    """
    document = _plain(problem)
    if travel_file is None:
        document["travel"] = {
            mode: {
                "seconds": matrices.seconds.tolist(),
                "metres": matrices.metres.tolist(),
                **({} if matrices.profile is None else {"profile": matrices.profile.tolist()}),
            }
            for mode, matrices in problem.travel.items()
        }
    else:
        document["travel"] = {"file": travel_file}
    return json.dumps({"schema": SCHEMA, **document}, ensure_ascii=False, indent=1)


def travel_arrays(problem: Problem) -> dict[str, Any]:
    """The arrays to save with `numpy.savez` beside a JSON form that names a travel file."""
    arrays: dict[str, Any] = {}
    for mode, matrices in problem.travel.items():
        arrays[f"{mode}.seconds"] = matrices.seconds
        arrays[f"{mode}.metres"] = matrices.metres
        if matrices.profile is not None:
            arrays[f"{mode}.profile"] = matrices.profile
    return arrays


def problem_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of the form that `problem_from_json` reads."""
    schema = _adapter().json_schema()
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = ["schema", *schema["required"]]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    matrix = {"type": "array", "items": {"type": "array", "items": {"type": "integer", "minimum": 0}}}
    modes = {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {"seconds": matrix, "metres": matrix, "profile": matrix},
            "required": ["seconds", "metres"],
            "additionalProperties": False,
        },
    }
    file = {
        "type": "object",
        "properties": {"file": {"type": "string", "pattern": r"^[^/\\]+\.npz$"}},
        "required": ["file"],
        "additionalProperties": False,
    }
    schema["properties"]["travel"] = {"oneOf": [file, modes]}
    return schema


@cache  # building it takes longer than reading a small Problem
def _adapter() -> TypeAdapter[Problem]:
    return TypeAdapter(Problem)


def _sentence(detail: Any) -> str:
    where = ""
    for step in detail["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    if detail["type"] == "missing":
        return f"{where} is missing; it is required"
    if detail["type"] == "unexpected_keyword_argument":
        return f"{where} is not a known field; see `python -m optimiser schema problem` for those there are"
    return f"{where} is {shown(detail['input'])}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _travel(document: Any, read_travel_file: ReadTravelFile) -> tuple[dict[str, Travel], list[str]]:
    """The matrices by mode, as far as they can be read, and what is wrong with the others."""
    if not isinstance(document, dict) or not document:
        return {}, ['travel is missing; give matrices by mode, or {"file": "NAME.npz"}']
    modes: dict[str, dict[str, Any]] = {}
    complaints: list[str] = []
    if isinstance(document.get("file"), str):
        for name, array in read_travel_file(document["file"]).items():
            mode, _, part = name.rpartition(".")
            modes.setdefault(mode, {})[part] = array
    else:
        for mode, matrices in document.items():
            if isinstance(matrices, dict):
                modes[mode] = matrices
            else:
                complaints.append(f"travel.{mode} is no object; give seconds and metres")
    found: dict[str, Travel] = {}
    for mode, arrays in modes.items():
        travel = _matrices(f"travel.{mode}", arrays, complaints)
        if travel is not None:
            found[mode] = travel
    return found, complaints


def _matrices(where: str, arrays: Mapping[str, Any], complaints: list[str]) -> Travel | None:
    known = ("seconds", "metres", "profile")
    complaints += (
        f"{where}.{part} is not a known field; give seconds, metres and perhaps profile"
        for part in arrays
        if part not in known
    )
    parts: dict[str, Any] = {}
    for part in known:
        if part in arrays:
            parts[part] = _matrix(arrays[part], f"{where}.{part}", complaints)
        elif part != "profile":
            complaints.append(f"{where}.{part} is missing; it is required")
    if parts.get("seconds") is None or parts.get("metres") is None:
        return None
    return Travel(parts["seconds"], parts["metres"], parts.get("profile"))


def _matrix(rows: Any, where: str, complaints: list[str]) -> Any:
    kind = np.uint8 if where.endswith(".profile") else np.int32
    try:
        array = np.asarray(rows)
    except (ValueError, OverflowError, RecursionError):
        array = np.zeros(0)
    if array.size == 0 and array.ndim == 2:
        array = array.astype(np.int64)
    if array.ndim != 2 or not np.issubdtype(array.dtype, np.integer):
        complaints.append(f"{where} is no matrix of whole numbers; give one row for each place, all of one length")
        return None
    limits = np.iinfo(kind)
    if array.size and (int(array.min()) < limits.min or int(array.max()) > limits.max):
        complaints.append(f"{where} has numbers out of range; give 0 to {LARGEST if kind is np.int32 else 255}")
        return None
    return np.ascontiguousarray(array, dtype=kind)


def _plain(part: Any) -> dict[str, Any]:
    """A part as plain JSON values, without fields that have their default and without travel."""
    document: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name == "travel" or (field.default is not MISSING and value == field.default):
            continue
        document[field.name] = _plain_value(value)
    return document


def _plain_value(value: Any) -> Any:
    if is_dataclass(value):
        return _plain(value)
    if isinstance(value, tuple):
        return [_plain_value(inner) for inner in value]
    return value
