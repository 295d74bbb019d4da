"""What the page offers to ask: at the start, and after each answer; and how a question was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.answer import Advisor, Answer
from advisor.library.schema import RolePage
from advisor.question import SMALL_TALK, Reading
from advisor.text import with_article as a
from advisor.text import words
from advisor.types import Message
from advisor.ui.wishes import Wish

STARTERS = (
    "What is the difference between a data engineer and an ML engineer?",
    "I am a data engineer. How do I become an ML engineer?",
    "What is Airflow for, and when should I not use it?",
    "What should I build to show that I can do MLOps?",
    "Which role fits me if I like building more than analyzing?",
)
"""One for each kind of question that people bring; follow-ups are offered after an answer."""
MOST_OFFERED = 3
Candidate = tuple[str, str]
"""(aspect that it asks for, or "", question); an aspect just answered is not offered again."""

ASPECT_NAMES = {
    "order": "the order of steps",
    "duration": "how long it takes",
    "carries over": "what carries over",
    "reframe": "same skill, another name",
    "new": "what is new",
    "day": "day to day",
    "measured": "what it is measured by",
    "instead": "what to use instead",
    "not": "when not to use it",
    "proof": "how to prove it",
    "interview": "interview questions",
    "seniority": "what changes with seniority",
    "why": "why it matters",
    "data": "which data",
    "focus": "what it is about",
    "ways in": "how to get in",
    "works with": "who it works with",
    "pitfalls": "the usual mistakes",
    "projects": "projects to build",
}
"""Aspects whose key is not what a person would say."""


def read_as(answer: Answer, advisor: Advisor) -> str:
    """How a follow-up or a misspelt question was understood, or nothing when it was plain."""
    reading = answer.reading
    changed = reading.follow_up or reading.question != reading.raw
    if not changed or answer.refused or reading.shape in SMALL_TALK:
        return ""
    parts = [_about(reading, advisor)]
    if reading.shape == "comparison":
        parts.append("the difference")
    if reading.aspect:
        parts.append(ASPECT_NAMES.get(reading.aspect, reading.aspect))
    elif reading.shape == "why":
        parts.append("why")
    return " · ".join(filter(None, parts))


def _about(reading: Reading, advisor: Advisor) -> str:
    title = advisor.lexicon.title
    if reading.origin and reading.target:
        return f"{title(reading.origin)} → {title(reading.target)}"
    things = (*reading.roles, *reading.tools, *reading.skills, *reading.projects, *reading.guides)
    return ", ".join(title(one) for one in dict.fromkeys(things[:4]))


def next_questions(answer: Answer, advisor: Advisor, history: Sequence[Message]) -> tuple[str, ...]:
    """Up to three questions that follow on, each of which the library can answer."""
    asked = {_key(one.content) for one in history if one.role == "user"}
    asked.add(_key(answer.reading.raw))
    offered: list[str] = []
    for aspect, question in dict.fromkeys(_candidates(answer, advisor)):
        if len(offered) == MOST_OFFERED:
            break
        if _key(question) in asked or (aspect and aspect == answer.reading.aspect):
            continue
        if not advisor.ask(question, history, writer="extractive").refused:
            offered.append(question)
    return tuple(offered)


def fitting_tools(answer: Answer, advisor: Advisor) -> tuple[Wish, ...]:
    """The tool that goes on from an answer, as a chip that opens it with what was asked about."""
    reading = answer.reading
    if reading.shape not in SMALL_TALK and WHICH_FITS.search(reading.raw):
        return _to_choose(answer, advisor)
    if answer.refused or reading.shape in SMALL_TALK:
        return ()
    roles = [id for id in reading.roles if id in advisor.library.roles]
    if reading.origin and reading.target:
        about = {"role": reading.origin, "target": reading.target}
        return (
            Wish("Skills gap", "See your skills gap", about),
            Wish("Plan", "Make a plan", about),
            Wish("Compare", "See what carries over", about),
        )
    if len(roles) >= 2:
        return (Wish("Compare", "Compare them side by side", {"roles": roles[:4]}),)
    practice = reading.aspect == "interview"
    return tuple(
        Wish("Practice", "Practice these questions", {"topic": role})
        if practice
        else Wish("Skills gap", "See your skills gap", {"target": role})
        for role in roles
    )


WHICH_FITS = re.compile(
    r"\b(?:role|job|career|title|position|profession|path)s?\b.{0,60}"
    r"\b(?:fits?|suits?|right for|best for|for me|match(?:es)?|choose|pick)\b"
    r"|\b(?:fits?|suits?)\b.{0,30}\b(?:role|job|career|title|position|profession)s?\b"
    r"|\b(?:best|right) (?:\w+ ){0,2}(?:role|job|career) for\b"
    r"|\bshould i (?:become|be)\?",
    re.IGNORECASE,
)
"""Asks which role to take, so that ranking the roles goes on from it."""
LONGEST_TOLD = 300


def _to_choose(answer: Answer, advisor: Advisor) -> tuple[Wish, ...]:
    """The ranking with what the question tells of the person; first the roles that it names."""
    roles = [id for id in answer.reading.roles if id in advisor.library.roles]
    sides = Wish("Compare", "Compare them side by side", {"roles": roles[:4]})
    fit = Wish("Compare", "See which role fits you", {"fit": answer.reading.raw[:LONGEST_TOLD]})
    return (sides, fit) if len(roles) >= 2 else (fit,)


def _key(question: str) -> str:
    return " ".join(words(question))


def _candidates(answer: Answer, advisor: Advisor) -> Iterator[Candidate]:
    reading = answer.reading
    if reading.shape in ("distress", "hostile", "foreign", "goodbye", "thanks"):
        return
    if reading.shape not in SMALL_TALK:
        if answer.refused:
            yield from _nearest(answer, advisor)
        elif reading.origin and reading.target:
            yield from _AFTER_MOVE
        elif len(reading.roles) >= 2:
            yield from _after_two_roles(reading, advisor)
        else:
            yield from _after_one(answer, advisor)
            if _subject(answer)[0]:
                return
    yield from (("", question) for question in STARTERS)


_AFTER_MOVE: tuple[Candidate, ...] = (
    ("duration", "How long does it take?"),
    ("carries over", "What carries over?"),
    ("pitfalls", "What is the usual trap?"),
    ("proof", "How do I prove that I am ready?"),
    ("order", "In what order do I learn it?"),
    ("new", "What is new for me?"),
)


def _after_two_roles(reading: Reading, advisor: Advisor) -> Iterator[Candidate]:
    one, other = (in_text(id, advisor) for id in reading.roles[:2])
    yield "", f"I am {a(one)}. How do I become {a(other)}?"
    yield "day", f"What does {a(other)} do all day?"
    yield "tools", f"What tools does {a(one)} use?"
    yield "", f"I am {a(other)}. How do I become {a(one)}?"


def _after_one(answer: Answer, advisor: Advisor) -> Iterator[Candidate]:
    """Questions about the one thing that the answer is about, by its kind."""
    kind, id = _subject(answer)
    name = in_text(id, advisor)
    if kind == "role":
        yield from _after_role(id, name, advisor)
    elif kind == "tool":
        yield "instead", f"What can I use instead of {name}?"
        yield "not", f"When should I not use {name}?"
        yield "order", f"What are the first steps with {name}?"
    elif kind == "skill":
        yield "order", f"What should I learn about {name} first?"
        yield "proof", f"How do I show that I know {name}?"
        yield "duration", f"How long does it take to learn {name}?"
    elif kind == "project":
        yield "order", f"What are the steps of the project {name}?"
        yield "data", f"Which data does the project {name} use?"
        yield "proof", f"What do I show at the end of the project {name}?"


def _after_role(id: str, name: str, advisor: Advisor) -> Iterator[Candidate]:
    yield "tools", f"What tools does {a(name)} use?"
    yield "order", f"How do I become {a(name)}?"
    entry = advisor.library.get(id)
    if entry and isinstance(entry.page, RolePage) and entry.page.neighbours:
        other = in_text(entry.page.neighbours[0], advisor)
        yield "", f"What is the difference between {a(name)} and {a(other)}?"
    yield "day", f"What does {a(name)} do all day?"


def _subject(answer: Answer) -> tuple[str, str]:
    """(kind, id) of the thing that an answer is about; empty when there is none."""
    reading = answer.reading
    for kind, ids in (
        ("project", reading.projects),
        ("tool", reading.tools),
        ("skill", reading.skills),
        ("role", reading.roles),
    ):
        if ids:
            return kind, ids[0]
    for passage in answer.passages[:3]:
        if passage.document.kind in ("role", "tool", "skill", "project"):
            return passage.document.kind, passage.document.id
    return "", ""


def _nearest(answer: Answer, advisor: Advisor) -> Iterator[Candidate]:
    """What the library does know near a question that it cannot answer."""
    for passage in answer.passages:
        entry = advisor.library.get(passage.document.id)
        if entry and entry.kind == "role":
            yield "", f"What does {a(in_text(entry.id, advisor))} do?"
        elif entry and entry.kind in ("tool", "skill"):
            yield "", f"Tell me about {in_text(entry.id, advisor)}"


def in_text(id: str, advisor: Advisor) -> str:
    """The title as a sentence holds it: `data engineer`, but `ML engineer` and `Python`."""
    title = advisor.lexicon.title(id)
    lowered = title[:1].lower() + title[1:]
    entry = advisor.library.get(id)
    if entry is None or not entry.document.sections:
        return lowered if " " in title and not title[:2].isupper() else title
    body = entry.document.text[entry.document.sections[0].start :]
    return lowered if re.search(rf"\b{re.escape(lowered)}\b", body) else title
