"""The optional re-ranker: off by default, decides the order and nothing else, fails in one sentence."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from fake_hub import FakeHub, serving
from fakes import FakeEmbedder
from numpy.typing import NDArray
from small_corpus import write_pages
from tiny_encoders import make_cross_encoder, make_embedder, make_layered_cross_encoder

from advisor import cli
from advisor.answer import open_advisor
from advisor.errors import ModelUnavailable
from advisor.index.build import build_index, embedded_text
from advisor.index.rerank import REREAD, CrossEncoderReranker, dealt_anew, open_reranker
from advisor.index.search import Index, open_index
from advisor.settings import DEFAULT_EMBEDDER, Settings, load_settings
from advisor.types import Passage

QUESTION = "How do pipelines move data between systems?"
LIKED = "dagster"
WORDS = ("pipelines", "move", "data", "between", "systems")
OTHERS = ("nightly", "batches", "fail", "rarely", "green", "houses", "grow", "tomatoes")
PAGES = {
    f"page{n:02}.md": f"# Note {n}\n\n{' '.join(WORDS[: 1 + n % 5])} "
    + f"with {LIKED if n % 3 == 0 else 'cron'} {' '.join(OTHERS[: n % 8])}, part {n}.\n"
    for n in range(40)
}
"""Each with a score of its own, because passages of the same score keep their order."""
SILENT = "name another one with ADVISOR_RERANKER, or unset it to do without."


pytestmark = pytest.mark.usefixtures("no_dials")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index over PAGES."""
    folder = tmp_path_factory.mktemp("rerank")
    embedder = FakeEmbedder(name=DEFAULT_EMBEDDER)
    corpus = write_pages(folder / "corpus", PAGES)
    build_index([corpus], folder / "index", embedder.name, lambda: embedder)
    return folder


@pytest.fixture(scope="module")
def checkpoint(home: Path) -> Path:
    return make_cross_encoder(home / "cross-encoder", [QUESTION, *PAGES.values()], LIKED)


@pytest.fixture
def index(home: Path) -> Index:
    return open_index(home / "index", FakeEmbedder(name=DEFAULT_EMBEDDER))


def with_reranker(home: Path, checkpoint: str | Path, **dials: Any) -> Index:
    settings = Settings(reranker=str(checkpoint), **dials)
    embedder = FakeEmbedder(name=DEFAULT_EMBEDDER)
    return open_index(home / "index", embedder, open_reranker(settings))


def everything(index: Index, question: str = QUESTION) -> list[Passage]:
    return index.search(question, 100)


def chunks(passages: Sequence[Passage]) -> list[int]:
    return [one.chunk for one in passages]


# what it does to an order


def test_it_is_off_unless_it_is_named(home: Path) -> None:
    assert load_settings().reranker == ""
    assert open_reranker(load_settings()) is None


@pytest.fixture(scope="module", params=["classifier", "layers"])
def either(request: pytest.FixtureRequest, home: Path, checkpoint: Path) -> Path:
    """A cross-encoder with a classifier's head, and one with layers of its own, as Ettin's."""
    if request.param == "classifier":
        return checkpoint
    return make_layered_cross_encoder(home / "layered", [QUESTION, *PAGES.values()])


def test_the_best_passages_stand_in_the_order_of_the_model(
    home: Path, index: Index, either: Path
) -> None:
    from sentence_transformers import CrossEncoder

    before, after = everything(index), everything(with_reranker(home, either))
    model = CrossEncoder(str(either), device="cpu", local_files_only=True)
    best = before[:REREAD]
    judged = model.predict(
        [(QUESTION, embedded_text(one.document, index.chunks[one.chunk])) for one in best],
        activation_fn=torch.nn.Identity(),
    )
    assert len(before) > REREAD
    assert chunks(before) != chunks(after)
    assert np.ptp(judged) > 0.5
    # bfloat16, where it is fast, may swap neighbors that the model judges alike
    places = dict(zip(chunks(best), judged, strict=True))
    found = [places[chunk] for chunk in chunks(after[:REREAD])]
    assert np.allclose(found, np.sort(judged)[::-1], atol=0.05)


def test_what_the_model_likes_stands_first(home: Path, checkpoint: Path) -> None:
    after = everything(with_reranker(home, checkpoint))
    likes = [LIKED in one.text for one in after[:REREAD]]
    assert likes == sorted(likes, reverse=True)
    assert 0 < sum(likes) < REREAD


def test_the_scores_and_the_rest_of_the_order_stay(
    home: Path, index: Index, checkpoint: Path
) -> None:
    before, after = everything(index), everything(with_reranker(home, checkpoint))
    assert [one.score for one in after] == [one.score for one in before]
    assert chunks(after[REREAD:]) == chunks(before[REREAD:])
    parts = {one.chunk: (one.cosine, one.lexical) for one in before}
    assert all(parts[one.chunk] == (one.cosine, one.lexical) for one in after)


