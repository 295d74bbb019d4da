"""The gate on a library of one short document, where scores are lower than where it was fitted."""

from __future__ import annotations

import pytest

from advisor.answer import Advisor, assemble
from advisor.index.build import build_index
from advisor.index.embedder import SentenceTransformerEmbedder
from advisor.index.search import open_index
from advisor.settings import load_settings

PAGE = """# What does a model engineer do?

A **model engineer** puts trained models in front of users.

* They join the people who train with the people who run.

## Roadmap in phases

**Phase 1 → Basics**
Regression | Trees

**Phase 2 → Serving**
Containers | Monitoring

## Soft skills that matter

* Listening: asking the user before building.
* Writing: one page before the meeting.
"""


@pytest.fixture(scope="module")
def small(minilm: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    folder = tmp_path_factory.mktemp("small")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "page.txt").write_text(PAGE, "utf-8")
    build_index([folder / "corpus"], folder / "index", minilm.name, lambda: minilm)
    settings = load_settings(index=folder / "index")
    return assemble(open_index(folder / "index", minilm), settings)


def test_a_question_whose_words_stand_together_is_answered_in_order(small: Advisor) -> None:
    answer = small.ask("what are the phases of the roadmap?")
    assert not answer.refused
    assert answer.text.index("Regression") < answer.text.index("Containers")


def test_a_list_is_answered_whole(small: Advisor) -> None:
    answer = small.ask("what do the soft skills include")
    assert not answer.refused
    assert "Listening" in answer.text and "Writing" in answer.text


def test_a_definition_begins_with_the_sentence_that_defines(small: Advisor) -> None:
    assert small.ask("What is a model engineer?").text.startswith("A model engineer puts")


@pytest.mark.parametrize(
    "question", ["how do I become a nurse", "what is the salary of a model engineer in Berlin"]
)
def test_what_the_document_does_not_say_is_refused(small: Advisor, question: str) -> None:
    answer = small.ask(question)
    assert answer.refused and not answer.first.sources
