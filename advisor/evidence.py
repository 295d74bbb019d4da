"""From a reading to evidence: the sections that can answer, best first, with their sentences scored.

Retrieval proposes, the library's structure confirms: when a question asks for an aspect of a thing that
the library has a page on, the section under that heading is evidence even if other words were used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.index.search import Asked, Index
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library
from advisor.phrases import ASPECT_HEADINGS, CHOICE_OF_PROJECT
from advisor.question import Reading
from advisor.text import plain, terms
from advisor.types import Document, Embedder, Passage, Section, Sentence, Vector

SEARCHED = 32
"""Passages looked at for one question."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with how well it answers, in about [0, 1.6]."""

    index: int
    """Index into the document's sentences."""
    sentence: Sentence
    text: str
    """As prose: no markup."""
    score: float


@dataclass(frozen=True)
class SectionEvidence:
    """A section of a document that can answer."""

    document: Document
    index: int
    score: float
    """Fused retrieval score plus what structure adds."""
    wanted: float
    """What structure adds: above 0 when the section stands under the heading that was asked for."""
    topic: float
    """Share of the question's topic that the section holds, in [0, 1]."""
    heading: float
    """Cosine of its headings with the question."""
    sentences: tuple[Scored, ...]

    @property
    def section(self) -> Section:
        return self.document.sections[self.index]

    @property
    def key(self) -> tuple[str, int]:
        return (self.document.path, self.index)

    @cached_property
    def best(self) -> float:
        return max((one.score for one in self.sentences), default=0.0)


@dataclass(frozen=True)
class Evidence:
    """Everything a writer may use."""

    reading: Reading
    passages: tuple[Passage, ...]
    """As search ranked them."""
    sections: tuple[SectionEvidence, ...]
    """Best first."""
    coverage: float
    """Share of the question's topic that the best sections hold, words weighted by rarity, in [0, 1]."""
    parts: tuple[Evidence, ...] = ()
    """For each of the questions that one message asks; empty when it asks one."""

    def of(self, id: str) -> list[SectionEvidence]:
        """The sections of one library page."""
        return [one for one in self.sections if one.document.id == id]


SURE = 1.2
"""Times what structure adds, when a question holds nothing but names and an aspect."""
STRUCTURE_MISFIT = 0.25
"""Taken from a section of a role, a move or an interview that the question does not name."""
HEADING_WEIGHT = 0.65
SENTENCE_WEIGHT = 0.55
"""What the meaning of the headings and the best sentence add; found by logistic regression on the tuning
rows, over which of ten sections hold what is asked."""
USUAL_HEADING, USUAL_BEST = 0.4, 0.9
"""Values of a section that answers, so that scores keep their scale."""
NAMED_TOGETHER = 0.2
"""Added to a sentence for each further thing of the question that it names."""
ENTITY_MISFIT = 0.2
"""Taken from a section that neither belongs to nor names a thing that the question names."""


def joined(reading: Reading, parts: Sequence[Evidence]) -> Evidence:
    """What several questions of one message found, for whoever looks at the whole."""
    passages = {one.chunk: one for part in parts for one in part.passages}
    every = sorted(
        (one for part in parts for one in part.sections), key=lambda one: (-one.score, one.key)
    )
    best: dict[tuple[str, int], SectionEvidence] = {}
    for one in every:
        best.setdefault(one.key, one)
    coverage = max((part.coverage for part in parts), default=0.0)
    return Evidence(reading, tuple(passages.values()), tuple(best.values()), coverage, tuple(parts))


class Names:
    """Which entries each section names; found once, then remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[tuple[str, int], frozenset[str]] = {}
        self._said: dict[str, frozenset[str]] = {}

    def of(self, document: Document, section: int) -> frozenset[str]:
        key = (document.path, section)
        if key not in self._known:
            text = _text_with_headings(document, section)
            named = {mention.id for mention in self._lexicon.spot_exact(text)}
            self._known[key] = frozenset(named | {document.id})
        return self._known[key]

    def in_text(self, text: str) -> frozenset[str]:
        """The entries that a sentence names."""
        if text not in self._said:
            self._said[text] = frozenset(one.id for one in self._lexicon.spot_exact(text))
        return self._said[text]


class Headings:
    """How near each section's headings are to a question; their vectors are made once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vector] = {}

    def near(
        self, asked: Sequence[Asked], sections: Sequence[tuple[Document, int]]
    ) -> NDArray[np.float32]:
        """shape (len(sections),): the cosine with the nearest wording of the question."""
        texts = [_heading_text(document, section) for document, section in sections]
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        encoded = self._embedder.encode(new, [()] * len(new)) if new else ()
        self._vectors.update({text: one.vector for text, one in zip(new, encoded, strict=True)})
        questions = np.stack([one.vector for one in asked])
        vectors = np.stack([self._vectors[text] for text in texts])
        return np.asarray((vectors @ questions.T).max(axis=1), np.float32)


def _heading_text(document: Document, section: int) -> str:
    return " ".join(document.sections[section].trail) or "What it is"


