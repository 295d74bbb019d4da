"""BM25 over stemmed words and pairs of them, with bm25s. Headings count as words of their chunk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.index.chunker import heading_line
from advisor.text import terms
from advisor.types import Chunk, Document


def build_bm25(documents: Sequence[Document], chunks: Sequence[Chunk]) -> Any:
    """A bm25s index whose row i is chunk i. Lucene's variant of Robertson and Zaragoza (2009)."""
    import bm25s

    tokens = [_chunk_terms(documents[one.document], one) for one in chunks] or [["nothing"]]
    # sorted, because the order that bm25s would take is another one in every process
    rows = {term: row for row, term in enumerate(sorted(set(chain.from_iterable(tokens))))}
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(([[rows[term] for term in one] for one in tokens], rows), show_progress=False)
    return index


def _chunk_terms(document: Document, chunk: Chunk) -> list[str]:
    text = heading_line(document, chunk.section) + "\n" + document.quote(chunk)
    return _with_pairs(terms(text)) or ["nothing"]


def _with_pairs(found: list[str]) -> list[str]:
    """The terms, and each two that follow each other: `feature store` says more than its words."""
    return found + [f"{first} {second}" for first, second in pairwise(found)]


def bm25_scores(index: Any, question: str, count: int) -> NDArray[np.float32]:
    """shape (count,), 0 or more, of every chunk."""
    known = [term for term in _with_pairs(terms(question)) if term in index.vocab_dict]
    if not known or not count:
        return np.zeros(count, np.float32)
    return np.asarray(index.get_scores(known), np.float32)[:count]
