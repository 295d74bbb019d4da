"""An opened index: vectors and words propose, late interaction decides, scores are added.

Reciprocal rank fusion was measured below a weighted sum on every public set that was tried
(DESIGN.md), so scores are added: cosine and late interaction as they are, BM25 relative to the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import IndexForeign
from advisor.index.build import SAME_WEIGHTS, embedded_text, likeness
from advisor.index.late import LateInteraction, Query
from advisor.index.lexical import bm25_scores
from advisor.index.rerank import REREAD, Reranker, dealt_anew
from advisor.index.store import REBUILD, Contents, Manifest, read_contents, read_manifest
from advisor.types import Chunk, Document, Embedder, Passage, Sentence, Vector

CANDIDATES = 256
RERANKED = 50
"""Candidates of the first stage that late interaction looks at."""
DENSE_WEIGHT = 0.6
"""In the first stage; the rest is BM25."""
WEIGHTS = (0.55, 0.22, 0.23)
"""Late interaction, cosine, BM25: chosen on half of the public FAQ's entries, checked on the other half
(DESIGN.md, "What retrieval is made of")."""
LEXICAL_SATURATION = 8.0
"""Least BM25 score that counts as full evidence; keeps a weak best match from reading as 1."""


def open_index(folder: Path, embedder: Embedder, reranker: Reranker | None = None) -> Index:
    """The current generation of an index, ready to search.

    Raises:
        IndexMissing, IndexDamaged: nothing there, or not what was written.
        IndexForeign: built with another embedder; the message names both.
    """
    manifest, home = read_manifest(folder)
    _check_embedder(manifest, embedder, folder)
    return Index(manifest, *read_contents(manifest, home), embedder, reranker)


def _check_embedder(manifest: Manifest, embedder: Embedder, folder: Path) -> None:
    if (manifest.embedder, manifest.dim) != (embedder.name, embedder.dim):
        raise IndexForeign(
            f"The index in {folder} was built with {manifest.embedder} ({manifest.dim} dimensions), "
            f"not with {embedder.name} ({embedder.dim}); set ADVISOR_EMBEDDER={manifest.embedder}, "
            f"or {REBUILD} again."
        )
    cosine = likeness(manifest.probe, embedder)
    if cosine < SAME_WEIGHTS:
        raise IndexForeign(
            f"The index in {folder} was built with other weights of {embedder.name} (cosine "
            f"{cosine:.2f} for the same sentence); {REBUILD} again with --rebuild."
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the search sees it."""

    wording: str
    vector: Vector
    query: Query


