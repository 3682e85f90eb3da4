"""The components of govuk-frontend as functions for templates: `{{ govukButton({"text": "Publish"}) }}`."""

from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

PACKAGE = "govuk_frontend_jinja"
COMPONENTS = (
    "accordion",
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tabs",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)


class Component:
    """One component; its macro is read when it is first used, as reading all of them takes half a second."""

    def __init__(self, environment: Environment, folder: str) -> None:
        self._environment = environment
        self._template = f"{PACKAGE}/components/{folder}/macro.html"
        self._macro = function_name(folder)

    def __call__(self, params: dict[str, Any] | None = None, **named: Any) -> Markup:
        """The component as HTML. `named` carries `caller`, when used as a block."""
        macro = getattr(self._environment.get_template(self._template).module, self._macro)
        return Markup(macro(params or {}, **named))  # noqa: S704 -- a macro of an environment that escapes


def govuk_components() -> dict[str, Component]:
    """Every component by the name of its macro, e.g. `govukButton`.

    They come from an environment of their own: the package's templates look up parameters that were not given, which
    our own environment rightly refuses.
    """
    environment = Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), autoescape=True, undefined=ChainableUndefined
    )
    return {function_name(folder): Component(environment, folder) for folder in COMPONENTS}


def function_name(folder: str) -> str:
    """`service-navigation` -> `govukServiceNavigation`."""
    return "govuk" + "".join(word.capitalize() for word in folder.split("-"))
