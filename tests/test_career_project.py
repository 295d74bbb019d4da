"""The project brief: the page that closes most gaps within the hours, with nothing that it does not say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from career_corner import corner
from hypothesis import given
from hypothesis import strategies as st

from advisor.career.profile import Profile
from advisor.career.profile import ticked as has
from advisor.career.project import ProjectBrief, project_brief
from advisor.career.result import CareerError, Cited
from advisor.errors import AdvisorError
from advisor.library.load import Library
from advisor.text import plain


@pytest.fixture(scope="module")
def library(shipped_library: Library) -> Library:
    return shipped_library


def typical(library: Library, role: str) -> Profile:
    return has(*library.roles[role].skills.core, role=role)


def test_the_brief_is_the_page(library: Library) -> None:
    gaps = ["model-serving", "container-orchestration", "gpu-computing"]
    brief = project_brief(library, gaps, 50)
    assert (brief.id, brief.hours, brief.level) == ("image-classifier", 45, "solid")
    assert brief.goal[0].text.startswith("The goal of the image classifier is an HTTP endpoint")
    assert len(brief.steps) == 8
    assert (
        brief.steps[3].text
        == "Export to ONNX and assert that its outputs match PyTorch within a tolerance."
    )
    assert [one.skill for one in brief.covers] == [
        "container-orchestration",
        "model-serving",
        "gpu-computing",
    ]
    assert brief.questions[1].text.startswith("What a cold GPU node costs")
    assert brief.why.text.startswith(
        "It puts 3 of your 3 gaps to use (Container orchestration, Model serving, GPU computing) in "
        "45 of your 50 hours, and repeats nothing you have."
    )


def test_the_rubric_comes_from_metrics_and_what_to_show(library: Library) -> None:
    brief = project_brief(library, ["gpu-computing", "model-serving"], 50)
    assert [one.cited for one in brief.rubric] == [*brief.metrics, *brief.show]
    assert [one.about for one in brief.rubric] == ["metric"] * 4 + ["evidence"] * 4
    assert all(len(one.levels) == len(set(one.levels)) == 5 for one in brief.rubric)
    assert brief.most_points == 32


@pytest.mark.parametrize(
    ("origin", "target", "hours", "expected"),
    [
        ("data-analyst", "data-engineer", 60, "taxi-warehouse"),
        ("data-scientist", "ml-engineer", 40, "training-pipeline-with-ci"),
        ("software-engineer", "ai-engineer", 60, "rag-with-evaluation"),
        ("data-analyst", "data-scientist", 60, "demand-forecast"),
        ("data-engineer", "ml-engineer", 60, "nlp-chatbot"),
    ],
)
def test_known_people_get_the_fitting_project(
    library: Library, origin: str, target: str, hours: int, expected: str
) -> None:
    brief = project_brief(library, typical(library, origin), hours, target)
    assert brief.id == expected
    assert target in library.projects[brief.id].roles
    assert len(brief.alternatives) == 2


def test_what_is_held_closes_no_gap(library: Library) -> None:
    before = project_brief(library, typical(library, "data-analyst"), 60, "data-engineer")
    covered = {one.skill for one in before.covers}
    learned = has(*library.roles["data-analyst"].skills.core, *covered, role="data-analyst")
    after = project_brief(library, learned, 60, "data-engineer")
    assert after.id != before.id
    assert not covered & {one.skill for one in after.covers}
    assert not {one.skill for one in after.repeats} & {one.skill for one in after.covers}


def test_the_profiles_own_target_is_taken(library: Library) -> None:
    profile = typical(library, "data-analyst").model_copy(update={"target": "data-engineer"})
    assert project_brief(library, profile, 60).role == "data-engineer"


def test_nobody_covers_more_within_the_hours(library: Library) -> None:
    for hours in (20, 30, 40, 50, 60):
        gaps = ["stream-processing", "observability", "containers", "statistics", "data-quality"]
        brief = project_brief(library, gaps, hours)
        assert brief.hours <= hours
        most = max(
            len(set(gaps) & set(page.skills))
            for page in library.projects.values()
            if page.hours <= hours
        )
        assert len(brief.covers) == most
        counts = [len(brief.covers), *(len(one.covers) for one in brief.alternatives)]
        assert counts == sorted(counts, reverse=True)


def cited_in(thing: Any) -> Iterator[Cited]:
    if isinstance(thing, Cited):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from cited_in(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from cited_in(one)


def test_every_line_is_a_passage_of_the_library(library: Library) -> None:
    texts = {entry.document.path: entry.document.text for entry in library.entries.values()}
    for page in library.projects.values():
        brief = project_brief(library, page.skills, page.hours)
        assert brief.id == page.id, "the project that covers exactly these gaps"
        for part in (brief.goal, brief.data, brief.architecture, brief.steps, brief.questions):
            assert part
        for one in cited_in(brief):
            assert plain(texts[one.path][one.start : one.end]) == one.text != ""


@pytest.mark.parametrize("hours", [0, -5, float("nan"), float("inf"), 5000, 10**400])
def test_impossible_hours_are_one_sentence(library: Library, hours: float) -> None:
    with pytest.raises(AdvisorError, match="hours are no size for a project"):
        project_brief(library, ["sql"], hours)


def test_too_few_hours_name_the_shortest_project(library: Library) -> None:
    with pytest.raises(
        CareerError, match=r"fits in 5 hours\. The shortest is Drift watch.* with 30"
    ):
        project_brief(library, ["drift-detection"], 5)


def test_gaps_that_no_project_can_close_are_one_sentence(library: Library) -> None:
    with pytest.raises(CareerError, match="No project of the library practices Spreadsheets"):
        project_brief(library, ["spreadsheets"], 60)
    with pytest.raises(CareerError, match="There is no gap for a project to close"):
        project_brief(library, [], 60)
    with pytest.raises(CareerError, match="'juggling' is not a skill of the library"):
        project_brief(library, ["juggling"], 60)
    with pytest.raises(CareerError, match="A project needs a target"):
        project_brief(library, Profile(role="data-analyst"), 60)
    with pytest.raises(CareerError, match="'clown' is not a role of the library"):
        project_brief(library, ["sql"], 60, "clown")


def test_somebody_who_lacks_nothing_gets_a_project_to_show_it() -> None:
    library = corner()
    brief = project_brief(library, has(*library.skills), 60, "server")
    assert brief.proving
    assert (brief.id, brief.repeats) == ("booth", ())
    assert brief.why.text.startswith("You lack nothing of Server, by what you told. This shows 2")


def test_another_project_can_be_chosen_and_one_that_does_not_fit_cannot(library: Library) -> None:
    profile = typical(library, "data-engineer")
    best = project_brief(library, profile, 45, "ml-engineer")
    assert best.fitting[0] == best.id
    assert {one.id for one in best.alternatives} <= set(best.fitting)
    assert all(library.projects[id].hours <= 45 for id in best.fitting)
    other = project_brief(library, profile, 45, "ml-engineer", best.fitting[3])
    assert other.id == best.fitting[3]
    assert other.alternatives[0].id == best.id
    assert set(other.fitting) == set(best.fitting)
    assert project_brief(library, profile, 45, "ml-engineer", "nlp-chatbot").id == best.id  # 50 h


@given(
    st.sets(st.sampled_from(("math", "code", "checks", "models", "serving", "charts"))),
    st.integers(1, 40),
)
def test_any_gaps_get_a_project_or_a_sentence(gaps: set[str], hours: int) -> None:
    try:
        brief = project_brief(corner(), sorted(gaps), hours)
    except CareerError as error:
        assert not gaps & {"models", "serving"} or hours < 10, error
    else:
        assert isinstance(brief, ProjectBrief)
        assert {one.skill for one in brief.covers} == gaps & {"models", "serving"}


def test_a_brief_is_quick(library: Library) -> None:
    profile = typical(library, "data-engineer")
    found = []
    for _ in range(5):
        begun = time.perf_counter()
        project_brief(library, profile, 60, "ml-engineer")
        found.append(time.perf_counter() - begun)
    assert min(found) < 0.1
