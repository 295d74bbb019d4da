"""A sequence of skills cut into phases, each with the steps that the library lays down for it.

Neither skills nor steps change their order; only the cuts are chosen: so that steps and skills name
the same things, and no phase is much longer than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.career.footing import Route
from advisor.career.result import Cited, cite, definition, name_pattern, prose
from advisor.library.load import Entry, Library
from advisor.text import terms

FIVE_PHASES = "five-phases"
"""The guide to the way to ML engineer, for people whose own way has no page."""
NAMED, TOOL_NAMED, SHARED_WORD = 3.0, 1.5, 0.2
"""What it is worth that a step names a skill, or a tool of it, or shares a word with its page."""
UNEVEN = 3.0
"""What a phase costs that is twice as long as the mean, or empty."""
MOST_SKILLS = 9
"""In one phase; with more it is cut in two, so that a project comes before patience ends."""
CHUNK = 3
"""Skills in a phase when the library has no steps: what the guide to plans takes at a time."""
LEARNING_PLANS = "learning-plans"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a page lays down, and everything that the page says of it."""

    cited: Cited
    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """Skills `start` to `end` of the sequence, and the steps that they are for."""

    start: int
    end: int
    steps: tuple[Cited, ...]
    named: bool
    """Whether the first step speaks of one of the skills or its tools, so may name the phase."""
    part: int = 0
    """1 or 2 when a longer phase was cut in two."""


def cut(way: Route, skills: Sequence[str], hours: Sequence[int]) -> list[Cut]:
    """The phases of a sequence of skills."""
    steps = _steps(way)
    if not skills:
        return []
    if len(steps) < 2:
        return _chunks(way.library, len(skills))
    worth = [_worths(way.library, id, steps) for id in skills]
    ends = _best_ends(worth, hours, len(steps))
    whole = [_named(way.library, skills, one) for one in _joined(steps, worth, ends)]
    return [part for one in whole for part in _halves(one, hours)]


def _steps(way: Route) -> list[Step]:
    """The steps of the transition's page, or the five phases where they lead to the target."""
    if way.transition:
        return _steps_under(way.library[way.transition.id], "The order")
    guide = way.library.get(FIVE_PHASES)
    if guide and name_pattern((way.target.title,)).search(definition(way.library, guide.id).text):
        return _steps_under(guide, "The five phases in order")
    return []


def _steps_under(entry: Entry, heading: str) -> list[Step]:
    document = entry.document
    sections = set(entry.sections(heading))
    inside = [one for one in document.sentences if one.section in sections]
    found: list[Step] = []
    for one in inside:
        if one.kind == "step":
            number = one.number or len(found) + 1
            more = [
                prose(document.quote(other))
                for other in inside
                if _is_about(document.quote(other), number)
            ]
            cited = cite(document, one.start, one.end)
            text = " ".join((cited.text, *more))
            found.append(Step(cited, text, frozenset(terms(text))))
    return found


def _is_about(sentence: str, number: int) -> bool:
    return f"step {number}" in sentence[:200].lower()


def _worths(library: Library, skill: str, steps: Sequence[Step]) -> list[float]:
    """How much each step speaks of a skill."""
    entry, page = library[skill], library.skills[skill]
    tools = {*page.tools, *(id for id, tool in library.tools.items() if skill in tool.skills[:2])}
    named = name_pattern((entry.title, *page.aliases))
    tool_named = name_pattern(tuple(sorted(library.title(id) for id in tools)) or ("\0",))
    own = frozenset(terms(f"{entry.title} {definition(library, skill).text}"))
    return [
        NAMED * bool(named.search(step.text))
        + TOOL_NAMED * bool(tool_named.search(step.text))
        + SHARED_WORD * min(5, len(own & step.terms))
        for step in steps
    ]


def _best_ends(worth: list[list[float]], hours: Sequence[int], count: int) -> list[int]:
    """For each step, where its skills end: the cuts of most worth, by dynamic programming."""
    mean = max(1.0, sum(hours) / min(count, max(1, len(hours) // 2)))
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for step in range(count):
        after: dict[int, tuple[float, list[int]]] = {}
        for start, (value, ends) in best.items():
            gain, length = 0.0, 0
            for end in range(start, len(hours) + 1):
                if end > start:
                    gain += worth[end - 1][step]
                    length += hours[end - 1]
                total = value + gain - UNEVEN * (length / mean - 1) ** 2
                if end not in after or total > after[end][0]:
                    after[end] = (total, [*ends, end])
        best = after
    return best[len(hours)][1]


def _joined(steps: list[Step], worth: list[list[float]], ends: list[int]) -> list[Cut]:
    """Cuts with skills in them; the steps of empty ones go to the next, or to the last."""
    found: list[Cut] = []
    waiting: list[Cited] = []
    start = 0
    for number, (step, end) in enumerate(zip(steps, ends, strict=True)):
        if end == start:
            waiting.append(step.cited)
            continue
        named = any(one[number] >= TOOL_NAMED for one in worth[start:end])
        found.append(Cut(start, end, (step.cited, *waiting), named))
        start, waiting = end, []
    if waiting and found:
        last = found.pop()
        found.append(Cut(last.start, last.end, (*last.steps, *waiting), last.named))
    return found


def _named(library: Library, skills: Sequence[str], one: Cut) -> Cut:
    """The cut, without its name when the step speaks of a skill that stands in another phase."""
    step = one.steps[0].text
    spoken = [
        position
        for position, id in enumerate(skills)
        if name_pattern((library.title(id), *library.skills[id].aliases)).search(step)
    ]
    elsewhere = any(not one.start <= position < one.end for position in spoken)
    return replace(one, named=one.named and not elsewhere)


def _halves(one: Cut, hours: Sequence[int]) -> list[Cut]:
    """The cut, or two of about the same length."""
    if one.end - one.start <= MOST_SKILLS:
        return [one]
    total = sum(hours[one.start : one.end])
    middle = min(
        range(one.start + 2, one.end - 1),
        key=lambda end: abs(2 * sum(hours[one.start : end]) - total),
    )
    first = replace(one, end=middle, steps=one.steps[:1], part=1)
    return [first, replace(one, start=middle, part=2)]


def _chunks(library: Library, count: int) -> list[Cut]:
    """Three skills at a time."""
    guide = library.get(LEARNING_PLANS)
    steps = _steps_under(guide, "What should I learn first?") if guide else []
    cited = tuple(one.cited for one in steps if "three" in one.text)
    return [Cut(start, min(count, start + CHUNK), cited, False) for start in range(0, count, CHUNK)]
