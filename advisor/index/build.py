"""Folders of documents to a sealed index; only what changed is embedded again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import AdvisorError, IndexDamaged, IndexForeign, IndexMissing
from advisor.index.chunker import chunk, heading_line
from advisor.index.late import Tokens, compact, join
from advisor.index.readers import Skipped, read_folders
from advisor.index.store import (
    Contents,
    Manifest,
    corpus_digest,
    document_digest,
    only_writer,
    publish,
    read_contents,
    read_manifest,
)
from advisor.types import Chunk, Document, Embedded, Embedder, Vectors

PROBE = "Data engineers build pipelines; data scientists build models."
SAME_WEIGHTS = 0.995
"""Least cosine of two probes of the same weights; types of numbers and devices differ by less."""
Progress = Callable[[int, int], None]
"""Called with chunks done and chunks in all."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    manifest: Manifest
    embedded: tuple[str, ...]
    """Paths of the documents that were embedded in this build."""
    reused: int
    """Documents whose rows were taken over from the index that was there."""
    seconds: float
    published: bool
    """False when the index was already up to date."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one document. The chunks' `document` is set when the rows are joined."""

    chunks: Sequence[Chunk]
    vectors: Vectors
    sentence_vectors: NDArray[np.float16]
    tokens: Tokens


def build_index(  # noqa: PLR0913, PLR0917 - what a build rests on
    folders: Sequence[Path],
    index: Path,
    embedder_name: str,
    open_embedder: Callable[[], Embedder],
    chunk_tokens: int = 180,
    progress: Progress = lambda done, total: None,
    rebuild: bool = False,
    fixed_weights: bool = False,
) -> BuildReport:
    """Bring the index up to date with the folders.

    An embedder with other weights under the same name embeds everything again.

    Args:
        fixed_weights: this name has never other weights, so the embedder is opened only when a
            document changed.

    Raises:
        DocumentError: a folder is not there.
        AdvisorError: nothing readable in the folders, another build is running, or the disk is full.
    """
    begun = time.perf_counter()
    documents, skipped = _read(folders)
    digests = [document_digest(document) for document in documents]
    try:
        with only_writer(index):
            old = None if rebuild else _reusable(index, embedder_name, chunk_tokens)
            unchanged = old and (old[0].corpus, old[0].skipped) == (
                corpus_digest(documents, digests),
                skipped,
            )
            opened = cache(open_embedder)
            trusted = unchanged and fixed_weights
            if old and not trusted and not same_weights(old[0].probe, opened()):
                old = None
            if old and unchanged:
                return BuildReport(old[0], (), len(documents), time.perf_counter() - begun, False)
            embedder = opened()
            rows = _rows_in_place(old[1]) if old else {}
            kept = {digest: rows[digest] for digest in digests if digest in rows}
            new = [i for i, digest in enumerate(digests) if digest not in kept]
            kept.update(_embed(documents, digests, new, embedder, chunk_tokens, progress))
            manifest = publish(
                index,
                _join(documents, digests, [kept[digest] for digest in digests], embedder.dim),
                _facts(embedder, embedder_name, chunk_tokens, skipped),
                created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            )
    except OSError as error:
        raise AdvisorError(
            f"The index cannot be written to {index} ({error.strerror or error}); the index that was "
            "there is untouched. Free some space, or choose another folder with --index."
        ) from None
    embedded = tuple(documents[i].path for i in new)
    seconds = time.perf_counter() - begun
    return BuildReport(manifest, embedded, len(documents) - len(new), seconds, True)


def _read(folders: Sequence[Path]) -> tuple[list[Document], tuple[tuple[str, str], ...]]:
    found = list(read_folders(folders))
    documents = [one for one in found if isinstance(one, Document)]
    skipped = tuple((one.path, one.reason) for one in found if isinstance(one, Skipped))
    if not documents:
        reasons = "; ".join(f"{path} {reason}" for path, reason in skipped[:3])
        raise AdvisorError(
            f"No readable document in {', '.join(map(str, folders))}{f' ({reasons})' if reasons else ''}; "
            "put Markdown, text, HTML, PDF or DOCX files there."
        )
    return documents, skipped


def _reusable(
    index: Path, embedder_name: str, chunk_tokens: int
) -> tuple[Manifest, Contents] | None:
    """The generation in place, when its rows can be used again."""
    try:
        manifest, home = read_manifest(index)
        if (manifest.embedder, manifest.chunk_tokens) != (embedder_name, chunk_tokens):
            return None
        return manifest, read_contents(manifest, home)[0]
    except (IndexMissing, IndexDamaged, IndexForeign):
        return None


