"""Addresses of the built style and scripts, each with a hash of its content, from the build's manifest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DIST = Path(__file__).parent / "static" / "dist"


class AssetsMissing(Exception):
    """The style and scripts have not been built, or not this one; the message says what to do."""


@dataclass(frozen=True, slots=True)
class AssetAddresses:
    """`by_name["allround.css"]` is `/static/dist/allround.css?v=…`."""

    by_name: Mapping[str, str]

    def of(self, name: str) -> str:
        """The address of one built file. Raises AssetsMissing."""
        try:
            return self.by_name[name]
        except KeyError:
            raise AssetsMissing(
                f"The pages' file {name} has not been built: run `make setup`, then start again."
            ) from None


def read_asset_addresses(dist: Path = DIST) -> AssetAddresses:
    """The addresses of all that was built into `dist`. Raises AssetsMissing."""
    try:
        found = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetsMissing(
            f"The pages' style and scripts are not in {dist}: run `make setup`, then start again."
        ) from error
    return AssetAddresses(found)
