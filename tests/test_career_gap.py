"""A person's own words against a role: what is read, what is not, and what decides."""

from __future__ import annotations

import json

import pytest
from career_corner import corner
from cited import QUICK_SECONDS, check_citations, seconds

from advisor.career.footing import footing, route
from advisor.career.gap import gap
from advisor.career.profile import Holding, Profile, read_json, standing, ticked
from advisor.career.profile_text import read_profile, reads_like_an_ad
from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library

HAVE, PARTLY, LEARNING, NONE = "have", "partly", "learning", "none"

SAID = [
    # plainly
    ("5 years of Python", {"python": HAVE}),
    ("I use SQL, dbt and Snowflake every day.", {"sql": HAVE, "dbt": HAVE, "snowflake": HAVE}),
    ("Python/SQL/Bash", {"python": HAVE, "sql": HAVE, "linux-command-line": HAVE}),
    ("Tableau developer since 2019", {"tableau": HAVE}),
    ("Migrated jobs from Hadoop to Spark", {"hadoop": HAVE, "apache-spark": HAVE}),
    ("I moved reports from Excel to Power BI", {"excel": HAVE, "power-bi": HAVE}),
    ("Kuberntes, Pyhton, Tablaeu", {"kubernetes": HAVE, "python": HAVE, "tableau": HAVE}),
    # not having it
    ("no Kubernetes yet", {"kubernetes": NONE}),
    ("Python, no Kubernetes, Airflow", {"python": HAVE, "kubernetes": NONE, "airflow": HAVE}),
    ("No Kubernetes, Docker or Terraform.", {"kubernetes": NONE, "docker": NONE, "terraform": NONE}),
    ("I've never touched Kafka but I use Docker", {"apache-kafka": NONE, "docker": HAVE}),
    ("I don't have any experience in Docker yet, but good SQL.", {"docker": NONE, "sql": HAVE}),
    ("Kubernetes? Never. Docker? Daily.", {"kubernetes": NONE, "docker": HAVE}),
    ("Docker I know, Kubernetes I don't.", {"docker": HAVE, "kubernetes": NONE}),
    ("My experience with dbt is nonexistent", {"dbt": NONE}),
    ("no experience with\nKubernetes", {"kubernetes": NONE}),
    ("Everything except Kubernetes", {"kubernetes": NONE}),
    (
        "no Kubernetes, no Docker, no Spark, no Kafka",
        {"kubernetes": NONE, "docker": NONE, "apache-spark": NONE, "apache-kafka": NONE},
    ),
    # a "not" that denies nothing
    ("not only SQL but also dbt", {"sql": HAVE, "dbt": HAVE}),
    ("I can't live without Python", {"python": HAVE}),
    ("I never stopped using SQL", {"sql": HAVE}),
    ("reduced cost with no downtime using Terraform", {"terraform": HAVE}),
    ("Wrote Airflow DAGs without any help, then Dagster", {"airflow": HAVE, "dagster": HAVE}),
    # wishes
    ("want to learn Spark", {"apache-spark": LEARNING}),
    ("I would like to get experience with Kafka and have used Flink",
     {"apache-kafka": LEARNING, "apache-flink": HAVE}),
    ("Currently learning: Spark, Kafka", {"apache-spark": LEARNING, "apache-kafka": LEARNING}),
    ("Kubernetes is something I still need to learn", {"kubernetes": LEARNING}),
    ("I'm not interested in Kubernetes", {"kubernetes": NONE}),
    # in part
    ("familiar with Docker and Git", {"docker": PARTLY, "git": PARTLY}),
    ("some Spark, advanced SQL", {"apache-spark": PARTLY, "sql": HAVE}),
    ("not an expert in SQL, but I get by", {"sql": PARTLY}),
    ("Spark (basic), Python (advanced), Kafka (none)",
     {"apache-spark": PARTLY, "python": HAVE, "apache-kafka": NONE}),
    ("Python 5/5, Spark 1/5, Kafka 0/5",
     {"python": HAVE, "apache-spark": PARTLY, "apache-kafka": NONE}),
    ("I used Hadoop ten years ago", {"hadoop": PARTLY}),
    ("I want to improve my Python", {"python": PARTLY}),
    # other people's
    ("I worked with the Airflow team", {"airflow": NONE}),
    ("worked with Airflow", {"airflow": HAVE}),
    ("The platform team runs Kubernetes, I write Airflow DAGs.",
     {"kubernetes": NONE, "airflow": HAVE}),
    ("Airflow is maintained by our platform team", {"airflow": NONE}),
    ("I have worked alongside data scientists using PyTorch", {"pytorch": NONE}),
    ("As a recruiter I hired Python developers", {"python": NONE}),
    ("I was hired as a Tableau developer", {"tableau": HAVE}),
    ("The job requires Spark. I have SQL.", {"apache-spark": NONE, "sql": HAVE}),
    ("I worked with the ML platform team, who run Kubernetes and MLflow.",
     {"kubernetes": NONE, "mlflow": NONE}),
    ("My colleagues train the models with PyTorch; I only deploy them behind FastAPI.",
     {"pytorch": NONE, "fastapi": HAVE}),
    ("Churn model with XGBoost, deployed by our MLOps team on SageMaker",
     {"xgboost": HAVE, "sagemaker": NONE}),
    # a hobby is no skill, and a plan is none either
    ("INTERESTS\nHome automation with Docker, chess\n\nSELECTED WORK\nAirflow pipelines",
     {"docker": LEARNING, "airflow": HAVE}),
    ("Goals: get good at Spark", {"apache-spark": LEARNING}),
    ("Next year I'll start with Docker.", {"docker": LEARNING}),
    ("Preparing for the Databricks certification", {"databricks": LEARNING}),
    ("I know Python from a few scripts, nothing in production.", {"python": PARTLY}),
    ("I haven't used R in years", {"r-programming": PARTLY}),
    ("I use Tableau; Power BI not so much", {"tableau": HAVE, "power-bi": PARTLY}),
    # names that are words
    ("R, C, Go and Python", {"r-programming": HAVE, "python": HAVE}),
    ("Things that spark joy. I excel at cooking. Toys R Us, grade C, let's go.", {}),
    ("A perfect score, solid experience, zero downtime, with precision", {}),
    ("Cassandra Kimball, Ray Smith, John Doe, Marie R. Curie", {}),
    ("I love the novels by Kafka and Monty Python", {}),
    ("shipping containers, power transformers, airflow over the wing", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text[:40] for text, _ in SAID])
