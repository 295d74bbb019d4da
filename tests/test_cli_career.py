"""The career tools in the terminal: each once for people, once for programs, and what goes wrong.

The library is read once for all of them; what depends on reading it starts from the documents.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEmbedder
from job_ads import ADS
from pages import copy_pages

from advisor import cli
from advisor.answer import Advisor
from advisor.career.interview import check_answer
from advisor.career.shelf import Shelf
from advisor.cli import career
from advisor.errors import ModelUnavailable
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library
from advisor.programs.service import Service
from advisor.settings import DEFAULT_EMBEDDER, Settings
from advisor.text import plain
from advisor.types import Embedder
from advisor.ui import practice_answers

Run = Callable[..., tuple[int, str, str]]
OPEN_EMBEDDER = "advisor.index.embedder.open_embedder"
BATCH = "interview-data-engineer/batch-or-streaming-how-do-you-decide"
ME = (
    "I am a data engineer. I use SQL, Python, Airflow and Spark every day. "
    "I have 6 hours a week. I have never used Docker."
)


@pytest.fixture
def shelf(shipped_library: Library, shipped_lexicon: Lexicon) -> Shelf:
    return Shelf(shipped_library, shipped_lexicon)


@pytest.fixture
def plain_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command: its exit code, what it printed, what it said on stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(one) for one in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def run(
    plain_run: Run,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """The same, over the shipped library that all tests share."""
    monkeypatch.setattr(career, "open_shelf", lambda index: shelf)
    return plain_run


@pytest.fixture
def search_model(minilm: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search model that all tests share, for the commands."""
    monkeypatch.setattr(OPEN_EMBEDDER, lambda settings: minilm)


