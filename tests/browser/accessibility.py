"""What axe-core finds wrong on a page: nothing of ours, and what is Gradio's only where it is listed.

axe.min.js is axe-core 4.14.1 by Deque Systems as its npm package has it, under the Mozilla Public
License 2.0: see axe.LICENSE, and axe.LICENSE-3RD-PARTY.txt for what it holds of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
LOOKS = ((1360, "light"), (1360, "dark"), (390, "light"), (390, "dark"))
HEIGHT = 4000
"""So tall that nothing is scrolled out of its column: axe judges no color that it cannot see."""
_RUN = """async ([rules, allowed]) => {
    const run = { runOnly: rules, resultTypes: ["violations"], elementRef: true };
    const found = [];
    for (const rule of (await axe.run(document, run)).violations) {
        for (const node of rule.nodes) {
            found.push({
                rule: rule.id,
                place: node.target.flat().join(" "),
                why: node.failureSummary.replace(/\\s+/g, " "),
                html: node.html,
                allowed: allowed.findIndex(([id, at]) => id === rule.id && node.element.matches(at)),
            });
        }
    }
    return found;
}"""


@dataclass(frozen=True)
class Allowed:
    """A finding inside Gradio's own markup that the page cannot mend."""

    rule: str
    selector: str
    reason: str
    where: tuple[str, ...]
    """The states in which it must occur, as the tests name them."""


ALLOWED = (
    Allowed(
        "nested-interactive",
        ".toast-header",
        "Gradio puts a message's button to close it inside of the one that folds it; both work.",
        ("gap with a file that is too large",),
    ),
)
"""All else that Gradio leaves out is mended by page.js and page.css."""


@cache
def _axe() -> str:
    return Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, allowed: Sequence[Allowed] = ALLOWED) -> tuple[list[str], set[Allowed]]:
    """(what is wrong, a line each; which of the allowed occurred) with the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(_RUN, [list(RULES), [[one.rule, one.selector] for one in allowed]])
    wrong = [one for one in found if one["allowed"] < 0]
    occurred = {allowed[one["allowed"]] for one in found if one["allowed"] >= 0}
    lines = [f"{one['rule']} at {one['place']}: {one['why']}\n    {one['html']}" for one in wrong]
    return lines, occurred


def accessible(page: Any, state: str, allowed: Sequence[Allowed] = ALLOWED) -> None:
    """Fail with a list unless the page is right in light and dark, wide and narrow.

    Args:
        state: what the page shows, by the name that `Allowed.where` uses.
        allowed: findings to leave out; one that does not occur any more is a failure, too.
    """
    wrong: dict[str, list[str]] = {}
    occurred: set[Allowed] = set()
    for width, theme in LOOKS:
        look(page, width, theme)
        found, known = findings(page, allowed)
        occurred |= known
        for line in found:
            wrong.setdefault(line, []).append(f"{width} px {theme}")
    gone = [one for one in allowed if state in one.where and one not in occurred]
    lines = [f"{', '.join(looks)}: {line}" for line, looks in wrong.items()]
    lines += [f"does not occur any more, take it out of ALLOWED: {one}" for one in gone]
    assert not lines, _listed(state, lines)


def look(page: Any, width: int, theme: str) -> None:
    """Show the page in this width and theme, and wait until it stands still."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate("theme => document.body.classList.toggle('dark', theme === 'dark')", theme)
    page.wait_for_function(
        "() => document.getAnimations().every((one) =>"
        " one instanceof CSSAnimation || one.playState !== 'running')"
    )


def _listed(state: str, lines: Iterable[str]) -> str:
    return "\n".join((f"{state}:", *(f"  {line}" for line in lines)))
