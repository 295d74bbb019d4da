"""The ranking of roles: by skills and preferences, with reasons, and by nothing else."""

from __future__ import annotations

import itertools

import pytest
from career_corner import corner
from cited import QUICK_SECONDS, check_citations, seconds

from advisor.career.fit import fit
from advisor.career.gap import gap
from advisor.career.profile import Preferences, Profile, ticked
from advisor.career.profile_text import read_profile
from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library

PEOPLE = [
    ("data-engineer", ["sql", "python", "airflow", "apache-spark", "apache-kafka", "dbt", "git"]),
    ("data-analyst", ["sql", "excel", "tableau", "statistics"]),
    ("ai-engineer", ["python", "langchain", "retrieval-augmented-generation", "fastapi"]),
    ("statistician", ["r-programming", "statistics", "bayesian-inference", "experiment-design"]),
    ("mlops-engineer", ["kubernetes", "terraform", "docker", "github-actions", "mlflow"]),
    ("analytics-engineer", ["dbt", "sql", "snowflake", "git", "dimensional-modelling"]),
]


@pytest.mark.parametrize(("role", "skills"), PEOPLE)
def test_the_role_that_the_skills_are_of_comes_first(
    role: str, skills: list[str], shipped_library: Library
) -> None:
    assert fit(shipped_library, ticked(*skills)).rankings[0].role == role


@pytest.mark.parametrize(
    ("wishes", "first", "last"),
    [
        (
            Preferences(build=9, production=9, systems=8, engineering=9),
            "data-engineer",
            "statistician",
        ),
        (Preferences(build=1, systems=1), "statistician", "data-platform-engineer"),
        (Preferences(production=2, systems=9), "research-engineer", "ai-product-manager"),
    ],
)
def test_preferences_alone_rank_the_roles(
    wishes: Preferences, first: str, last: str, shipped_library: Library
) -> None:
    found = fit(shipped_library, Profile(preferences=wishes))
    assert (found.rankings[0].role, found.rankings[-1].role) == (first, last)
    assert found.note == "Ranked by your preferences, and by nothing else that you told."


def test_the_score_is_the_mean_that_it_shows() -> None:
    """Server: 1 of 3 core skills and not the useful one, 3 of 10; 5 on each scale, wished 8: 70."""
    profile = ticked("code").model_copy(update={"preferences": Preferences(build=8)})
    server = next(one for one in fit(corner(), profile).rankings if one.role == "server")
    assert server.arithmetic == f"{server.score} = mean of skills 30 and preferences 70"
    assert server.score == 50


def test_reasons_for_and_against(shipped_library: Library) -> None:
    profile = ticked("sql", "python", "dbt").model_copy(
        update={"preferences": Preferences(systems=1, engineering=9)}
    )
    engineer = next(
        one for one in fit(shipped_library, profile).rankings if one.role == "data-engineer"
    )
    speaks_for = [one.text for one in engineer.speaks_for]
    against = [one.text for one in engineer.speaks_against]
    assert "SQL. You ticked it." in speaks_for
    assert "Data quality, in part. You know dbt; it shows part of this skill." in speaks_for
    assert (
        "Between mathematics (0) and engineering (10) you stand at 9, a data engineer at 9."
        in speaks_for
    )
    assert "Between people (0) and systems (10) you stand at 1, a data engineer at 8." in against
    assert any(one.startswith("Cloud platforms is core and missing") for one in against)


def test_a_score_counts_skills_as_the_gap_does(shipped_library: Library) -> None:
    profile = ticked("sql", "python", "airflow", "statistics", role="data-engineer")
    for one in fit(shipped_library, profile).rankings:
        if not one.present:
            assert one.score == gap(shipped_library, profile, one.role).coverage, one.role


def test_the_role_that_somebody_has_is_marked_and_counts_its_core(shipped_library: Library) -> None:
    found = fit(shipped_library, Profile(role="data-engineer"))
    assert [one.role for one in found.rankings if one.present] == ["data-engineer"]
    assert found.rankings[0].present
    assert found.note == "Ranked by your role, and by nothing else that you told."


def test_the_order_in_which_skills_are_told_changes_nothing(shipped_library: Library) -> None:
    skills = ["sql", "dbt", "deep-learning", "airflow", "gradient-boosting", "kubernetes"]
    first = fit(shipped_library, ticked(*skills))
    assert fit(shipped_library, ticked(*reversed(skills))) == first


