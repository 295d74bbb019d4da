"""The gate on a library of one short document, where scores are lower than where it was fitted."""

from __future__ import annotations

import pytest

from advisor.answer import Advisor, assemble
from advisor.gate import FEATURES
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


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Startup vs big company for 1st role after career change?", True),
        ("do recruiters care about certificates", True),
        ("Small startup here. What are the pros and cons of Airbyte compared with Fivetran?", True),
        (
            "we have an outage, the model sends out wrong prices: find the bug first or roll back?",
            True,
        ),
        ("steps to become a game designer at a studio", False),
        ("how do I learn HyperParquetDB", False),
        ("Can I get an EU Blue Card as a data analyst?", False),
        (
            "I have been a nurse on a night ward for eleven years and my hospital now wants a charge nurse "
            "who also keeps the shift plan in Excel; which exams would I have to take for that?",
            False,
        ),
    ],
)
def test_what_the_shipped_library_answers(shipped: Advisor, question: str, answered: bool) -> None:
    assert shipped.ask(question, writer="extractive").refused is not answered


def test_other_jobs_and_strange_names_are_counted(shipped: Advisor) -> None:
    def counted(question: str) -> tuple[float, ...]:
        found = shipped.gate.features(shipped.gather(question))
        return found[FEATURES.index("other jobs")], found[FEATURES.index("strange names")]

    assert counted("how do I become a game designer or a charge nurse") == (2, 0)
    assert counted("should a data engineer use Zephyrflow") == (0, 1)
    assert counted("what does an ML engineer do with Airflow") == (0, 0)