def test_a_model_that_likes_the_contrary_gives_the_contrary(home: Path, index: Index) -> None:
    class Upside:
        def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
            assert question == QUESTION
            return np.arange(len(texts), dtype=np.float32)

    upside = open_index(home / "index", FakeEmbedder(name=DEFAULT_EMBEDDER), Upside())
    first = chunks(everything(index)[:REREAD])
    scores = [one.score for one in everything(index)[:REREAD]]
    assert len(set(scores)) > 3
    dealt = {one.chunk: one.score for one in everything(upside)[:REREAD]}
    assert [dealt[chunk] for chunk in first] == pytest.approx(scores[::-1])


def test_equal_judgments_change_nothing(home: Path, index: Index) -> None:
    class Indifferent:
        def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.zeros(len(texts), np.float32)

    same = open_index(home / "index", FakeEmbedder(name=DEFAULT_EMBEDDER), Indifferent())
    assert everything(same) == everything(index)


def test_scores_are_dealt_from_best_to_worst() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.1], np.float32)
    dealt = dealt_anew(scores, np.array([-3.0, 8.0, -3.0, 0.5], np.float32))
    assert dealt.tolist() == pytest.approx([0.5, 0.9, 0.1, 0.5])
    assert dealt_anew(scores[:0], scores[:0]).tolist() == []


def test_the_model_reads_headings_too_and_no_more_than_it_must(home: Path) -> None:
    read: list[str] = []

    class Curious:
        def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
            read.extend(texts)
            return np.zeros(len(texts), np.float32)

    everything(open_index(home / "index", FakeEmbedder(name=DEFAULT_EMBEDDER), Curious()))
    assert len(read) == REREAD
    assert all(text.startswith("Note ") and "\n" in text for text in read)


def test_a_very_long_question_is_cut_before_it_is_read(home: Path, checkpoint: Path) -> None:
    found = everything(with_reranker(home, checkpoint), f"{QUESTION} " * 500)
    assert LIKED in found[0].text


