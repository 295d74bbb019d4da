"""Interview questions of the library, and an answer held against the key points of its passage.

An answer is judged by its content words, names and numbers, and by meaning where an embedder is
given. Repeating the question covers nothing, nor does saying the opposite.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Literal

import numpy as np
from rapidfuzz import fuzz

from advisor.career.denial import denies, is_replacing, is_turned_around, names_without_blame
from advisor.career.result import (
    NOTHING_CITED,
    CareerError,
    Cited,
    Words,
    cite,
    under,
)
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import Entry, Library
from advisor.statements import NAMED_KINDS, Statement, content, opposed, state
from advisor.text import plain, sentence_spans, stem, terms, trim, words
from advisor.types import Document, Embedder, Sentence, Vector

Verdict = Literal["covered", "partly", "missed"]
LONGEST_ANSWER = 8_000
"""Characters."""

HINT = 4
"""Letters of a name that a text must have for the name to be looked for in it."""
LEAST_QUESTIONS = 2
"""That name a skill or tool, for it to be offered as a topic."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what a good answer says."""

    id: str
    """Of the page, and the question in words: `interview-data-engineer/batch-or-streaming`."""
    text: Cited
    aim: Cited
    """What the question tests."""
    points: tuple[Cited, ...]
    page: str
    """Title of the page that asks."""


@dataclass(frozen=True, slots=True)
class PointResult:
    """One key point, and how far the answer has it."""

    point: Cited
    verdict: Verdict
    said: tuple[Words, ...]
    """The sentences of the answer that come nearest, or that deny it; none when none does."""
    lacking: tuple[str, ...]
    """For a point made in part: words of the passage that the answer does not have."""
    score: float
    """Share of the point's words, in [0, 1]; with an embedder, the cosine added."""
    why: str


@dataclass(frozen=True, slots=True)
class DrillResult:
    """An answer against the key points."""

    question: Question
    points: tuple[PointResult, ...]
    """In the order of the page."""
    note: str
    """One sentence on the whole."""
    heard: bool = True
    """False for an answer that is empty, or that only repeats the question."""

    def of(self, verdict: Verdict) -> tuple[PointResult, ...]:
        return tuple(one for one in self.points if one.verdict == verdict)

    @property
    def covered(self) -> tuple[PointResult, ...]:
        return self.of("covered")

    @property
    def partly(self) -> tuple[PointResult, ...]:
        return self.of("partly")

    @property
    def missed(self) -> tuple[PointResult, ...]:
        return self.of("missed")


# questions


def questions(library: Library, subject: str, names: Lexicon | None = None) -> tuple[Question, ...]:
    """The questions for a role, or about a skill, a tool or a project, or about any words.

    Args:
        names: the library's lexicon, if it is at hand.

    Raises:
        CareerError: the library asks nothing about it.
    """
    names = names or build_lexicon(library)
    id = subject if subject in library else names.find(subject)
    found = _about(library, id, subject, names)
    if not found:
        known = ", ".join(library.title(role) for role in library.interviews)
        raise CareerError(
            f"The library asks nothing about {subject[:60]!r}. It has questions for these roles: "
            f"{known}; and about many skills and tools."
        )
    return tuple(found)


def subjects(library: Library, names: Lexicon) -> tuple[str, ...]:
    """What a person may choose to be asked about: every role, then skills and tools by title."""
    asked = Counter(id for one in _all(library) for id in _named(_everything(one), names))
    topics = (
        id
        for id, count in asked.items()
        if names.kinds[id] in ("skill", "tool") and count >= LEAST_QUESTIONS
    )
    roles = (id for id in library.roles if any(_for_role(library, id)))
    return (*sorted(roles, key=library.title), *sorted(topics, key=library.title))


def rounds(library: Library, question: Question) -> tuple[Cited, ...]:
    """What each round of the interview tests, by the page that asks; a project's page has none."""
    entry = library[question.id.partition("/")[0]]
    items = (one for one in under(entry, "Rounds") if one.kind in ("item", "step"))
    return tuple(_as_cited(entry.document, one) for one in items)


