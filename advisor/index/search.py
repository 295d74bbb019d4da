"""An opened index: dense and lexical search, fused by a weighted sum.

Reciprocal rank fusion was measured below a weighted sum of scores on every public set that was
tried (DESIGN.md), so scores are added: cosine as it is, BM25 relative to the best chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import IndexForeign
from advisor.index.build import probe
from advisor.index.lexical import bm25_scores
from advisor.index.store import REBUILD, Contents, Manifest, read_contents, read_manifest
from advisor.types import Chunk, Document, Embedder, Passage, Sentence, Vector, Vectors

CANDIDATES = 256
DENSE_WEIGHT = 0.6
LEXICAL_SATURATION = 8.0
"""BM25 score at which lexical evidence counts half; keeps a weak best match from reading as 1."""


def open_index(folder: Path, embedder: Embedder) -> Index:
    """The current generation of an index, ready to search.

    Raises:
        IndexMissing, IndexDamaged: nothing there, or not what was written.
        IndexForeign: built with another embedder; the message names both.
    """
    manifest, home = read_manifest(folder)
    _check_embedder(manifest, embedder, folder)
    return Index(manifest, *read_contents(manifest, home), embedder)


def _check_embedder(manifest: Manifest, embedder: Embedder, folder: Path) -> None:
    if (manifest.embedder, manifest.dim) != (embedder.name, embedder.dim):
        raise IndexForeign(
            f"The index in {folder} was built with {manifest.embedder} ({manifest.dim} dimensions), "
            f"not with {embedder.name} ({embedder.dim}); set ADVISOR_EMBEDDER={manifest.embedder}, "
            f"or {REBUILD} again."
        )
    cosine = float(np.dot(np.array(manifest.probe, np.float32), probe(embedder)))
    if cosine < 0.995:
        raise IndexForeign(
            f"The index in {folder} was built with other weights of {embedder.name} (cosine "
            f"{cosine:.2f} for the same sentence); {REBUILD} again with --rebuild."
        )


class Index:
    """One generation in memory. Never changes, so that threads may search it together."""

    def __init__(
        self, manifest: Manifest, contents: Contents, flat: Any, bm25: Any, embedder: Embedder
    ) -> None:
        self.manifest = manifest
        self.documents: Sequence[Document] = contents.documents
        self.chunks: Sequence[Chunk] = contents.chunks
        self.embedder = embedder
        self._vectors = contents.vectors
        self._flat, self._bm25 = flat, bm25
        self._sentence_vectors = contents.sentence_vectors
        counts = [0, *(len(document.sentences) for document in contents.documents)]
        self._first_sentence = np.cumsum(counts)
        self._rows = {document.path: row for row, document in enumerate(contents.documents)}

    def search(self, questions: str | Sequence[str], k: int = 8) -> list[Passage]:
        """The k best passages, best first; several wordings of one question are fused by maximum."""
        wordings = [questions] if isinstance(questions, str) else list(questions)
        return self.search_vectors(wordings, self.embedder.embed(wordings), k)

    def search_vectors(self, wordings: Sequence[str], vectors: Vectors, k: int = 8) -> list[Passage]:
        best: dict[int, Passage] = {}
        for wording, vector in zip(wordings, vectors, strict=True):
            for passage in self._search_one(wording, vector):
                known = best.get(passage.chunk)
                if known is None or passage.score > known.score:
                    best[passage.chunk] = passage
        ranked = sorted(best.values(), key=lambda passage: (-passage.score, passage.chunk))
        return _without_twins(ranked)[: max(0, k)]

    def _search_one(self, wording: str, vector: Vector) -> list[Passage]:
        if not len(self.chunks) or not np.isfinite(vector).all():
            return []
        lexical = bm25_scores(self._bm25, wording, len(self.chunks))
        rows = self._candidates(vector, lexical)
        cosines = self._vectors[rows] @ vector
        relative = lexical[rows] / (max(float(lexical.max()), LEXICAL_SATURATION) or 1.0)
        fused = DENSE_WEIGHT * np.clip(cosines, 0, 1) + (1 - DENSE_WEIGHT) * relative
        return [
            self._passage(int(row), float(score), float(cosine), float(words))
            for row, score, cosine, words in zip(rows, fused, cosines, relative, strict=True)
        ]

    def _candidates(self, vector: Vector, lexical: NDArray[np.float32]) -> NDArray[np.int64]:
        count = min(CANDIDATES, len(self.chunks))
        _, dense = self._flat.search(vector[None].astype(np.float32), count)
        by_words = np.argpartition(-lexical, count - 1)[:count]
        rows = np.union1d(dense[0], by_words[lexical[by_words] > 0])
        return rows[rows >= 0]  # FAISS answers -1 where it found nothing

    def _passage(self, row: int, score: float, cosine: float, lexical: float) -> Passage:
        chunk = self.chunks[row]
        document = self.documents[chunk.document]
        section = document.sections[chunk.section]
        return Passage(row, document, section, chunk.start, chunk.end, score, cosine, lexical)

    def sentences_of(self, passage: Passage) -> list[tuple[int, Sentence]]:
        """(index in the document, sentence) of every sentence of a passage, in order."""
        first, last = self.chunks[passage.chunk].sentences
        return list(enumerate(passage.document.sentences))[first:last]

    def sentence_vectors(self, document: Document) -> NDArray[np.float32]:
        """shape (sentences of the document, dim), float32."""
        row = self._rows[document.path]
        first, last = self._first_sentence[row], self._first_sentence[row + 1]
        return self._sentence_vectors[first:last].astype(np.float32)

    def document(self, path: str) -> Document:
        return self.documents[self._rows[path]]


def _without_twins(ranked: list[Passage]) -> list[Passage]:
    """The passages without later ones of the same text."""
    seen: set[str] = set()
    unique = []
    for passage in ranked:
        key = " ".join(passage.text.lower().split())
        if key not in seen:
            seen.add(key)
            unique.append(passage)
    return unique
