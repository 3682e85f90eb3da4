"""The JSON form of a Plan: reading, writing and its schema (`schema: 1`)."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from optimiser.plan.plan import Plan

SCHEMA = 1


class PlanError(Exception):
    """A file that holds no Plan; the message says field by field what is wrong."""


def plan_from_json(text: str | bytes) -> Plan:
    """A Plan from its JSON form. Raises PlanError. Whether the plan is any good is for the checker to say."""
    try:
        document = json.loads(text)
        schema = document.pop("schema", None) if isinstance(document, dict) else None
        if type(schema) is not int or schema != SCHEMA:  # to Python, true is 1 too
            raise PlanError(f"this is no Plan: schema is missing or unknown; give {SCHEMA}")
        return _adapter().validate_python(document)
    except ValidationError as error:
        lines = (f"  - {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise PlanError("this is no Plan:\n" + "\n".join(lines)) from error
    except (ValueError, RecursionError) as error:
        raise PlanError(f"this is not JSON: {error}") from error


def plan_to_json(plan: Plan) -> str:
    """The JSON form of a Plan."""
    return json.dumps({"schema": SCHEMA, **asdict(plan)}, ensure_ascii=False, indent=1)


def plan_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a Plan."""
    schema = _adapter().json_schema()
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = ["schema", *schema["required"]]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


@cache  # building it takes longer than reading a small Plan
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)
