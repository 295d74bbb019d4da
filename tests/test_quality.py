"""The figures of the evaluation rows stay within what was measured when they were last raised.

`tests/eval/baseline.json` is written by `advisor eval --json tests/eval/baseline.json`; it is renewed when a
change raises the figures, never to make a fall pass.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.answer import Advisor
from advisor.evaluate.cases import load_cases
from advisor.evaluate.run import GOALS, Evaluation, evaluate

ROWS = Path(__file__).parent / "eval"
BASELINE = json.loads((ROWS / "baseline.json").read_text("utf-8"))["figures"]
TIMED = "milliseconds p50"


@pytest.fixture(scope="module")
def evaluation(shipped: Advisor) -> Evaluation:
    return evaluate(shipped, load_cases(ROWS))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", sorted(set(BASELINE) - {TIMED}))
def test_a_figure_stays_within_its_interval(evaluation: Evaluation, name: str) -> None:
    measured = next(figure.value for figure in evaluation.figures if figure.name == name)
    wants_less = GOALS.get(name, (">=", 0.0))[0] == "<="
    bound = BASELINE[name]["high" if wants_less else "low"]
    fell = measured > bound if wants_less else measured < bound
    short = [miss for miss in evaluation.misses if "missing" in miss][:3]
    assert not fell, f"{name} is {measured:.3f}, its bound {bound:.3f}; for example {short}"


def test_every_statement_of_every_answer_is_cited(evaluation: Evaluation) -> None:
    assert min(evaluation.values["statements cited"]) == 1.0


def test_nothing_that_was_typed_into_a_hostile_question_is_repeated(evaluation: Evaluation) -> None:
    assert not [miss for miss in evaluation.misses if "leaked" in miss]
