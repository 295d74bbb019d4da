"""How a question was read, as a choice that a person can change, and as a question in plain words.

Pure: names come in as a function, and nothing here knows the page or the library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from advisor.phrases import ASPECT_HEADINGS
from advisor.question import SMALL_TALK, Reading
from advisor.text import with_article

KINDS = ("role", "skill", "tool", "project")
"""What a question can be put about."""
MOST = 4
LONGEST_ID = 80
ANYTHING = ""
"""The aspect of a question that asks for none."""

QUESTIONS: dict[str, dict[str, str]] = {
    "role": {
        "": "What does {a} do?",
        "day": "What does {a} do all day?",
        "focus": "What is the main focus of {a}?",
        "responsibilities": "What are the responsibilities of {a}?",
        "skills": "What skills does {a} need?",
        "tools": "What tools does {a} use?",
        "deliverables": "What are the deliverables of {a}?",
        "works with": "Who does {a} work with?",
        "measured": "How is {a} measured?",
        "ways in": "How do I become {a}?",
        "projects": "Which projects should I build to become {a}?",
        "interview": "What are the interview questions for {a}?",
        "seniority": "How does the work of {a} change with seniority?",
        "misunderstandings": "What are the misunderstandings about the role of {a}?",
        "duration": "How long does it take to become {a}?",
        "proof": "How do I prove that I can work as {a}?",
    },
    "skill": {
        "": "What is {name}?",
        "why": "Why is {name} important?",
        "order": "In what order do I learn {name}?",
        "duration": "How long does it take to learn {name}?",
        "pitfalls": "What are the pitfalls of {name}?",
        "proof": "How do I prove that I know {name}?",
        "projects": "Which projects should I build to practice {name}?",
        "interview": "Which interview questions are about {name}?",
    },
    "tool": {
        "": "What is {name}?",
        "focus": "What is {name} used for?",
        "order": "What are the first steps with {name}?",
        "instead": "What are the alternatives to {name}?",
        "not": "When should I not use {name}?",
        "proof": "How do I prove that I know {name}?",
        "projects": "Which projects should I build to practice {name}?",
        "interview": "Which interview questions are about {name}?",
    },
    "project": {
        "": "Tell me about the project {name}",
        "focus": "What is the goal of the project {name}?",
        "order": "What are the steps of the project {name}?",
        "data": "Which data does the project {name} use?",
        "architecture": "What is the architecture of the project {name}?",
        "measured": "What are the metrics for success of the project {name}?",
        "proof": "How do I convince a hiring manager with the project {name}?",
        "interview": "Which interview questions does the project {name} raise?",
    },
    "move": {
        "": "How do I move from {one} to {other}?",
        "order": "In what order do I learn what I need to move from {one} to {other}?",
        "duration": "How long does it take to move from {one} to {other}?",
        "carries over": "What carries over when I move from {one} to {other}?",
        "reframe": "Which are the same skills under another name when I move from {one} to {other}?",
        "new": "What is new for me when I move from {one} to {other}?",
        "pitfalls": "What is the usual trap when I move from {one} to {other}?",
        "proof": "How do I prove that I am ready to move from {one} to {other}?",
    },
    "comparison": {
        "": "What is the difference between {names}?",
        "day": "Compare what {names} do all day",
        "focus": "Compare the main focus of {names}",
        "responsibilities": "Compare the responsibilities of {names}",
        "skills": "Compare the skills of {names}",
        "tools": "Compare the tools of {names}",
        "deliverables": "Compare the deliverables of {names}",
        "works with": "Compare who {names} work with",
        "measured": "Compare how {names} are measured",
        "ways in": "Compare the ways in to the roles of {names}",
        "misunderstandings": "Compare the misunderstandings about {names}",
        "seniority": "Compare how seniority changes the work of {names}",
    },
}
"""What is asked, by what it is about and by aspect; each is read back as just that."""


class Thing(NamedTuple):
    """Something that a question can be about."""

    kind: str
    name: str
    """As a sentence holds it."""


@dataclass(frozen=True)
class Asked:
    """What a question was read to ask; goes to the browser and back."""

    about: tuple[str, ...] = ()
    """Ids; of a move the role that one has comes first, then the one that one wants."""
    aspect: str = ANYTHING
    moves: bool = False
    refused: bool = False
    """Whether the library had no answer."""


def asked_in(reading: Reading, refused: bool = False) -> Asked | None:
    """What a reading says is asked; None for small talk."""
    if reading.shape in SMALL_TALK:
        return None
    moves = bool(reading.origin and reading.target)
    roles = (reading.origin, reading.target) if moves else reading.roles
    things = (*roles, *reading.tools, *reading.skills, *reading.projects)
    about = tuple(dict.fromkeys(one for one in things or reading.guides if one))
    return Asked(about[:MOST], reading.aspect, moves, refused)


def packed(asked: Asked | None) -> list[Any] | None:
    """As JSON can hold it."""
    return [list(asked.about), asked.aspect, asked.moves, asked.refused] if asked else None


def unpacked(value: object) -> Asked | None:
    """What `packed` wrote; None for anything else. The ids may still be of nothing."""
    if not isinstance(value, list) or len(value) != 4:
        return None
    about, aspect, moves, refused = value
    if not isinstance(about, list) or len(about) > MOST or not isinstance(aspect, str):
        return None
    if not all(isinstance(id, str) and 0 < len(id) <= LONGEST_ID for id in about):
        return None
    if aspect and aspect not in KNOWN:
        return None
    return Asked(tuple(about), aspect, moves is True, refused is True)


KNOWN = frozenset({*ASPECT_HEADINGS, *(one for asked in QUESTIONS.values() for one in asked)})


def manner(kinds: Sequence[str], moves: bool) -> str:
    """The key of QUESTIONS for things of these kinds; empty when there is nothing to ask about."""
    roles = kinds.count("role")
    if roles >= 2:
        return "move" if moves and roles == 2 else "comparison"
    return "role" if roles else next(iter(kinds), "")


def aspects(how: str) -> tuple[str, ...]:
    """What can be asked in a manner; the first is anything."""
    return tuple(QUESTIONS.get(how, {ANYTHING: ""}))


def nearest(aspect: str, how: str) -> str:
    """The aspect, or the one that the same heading answers; anything when the manner has neither."""
    offered = aspects(how)
    if aspect in offered:
        return aspect
    heading = heading_of(aspect, how)
    return next((one for one in offered if heading and heading_of(one, how) == heading), ANYTHING)


def heading_of(aspect: str, how: str) -> str | None:
    """The heading of the library's pages that answers an aspect."""
    kind = {"move": "transition", "comparison": "role"}.get(how, how)
    return ASPECT_HEADINGS.get(aspect, {}).get(kind)