@pytest.fixture
def record(run: Run, shelf: Shelf) -> Callable[..., Any]:
    """Runs a command with --json; every passage in the record was found in its document."""
    texts = {one.document.path: one.document.text for one in shelf.library.entries.values()}

    def call(*arguments: object) -> Any:
        code, out, err = run(*arguments, "--json")
        assert (code, err) == (0, "")
        found = json.loads(out)
        passages = list(passages_of(found))
        assert passages
        for one in passages:
            assert set(one) == {"path", "start", "end", "text"}
            assert plain(texts[one["path"]][one["start"] : one["end"]]) == one["text"] != ""
        return found

    return call


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which ends with 99 if it has loaded a model's library."""
    heavy = ("torch", "transformers", "sentence_transformers", "gradio", "pandas")
    code = (
        f"import sys; from advisor.cli import run; code = run({arguments!r})\n"
        f"sys.exit(99 if any(one in sys.modules for one in {heavy}) else code)"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def passages_of(value: Any) -> Iterator[dict[str, Any]]:
    inside: Any = ()
    if isinstance(value, dict):
        if "path" in value:
            yield value
        inside = value.values()
    elif isinstance(value, list):
        inside = value
    for one in inside:
        yield from passages_of(one)


@pytest.fixture
def me(tmp_path: Path) -> Path:
    file = tmp_path / "me.txt"
    file.write_text(ME, "utf-8")
    return file


# for people


def test_comparison(run: Run) -> None:
    code, out, _ = run("compare", "data enginer", "ML engineer")
    assert code == 0
    assert out.startswith("A data engineer differs from an ML engineer in the product: trusted")
    assert "Measured by" in out
    assert "Both want SQL, Python, Cloud platforms, Git" in out
    python = next(line for line in out.splitlines() if line.strip().startswith("Python "))
    assert re.fullmatch(r"Python +core \[\d+\] +core \[\d+\] +by all", python.strip())
    assert "[1] roles/data-engineer.md:" in out


def test_transfer(run: Run) -> None:
    code, out, _ = run("transfer", "data engineer", "ml enginer")
    assert code == 0
    assert out.startswith("From data engineer to ML engineer. From the library's page on this move")
    assert "Workflow orchestration → Training pipelines" in out
    assert "10 to 15 months at eight hours a week" in out


def test_fit(run: Run) -> None:
    code, out, _ = run("fit", "--skill", "Pyhton", "--skill", "dbt", "--build", "9")
    assert code == 0
    assert "Ranked by your skills and your preferences" in out
    assert "Python. You ticked it." in out
    assert "Then: " in out


def test_gap(run: Run, me: Path) -> None:
    code, out, _ = run("gap", "ml engineer", "--text", me, "--have", "deep lerning")
    assert code == 0
    assert next(line for line in out.splitlines() if "Deep learning" in line).split()[2:4] == [
        "core",
        "have",
    ]
    assert "You wrote “I use SQL, Python, Airflow and Spark every day.”" in out


def test_job_ads(run: Run, tmp_path: Path) -> None:
    files = []
    for name in ("liar_mle_is_de", "liar_ds_is_da"):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(ADS[name][2], "utf-8")
    code, out, _ = run("job-ad", *files)
    assert code == 0
    assert "Ad 1: Machine Learning Engineer" in out
    assert "Titled ML engineer, it reads 9" in out
    assert "Ad 2: Senior Data Scientist" in out
    assert "Over all ads" in out


def test_plan(run: Run) -> None:
    code, out, err = run("plan", "ml engineer", "--hours", 8, "--start", "2026-03-02")
    assert (code, err) == (0, "")
    assert "8 hours a week, from 2026-03-02; 0% done." in out
    assert "Phase 1: " in out
    assert "skill:deep-learning" in out


def test_project(run: Run) -> None:
    code, out, _ = run("project", "--role", "ml engineer", "--gap", "model servng")
    assert code == 0
    assert "It puts 1 of your 1 gaps to use (Model serving) in " in out
    assert "Measured by" in out


def test_practice(run: Run) -> None:
    code, out, _ = run("practice", "data enginer")
    assert code == 0
    assert "How do you rerun a month of data without duplicates?" in out
    assert "interview-data-engineer/how-do-you-rerun-a-month-of-data-without-duplicates" in out


# for programs


def test_comparison_as_json(record: Callable[..., Any]) -> None:
    found = record("compare", "data engineer", "mle", "mlops")
    assert found["roles"] == ["data-engineer", "ml-engineer", "mlops-engineer"]
    assert found["titles"] == ["Data engineer", "ML engineer", "MLOps engineer"]
    assert [one["evidence"][0]["path"] for one in found["difference"]] == [
        f"roles/{role}.md" for role in found["roles"]
    ]
    assert all(len(row["cells"]) == 3 for row in found["rows"])
    docker = next(one for one in found["tools"] if one["id"] == "docker")
    assert (docker["reach"], [one["role"] for one in docker["by"]]) == ("all", found["roles"])
    assert docker["by"][1]["cited"]["path"] == "roles/ml-engineer.md"
    assert found["shared"]["skills"]["text"].startswith("All three want Python, ")


def test_transfer_as_json(record: Callable[..., Any]) -> None:
    found = record("transfer", "data engineer", "ml engineer")
    assert (found["origin"], found["target"], found["computed"]) == (
        "data-engineer",
        "ml-engineer",
        False,
    )
    assert "python" in [one["skill"] for one in found["carry_over"]]
    assert "deep-learning" in [one["skill"] for one in found["learn"]]
    assert found["distance"]["arithmetic"].endswith("is half had.")
    assert 0 < found["distance"]["value"] < 100


def test_a_move_without_a_page_has_no_passage_on_its_trap(record: Callable[..., Any]) -> None:
    found = record("transfer", "statistician", "data platform engineer")
    assert found["computed"] is True
    assert found["trap"] is None


def test_fit_as_json(record: Callable[..., Any]) -> None:
    found = record("fit", "--skill", "statistics", "--skill", "r", "--skill", "bayesian inference")
    assert found["rankings"][0]["role"] == "statistician"
    scores = [one["score"] for one in found["rankings"]]
    assert scores == sorted(scores, reverse=True)


def test_gap_as_json(record: Callable[..., Any], me: Path) -> None:
    found = record("gap", "ml engineer", "--text", me, "--not-have", "sql")
    verdicts = {one["id"]: one["verdict"] for one in found["lines"]}
    assert (verdicts["python"], verdicts["sql"], verdicts["docker"]) == (
        "have",
        "missing",
        "missing",
    )
    assert 0 < found["coverage"] < 100


def test_a_resume_and_a_text_count_together(
    record: Callable[..., Any], me: Path, tmp_path: Path
) -> None:
    resume = tmp_path / "resume.txt"
    resume.write_text(
        "Data analyst\n\nExperience\n- Trained models with PyTorch for three years\n"
        "- Served the models of the team with Docker on Kubernetes\n",
        "utf-8",
    )
    found = record("gap", "ml engineer", "--text", me, "--resume", resume)
    verdicts = {one["id"]: one["verdict"] for one in found["lines"]}
    assert verdicts["pytorch"] == "have"
    assert verdicts["python"] == "have"
    assert verdicts["docker"] == "missing"  # the text says so, and it is the newer word


def test_a_job_ad_as_json(record: Callable[..., Any], me: Path, tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_text(ADS["liar_mle_is_de"][2], "utf-8")
    found = record("job-ad", file, "--text", me)
    ad = found["ads"][0]
    assert (ad["titled"], ad["role"]) == ("ml-engineer", "data-engineer")
    verdicts = {one["id"]: one["verdict"] for one in (*ad["required"], *ad["nice"])}
    assert (verdicts["apache-spark"], verdicts["apache-kafka"]) == ("have", "missing")
    assert "terraform" in [one["id"] for one in ad["nice"]]


def test_project_as_json(record: Callable[..., Any]) -> None:
    found = record("project", "--role", "mlops engineer", "--hours", 60)
    assert found["role"] == "mlops-engineer"
    assert found["hours"] <= 60
    assert found["covers"]
    assert found["rubric"]


def test_questions_as_json(record: Callable[..., Any]) -> None:
    found = record("practice", "data engineer")
    assert found[0]["id"].startswith("interview-data-engineer/")
    assert all(one["points"] for one in found)


@pytest.mark.usefixtures("search_model")
def test_an_answer_as_json(record: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's own words make every point; the number stands for the question in the list."""
    question = record("practice", "data engineer")[0]
    said = " ".join(one["text"] for one in question["points"])
    stdin = io.TextIOWrapper(io.BytesIO(said.encode()), "utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    found = record("practice", "data engineer", "--question", 1, "--answer", "-")
    assert found["question"]["id"] == question["id"]
    assert {one["verdict"] for one in found["points"]} == {"covered"}
    nothing = record("practice", "data engineer", "--question", question["id"], "--answer", "Tea.")
    assert {one["verdict"] for one in nothing["points"]} == {"missed"}


@pytest.mark.usefixtures("search_model")
def test_an_answer_for_people(run: Run) -> None:
    code, out, _ = run("practice", "data engineer", "--question", 1, "--answer", "I like tea.")
    assert code == 0
    assert "0 of 3 points said." in out
    assert "Nothing in your answer says it." in out


@pytest.mark.usefixtures("search_model")
def test_an_answer_has_one_verdict_on_the_page_for_programs_and_here(
    record: Callable[..., Any], shelf: Shelf, shipped: Advisor
) -> None:
    """Meaning decides behind each of the doors: by its words alone this answer would make less."""
    answer = (
        "I always ask: who or what acts on the data, and how quickly? If a manager reads it once a "
        "day, batch is fine. Streaming means you have to care about state, ordering, checkpoints "
        "and being on call."
    )
    here = record("practice", "data engineer", "--question", BATCH, "--answer", answer)
    service = Service(lambda: shipped, lambda: shipped.shelf)
    program = service.check_answer(BATCH, answer)
    verdicts = [one["verdict"] for one in here["points"]]
    assert verdicts == [one["verdict"] for one in program["points"]]
    assert (here["note"], [one["why"] for one in here["points"]]) == (
        program["note"],
        [one["why"] for one in program["points"]],
    )
    kept = practice_answers.checked(shipped, f"data-engineer\n{BATCH}", answer, "")[2]
    (page,) = practice_answers.tried_in(kept)
    assert (page.covered, page.partly) == tuple(map(verdicts.count, ("covered", "partly")))
    by_words = check_answer(shelf.library, None, BATCH, answer, shelf.lexicon)
    assert (len(by_words.covered), len(by_words.partly)) < (page.covered, page.partly)


def test_without_the_search_model_the_words_of_an_answer_decide(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(settings: Settings) -> None:
        raise ModelUnavailable(f"{settings.embedder} is not here.")

    monkeypatch.setattr(OPEN_EMBEDDER, missing)
    said = "An idempotent load gives the same table whether it runs once or many times."
    code, out, err = run("practice", "data engineer", "--question", 1, "--answer", said)
    assert (code, "1 of 3 points said." in out) == (0, True)
    assert err.count("\n") == 1
    assert "by its words only" in err and f"{DEFAULT_EMBEDDER} is not here." in err


def test_a_wrong_question_waits_for_no_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(settings: Settings) -> None:
        raise AssertionError("the model was opened")

    monkeypatch.setattr(OPEN_EMBEDDER, never)
    assert run("practice", "mle")[0] == 0
    code, _, err = run("practice", "mle", "--question", "x", "--answer", "y")
    assert (code, "There is no question 'x'" in err) == (1, True)


# plans come back


def test_an_exported_plan_comes_back_the_same(run: Run, me: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    start = ("--start", "2026-03-02")
    code, first, err = run("plan", "mle", "--text", me, *start, "--export", file, "--json")
    assert (code, err) == (0, f"Wrote {file}.\n")
    assert json.loads(first)["hours_per_week"] == 6  # as the text tells
    assert file.read_text("utf-8") + "\n" == first
    assert run("plan", "--from", file, "--json") == (0, first, "")


def test_a_finished_item_leaves_the_plan_and_the_rest_begins_today(
    run: Run, tmp_path: Path
) -> None:
    file, later = tmp_path / "plan.json", tmp_path / "later.json"
    run("plan", "mle", "--hours", 8, "--start", "2020-01-06", "--export", file)
    done = ("--done", "skill:statistics", "--done", "supervised lerning")
    code, out, _ = run("plan", "--from", file, *done, "--export", later)
    assert code == 0
    found = json.loads(later.read_text("utf-8"))
    states = {one["id"]: one["state"] for phase in found["phases"] for one in phase["items"]}
    assert (states["skill:statistics"], states["skill:supervised-learning"]) == ("done", "done")
    assert states["skill:deep-learning"] == "open"
    assert date.today() - date.fromisoformat(found["start"]) <= timedelta(days=1)
    assert "; 0% done." not in out


def test_a_saved_plan_at_another_pace(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    run("plan", "mle", "--hours", 8, "--start", "2026-03-02", "--export", file)
    _, out, _ = run("plan", "--from", file, "--hours", 16, "--start", "2026-05-04", "--json")
    assert (json.loads(out)["hours_per_week"], json.loads(out)["start"]) == (16, "2026-05-04")
    assert json.loads(out)["target"] == "ml-engineer"


@pytest.mark.parametrize(
    ("name", "holds"), [("plan.md", "# To ML engineer"), ("plan.ics", "BEGIN:VCALENDAR")]
)
def test_a_plan_to_read_and_a_calendar(run: Run, tmp_path: Path, name: str, holds: str) -> None:
    code, _, _ = run("plan", "mle", "--hours", 8, "--export", tmp_path / name)
    assert code == 0
    text = (tmp_path / name).read_bytes().decode()
    assert text.startswith(holds)
    assert "Deep learning" in text


# what goes wrong

UNKNOWN = "is no role of the library; the nearest names are "


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "data wizard", "mle"), f"'data wizard' {UNKNOWN}"),
        (("transfer", "mle", "plumber"), f"'plumber' {UNKNOWN}"),
        (("gap", "plumber"), f"'plumber' {UNKNOWN}"),
        (("plan", "plumber", "--hours", 8), f"'plumber' {UNKNOWN}"),
        (("project", "--role", "plumber"), f"'plumber' {UNKNOWN}"),
        (("fit", "--skill", "juggling"), "'juggling' is no skill or tool of the library; the near"),
        (("practice", "juggling"), "asks nothing about 'juggling'; the nearest names are "),
        (("gap", "sql"), "SQL is a skill and no role; the nearest names are "),
        (("project", "--gap", "docker"), "Docker is a tool and no skill; it shows these: "),
        (("compare", "mle", "ml engineer"), "ML engineer is named twice; choose roles that differ"),
        (("transfer", "mle", "mle"), "Both roles are ML engineer; choose two that differ"),
        (("plan", "mle", "--hours", 0), "hours a week cannot be planned"),
        (("plan", "mle"), "A plan needs the hours that you have a week"),
        (("plan", "mle", "--hours", 8, "--start", "soon"), "'soon' is no date; write it as 2026-"),
        (("plan", "mle", "--hours", 8, "--done", "skill:tea"), "The plan has no item 'skill:tea'"),
        (("plan", "mle", "--hours", 8, "--export", "p.docx"), "has to end in .md, .json or .ics"),
        (("plan", "mle", "--hours", 8, "--export", "no/p.md"), "There is no folder no; make it"),
        (("plan", "--from", "absent.json"), "absent.json cannot be read (No such file"),
        (("project", "--role", "mle", "--hours", 0), "hours are no size for a project"),
        (("gap", "mle", "--text", "absent.txt"), "absent.txt cannot be read (No such file"),
        (("gap", "mle", "--resume", "absent.pdf"), "The résumé cannot be opened: No such file"),
        (("job-ad", "absent.txt"), "absent.txt cannot be read (No such file"),
        (("fit",), "There is nothing to compare yet"),
        (
            ("gap", "mle", "--have", "sql", "--not-have", "SQL"),
            "SQL stands behind --have and --not",
        ),
        (("practice", "mle", "--question", "x", "--answer", "y"), "There is no question 'x'"),
    ],
)
def test_what_a_person_can_mend_is_one_line_and_exit_1(
    run: Run,
    arguments: tuple[object, ...],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert sentence in err
    assert list(tmp_path.iterdir()) == []


def test_a_typing_error_in_an_unknown_role_finds_its_neighbors(run: Run) -> None:
    _, _, err = run("gap", "analyst of things")
    assert f"{UNKNOWN}Data analyst, " in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "mle"), "give two to 4 roles"),
        (("compare", "mle", "da", "ds", "de", "ba"), "5 names were given"),
        (("plan",), "give a ROLE, or a saved plan with --from"),
        (("project",), "give --role, or --gap"),
        (("practice", "mle", "--question", "1"), "--question and --answer belong together"),
        (("fit", "--build", "11"), "'--build': Input should be less than or equal to 10"),
    ],
)
def test_wrong_usage_is_exit_2(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_bytes(b"\xff\xfe\x00data")
    code, _, err = run("job-ad", file)
    assert (code, err) == (1, f"{file} is no text in UTF-8; save it as plain text.\n")


# where the library is read from


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of a few pages, and a place for its index."""
    copy_pages(tmp_path / "corpus")
    monkeypatch.setenv("ADVISOR_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    return tmp_path


def test_the_documents_are_read_when_there_is_no_index(plain_run: Run, small: Path) -> None:
    code, out, _ = plain_run("compare", "data engineer", "ml engineer", "--json")
    assert (code, json.loads(out)["roles"]) == (0, ["data-engineer", "ml-engineer"])
    code, _, err = plain_run("gap", "statistician")  # a role that only the shipped library has
    assert (code, "'statistician' is no role" in err) == (1, True)


def test_the_index_is_read_when_there_is_one(
    plain_run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeEmbedder(name=DEFAULT_EMBEDDER)
    monkeypatch.setattr(OPEN_EMBEDDER, lambda settings: fake)
    assert plain_run("index")[0] == 0
    monkeypatch.setenv("ADVISOR_CORPUS", str(small / "gone"))
    code, out, _ = plain_run("transfer", "data engineer", "ml engineer", "--json")
    assert (code, json.loads(out)["computed"]) == (0, False)
    done = started("transfer", "data engineer", "ml engineer")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command", ["compare", "transfer", "fit", "gap", "job-ad", "plan", "project", "practice"]
)
def test_every_command_has_help(plain_run: Run, command: str) -> None:
    code, out, _ = plain_run(command, "--help")
    assert (code, f"Usage: advisor {command}" in out, "--json" in out) == (0, True, True)


@pytest.mark.usefixtures("search_model")
def test_an_answer_does_not_steer_the_terminal(run: Run) -> None:
    said = "An \x1b[2Jidempotent load gives the same table whether it runs once or many times."
    code, out, _ = run("practice", "data engineer", "--question", 1, "--answer", said)
    assert (code, "\x1b" in out) == (0, False)
    assert "covered" in out


def test_a_named_folder_without_an_index_is_an_error(plain_run: Run, tmp_path: Path) -> None:
    code, _, err = plain_run("gap", "mle", "--index", tmp_path)
    assert (code, f"There is no index in {tmp_path}" in err) == (1, True)


def test_documents_without_roles_leave_the_shipped_library(
    plain_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/notes.md").write_text("# Notes\n\nTea is hot.\n", "utf-8")
    monkeypatch.setenv("ADVISOR_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    code, out, err = plain_run("compare", "mle", "statistician", "--json")
    assert (code, json.loads(out)["roles"]) == (0, ["ml-engineer", "statistician"])
    assert err.startswith("Your documents describe no role, so the library that comes with")


def test_no_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    done = started("plan", "mle", "--hours", "8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "To ML engineer: " in done.stdout
