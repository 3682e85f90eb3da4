"""What axe-core finds wrong with a page for people who see, hear or move differently."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True)
class Node:
    """A place in the page: its CSS selector, its HTML and how to mend it."""

    selector: str
    html: str
    remedy: str


@dataclass(frozen=True)
class AxeViolation:
    """A rule that the page breaks, and where."""

    rule: str
    impact: str
    help: str
    url: str
    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        places = "".join(f"\n    {node.selector}\n      {node.html}\n      {node.remedy}" for node in self.nodes)
        return f"{self.rule} ({self.impact}): {self.help}\n  {self.url}{places}"


def violations(page: "Page", script: Path = AXE) -> list[AxeViolation]:
    """Every rule that the page as it stands now breaks. Raises FileNotFoundError when axe-core is not installed.

    Works under the strictest security policy, as what the debugger evaluates is not the page's. Raises ValueError for a
    page opened without script: there axe-core would wait for ever, as no timer runs.
    """
    if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        raise ValueError("axe-core cannot look at a page opened with script=False; open the same page with script.")
    if not script.exists():
        raise FileNotFoundError(f"axe-core is missing ({script.name} in {script.parent}); run `make setup`.")
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}))"
        ".violations",
        list(RULES),
    )
    return [_violation(row) for row in found]


def assert_accessible(page: "Page") -> None:
    """Raises AssertionError with every violation, where it is and how to mend it."""
    found = violations(page)
    if found:
        report = "\n".join(str(violation) for violation in found)
        raise AssertionError(f"{len(found)} accessibility rules are broken on {page.url}\n{report}")


def _violation(row: dict[str, Any]) -> AxeViolation:
    return AxeViolation(
        rule=row["id"],
        impact=row["impact"] or "unrated",
        help=row["help"],
        url=row["helpUrl"],
        nodes=tuple(_node(node) for node in row["nodes"]),
    )


def _node(row: dict[str, Any]) -> Node:
    selector = " ".join(str(part) for part in row["target"])
    return Node(selector, row["html"], " ".join(row["failureSummary"].split()))
