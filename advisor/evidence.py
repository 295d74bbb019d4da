"""From a reading to evidence: the sections that can answer, best first, with their sentences scored.

Retrieval proposes, the library's structure confirms: when a question asks for an aspect of a thing that
the library has a page on, the section under that heading is evidence even if other words were used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.index.search import Index
from advisor.library.load import Library
from advisor.phrases import ASPECT_HEADINGS
from advisor.question import Reading
from advisor.text import plain, terms
from advisor.types import Document, Passage, Section, Sentence, Vectors

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
    """Share of the question's content words that the best passages hold, in [0, 1]."""

    def of(self, id: str) -> list[SectionEvidence]:
        """The sections of one library page."""
        return [one for one in self.sections if one.document.id == id]

    def under(self, id: str, heading: str) -> SectionEvidence | None:
        for one in self.of(id):
            if (one.section.trail[0] if one.section.trail else "") == heading:
                return one
        return None


def gather(reading: Reading, index: Index, library: Library, k: int) -> Evidence:
    """The evidence for a reading."""
    wordings = list(reading.wordings)
    vectors = index.embedder.embed(wordings)
    passages = index.search_vectors(wordings, vectors, SEARCHED)
    passages += _for_each_entity(reading, index, library, passages)
    scores = {}
    for passage in passages:
        first = index.chunks[passage.chunk].section
        key = (passage.document.path, first)
        scores[key] = max(scores.get(key, 0.0), passage.score)
    bonus = dict(_wanted_sections(reading, library))
    asked = set(terms(reading.question))
    sections = [
        _section(index.document(path), section, scores.get((path, section), 0.0), bonus.get((path, section), 0.0), index, vectors, asked)
        for path, section in {**scores, **bonus}
    ]
    sections.sort(key=lambda one: (-one.score, one.key))
    top = passages[:k]
    return Evidence(reading, tuple(top), tuple(sections), _coverage(asked, top))


def _for_each_entity(reading: Reading, index: Index, library: Library, found: Sequence[Passage]) -> list[Passage]:
    """Passages about each thing that is compared, when the first search left one out."""
    things = (*reading.roles, *reading.tools, *reading.skills)
    if len(things) < 2:
        return []
    more: list[Passage] = []
    seen = {passage.chunk for passage in found}
    for thing in things[:4]:
        for passage in index.search(f"{library.title(thing)} {reading.aspect}".strip(), 4):
            if passage.chunk not in seen:
                seen.add(passage.chunk)
                more.append(passage)
    return more


def _section(
    document: Document, section: int, score: float, bonus: float, index: Index, vectors: Vectors, asked: set[str]
) -> SectionEvidence:
    owned = [i for i, sentence in enumerate(document.sentences) if sentence.section == section]
    cosines = (index.sentence_vectors(document)[owned] @ vectors.T).max(axis=1) if owned else np.empty(0)
    sentences = []
    for i, cosine in zip(owned, cosines, strict=True):
        text = plain(document.quote(document.sentences[i]))
        overlap = len(asked & set(terms(text))) / max(1, len(asked))
        sentences.append(Scored(i, document.sentences[i], text, float(cosine) + 0.4 * overlap))
    return SectionEvidence(document, section, score + bonus, bonus, tuple(sentences))


def _coverage(asked: set[str], passages: Sequence[Passage]) -> float:
    if not asked:
        return 0.0
    held = set(terms(" ".join(f"{one.heading} {one.text}" for one in passages[:5])))
    return len(asked & held) / len(asked)


# what structure adds


def _wanted_sections(reading: Reading, library: Library) -> Iterator[tuple[tuple[str, int], float]]:
    best: dict[tuple[str, int], float] = {}
    for id, heading, weight in wanted(reading, library):
        entry = library.get(id)
        for section in entry.sections(heading) if entry else ():
            key = (entry.document.path, section)  # type: ignore[union-attr]
            best[key] = max(best.get(key, 0.0), weight)
    return iter(best.items())


def wanted(reading: Reading, library: Library) -> Iterator[tuple[str, str, float]]:
    """(page, heading, weight) of the sections that the reading asks for."""
    transition = library.transitions.get((reading.origin or "", reading.target or ""))
    if transition:
        yield from _of_transition(transition.id, reading)
    elif reading.target and reading.shape in ("steps", "recommendation", "open", "list"):
        yield reading.target, "Ways in", 0.25
    if reading.aspect == "interview":
        for role in reading.roles:
            if role in library.interviews:
                yield library.interviews[role].id, "Questions", 0.5
                yield library.interviews[role].id, "Rounds", 0.3
    for id in dict.fromkeys((*reading.projects, *reading.tools, *reading.skills, *reading.guides, *reading.roles)):
        entry = library.get(id)
        if entry is None or (transition and id in (reading.origin, reading.target)):
            continue
        heading = ASPECT_HEADINGS.get(reading.aspect, {}).get(entry.kind)
        if heading:
            yield id, heading, 0.45
        yield from _of_shape(id, entry.kind, reading)


def _of_transition(id: str, reading: Reading) -> Iterator[tuple[str, str, float]]:
    heading = ASPECT_HEADINGS.get(reading.aspect, {}).get("transition")
    if heading:
        yield id, heading, 0.7
    if reading.shape == "steps" or not heading:
        yield id, "The order", 0.6
    yield id, "In short", 0.5


def _of_shape(id: str, kind: str, reading: Reading) -> Iterator[tuple[str, str, float]]:
    if reading.shape == "definition":
        yield id, "", 0.5
        yield id, ASPECT_HEADINGS["focus"].get(kind, ""), 0.35
    elif reading.shape == "comparison":
        yield id, "", 0.3
        yield id, ASPECT_HEADINGS["instead"].get(kind) or ASPECT_HEADINGS["misunderstandings"].get(kind, ""), 0.4
    elif reading.shape == "recommendation" and kind == "tool":
        yield id, "Instead of", 0.45
    elif not reading.aspect:
        yield id, "", 0.12
