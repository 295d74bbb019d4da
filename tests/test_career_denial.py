"""Denials: a negation that contradicts a point, and one that agrees with it."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.career.denial import denies, is_turned_around, names_without_blame
from advisor.statements import Statement

HOLDOUT = "A randomized holdout group is needed to measure the campaign's incremental effect."
CORRUPT = "Retraining on corrupted data makes the incident worse."
MEAN = "Mean imputation shrinks variance and weakens correlations."
POLLING = "Polling an updated_at column misses hard deletes."
LEAK = "Random cross-validation leaks the future into the training data of a time series."
TOTALS = "Equal totals are weak evidence, because opposite errors cancel out."
HIDING = "Hiding a page or a filter is no security, because the data remains queryable."
IDLE = "Consumers beyond the number of partitions stay idle, so adding them does not help."


def statement(text: str) -> Statement:
    return Statement(text, np.zeros(1, np.float32))


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("I would not use a randomized holdout group.", HOLDOUT),
        ("No holdout group is needed to measure the effect.", HOLDOUT),
        ("I'd skip the randomized holdout group.", HOLDOUT),
        ("A randomized holdout group is not necessary.", HOLDOUT),
        ("A randomized holdout group is overkill.", HOLDOUT),
        ("Retraining on corrupted data does not make it worse.", CORRUPT),
        ("Retraining on corrupted data is fine.", CORRUPT),
        ("Mean imputation keeps the variance and does not weaken correlations.", MEAN),
        ("I always use mean imputation.", MEAN),
        ("Polling never misses hard deletes.", POLLING),
        ("If the totals are equal, that is strong evidence.", TOTALS),
        ("Hiding the page is enough security.", HIDING),
    ],
)
def test_the_opposite_is_told(said: str, point: str) -> None:
    assert denies(statement(said), statement(point))


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("Without a randomized holdout group you cannot measure the incremental effect.", HOLDOUT),
        ("You can't measure the effect without a holdout group.", HOLDOUT),
        ("I would never retrain on corrupt data.", CORRUPT),
        ("I would never retrain on corrupt data, it makes things worse.", CORRUPT),
        ("I avoid mean imputation.", MEAN),
        ("A query on the timestamp never sees hard deletes.", POLLING),
        ("I would not use random cross-validation because it leaks future data.", LEAK),
        ("Equal totals don't prove anything since opposite errors cancel.", TOTALS),
        ("Hiding pages isn't security, the data can still be queried.", HIDING),
        ("More consumers than partitions don't help, they sit idle.", IDLE),
    ],
)
def test_a_negation_that_agrees_is_no_denial(said: str, point: str) -> None:
    assert not denies(statement(said), statement(point))


@pytest.mark.parametrize("point", [HOLDOUT, CORRUPT, MEAN, POLLING, LEAK, TOTALS, HIDING, IDLE])
def test_nothing_denies_itself(point: str) -> None:
    assert not denies(statement(point), statement(point))


TIMES = "Event time is when something happened, and processing time is when the system saw it."
BI_ENCODER = "A bi-encoder embeds query and document separately."
CROSS_ENCODER = "A cross-encoder reads query and document together."


def test_halves_that_are_swapped_are_told() -> None:
    swapped = "Event time is when the system saw it, and processing time is when it happened."
    assert is_turned_around([swapped], TIMES)
    apart = ["Processing time is when it happened.", "Event time is when the system saw it."]
    assert is_turned_around(apart, TIMES)
    mixed = (
        "A cross-encoder embeds query and document separately, a bi-encoder reads them together."
    )
    assert is_turned_around([mixed], BI_ENCODER, [CROSS_ENCODER])


def test_the_same_halves_in_another_order_are_right() -> None:
    right = "Processing time is when our system saw it; event time is when the event happened."
    assert not is_turned_around([right], TIMES)
    assert not is_turned_around([TIMES], TIMES)
    assert not is_turned_around([CROSS_ENCODER, BI_ENCODER], BI_ENCODER, [CROSS_ENCODER])


def test_naming_what_is_bad_is_not_saying_that_it_is() -> None:
    assert names_without_blame(["We can do mean imputation."], MEAN)
    assert not names_without_blame(["Mean imputation makes the variance too small."], MEAN)
    assert not names_without_blame(["We can look at the median."], MEAN)