def test_what_a_person_says(text: str, expected: dict[str, str], shipped_lexicon: Lexicon) -> None:
    found = read_profile(text, shipped_lexicon).skills
    named = {id: one.level for id, one in found.items()}
    assert {id: named.get(id) for id in expected} == expected
    tools = {id for id in named if shipped_lexicon.kinds[id] == "tool"}
    assert tools <= set(expected), "a tool was heard that nobody named"


def test_a_question_claims_nothing(shipped_lexicon: Lexicon) -> None:
    assert not read_profile("Should I learn Kubernetes?", shipped_lexicon).skills


def test_the_words_are_the_persons_own(shipped_lexicon: Lexicon) -> None:
    text = "I am an analyst. I have used Airflow for two years at a bank. I like tea."
    holding = read_profile(text, shipped_lexicon).skills["airflow"]
    assert holding == Holding(
        level="have", words="I have used Airflow for two years at a bank.", alias="Airflow"
    )


def test_a_claim_and_a_denial_meet_in_the_middle(shipped_lexicon: Lexicon) -> None:
    text = "Skills: Kubernetes, Python\n\nI have no Kubernetes in production."
    found = read_profile(text, shipped_lexicon).skills
    assert found["kubernetes"].level == PARTLY
    assert "no Kubernetes in production" in found["kubernetes"].words
    assert found["python"].level == HAVE


AD = """Senior Data Engineer (m/f/d)
We are looking for someone to own our pipelines.
Requirements
- 3 years of Airflow and Kafka
Nice to have: Terraform
"""


def test_an_ad_pasted_by_mistake_is_nobodys_skill(shipped_lexicon: Lexicon) -> None:
    assert reads_like_an_ad(AD)
    assert not read_profile(AD, shipped_lexicon).skills
    mixed = f"I know SQL and Excel.\n\n{AD}\nI also have Python."
    assert not reads_like_an_ad(mixed)
    assert set(read_profile(mixed, shipped_lexicon).skills) == {"sql", "excel", "python"}


RESUME = """Ada Example
Data analyst

Experience
Data analyst, Acme, 2021 – present
- Built dashboards in Tableau for the sales department, with SQL on Snowflake, which
  replaced forty spreadsheets
- Worked with the Kafka team on event names
Intern, Foo, 2019 – 2020
- Reports in Excel

Familiar with
Git, Docker

Interests
Kubernetes, hiking

I want to become a data engineer and have 8 hours a week.
"""


