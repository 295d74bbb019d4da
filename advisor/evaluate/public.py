"""A public retrieval set through the index: MRR@5 and hit@5 beside the parts it is made of.

The set is a folder with `docs.jsonl` ({"id","title","text"}) and `queries.jsonl` ({"q","rel":[ids]}).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
from advisor.index.build import build_index
from advisor.index.rerank import Reranker
from advisor.index.search import Index, open_index
from advisor.types import Embedder, Passage

SYSTEMS: dict[str, Callable[[Passage], float]] = {
    "this project": lambda passage: passage.score,
    "dense alone": lambda passage: passage.cosine,
    "BM25 alone": lambda passage: passage.lexical,
}
BATCH = 256


@dataclass(frozen=True, slots=True)
class PublicResult:
    """Means over all queries."""

    system: str
    mrr_at_5: float
    hit_at_5: float
    queries: int


def evaluate_public(
    folder: Path, embedder: Embedder, limit: int | None = None, reranker: Reranker | None = None
) -> list[PublicResult]:
    """Index the documents, ask every query, and rank the documents by each system.

    Raises:
        AdvisorError: the folder does not hold the two files, or a line of them is no JSON.
    """
    documents = list(_lines(folder / "docs.jsonl"))
    queries = list(_lines(folder / "queries.jsonl"))[:limit]
    with tempfile.TemporaryDirectory() as scratch:
        index = _indexed(documents, Path(scratch), embedder, reranker)
        totals = {name: [0.0, 0] for name in SYSTEMS}
        for start in range(0, len(queries), BATCH):
            batch = queries[start : start + BATCH]
            asked = index.encode([query["q"] for query in batch])
            for query, one in zip(batch, asked, strict=True):
                found = index.search_encoded([one], 400)
                for name, score in SYSTEMS.items():
                    rank = _rank(found, score, set(query["rel"]))
                    totals[name][0] += 1 / rank if rank else 0.0
                    totals[name][1] += bool(rank)
    count = max(1, len(queries))
    return [
        PublicResult(name, mrr / count, hit / count, count) for name, (mrr, hit) in totals.items()
    ]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if not file.is_file():
        raise AdvisorError(f"{file} is not there; give a folder with docs.jsonl and queries.jsonl.")
    try:
        yield from map(json.loads, file.read_text("utf-8").splitlines())
    except json.JSONDecodeError as error:
        raise AdvisorError(f"{file} holds a line that is not JSON: {error.doc[:60]}") from None


def _indexed(
    documents: Sequence[dict[str, Any]],
    scratch: Path,
    embedder: Embedder,
    reranker: Reranker | None,
) -> Index:
    corpus = scratch / "corpus"
    corpus.mkdir()
    for document in documents:
        title = " ".join(str(document["title"]).split())
        body = re.sub(r"\s*\n\s*", "\n\n", str(document["text"]))
        (corpus / f"{document['id']}.md").write_text(f"# {title}\n\n{body or title}\n", "utf-8")
    build_index([corpus], scratch / "index", embedder.name, lambda: embedder)
    return open_index(scratch / "index", embedder, reranker)


def _rank(found: Sequence[Passage], score: Callable[[Passage], float], wanted: set[str]) -> int:
    """The rank, 1 to 5, of the first wanted document; 0 when it is not there."""
    ids = (Path(one.document.path).stem for one in sorted(found, key=lambda one: -score(one)))
    for rank, id in enumerate(list(dict.fromkeys(ids))[:5], 1):
        if id in wanted:
            return rank
    return 0