def _about(library: Library, id: str | None, subject: str, names: Lexicon) -> list[Question]:
    if id in library.roles:
        return list(_for_role(library, id or ""))
    if id in library.projects:
        return list(_of_page(library[id or ""]))
    if id:
        found = list(_naming(library, names, id))
        return found or [
            one for skill in _skills_of(library, id) for one in _naming(library, names, skill)
        ]
    wanted = set(terms(subject))
    return [one for one in _all(library) if wanted and wanted <= set(terms(_everything(one)))]


def _naming(library: Library, names: Lexicon, id: str) -> Iterator[Question]:
    """The questions that name an entry."""
    hints = {max(name, key=len)[:HINT] for name, named in names.names.items() if named == id}
    for one in _all(library):
        text = _everything(one)
        # to spot names takes long, so only where one may be
        if any(hint in text.lower() for hint in hints) and id in _named(text, names):
            yield one


def _named(text: str, names: Lexicon) -> set[str]:
    return {found.id for found in names.spot_exact(text)}


def _skills_of(library: Library, tool: str) -> tuple[str, ...]:
    page = library.tools.get(tool)
    return page.skills[:1] if page else ()


def _for_role(library: Library, role: str) -> Iterator[Question]:
    """Of the role's interview page; without one, those that the role's projects raise."""
    page = library.interviews.get(role)
    if page:
        yield from _of_page(library[page.id])
        return
    for project in library.projects.values():
        if role in project.roles:
            yield from _of_page(library[project.id])


def _all(library: Library) -> Iterator[Question]:
    for page in (*library.interviews.values(), *library.projects.values()):
        yield from _of_page(library[page.id])


def _everything(question: Question) -> str:
    return " ".join((question.text.text, question.aim.text, *(one.text for one in question.points)))


def _of_page(entry: Entry) -> Iterator[Question]:
    """Headings with their lists of an interview page; `question: answer` lines of a project."""
    document = entry.document
    if entry.kind == "project":
        for one in under(entry, "Questions it raises"):
            if one.kind == "item" and ": " in document.quote(one):
                yield _of_line(entry, one)
        return
    for index in entry.sections("Questions"):
        inside = [one for one in document.sentences if one.section == index]
        points = [cite(document, one.start, one.end) for one in inside if one.kind == "item"]
        if points:
            yield _of_section(entry, index, inside[0], tuple(points))


def _of_section(entry: Entry, index: int, first: Sentence, points: tuple[Cited, ...]) -> Question:
    document, section = entry.document, entry.document.sections[index]
    at = document.text.rfind(section.heading, 0, section.start)
    text = cite(document, at, at + len(section.heading)) if at >= 0 else _as_cited(document, first)
    aim = _as_cited(document, first) if first.kind == "prose" else NOTHING_CITED
    return Question(f"{entry.id}/{_slug(section.heading)}", text, aim, points, entry.title)


def _of_line(entry: Entry, one: Sentence) -> Question:
    document = entry.document
    colon = document.text.index(": ", one.start)
    text = cite(document, one.start, colon)
    start, end = trim(document.text, colon + 1, one.end)
    id = f"{entry.id}/{_slug(text.text)}"
    return Question(id, text, NOTHING_CITED, (cite(document, start, end),), entry.title)


def _as_cited(document: Document, one: Sentence) -> Cited:
    return cite(document, one.start, one.end)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:80]


def find_question(library: Library, id: str) -> Question:
    """The question with an id.

    Raises:
        CareerError: no page asks it.
    """
    entry = library.get(id.partition("/")[0])
    for one in _of_page(entry) if entry else ():
        if one.id == id:
            return one
    raise CareerError(
        f"There is no question {id[:90]!r}; take one that the list of questions shows."
    )


# the judge

