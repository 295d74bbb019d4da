"""Late interaction: each word of a question against each word of a text, in their contexts.

MaxSim of ColBERT (arXiv 2004.12832) over the token vectors of the ordinary embedder, each word of the
question weighted by how rare it is. No further weights: the vectors come from the pass that made the
chunk's vector. Kept at 8 bits; tokens of stop words and punctuation are left out on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.text import STOPWORDS
from advisor.types import Embedded, Vectors

STEP = 0.3 / 127
"""Of the 8-bit scale: 1 value in 10,000 of MiniLM's unit token vectors lies beyond 0.3 and is clipped."""


@dataclass(frozen=True)
class Tokens:
    """The token vectors of chunks, one after the other."""

    ids: NDArray[np.int32]
    sentences: NDArray[np.int32]
    """The sentence that a token stands in, counted within the document; -1 for headings."""
    counts: NDArray[np.int32]
    """Tokens of each chunk."""
    vectors: NDArray[np.int8]
    """shape (tokens, dim), in units of STEP."""

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """First token of each chunk, and the end."""
        return np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])

    def of(self, first: int, last: int) -> Tokens:
        """The tokens of the chunks from first to one before last."""
        span = slice(int(self.starts[first]), int(self.starts[last]))
        return Tokens(
            self.ids[span], self.sentences[span], self.counts[first:last], self.vectors[span]
        )


def compact(text: str, embedded: Embedded, spans: Sequence[tuple[int, int]], first: int) -> Tokens:
    """The content tokens of one chunk; `spans` are its sentences, counted from `first`."""
    keep = content_rows(text, embedded)
    sentences = np.full(len(keep), -1, np.int32)
    places = embedded.token_spans[keep]
    for i, (start, end) in enumerate(spans):
        sentences[(places[:, 0] >= start) & (places[:, 1] <= end)] = first + i
    vectors = np.clip(np.rint(embedded.token_vectors[keep] / STEP), -127, 127).astype(np.int8)
    return Tokens(embedded.token_ids[keep], sentences, np.array([len(keep)], np.int32), vectors)


def content_rows(text: str, embedded: Embedded) -> NDArray[np.int64]:
    """Rows of the tokens that carry content; all of them when none does."""
    words = [text[start:end].lower() for start, end in embedded.token_spans]
    rows = [
        i for i, word in enumerate(words) if word not in STOPWORDS and any(map(str.isalnum, word))
    ]
    return np.array(rows if rows else range(len(words)), np.int64)


def join(parts: Sequence[Tokens], dim: int) -> Tokens:
    """Tokens of several runs of chunks, one after the other."""
    if not parts:
        empty = np.empty(0, np.int32)
        return Tokens(empty, empty, empty, np.empty((0, dim), np.int8))
    return Tokens(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.sentences for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.vectors for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Query:
    """The content tokens of a question, with their weights, which sum to 1."""

    vectors: Vectors
    weights: NDArray[np.float32]


class LateInteraction:
    """Scores of chunks, and of sentences in them, for a question."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        owners = np.repeat(np.arange(len(tokens.counts)), tokens.counts)
        pairs = (
            np.unique(np.stack([tokens.ids, owners]), axis=1)
            if len(tokens.ids)
            else np.empty((2, 0))
        )
        found, counts = np.unique(pairs[0], return_counts=True)
        self._frequency = dict(zip(found.tolist(), counts.tolist(), strict=True))

    def query(self, text: str, embedded: Embedded) -> Query:
        rows = content_rows(text, embedded)
        chunks = len(self._tokens.counts) + 1
        rarity = [
            max(0.1, np.log(chunks / (self._frequency.get(int(id), 0) + 0.5)))
            for id in embedded.token_ids[rows]
        ]
        weights = np.array(rarity, np.float32)
        return Query(embedded.token_vectors[rows], weights / max(float(weights.sum()), 1e-9))

    def chunks(self, query: Query, rows: Sequence[int]) -> NDArray[np.float32]:
        """shape (len(rows),): MaxSim of each chunk, about [0, 1]."""
        spans = [(int(self._tokens.starts[row]), int(self._tokens.starts[row + 1])) for row in rows]
        return self._maxsim(query, spans)

    def sentences(self, query: Query, chunk: int, wanted: Sequence[int]) -> NDArray[np.float32]:
        """shape (len(wanted),): MaxSim of sentences of a chunk; 0 for one without content words."""
        start, end = int(self._tokens.starts[chunk]), int(self._tokens.starts[chunk + 1])
        owners = self._tokens.sentences[start:end]
        similar = self._similar(query, start, end)
        scores = np.zeros(len(wanted), np.float32)
        for i, sentence in enumerate(wanted):
            inside = owners == sentence
            if inside.any():
                scores[i] = float(similar[inside].max(axis=0) @ query.weights)
        return scores

    def _maxsim(self, query: Query, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        scores = np.zeros(len(spans), np.float32)
        filled = [i for i, (start, end) in enumerate(spans) if end > start]
        if not filled or not len(query.weights):
            return scores
        picked = np.concatenate([np.arange(*spans[i]) for i in filled])
        similar = self._tokens.vectors[picked].astype(np.float32) @ (query.vectors.T * STEP)
        heads = np.cumsum([0, *(spans[i][1] - spans[i][0] for i in filled)])[:-1]
        best = np.maximum.reduceat(similar, heads, axis=0)
        scores[filled] = best @ query.weights
        return scores

    def _similar(self, query: Query, start: int, end: int) -> NDArray[np.float32]:
        return self._tokens.vectors[start:end].astype(np.float32) @ (query.vectors.T * STEP)
