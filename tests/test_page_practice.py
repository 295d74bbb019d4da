"""The tab Practice without a browser: questions, verdicts, what the browser keeps, and bad input."""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Sequence
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from advisor.answer import Advisor
from advisor.career.interview import LONGEST_ANSWER, questions
from advisor.career.profile import Profile
from advisor.career.result import CareerError
from advisor.ui import practice_answers as tab
from advisor.ui.frame import keep

DE = "data-engineer"
RERUN = "interview-data-engineer/how-do-you-rerun-a-month-of-data-without-duplicates"
COLUMN = "interview-data-engineer/the-source-team-renames-a-column-what-should-happen"
ON_SCREEN = f"{DE}\n{RERUN}"
TWO_OF_THREE = (
    "I make the load idempotent, so running it five times leaves the same table. I overwrite the "
    "whole partition instead of appending blindly."
)
QUESTION, LIST, ANSWER, VERDICT, SOURCES, SCREEN = 1, 2, 3, 4, 5, 6
"""Places in what `asking` gives, behind the message."""


@pytest.fixture(scope="module")
def advisor(shipped: Advisor) -> Advisor:
    return shipped


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(element: Tag | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", element.get_text()).strip()


def is_skipped(shown: Sequence[Any]) -> bool:
    return all(isinstance(one, dict) and one.get("__type__") == "update" for one in shown)


def numbers(html: str) -> set[str]:
    return {str(one["href"]).removeprefix("#") for one in soup(html).select("a[href^='#src']")}


def cards(html: str) -> set[str]:
    return {str(one["id"]) for one in soup(html).select(".source")}


# questions


def test_a_role_shows_its_first_question_with_where_it_is_from(advisor: Advisor) -> None:
    shown = tab.chosen(advisor, "DE", "")
    assert len(shown) == tab.SHOWN
    found = soup(shown[QUESTION])
    assert words(found.h2) == "How do you rerun a month of data without duplicates?"
    assert "Question 1 of 8 · Interviews for data engineers" in words(found)
    assert words(found.select_one(".aim")).startswith("The backfill question tests idempotency")
    assert words(found.select_one("details li")).startswith("The SQL round tests")
    assert shown[LIST].value == RERUN and len(shown[LIST].choices) == 8
    assert shown[SCREEN] == ON_SCREEN
    assert numbers(shown[QUESTION]) == cards(shown[SOURCES])


def test_the_key_points_are_nowhere_before_the_answer(advisor: Advisor) -> None:
    for role in ("data-engineer", "ai-engineer", "statistician"):
        one = questions(advisor.library, role)[0]
        everything = " ".join(map(str, tab.chosen(advisor, role, "")))
        text = words(soup(everything))
        assert one.text.text in text
        assert not [point.text for point in one.points if point.text in text]


def test_the_first_question_is_one_that_was_not_tried(advisor: Advisor) -> None:
    kept = tab.with_tried("", tab.Tried(RERUN, 1, 0))
    assert tab.chosen(advisor, DE, kept)[SCREEN] == f"{DE}\n{COLUMN}"


def test_another_question_goes_around(advisor: Advisor) -> None:
    seen, screen = [RERUN], ON_SCREEN
    for _ in range(8):
        screen = tab.another(advisor, DE, "", screen)[SCREEN]
        seen.append(screen.partition("\n")[2])
    assert len(set(seen)) == 8 and seen[-1] == RERUN


def test_a_question_is_picked_by_its_place_or_its_words(advisor: Advisor) -> None:
    for picked in (COLUMN, "2", "The source team renames a column. What should happen?"):
        assert tab.picked(advisor, picked, ON_SCREEN)[SCREEN] == f"{DE}\n{COLUMN}"
    with pytest.raises(CareerError, match="That is none of the questions"):
        tab.picked(advisor, "99", ON_SCREEN)


def test_leaving_a_field_changes_nothing_that_was_typed(advisor: Advisor) -> None:
    """A dropdown says its value again when it is left; an answer must survive that."""
    assert is_skipped(tab.picked(advisor, RERUN, ON_SCREEN))
    assert is_skipped(tab.chosen(advisor, "Data engineer", "", ON_SCREEN))
    assert is_skipped(tab.wished(advisor, {"topic": DE}, "", ON_SCREEN)[:-1])


def test_topics_and_free_words_have_questions_of_several_pages(advisor: Advisor) -> None:
    for topic in ("kubernetes", "k8s", "late events"):
        shown = tab.chosen(advisor, topic, "")
        assert len(shown[LIST].choices) >= 1
        assert numbers(shown[QUESTION]) == cards(shown[SOURCES]) != set()


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("", "Choose a role or a topic first"),
        (None, "Choose a role or a topic first"),
        ("   ", "Choose a role or a topic first"),
        (["data-engineer"], "Choose a role or a topic first"),
        ("falconry", "asks nothing about 'falconry'; the nearest names are"),
        ("<script>alert(1)</script>" * 40, "asks nothing about"),
    ],
)
def test_what_nobody_asks_is_one_sentence(advisor: Advisor, topic: Any, why: str) -> None:
    with pytest.raises(CareerError, match=re.escape(why)) as caught:
        tab.chosen(advisor, topic, "")
    assert len(str(caught.value)) < 250


