"""The commands that measure: eval, eval-public, calibrate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from advisor.cli.speak import console, remark, say

if TYPE_CHECKING:
    from advisor.answer import Advisor

CASES = Path("tests/eval")
Writer = Literal["extractive", "model"]
SplitOption = Annotated[str, typer.Option("--split", help="Which rows: tune, test or all.")]
CasesOption = Annotated[Path, typer.Option("--cases", metavar="DIR", help="Folder of the rows.")]
IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")
]


def evaluate(
    cases: CasesOption = CASES,
    index: IndexOption = None,
    split: SplitOption = "all",
    writer: Annotated[
        Writer, typer.Option("--writer", help="Who writes the answers.")
    ] = "extractive",
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave a part out.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
    misses: Annotated[
        Path | None, typer.Option("--misses", help="Write the shortfalls here.")
    ] = None,
) -> None:
    """Ask the evaluation rows and print the figures."""
    from advisor.answer import open_advisor
    from advisor.cli.model import attach_model
    from advisor.errors import AdvisorError
    from advisor.evaluate import run
    from advisor.evaluate.cases import load_cases
    from advisor.evaluate.report import as_json, as_table
    from advisor.settings import load_settings

    unknown = set(without or ()) - set(run.ABLATIONS)
    if unknown:
        raise AdvisorError(
            f"--without {', '.join(unknown)}: expected one of {', '.join(run.ABLATIONS)}."
        )
    rows = load_cases(cases).only(split)
    advisor = open_advisor(load_settings(index=index))
    if writer == "model":
        attach_model(advisor, required=True)
    with run.without(without or ()):
        result = run.evaluate(advisor, rows, writer)
    console().print(as_table(result.figures))
    if json_file:
        json_file.write_text(
            as_json(result, _about(advisor, split, writer, without or ())) + "\n", "utf-8"
        )
    if misses:
        misses.write_text(json.dumps(result.misses, indent=1, ensure_ascii=False) + "\n", "utf-8")
    remark(f"{len(result.misses)} answers fell short of their row.")


def _about(advisor: Advisor, split: str, writer: str, without: Sequence[str]) -> dict[str, Any]:
    """What the figures were measured on; what is left out or added stands in it only when it is so."""
    manifest, settings = advisor.index.manifest, advisor.settings
    special = {"without": ", ".join(without), "reranker": settings.reranker}
    return {
        "documents": manifest.documents,
        "split": split,
        "writer": settings.model if writer == "model" else writer,
        "built": manifest.created,
        "measured": date.today().isoformat(),
        "library": manifest.corpus,
    } | {name: value for name, value in special.items() if value}


def evaluate_public(
    data: Annotated[Path, typer.Argument(metavar="DIR", help="docs.jsonl and queries.jsonl.")],
    limit: Annotated[int | None, typer.Option("--limit", help="Only so many queries.")] = None,
) -> None:
    """Index a public retrieval set and print MRR@5 and hit@5."""
    from advisor.evaluate.public import evaluate_public as measure
    from advisor.index.embedder import open_embedder
    from advisor.index.rerank import open_reranker
    from advisor.settings import load_settings

    settings = load_settings()
    results = measure(data, open_embedder(settings), limit, open_reranker(settings))
    say(f"{'system':16} {'MRR@5':>7} {'hit@5':>7} {'queries':>8}")
    for one in results:
        say(f"{one.system:16} {one.mrr_at_5:7.4f} {one.hit_at_5:7.4f} {one.queries:8}")


def calibrate(
    cases: CasesOption = CASES, index: IndexOption = None, split: SplitOption = "tune"
) -> None:
    """Fit the gate's weights and print them with their curve."""
    from advisor.answer import open_advisor
    from advisor.evaluate.calibrate import calibrate as fit
    from advisor.evaluate.calibrate import describe
    from advisor.evaluate.cases import load_cases
    from advisor.settings import load_settings

    rows = load_cases(cases).only(split)
    for line in describe(fit(open_advisor(load_settings(index=index)), rows)):
        say(line)