def question_of(things: Sequence[Thing], aspect: str, moves: bool = False) -> str:
    """A question in plain words; empty when there is nothing to ask about."""
    how = manner([one.kind for one in things], moves)
    if not how:
        return ""
    roles = [with_article(one.name) for one in things if one.kind == "role"]
    others = [one.name for one in things if one.kind != "role"]
    aspect = nearest(aspect, how)
    if len(things) > 1 and not roles and not aspect:
        how = "comparison"
    named = roles or others
    names = _joined(named)
    text = QUESTIONS[how][aspect].format(
        a=names, name=names, names=names, one=named[0], other=named[-1]
    )
    if not roles or not others:
        return text
    mark = "?" if text.endswith("?") else ""
    return f"{text.removesuffix('?')} when it comes to {_joined(others)}{mark}"


def _joined(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def line(asked: Asked, title: Callable[[str], str], words_for: Callable[[str], str]) -> str:
    """How it was read, in a few words.

    Args:
        words_for: an aspect in plain words.
    """
    if not asked.about:
        return "nothing I know" if asked.refused else "a general question"
    names = list(map(title, asked.about))
    if asked.moves:
        names[:2] = [" → ".join(names[:2])]
    about = ", ".join(names)
    return " · ".join(filter(None, (about, asked.aspect and words_for(asked.aspect))))