def _rows_in_place(contents: Contents) -> dict[str, _Rows]:
    """The rows of each document of a generation, by the document's digest."""
    first_sentence = np.cumsum([0, *(len(document.sentences) for document in contents.documents)])
    owners = np.array([one.document for one in contents.chunks])
    rows = {}
    for i, digest in enumerate(contents.digests):
        low, high = np.searchsorted(owners, [i, i + 1])
        sentences = contents.sentence_vectors[first_sentence[i] : first_sentence[i + 1]]
        rows[digest] = _Rows(
            contents.chunks[low:high],
            contents.vectors[low:high],
            sentences,
            contents.tokens.of(int(low), int(high)),
        )
    return rows


def _embed(
    documents: Sequence[Document],
    digests: Sequence[str],
    new: Sequence[int],
    embedder: Embedder,
    chunk_tokens: int,
    progress: Progress,
) -> dict[str, _Rows]:
    """The rows of the new documents, embedded together so that batches hold texts of one length."""
    chunks = {
        i: chunk(documents[i], i, embedder.count_tokens, chunk_tokens, embedder.window) for i in new
    }
    flat = [one for i in new for one in chunks[i]]
    texts = [embedded_text(documents[one.document], one) for one in flat]
    spans = [_sentence_spans(documents[one.document], one) for one in flat]
    results: list[tuple[Embedded, Tokens]] = []
    for embedded in embedder.encode(texts, spans):
        row = len(results)
        own = compact(texts[row], embedded, spans[row], flat[row].sentences[0])
        results.append((replace(embedded, token_vectors=embedded.token_vectors[:0]), own))
        progress(len(results), len(flat))
    rows, at = {}, 0
    for i in new:
        count = len(chunks[i])
        rows[digests[i]] = _rows(documents[i], chunks[i], results[at : at + count], embedder.dim)
        at += count
    return rows


def _rows(
    document: Document,
    chunks: Sequence[Chunk],
    results: Sequence[tuple[Embedded, Tokens]],
    dim: int,
) -> _Rows:
    """The rows of one document from what the embedder said about its chunks."""
    sentences = np.zeros((len(document.sentences), dim), np.float16)
    for one, (embedded, _) in zip(chunks, results, strict=True):
        sentences[slice(*one.sentences)] = embedded.spans
    vectors = np.array([embedded.vector for embedded, _ in results], np.float32)
    return _Rows(chunks, vectors, sentences, join([tokens for _, tokens in results], dim))


def embedded_text(document: Document, one: Chunk) -> str:
    """What stands for a chunk in front of the embedder: its headings, then its text."""
    return f"{heading_line(document, one.section)}\n{document.quote(one)}"


def _sentence_spans(document: Document, one: Chunk) -> list[tuple[int, int]]:
    """The chunk's sentences as spans of its embedded text."""
    shift = len(heading_line(document, one.section)) + 1 - one.start
    return [
        (max(sentence.start, one.start) + shift, min(sentence.end, one.end) + shift)
        for sentence in document.sentences[slice(*one.sentences)]
    ]


def _join(
    documents: Sequence[Document], digests: Sequence[str], rows: Sequence[_Rows], dim: int
) -> Contents:
    chunks = [replace(one, document=i) for i, own in enumerate(rows) for one in own.chunks]
    return Contents(
        documents,
        digests,
        chunks,
        np.concatenate([own.vectors.reshape(-1, dim) for own in rows]).astype(np.float32),
        np.concatenate([own.sentence_vectors.reshape(-1, dim) for own in rows]).astype(np.float16),
        join([own.tokens for own in rows], dim),
    )


def _facts(
    embedder: Embedder, name: str, chunk_tokens: int, skipped: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    return {
        "chunk_tokens": chunk_tokens,
        "embedder": name,
        "dim": embedder.dim,
        "window": embedder.window,
        "probe": probe(embedder),
        "skipped": skipped,
    }


def same_weights(before: Sequence[float], embedder: Embedder) -> bool:
    """Whether the embedder says of the fixed sentence what the one with the probe `before` said."""
    return len(before) == embedder.dim and likeness(before, embedder) >= SAME_WEIGHTS


def likeness(before: Sequence[float], embedder: Embedder) -> float:
    """Cosine between the probe `before` and the embedder's own."""
    return float(np.dot(np.array(before, np.float32), probe(embedder)))


def probe(embedder: Embedder) -> tuple[float, ...]:
    """The embedder's vector of a fixed sentence, rounded; equal weights give a cosine near 1."""
    return tuple(round(float(value), 4) for value in embedder.embed([PROBE])[0])
