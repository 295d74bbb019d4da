"""The drill: good answers cover points, poor, foreign, empty and copied ones cover nothing."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interview_cases import (
    BATCH,
    BY_HAND,
    CASES,
    CHANGES,
    HELD_OUT,
    LATE,
    OFF_TOPIC,
    PEEKING,
    RELEASE,
    RERUN,
    SKEW,
)

from advisor.career.interview import (
    LONGEST_ANSWER,
    DrillResult,
    check_answer,
    find_question,
    questions,
    rounds,
    subjects,
)
from advisor.career.result import CareerError
from advisor.index.embedder import SentenceTransformerEmbedder
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library
from advisor.text import plain, sentence_spans
from advisor.types import Embedder, Vector, Vectors

NEAR = tuple(one for one in CASES if one[2].count("c") >= 1)[:14]
FAR = tuple(one for one in CASES if one[2].count("c") >= 1)[14:20]


@pytest.fixture(scope="module")
def library(shipped_library: Library) -> Library:
    return shipped_library


class Remembering:
    """An embedder that embeds each text once: the points come again with every answer."""

    def __init__(self, embedder: SentenceTransformerEmbedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vector] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


@pytest.fixture(scope="module")
def remembering(minilm: SentenceTransformerEmbedder) -> Remembering:
    return Remembering(minilm)


@pytest.fixture(params=["words", "minilm"])
def embedder(request: pytest.FixtureRequest) -> Embedder | None:
    """The drill has to keep its promises with a model and without."""
    return request.getfixturevalue("remembering") if request.param == "minilm" else None


def tally(
    library: Library,
    embedder: Embedder | None,
    names: Lexicon,
    cases: tuple[tuple[str, str, str], ...],
) -> Counter[tuple[str, str]]:
    """How many points of each expectation got each verdict."""
    found: Counter[tuple[str, str]] = Counter()
    for id, answer, expected in cases:
        result = check_answer(library, embedder, id, answer, names)
        assert len(result.points) == len(expected)
        found.update(zip(expected, (one.verdict for one in result.points), strict=True))
    return found


# questions


def test_a_role_has_the_questions_of_its_page(library: Library) -> None:
    found = questions(library, "data-engineer")
    assert len(found) == 8
    assert found[0].id == RERUN
    assert found[0].text.text == "How do you rerun a month of data without duplicates?"
    assert found[0].aim.text.startswith("The backfill question tests idempotency")
    assert [one.text for one in found[0].points] == [
        "An idempotent load gives the same table whether it runs once or many times.",
        "Overwriting whole partitions or merging on a stable key replaces blind appends.",
        "The run reads a fixed data interval passed by the orchestrator, never the current time.",
    ]


@pytest.mark.parametrize("name", ["Data engineer", "DE", "data engineers", "data enginer"])
def test_names_and_aliases_lead_to_the_role(library: Library, name: str) -> None:
    assert questions(library, name) == questions(library, "data-engineer")


def test_every_role_and_many_topics_have_questions(library: Library) -> None:
    assert all(questions(library, role) for role in library.roles)
    assert LATE in {one.id for one in questions(library, "watermark")}
    assert questions(library, "k8s") == questions(library, "kubernetes")
    assert questions(library, "image-classifier")[0].text.text == (
        "Why CPU utilization is a poor scaling signal"
    )


def test_every_question_is_made_of_passages_and_has_its_own_id(library: Library) -> None:
    texts = {entry.document.path: entry.document.text for entry in library.entries.values()}
    ids = []
    for subject in (*library.interviews, *library.projects):
        for one in questions(library, subject):
            ids.append(one.id)
            assert find_question(library, one.id) == one
            for cited in (one.text, *one.points, *([one.aim] if one.aim.found else [])):
                assert plain(texts[cited.path][cited.start : cited.end]) == cited.text != ""
    assert len(ids) > 200
    assert len(ids) == len(set(ids))


def test_everything_that_is_offered_has_questions(
    library: Library, shipped_lexicon: Lexicon
) -> None:
    offered = subjects(library, shipped_lexicon)
    assert set(library.roles) <= set(offered) and len(offered) > len(library.roles) + 40
    assert {"kubernetes", "sql", "apache-spark"} <= set(offered)
    for id in offered[::9]:
        assert questions(library, id, shipped_lexicon), id


def test_the_rounds_are_those_of_the_page_that_asks(library: Library) -> None:
    found = rounds(library, find_question(library, RERUN))
    assert len(found) == 5
    assert found[0].text.startswith("The SQL round tests window functions")
    assert rounds(library, questions(library, "image-classifier")[0]) == ()


def test_what_nobody_asks_is_one_sentence(library: Library) -> None:
    with pytest.raises(CareerError, match="asks nothing about 'falconry'"):
        questions(library, "falconry")
    with pytest.raises(CareerError, match="asks nothing about ''"):
        questions(library, "")
    with pytest.raises(
        CareerError, match="There is no question 'interview-data-engineer/falconry'"
    ):
        check_answer(library, None, "interview-data-engineer/falconry", "Yes.")
    with pytest.raises(CareerError, match="There is no question"):
        find_question(library, "")
    with pytest.raises(CareerError, match=rf"the drill reads up to {LONGEST_ANSWER}"):
        check_answer(library, None, RERUN, "idempotent " * 5000)


# answers


def test_good_answers_cover_what_they_say(
    library: Library, embedder: Embedder | None, shipped_lexicon: Lexicon
) -> None:
    found = tally(library, embedder, shipped_lexicon, NEAR)
    said = sum(found["c", verdict] for verdict in ("covered", "partly", "missed"))
    assert said >= 45
    assert found["c", "covered"] >= (0.8 if embedder is None else 0.93) * said
    assert found["c", "missed"] <= 0.03 * said


def test_answers_in_far_words_are_mostly_missed(
    library: Library, embedder: Embedder | None, shipped_lexicon: Lexicon
) -> None:
    """A limit, not a wish; the note tells the person to compare for themselves."""
    found = tally(library, embedder, shipped_lexicon, FAR)
    assert found["c", "missed"] > found["c", "partly"] + found["c", "covered"]
    id, answer, _ = FAR[0]
    result = check_answer(library, embedder, id, answer, shipped_lexicon)
    assert "may be in your answer in other words" in result.note


def test_poor_and_denying_answers_cover_nothing(
    library: Library, embedder: Embedder | None, shipped_lexicon: Lexicon
) -> None:
    found = tally(library, embedder, shipped_lexicon, CASES[20:])
    assert found["m", "covered"] == 0
    assert found["m", "partly"] <= 1
    assert found["m", "missed"] > 60
    assert sum(found.values()) > 80
    assert found[".", "covered"] == 0


def test_fresh_answers_are_judged_alike(
    library: Library, embedder: Embedder | None, shipped_lexicon: Lexicon
) -> None:
    found = tally(library, embedder, shipped_lexicon, HELD_OUT)
    said = sum(found["c", verdict] for verdict in ("covered", "partly", "missed"))
    assert found["c", "covered"] >= 0.75 * said
    assert found["c", "missed"] <= 0.1 * said
    assert found["m", "covered"] == 0


RIGHT = {"c": ("covered",), "m": ("missed",), "h": ("covered", "partly")}
"""What a person would say of a point marked so; other letters leave it open."""


def share_right(library: Library, embedder: Embedder | None, names: Lexicon) -> float:
    found = tally(library, embedder, names, BY_HAND)
    asked = {pair: count for pair, count in found.items() if pair[0] in RIGHT}
    right = sum(count for (letter, verdict), count in asked.items() if verdict in RIGHT[letter])
    return right / sum(asked.values())


def test_the_verdicts_are_those_of_a_person(
    library: Library, remembering: Embedder, shipped_lexicon: Lexicon
) -> None:
    found = tally(library, remembering, shipped_lexicon, BY_HAND)
    assert found["m", "covered"] == 0
    assert found["c", "missed"] <= 2
    assert share_right(library, remembering, shipped_lexicon) >= 0.91


def test_meaning_finds_more_than_words(
    library: Library, remembering: Embedder, shipped_lexicon: Lexicon
) -> None:
    words = share_right(library, None, shipped_lexicon)
    meaning = share_right(library, remembering, shipped_lexicon)
    assert words >= 0.8
    assert meaning >= words + 0.08


def test_an_answer_to_another_question_covers_nothing(
    library: Library, remembering: Embedder, shipped_lexicon: Lexicon
) -> None:
    every = [one for role in library.interviews for one in questions(library, role)]
    chosen = random.Random(3).sample(every, 24)  # noqa: S311 -- the same in every run
    found: Counter[str] = Counter()
    for asked, other in zip(chosen[:12], chosen[12:], strict=True):
        answer = " ".join(one.text for one in other.points)
        found.update(
            verdicts(check_answer(library, remembering, asked.id, answer, shipped_lexicon))
        )
    assert found["covered"] == 0
    assert found["partly"] <= 1


@pytest.mark.parametrize("answer", OFF_TOPIC)
def test_foreign_answers_cover_nothing(
    library: Library,
    embedder: Embedder | None,
    shipped_lexicon: Lexicon,
    answer: str,
) -> None:
    for id in sorted({case[0] for case in CASES})[:6]:
        result = check_answer(library, embedder, id, answer, shipped_lexicon)
        assert result.missed == result.points, (id, result)


@pytest.mark.parametrize("answer", ["", " \n\t ", "?", "!!!", "🙂", "- \n- \n", "the a of and"])
def test_nothing_covers_nothing(library: Library, embedder: Embedder | None, answer: str) -> None:
    result = check_answer(library, embedder, RERUN, answer)
    assert result.missed == result.points
    assert "points said" not in result.note
    assert not result.heard


def test_the_question_itself_covers_nothing(library: Library, shipped_lexicon: Lexicon) -> None:
    for role in library.interviews:
        for one in questions(library, role):
            for copied in (one.text.text, f"{one.text.text} {one.aim.text}", one.text.text.upper()):
                result = check_answer(library, None, one.id, copied, shipped_lexicon)
                assert result.covered == (), (one.id, copied)


def test_the_question_itself_covers_nothing_by_meaning(
    library: Library, remembering: Embedder, shipped_lexicon: Lexicon
) -> None:
    for id in sorted({case[0] for case in CASES}):
        one = find_question(library, id)
        copied = f"{one.text.text} {one.aim.text}"
        result = check_answer(library, remembering, id, copied, shipped_lexicon)
        assert result.missed == result.points, copied


def test_the_points_themselves_cover_everything(library: Library, shipped_lexicon: Lexicon) -> None:
    for role in library.interviews:
        for one in questions(library, role):
            answer = " ".join(point.text for point in one.points)
            result = check_answer(library, None, one.id, answer, shipped_lexicon)
            assert result.covered == result.points, [p for p in result.points if p.lacking]


def test_order_plays_no_part(
    library: Library, embedder: Embedder | None, shipped_lexicon: Lexicon
) -> None:
    shuffle = random.Random(7).shuffle  # noqa: S311 -- the same order in every run
    for id, answer, _ in NEAR[:6]:
        parts = [answer[start:end] for start, end in sentence_spans(answer.replace("\n", " "))]
        before = verdicts(check_answer(library, embedder, id, " ".join(parts), shipped_lexicon))
        shuffle(parts)
        after = verdicts(check_answer(library, embedder, id, " ".join(parts), shipped_lexicon))
        assert after == before


def verdicts(result: DrillResult) -> list[str]:
    return [one.verdict for one in result.points]


def test_what_was_said_is_shown_where_it_was_said(library: Library) -> None:
    _, answer, _ = CASES[0]
    result = check_answer(library, None, RERUN, answer)
    assert len(result.covered) == 3
    for one in result.points:
        assert one.said
        for said in one.said:
            assert answer[said.start : said.end] == said.text
    assert "overwrite the whole partition" in result.points[1].said[0].text
    assert result.note == "3 of 3 points said."


def test_a_denied_point_is_missed_with_the_reason(library: Library) -> None:
    answer = "An idempotent load does not give the same table when it runs many times."
    first = check_answer(library, None, RERUN, answer).points[0]
    assert (first.verdict, first.why) == ("missed", "This seems to say the opposite.")
    assert first.said[0].text == answer
    answer = (
        "Repeatedly checking a fixed-horizon test and stopping at significance lowers the false "
        "positive rate, it never raises the rate."
    )
    assert check_answer(library, None, PEEKING, answer).points[0].verdict == "missed"


def test_a_swapped_answer_is_missed_with_the_reason(library: Library) -> None:
    answer = "Event time is when the system saw it, and processing time is when the event happened."
    first = check_answer(library, None, LATE, answer).points[0]
    assert (first.verdict, first.why) == ("missed", "You have it the wrong way around.")
    assert "Event time is when the system saw it" in first.said[0].text


def test_what_is_named_but_not_judged_is_made_in_part(
    library: Library, remembering: Embedder
) -> None:
    id = "interview-data-analyst/the-a-b-test-is-not-significant-what-do-you-tell-the-manager"
    answer = "We can extend the test until it is significant."
    first = check_answer(library, remembering, id, answer).points[3]
    assert first.verdict == "partly"
    assert first.why == "You name it; the library says what is wrong with it."


def test_an_agreeing_answer_is_not_taken_for_a_denial(library: Library) -> None:
    for id, answer, expected in (*NEAR, *HELD_OUT):
        for letter, one in zip(
            expected, check_answer(library, None, id, answer).points, strict=True
        ):
            if letter == "c":
                assert "opposite" not in one.why, (one, answer)


def test_an_alias_counts_as_the_name(library: Library) -> None:
    long = "Log-based change data capture reads inserts, updates and deletes from the log."
    short = "Log-based CDC reads inserts, updates and deletes from the log."
    for answer in (long, short):
        assert check_answer(library, None, CHANGES, answer).points[0].verdict == "covered"


def test_another_number_is_not_the_point(library: Library) -> None:
    id = "interview-data-scientist/out-of-twenty-segments-one-shows-a-significant-effect-what-do-you-report"
    text = (
        "At a five percent level, one of {} true-null segments looks significant by chance alone."
    )
    right = check_answer(library, None, id, text.format("twenty")).points[0]
    wrong = check_answer(library, None, id, text.format("sixty").replace("five", "forty")).points[0]
    assert right.verdict == "covered"
    assert (wrong.verdict, wrong.why) == ("partly", "The library gives another number.")


def test_keywords_are_not_a_statement(library: Library) -> None:
    answer = (
        "idempotent load same table runs once many times overwriting whole partitions merging stable "
        "key blind appends fixed data interval orchestrator current time"
    )
    result = check_answer(library, None, RERUN, answer)
    assert result.covered == ()
    assert "say what follows from them" in result.partly[0].why


def test_a_part_lists_what_is_lacking(library: Library) -> None:
    answer = "Data skew: one join key has far more rows than the others."
    first = check_answer(library, None, SKEW, answer).points[0]
    assert first.verdict == "partly"
    assert set(first.lacking) <= {"means", "group", "holds"}


def test_typing_errors_are_overlooked(library: Library) -> None:
    answer = "A watermrak states how long a straem waits before it closes the windwo."
    assert check_answer(library, None, LATE, answer).points[1].verdict == "covered"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=400))
def test_any_text_is_judged(
    shipped_library: Library, shipped_lexicon: Lexicon, answer: str
) -> None:
    result = check_answer(shipped_library, None, BATCH, answer, shipped_lexicon)
    assert len(result.points) == 3
    assert all(one.score >= 0 for one in result.points)
    for one in result.points:
        assert all(answer[said.start : said.end] == said.text for said in one.said)


def test_the_drill_is_quick(library: Library) -> None:
    _, answer, _ = CASES[0]
    for work in (
        lambda: questions(library, "kubernetes"),
        lambda: questions(library, "late events"),
        lambda: check_answer(library, None, RELEASE, answer * 5),
    ):
        found = []
        for _ in range(5):
            begun = time.perf_counter()
            work()
            found.append(time.perf_counter() - begun)
        assert min(found) < 0.1
