"""The evaluation: what is counted when a model writes, how it is shown, and the public set."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from citation_cases import write_pages
from fakes import FakeEmbedder, ScriptedGenerator
from numpy.typing import NDArray
from test_model_writer import BUILDS, FOCUS, INVENTED, OF_ANOTHER, QUESTION

from advisor import cli
from advisor.answer import Advisor, assemble
from advisor.errors import AdvisorError
from advisor.evaluate.cases import Cases, Multi, Single, Unanswerable
from advisor.evaluate.public import evaluate_public
from advisor.evaluate.report import as_card, as_json, as_table
from advisor.evaluate.run import COUNTED, Evaluation, evaluate
from advisor.index.build import build_index
from advisor.index.search import open_index
from advisor.settings import DEFAULT_EMBEDDER, Settings
from advisor.types import Checked, Draft
from advisor.writers.model import ModelWriter

TWIN = "What is a data engineer, in short?"
ROWS = Cases(
    single=(
        Single(
            id="s1",
            question=QUESTION,
            twin=TWIN,
            nuggets=(("pipelines",), ("infrastructure",)),
            pages=("roles/data-engineer.md",),
        ),
    ),
    multi=(Multi(id="m1", turns=(QUESTION, QUESTION), nuggets=(("pipelines",),)),),
    unanswerable=(
        Unanswerable(id="u1", question="Who won the football match on Mars?", kind="far"),
    ),
)


pytestmark = pytest.mark.usefixtures("no_dials")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluated")
    embedder = FakeEmbedder(name=DEFAULT_EMBEDDER)
    write_pages(folder / "pages")
    build_index([folder / "pages"], folder / "index", embedder.name, lambda: embedder)
    return folder


def advisor_with(home: Path, generator: ScriptedGenerator | None) -> Advisor:
    index = open_index(home / "index", FakeEmbedder(name=DEFAULT_EMBEDDER))
    settings = Settings(index=home / "index")
    advisor = assemble(index, settings)
    if generator:
        advisor.rewriter = ModelWriter(index, advisor.lexicon, generator, settings)
    return advisor


def of_model(evaluation: Evaluation) -> dict[str, tuple[float, int | None, int]]:
    """(share, count, of how many) of each figure about a model's sentences."""
    return {
        one.name: (round(one.value, 3), one.count, one.rows)
        for one in evaluation.figures
        if one.name in COUNTED
    }


# when a model writes


def test_each_kind_of_failure_has_its_count_and_its_share(home: Path) -> None:
    generator = ScriptedGenerator(
        f"{BUILDS} {FOCUS}",
        f"{BUILDS} {FOCUS} {INVENTED}",
        f"{INVENTED} {OF_ANOTHER}",
        "",
    )
    found = evaluate(advisor_with(home, generator), ROWS, "model")
    assert len(generator.calls) == 4  # the unanswerable one never reaches it
    assert of_model(found) == {
        "sentences supported": (0.571, 4, 7),
        "sentences made up": (0.286, 2, 7),
        "sentences misattributed": (0.143, 1, 7),
        "sentences spliced": (0.0, 0, 7),
        "quoted answer stood": (0.5, 2, 4),
    }


def test_the_shares_of_sentences_add_up() -> None:
    result = Evaluation()
    result.note_checked(Draft("", checked=Checked(5, 1, 2, 3), writer="model"))
    result.note_checked(Draft("", checked=Checked(0, 4, 0, 0)))
    result.note_checked(Draft(""))
    figures = {one.name: one for one in result.settle().figures}
    assert [figures[name].count for name in COUNTED] == [5, 5, 2, 3, 1]
    assert sum(figures[name].value for name in COUNTED[:-1]) == pytest.approx(1)
    assert {figures[name].rows for name in COUNTED[:-1]} == {15}
    assert figures["quoted answer stood"].rows == 2


def test_a_model_that_wrote_nothing_has_no_shares_of_sentences() -> None:
    result = Evaluation()
    result.note_checked(Draft("", checked=Checked()))
    assert [one.name for one in result.settle().figures] == ["quoted answer stood"]


def test_without_a_model_nothing_is_said_about_one(home: Path) -> None:
    for advisor in (
        advisor_with(home, None),
        advisor_with(home, ScriptedGenerator(INVENTED)),  # there, and left out
    ):
        found = evaluate(advisor, ROWS, "extractive")
        assert of_model(found) == {}
        assert found.figures
        assert "sentences" not in as_card(json.loads(as_json(found, {"split": "all"})))


def test_table_record_and_card_show_the_counts() -> None:
    from rich.console import Console

    result = Evaluation()
    result.note("nugget recall", 0.5)
    result.note_checked(Draft("", checked=Checked(1, 2, 0, 1), writer="model"))
    result.settle()
    record = json.loads(as_json(result, {"writer": "a <model>"}))
    assert record["figures"]["sentences made up"]["count"] == 2
    assert record["figures"]["sentences made up"]["rows"] == 4
    assert "count" not in record["figures"]["nugget recall"]
    assert "<td>0.500 (2)</td>" in as_card(record)
    assert "a &lt;model&gt;" in as_card(record)
    printed = io.StringIO()
    Console(file=printed, width=120).print(as_table(result.figures))
    lines = printed.getvalue().splitlines()
    assert "0.500 (2)" in next(one for one in lines if "made up" in one)
    assert ">= 0.92 ✗ " in next(one for one in lines if "nugget recall" in one)


# the command


