"""The one path of a question: read, search, gate, gather, write.

`Advisor` holds no conversation; the caller passes the history in. An `Answer` is lazy: its evidence and
its extractive draft are there at once, and iterating it yields better drafts until the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from advisor.career.shelf import Shelf
from advisor.evidence import Evidence, Headings, Names, gather, joined
from advisor.follow_up import read
from advisor.gate import Gate, refusal, small_talk
from advisor.index.rerank import open_reranker
from advisor.index.search import Index, open_index
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import Library, load_library
from advisor.question import SMALL_TALK, Reading, asked_apart
from advisor.settings import Settings
from advisor.text import clean_question, words
from advisor.types import Document, Draft, Embedder, Message, Passage
from advisor.writers.extractive import ExtractiveWriter, normal


class Rewriter(Protocol):
    """A writer that improves on the extractive draft, one snapshot at a time."""

    def rewrite(
        self, evidence: Evidence, first: Draft, history: Sequence[Message]
    ) -> Iterator[Draft]: ...


class Answer:
    """One answer. Iterate for drafts, the last of which is the answer; close to stop the work."""

    def __init__(self, evidence: Evidence, first: Draft, drafts: Iterator[Draft] | None) -> None:
        self.evidence = evidence
        self.first = first
        """The cited answer without a model, ready at once."""
        self._drafts = drafts
        self._seen = [first]

    @property
    def reading(self) -> Reading:
        return self.evidence.reading

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.evidence.passages

    @property
    def refused(self) -> bool:
        return self.first.refused

    def __iter__(self) -> Iterator[Draft]:
        """Every draft, from the first; a second iteration yields the same drafts."""
        position = 0
        while True:
            while position < len(self._seen):
                yield self._seen[position]
                position += 1
            if self._drafts is None:
                return
            try:
                draft = next(self._drafts)
            except StopIteration:
                self._drafts = None
                continue
            if draft is self._seen[-1]:
                yield draft  # a sign of life between two sentences; nothing new to remember
            else:
                self._seen.append(draft)

    @cached_property
    def final(self) -> Draft:
        """The last draft; waits for it."""
        for _ in self:
            pass
        return self._seen[-1]

    @property
    def text(self) -> str:
        return self.final.text

    def close(self) -> None:
        """Stop the work behind the answer; what was written stands."""
        drafts, self._drafts = self._drafts, None
        close = getattr(drafts, "close", None)
        if close:
            close()


@dataclass
class Advisor:
    """Questions in, cited answers out. Safe to share between threads; remembers nothing."""

    index: Index
    library: Library
    lexicon: Lexicon
    settings: Settings
    rewriter: Rewriter | None = None
    """Writes over the extractive draft when there is a model; may be set later."""
    gate: Gate = field(init=False)
    _names: Names = field(init=False)
    _headings: Headings = field(init=False)
    _writer: ExtractiveWriter = field(init=False)

    def __post_init__(self) -> None:
        self.gate = Gate(self.index)
        self._names = Names(self.lexicon)
        self._headings = Headings(self.index.embedder)
        self._writer = ExtractiveWriter(self.library, self.lexicon, self.settings.answer_words)

    @property
    def shelf(self) -> Shelf:
        """What the career tools work with."""
        return Shelf(self.library, self.lexicon)

    def read(self, question: str, history: Sequence[Message] = ()) -> Reading:
        """How the question is understood, given what was said before."""
        recent = list(history)[-2 * self.settings.history_turns :]
        cut = question[: self.settings.question_chars]
        clipped = [Message(one.role, one.content[: self.settings.question_chars]) for one in recent]
        return read(cut, clipped, self.lexicon)

    def gather(self, question: str, history: Sequence[Message] = ()) -> Evidence:
        """The reading of a question and what the library holds for it; nothing for small talk."""
        whole = self._gather(self.read(question, history))
        pieces = asked_apart(clean_question(question))
        if len(pieces) == 1 or _is_a_heading(whole):
            return whole
        before_second = [*history, Message("user", pieces[0])]
        first = _of_the_person(self.read(pieces[0], history), whole.reading)
        second = _of_the_person(self.read(pieces[1], before_second), whole.reading)
        if not _differ(first, second):
            return whole
        reading = replace(first, raw=clean_question(question))
        return joined(reading, [self._gather(first), self._gather(second)])

    def _gather(self, reading: Reading) -> Evidence:
        if reading.shape in SMALL_TALK:
            return Evidence(reading, (), (), 0.0)
        return gather(
            reading,
            self.index,
            self.library,
            self._names,
            self._headings,
            self.settings.passages,
        )

    def ask(
        self, question: str, history: Sequence[Message] = (), writer: str | None = None
    ) -> Answer:
        """The answer to a question; `writer` "extractive" keeps the model out of it."""
        evidence = self.gather(question, history)
        if evidence.reading.shape in SMALL_TALK:
            return Answer(evidence, small_talk(evidence.reading), None)
        known = [one for one in evidence.parts if self.gate.answerable(one)]
        if evidence.parts and len(known) < len(evidence.parts):
            return self._half_known(evidence, known, history, writer)
        if not known and not self.gate.answerable(evidence):
            return Answer(evidence, refusal(evidence), None)
        return self._answered(evidence, history, writer)

    def _half_known(
        self,
        evidence: Evidence,
        known: Sequence[Evidence],
        history: Sequence[Message],
        writer: str | None,
    ) -> Answer:
        """The answer to what the library knows of two questions, and a word on the other."""
        if not known or (known[0].reading.follow_up and known[0] is not evidence.parts[0]):
            return Answer(evidence, refusal(evidence), None)
        answer = self._answered(known[0], history, writer)
        other = next(one for one in evidence.parts if one is not known[0])
        note = refusal(other).text
        return Answer(known[0], replace(answer.first, note=note), None)

    def _answered(
        self, evidence: Evidence, history: Sequence[Message], writer: str | None
    ) -> Answer:
        said = frozenset(
            normal(line)
            for one in history
            if one.role == "assistant"
            for line in _sentences(one.content)
        )
        first = self._writer.write(evidence, said)
        wanted = writer or self.settings.writer
        drafts = None
        if self.rewriter is not None and wanted != "extractive":
            drafts = self.rewriter.rewrite(evidence, first, history)
        return Answer(evidence, first, drafts)

    def search(self, words: str, k: int = 8) -> list[Passage]:
        """The k best passages for some words, best first."""
        return self.index.search(clean_question(words)[: self.settings.question_chars], k)


SAME_QUESTION = 0.75


def _is_a_heading(evidence: Evidence) -> bool:
    """Whether a page asks the question in these words, as interview pages do."""
    return any(one.heading >= SAME_QUESTION for one in evidence.sections[:3])


def _of_the_person(piece: Reading, whole: Reading) -> Reading:
    """A question of a message with the role that its writer has, wherever the message says so."""
    has = whole.origin
    if piece.origin or not has or has in (piece.target, *piece.roles):
        return piece
    return replace(piece, origin=has, target=piece.target or whole.target)


def _differ(first: Reading, second: Reading) -> bool:
    """Whether two questions of one message want two answers."""
    if first.shape in SMALL_TALK or second.shape in SMALL_TALK:
        return False
    wants = [(one.aspect or one.shape, one.entities) for one in (first, second)]
    return wants[0] != wants[1] and all(
        one.aspect or one.entities or one.shape != "open" for one in (first, second)
    )


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?\]])\s+|\n+", re.sub(r"\s*\[\d+\](?:\([^)]*\))?", "", text))


def open_advisor(settings: Settings, embedder: Embedder | None = None) -> Advisor:
    """The advisor over the index that the settings name, without a language model.

    Raises:
        IndexMissing, IndexDamaged, IndexForeign, ModelUnavailable: with the command that mends it.
    """
    if embedder is None:
        from advisor.index.embedder import open_embedder

        embedder = open_embedder(settings)
    index = open_index(settings.index, embedder, open_reranker(settings))
    return assemble(index, settings)


def assemble(index: Index, settings: Settings) -> Advisor:
    """An advisor over an opened index. Without roles in it, questions are read with the shipped names."""
    library = load_library(index.documents)
    names = library if library.roles else _shipped_library()
    return Advisor(index, library, build_lexicon(names, _Vocabulary(index.documents)), settings)


def _shipped_library() -> Library:
    from advisor.index.readers import read_folders
    from advisor.settings import shipped_corpus

    folder = shipped_corpus()
    found = read_folders([folder]) if folder.is_dir() else ()
    return load_library(one for one in found if isinstance(one, Document))


class _Vocabulary:
    """Whether a word occurs in the documents as it is written."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._known = {word for document in documents for word in words(document.text)}

    def __call__(self, word: str) -> bool:
        return word in self._known