def test_a_resume_is_read_by_its_headings(shipped_lexicon: Lexicon) -> None:
    found = read_profile(RESUME, shipped_lexicon)
    levels = {id: one.level for id, one in found.skills.items()}
    assert (found.role, found.target, found.hours_per_week) == ("data-analyst", "data-engineer", 8)
    assert levels["tableau"] == levels["sql"] == levels["snowflake"] == levels["excel"] == HAVE
    assert levels["git"] == levels["docker"] == PARTLY
    assert levels["kubernetes"] == LEARNING
    assert levels["apache-kafka"] == NONE


@pytest.mark.parametrize(
    ("text", "role", "target"),
    [
        ("I am a data analyst and want to become an ML engineer.", "data-analyst", "ml-engineer"),
        ("Aspiring data scientist. Currently BI developer.", "bi-developer", "data-scientist"),
        ("I work with data engineers and data scientists.", None, None),
        (
            "Data scientist at A, 2020 – present\nData analyst at B, 2017 – 2020",
            "data-scientist",
            None,
        ),
        ("Former software engineer, now statistician", "statistician", None),
    ],
)
def test_roles(text: str, role: str | None, target: str | None, shipped_lexicon: Lexicon) -> None:
    found = read_profile(text, shipped_lexicon)
    assert (found.role, found.target) == (role, target)


def test_likings(shipped_lexicon: Lexicon) -> None:
    text = "I love building systems and hate meetings. I prefer production over research."
    found = read_profile(text, shipped_lexicon).preferences
    assert (found.build, found.production, found.systems, found.engineering) == (9, 9, 9, None)


def test_another_language_is_refused(shipped_lexicon: Lexicon) -> None:
    text = (
        "Ich bin Analyst und habe mit SQL und Tableau bei einer Bank für den Vertrieb gearbeitet."
    )
    with pytest.raises(CareerError, match="is in German, and only English is read here"):
        read_profile(text, shipped_lexicon)


# the gap itself


def test_have_partly_missing_with_the_reason(
    shipped_library: Library, shipped_lexicon: Lexicon
) -> None:
    profile = read_profile(
        "I have five years of SQL and version control. I used Airflow. "
        "No Kubernetes yet. I want to learn Python.",
        shipped_lexicon,
    )
    found = gap(shipped_library, profile, "data-engineer")
    sql, git, python = (found.line(id) for id in ("sql", "git", "python"))
    orchestration = found.line("workflow-orchestration")
    assert sql and git and python and orchestration
    assert (sql.verdict, sql.basis) == ("have", "said")
    assert (git.verdict, git.alias) == ("have", "version control")
    assert "“version control” is another name for Git" in git.why
    assert (orchestration.verdict, orchestration.basis) == ("partly", "tool")
    assert (
        orchestration.why
        == "You know Apache Airflow (“I used Airflow.”); it shows part of this skill."
    )
    assert python.verdict == "missing"
    assert "a wish to learn it" in python.why
    assert orchestration.hours == shipped_library.skills["workflow-orchestration"].hours / 2
    assert sql.hours == 0


def test_the_person_overrules_and_everything_recomputes(shipped_library: Library) -> None:
    profile = ticked("sql")
    before = gap(shipped_library, profile, "data-engineer")
    overruled = profile.overruled("airflow", "have").overruled("sql", "missing")
    after = gap(shipped_library, overruled, "data-engineer")
    changed = {
        new.id: (old.verdict, new.verdict)
        for old, new in zip(before.lines, after.lines, strict=True)
        if old.verdict != new.verdict
    }
    assert changed["sql"] == ("have", "missing")
    assert changed["airflow"] == ("missing", "have")
    assert changed["workflow-orchestration"] == ("missing", "partly")
    line = after.line("sql")
    assert line and (line.basis, line.why) == ("overruled", "You decided this.")
    assert gap(shipped_library, overruled.overruled("sql", None), "data-engineer").line(
        "sql"
    ) == before.line("sql")


def test_a_known_skill_never_returns_as_a_gap(shipped_library: Library) -> None:
    for id, role in shipped_library.roles.items():
        names = (*role.skills.core, *role.skills.useful, *role.skills.rare, *role.tools)
        found = gap(shipped_library, ticked(*names), id)
        assert found.missing == ()
        assert found.coverage == 100


