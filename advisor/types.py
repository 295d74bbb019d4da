"""The nouns of the project: what flows from a document to an answer.

Offsets are character positions in `Document.text`; `document.text[start:end]` is always the
text that a chunk, a sentence or a source shows. This module knows no model and no file format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""shape (dim,), norm 1"""
Vectors = NDArray[np.float32]
"""shape (n, dim), each row of norm 1"""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation, as the caller remembers it."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading, without its subsections."""

    trail: tuple[str, ...]
    """The headings above the text, outermost first, the document's title left out."""
    start: int
    end: int

    @property
    def heading(self) -> str:
        return self.trail[-1] if self.trail else ""


SentenceKind = Literal["prose", "item", "step", "row", "code"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing that may be quoted: a sentence, a list item, a step, a table row."""

    section: int
    """Index into `Document.sections`."""
    start: int
    end: int
    kind: SentenceKind
    lead: int | None = None
    """For an item, step or row: index of the sentence, or the header row, that introduces it."""
    number: int | None = None
    """For a step: its number in the document's own order."""
    depth: int = 0
    """Nesting of a list item; 0 is the outermost."""


@dataclass(frozen=True, slots=True)
class Document:
    """A readable text with its structure."""

    path: str
    """Relative to the corpus folder, with forward slashes; unique in an index."""
    title: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict, hash=False)
    """The front matter, empty when there is none."""
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def kind(self) -> str:
        return str(self.meta.get("kind", "document"))

    @property
    def id(self) -> str:
        return str(self.meta.get("id", self.path))

    def quote(self, span: Section | Sentence | Chunk) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of a document that fits the embedder's window, with the headings above it."""

    document: int
    """Row of the document in the index."""
    section: int
    """Index of the first section it covers."""
    start: int
    end: int
    sentences: tuple[int, int]
    """First and one-past-last index into the document's sentences."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that a search found."""

    chunk: int
    """Row of the chunk in the index."""
    document: Document
    section: Section
    start: int
    end: int
    score: float
    """Fused score in [0, 1], higher is better; what passages are ordered by."""
    cosine: float
    """Cosine between question and chunk, in [-1, 1]."""
    lexical: float
    """BM25 score over the question's own maximum, in [0, 1]."""

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def heading(self) -> str:
        return " › ".join((self.document.title, *self.section.trail))


Strength = Literal["strong", "fair", "weak"]


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage behind an answer, ready to be shown."""

    n: int
    title: str
    heading: str
    path: str
    start: int
    end: int
    text: str
    strength: Strength = "fair"
    updated: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """(name, address) of the document's own sources."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the span of the library that it rests on."""

    text: str
    n: int
    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the sentences that a language model wrote: how many stand, and why others fell."""

    supported: int = 0
    made_up: int = 0
    """No sentence of the library says it."""
    misattributed: int = 0
    """A sentence says it of somebody else."""
    spliced: int = 0
    """Only sentences of different passages say it together."""

    @property
    def fallen(self) -> int:
        return self.made_up + self.misattributed + self.spliced


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it stands at one moment. The last draft of an answer is the answer."""

    text: str
    """Markdown with [n] after each statement."""
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    writer: Literal["extractive", "model"] = "extractive"
    refused: bool = False
    note: str = ""
    """One line for the reader about how this draft came about, usually empty."""
    checked: Checked | None = None
    """Of what a model wrote, shown here or not; None when none was asked."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one pass of an embedder says about a text."""

    vector: Vector
    spans: Vectors
    """One row for each span that was asked for, in its context."""
    token_ids: NDArray[np.int32]
    token_spans: NDArray[np.int32]
    """shape (tokens, 2): character start and end of each token; special tokens are left out."""
    token_vectors: Vectors


class Embedder(Protocol):
    """Text to vectors. One embedder belongs to an index for life."""

    @property
    def name(self) -> str:
        """What the manifest records, e.g. `sentence-transformers/all-MiniLM-L6-v2`."""
        ...

    @property
    def dim(self) -> int: ...

    @property
    def window(self) -> int:
        """The most tokens that a text may have, special tokens left out."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """shape (len(texts), dim), float32, rows of norm 1."""
        ...

    def encode(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[Embedded]:
        """For each text, in order: its vector, its spans' vectors and its tokens' vectors."""
        ...


class Generator(Protocol):
    """Messages to text, a piece at a time."""

    @property
    def name(self) -> str: ...

    def count_tokens(self, text: str) -> int: ...

    def stream(self, messages: Sequence[Message], system: str = "") -> Iterator[str]:
        """Pieces of the reply. Closing the iterator stops the work behind it within a token.

        Raises:
            GenerationFailed: the model stopped; whatever came before stands.
        """
        ...
