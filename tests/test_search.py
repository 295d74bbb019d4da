"""Search: what is found, in which order, and that nothing odd comes out for odd questions."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import PAGES, write_pages

from advisor.index.build import build_index, embedded_text
from advisor.index.late import STEP, LateInteraction, Tokens, compact, content_rows, join
from advisor.index.search import CANDIDATES, Asked, Index, open_index
from advisor.text import STOPWORDS, terms
from advisor.types import Embedded, Embedder, Passage

MORE_PAGES = {
    **PAGES,
    "roles/copy.md": PAGES["roles/data-scientist.md"].replace("Statistics", "statistics"),
    "skills/kafka.md": "# Kafka\n\nKafka moves events between services.\n\nOffsets are kept.\n",
    "skills/k8s.md": "# Kubernetes\n\nKubernetes restarts containers that die.\n",
    "many.md": "# Many\n\n"
    + "\n\n".join(
        f"## Part {n}\n\nTopic{n} is written about here. Chapter {n} of the story."
        for n in range(60)
    ),
}


def build(home: Path, embedder: Embedder) -> Index:
    corpus = write_pages(home / "corpus", MORE_PAGES)
    build_index([corpus], home / "index", embedder.name, lambda: embedder)
    return open_index(home / "index", embedder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


@pytest.fixture(scope="module")
def index(home: Path) -> Index:
    return build(home, FakeEmbedder())


@pytest.fixture(scope="module", params=["fake", "real"])
def either(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    home: Path,
    index: Index,
) -> tuple[Index, Path]:
    """An index with the fake embedder and one with the real one, and their folders."""
    if request.param == "fake":
        return index, home / "index"
    own = tmp_path_factory.mktemp("real")
    return build(own, request.getfixturevalue("minilm")), own / "index"


def itself(index: Index, row: int) -> str:
    return embedded_text(index.documents[index.chunks[row].document], index.chunks[row])


def names(found: Sequence[Passage]) -> list[str]:
    return [one.document.path for one in found]


# a chunk finds itself


def test_every_chunk_finds_itself_first_with_cosine_1_before_and_after_opening(
    either: tuple[Index, Path],
) -> None:
    index, folder = either
    for one in (index, open_index(folder, index.embedder)):
        for row in range(0, len(one.chunks), 9):
            best = one.search(itself(one, row), 1)[0]
            assert best.cosine == pytest.approx(1, abs=2e-3)
            assert best.text.lower() == one.documents[one.chunks[row].document].quote(
                one.chunks[row]
            ).lower()  # fmt: skip


def test_a_passage_is_a_slice_of_its_document_under_its_heading(either: tuple[Index, Path]) -> None:
    for one in either[0].search("airflow schedules batch jobs", 5):
        assert one.document.text[one.start : one.end] == one.text != ""
        assert one.section.start <= one.start < one.end <= one.section.end
    best = either[0].search("airflow schedules batch jobs", 1)[0]
    assert best.heading == "Data engineer › Tools" and "Airflow" in best.text


def test_scores_are_in_order_and_in_range(either: tuple[Index, Path]) -> None:
    for question in ("what does a data engineer do", "Topic7", "xyzzy", "the", "?", "Kafka" * 50):
        found = either[0].search(question, 1000)
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        for one in found:
            assert 0 <= one.score <= 1 + 1e-6
            assert 0 <= one.cosine <= 1 + 1e-6 and 0 <= one.lexical <= 1 + 1e-6


# how many


def test_k_beyond_the_corpus_gives_every_passage_once(index: Index) -> None:
    found = index.search("data", 10_000)
    rows = [one.chunk for one in found]
    assert len(rows) == len(set(rows)) and min(rows) >= 0
    texts = {
        " ".join(index.documents[one.document].quote(one).lower().split()) for one in index.chunks
    }
    assert {" ".join(one.text.lower().split()) for one in found} == texts


@pytest.mark.parametrize("k", [0, -1, -100])
def test_no_passage_when_none_is_wanted(index: Index, k: int) -> None:
    assert index.search("kafka", k) == []


def test_fewer_are_the_first_of_more(either: tuple[Index, Path]) -> None:
    for question in ("models and experiments", "who builds pipelines?"):
        many = either[0].search(question, 20)
        for k in (1, 3, 8):
            assert either[0].search(question, k) == many[:k]


def test_twins_are_shown_once(index: Index) -> None:
    found = index.search("statistics decides whether an experiment shows anything", 50)
    holding = [one for one in found if "statistics decides" in one.text.lower()]
    assert len(holding) == 1
    assert len(index.search("statistics decides", 2)) == 2


# odd questions


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "the of and", "🚀", "\u200b", "数据", "a" * 20_000]
)
def test_odd_questions_do_no_harm(either: tuple[Index, Path], question: str) -> None:
    found = either[0].search(question, 5)
    assert all(math.isfinite(one.score) and one.chunk >= 0 for one in found)


def test_no_wording_finds_nothing(either: tuple[Index, Path]) -> None:
    assert either[0].search([], 5) == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_vector_that_is_no_vector_finds_nothing(index: Index, bad: float) -> None:
    asked = index.encode(["kafka"])[0]
    vector = asked.vector.copy()
    vector[3] = bad
    assert index.search_encoded([Asked("kafka", vector, asked.query)], 5) == []


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_question_is_answered_with_rows_of_the_index(index: Index, question: str) -> None:
    found = index.search(question, 7)
    assert len(found) == 7
    assert all(0 <= one.chunk < len(index.chunks) and math.isfinite(one.score) for one in found)


# order


def test_a_rare_word_beats_a_common_one(index: Index) -> None:
    assert names(index.search("kubernetes data", 1)) == ["skills/k8s.md"]
    assert "Topic31" in index.search("what is written about topic31", 1)[0].text


def test_the_score_is_the_weighted_sum_of_its_three_parts(index: Index) -> None:
    question = "data engineer pipelines kafka"
    asked = index.encode([question])[0]
    for one in index.search(question, 5):
        late = float(index._late.chunks(asked.query, [one.chunk])[0])
        wanted = 0.55 * late + 0.22 * one.cosine + 0.23 * one.lexical
        assert one.score == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("late", [0.9, 0.0, -0.2])
def test_what_late_interaction_did_not_see_ranks_below_what_it_saw(
    index: Index, monkeypatch: pytest.MonkeyPatch, late: float
) -> None:
    """Fifty candidates are looked at closely; words without any likeness can score below 0."""
    asked = index.encode(["anything"])[0]
    rows = np.arange(len(index.chunks))
    monkeypatch.setattr(
        index._late, "chunks", lambda query, seen: np.full(len(seen), late, np.float32)
    )
    cosines = np.linspace(0.1, 0.0, len(rows)).astype(np.float32)
    scores = index._fused(asked, rows, cosines, cosines)
    assert len(rows) > 50
    assert scores[:50].min() >= scores[50:].max() >= 0
    assert list(scores[50:]) == sorted(scores[50:], reverse=True)


def test_several_wordings_take_the_best_score_of_each_passage(either: tuple[Index, Path]) -> None:
    index = either[0]
    one, two = "kafka moves events", "kubernetes restarts containers"
    separate: dict[int, float] = {}
    for wording in (one, two):
        for passage in index.search(wording, 1000):
            separate[passage.chunk] = max(passage.score, separate.get(passage.chunk, 0))
    both = index.search([one, two], 1000)
    for passage in both:
        assert passage.score == pytest.approx(separate[passage.chunk], abs=1e-4)
    assert set(names(both[:2])) == {"skills/kafka.md", "skills/k8s.md"}
    assert index.search([one, one], 9) == index.search(one, 9)


def test_more_chunks_than_candidates(tmp_path: Path) -> None:
    pages = {
        f"{n}.md": f"# Page {n}\n\nword{n} common text here.\n" for n in range(CANDIDATES + 60)
    }
    embedder = FakeEmbedder(dim=2048)
    build_index(
        [write_pages(tmp_path / "c", pages)], tmp_path / "i", embedder.name, lambda: embedder
    )
    index = open_index(tmp_path / "i", embedder)
    assert names(index.search(f"word{CANDIDATES + 55}", 1)) == [f"{CANDIDATES + 55}.md"]
    found = index.search("common text", 10_000)
    assert len(found) >= CANDIDATES
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


# words


def test_rarity_of_a_word(index: Index) -> None:
    texts = [terms(itself(index, row)) for row in range(len(index.chunks))]
    for word in ("kafka", "data", "topic7", "kubernet", "nowher"):
        holding = sum(word in own for own in texts)
        assert index.idf(word) == pytest.approx(math.log((len(texts) + 1) / (holding + 0.5)))
        assert index.knows(word) == (holding > 0)


def test_sentences_of_a_passage(index: Index) -> None:
    best = index.search("what is a data engineer responsible for", 1)[0]
    quotes = [best.document.quote(sentence) for _, sentence in index.sentences_of(best)]
    assert quotes[0] == "A data engineer is responsible for:" and len(quotes) == 4
    assert [best.document.sentences[i] for i, _ in index.sentences_of(best)] == [
        sentence for _, sentence in index.sentences_of(best)
    ]


def test_the_sentence_that_says_it_matches_best(either: tuple[Index, Path]) -> None:
    index = either[0]
    asked = index.encode(["Streams of events with Kafka"])[0]
    document = index.document("roles/data-engineer.md")
    wanted = list(range(len(document.sentences)))
    matches = index.sentence_matches(asked, document, wanted)
    assert matches.shape == (len(wanted),)
    assert (
        document.quote(document.sentences[int(matches.argmax())]) == "Streams of events with Kafka"
    )
    part = index.sentence_matches(asked, document, wanted[2:5])
    assert np.allclose(part, matches[2:5])
    assert index.sentence_matches(asked, document, []).shape == (0,)


# threads


@pytest.mark.parametrize("threads", [8])
def test_threads_that_search_together_find_what_one_finds_alone(
    either: tuple[Index, Path], threads: int
) -> None:
    index = either[0]
    questions = [f"topic{n} and kafka" for n in range(12)] + ["", "data engineer", "statistics?"]
    alone = [[(one.chunk, round(one.score, 3)) for one in index.search(q, 5)] for q in questions]
    wrong: list[str] = []
    gate = threading.Barrier(threads)

    def work(first: int) -> None:
        gate.wait()
        for step in range(len(questions)):
            at = (first + step) % len(questions)
            try:
                found = [(one.chunk, round(one.score, 3)) for one in index.search(questions[at], 5)]
            except Exception as error:
                wrong.append(repr(error))
                continue
            if [row for row, _ in found] != [row for row, _ in alone[at]]:
                wrong.append(f"{questions[at]}: {found} instead of {alone[at]}")

    workers = [threading.Thread(target=work, args=(first,)) for first in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []


# late interaction, against the plainest code that could be right


def small(text: str, dim: int = 16, seed: int = 0) -> Embedded:
    """An embedding whose token vectors are random units, one a word."""
    rng = np.random.default_rng([seed, *text.encode()])
    spans, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    vectors = rng.normal(size=(len(spans), dim))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    ids = [sum(map(ord, word.lower())) for word in text.split()]
    return Embedded(
        vectors.mean(axis=0).astype(np.float32) if spans else np.zeros(dim, np.float32),
        np.empty((0, dim), np.float32),
        np.array(ids, np.int32),
        np.array(spans, np.int32).reshape(-1, 2),
        vectors.astype(np.float32).reshape(-1, dim),
    )


TEXTS = ["kafka moves many events", "the of and", "spark reads tables , and writes", "events !"]
QUESTION = "which tool moves the events ?"


def content(text: str) -> list[int]:
    """The plain rule: words that are no stop words and hold a letter; all when there is none."""
    split = text.split()
    kept = [
        i
        for i, word in enumerate(split)
        if word.lower() not in STOPWORDS and any(char.isalnum() for char in word)
    ]
    return kept or list(range(len(split)))


def reference(texts: list[str], question: str) -> list[float]:
    """MaxSim with rarity weights, a loop at a time."""
    kept = [content(text) for text in texts]
    embedded = [small(text) for text in texts]
    asked = small(question)
    weights = []
    for i in content(question):
        holding = sum(
            int(asked.token_ids[i]) in {int(one.token_ids[j]) for j in rows}
            for one, rows in zip(embedded, kept, strict=True)
        )
        weights.append(max(0.1, math.log((len(texts) + 1) / (holding + 0.5))))
    total = sum(weights)
    scores = []
    for one, rows in zip(embedded, kept, strict=True):
        score = 0.0
        for weight, i in zip(weights, content(question), strict=True):
            best = max(
                sum(
                    max(-127, min(127, round(float(a) / STEP))) * STEP * float(b)
                    for a, b in zip(one.token_vectors[j], asked.token_vectors[i], strict=True)
                )
                for j in rows
            )
            score += weight / total * best
        scores.append(score)
    return scores


def stored(texts: list[str], spans: list[list[tuple[int, int]]] | None = None) -> Tokens:
    parts = [
        compact(text, small(text), spans[i] if spans else [(0, len(text))], 0)
        for i, text in enumerate(texts)
    ]
    return join(parts, 16)


def test_late_interaction_equals_the_plain_loops() -> None:
    late = LateInteraction(stored(TEXTS))
    query = late.query(QUESTION, small(QUESTION))
    assert query.weights.sum() == pytest.approx(1)
    assert np.allclose(late.chunks(query, range(4)), reference(TEXTS, QUESTION), atol=1e-4)
    shuffled = late.chunks(query, [2, 0, 0, 3])
    assert np.allclose(shuffled, np.array(reference(TEXTS, QUESTION))[[2, 0, 0, 3]], atol=1e-4)


SOME_WORDS = st.lists(
    st.sampled_from(["kafka", "the", "events", "spark", "of", "moves", ",", "tables", "!"]),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(st.lists(SOME_WORDS, min_size=1, max_size=5), SOME_WORDS)
@settings(max_examples=40, deadline=None)
def test_late_interaction_equals_the_plain_loops_for_any_words(
    texts: list[str], asked: str
) -> None:
    late = LateInteraction(stored(texts))
    query = late.query(asked, small(asked))
    assert np.allclose(late.chunks(query, range(len(texts))), reference(texts, asked), atol=1e-4)


def test_stop_words_and_marks_are_left_out_unless_there_is_nothing_else() -> None:
    assert content_rows(QUESTION, small(QUESTION)).tolist() == [1, 2, 4]
    assert content_rows("the of and", small("the of and")).tolist() == [0, 1, 2]
    assert content_rows("", small("")).tolist() == []
    assert stored(TEXTS).counts.tolist() == [3, 3, 4, 1]


def test_a_word_in_every_chunk_weighs_least_and_an_unseen_one_most() -> None:
    late = LateInteraction(stored(["kafka spark", "kafka flink", "kafka airflow"]))
    weights = late.query("kafka spark unseen", small("kafka spark unseen")).weights
    assert weights[0] < weights[1] < weights[2]


def test_sentences_of_a_chunk_are_scored_by_their_own_words() -> None:
    text = "kafka moves events . spark reads tables . the"
    spans = [(0, 20), (21, 41), (42, 45)]
    late = LateInteraction(stored([text], [spans]))
    query = late.query("spark", small(text[21:26]))
    scores = late.sentences(query, 0, [0, 1, 2])
    whole = small(text)
    kept = np.clip(np.rint(whole.token_vectors / STEP), -127, 127) * STEP
    similar = kept @ query.vectors[0]
    assert scores[0] == pytest.approx(float(similar[[0, 1, 2]].max()), abs=1e-4)
    assert scores[1] == pytest.approx(float(similar[[4, 5, 6]].max()), abs=1e-4)
    assert scores[2] == 0  # a sentence of stop words has no vectors
    assert late.sentences(query, 0, []).shape == (0,)


def test_the_heading_belongs_to_no_sentence() -> None:
    text = "Kafka tool\nEvents move"
    tokens = compact(text, small(text), [(11, 22)], 5)
    assert tokens.sentences.tolist() == [-1, -1, 5, 5]


def test_runs_of_chunks_come_apart_and_together_again() -> None:
    tokens = stored(TEXTS)
    parts = [tokens.of(i, i + 1) for i in range(4)]
    again = join(parts, 16)
    for name in ("ids", "sentences", "counts", "vectors"):
        assert np.array_equal(getattr(again, name), getattr(tokens, name))
    assert join([], 16).vectors.shape == (0, 16)


def test_nothing_to_compare_scores_0() -> None:
    late = LateInteraction(stored(TEXTS))
    empty = late.query("", small(""))
    assert late.chunks(empty, [0, 1]).tolist() == [0, 0]
    assert late.chunks(late.query("kafka", small("kafka")), []).shape == (0,)
    assert late.sentences(empty, 0, [0]).tolist() == [0]
    none = LateInteraction(join([], 16))
    assert none.query("kafka", small("kafka")).weights.tolist() == [1]
