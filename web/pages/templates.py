"""The one Jinja environment: autoescape is on for every template, and a name that is not there is an error."""

from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined

from web.asset_addresses import AssetAddresses, read_asset_addresses
from web.pages.govuk import govuk_components

FOLDER = Path(__file__).parent.parent / "templates"


def environment(assets: AssetAddresses | None = None, loader: BaseLoader | None = None) -> Environment:
    """Templates of web/templates, with `asset(name)` and govuk-frontend's components as functions.

    `assets` are the addresses of the built style and scripts, read now when not given. Raises AssetsMissing.
    """
    made = Environment(
        loader=loader or FileSystemLoader(FOLDER),
        autoescape=True,  # not select_autoescape(), which leaves .jinja and .html.j2 unescaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(govuk_components())
    made.globals["asset"] = (assets or read_asset_addresses()).of
    return made