WORDS_COVERED, WORDS_PARTLY = 0.45, 0.30
"""Without an embedder: share of a point's own words, rarer words counting more."""
COVERED, PARTLY = 0.90, 0.64
"""With an embedder: that share and the cosine of the nearest sentence together. Both pairs were set
on tests/interview_cases.py with MiniLM: no poor, denying or foreign answer there covers a point. Of
all verdicts on BY_HAND, words alone give 82 in 100 as a person would, and both together 92."""
NEAR_ALIKE = 88.0
"""Likeness, in percent, of two longer words that is taken for a typing error."""
ECHO = 0.8
"""A sentence that has so many of its words from the question says nothing of its own."""
MOST_SENTENCES = 2
"""Of the answer that may make a point together."""
MOST_LACKING = 6
_NO_VECTOR: Vector = np.zeros(1, np.float32)
KEYWORDS, SMALL_SHARE = 10, 0.05
"""A sentence of so many words with a smaller share of small ones is a list of keywords."""
_SMALL_WORDS = """
a an the of to in on at by for with without from into over through within between before after and or
but nor not no so if as is are was be been must can has have it its that which this these than when
because while each every i we you they my our your per
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_SAYS_NOTHING = re.compile(
    r"\b(?:is|are) (?:\w+ )?(?:important|useful|relevant|essential|crucial|key)\b.{0,30}$",
    re.IGNORECASE,
)
"""A sentence that names things without a statement about them."""
_ORDER = re.compile(r"\b(?:before|earlier|after\w*|later|first|last)\b", re.IGNORECASE)
"""One order can be told from both ends, so these words are no opposites here."""
DENIAL_SHARE = 0.5
"""Of what a point made in part needs: so near a sentence must come to deny the point."""
LEAST_GAIN = 0.1
"""What another sentence has to add to count for a point too."""


def check_answer(
    library: Library,
    embedder: Embedder | None,
    question_id: str,
    answer: str,
    names: Lexicon | None = None,
) -> DrillResult:
    """Which key points of a question an answer makes, makes in part, or misses.

    Args:
        embedder: recognizes points in other words; without one, words, names and numbers decide.
        names: the library's lexicon, if it is at hand.

    Raises:
        CareerError: no such question, or an answer of many pages.
    """
    question = find_question(library, question_id)
    if len(answer) > LONGEST_ANSWER:
        raise CareerError(
            f"The answer has {len(answer)} characters, and the drill reads up to {LONGEST_ANSWER}. "
            "In an interview a few sentences are enough: shorten it."
        )
    judge = _Judge(question, names or build_lexicon(library), _counts(library, question), embedder)
    said = judge.sentences(answer)
    results = tuple(judge.judged(cited, point, said) for cited, point in judge.points)
    return DrillResult(question, results, _note(results, answer, said), bool(said))


def _counts(library: Library, question: Question) -> Counter[str]:
    """How many sentences of the page have each word: what is common there tells little."""
    document = library[question.id.partition("/")[0]].document
    return Counter(term for one in document.sentences for term in set(content(document.quote(one))))


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the answer, or a point of the page, made ready for comparison."""

    words: Words
    statement: Statement

    @cached_property
    def units(self) -> frozenset[str]:
        """Words, and ids of what is named under any alias."""
        return self.statement.terms | {f"#{id}" for id in self.statement.names}

    @cached_property
    def keywords(self) -> bool:
        """Whether it only lists words."""
        all_words = words(self.words.text)
        small = sum(one in _SMALL for one in all_words)
        return len(all_words) >= KEYWORDS and small < SMALL_SHARE * len(all_words)


