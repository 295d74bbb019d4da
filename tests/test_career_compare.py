"""The comparison: one sentence on top, aspect by aspect, skill by skill, all of it cited."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from career_corner import corner
from cited import QUICK_SECONDS, check_citations, seconds

from advisor.career.compare import Comparison, compare, compare_parts, shared
from advisor.career.result import CareerError
from advisor.library.load import Library
from advisor.library.schema import ASPECTS
from advisor.text import plain

DE, DS, MLE = "data-engineer", "data-scientist", "ml-engineer"


def sentence(found: Comparison) -> str:
    return " ".join(one.text for one in found.difference)


def wanted(found: Comparison, id: str) -> dict[str, str]:
    """By whom a skill or tool is wanted, and how much."""
    one = next(one for one in (*found.skills, *found.tools) if one.id == id)
    return {want.role: want.weight for want in one.by}


PAIRS = [
    ((DE, MLE), "trusted data for the data engineer, deployed and monitored models"),
    ((DS, MLE), "decides what is worth predicting, whereas an ML engineer makes the prediction"),
    (("data-analyst", DS), "the analyst explains what happened, the data scientist estimates why"),
    (("analytics-engineer", DE), "owns the meaning of the data, while the data engineer owns its"),
    (("ai-engineer", MLE), "language models that somebody else trained, whereas an ML engineer"),
    (
        (MLE, "mlops-engineer"),
        "owns the platform for many models, whereas an ML engineer owns a few",
    ),
    (
        ("bi-developer", "data-analyst"),
        "building the reporting system, while the analyst interprets",
    ),
    (("statistician", DS), "inference and design against prediction, products and software"),
    (
        ("applied-scientist", DS),
        "known methods, whereas an applied scientist is expected to change",
    ),
    (("software-engineer", DE), "user requests for the software engineer, unexpected data for the"),
    (("data-architect", DE), "by deciding across teams, while the engineer builds and runs inside"),
]


@pytest.mark.parametrize(("roles", "words"), PAIRS)
def test_the_sentence_on_top_is_the_library_s_own_on_the_difference(
    roles: tuple[str, str], words: str, shipped_library: Library
) -> None:
    there, back = compare(shipped_library, roles), compare(shipped_library, roles[::-1])
    assert words in sentence(there)
    assert sentence(there) == sentence(back)
    assert [one.text for one in there.difference[0].evidence] == [sentence(there)]


def test_where_no_page_tells_two_roles_apart_each_says_its_focus(shipped_library: Library) -> None:
    found = compare(shipped_library, ("data-architect", "mlops-engineer"))
    assert sentence(found).startswith(
        "A data architect focuses on decisions about data that are expensive to reverse; an MLOps "
        "engineer focuses on making model releases repeatable"
    )
    assert [one.evidence[0].path for one in found.difference] == [
        "roles/data-architect.md",
        "roles/mlops-engineer.md",
    ]


def test_three_roles_are_told_apart_in_one_sentence_and_then_two_by_two(
    shipped_library: Library,
) -> None:
    found = compare(shipped_library, (DE, DS, MLE))
    assert sentence(found) == (
        "A data engineer focuses on data pipelines and infrastructure; a data scientist focuses on "
        "analysis and model building; an ML engineer takes models from data scientists and "
        "productionizes them."
    )
    pairs = " ".join(one.text for one in found.more[:2])
    assert "decides what is worth predicting" in pairs
    assert "differs from an ML engineer in the product" in pairs


def test_no_sentence_leans_on_the_one_before_it(shipped_library: Library) -> None:
    """`differs from an analytics engineer in the same way` says nothing without its neighbor."""
    found = compare(shipped_library, ("data-analyst", "analytics-engineer"))
    assert found.more == ()
    assert "delivering reusable tables and not answers to single questions" in sentence(found)


def test_shared_skills_are_marked_with_what_they_weigh_for_each(shipped_library: Library) -> None:
    found = compare(shipped_library, (DE, MLE))
    assert wanted(found, "python") == {DE: "core", MLE: "core"}
    assert wanted(found, "containers") == {DE: "useful", MLE: "core"}
    assert wanted(found, "data-modelling") == {DE: "core"}
    assert wanted(found, "apache-spark") == {DE: "tool", MLE: "tool"}
    assert wanted(found, "pytorch") == {MLE: "tool"}
    page = shipped_library.roles[DE].skills
    both = {*shipped_library.roles[MLE].skills.core, *shipped_library.roles[MLE].skills.useful,
            *shipped_library.roles[MLE].skills.rare}  # fmt: skip
    assert found.core(DE)["all"] == len([one for one in page.core if one in both]) == 4
    assert found.core(DE).total() == len(page.core)


def test_of_three_roles_a_skill_is_wanted_by_all_by_some_or_by_one(
    shipped_library: Library,
) -> None:
    found = compare(shipped_library, (DE, DS, MLE))
    reach = {one.id: one.reach for one in found.skills}
    assert (reach["python"], reach["supervised-learning"], reach["data-modelling"]) == (
        "all",
        "some",
        "one",
    )
    assert [one.reach for one in found.skills] == sorted(
        (one.reach for one in found.skills), key=["all", "some", "one"].index
    )
    for one in (*found.skills, *found.tools):
        count = {"all": 3, "one": 1}.get(one.reach, 2)
        assert len(one.by) == count


def test_every_skill_and_tool_of_a_role_is_there_once(shipped_library: Library) -> None:
    found = compare(shipped_library, (DE, MLE))
    for role in (DE, MLE):
        page = shipped_library.roles[role]
        listed = [one.id for one in found.skills if one.of(role)]
        skills = (*page.skills.core, *page.skills.useful, *page.skills.rare)
        assert sorted(listed) == sorted(skills)
        assert {one.id for one in found.tools if one.of(role)} == set(page.tools)


def test_what_is_shared_in_a_sentence(shipped_library: Library) -> None:
    found = compare(shipped_library, (DE, MLE))
    both = shared(found, found.tools)
    assert both is not None
    assert both.text == "Both use Apache Spark, Apache Airflow, Snowflake, Apache Kafka and Docker."
    nothing = compare(corner(), ("drawer", "server"))
    assert shared(nothing, nothing.skills) is None


def texts(found: Comparison) -> Iterator[tuple[str, str]]:
    """(what a cell says, what it cites)"""
    for row in found.rows:
        for cell in row.cells:
            yield from ((one.text, one.evidence[0].text) for one in cell)


def test_every_aspect_of_every_pair_says_what_its_passage_says(shipped_library: Library) -> None:
    for roles in itertools.combinations(shipped_library.roles, 2):
        found = compare(shipped_library, roles)
        assert [row.aspect for row in found.rows] == list(ASPECTS)
        assert all(cell for row in found.rows for cell in row.cells), roles
        assert all(said.lower() in cited.lower() for said, cited in texts(found))
        assert all(one.evidence for one in (*found.difference, *found.more))
        wants = [want for one in (*found.skills, *found.tools) for want in one.by]
        assert all(want.cited.found for want in wants)
        check_citations(shipped_library, found)


def test_a_cell_does_not_repeat_the_role_that_heads_its_column(shipped_library: Library) -> None:
    found = compare(shipped_library, (DE, MLE))
    focus = found.rows[0].cells
    assert focus[0][0].text.startswith("Focuses on data pipelines and infrastructure: getting")
    assert focus[1][0].text.startswith("Takes models from data scientists and productionizes them")


def test_an_aspect_that_a_page_leaves_out_is_an_empty_cell() -> None:
    found = compare(corner(), ("drawer", "server"))
    assert found.difference == ()
    cells = {row.aspect: row.cells for row in found.rows}
    assert cells["Deliverables"] == ((), ())
    assert cells["Ways in"][0][0].text == "People come to Drawer from everywhere."


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((), "Choose two to four roles to compare; none are chosen"),
        ((DE,), "Choose two to four roles to compare; 1 is chosen"),
        ((DE, MLE, DS, "statistician", "bi-developer"), "four roles to compare; 5 are chosen"),
        ((DE, MLE, DE), "Data engineer is named twice; choose roles that differ"),
        ((DE, "wizard"), r"'wizard' is not a role of the library\. It knows: "),
        ((DE, "sql"), "'sql' is not a role of the library"),
    ],
)
def test_what_cannot_be_compared(
    roles: tuple[str, ...], said: str, shipped_library: Library
) -> None:
    with pytest.raises(CareerError, match=said):
        compare(shipped_library, roles)


def test_the_answer_of_the_chat_says_what_the_comparison_says(shipped_library: Library) -> None:
    found = compare(shipped_library, (DE, MLE))
    opening, table = compare_parts(shipped_library, (DE, MLE))
    assert [line.text for line in opening.lines] == [sentence(found), found.more[0].text]
    assert table.header == ("Aspect", "Data engineer", "ML engineer")
    cells = dict(table.cells)
    assert list(cells) == ["Focus", "Deliverables", "Tools", "Measured by"]
    rows = {row.aspect: row.cells for row in found.rows}
    focus = cells["Focus"][0]
    assert focus is not None and focus.text == rows["Focus"][0][0].text.rstrip(".")
    tools = cells["Tools"][1]
    assert tools is not None and tools.text == "PyTorch, scikit-learn, Docker, MLflow, XGBoost"
    for line in (*opening.lines, *(cell for row in cells.values() for cell in row if cell)):
        assert line.spans
        span = line.spans[0]
        quoted = plain(span.document.text[span.start : span.end]).lower()
        assert line.text.split("; ")[0].split(", ")[0].lower().rstrip(".") in quoted


def test_one_aspect_in_the_chat_is_one_row(shipped_library: Library) -> None:
    _, table = compare_parts(shipped_library, (DE, MLE, "wizard", DE), "measured")
    ((name, cells),) = table.cells
    assert name == "Measured by"
    assert [cell.text.count(";") for cell in cells if cell] == [3, 3]


def test_there_is_no_comparison_of_one_role_in_the_chat(shipped_library: Library) -> None:
    assert compare_parts(shipped_library, (DE, "wizard", DE)) == []


def test_it_is_quick(shipped_library: Library) -> None:
    work = lambda: compare(shipped_library, (DE, MLE, DS, "mlops-engineer"))  # noqa: E731
    assert seconds(work) < QUICK_SECONDS