def test_what_the_person_wants_to_become_is_asked_about(advisor: Advisor) -> None:
    shown = tab.filled(advisor, Profile(role=DE, target="ml-engineer"), "")
    assert shown[SCREEN].startswith("ml-engineer\n")
    assert shown[tab.SHOWN].value == "ml-engineer" and len(shown[tab.SHOWN].choices) > 60
    assert tab.filled(advisor, Profile(role=DE), "")[SCREEN] == ON_SCREEN
    nothing = tab.filled(advisor, Profile(), "")
    assert nothing[SCREEN] == "" and "Choose a role or a topic" in nothing[QUESTION]


def test_a_profile_fills_the_field_only_while_it_is_empty(advisor: Advisor) -> None:
    told = keep(Profile(target="ml-engineer"))
    assert tab.again(advisor, told, None, "")[-1] == "ml-engineer"
    assert is_skipped(tab.again(advisor, told, DE, ""))
    assert is_skipped(tab.again(advisor, "", None, ""))
    assert is_skipped(tab.again(advisor, "{broken", None, ""))


def test_a_chip_opens_its_topic_and_an_unknown_one_is_a_sentence(advisor: Advisor) -> None:
    *shown, topic = tab.wished(advisor, {"topic": "kubernetes"}, "")
    assert topic == "kubernetes" and shown[SCREEN].startswith("kubernetes\n")
    for wrong in ({}, {"topic": 5}, {"topic": "nothing of ours"}, {"roles": [DE]}):
        with pytest.raises(CareerError):
            tab.wished(advisor, wrong, "")


# answers


def test_the_verdict_cites_every_point_and_quotes_the_person(advisor: Advisor) -> None:
    html, sources, kept = tab.checked(advisor, ON_SCREEN, TWO_OF_THREE, "")
    found = soup(html)
    assert words(found.select_one(".verdict")) == "You said 2 of 3 points."
    assert [words(one) for one in found.select("h3")] == ["✓You said", "+A good answer adds"]
    said = found.select(".points.covered li")
    assert len(said) == 2
    assert words(said[0].select_one(".yours")).startswith("You: “I make the load idempotent")
    missed = words(found.select_one(".points.missed li"))
    assert missed.startswith("The run reads a fixed data interval") and "You:" not in missed
    assert all(one.select("a") for one in found.select(".points li > p:first-child"))
    assert numbers(html) <= cards(sources)
    assert json.loads(kept) == [[RERUN, 2, 0]]


def test_the_numbers_of_the_question_stay_right_after_the_check(advisor: Advisor) -> None:
    before = tab.chosen(advisor, DE, "")
    _, sources, _ = tab.checked(advisor, ON_SCREEN, TWO_OF_THREE, "")
    assert numbers(before[QUESTION]) <= cards(sources)
    rounds = soup(before[QUESTION]).select_one("details a")
    assert rounds is not None
    opened = soup(sources).select_one(str(rounds["href"]))
    assert opened is not None and "Rounds" in words(opened.h3)


def test_the_opposite_is_told_as_such(advisor: Advisor) -> None:
    said = "An idempotent load does not give the same table when it runs many times."
    html, _, kept = tab.checked(advisor, ON_SCREEN, said, "")
    first = soup(html).select_one(".points.missed li")
    assert "This seems to say the opposite." in words(first) and said in words(first)
    assert json.loads(kept) == [[RERUN, 0, 0]]


def test_a_complete_answer_is_told_to_be_complete(advisor: Advisor) -> None:
    points = questions(advisor.library, DE)[0].points
    html = tab.checked(advisor, ON_SCREEN, " ".join(one.text for one in points), "")[0]
    assert words(soup(html).select_one(".verdict")) == "You said all 3 points of a good answer."
    assert soup(html).select_one(".points.missed") is None


@pytest.mark.parametrize("answer", ["", "  \n", None])
def test_no_answer_is_one_sentence_and_gives_nothing_away(advisor: Advisor, answer: Any) -> None:
    with pytest.raises(
        CareerError, match=r"^There is no answer yet; write two or three sentences\.$"
    ):
        tab.checked(advisor, ON_SCREEN, answer, "")


def test_the_question_as_an_answer_gives_nothing_away(advisor: Advisor) -> None:
    said = "How do you rerun a month of data without duplicates?"
    html, *rest = tab.checked(advisor, ON_SCREEN, said, "")
    assert words(soup(html)) == "This repeats the question; say what you would do, and why."
    assert is_skipped(rest)


