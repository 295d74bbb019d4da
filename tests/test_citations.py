"""What supports a sentence, what does not, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from citation_cases import ALTERED, SUPPORTED, write_pages
from fakes import FakeEmbedder

from advisor.citations import Candidate, Verdict, candidates_of, check, support
from advisor.index.build import build_index
from advisor.index.embedder import open_embedder
from advisor.index.search import open_index
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import load_library
from advisor.settings import Settings
from advisor.statements import Statement, state
from advisor.types import Embedder


class _Judged:
    """The small library, ready to judge sentences."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        write_pages(folder / "pages")
        build_index([folder / "pages"], folder / "index", embedder.name, lambda: embedder)
        index = open_index(folder / "index", embedder)
        self.embedder = embedder
        self.lexicon: Lexicon = build_lexicon(load_library(index.documents))
        self.candidates: list[Candidate] = [
            candidate
            for document in index.documents
            for candidate in candidates_of(
                document,
                range(len(document.sentences)),
                index.sentence_vectors(document),
                self.lexicon,
            )
        ]

    def statement(self, text: str) -> Statement:
        return state(text, self.embedder.embed([text])[0], self.lexicon)

    def __call__(self, text: str) -> Verdict:
        return check(self.statement(text), self.candidates)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> _Judged:
    return _Judged(tmp_path_factory.mktemp("fake"), FakeEmbedder())


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Every case, judged with the real embedder."""
    judge = _Judged(tmp_path_factory.mktemp("minilm"), open_embedder(Settings()))
    texts = [*SUPPORTED, *(text for text, _ in ALTERED)]
    vectors = judge.embedder.embed(texts)
    return {
        text: check(state(text, vector, judge.lexicon), judge.candidates)
        for text, vector in zip(texts, vectors, strict=True)
    }


# the measurement that the thresholds rest on


def test_supported_sentences_are_kept_and_altered_ones_fall(verdicts: dict[str, Verdict]) -> None:
    """Measured when the thresholds were set: 45 of 46 kept, 0 of 57 let through."""
    lost = [text for text in SUPPORTED if verdicts[text].support is None]
    through = [text for text, _ in ALTERED if verdicts[text].support is not None]
    assert len(lost) <= 3, lost
    assert len(through) <= 1, through


def test_the_kind_of_failure_is_told(verdicts: dict[str, Verdict]) -> None:
    told = [(text, kind, verdicts[text].failure) for text, kind in ALTERED if kind]
    wrong = [row for row in told if row[1] != row[2]]
    assert len(wrong) <= 3, wrong


# the support is the right sentence


def test_the_support_is_the_sentence_that_says_it(judge: _Judged) -> None:
    found = judge("Most broken pipelines begin with an unannounced change upstream.").support
    assert found is not None
    (candidate,) = found.candidates
    assert candidate.path == "roles/data-engineer.md"
    assert "because most broken pipelines begin" in candidate.said.text


def test_offsets_of_the_support_are_offsets_into_the_document(
    judge: _Judged, tmp_path: Path
) -> None:
    text = (write_pages(tmp_path) / "tools/apache-kafka.md").read_text(encoding="utf-8")
    found = judge("Apache Kafka is a log that carries events between systems.").support
    assert found is not None
    place = found.candidates[0]
    assert text[place.start : place.end].startswith("Apache Kafka is a log that carries events")


def test_two_items_of_one_list_support_a_sentence_together(judge: _Judged) -> None:
    found = judge(
        "Data engineers manage storage in data lakes and warehouses, and control access to "
        "sensitive columns."
    ).support
    assert found is not None
    assert len(found.candidates) == 2
    assert len({one.passage for one in found.candidates}) == 1
    assert found.candidates[0].start < found.candidates[1].start


def test_parts_of_two_passages_are_spliced(judge: _Judged) -> None:
    verdict = judge(
        "Data engineers delete personal data when the law requires it, and many companies never "
        "need Kafka."
    )
    assert verdict.support is None
    assert verdict.failure == "spliced"


def test_nothing_supports_a_sentence_without_content(judge: _Judged) -> None:
    assert judge("It is what it is.").failure == "made up"
    assert judge("").failure == "made up"


def test_without_candidates_everything_is_made_up(judge: _Judged) -> None:
    statement = judge.statement("A data engineer builds pipelines.")
    assert support(statement, []) is None
    assert check(statement, []).failure == "made up"


# one alteration each

_TRUE = (
    "A data analyst needs about 9 to 14 months at eight hours a week to become a junior data "
    "engineer."
)


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        (_TRUE, ""),
        (_TRUE.replace("eight hours", "8 hours"), ""),
        (_TRUE.replace("9 to 14 months", "9–14 months"), ""),
        (_TRUE.replace("9 to 14", "9 to 15"), "made up"),
        (_TRUE.replace("months", "weeks"), "made up"),
        (_TRUE.replace("eight", "twelve"), "made up"),
        (_TRUE.replace("analyst", "scientist"), "misattributed"),
        (_TRUE.replace("junior", "senior"), "made up"),
        (_TRUE.replace("needs", "does not need"), "made up"),
        ("Apache Kafka is a log that carries events between systems.", ""),
        ("Apache Spark is a log that carries events between systems.", "misattributed"),
        ("Apache Kafka is not a log that carries events between systems.", "made up"),
        ("Apache Kafka is a log that carries passwords between systems.", "made up"),
        ("Apache Kafka is a log that carries events between systems at LinkedIn.", "made up"),
        ("Do not use Spark for small tables.", ""),
        ("Avoid Spark for small tables.", ""),
        ("Use Spark for small tables.", "made up"),
        ("Streaming is not the senior version of batch.", ""),
        ("Streaming is the senior version of batch.", "made up"),
        ("Choose DuckDB over Spark when the data fits on one large machine.", ""),
        ("Choose DuckDB instead of Spark when the data fits on one large machine.", ""),
        ("Choose Spark over DuckDB when the data fits on one large machine.", "made up"),
        ("The trap is learning Spark and Kafka before writing a reliable daily load.", ""),
        ("The trap is writing a reliable daily load before learning Spark and Kafka.", "made up"),
        ("ML engineers make a model faster and cheaper.", ""),
        ("ML engineers make a model slower and cheaper.", "made up"),
    ],
)  # fmt: skip
def test_one_alteration(judge: _Judged, text: str, failure: str) -> None:
    verdict = judge(text)
    assert verdict.failure == failure
    assert (verdict.support is None) == bool(failure)


def test_a_role_is_told_from_its_neighbor_in_the_same_sentence(judge: _Judged) -> None:
    text = "{} decides what is worth predicting, whereas {} makes the prediction arrive correctly."
    assert judge(text.format("A data scientist", "an ML engineer")).support is not None
    assert judge(text.format("An ML engineer", "a data scientist")).failure == "misattributed"


def test_a_sentence_of_a_page_about_somebody_else_is_not_said_of_its_role(judge: _Judged) -> None:
    """The page of the data engineer says what data scientists return."""
    said = "Data scientists receive datasets and return the features that turned out to matter."
    assert judge(said).support is not None
    assert judge(said.replace("scientists", "engineers")).failure == "misattributed"


def test_an_alias_is_the_same_name(judge: _Judged) -> None:
    found = judge("A machine learning engineer builds models and deploys them into production.")
    assert found.support is not None


def test_an_address_that_the_library_does_not_have_is_made_up(judge: _Judged) -> None:
    text = "Apache Airflow schedules pipelines as Python code, see https://airflow.example."
    assert judge(text).failure == "made up"
    assert judge("Apache Airflow schedules pipelines as Python code.").support is not None


# what is read off a sentence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3 to 6 months", {("3", "month"), ("6", "month")}),
        ("three-month course", {("3", "month")}),
        ("one month, one person", {("1", "month")}),
        ("about 1,200 hours", {("1200", "hour")}),
        ("20 percent or 20 %", {("20", "%")}),
        ("$130,000 a year", {("130000", "")}),
        ("Python 3.12 and GPT-4", {("3.12", ""), ("4", "")}),
        ("no numbers here", set()),
    ],
)
def test_quantities(judge: _Judged, text: str, wanted: set[tuple[str, str]]) -> None:
    assert judge.statement(text).quantities == wanted


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It does not train models.", {"train", "model"}),
        ("It isn’t batch.", {"batch"}),
        ("Tables instead of dashboards for all", {"dashboard"}),
        ("That streaming comes first is a myth.", {"stream", "come", "first"}),
    ],
)
def test_denials(judge: _Judged, text: str, denied: set[str]) -> None:
    assert judge.statement(text).denials == (frozenset(denied),)


def test_not_only_denies_nothing(judge: _Judged) -> None:
    assert judge.statement("It is not only fast but also cheap.").denials == ()


def test_proper_nouns_are_those_that_no_lexicon_knows(judge: _Judged) -> None:
    text = "Engineers use Kafka, FooBarDB and tables at Acme."
    assert list(judge.statement(text).proper_nouns()) == ["foobardb", "acme"]


def test_words_belong_to_the_name_that_they_are_said_of(judge: _Judged) -> None:
    text = "Trusted tables for the data engineer, deployed models for the ML engineer."
    shares = judge.statement(text).shares("role")
    assert shares["data-engineer"] >= {"trust", "tabl"}
    assert shares["ml-engineer"] >= {"deploy", "model"}
    assert not shares["data-engineer"] & shares["ml-engineer"]
