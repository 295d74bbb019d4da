"""A plan as Markdown with boxes to tick, and what a person decided from such a Markdown again.

The last line of the file is a comment that no reader shows: the target, the profile and the pace.
The boxes, also those that were ticked by hand in some other program, are read before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from advisor.career.footing import Note
from advisor.career.plan import Item, Phase, Plan
from advisor.career.result import Cited
from advisor.writers.parts import NOT_IN_LIBRARY

_NAME = "career-advisor plan"
_COMMENT = re.compile(rf"(?m)^<!-- {_NAME} (\{{.*\}}) -->[ \t\r]*$")
_BOX = re.compile(
    r"(?m)^[ \t]*[-*+] \[(?P<box>[ xX])\] (?P<line>.*)`(?P<id>[a-z]+:[a-z0-9-]{1,80})`[ \t\r]*$"
)
_STATE = re.compile(r"\((learning|skipped)\) $")


def as_markdown(plan: Plan, decided: Mapping[str, Any]) -> str:
    """The plan with boxes to tick; every statement has the number of its passage at the end.

    Args:
        decided: what a person decided, to be read again.
    """
    sources = _Sources()
    lines = [f"# {plan.title}", "", _summary(plan), ""]
    lines += [f"- {_noted(note, sources)}" for note in plan.notes]
    for phase in plan.phases:
        lines += ["", *_phase_lines(phase, sources)]
    later = [line for item in plan.later for line in _item_lines(item, sources)]
    known = [f"- {one.title}: {_noted(one.why, sources)}" for one in plan.known]
    lines += _section("Useful later", later)
    lines += _section("Not planned, because you have it", known)
    lines += _section("Sources", sources.lines())
    lines += ["", f"<!-- {_NAME} {_in_comment(decided)} -->"]
    return "\n".join(lines) + "\n"


def _in_comment(decided: Mapping[str, Any]) -> str:
    """JSON that cannot end the comment that it stands in."""
    text = json.dumps(decided, separators=(",", ":"))
    return text.replace("--", "\\u002d-").replace(">", "\\u003e")


def decided_in(text: str) -> dict[str, Any] | None:
    """What a person decided, from a Markdown of ours; None for any other text."""
    found = _COMMENT.search(text)
    if found is None:
        return None
    try:
        content = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    items = content.get("elsewhere")
    boxes = {one["id"]: _state(one) for one in _BOX.finditer(text)}
    return content | {"elsewhere": _with_boxes(items if isinstance(items, list) else [], boxes)}


def _state(box: re.Match[str]) -> str:
    if box["box"] != " ":
        return "done"
    said = _STATE.search(box["line"])
    return said[1] if said else "open"


def _with_boxes(items: list[Any], boxes: Mapping[str, str]) -> list[Any]:
    """The items of the comment, with the states of the boxes where there is one."""
    said = {one.get("id"): one for one in items if isinstance(one, dict)}
    beside = [one for one in items if not (isinstance(one, dict) and one.get("id") in boxes)]
    return [*beside, *({**said.get(id, {}), "id": id, "state": boxes[id]} for id in boxes)]


@dataclass
class _Sources:
    """Passages by number, in the order in which they are first cited."""

    numbers: dict[Cited, int] = field(default_factory=dict)

    def mark(self, cited: Cited) -> str:
        if not cited.found:
            return f"({NOT_IN_LIBRARY})"
        return f"[{self.numbers.setdefault(cited, len(self.numbers) + 1)}]"

    def lines(self) -> list[str]:
        return [
            f"{number}. {one.path}, characters {one.start} to {one.end}: “{one.text}”"
            for one, number in self.numbers.items()
        ]


def _noted(note: Note, sources: _Sources) -> str:
    return f"{note.text} {sources.mark(note.cited)}"


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", f"## {heading}", "", *lines] if lines else []


def _summary(plan: Plan) -> str:
    if not plan.weeks:
        return f"Nothing is left to do. Planned from {plan.start.isoformat()}."
    ends = plan.start + timedelta(weeks=plan.weeks, days=-1)
    return (
        f"{plan.hours} hours in {plan.weeks} weeks at {plan.hours_per_week:g} hours a week, "
        f"from {plan.start.isoformat()} to {ends.isoformat()}."
    )


def _phase_lines(phase: Phase, sources: _Sources) -> Iterator[str]:
    first, last = phase.weeks
    weeks = f" ({_weeks(first, last)})" if first else ""
    yield f"## Phase {phase.number}: {phase.title}{weeks}"
    yield ""
    for step in phase.steps:
        yield f"> {step.text} {sources.mark(step)}"
    if phase.steps:
        yield ""
    for item in phase.items:
        yield from _item_lines(item, sources)


def _weeks(first: int, last: int) -> str:
    return f"week {first}" if first == last else f"weeks {first} to {last}"


def _item_lines(item: Item, sources: _Sources) -> Iterator[str]:
    box = "x" if item.state == "done" else " "
    when = f", {_weeks(item.first_week, item.last_week)}" if item.first_week else ""
    state = f" ({item.state})" if item.state in ("learning", "skipped") else ""
    yield f"- [{box}] **{item.title}**, {item.hours.planned} h{when}{state} `{item.id}`"
    yield f"  - Why: {_noted(item.why, sources)}"
    yield f"  - Hours: {item.hours.text} {sources.mark(item.hours.cited)}"
    if item.hours.share != "full":
        yield f"  - Less, because: {_noted(item.hours.because, sources)}"
    yield f"  - Proof: {item.proof.text} {sources.mark(item.proof)}"
    for one in item.resources:
        yield f"  - Read: [{one.name}]({one.link}) ({one.licence}) {sources.mark(one.cited)}"