def test_the_coverage_is_the_sum_that_it_shows() -> None:
    """Core code, models, serving count 3 each, useful checks 1: code had, models in part."""
    profile = ticked("code").overruled("models", "partly")
    found = gap(corner(), profile, "server")
    assert found.coverage == round(100 * (3 + 1.5) / 10) == 45
    assert "1 had and 1 in part of 3 core skills" in found.arithmetic
    assert found.arithmetic.endswith("a skill in part half: 4.5 of 10.")
    assert found.line("models").hours == 15  # type: ignore[union-attr]


def test_what_builds_on_a_skill_shows_a_part_of_it() -> None:
    found = standing(corner(), ticked("serving"), "models")
    assert (found.level, found.basis, found.holder) == ("partly", "needed", "serving")
    far = standing(corner(), ticked("serving"), "math")
    assert (far.level, far.holder, far.page) == ("partly", "serving", "models")
    line = gap(corner(), ticked("serving"), "server").line("code")
    assert line and line.why == "You have serving, which builds on it by way of checks."
    assert all(one.found for one in line.evidence)


def test_the_gap_and_the_plan_judge_alike(shipped_library: Library) -> None:
    share = {"have": "none", "partly": "half", "missing": "full"}
    told = ticked("docker", "airflow", "model-serving").with_skills(
        {
            "statistics": Holding(level="partly"),
            "python": Holding(level="none", words="the Python team", alias="Python", others=True),
            "data-quality": Holding(level="none", words="no data quality", alias="data quality"),
        }
    )
    for start, end in shipped_library.transitions:
        for profile in (Profile(), told.overruled("git", "missing").overruled("sql", "have")):
            now = profile.model_copy(update={"role": start})
            way = route(shipped_library, now, end)
            for line in gap(shipped_library, now, end).lines:
                if line.weight == "core":
                    planned = footing(way, line.id).share
                    assert planned == share[line.verdict], (start, end, line.id, line.why)


def test_ones_role_brings_its_core_along_unless_denied(shipped_library: Library) -> None:
    analyst = Profile(role="data-analyst")
    line = gap(shipped_library, analyst, "data-engineer").line("sql")
    assert line and (line.verdict, line.basis, line.hours) == ("have", "role", 0)
    assert line.why == "A core skill of a data analyst, which you are; say so if you lack it."
    assert line.evidence[1].path == "roles/data-analyst.md"
    for told, verdict in (("none", "missing"), ("learning", "missing"), ("partly", "partly")):
        holding = Holding.model_validate({"level": told, "words": "so so SQL", "alias": "SQL"})
        line = gap(shipped_library, analyst.with_skills({"sql": holding}), "data-engineer").line(
            "sql"
        )
        assert line and (line.verdict, line.basis) == (verdict, "said")
    overruled = gap(shipped_library, analyst.overruled("sql", "missing"), "data-engineer")
    assert overruled.line("sql").verdict == "missing"  # type: ignore[union-attr]


def test_against_ones_own_role_its_core_is_the_question(shipped_library: Library) -> None:
    found = gap(shipped_library, Profile(role="data-analyst"), "data-analyst")
    assert {line.verdict for line in found.lines if line.weight == "core"} == {"partly"}
    line = found.line("sql")
    assert line and line.why.endswith("which you are; say whether you have it.")


def test_a_change_carries_over_and_renames_as_its_page_says(shipped_library: Library) -> None:
    page = shipped_library.transitions[("data-engineer", "ml-engineer")]
    engineer = Profile(role="data-engineer")
    found = gap(shipped_library, engineer, "ml-engineer")
    carried, renamed = found.line("software-testing"), found.line("feature-engineering")
    assert carried and renamed
    assert "software-testing" not in shipped_library.roles["data-engineer"].skills.core
    assert (carried.verdict, carried.evidence[1].path) == (
        "have",
        "transitions/data-engineer-to-ml-engineer.md",
    )
    assert (renamed.verdict, renamed.basis) == ("partly", "reframed")
    assert renamed.why.startswith("You know it as ETL and ELT: Transformations become features")
    assert renamed.evidence[1].text in str(page.reframe[0].how)
    lacking = engineer.overruled("etl-and-elt", "missing")
    line = gap(shipped_library, lacking, "ml-engineer").line("feature-engineering")
    assert line and (line.verdict, line.basis) == ("missing", "nothing")


