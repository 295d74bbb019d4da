"""What an answer of the shipped library is made of, by what was asked."""

from __future__ import annotations

import re

import pytest

from advisor.answer import Advisor
from advisor.evaluate.metrics import words_read
from advisor.index.lexical import bm25_scores
from advisor.index.search import Index
from advisor.writers.parts import marked


def told(advisor: Advisor, question: str) -> str:
    answer = advisor.ask(question, writer="extractive")
    assert not answer.refused, question
    return answer.text


@pytest.mark.parametrize(
    ("text", "numbers", "shown"),
    [
        ("It runs.", (1,), "It runs.[1]"),
        ("It runs", (1, 3), "It runs[1][3]"),
        ("It runs!", (2,), "It runs! [2]"),
        ("`x[0]`", (2,), "`x[0]`[2]"),
        ("the array x[0]", (2,), "the array x[0] [2]"),
        ("Nothing cited!", (), "Nothing cited!"),
    ],
)
def test_numbers_stand_right_behind_a_statement(
    text: str, numbers: tuple[int, ...], shown: str
) -> None:
    assert marked(text, numbers) == shown


def test_no_line_can_break_before_a_number(shipped: Advisor) -> None:
    text = told(shipped, "How do I become an ML engineer as a data engineer?")
    assert re.search(r"\w[.]\[1\]", text)
    assert not re.search(r"(?<![!\]])\s\[\d+\]", text)


def test_words_are_those_that_one_reads() -> None:
    markdown = (
        "**Two words.**[1]\n\n1. One[2]\n- two – three[3]\n\n| a | b |\n| --- | --- |\n| c | d[1] |"
    )
    assert words_read(markdown) == 2 + 1 + 3 + 4
    assert words_read("state-of-the-art end-to-end") == 2


def test_one_project_is_told_with_its_data_and_several_by_a_line_each(shipped: Advisor) -> None:
    one = told(shipped, "give me a project about A/B testing for my portfolio")
    assert "Upworthy" in one and one.count("**") <= 2
    several = told(shipped, "Which projects show Kafka skills?")
    assert several.count("**") >= 6 and "Kafka" in several


def test_the_projects_of_a_move_come_in_its_pages_order(shipped: Advisor) -> None:
    text = told(shipped, "which four projects should a DE build for ML?")
    names = ("Recommendation system", "Image classifier", "Fraud detection", "NLP chatbot")
    places = [text.index(f"**{name}") for name in names]
    assert places == sorted(places)


def test_tools_of_a_skill_are_each_said_what_they_are(shipped: Advisor) -> None:
    text = told(shipped, "looking for a feature store, any tools you can name")
    assert "**Feast:**" in text and "**Tecton:**" in text


def test_two_roles_asked_about_together_get_no_list_of_one(shipped: Advisor) -> None:
    text = told(shipped, "Which skills do data engineers and ML engineers share?")
    assert "Both want" in text
    assert "| Aspect | Data engineer | ML engineer |" in text


def test_a_tool_is_told_by_what_speaks_for_it(shipped: Advisor) -> None:
    text = told(shipped, "pros and cons of Airbyte compared with Fivetran?")
    assert "**Airbyte:** Airbyte " in text and "**Fivetran:** Fivetran " in text


def test_who_asks_is_known_in_both_questions_of_a_message(shipped: Advisor) -> None:
    message = (
        "How do I get to be a data architect, and what proof will they want? Currently senior DE"
    )
    evidence = shipped.gather(message)
    assert [one.reading.origin for one in evidence.parts] == ["data-engineer"] * 2
    assert "data-engineer-to-data-architect" in {one.document.id for one in evidence.sections[:3]}


def test_a_pair_of_words_counts_more_than_its_words_apart(shipped_index: Index) -> None:
    bm25 = shipped_index._bm25
    count = len(shipped_index.chunks)
    together = bm25_scores(bm25, "feature store", count)
    apart = bm25_scores(bm25, "feature", count) + bm25_scores(bm25, "store", count)
    assert together.max() > apart[together.argmax()]
    assert "featur store" in bm25.vocab_dict