def gather(
    reading: Reading, index: Index, library: Library, names: Names, headings: Headings, k: int
) -> Evidence:
    """The evidence for a reading."""
    wordings = list(reading.wordings)
    encoded = index.encode([*wordings, *_entity_wordings(reading, library)])
    asked = encoded[: len(wordings)]
    passages = index.search_encoded(asked, SEARCHED)
    passages += _left_out(index, encoded[len(wordings) :], passages)
    scores: dict[tuple[str, int], float] = {}
    for passage in passages:
        key = (passage.document.path, index.chunks[passage.chunk].section)
        scores[key] = max(scores.get(key, 0.0), passage.score)
    last = min((passage.score for passage in passages), default=0.0)  # of what was not brought back
    bonus = _wanted_sections(reading, library)
    topic = _Topic.of(reading, index)
    together = frozenset((*reading.roles, *reading.tools, *reading.skills))
    sections = []
    candidates = [(index.document(path), section) for path, section in {**scores, **bonus}]
    near = headings.near(asked, candidates) if candidates else ()
    for (document, section), heading in zip(candidates, map(float, near), strict=True):
        key = (document.path, section)
        sentences = _scored(document, section, index, asked, topic)
        if len(together) > 1:
            sentences = tuple(_naming(one, together, names) for one in sentences)
        structure = bonus.get(key, 0.0) * (1.0 if reading.topic else SURE)
        about = topic.share(_text_with_headings(document, section))
        misfit = _misfit(document, reading) + _nameless(names.of(document, section), reading)
        best = max((one.score for one in sentences), default=0.0)
        score = scores.get(key, last) + structure - misfit
        score += HEADING_WEIGHT * (heading - USUAL_HEADING) + SENTENCE_WEIGHT * (best - USUAL_BEST)
        sections.append(
            SectionEvidence(document, section, score, structure, about, heading, sentences)
        )
    sections.sort(key=lambda one: (-one.score, one.key))
    named = _Topic.weighed(reading.topic, index)
    coverage = named.share(
        " ".join(_text_with_headings(one.document, one.index) for one in sections[:4])
    )
    return Evidence(reading, tuple(passages[:k]), tuple(sections), coverage)


