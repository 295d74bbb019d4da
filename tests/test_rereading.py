"""How a question was read, as a choice that a person changes and asks again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.answer import Advisor
from advisor.errors import AdvisorError
from advisor.ui.correction import BACK, COMPARE, THERE, changed, composed, shown
from advisor.ui.rereading import (
    KINDS,
    QUESTIONS,
    Asked,
    Thing,
    asked_in,
    aspects,
    heading_of,
    line,
    manner,
    nearest,
    packed,
    question_of,
    unpacked,
)
from advisor.ui.suggest import in_text
from advisor.ui.thread import Turn, pack, unpack

MOVE = ("data-engineer", "ml-engineer")
Case = tuple[str, tuple[str, ...]]


def ids_of(advisor: Advisor, kind: str) -> list[str]:
    return [id for id, its_kind in advisor.lexicon.kinds.items() if its_kind == kind]


def cases(advisor: Advisor, step: int) -> Iterator[Case]:
    """(key of QUESTIONS, ids) for every step-th page of the library, and for some together."""
    for kind in KINDS:
        for id in ids_of(advisor, kind)[::step]:
            yield kind, (id,)
    roles, tools, skills = (ids_of(advisor, kind) for kind in ("role", "tool", "skill"))
    moves = [one.meta for one in advisor.index.documents if one.kind == "transition"]
    for move in moves[::step]:
        yield "move", (str(move["from"]), str(move["to"]))
    for one, other in list(pairwise(roles))[::step]:
        yield "comparison", (one, other)
    yield "comparison", tuple(roles[:3])
    yield "skill", (skills[0], skills[9])
    yield "tool", (tools[0], tools[9])
    yield "role", (roles[3], tools[4])
    yield "move", (*MOVE, "model-monitoring")


def asked_about(advisor: Advisor, ids: tuple[str, ...], how: str, aspect: str) -> str:
    things = [Thing(advisor.lexicon.kinds[id], in_text(id, advisor)) for id in ids]
    return question_of(things, aspect, how == "move")


def test_every_question_is_read_back_as_what_it_was_made_of(shipped: Advisor) -> None:
    wrong = []
    for how, ids in cases(shipped, 3):
        for aspect in QUESTIONS[how]:
            question = asked_about(shipped, ids, how, aspect)
            reading = shipped.read(question)
            again = asked_in(reading)
            same = again and set(again.about) == set(ids) and again.moves == (how == "move")
            if how == "move":
                same = same and (reading.origin, reading.target) == ids[:2]
            if aspect and nearest(reading.aspect, how) != aspect:
                same = False
            if not same:
                wrong.append(f"{question} -> {again}")
    assert not wrong


def test_the_library_answers_every_one_of_them(shipped: Advisor) -> None:
    asked = [
        asked_about(shipped, ids, how, aspect)
        for how, ids in cases(shipped, 12)
        for aspect in QUESTIONS[how]
    ]
    assert len(asked) > 200
    assert [one for one in asked if shipped.ask(one, writer="extractive").refused] == []


def test_every_aspect_of_a_manner_is_answered_by_a_heading_of_its_own() -> None:
    for how, asked in QUESTIONS.items():
        headings = [found for aspect in asked if aspect and (found := heading_of(aspect, how))]
        assert len(headings) == len(set(headings)), how
        assert next(iter(asked)) == ""


def test_an_aspect_that_is_not_offered_becomes_the_one_with_the_same_heading() -> None:
    assert nearest("why", "role") == "focus"
    assert nearest("skills", "move") == "new"
    assert nearest("pitfalls", "tool") == "not"
    assert nearest("data", "role") == ""
    assert aspects("") == ("",)


def test_two_roles_are_compared_or_moved_between_and_nothing_asks_nothing() -> None:
    one, other = Thing("role", "data engineer"), Thing("role", "ML engineer")
    assert question_of([one, other], "duration", True) == (
        "How long does it take to move from a data engineer to an ML engineer?"
    )
    assert question_of([one, other], "tools") == (
        "Compare the tools of a data engineer and an ML engineer"
    )
    assert question_of([one], "day") == "What does a data engineer do all day?"
    docker = Thing("tool", "Docker")
    assert question_of([one, docker], "") == "What does a data engineer do when it comes to Docker?"
    assert manner(["role", "role", "role"], True) == "comparison"
    assert question_of([], "day") == ""


def test_the_line_says_what_was_read_and_what_was_not(shipped: Advisor) -> None:
    def said(question: str) -> str | None:
        answer = shipped.ask(question, writer="extractive")
        asked = asked_in(answer.reading, answer.refused)
        return asked and line(asked, shipped.lexicon.title, str)

    move = "How long does it take to become an ML engineer as a data engineer?"
    assert said(move) == "Data engineer → ML engineer · duration"
    with_sql = "I am a data analyst and I know SQL. How do I become a data engineer?"
    assert said(with_sql) == "Data analyst → Data engineer, SQL · order"
    assert said("Where is the best pizza in Naples?") == "nothing I know"
    assert said("thank you") is None and said("hello") is None


# to the browser and back


def test_a_reading_comes_back_with_its_turn() -> None:
    asked = Asked(MOVE, "duration", True)
    turns = (Turn("q", "a", asked=asked), Turn("r", "b"))
    assert unpack(pack(turns)) == turns
    assert unpacked(packed(asked)) == asked


@pytest.mark.parametrize(
    "forged",
    [
        7, "x", {}, [], [[], "", False], ["ab", "", False, False], [["a" * 81], "", False, False],
        [["a"] * 5, "", False, False], [[1], "", False, False], [[], "no aspect", False, False],
        [[], None, False, False],
    ],
)  # fmt: skip
def test_a_forged_reading_is_none(forged: object) -> None:
    assert unpacked(forged) is None
    (turn,) = unpack(json.dumps([{"question": "q", "answer": "a", "asked": forged}]))
    assert turn.asked is None


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.text(max_size=9), st.lists))
def test_whatever_comes_back_breaks_nothing(value: Any) -> None:
    found = unpacked(value)
    assert found is None or unpacked(packed(found)) == found


# what the page does


def words_of(html: object) -> str:
    return BeautifulSoup(str(html), "html.parser").get_text()


def test_the_parts_show_how_the_last_question_was_read(shipped: Advisor) -> None:
    text = json.dumps([3, packed(Asked(MOVE, "duration", True))])
    said, fold, about, aspect, way = shown(shipped, text)
    assert fold.label == "Read as: Data engineer → ML engineer · how long it takes"
    assert fold.visible and not fold.open
    assert about.value == list(MOVE) and ("Docker", "docker") in about.choices
    assert aspect.value == "duration" and aspect.choices[0] == ("anything", "")
    assert way.value == THERE and way.visible
    assert "How long does it take to move from a data engineer" in words_of(said)


@pytest.mark.parametrize("text", ["", "null", "[1]", "[1, null]", "[1, 7]", "[" * 1500, "x"])
def test_no_reading_shows_no_line(shipped: Advisor, text: str) -> None:
    assert shown(shipped, text)[1].visible is False


def test_ids_that_the_library_does_not_have_are_left_out(shipped: Advisor) -> None:
    text = json.dumps([1, packed(Asked(("data-engineer", "../etc"), "day"))])
    _, fold, about, _, way = shown(shipped, text)
    assert fold.label == "Read as: Data engineer · day to day"
    assert about.value == ["data-engineer"] and way.visible is False


def test_other_things_offer_other_aspects_and_keep_the_chosen_one_where_it_fits(
    shipped: Advisor,
) -> None:
    said, aspect, way = changed(shipped, ["Docker"], "day", COMPARE)
    assert aspect.value == "" and ("what to use instead", "instead") in aspect.choices
    assert "What is Docker?" in words_of(said) and way.visible is False
    _, aspect, _ = changed(shipped, ["ml-engineer"], "day", COMPARE)
    assert aspect.value == "day"


@pytest.mark.parametrize(
    ("way", "question"),
    [
        (COMPARE, "What is the difference between a data engineer and an ML engineer?"),
        (THERE, "How do I move from a data engineer to an ML engineer?"),
        (BACK, "How do I move from an ML engineer to a data engineer?"),
        ("forged", "What is the difference between a data engineer and an ML engineer?"),
    ],
)
def test_the_button_asks_what_was_chosen(shipped: Advisor, way: str, question: str) -> None:
    _, asked, fold = composed(shipped, list(MOVE), "", way)
    assert asked == question and fold.open is False


def test_what_cannot_be_asked_is_told(shipped: Advisor) -> None:
    for nothing in ([], None, "data-engineer"):
        said, asked, _ = composed(shipped, nothing, None, None)
        assert asked == "" and "Choose a role" in words_of(said)
    said, asked, _ = composed(shipped, ["blorp"], "day", COMPARE)
    assert asked == "" and "'blorp' is no role" in words_of(said)
    with pytest.raises(AdvisorError, match="'blorp' is no role"):
        changed(shipped, ["blorp"], "day", COMPARE)


def test_a_refusal_can_be_corrected_too(shipped: Advisor) -> None:
    lost = replace(Asked(), refused=True)
    _, fold, about, aspect, _ = shown(shipped, json.dumps([1, packed(lost)]))
    assert fold.label == "Read as: nothing I know" and fold.visible
    assert about.value == [] and aspect.choices == [("anything", "")]
