"""The tab Compare without a browser: what its three modes show, and what they make of bad input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from advisor.answer import Advisor
from advisor.career.compare import compare
from advisor.career.fit import fit
from advisor.career.gap import gap
from advisor.career.profile import Preferences, Profile, ticked
from advisor.career.result import CareerError
from advisor.career.transfer import transfer
from advisor.ui import compare as tab
from advisor.ui import compare_fit, compare_sides, compare_way
from advisor.ui.compare_mode import Mode
from advisor.ui.frame import keep
from advisor.ui.suggest import WHICH_FITS, fitting_tools
from advisor.ui.you import EITHER

DE, DS, MLE = "data-engineer", "data-scientist", "ml-engineer"
MODES = (compare_sides, compare_way, compare_fit)


@pytest.fixture(scope="module")
def advisor(shipped: Advisor) -> Advisor:
    return shipped


def soups(shown: Sequence[str]) -> tuple[BeautifulSoup, BeautifulSoup]:
    """Result and sources."""
    result, sources = (BeautifulSoup(one, "html.parser") for one in shown)
    return result, sources


def words(element: Tag | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", element.get_text()).strip()


def check_numbers(result: BeautifulSoup, sources: BeautifulSoup) -> int:
    """How many numbers there are, once each was found to open a card of its own tool."""
    links = [str(one["href"]).removeprefix("#") for one in result.select("a")]
    cards = [one["id"] for one in sources.select(".source")]
    assert set(links) == set(cards) and len(set(cards)) == len(cards)
    assert [int(one.get_text()) for one in sources.select(".number")] == [*range(1, len(cards) + 1)]
    first = list(dict.fromkeys(links))
    assert first == sorted(first, key=lambda id: int(id.rpartition("-")[2]))
    return len(links)


# side by side


def test_the_page_shows_the_comparison_of_the_library(advisor: Advisor) -> None:
    found = compare(advisor.library, (DE, MLE))
    result, sources = soups(compare_sides.shown(advisor, "", [DE, MLE]))
    assert words(result.h2) == "Data engineer and ML engineer"
    assert words(result.select_one(".lead")).startswith(found.difference[0].text)
    table = result.select_one("table.aspects")
    assert table is not None
    assert [words(one) for one in table.select("thead th[scope=col]")] == [
        "Aspect",
        "Data engineer",
        "ML engineer",
    ]
    rows = [words(one) for one in table.select("tbody th[scope=row]")]
    assert rows == [{"Skills": "Core skills"}.get(row.aspect, row.aspect) for row in found.rows]
    assert check_numbers(result, sources) > 60


def test_every_cell_and_every_chip_has_its_number(advisor: Advisor) -> None:
    result, _ = soups(compare_sides.shown(advisor, "", [DE, DS, MLE]))
    said = result.select(".aspects td p, .aspects td li:not(.rest), .matrix td, .bars td > p")
    assert len(said) > 150
    bare = [words(one) for one in said if not one.select("a")]
    assert set(bare) == {"not listed"}


def test_what_is_shared_is_marked_by_class_and_sign_and_words(advisor: Advisor) -> None:
    result, _ = soups(compare_sides.shown(advisor, "", [DE, MLE]))
    chips = {words(one).split(" [")[0]: one for one in result.select(".chips li:not(.rest)")}
    shared = chips["= Python (wanted by both)"]
    assert shared["class"] == ["all"]
    assert shared.select_one(".sign[aria-hidden=true]") is not None
    assert chips["Data modeling"]["class"] == ["one"]
    legend = [words(one) for one in result.select(".legend li")]
    assert legend == ["=wanted by both", "wanted by this role only"]
    groups = [words(one) for one in result.select(".matrix th[scope=rowgroup]")]
    assert groups[:3] == [
        "= Wanted by both (9)",
        "Data engineer only (20)",
        "ML engineer only (21)",
    ]


def test_the_picture_says_in_words_what_it_draws(advisor: Advisor) -> None:
    found = compare(advisor.library, (DE, DS, MLE))
    result, _ = soups(compare_sides.shown(advisor, "", [DE, DS, MLE]))
    for role, row in zip(found.roles, result.select(".bars tr"), strict=True):
        drawn = {one["class"][0]: one["style"] for one in row.select(".bar > span")}
        counts = found.core(role)
        assert drawn == {reach: f"flex-grow: {counts[reach]}" for reach in counts}
        total = f"12 core skills: {counts['all']} wanted by all, {counts['some']} wanted by some"
        assert words(row.td).startswith(total)
    assert result.select_one(".bar.you") is None


def test_who_has_told_of_skills_sees_how_much_of_each_role_they_have(advisor: Advisor) -> None:
    profile = ticked("sql", "python", "airflow", role=DE)
    result, _ = soups(compare_sides.shown(advisor, keep(profile), [DE, MLE]))
    present, other = result.select(".bars tr")
    assert "Your role now." in words(present) and present.select_one(".bar.you") is None
    had = gap(advisor.library, profile, MLE)
    assert f"You have {had.arithmetic}" in words(other)
    bar = other.select_one(".bar.you span")
    assert bar is not None and bar["style"] == f"width: {had.coverage}%"
    assert "what you have" in words(result.select_one(".legend"))


def test_a_name_may_be_typed_and_misspelt(advisor: Advisor) -> None:
    result, _ = soups(compare_sides.shown(advisor, "", ["data enginer", "MLE"]))
    assert words(result.h2) == "Data engineer and ML engineer"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (None, "Choose two to four roles and press Compare"),
        ([], "Choose two to four roles and press Compare"),
        ("data-engineer", "Choose two to four roles and press Compare"),
        ([DE], "1 is chosen"),
        ([DE, "data engineer"], "Data engineer is named twice"),
        ([DE, "wizard"], "'wizard' is no role of the library; the nearest names are"),
        ([DE, MLE, DS, "da", "statistician"], "5 are chosen"),
        (["x" * 5000, DE], "'x{60}' is no role"),
        ([DE, {"a": 1}], "is no role of the library"),
        ([DE, "sql"], "SQL is a skill and no role"),
        ([DE] * 5000, "Data engineer is named twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_one_sentence(names: Any, said: str, advisor: Advisor) -> None:
    with pytest.raises(CareerError, match=said):
        compare_sides.shown(advisor, "", names)


# the map


def test_the_page_shows_the_map_of_the_library(advisor: Advisor) -> None:
    found = transfer(advisor.library, DE, MLE)
    result, sources = soups(compare_way.shown(advisor, "", DE, MLE))
    assert words(result.h2) == "From data engineer to ML engineer"
    heads = [words(one) for one in result.select(".map h3")]
    counts = [len(one) for one in (found.carry_over, found.reframe, found.learn)]
    assert heads == [
        f"Carries over ({counts[0]})",
        f"Same skill, another name ({counts[1]})",
        f"Learn new ({counts[2]})",
    ]
    assert [len(one.select("li")) for one in result.select(".map > section")] == counts
    assert all(one.select("a") for one in result.select(".map li, .advice li, .advice p"))
    assert "Workflow orchestration → Training pipelines" in words(result.select_one(".reframe"))
    assert "10 to 15 months at eight hours a week." in words(result.select_one(".way"))
    assert check_numbers(result, sources) > 80


def test_the_distance_is_worked_out_in_the_open(advisor: Advisor) -> None:
    found = transfer(advisor.library, DE, MLE)
    result, _ = soups(compare_way.shown(advisor, "", DE, MLE))
    rows = result.select(".terms tbody tr")
    cells = [[words(one) for one in row.select("td")] for row in rows]
    hours, factors = (
        [int(re.sub(r"\D", "", one[place].split("[")[0].split("(")[0])) for one in cells]
        for place in (0, 1)
    )
    missing = sum(float(one[3]) for one in cells)
    whole = sum(hour * factor for hour, factor in zip(hours, factors, strict=True))
    left = found.distance.value
    assert round(100 * missing / whole) == left
    assert f"100 × {missing:g} missing ÷ {whole} in all = {left}." in words(result.details)
    way = words(result.select_one(".way"))
    assert f"{100 - left} % comes with you, {left} % is to learn" in way
    track = result.select_one(".track span")
    assert track is not None and track["style"] == f"width: {100 - left}%"


def test_a_map_without_a_page_says_so(advisor: Advisor) -> None:
    result, _ = soups(compare_way.shown(advisor, "", "statistician", "llm-platform-engineer"))
    assert "The library has no page on moving from statistician" in words(result)
    assert [words(one) for one in result.select(".advice .quiet")] == ["not in the library"] * 2
    assert "worked out below" in words(result.select_one(".way"))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((None, None), "Choose the role you have and the one you want"),
        ((DE, ""), "Choose the role you have and the one you want"),
        ((MLE, "ML engineer"), "Both roles are ML engineer; choose two that differ"),
        ((DE, "wizard"), "'wizard' is no role"),
        (({"a": 1}, DE), "is no role"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_one_sentence(
    ends: tuple[Any, Any], said: str, advisor: Advisor
) -> None:
    with pytest.raises(CareerError, match=said):
        compare_way.shown(advisor, "", *ends)


# the fit


def ranked(result: BeautifulSoup) -> list[tuple[str, str]]:
    return [(words(one.select_one(".name")), words(one.strong)) for one in result.select(".rank")]


def test_the_page_ranks_as_the_library_does(advisor: Advisor) -> None:
    profile = ticked("sql", "python", role=DE).model_copy(
        update={"preferences": Preferences(build=8.5, systems=1.5)}
    )
    ends = ("Building", EITHER, "People", EITHER)
    result, sources = soups(compare_fit.shown(advisor, "", DE, ["sql", "python"], *ends))
    found = fit(advisor.library, profile)
    names = [one.title + (" your role now" if one.present else "") for one in found.rankings]
    scores = [f"{one.score} %" for one in found.rankings]
    assert ranked(result) == list(zip(names, scores, strict=True))
    reasons = result.select(".reasons li")
    assert all(one.select("a") for one in reasons) and len(reasons) > 60
    assert "Ranked by your role, your skills and your preferences" in words(result)
    assert check_numbers(result, sources) > 100


def test_equal_people_get_equal_results(advisor: Advisor) -> None:
    """Ticked or told, in any order, whoever they are: only skills and preferences count."""
    text = "I am {who}. I have used SQL, Python and Airflow for five years. I like building."
    told = [
        compare_fit._wished(advisor, Profile(), {"fit": text.format(who=who)})
        for who in ("Anna, 24, from Poland", "Mohammed (he/him), 61, from Kenya", "Xiù, xe/xem")
    ]
    assert told[0] is not None and told[0] == told[1] == told[2]
    role, skills, *ends = told[0]
    assert (role, sorted(skills), ends[0]) == (None, ["airflow", "python", "sql"], "Building")
    shown = [compare_fit.shown(advisor, "", role, order, *ends) for order in (skills, skills[::-1])]
    assert shown[0] == shown[1]


def test_what_is_ticked_here_counts_and_what_is_taken_out_does_not(advisor: Advisor) -> None:
    either = (EITHER,) * 4
    kept = keep(ticked("statistics", "r-programming"))
    with_all = ranked(soups(compare_fit.shown(advisor, kept, None, ["statistics"], *either))[0])
    alone = ranked(soups(compare_fit.shown(advisor, "", None, ["statistics"], *either))[0])
    assert with_all == alone


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((None, None, *[EITHER] * 4), "There is nothing to compare yet. Name at least one skill"),
        ((None, [], *[None] * 4), "There is nothing to compare yet"),
        ((None, "sql", 7, {}, [], None), "There is nothing to compare yet"),
        (("wizard", [], *[EITHER] * 4), "'wizard' is no role"),
        ((None, ["magic"], *[EITHER] * 4), "'magic' is no skill or tool"),
    ],
)
def test_a_fit_of_nothing_is_one_sentence(
    values: tuple[Any, ...], said: str, advisor: Advisor
) -> None:
    with pytest.raises(CareerError, match=said):
        compare_fit.shown(advisor, "", *values)


@pytest.mark.parametrize("kept", ["", "{", "[1]", '{"version": 9}', 7, None])
def test_a_forged_profile_is_none(kept: object, advisor: Advisor) -> None:
    shown = compare_fit.shown(advisor, kept, None, ["sql"], *[EITHER] * 4)
    assert shown == compare_fit.shown(advisor, "", None, ["sql"], *[EITHER] * 4)


# nothing that is typed becomes markup


def test_words_of_a_profile_are_shown_as_words(advisor: Advisor) -> None:
    profile = ticked("sql").model_copy(
        update={"skills": {"sql": ticked("sql").skills["sql"].model_copy(
            update={"words": "<img src=x onerror=alert(1)> SQL", "alias": "SQL"})}}
    )  # fmt: skip
    result, _ = compare_fit.shown(advisor, keep(profile), None, ["sql"], *[EITHER] * 4)
    assert "<img" not in result and "&lt;img src=x" in result


# filling in, wishes of the chat, and the way back to the chat


def test_fields_are_filled_from_the_profile(advisor: Advisor) -> None:
    profile = ticked("sql", "dbt", role=DE, target=MLE).model_copy(
        update={"preferences": Preferences(build=9, systems=1)}
    )
    assert [one.value for one in compare_sides._filled(advisor, profile)] == [[DE, MLE]]
    assert [one.value for one in compare_way._filled(advisor, profile)] == [DE, MLE]
    role, skills, *ends = compare_fit._filled(advisor, profile)
    assert (role.value, skills.value) == (DE, ["sql", "dbt"])
    assert ends == ["Building", EITHER, "People", EITHER]
    nobody = compare_sides._filled(advisor, Profile(role="wizard"))
    assert [one.value for one in nobody] == [[]]


def built() -> list[Mode]:
    import gradio as gr

    with gr.Blocks():
        return [one.build() for one in MODES]


def wish(advisor: Advisor, about: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """(the mode that opens, the updates of all parts)"""
    *updates, tabs = tab._wished(built(), advisor, about, "")
    return getattr(tabs, "selected", ""), updates


def is_html(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("<")


def test_a_wish_opens_its_own_mode_filled_and_shown(advisor: Advisor) -> None:
    title, updates = wish(advisor, {"roles": [DE, MLE]})
    assert title == compare_sides.TITLE and updates[2] == [DE, MLE]
    assert "Data engineer and ML engineer" in updates[0]
    assert not any(is_html(one) for one in updates[3:])
    title, updates = wish(advisor, {"role": DE, "target": MLE})
    assert title == compare_way.TITLE and updates[5:7] == [DE, MLE]
    assert "From data engineer to ML engineer" in updates[3]
    question = "I know SQL and like building more than analyzing, which role fits me?"
    title, updates = wish(advisor, {"fit": question})
    assert title == compare_fit.TITLE
    assert updates[9:12] == [None, ["sql"], "Building"]
    assert "What fits you" in updates[7]


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ({}, ""),
        ({"roles": "wizard"}, ""),
        ({"roles": [7, None, {"a": 1}]}, ""),
        ({"role": "wizard", "target": MLE}, ""),
        ({"fit": ["x"] * 9}, compare_fit.TITLE),
        ({"fit": "Welche Rolle passt zu mir und wie werde ich das?"}, compare_fit.TITLE),
        ({"roles": [DE]}, compare_sides.TITLE),
        ({"role": MLE, "target": MLE}, compare_way.TITLE),
    ],
)
def test_a_wish_that_nobody_wrote_harms_nothing(
    about: Mapping[str, Any], title: str, advisor: Advisor
) -> None:
    opened, updates = wish(advisor, about)
    assert opened == title
    told = [one for one in updates if is_html(one)]
    assert len(told) == (1 if title else 0) and all('class="told"' in one for one in told)


def test_a_profile_that_changes_fills_what_is_empty_and_the_fit(advisor: Advisor) -> None:
    modes, kept = built(), keep(ticked("sql", role=DE, target=MLE))
    values = [["statistician"], None, "statistician", None, ["dbt"], *[EITHER] * 4]
    roles, origin, target, role, skills, *_ = tab._refilled(modes, advisor, kept, values)
    assert not hasattr(roles, "value") and not hasattr(target, "value")
    assert (origin.value, role.value, skills.value) == (DE, DE, ["sql"])


DISCUSSED = [
    (compare_sides._discussed, ([DE, MLE],), "What is the difference between a data engineer and an"),
    (compare_sides._discussed, ([DE],), ""),
    (compare_sides._discussed, (None,), ""),
    (compare_way._discussed, (DE, MLE), "I am a data engineer. How do I become an ML engineer?"),
    (compare_way._discussed, (DE, DE), ""),
    (compare_fit._discussed, (None, [], "Building", EITHER, "Systems", EITHER), "Which role fits me if I"),
    (compare_fit._discussed, (None, ["statistics"], *[EITHER] * 4), "What is the difference between a"),
    (compare_fit._discussed, (None, None, *[None] * 4), ""),
]  # fmt: skip


@pytest.mark.parametrize(("compose", "values", "question"), DISCUSSED)
def test_what_is_discussed_in_the_chat_can_be_answered(
    compose: Any, values: tuple[Any, ...], question: str, advisor: Advisor
) -> None:
    composed = compose(advisor, *values)
    assert composed.startswith(question) and bool(composed) == bool(question)
    assert not composed or not advisor.ask(composed).refused


@pytest.mark.parametrize(
    "question",
    [
        "Which role fits me if I like building more than analyzing?", "which role suits me",
        "what role is right for me?", "I am an accountant. Which data role is right for me?",
        "what career should I choose", "which job would fit somebody who likes maths",
        "I am a data analyst. Which role fits me best?", "best role for me with python",
    ],
)  # fmt: skip
def test_who_asks_which_role_fits_is_offered_the_ranking(question: str, advisor: Advisor) -> None:
    (offered,) = fitting_tools(advisor.ask(question), advisor)
    assert (offered.tab, offered.about) == ("Compare", {"fit": question})


@pytest.mark.parametrize(
    "question",
    [
        "Which tool fits me?", "What does a data engineer do?", "Is Go good for a job in pipelines?",
        "What is the career path of a data engineer?", "Which tool is best for a data engineer job?",
    ],
)  # fmt: skip
def test_other_questions_are_not_about_the_choice_of_a_role(question: str) -> None:
    assert not WHICH_FITS.search(question)


def test_after_a_move_the_map_is_offered_too(advisor: Advisor) -> None:
    offered = fitting_tools(
        advisor.ask("I am a data engineer. How do I become an ML engineer?"), advisor
    )
    assert [one.tab for one in offered] == ["Skills gap", "Plan", "Compare"]
    assert offered[2].about == {"role": DE, "target": MLE}


def test_it_answers_at_once(advisor: Advisor) -> None:
    from cited import QUICK_SECONDS, seconds

    ends = ("Building", "Production", "People", "Engineering")
    kept = keep(ticked("sql", "python", "airflow", role=DE))
    for work in (
        lambda: compare_sides.shown(advisor, kept, [DE, MLE]),
        lambda: compare_way.shown(advisor, kept, DE, MLE),
        lambda: compare_fit.shown(advisor, kept, DE, ["sql", "python"], *ends),
    ):
        assert seconds(work) < 3 * QUICK_SECONDS  # with all of the passages drawn