def _text_with_headings(document: Document, section: int) -> str:
    return " ".join(
        [
            document.title,
            *document.sections[section].trail,
            document.quote(document.sections[section]),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Topic:
    """The words that a question is about, with their weight."""

    weights: dict[str, float]

    @classmethod
    def of(cls, reading: Reading, index: Index) -> _Topic:
        """Everything but the names, which search and structure already follow; the names if no more."""
        wanted = (*reading.topic, *reading.aspect_words) or tuple(
            dict.fromkeys(terms(reading.question))
        )
        return cls.weighed(wanted, index)

    @classmethod
    def weighed(cls, words: Sequence[str], index: Index) -> _Topic:
        return cls({term: max(0.5, index.idf(term)) for term in words})

    def share(self, text: str) -> float:
        """The weight of the topic's words that stand in a text, of all, in [0, 1]."""
        whole = sum(self.weights.values())
        if not whole:
            return 1.0
        held = set(terms(text))
        return sum(weight for term, weight in self.weights.items() if term in held) / whole


def _nameless(named: frozenset[str], reading: Reading) -> float:
    """A section that names none of what the question names is about something else."""
    asked = set(reading.entities) | set(reading.inherited)
    return ENTITY_MISFIT * (1 - len(asked & named) / len(asked)) if asked else 0.0


def _misfit(document: Document, reading: Reading) -> float:
    """Pages of one role, move or interview do not answer for another."""
    if document.kind == "interview" and reading.aspect != "interview":
        return STRUCTURE_MISFIT / 2
    asked = {*reading.roles, reading.origin, reading.target} - {None}
    if document.kind not in ("role", "transition", "interview"):
        return 0.0
    if not asked:
        return STRUCTURE_MISFIT if reading.projects else 0.0
    if document.kind == "transition":
        ends = {document.meta.get("from"), document.meta.get("to")}
        fits = ends <= asked if len(asked) > 1 else bool(ends & asked)
        return 0.0 if fits else STRUCTURE_MISFIT
    own = document.meta.get("role") if document.kind == "interview" else document.id
    return 0.0 if own in asked else STRUCTURE_MISFIT


def _entity_wordings(reading: Reading, library: Library) -> list[str]:
    """A question for each thing, when several are named: none may be left without evidence."""
    things = (*reading.roles, *reading.tools, *reading.skills)
    if len(things) < 2:
        return []
    return [f"{library.title(thing)} {reading.aspect}".strip() for thing in things[:4]]


def _left_out(index: Index, asked: Sequence[Asked], found: Sequence[Passage]) -> list[Passage]:
    """The best passages for each thing that the main search left out."""
    seen = {passage.chunk for passage in found}
    more = {
        passage.chunk: passage
        for one in asked
        for passage in index.search_encoded([one], 4)
        if passage.chunk not in seen
    }
    return list(more.values())


def _scored(
    document: Document, section: int, index: Index, asked: Sequence[Asked], topic: _Topic
) -> tuple[Scored, ...]:
    owned = [i for i, sentence in enumerate(document.sentences) if sentence.section == section]
    if not owned:
        return ()
    vectors = np.stack([one.vector for one in asked])
    cosines = (index.sentence_vectors(document)[owned] @ vectors.T).max(axis=1)
    late = np.max([index.sentence_matches(one, document, owned) for one in asked], axis=0)
    scored = []
    for i, cosine, match in zip(owned, cosines, late, strict=True):
        text = plain(document.quote(document.sentences[i]))
        score = 0.5 * float(cosine) + 0.5 * float(match) + 0.4 * topic.share(text)
        scored.append(Scored(i, document.sentences[i], text, score))
    return tuple(scored)


def _naming(one: Scored, together: frozenset[str], names: Names) -> Scored:
    """The sentence with what it is worth that it names several things of the question together."""
    named = len(together & names.in_text(one.text))
    return replace(one, score=one.score + NAMED_TOGETHER * (named - 1)) if named > 1 else one


# what structure adds


def _wanted_sections(reading: Reading, library: Library) -> dict[tuple[str, int], float]:
    best: dict[tuple[str, int], float] = {}
    for id, heading, weight in wanted(reading, library):
        entry = library.get(id)
        if entry is None:
            continue
        for section in entry.sections(heading):
            key = (entry.document.path, section)
            deeper = len(entry.document.sections[section].trail) > 1 and entry.kind == "transition"
            best[key] = max(best.get(key, 0.0), 0.5 * weight if deeper else weight)
    return best


def wanted(reading: Reading, library: Library) -> Iterator[tuple[str, str, float]]:
    """(page, heading, weight) of the sections that the reading asks for."""
    several = reading.roles if len(reading.roles) > 2 else ()
    moves = [(reading.origin, end) for end in ((reading.target,) if reading.target else several)]
    transitions = [library.transitions[move] for move in moves if move in library.transitions]
    for one in transitions:
        yield from _of_transition(one.id, reading)
    if (
        not transitions
        and reading.target
        and reading.shape in ("steps", "recommendation", "open", "list")
    ):
        yield reading.target, "Ways in", 0.25
    yield from _of_interviews(reading, library)
    yield from _of_projects_with(reading, library)
    for id in dict.fromkeys(
        (*reading.projects, *reading.tools, *reading.skills, *reading.guides, *reading.roles)
    ):
        entry = library.get(id)
        if entry is None or (transitions and id in (reading.origin, reading.target)):
            continue
        heading = ASPECT_HEADINGS.get(reading.aspect, {}).get(entry.kind)
        if heading:
            yield id, heading, 0.45
        elif entry.kind == "tool" and reading.aspect in ("duration", "order", "pitfalls", "proof"):
            skill = library.tools[id].skills[0]
            yield skill, ASPECT_HEADINGS[reading.aspect]["skill"], 0.35
        yield from _of_shape(id, entry.kind, reading)


def _of_interviews(reading: Reading, library: Library) -> Iterator[tuple[str, str, float]]:
    for role in reading.roles if reading.aspect == "interview" else ():
        if role in library.interviews:
            yield library.interviews[role].id, "Questions", 0.5
            yield library.interviews[role].id, "Rounds", 0.3


def _of_projects_with(reading: Reading, library: Library) -> Iterator[tuple[str, str, float]]:
    """Which project to build, and where those that use a skill or tool take their data from."""
    if reading.shape == "projects":
        yield *CHOICE_OF_PROJECT, 0.3
    if reading.aspect != "data" or reading.projects:
        return
    used = {*reading.skills, *reading.tools}
    for id, page in library.projects.items():
        if used & {*page.skills, *page.tools}:
            yield id, "Data", 0.35


def _of_transition(id: str, reading: Reading) -> Iterator[tuple[str, str, float]]:
    heading = ASPECT_HEADINGS.get(reading.aspect, {}).get("transition")
    if heading:
        yield id, heading, 0.7
    elif reading.shape != "steps" and reading.topic:
        yield id, "The order", 0.3
        yield id, "In short", 0.25
        return
    if reading.shape == "steps" or not heading:
        yield id, "The order", 0.6
    yield id, "In short", 0.5


def _of_shape(id: str, kind: str, reading: Reading) -> Iterator[tuple[str, str, float]]:
    if kind == "guide":
        return
    if reading.shape == "definition":
        yield id, "", 0.5
        yield id, ASPECT_HEADINGS["focus"].get(kind, ""), 0.35
    elif reading.shape == "comparison":
        yield id, "", 0.3
        yield (
            id,
            ASPECT_HEADINGS["instead"].get(kind)
            or ASPECT_HEADINGS["misunderstandings"].get(kind, ""),
            0.4,
        )
    elif reading.shape == "recommendation" and kind == "tool":
        yield id, "Instead of", 0.45
    elif reading.shape == "recommendation" and kind == "skill":
        yield id, "Why it matters", 0.35
    elif reading.shape == "steps" and kind == "project" and not reading.aspect:
        yield id, "Steps", 0.35
    elif not reading.aspect:
        yield id, "", 0.12