def test_what_belongs_to_others_denies_nothing(
    shipped_library: Library, shipped_lexicon: Lexicon
) -> None:
    told = read_profile("I worked with the SQL team and the Kafka team.", shipped_lexicon)
    assert all(one.others for one in told.skills.values())
    found = gap(shipped_library, told, "data-engineer").line("apache-kafka")
    assert found and found.verdict == "missing"
    assert found.why.endswith("reads as somebody else having it.")
    engineer = told.model_copy(update={"role": "data-engineer"})
    line = gap(shipped_library, engineer, "ml-engineer").line("sql")
    assert line and (line.verdict, line.basis) == ("have", "role")


def test_a_later_text_takes_nothing_away_but_by_a_denial(shipped_lexicon: Lexicon) -> None:
    known = ticked("airflow", "python", "docker")
    told = "I worked with the Airflow team. Interests: Python meetups, Kafka. No Docker yet."
    after = known.with_told(read_profile(told, shipped_lexicon))
    levels = {id: one.level for id, one in after.skills.items()}
    assert levels == {
        "airflow": "have",
        "python": "have",
        "docker": "none",
        "apache-kafka": "learning",
    }


def test_what_is_held_is_what_a_list_can_tick() -> None:
    profile = ticked("sql", "git").overruled("git", "missing").overruled("docker", "have")
    assert profile.held == ("sql", "docker")
    after = profile.holding(["sql", "git"])
    assert after.held == ("sql", "git")
    assert after.overrides == {}
    assert profile.holding(profile.held) == profile
    said = Profile(skills={"sql": Holding(level="none", words="no SQL", alias="SQL")})
    assert said.holding([]) == said
    assert said.holding(["sql"]).skills["sql"] == Holding(level="have")


def test_a_like_tool_counts_in_part_and_says_so(shipped_library: Library) -> None:
    found = gap(shipped_library, ticked("dagster", "bigquery"), "data-engineer")
    airflow, spark = found.line("airflow"), found.line("apache-spark")
    assert airflow and spark
    assert airflow.verdict == "partly"
    assert airflow.why == "You know Dagster, an alternative to it."
    assert "Dagster over Airflow" in airflow.evidence[1].text
    assert spark.verdict == "missing", "a warehouse is no substitute for an engine"
    pandas = gap(shipped_library, ticked("excel"), "data-analyst").line("pandas")
    assert pandas and pandas.verdict == "missing", "a spreadsheet is no half of pandas"


def test_a_tool_in_part_shows_only_its_first_skill(shipped_library: Library) -> None:
    skills = shipped_library.tools["hosted-llm-apis"].skills
    tried = Profile(skills={"hosted-llm-apis": Holding(level="partly")})
    shown = [standing(shipped_library, tried, id).level for id in skills]
    assert shown == ["partly", *["missing"] * (len(skills) - 1)]
    assert standing(shipped_library, ticked("hosted-llm-apis"), skills[-1]).level == "partly"


def test_every_line_is_cited(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    profile = read_profile(RESUME, shipped_lexicon)
    for role in shipped_library.roles:
        found = gap(shipped_library, profile, role)
        assert all(line.evidence[0].found for line in found.lines), role
        assert check_citations(shipped_library, found) >= len(found.lines)


def test_without_a_target_the_roles_are_offered(shipped_library: Library) -> None:
    with pytest.raises(CareerError, match=r"no target role yet. Choose one of: .*Data engineer"):
        gap(shipped_library, ticked("sql"))
    found = gap(shipped_library, ticked("sql", target="data-analyst"))
    assert found.target == "data-analyst"


def test_a_profile_survives_as_json(shipped_lexicon: Lexicon) -> None:
    profile = read_profile(RESUME, shipped_lexicon).overruled("git", "have")
    assert read_json(profile.model_dump_json()) == profile


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"version": 2}, "not a profile of version 1: version"),
        ({"name": "Ada"}, "name: Extra inputs are not permitted"),
        ({"skills": {"sql": {"level": "godlike"}}}, r"skills.sql.level"),
        ({"hours_per_week": 999}, "hours_per_week"),
    ],
)
def test_a_foreign_profile_is_refused_in_a_sentence(change: dict[str, object], match: str) -> None:
    stored = json.loads(Profile().model_dump_json()) | change
    with pytest.raises(CareerError, match=match):
        read_json(json.dumps(stored))


def test_it_is_quick(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    text = RESUME * 4
    assert seconds(lambda: read_profile(text, shipped_lexicon)) < QUICK_SECONDS
    profile = read_profile(text, shipped_lexicon)
    assert seconds(lambda: gap(shipped_library, profile, "data-engineer")) < QUICK_SECONDS