def test_a_very_long_answer_is_one_sentence(advisor: Advisor) -> None:
    with pytest.raises(CareerError, match=f"up to {LONGEST_ANSWER}.* a few sentences are enough"):
        tab.checked(advisor, ON_SCREEN, "idempotent " * 5000, "")


@pytest.mark.parametrize(
    "screen", ["", None, 5, "data-engineer", "data-engineer\nnothing/there", "\n"]
)
def test_without_a_question_there_is_nothing_to_check(advisor: Advisor, screen: Any) -> None:
    for check in (
        lambda: tab.checked(advisor, screen, "Yes.", ""),
        lambda: tab.revealed(advisor, screen),
    ):
        with pytest.raises(CareerError, match=r"Choose a role|There is no question"):
            check()
    assert tab.for_the_chat(advisor, screen) == ""


def test_what_was_typed_is_shown_as_words(advisor: Advisor) -> None:
    said = "<img src=x onerror=alert(1)> An idempotent load gives the same table many times."
    html = tab.checked(advisor, ON_SCREEN, said, "")[0]
    assert soup(html).select("img") == [] and "<img src=x" in words(soup(html))


def test_an_answer_is_kept_nowhere(advisor: Advisor, caplog: pytest.LogCaptureFixture) -> None:
    said = "An idempotent load gives the same table. My secret is Xylophone-77."
    with caplog.at_level(logging.DEBUG):
        kept = tab.checked(advisor, ON_SCREEN, said, "")[2]
    assert "Xylophone" not in kept + caplog.text


def test_the_points_are_shown_to_who_asks(advisor: Advisor) -> None:
    html, sources = tab.revealed(advisor, ON_SCREEN)
    assert [words(one).split(" [")[0] for one in soup(html).select("li")] == [
        one.text for one in questions(advisor.library, DE)[0].points
    ]
    assert numbers(html) <= cards(sources)


def test_the_chat_answers_the_question_at_hand(advisor: Advisor) -> None:
    every = [one for role in advisor.library.interviews for one in questions(advisor.library, role)]
    for one in random.Random(1).sample(every, 8):  # noqa: S311 -- the same in every run
        asked = tab.for_the_chat(advisor, f"x\n{one.id}")
        answer = advisor.ask(asked, writer="extractive").final
        assert all(point.text in answer.text for point in one.points), asked


# what the browser keeps


def test_the_last_try_of_a_question_counts() -> None:
    kept = ""
    for id, covered in ((RERUN, 1), (COLUMN, 2), (RERUN, 3)):
        kept = tab.with_tried(kept, tab.Tried(id, covered, 0))
    assert json.loads(kept) == [[COLUMN, 2, 0], [RERUN, 3, 0]]


def test_no_more_is_kept_than_fits() -> None:
    kept = json.dumps([[f"page/{n}", 1, 0] for n in range(2 * tab.MOST_TRIED)])
    found = tab.tried_in(tab.with_tried(kept, tab.Tried(RERUN, 1, 0)))
    assert len(found) == tab.MOST_TRIED and found[-1].id == RERUN


@pytest.mark.parametrize(
    "kept",
    ["", None, 5, "{", "[" * 3000, '{"a": 1}', "[1, [], [1, 2, 3]]", '[["x", -1, 0]]', '[["x", 1.5, 0]]',
     '[["x", true, 0]]', json.dumps([["nothing/there", 1, 1], [RERUN, 3, 3]])],
)  # fmt: skip
def test_what_is_not_ours_is_left_out(advisor: Advisor, kept: Any) -> None:
    assert list(tab.progressed(advisor, kept)) == [""]


def test_the_picture_says_in_words_what_it_draws(advisor: Advisor) -> None:
    kept = json.dumps([[RERUN, 2, 1], [COLUMN, 0, 1]])
    found = soup(tab.progressed(advisor, kept)[0])
    assert "2 questions tried, 2 of 7 points said." in words(found)
    newest, first = found.select("tbody tr")
    assert words(newest.th) == "The source team renames a column. What should happen?"
    boxes = first.select_one("[role=img]")
    assert boxes is not None and boxes["aria-label"] == "2 of 3 said, 1 touched on"
    drawn = [str(one["class"][-1]) for one in boxes.select(".box")]
    assert drawn == ["covered", "covered", "partly"]


def test_each_step_is_quick(advisor: Advisor) -> None:
    steps = {
        "choose": lambda: tab.chosen(advisor, DE, ""),
        "another": lambda: tab.another(advisor, DE, "", ON_SCREEN),
        "check": lambda: tab.checked(advisor, ON_SCREEN, TWO_OF_THREE * 2, ""),
        "reveal": lambda: tab.revealed(advisor, ON_SCREEN),
    }
    for name, step in steps.items():
        found = []
        for _ in range(5):
            begun = time.perf_counter()
            step()
            found.append(time.perf_counter() - begun)
        assert min(found) < 0.1, name
