"""A public retrieval set: this project beside what LangChain and txtai do by default, as one table.

    python bench/public.py FOLDER [--limit N]

FOLDER holds `docs.jsonl` ({"id", "title", "text"}) and `queries.jsonl` ({"q", "rel": [ids]}). Every
program has the same weights and the same texts; MRR@5 and hit@5 count different documents. The others
run in `.bench-venv`, each in a process of its own; one that cannot says so and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from run import OTHERS, CannotRun, environment, records

FOUND = 20
"""Passages asked for: several may be of one document, and five different ones are counted."""


def main() -> int:
    options = read_options()
    if options.program:
        print("\n" + json.dumps(PROGRAMS[options.program](options.folder, options.limit)))
        return 0
    print(f"{'system':44} {'MRR@5':>7} {'hit@5':>7} {'queries':>8}")
    for one in ours(options.folder, options.limit):
        say(one)
    for program in PROGRAMS:
        say_theirs(program, options)
    return 0


def say_theirs(program: str, options: argparse.Namespace) -> None:
    try:
        for one in theirs(program, options.folder, options.limit):
            say(one)
    except CannotRun as error:
        print(f"{program:44} not measured: {error}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure retrieval on a public set.")
    parser.add_argument("folder", type=Path, help="holds docs.jsonl and queries.jsonl")
    parser.add_argument("--limit", type=int, help="only so many queries")
    parser.add_argument("--program", choices=list(PROGRAMS), help=argparse.SUPPRESS)
    return parser.parse_args()


def say(one: dict[str, Any]) -> None:
    figures = f"{one['mrr']:7.4f} {one['hit']:7.4f} {one['queries']:8}"
    print(f"{one['system']:44} {figures}", flush=True)


def ours(folder: Path, limit: int | None) -> list[dict[str, Any]]:
    from advisor.errors import AdvisorError
    from advisor.evaluate.public import evaluate_public
    from advisor.index.embedder import open_embedder
    from advisor.index.rerank import open_reranker
    from advisor.settings import load_settings

    print("measuring this project ...", file=sys.stderr, flush=True)
    try:
        settings = load_settings()
        found = evaluate_public(folder, open_embedder(settings), limit, open_reranker(settings))
    except AdvisorError as error:
        raise SystemExit(str(error)) from None
    return [
        {"system": one.system, "mrr": one.mrr_at_5, "hit": one.hit_at_5, "queries": one.queries}
        for one in found
    ]


def theirs(program: str, folder: Path, limit: int | None) -> list[dict[str, Any]]:
    """What another program found, measured by this file in its environment."""
    if not OTHERS.exists():
        raise CannotRun("not installed; `make eval-public` installs it")
    print(f"measuring {program} ...", file=sys.stderr, flush=True)
    only = ["--limit", str(limit)] if limit else []
    with tempfile.TemporaryDirectory(prefix="advisor-public-") as work:
        done = subprocess.run(
            [str(OTHERS), __file__, str(folder.resolve()), "--program", program, *only],
            capture_output=True,
            text=True,
            env=environment(Path(work)),
            check=False,
        )
    if done.returncode:
        raise CannotRun((done.stderr.strip().splitlines() or ["it failed"])[-1][:120])
    rows: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    return rows


# in the environment of the others


def langchain(folder: Path, limit: int | None) -> list[dict[str, Any]]:
    """FAISS over what the recursive splitter makes of the documents, all by default."""
    from importlib.metadata import version

    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from one import minilm

    documents, queries = read_set(folder, limit)
    whole = [Document(page_content=text, metadata={"id": id}) for id, text in documents]
    embeddings = HuggingFaceEmbeddings(model_name=minilm())
    store = FAISS.from_documents(
        RecursiveCharacterTextSplitter().split_documents(whole), embeddings
    )
    vectors = embeddings.embed_documents([query["q"] for query in queries])
    found = [
        [one.metadata["id"] for one in store.similarity_search_by_vector(vector, FOUND)]
        for vector in vectors
    ]
    system = f"LangChain {version('langchain-community')}, splitter and FAISS"
    return [scored(system, queries, found)]


def txtai(folder: Path, limit: int | None) -> list[dict[str, Any]]:
    """Embeddings with content by default, and the same with `hybrid=True`."""
    from importlib.metadata import version

    from one import minilm
    from txtai import Embeddings

    documents, queries = read_set(folder, limit)
    rows = []
    for label, options in (("", {}), (", hybrid", {"hybrid": True})):
        embeddings = Embeddings(path=minilm(), content=True, **options)
        embeddings.index((id, text, None) for id, text in documents)
        hits = embeddings.batchsearch([query["q"] for query in queries], FOUND)
        found = [[str(one["id"]) for one in best] for best in hits]
        rows.append(scored(f"txtai {version('txtai')}{label}", queries, found))
    return rows


PROGRAMS = {"langchain": langchain, "txtai": txtai}


def read_set(folder: Path, limit: int | None) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """((id, title and text) of each document, the queries)."""
    documents = [
        (str(one["id"]), f"{one['title']}\n\n{one['text']}")
        for one in records(folder / "docs.jsonl")
    ]
    return documents, list(records(folder / "queries.jsonl"))[:limit]


def scored(system: str, queries: list[dict[str, Any]], found: list[list[str]]) -> dict[str, Any]:
    """MRR@5 and hit@5 over different documents."""
    ranks = [
        next((rank for rank, id in enumerate(first_five(ids), 1) if id in query["rel"]), 0)
        for query, ids in zip(queries, found, strict=True)
    ]
    count = max(1, len(ranks))
    return {
        "system": system,
        "mrr": sum(1 / rank for rank in ranks if rank) / count,
        "hit": sum(rank > 0 for rank in ranks) / count,
        "queries": count,
    }


def first_five(ids: list[str]) -> list[str]:
    return list(dict.fromkeys(ids))[:5]


if __name__ == "__main__":
    sys.exit(main())
