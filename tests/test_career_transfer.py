"""The transfer map: the page's word first, the arithmetic in the open, every line cited."""

from __future__ import annotations

import pytest
from career_corner import corner
from cited import QUICK_SECONDS, check_citations, seconds

from advisor.career.result import NOTHING_CITED, CareerError
from advisor.career.transfer import transfer
from advisor.library.load import Library


def test_the_page_decides_what_carries_over() -> None:
    found = transfer(corner(), "drawer", "server")
    assert not found.computed
    assert [one.skill for one in found.carry_over] == ["charts"]
    assert [(one.known_as, one.skill, one.why) for one in found.reframe] == [
        ("Charts", "models", "A chart of the past becomes a model of the next value.")
    ]
    assert [one.skill for one in found.learn] == ["serving", "code", "checks"]
    assert found.months == (3, 5)


def test_the_distance_is_the_sum_that_it_shows() -> None:
    """Core 80 + 30 + 21 hours count three times, the useful 20 once; models are half had."""
    distance = transfer(corner(), "drawer", "server").distance
    whole, missing = 3 * (80 + 30 + 21) + 20, 3 * (80 + 15 + 21) + 20
    assert sum(term.whole for term in distance.terms) == whole
    assert sum(term.missing for term in distance.terms) == missing
    assert distance.value == round(100 * missing / whole) == 89
    assert distance.hours == 80 + 15 + 21 + 20
    assert f"100 × {missing} missing ÷ {whole} in all = 89" in distance.arithmetic


def test_without_a_page_both_roles_are_set_against_each_other() -> None:
    found = transfer(corner(), "server", "drawer")
    assert found.computed
    assert "no page on moving from server to drawer" in found.note
    assert [one.skill for one in found.learn] == ["charts"]
    assert found.distance.value == 100
    assert found.duration == NOTHING_CITED
    assert found.trap.text == "not in the library"


def test_a_shared_core_skill_carries_over_and_a_useful_one_by_half(
    shipped_library: Library,
) -> None:
    found = transfer(shipped_library, "statistician", "llm-platform-engineer")
    assert found.computed
    (python,) = [one for one in found.carry_over if one.skill == "python"]
    assert (python.credit, python.weight) == (0.5, "core")
    assert "not in every job" in python.why


def test_the_same_skill_under_another_name_is_reframed(shipped_library: Library) -> None:
    found = transfer(shipped_library, "analytics-engineer", "ai-engineer")
    renamed = {one.skill: one for one in found.reframe}
    page = shipped_library.skills["software-testing"]
    if "ai-engineer" in page.also_called:
        assert renamed["software-testing"].called == page.also_called["ai-engineer"]
    assert all(one.credit == 0.5 for one in found.reframe)


def test_from_data_engineer_to_ml_engineer(shipped_library: Library) -> None:
    found = transfer(shipped_library, "data-engineer", "ml-engineer")
    page = shipped_library.transitions["data-engineer", "ml-engineer"]
    assert tuple(one.skill for one in found.carry_over) == page.carry_over
    assert found.learn[0].skill == "statistics"
    pipelines = next(one for one in found.reframe if one.skill == "training-pipelines")
    assert pipelines.known_as == "Workflow orchestration"
    assert "training pipeline" in pipelines.evidence.text
    assert found.months == (10, 15)


def test_what_convinces_is_the_list_and_not_the_words_before_it(shipped_library: Library) -> None:
    found = transfer(shipped_library, "data-engineer", "ml-engineer")
    assert len(found.convinces) == 4
    assert found.convinces[0].text.startswith("A fraud or recommendation service with its data")


def test_a_name_that_only_the_old_role_has_for_a_skill(shipped_library: Library) -> None:
    """No page decides from ML engineer to data engineer; the pages of the skills know the names."""
    found = transfer(shipped_library, "ml-engineer", "data-engineer")
    assert found.computed
    renamed = {one.skill: (one.known_as, one.new_name, one.credit) for one in found.reframe}
    assert renamed["stream-processing"] == (
        "Real-time feature pipelines",
        "Stream processing",
        0.5,
    )
    quality = next(one for one in found.reframe if one.skill == "data-quality")
    assert quality.why == "An ML engineer calls it training data validation."
    assert "training data validation" in quality.evidence.text.lower()


def test_months_without_a_page_are_those_of_the_missing_core(shipped_library: Library) -> None:
    found = transfer(shipped_library, "analytics-engineer", "ai-engineer")
    missing = sum(
        term.hours * (1 - term.credit) for term in found.distance.terms if term.weight == 3
    )
    assert found.distance.core_hours == missing
    a_month = 8 * 52 / 12
    assert found.months == (round(missing / a_month), round(1.75 * missing / a_month))
    assert f"{missing:g} missing hours of core skills, taken 1 to 1.75 times" in found.months_note


def test_the_rule_for_months_fits_the_pages_that_there_are(shipped_library: Library) -> None:
    """Where a page gives months, the rule comes within half of them for most moves."""
    near = 0
    for (origin, target), page in shipped_library.transitions.items():
        hours = transfer(shipped_library, origin, target).distance.core_hours
        ruled, told = 1.375 * hours / (8 * 52 / 12), sum(page.months) / 2
        near += told / 1.5 <= ruled <= told * 1.5
    assert near >= 0.8 * len(shipped_library.transitions)


def test_hours_are_those_of_the_skill_s_own_page(shipped_library: Library) -> None:
    for line in transfer(shipped_library, "data-engineer", "ml-engineer").lines:
        assert str(shipped_library.skills[line.skill].hours) in line.hours_cited.text


def test_neighbors_are_nearer_than_strangers(shipped_library: Library) -> None:
    near = transfer(shipped_library, "bi-developer", "analytics-engineer").distance.value
    far = transfer(shipped_library, "bi-developer", "llm-platform-engineer").distance.value
    assert near < 50 < far


def test_every_pair_is_cited_and_within_bounds(shipped_library: Library) -> None:
    for origin in shipped_library.roles:
        for target in shipped_library.roles:
            if origin == target:
                continue
            found = transfer(shipped_library, origin, target)
            assert 0 <= found.distance.value <= 100
            assert all(one.evidence.found for one in found.lines), (origin, target)
            assert check_citations(shipped_library, found) > len(found.lines)
            assert len({one.skill for one in found.lines}) == len(found.lines)


def test_two_roles_that_are_the_same() -> None:
    with pytest.raises(CareerError, match="Both roles are drawer; choose two that differ"):
        transfer(corner(), "drawer", "drawer")


@pytest.mark.parametrize("bad", ["pilot", "charts", ""])
def test_what_is_no_role_is_named_with_the_roles_there_are(bad: str) -> None:
    with pytest.raises(
        CareerError, match=r"is not a role of the library\. It knows: Drawer, Server"
    ):
        transfer(corner(), "drawer", bad)


def test_it_is_quick(shipped_library: Library) -> None:
    work = lambda: transfer(shipped_library, "data-engineer", "ml-engineer")  # noqa: E731
    assert seconds(work) < QUICK_SECONDS
