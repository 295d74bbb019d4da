"""All rows through the advisor, and the figures with their intervals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from unittest import mock

from advisor import evidence
from advisor.answer import Advisor, Answer
from advisor.evaluate.cases import Cases, Multi, Single, holds
from advisor.evaluate.metrics import (
    cited_share,
    in_order,
    interval,
    ndcg_at,
    nugget_recall,
    recall_at,
    reciprocal_rank,
    supported_share,
    words_read,
)
from advisor.index import search
from advisor.types import Draft, Message

GOALS: dict[str, tuple[str, float]] = {
    "nugget recall": (">=", 0.92),
    "all nuggets": (">=", 0.85),
    "order right": (">=", 0.95),
    "twin nugget recall": (">=", 0.89),
    "multi-turn nugget recall": (">=", 0.89),
    "refusals right": (">=", 0.95),
    "false refusals": ("<=", 0.03),
    "citation precision": (">=", 0.97),
    "statements cited": (">=", 1.0),
    "words": ("<=", 130.0),
    "milliseconds p50": ("<=", 150.0),
}
"""What the project holds itself to with the extractive writer on the full library."""

ABLATIONS: dict[str, Callable[[], object]] = {
    "late": lambda: mock.patch.object(search, "WEIGHTS", (0.0, 0.5, 0.5)),
    "lexical": lambda: mock.patch.object(search, "WEIGHTS", (0.7, 0.3, 0.0)),
    "dense": lambda: mock.patch.object(search, "WEIGHTS", (0.7, 0.0, 0.3)),
    "structure": lambda: mock.patch.object(evidence, "wanted", lambda reading, library: iter(())),
    "headings": lambda: mock.patch.object(evidence, "HEADING_WEIGHT", 0.0),
    "sentences": lambda: mock.patch.object(evidence, "SENTENCE_WEIGHT", 0.0),
    "misfit": lambda: mock.patch.object(evidence, "STRUCTURE_MISFIT", 0.0),
    "names": lambda: mock.patch.object(evidence, "ENTITY_MISFIT", 0.0),
}
"""What can be left out by `--without`, to see what it is worth."""


COUNTED = (
    "sentences supported",
    "sentences made up",
    "sentences misattributed",
    "sentences spliced",
    "quoted answer stood",
)
"""Figures that are there only when a language model wrote: shares of its sentences, and of its answers.
The interval takes sentences for independent, though those of one answer are not."""


@dataclass(frozen=True)
class Figure:
    """A mean with its bootstrap interval."""

    name: str
    value: float
    low: float
    high: float
    rows: int

    @property
    def count(self) -> int | None:
        """How many it is a share of, where that is what is asked for."""
        return round(self.value * self.rows) if self.name in COUNTED else None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.name not in GOALS:
            return None
        way, goal = GOALS[self.name]
        return self.value >= goal if way == ">=" else self.value <= goal


@dataclass
class Evaluation:
    """What came of a run: figures, and every row that fell short with what it said."""

    figures: list[Figure] = field(default_factory=list)
    misses: list[dict[str, object]] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        self.values.setdefault(name, []).append(float(value))

    def note_checked(self, draft: Draft) -> None:
        """What became of the sentences that a model wrote for this answer."""
        if draft.checked is None:
            return
        checked = draft.checked
        counts = (checked.supported, checked.made_up, checked.misattributed, checked.spliced)
        for name, count in zip(COUNTED[:-1], counts, strict=True):
            self.values.setdefault(name, []).extend([1.0] * count + [0.0] * (sum(counts) - count))
        self.note(COUNTED[-1], draft.writer == "extractive")

    def settle(self) -> Evaluation:
        """Turn the noted values into figures, those about a model's sentences last."""
        for name in sorted(self.values, key=COUNTED.__contains__):
            values = self.values[name]
            if not values:
                continue
            if name == "milliseconds":
                middle = sorted(values)[len(values) // 2]
                self.figures.append(Figure("milliseconds p50", middle, middle, middle, len(values)))
            else:
                mean = sum(values) / len(values)
                self.figures.append(Figure(name, mean, *interval(values), len(values)))
        return self


@contextmanager
def without(parts: Sequence[str]) -> Iterator[None]:
    """Leave parts of the retrieval out for a while; the names are the keys of ABLATIONS."""
    with ExitStack() as stack:
        for part in parts:
            stack.enter_context(ABLATIONS[part]())  # type: ignore[arg-type]
        yield


CHATTER = frozenset({"greeting", "capabilities", "thanks"})
"""What `are you a robot?` may be met with; it is asked for no page."""


def evaluate(advisor: Advisor, cases: Cases, writer: str = "extractive") -> Evaluation:
    """Every row of the cases through the advisor."""
    result = Evaluation()
    for single in cases.single:
        _single(advisor, single, writer, result)
    for multi in cases.multi:
        _multi(advisor, multi, writer, result)
    for row in cases.unanswerable:
        draft = _ask(advisor, row.question, (), writer, result)[1]
        result.note("refusals right", draft.refused)
        if not draft.refused:
            result.misses.append({"id": row.id, "question": row.question, "answered": draft.text})
    for hostile in cases.hostile:
        draft = _ask(advisor, hostile.question, (), writer, result)[1]
        leaked = [one for one in hostile.must_not if one.lower() in draft.text.lower()]
        result.note("hostile withstood", not leaked)
        if leaked:
            result.misses.append({"id": hostile.id, "question": hostile.question, "leaked": leaked})
    for talk in cases.small_talk:
        shape = advisor.read(talk.question).shape
        right = shape in CHATTER if talk.kind == "smalltalk" else shape == talk.kind
        result.note("small talk right", right)
        if not right:
            result.misses.append({"id": talk.id, "question": talk.question, "read as": shape})
    return result.settle()


def _ask(
    advisor: Advisor, question: str, history: Sequence[Message], writer: str, result: Evaluation
) -> tuple[Answer, Draft, float]:
    begun = time.perf_counter()
    answer = advisor.ask(question, history, writer)
    draft = answer.final
    seconds = time.perf_counter() - begun
    result.note_checked(draft)
    return answer, draft, seconds


def _single(advisor: Advisor, case: Single, writer: str, result: Evaluation) -> None:
    answer, draft, seconds = _ask(advisor, case.question, (), writer, result)
    found = [passage.document.path for passage in answer.passages]
    recall = nugget_recall(case.nuggets, draft.text)
    result.note("nugget recall", recall)
    result.note("all nuggets", recall == 1.0)
    if case.order:
        result.note("order right", in_order(case.order, draft.text))
    result.note("false refusals", draft.refused)
    result.note("words", words_read(draft.text))
    result.note("milliseconds", seconds * 1000)
    result.note("recall@8", recall_at(case.pages, found, 8))
    result.note("MRR@10", reciprocal_rank(case.pages, found))
    result.note("nDCG@10", ndcg_at(case.pages, found))
    if not draft.refused:
        result.note("citation precision", supported_share(draft, advisor.index))
        result.note("statements cited", cited_share(draft))
    twin = _ask(advisor, case.twin, (), writer, result)[1]
    twin_recall = nugget_recall(case.nuggets, twin.text)
    result.note("twin nugget recall", twin_recall)
    if case.oblique:
        oblique = _ask(advisor, case.oblique, (), writer, result)[1]
        result.note("oblique nugget recall", nugget_recall(case.nuggets, oblique.text))
    for question, said, share in ((case.question, draft, recall), (case.twin, twin, twin_recall)):
        if share < 1.0:
            _miss(result, case.id, question, case.nuggets, said)


def _multi(advisor: Advisor, case: Multi, writer: str, result: Evaluation) -> None:
    history: list[Message] = []
    for turn in case.turns[:-1]:
        draft = _ask(advisor, turn, history, writer, result)[1]
        history += [Message("user", turn), Message("assistant", draft.text)]
    draft = _ask(advisor, case.turns[-1], history, writer, result)[1]
    recall = nugget_recall(case.nuggets, draft.text)
    result.note("multi-turn nugget recall", recall)
    if recall < 1.0:
        _miss(result, case.id, " || ".join(case.turns), case.nuggets, draft)


def _miss(
    result: Evaluation, id: str, question: str, nuggets: Sequence[tuple[str, ...]], draft: Draft
) -> None:
    missing = [nugget[0] for nugget in nuggets if not holds(nugget, draft.text)]
    result.misses.append({"id": id, "question": question, "missing": missing, "said": draft.text})