def test_threads_may_search_together(home: Path, checkpoint: Path) -> None:
    index = with_reranker(home, checkpoint)
    alone = chunks(everything(index))
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append(chunks(everything(index)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [alone] * 4


# doors


def test_an_advisor_opens_with_what_the_settings_name(
    home: Path, index: Index, checkpoint: Path
) -> None:
    settings = Settings(index=home / "index", reranker=str(checkpoint))
    advisor = open_advisor(settings, FakeEmbedder(name=DEFAULT_EMBEDDER))
    found = advisor.search(QUESTION, 3)
    assert all(LIKED in one.text for one in found)
    assert chunks(found) != chunks(index.search(QUESTION, 3))


def test_the_terminal_takes_it_from_the_environment(
    home: Path,
    checkpoint: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def open_fake(settings: Settings) -> FakeEmbedder:
        return FakeEmbedder(name=settings.embedder)

    def search() -> list[str]:
        place = str(home / "index")
        assert cli.run(["search", QUESTION, "--index", place, "--k", "3", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        return [one["text"] for one in found["hits"]]

    monkeypatch.setattr("advisor.index.embedder.open_embedder", open_fake)
    without = search()
    monkeypatch.setenv("ADVISOR_RERANKER", str(checkpoint))
    assert not all(LIKED in text for text in without)
    assert all(LIKED in text for text in search())
    monkeypatch.setenv("ADVISOR_RERANKER", str(home / "nowhere"))
    assert cli.run(["ask", QUESTION, "--index", str(home / "index"), "--writer", "extractive"]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"There is no folder {home / 'nowhere'}, and no model has such a name; {SILENT}\n"
    )


# failures


def refused(reranker: str | Path, **dials: Any) -> str:
    """What is said when the first question meets this re-ranker."""
    opened = open_reranker(Settings(reranker=str(reranker), **dials))
    assert opened is not None
    with pytest.raises(ModelUnavailable) as caught:
        opened.score(QUESTION, ["one", "two"])
    return str(caught.value)


def test_nothing_is_loaded_before_the_first_question(home: Path) -> None:
    opened = with_reranker(home, home / "nowhere")
    with pytest.raises(ModelUnavailable, match="There is no folder"):
        opened.search(QUESTION)


@pytest.mark.parametrize("name", ["nonsense", "a/b/c", "../x/y", "~/none", "/", "."])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    assert refused(name).endswith(SILENT)
    assert name in refused(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == f"{tmp_path} holds no cross-encoder (no config.json); {SILENT}"


@pytest.mark.parametrize("offline", [False, True])
def test_without_a_network_it_says_what_to_do(offline: bool) -> None:
    said = refused("cross-encoder/not-in-any-cache", offline=offline)
    assert said == (
        "No weights of the re-ranker cross-encoder/not-in-any-cache are here and the hub cannot be "
        "reached; connect once without ADVISOR_OFFLINE so that they can be fetched, point "
        "ADVISOR_RERANKER at a folder that holds them, or unset it to do without."
    )


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        (404, "The hub has no model tiny/chat, or it is private; " + SILENT),
        (403, "tiny/chat may not be used here"),
        (503, "No weights of the re-ranker tiny/chat are here and the hub cannot be reached"),
        ("hangs", "No weights of the re-ranker tiny/chat are here and the hub cannot be reached"),
    ],
)
def test_what_the_hub_may_answer(
    monkeypatch: pytest.MonkeyPatch, mode: str | int, wanted: str
) -> None:
    from huggingface_hub import constants

    from advisor.index import rerank

    def nothing_cached(*_: Any, **__: Any) -> Any:
        raise OSError("not in the cache")

    monkeypatch.setattr(rerank, "_cross_encoder", nothing_cached)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_HUB_OFFLINE")
    with serving(FakeHub(None, mode)) as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.address)
        assert refused("tiny/chat", connect_seconds=0.5).startswith(wanted)
        assert hub.asked == ["/api/models/tiny/chat"]


def test_switched_off_means_that_the_hub_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *_, **__: asked.append("asked"))
    assert "cannot be reached" in refused("tiny/chat", offline=True)
    assert asked == []


def test_a_model_of_another_kind_is_refused(home: Path, tmp_path: Path) -> None:
    texts = [QUESTION, *PAGES.values()]
    embedder = make_embedder(tmp_path / "embedder", texts, "mean")
    assert refused(embedder) == (
        f"{embedder} is no re-ranker: its weights are those of BertModel and score no pairs; {SILENT}"
    )
    classes = make_cross_encoder(tmp_path / "classes", texts, LIKED, classes=3)
    assert refused(classes) == (
        f"{classes} is no re-ranker: it tells 3 classes apart, and one score was expected; {SILENT}"
    )


def altered(checkpoint: Path, folder: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    shutil.copytree(checkpoint, folder)
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    return folder


@pytest.mark.parametrize(
    ("name", "change", "wanted"),
    [
        ("model.safetensors", lambda data: data[:-400], "The weights of .* are damaged"),
        ("config.json", lambda data: b"{", "The weights of .* are (damaged|incomplete)"),
        ("config.json", lambda data: b"{}", "The weights of .* are damaged .*model_type"),
    ],
)
def test_damaged_files_are_named(
    checkpoint: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes], wanted: str
) -> None:
    place = altered(checkpoint, tmp_path / "broken", name, change)
    opened = CrossEncoderReranker(Settings(reranker=str(place)))
    with pytest.raises(ModelUnavailable, match=rf"^{wanted}.*; name another one .*without\.$"):
        opened.score(QUESTION, ["one"])


def test_pickled_weights_are_not_read(checkpoint: Path, tmp_path: Path) -> None:
    place = shutil.copytree(checkpoint, tmp_path / "pickled")
    (place / "model.safetensors").rename(place / "pytorch_model.bin")
    assert refused(place).startswith("The weights of ")


def test_scores_that_are_no_numbers_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    place = shutil.copytree(checkpoint, tmp_path / "nan")
    weights = load_file(place / "model.safetensors")
    weights["classifier.bias"] = np.full(1, np.nan, np.float32)
    save_file(weights, place / "model.safetensors", metadata={"format": "pt"})
    assert refused(place) == f"The re-ranker {place} gives scores that are no numbers; {SILENT}"


def test_too_little_memory_is_said_so(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.")

    wanted = f"{checkpoint} does not fit into the memory of this machine; {SILENT}"
    with monkeypatch.context() as at_loading:
        at_loading.setattr("advisor.index.rerank._cross_encoder", full)
        assert refused(checkpoint) == wanted
    monkeypatch.setattr("sentence_transformers.CrossEncoder.predict", full)
    assert refused(checkpoint) == wanted


def test_a_model_that_cannot_be_loaded_is_tried_once(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fail(*_: Any, **__: Any) -> Any:
        tries.append(1)
        raise MemoryError

    monkeypatch.setattr("advisor.index.rerank._cross_encoder", fail)
    opened = CrossEncoderReranker(Settings(reranker=str(checkpoint)))
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match="does not fit into the memory"):
            opened.score(QUESTION, ["one"])
    assert tries == [1]


def test_a_model_that_failed_once_is_asked_again(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("something below\nwith more lines")

    opened = CrossEncoderReranker(Settings(reranker=str(checkpoint)))
    with monkeypatch.context() as broken:
        broken.setattr("sentence_transformers.CrossEncoder.predict", fail)
        wanted = rf"^The re-ranker {checkpoint} failed \(something below\); name another one"
        with pytest.raises(ModelUnavailable, match=wanted):
            opened.score(QUESTION, ["one"])
    assert opened.score(QUESTION, ["one", "two"]).shape == (2,)
