"""The gate's weights from questions that can and cannot be answered, with the curve behind them.

Logistic regression by Newton's method with a small ridge; nothing to install, and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.answer import Advisor
from advisor.evaluate.cases import Cases
from advisor.gate import FEATURES
from advisor.question import SMALL_TALK

FALSE_REFUSALS = 0.025
RIDGE = 0.3
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Weights for `gate`, and what each threshold would cost."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    curve: tuple[tuple[float, float, float], ...]
    """(threshold, share of answerable questions refused, share of the others refused)."""


def calibrate(advisor: Advisor, cases: Cases) -> Calibration:
    """Fit the gate on the rows of the cases."""
    answerable = [q for row in cases.single for q in (row.question, row.twin)]
    rows, labels, decided = [], [], []
    for question, label in [
        *((question, 1.0) for question in answerable),
        *((row.question, 0.0) for row in cases.unanswerable),
    ]:
        evidence = advisor.gather(question)
        if evidence.reading.shape not in SMALL_TALK:
            rows.append(advisor.gate.features(evidence))
            labels.append(label)
            decided.append(advisor.gate.by_rule(evidence))
    return _fit(np.array(rows, float), np.array(labels, float), decided)


def _fit(rows: Matrix, labels: Matrix, decided: Sequence[bool | None]) -> Calibration:
    """The weights over the rows that no rule decides; the curve over all."""
    open_ = np.array([one is None for one in decided])
    scores = np.array([float(bool(one)) for one in decided])
    solved = _solved(rows[open_], labels[open_])
    scores[open_] = _sigmoid(rows[open_] @ solved[:-1] + solved[-1])
    good, bad = np.sort(scores[labels > 0]), scores[labels == 0]
    threshold = float(np.quantile(good, FALSE_REFUSALS))
    curve = tuple(
        (float(at), float((good < at).mean()), float((bad < at).mean()))
        for at in np.quantile(good, (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12))
    )
    weights = tuple(round(float(value), 3) for value in solved[:-1])
    return Calibration(weights, round(float(solved[-1]), 3), round(threshold, 3), curve)


def _solved(rows: Matrix, labels: Matrix) -> Matrix:
    """shape (features + 1,): the weights and the bias."""
    with_one = np.hstack([rows, np.ones((len(rows), 1))])
    balance = np.where(labels > 0, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    solved = np.zeros(with_one.shape[1])
    ridge = RIDGE * np.eye(len(solved))
    ridge[-1, -1] = 0
    for _ in range(50):
        guess = _sigmoid(with_one @ solved)
        slope = with_one.T @ (balance * (guess - labels)) + ridge @ solved
        bend = (with_one * (balance * guess * (1 - guess))[:, None]).T @ with_one + ridge
        solved -= np.linalg.solve(bend + 1e-9 * np.eye(len(solved)), slope)
    return solved


def _sigmoid(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values)))


def describe(calibration: Calibration) -> Sequence[str]:
    """Lines for the terminal: the constants to put into `gate.py`, then the curve."""
    lines = [
        f"{name:10} {weight:8.3f}"
        for name, weight in zip(FEATURES, calibration.weights, strict=True)
    ]
    lines += [
        f"{'bias':10} {calibration.bias:8.3f}",
        f"{'threshold':10} {calibration.threshold:8.3f}",
        "",
    ]
    lines += ["threshold  false refusals  right refusals"]
    lines += [f"{at:9.3f}  {false:14.3f}  {right:14.3f}" for at, false, right in calibration.curve]
    return lines
