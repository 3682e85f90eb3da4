"""The hash of everything that a network is made of, by which what was worked out from it is found again."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from optimiser.roads.network import Network


def network_digest(network: Network) -> str:
    """In hexadecimal digits; changes with every number of the network, and with what it is called by."""
    digest = hashlib.sha256()
    _take_in(digest, "network", network)
    return digest.hexdigest()


def _take_in(digest: Any, name: str, value: object) -> None:
    """With names and shapes, so that what stands in one place is never taken for the same in another."""
    if is_dataclass(value):
        for field in fields(value):
            _take_in(digest, f"{name}.{field.name}", getattr(value, field.name))
    elif isinstance(value, np.ndarray):
        digest.update(f"{name} {value.dtype.str} {value.shape}\n".encode())
        digest.update(np.ascontiguousarray(value))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _take_in(digest, f"{name}[{key!r}]", item)
    elif value is None or isinstance(value, str | int | float):
        digest.update(f"{name} {value!r}\n".encode())
    else:
        raise TypeError(f"{name} is a {type(value).__name__}: tell optimiser/roads/digest.py what of it to take in.")