class Index:
    """One generation in memory. Never changes, so that threads may search it together."""

    def __init__(
        self,
        manifest: Manifest,
        contents: Contents,
        flat: Any,
        bm25: Any,
        embedder: Embedder,
        reranker: Reranker | None = None,
    ) -> None:
        self.manifest = manifest
        self.documents: Sequence[Document] = contents.documents
        self.chunks: Sequence[Chunk] = contents.chunks
        self.embedder = embedder
        self._reranker = reranker
        self._vectors = contents.vectors
        self._flat, self._bm25 = flat, bm25
        self._sentence_vectors = contents.sentence_vectors
        self._late = LateInteraction(contents.tokens)
        counts = [0, *(len(document.sentences) for document in contents.documents)]
        self._first_sentence = np.cumsum(counts)
        self._owners = np.array([chunk.document for chunk in contents.chunks])
        self._rows = {document.path: row for row, document in enumerate(contents.documents)}

    def search(self, questions: str | Sequence[str], k: int = 8) -> list[Passage]:
        """The k best passages, best first; several wordings of one question are fused by maximum."""
        wordings = [questions] if isinstance(questions, str) else list(questions)
        return self.search_encoded(self.encode(wordings), k)

    def encode(self, wordings: Sequence[str]) -> list[Asked]:
        """What the search needs to know of each wording of a question."""
        encoded = self.embedder.encode(wordings, [()] * len(wordings))
        return [
            Asked(wording, one.vector, self._late.query(wording, one))
            for wording, one in zip(wordings, encoded, strict=True)
        ]

    def search_encoded(self, asked: Sequence[Asked], k: int = 8) -> list[Passage]:
        best: dict[int, Passage] = {}
        for one in asked:
            for passage in self._search_one(one):
                known = best.get(passage.chunk)
                if known is None or passage.score > known.score:
                    best[passage.chunk] = passage
        ranked = sorted(best.values(), key=lambda passage: (-passage.score, passage.chunk))
        return _without_twins(ranked)[: max(0, k)]

    def _search_one(self, asked: Asked) -> list[Passage]:
        if not len(self.chunks) or not np.isfinite(asked.vector).all():
            return []
        lexical = bm25_scores(self._bm25, asked.wording, len(self.chunks))
        rows = self._candidates(asked.vector, lexical)
        cosines = np.clip(self._vectors[rows] @ asked.vector, 0, 1)
        relative = lexical[rows] / max(float(lexical.max()), LEXICAL_SATURATION)
        order = np.argsort(-(DENSE_WEIGHT * cosines + (1 - DENSE_WEIGHT) * relative), kind="stable")
        rows, cosines, relative = rows[order], cosines[order], relative[order]
        scores = self._reranked(asked, rows, self._fused(asked, rows, cosines, relative))
        return [
            self._passage(int(row), float(score), float(cosine), float(words))
            for row, score, cosine, words in zip(rows, scores, cosines, relative, strict=True)
        ]

    def _fused(
        self, asked: Asked, rows: NDArray[np.int64], cosines: Vector, relative: Vector
    ) -> NDArray[np.float32]:
        """shape (len(rows),): the weighted sum for the first candidates, less than theirs for the rest."""
        head = min(RERANKED, len(rows))
        late = np.clip(self._late.chunks(asked.query, rows[:head].tolist()), 0, 1)
        scores = np.empty(len(rows), np.float32)
        scores[:head] = (
            WEIGHTS[0] * late + WEIGHTS[1] * cosines[:head] + WEIGHTS[2] * relative[:head]
        )
        rest = WEIGHTS[1] * cosines[head:] + WEIGHTS[2] * relative[head:]
        scores[head:] = rest * (float(scores[:head].min()) / max(1.0, float(rest.max(initial=0))))
        return scores

    def _reranked(
        self, asked: Asked, rows: NDArray[np.int64], scores: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """shape (len(rows),): the scores, those of the best rows in the order of the re-ranker."""
        if self._reranker is None:
            return scores
        best = np.argsort(-scores, kind="stable")[:REREAD]
        chunks = [self.chunks[row] for row in rows[best]]
        texts = [embedded_text(self.documents[chunk.document], chunk) for chunk in chunks]
        dealt = scores.copy()
        dealt[best] = dealt_anew(scores[best], self._reranker.score(asked.wording, texts))
        return dealt

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

    def idf(self, term: str) -> float:
        """How rare a stemmed word is among the chunks, 0 for one that stands in all of them."""
        row = self._bm25.vocab_dict.get(term)
        pointers = self._bm25.scores["indptr"]
        found = 0 if row is None else int(pointers[row + 1] - pointers[row])
        return float(np.log((len(self.chunks) + 1) / (found + 0.5))) if self.chunks else 0.0

    def knows(self, term: str) -> bool:
        """Whether a stemmed word stands anywhere in the documents."""
        return term in self._bm25.vocab_dict

    def sentences_of(self, passage: Passage) -> list[tuple[int, Sentence]]:
        """(index in the document, sentence) of every sentence of a passage, in order."""
        first, last = self.chunks[passage.chunk].sentences
        return list(enumerate(passage.document.sentences))[first:last]

    def sentence_matches(
        self, asked: Asked, document: Document, wanted: Sequence[int]
    ) -> NDArray[np.float32]:
        """shape (len(wanted),): late interaction of sentences of a document with a question."""
        scores = np.zeros(len(wanted), np.float32)
        for row in self._chunks_of(document):
            first, last = self.chunks[row].sentences
            inside = [i for i, sentence in enumerate(wanted) if first <= sentence < last]
            if inside:
                own = self._late.sentences(asked.query, row, [wanted[i] for i in inside])
                scores[inside] = np.maximum(scores[inside], own)
        return scores

    def _chunks_of(self, document: Document) -> range:
        row = self._rows[document.path]
        return range(*np.searchsorted(self._owners, [row, row + 1]))

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