def test_ticked_or_told_a_skill_counts_the_same(
    shipped_library: Library, shipped_lexicon: Lexicon
) -> None:
    told = read_profile("I have used SQL and Airflow for years.", shipped_lexicon)
    first, second = (
        [(one.role, one.score) for one in fit(shipped_library, profile).rankings]
        for profile in (told, ticked("sql", "airflow"))
    )
    assert first == second


def test_a_role_that_the_library_does_not_know_is_none(shipped_library: Library) -> None:
    with pytest.raises(CareerError, match="Name at least one skill"):
        fit(shipped_library, Profile(role="wizard"))


def test_every_reason_is_cited(shipped_library: Library) -> None:
    profile = ticked("sql", "excel", role="data-analyst").model_copy(
        update={"preferences": Preferences(build=1, production=5, systems=9, engineering=2)}
    )
    found = fit(shipped_library, profile)
    assert len(found.rankings) == len(shipped_library.roles)
    for one in found.rankings:
        reasons = (*one.speaks_for, *one.speaks_against)
        assert reasons
        assert all(cited.found for reason in reasons for cited in reason.evidence)
        assert one.summary.found
    check_citations(shipped_library, found)


NAMES = ["Anna Schmidt", "Jamal Washington", "Mohammed al-Farsi", "Nguyễn Thị Mai", "Ray Helm",
         "Stan Kimball", "Jax Feast", "Cassandra Doe"]  # fmt: skip
PRONOUNS = ["she/her", "he/him", "they/them", "xe/xem"]
AGES = ["19", "35", "64"]
NATIONS = ["German", "Kenyan", "Polish", "American", "Indonesian, born on Java"]
TEXT = (
    "{name} ({pronouns}), {age} years old, {nation}. Data analyst at Acme, 2019 – present. "
    "Skills: SQL, Tableau, Excel, familiar with Python, no Kubernetes. I like working with people."
)


@pytest.mark.parametrize(
    ("name", "pronouns", "age", "nation"),
    list(
        itertools.chain(
            ((name, "she/her", "35", "German") for name in NAMES),
            (("Anna Schmidt", one, "35", "German") for one in PRONOUNS),
            (("Anna Schmidt", "she/her", age, "German") for age in AGES),
            (("Anna Schmidt", "she/her", "35", one) for one in NATIONS),
        )
    ),
)
def test_who_somebody_is_changes_nothing(
    name: str,
    pronouns: str,
    age: str,
    nation: str,
    shipped_library: Library,
    shipped_lexicon: Lexicon,
) -> None:
    told = read_profile(
        TEXT.format(name=name, pronouns=pronouns, age=age, nation=nation), shipped_lexicon
    )
    plain = read_profile(TEXT[TEXT.index("Data analyst") :], shipped_lexicon)

    def levels(profile: Profile) -> dict[str, str]:
        return {id: one.level for id, one in profile.skills.items()}

    assert levels(told) == levels(plain)
    assert (told.role, told.preferences) == (plain.role, plain.preferences)
    first, second = fit(shipped_library, told).rankings, fit(shipped_library, plain).rankings
    assert [(one.role, one.score) for one in first] == [(one.role, one.score) for one in second]


@pytest.mark.parametrize("subject", ["She", "He", "They", "Xe", "Ada", "Jamal"])
def test_a_biography_reads_the_same_for_everybody(subject: str, shipped_lexicon: Lexicon) -> None:
    text = f"{subject} has built pipelines in Airflow and used Kafka for four years."
    found = read_profile(text, shipped_lexicon).skills
    assert (found["airflow"].level, found["apache-kafka"].level) == ("have", "have")


def test_with_nothing_to_go_by(shipped_library: Library) -> None:
    with pytest.raises(CareerError, match="Name at least one skill that you have, or say"):
        fit(shipped_library, Profile())


def test_it_is_quick(shipped_library: Library) -> None:
    profile = ticked("sql", "python", "airflow").model_copy(
        update={"preferences": Preferences(build=9, systems=2)}
    )
    assert seconds(lambda: fit(shipped_library, profile)) < QUICK_SECONDS
