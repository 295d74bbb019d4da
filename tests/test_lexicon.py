"""Which names a text names: as people type them, with typing errors, and with the traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import Library


def ids(lexicon: Lexicon, text: str) -> list[str]:
    return [one.id for one in lexicon.spot(text)]


# names


def test_every_title_alias_and_id_means_its_own_entry(
    shipped_lexicon: Lexicon, shipped_library: Library
) -> None:
    named = [
        (name, entry.id)
        for entry in shipped_library.entries.values()
        if entry.kind in ("role", "skill", "tool", "project", "guide")
        for name in (entry.title, entry.id, *entry.page.aliases)
    ]
    assert len(named) > 1000
    assert [(name, id) for name, id in named if shipped_lexicon.find(name) != id] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("DE", ["data-engineer"]),
        ("MLE", ["ml-engineer"]),
        ("ml ops", ["mlops-engineer"]),
        ("ML-Ops", ["mlops-engineer"]),
        ("MLOPS", ["mlops-engineer"]),
        ("AI/ML engineer", ["ml-engineer"]),
        ("whats k8s", ["kubernetes"]),
        ("ADF pipelines", ["azure-data-factory"]),
        ("sklearn", ["scikit-learn"]),
        ("power-bi or PowerBI", ["power-bi", "power-bi"]),
        ("data_engineer", ["data-engineer"]),
        ("DataEngineer", ["data-engineer"]),
        ("data  engineers", ["data-engineer"]),
        ("data engineering", ["data-engineer"]),
        ("data science", ["data-scientist"]),
        ("A/B tests", ["ab-testing"]),
        ("CI/CD for ML", ["ci-cd-for-models"]),
        ("W&B", ["weights-and-biases"]),
        ("résumé", ["presenting-experience"]),
        ("resume", ["presenting-experience"]),
        ("nosql", ["nosql-databases"]),
        ("no SQL experience", ["sql"]),
        ("Power BI developer", ["bi-developer"]),
        ("feature engineering", ["feature-engineering"]),
        ("spark streaming", ["spark-structured-streaming"]),
    ],
)
def test_names_as_people_write_them(shipped_lexicon: Lexicon, text: str, wanted: list[str]) -> None:
    assert ids(shipped_lexicon, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("data enginer to ml enginer", ["data-engineer", "ml-engineer"]),
        ("data scientst and data analist", ["data-scientist", "data-analyst"]),
        ("nlp enginer", ["nlp-engineer"]),
        ("llm enginer", ["ai-engineer"]),
        ("machine learning enginear", ["ml-engineer"]),
        ("analytic enginer", ["analytics-engineer"]),
        ("kubernets or Kuberntes", ["kubernetes", "kubernetes"]),
        ("pyhton", ["python"]),
        ("pyton", ["python"]),
        ("tensorfow vs pytroch", ["tensorflow", "pytorch"]),
        ("airlfow", ["airflow"]),
        ("prompt enginering", ["prompt-engineering"]),
        ("reinforcment learning", ["reinforcement-learning"]),
        ("snowflak", ["snowflake"]),
        ("databrics", ["databricks"]),
    ],
)
def test_typing_errors_are_overlooked_and_marked(
    shipped_lexicon: Lexicon, text: str, wanted: list[str]
) -> None:
    mentions = shipped_lexicon.spot(text)
    assert [one.id for one in mentions] == wanted
    assert not any(one.exact for one in mentions)


# traps


@pytest.mark.parametrize(
    "text",
    [
        "what sparks joy in a career",
        "Sparks fly",
        "this could spark a discussion",
        "it might spark your imagination",
        "I excel under pressure",
        "how to excel in interviews",
        "she excels as a lead",
        "excel-lent",
        "We do R&D in a lab",
        "R & D",
        "R U there",
        "Go to market strategy",
        "should I go for it",
        "is it hard",
        "IT support",
        "at the helm of a team",
        "a ray of hope",
        "an x-ray",
        "the feast",
        "feast on data",
        "that is perfect",
        "I would prefer more tea",
        "my expectations are great",
        "de la soul",
        "hugging my colleagues",
        "Monty Python",
        "transform my career",
        "let us pick a date",
        "I am stuck and tired",
        "rediscover the joy of work",
        "",
        "?!",
        "数据工程师",
    ],
)
def test_words_that_only_look_like_names_are_none(shipped_lexicon: Lexicon, text: str) -> None:
    assert ids(shipped_lexicon, text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I excel at Excel", ["excel"]),
        ("from Hadoop to Spark", ["hadoop", "apache-spark"]),
        ("can Spark run on k8s", ["apache-spark", "kubernetes"]),
        ("is spark a must", ["apache-spark"]),
        ("will spark replace hadoop", ["apache-spark", "hadoop"]),
        ("SQL and Excel", ["sql", "excel"]),
        ("from Excel to Python", ["excel", "python"]),
        ("is Excel in demand", ["excel"]),
        ("do you use Excel at work", ["excel"]),
        ("R or Python", None),
        ("I'm an R user", ["r-programming"]),
        ("the R language", ["r-programming"]),
        ("from de to ds", ["data-engineer", "data-scientist"]),
        ("de vs ds", ["data-engineer", "data-scientist"]),
        ("become a DE", ["data-engineer"]),
        ("what does DA mean", ["data-analyst"]),
    ],
)
def test_a_name_beside_a_trap_is_still_a_name(
    shipped_lexicon: Lexicon, text: str, wanted: list[str] | None
) -> None:
    found = ids(shipped_lexicon, text)
    if wanted is None:  # a guide may answer the pair as a whole
        assert found in (["which-language"], ["r-programming", "python"])
    else:
        assert found == wanted


# rules


def test_the_longest_name_wins(shipped_lexicon: Lexicon) -> None:
    assert ids(shipped_lexicon, "data platform engineer") == ["data-platform-engineer"]
    assert ids(shipped_lexicon, "machine learning platform engineer") == ["mlops-engineer"]
    assert ids(shipped_lexicon, "computer vision") == ["computer-vision"]
    assert ids(shipped_lexicon, "computer vision engineer") == ["computer-vision-engineer"]


@given(st.text(max_size=80))
def test_mentions_are_slices_in_order_and_never_overlap(
    shipped_lexicon: Lexicon, text: str
) -> None:
    _check(shipped_lexicon, text)


@given(
    st.lists(
        st.sampled_from(
            ["data", "engineer", "de", "DS", "R", "&", "go", "ml", "ops", "spark", "enginer", "to",
             "vs", "excel", "at", "é", "pyhton", "the", "C++", "k8s", "🚀", "AI/ML", "scientist"]
        ),
        max_size=12,
    ).map(" ".join)
)  # fmt: skip
def test_mentions_of_any_mixture_keep_the_rules(shipped_lexicon: Lexicon, text: str) -> None:
    _check(shipped_lexicon, text)


def _check(lexicon: Lexicon, text: str) -> None:
    end = 0
    for one in lexicon.spot(text):
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text
        assert lexicon.kinds[one.id] == one.kind
        end = one.end
    exact = {(one.start, one.end, one.id) for one in lexicon.spot(text) if one.exact}
    assert {(one.start, one.end, one.id) for one in lexicon.spot_exact(text)} == exact


def test_text_of_the_library_is_read_without_tolerance(shipped_lexicon: Lexicon) -> None:
    assert shipped_lexicon.spot_exact("kubernets and a data enginer") == []
    assert [one.id for one in shipped_lexicon.spot_exact("Kubernetes")] == ["kubernetes"]


def test_a_word_of_the_library_is_no_typing_error(shipped_library: Library) -> None:
    assert ids(build_lexicon(shipped_library), "databrick") == ["databricks"]
    assert ids(build_lexicon(shipped_library, {"databrick"}.__contains__), "databrick") == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("data-engineer", "data-engineer"),
        ("Data Engineer", "data-engineer"),
        ("data enginer", "data-engineer"),
        ("an ML engineer", "ml-engineer"),
        ("k8s", "kubernetes"),
        ("Go", None),
        ("a poem about the data engineer and his cat", None),
        ("", None),
    ],
)
def test_a_whole_name_is_found(shipped_lexicon: Lexicon, name: str, wanted: str | None) -> None:
    assert shipped_lexicon.find(name) == wanted


def test_a_library_without_entries_names_nothing() -> None:
    assert build_lexicon(Library()).spot("data engineer") == []
