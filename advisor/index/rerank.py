"""An optional second look at the best passages: a cross-encoder reads question and passage together.

The model decides the order, the scores stay: the best candidates keep the scores that they had, dealt
anew from best to worst. What a cross-encoder gives has no scale that another one shares (some learn
labels, some margins, some a teacher's numbers), while the gate and the evidence are calibrated on the
fused score; so its order is all that is taken, which is also how re-rankers are measured in public.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.errors import ModelUnavailable
from advisor.generators.weights import explain
from advisor.index.embedder import runs_bfloat16_fast
from advisor.settings import Settings

REREAD = 20
"""Candidates that the model reads for one wording of a question; its time is proportional to them."""
QUESTION_CHARS = 1000
"""With a chunk behind it this fills a window of 512 tokens."""
_ON_THE_HUB = re.compile(r"\w[\w.-]*/[\w.-]+")
REMEDY = "name another one with ADVISOR_RERANKER, or unset it to do without"


class Reranker(Protocol):
    """Question and texts to scores that put the texts in order."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """shape (len(texts),): higher is better; comparable within one call only."""
        ...


def open_reranker(settings: Settings) -> Reranker | None:
    """The re-ranker that the settings name, None when they name none; it loads when it is first asked."""
    return CrossEncoderReranker(settings) if settings.reranker else None


def dealt_anew(scores: NDArray[np.float32], judged: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same scores, the highest where the model judged best; equal judgments keep their order.

    Args:
        scores: shape (n,), falling.
        judged: shape (n,), in any scale.
    """
    dealt = np.empty_like(scores)
    dealt[np.argsort(-judged, kind="stable")] = scores
    return dealt


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder with one score as a `Reranker`."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.reranker
        self._settings = settings
        self._model: Any = None
        self._failure: ModelUnavailable | None = None
        self._turn = threading.Lock()
        """Tokenizers switch settings while they encode, so threads take turns."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """shape (len(texts),): the model's raw scores.

        Raises:
            ModelUnavailable: it cannot be loaded, which is said again to later questions, or it failed.
        """
        with self._turn:
            return _judge(self._loaded(), self.name, question[:QUESTION_CHARS], texts)

    def _loaded(self) -> Any:
        if self._failure is not None:
            raise self._failure
        if self._model is None:
            try:
                self._model = _load(self.name, self._settings)
            except ModelUnavailable as error:
                self._failure = error
                raise
        return self._model


def _judge(model: Any, name: str, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
    import torch

    pairs = [(question, text) for text in texts]
    try:
        raw = model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
    except Exception as error:
        raise _failed(error, name) from error
    scores = np.asarray(raw, np.float32)
    if not np.isfinite(scores).all():
        raise _refusal(f"The re-ranker {name} gives scores that are no numbers")
    return scores


# where the model is from


def _load(name: str, settings: Settings) -> Any:
    """The model from a folder, the local hub cache or the hub, in this order."""
    folder = Path(name).expanduser()
    if folder.is_dir() and not (folder / "config.json").is_file():
        raise _refusal(f"{name} holds no cross-encoder (no config.json)")
    if not folder.is_dir() and not _ON_THE_HUB.fullmatch(name):
        raise _refusal(f"There is no folder {name}, and no model has such a name")
    try:
        model = _open(name, folder, settings)
    except Exception as error:
        raise _cannot_load(error, name) from error
    kind = _other_kind(model)
    if kind:
        raise _refusal(f"{name} is no re-ranker: {kind}")
    return _in_fast_numbers(model)


def _open(name: str, folder: Path, settings: Settings) -> Any:
    from huggingface_hub import HfApi

    if folder.is_dir():
        return _cross_encoder(str(folder), settings, local_files_only=True)
    try:
        return _cross_encoder(name, settings, local_files_only=True)
    except OSError:
        if settings.offline:
            raise
    HfApi().model_info(name, timeout=settings.connect_seconds)  # one try; loading makes six
    return _cross_encoder(name, settings, local_files_only=False)


def _cross_encoder(place: str, settings: Settings, local_files_only: bool) -> Any:
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    return CrossEncoder(
        place,
        device=None if settings.device == "auto" else settings.device,
        local_files_only=local_files_only,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )


def _in_fast_numbers(model: Any) -> Any:
    import torch

    return model.to(torch.bfloat16) if runs_bfloat16_fast(model.device.type) else model


def _other_kind(model: Any) -> str:
    """What a loaded model is instead of a re-ranker; empty when it is one.

    Any encoder loads as a cross-encoder, with a last layer of random numbers when it has none.
    """
    labels = model.num_labels
    if labels != 1:
        return f"it tells {labels} classes apart, and one score was expected"
    trained_for = model.model.config.architectures or ()
    ends_by_itself = len(list(model.children())) > 1  # layers of its own behind the encoder
    if not ends_by_itself and not any("SequenceClassification" in one for one in trained_for):
        return (
            f"its weights are those of {', '.join(trained_for) or 'an encoder'} and score no pairs"
        )
    return ""


# what went wrong, in words


def _cannot_load(error: Exception, name: str) -> ModelUnavailable:
    found = explain(error, name)
    if found.trouble == "offline":
        return _refusal(
            f"No weights of the re-ranker {name} are here and the hub cannot be reached",
            "connect once without ADVISOR_OFFLINE so that they can be fetched, point "
            "ADVISOR_RERANKER at a folder that holds them, or unset it to do without",
        )
    return _refusal(found.reason)


def _failed(error: Exception, name: str) -> ModelUnavailable:
    found = explain(error, name)
    if found.trouble == "memory":
        return _refusal(found.reason)
    detail = (str(error).strip().splitlines() or [type(error).__name__])[0][:140].rstrip(".")
    return _refusal(f"The re-ranker {name} failed ({detail})")


def _refusal(reason: str, remedy: str = REMEDY) -> ModelUnavailable:
    return ModelUnavailable(f"{reason}; {remedy}.")