@dataclass(frozen=True)
class _Judge:
    """Holds sentences of an answer against the points of a question."""

    question: Question
    names: Lexicon
    counts: Counter[str]
    embedder: Embedder | None

    @cached_property
    def heading(self) -> frozenset[str]:
        return frozenset(content(self.question.text.text))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The words of the question and of what it tests."""
        return self.heading | frozenset(content(self.question.aim.text))

    @cached_property
    def points(self) -> list[tuple[Cited, _Sentence]]:
        texts = [point.text for point in self.question.points]
        spans = [Words(text, 0, len(text)) for text in texts]
        return list(zip(self.question.points, self._ready(spans), strict=True))

    def sentences(self, answer: str) -> list[_Sentence]:
        """What the answer says beyond the question."""
        spans = [Words(answer[start:end], start, end) for start, end in _spans(answer)]
        return self._ready([one for one in spans if not self._echoes(one.text)])

    def _echoes(self, text: str) -> bool:
        own = frozenset(content(text))
        return len(own - self.asked) <= (1 - ECHO) * len(own)

    def _ready(self, spans: Sequence[Words]) -> list[_Sentence]:
        texts = [plain(one.text) for one in spans]
        vectors: Iterable[Vector] = [_NO_VECTOR] * len(texts)
        if self.embedder and texts:
            vectors = self.embedder.embed(texts)
        return [
            _Sentence(one, state(text, vector, self.names))
            for one, text, vector in zip(spans, texts, vectors, strict=True)
        ]

    def judged(self, cited: Cited, point: _Sentence, said: Sequence[_Sentence]) -> PointResult:
        """The point, with the sentences that come nearest to it and what they lack."""
        weights = self._weights(point)
        denying = [one for one in said if self._denies(one, point, weights)]
        honest = [one for one in said if one not in denying]
        near, score = self._nearest(point, honest, weights)
        covered, partly = self._thresholds
        if score < partly:
            why = (
                "This seems to say the opposite." if denying else "Nothing in your answer says it."
            )
            return PointResult(cited, "missed", tuple(one.words for one in denying), (), score, why)
        others = [one.text for one in self.question.points if one != cited]
        if is_turned_around([one.words.text for one in near], cited.text, others):
            why = "You have it the wrong way around."
            return PointResult(cited, "missed", tuple(one.words for one in near), (), score, why)
        doubt = _doubt(point, near) if score >= covered else "You touch on it."
        lacking = _lacking(cited.text, weights, near) if doubt else ()
        return PointResult(
            cited,
            "partly" if doubt else "covered",
            tuple(one.words for one in near),
            lacking,
            score,
            doubt or "You say it.",
        )

    @property
    def _thresholds(self) -> tuple[float, float]:
        return (COVERED, PARTLY) if self.embedder else (WORDS_COVERED, WORDS_PARTLY)

    def _weights(self, point: _Sentence) -> dict[str, float]:
        """What each word and name of a point weighs; those of the question weigh nothing."""
        found = {one: self._weight(one) for one in point.statement.own_terms - self.heading}
        for mention in point.statement.mentions:
            own = frozenset(terms(mention.text)) - self.heading
            if own and mention.kind in NAMED_KINDS:
                found[f"#{mention.id}"] = max(map(self._weight, own))
        return found

    def _weight(self, term: str) -> float:
        """From 1 for a word that the page has once, down."""
        return 1 / (1 + log(max(1, self.counts[term])))

    def _nearest(
        self, point: _Sentence, said: Sequence[_Sentence], weights: Mapping[str, float]
    ) -> tuple[list[_Sentence], float]:
        """The few sentences that together come nearest, and how near; the order plays no part."""
        near: list[_Sentence] = []
        score = -LEAST_GAIN
        while len(near) < MOST_SENTENCES:
            grown = [
                (self._score(point, [*near, one], weights), one.words.text, one)
                for one in said
                if one not in near
            ]
            best = max(grown, key=lambda one: one[:2], default=None)
            if best is None or best[0] < score + LEAST_GAIN:
                break
            score = best[0]
            near.append(best[2])
        return near, max(0.0, score)

    def _score(
        self, point: _Sentence, group: Sequence[_Sentence], weights: Mapping[str, float]
    ) -> float:
        """The share of the point's words that the group has; with an embedder, the cosine added."""
        held = _held(weights, group)
        if not self.embedder:
            return held
        cosines = (float(np.dot(point.statement.vector, one.statement.vector)) for one in group)
        return held + max(cosines)

    def _denies(self, one: _Sentence, point: _Sentence, weights: Mapping[str, float]) -> bool:
        """Whether a sentence speaks of the point and says its opposite."""
        score = self._score(point, [one], weights)
        covered, partly = self._thresholds
        if score < partly * DENIAL_SHARE:
            return False
        if denies(one.statement, point.statement):
            return True
        return score < covered and _opposed(one, point)