def run_eval(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *options: str
) -> tuple[int, dict[str, Any]]:
    """The exit code of `advisor eval` over ROWS, and the record that it wrote."""
    monkeypatch.setattr(
        "advisor.index.embedder.open_embedder", lambda settings: FakeEmbedder(DEFAULT_EMBEDDER)
    )
    monkeypatch.setattr(
        "advisor.generators.try_generator",
        lambda settings, *_: (ScriptedGenerator(f"{BUILDS} {INVENTED}"), "It writes."),
    )
    for name in ("single", "multi", "unanswerable"):
        lines = [one.model_dump_json() for one in getattr(ROWS, name)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    written = tmp_path / "figures.json"
    words = ["eval", "--cases", tmp_path, "--index", home / "index", "--json", written, *options]
    code = cli.run([str(word) for word in words])
    return code, json.loads(written.read_text("utf-8")) if written.is_file() else {}


def test_the_command_lets_the_model_write(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, record = run_eval(home, tmp_path, monkeypatch, "--writer", "model")
    assert code == 0
    assert record["about"]["writer"] == Settings().model
    supported = record["figures"]["sentences supported"]
    assert (supported["value"], supported["count"], supported["rows"]) == (0.5, 4, 8)
    assert list(record["figures"])[-len(COUNTED) :] == list(COUNTED)
    assert record["figures"]["quoted answer stood"]["count"] == 0


def test_the_record_says_what_was_left_out(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, record = run_eval(home, tmp_path, monkeypatch, "--without", "late", "--without", "misfit")
    assert (code, record["about"]["without"]) == (0, "late, misfit")
    assert record["about"]["writer"] == "extractive"
    assert not set(COUNTED) & set(record["figures"])
    assert "without" not in run_eval(home, tmp_path, monkeypatch)[1]["about"]


def test_another_writer_is_refused(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_eval(home, tmp_path, monkeypatch, "--writer", "modle") == (2, {})
    assert "'modle' is not one of 'extractive', 'model'" in capsys.readouterr().err


# the public set

DOCUMENTS = (
    ("kafka", "Kafka keeps offsets", "Each group of consumers remembers where it stopped."),
    ("airflow", "Airflow retries tasks", "A failed task is started again after a while."),
    ("spark", "Spark shuffles tables", "Rows travel between machines when tables are joined."),
)
QUERIES = (
    ("Where do consumers of Kafka stop?", ["kafka"]),
    ("When is a failed task started again?", ["airflow"]),
    ("Why do rows travel when tables are joined?", ["spark", "nowhere"]),
    ("Where is the canteen?", ["nowhere"]),
)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    documents = [{"id": id, "title": title, "text": text} for id, title, text in DOCUMENTS]
    queries = [{"q": question, "rel": wanted} for question, wanted in QUERIES]
    for name, rows in (("docs", documents), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_a_public_set_is_asked_of_the_whole_and_of_its_parts(public: Path) -> None:
    found = evaluate_public(public, FakeEmbedder())
    assert [one.system for one in found] == ["this project", "dense alone", "BM25 alone"]
    assert {(one.mrr_at_5, one.hit_at_5, one.queries) for one in found} == {(0.75, 0.75, 4)}
    assert evaluate_public(public, FakeEmbedder(), limit=1)[0].queries == 1


def test_a_reranker_is_measured_with_the_project_and_not_with_the_parts(public: Path) -> None:
    class Spoiler:
        def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.arange(len(texts), dtype=np.float32)

    before = evaluate_public(public, FakeEmbedder())
    after = evaluate_public(public, FakeEmbedder(), reranker=Spoiler())
    assert after[0].mrr_at_5 < before[0].mrr_at_5
    assert after[1:] == before[1:]


def test_a_folder_without_the_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AdvisorError, match=r"docs\.jsonl is not there; give a folder with"):
        evaluate_public(tmp_path, FakeEmbedder())


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/public.py, which no package holds."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "bench"))
    import public

    yield public
    for name in ("public", "run", "one"):
        sys.modules.pop(name, None)


def test_the_table_says_what_could_not_be_measured(
    public: Path,
    beside: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = public / "python"
    broken.write_text("#!/bin/sh\necho 'ModuleNotFoundError: No module named x' >&2; exit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(
        "advisor.index.embedder.open_embedder", lambda settings: FakeEmbedder(DEFAULT_EMBEDDER)
    )
    monkeypatch.setattr(sys, "argv", ["public.py", str(public)])
    for others, reason in (
        (public / "none", "not installed; `make eval-public` installs it"),
        (broken, "ModuleNotFoundError: No module named x"),
    ):
        monkeypatch.setattr(beside, "OTHERS", others)
        assert beside.main() == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[1].split() == ["this", "project", "0.7500", "0.7500", "4"]
        assert [line.split(maxsplit=1) for line in lines[4:]] == [
            ["langchain", f"not measured: {reason}"],
            ["txtai", f"not measured: {reason}"],
        ]


def test_passages_of_one_document_count_once(beside: Any) -> None:
    queries = [{"rel": ["c"]}, {"rel": ["f"]}, {"rel": ["a", "b"]}]
    found = [["a", "a", "b", "a", "c"], ["a", "b", "c", "d", "e", "f"], ["b", "a"]]
    row = beside.scored("x", queries, found)
    assert row["mrr"] == pytest.approx((1 / 3 + 0 + 1) / 3)
    assert (row["hit"], row["queries"]) == (pytest.approx(2 / 3), 3)