def _spans(answer: str) -> Iterator[tuple[int, int]]:
    """Sentences, and lines of a list, without the marks before them."""
    for line in re.finditer(r"[^\n]+", answer):
        mark = _BULLET.match(answer, line.start(), line.end())
        yield from sentence_spans(answer, mark.end() if mark else line.start(), line.end())


_BULLET = re.compile(r"\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)?")


def _held(weights: Mapping[str, float], group: Sequence[_Sentence]) -> float:
    """Share of the weights, in [0, 1]."""
    had = frozenset[str]().union(*(one.units for one in group))
    whole = sum(weights.values())
    return (
        sum(weight for unit, weight in weights.items() if _among(unit, had)) / whole if whole else 0
    )


def _among(unit: str, had: frozenset[str]) -> bool:
    """Whether a word is there, a typing error overlooked."""
    if unit in had or unit.startswith("#") or len(unit) < 6:
        return unit in had
    return any(
        len(one) >= 5 and one[0] == unit[0] and fuzz.ratio(one, unit) >= NEAR_ALIKE for one in had
    )


def _opposed(one: _Sentence, point: _Sentence) -> bool:
    """Whether one says more where the other says less, and the like."""
    texts = [_ORDER.sub("", each.statement.text) for each in (one, point)]
    return opposed(*texts) and not (one.statement.denials and is_replacing(texts[1]))


def _doubt(point: _Sentence, near: Sequence[_Sentence]) -> str:
    """Why a point that seems made is not quite made; "" when it is."""
    if any(one.keywords for one in near):
        return "The words are there; say what follows from them."
    empty = all(_SAYS_NOTHING.search(one.words.text) for one in near)
    if empty and not _SAYS_NOTHING.search(point.words.text):
        return "You name it; say what follows from it."
    if names_without_blame([one.words.text for one in near], point.words.text):
        return "You name it; the library says what is wrong with it."
    if any(_opposed(one, point) for one in near):
        return "One of your words is the opposite of the library's."
    units = {unit for _, unit in point.statement.quantities}
    given = {pair for one in near for pair in one.statement.quantities if pair[1] in units}
    if given and not given & point.statement.quantities:
        return "The library gives another number."
    return ""


def _lacking(text: str, weights: Mapping[str, float], near: Sequence[_Sentence]) -> tuple[str, ...]:
    """Words of the point that the answer does not have, as the page writes them."""
    had = frozenset[str]().union(*(one.units for one in near))
    missing = {unit for unit in weights if not unit.startswith("#") and not _among(unit, had)}
    found = [word for word in words(text) if stem(word) in missing]
    return tuple(dict.fromkeys(found))[:MOST_LACKING]


def _note(results: Sequence[PointResult], answer: str, said: Sequence[_Sentence]) -> str:
    """One sentence on the whole."""
    if not answer.strip():
        return "There is no answer yet; write two or three sentences."
    if not said:
        return "This repeats the question; say what you would do, and why."
    counts = Counter(one.verdict for one in results)
    text = f"{counts['covered']} of {len(results)} points said"
    text += f", {counts['partly']} in part." if counts["partly"] else "."
    if counts["missed"]:
        text += " What is missed may be in your answer in other words: compare it with the passage."
    return text
