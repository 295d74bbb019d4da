"""A small open language model through transformers, one answer at a time.

Text of people and passages is data: it is encoded so that no control token can come from it. A
worker thread runs the model, the consumer reads pieces; what goes wrong in the worker is raised in
the consumer, and closing the consumer stops the worker within a token.
"""

from __future__ import annotations

import inspect
import itertools
import json
import queue
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor.errors import GenerationFailed, ModelUnavailable
from advisor.generators.weights import WeightsUnavailable, explain
from advisor.settings import Settings
from advisor.types import Message

HEARTBEAT_SECONDS = 0.2
"""An empty piece is yielded at least so often, so that a reader can stop while a model thinks."""
REPETITION_PENALTY = 1.05
"""Against loops of small models (Qwen3 card). The prompt is left out: copying it is welcome."""
GPU_SECONDS = 30
"""What a ZeroGPU call asks for; the request is checked against the visitor's remaining quota."""

_open: weakref.WeakValueDictionary[str, TransformersGenerator] = weakref.WeakValueDictionary()
_numbers = itertools.count(1)

Talk = list[dict[str, str]]


def on_gpu(function: Callable[[str, str], Iterator[str]]) -> Callable[[str, str], Iterator[str]]:
    """The function with a GPU for each call on a ZeroGPU Space; as it is anywhere else."""
    try:
        import spaces
    except ImportError:
        return function
    wrapped: Callable[[str, str], Iterator[str]] = spaces.GPU(duration=GPU_SECONDS)(function)
    return wrapped


@on_gpu
def _say(key: str, talk: str) -> Iterator[str]:
    """The pieces of a reply. Plain strings in and out: on ZeroGPU this runs in another process."""
    yield from _open[key].pieces(json.loads(talk))


class TransformersGenerator:
    """Any causal chat model of transformers as a `Generator`."""

    def __init__(
        self, name: str, model: Any, tokenizer: Any, max_new_tokens: int, limit_seconds: float
    ) -> None:
        self.name = name
        self._model, self._tokenizer = model, tokenizer
        self._max_new_tokens, self._limit_seconds = max_new_tokens, limit_seconds
        self._turn = threading.Lock()
        """Held by the worker that runs the model."""
        self._encoding = threading.Lock()
        """Tokenizers switch settings while they encode, so threads take turns."""
        options = inspect.signature(tokenizer.apply_chat_template).parameters
        self._sanitizes = "sanitize_control_tokens" in options
        self._controls = _control_strings(tokenizer)
        self._key = f"{name}#{next(_numbers)}"
        _open[self._key] = self

    @property
    def device(self) -> str:
        return str(self._model.device)

    @property
    def dtype(self) -> str:
        return str(self._model.dtype).removeprefix("torch.")

    def count_tokens(self, text: str) -> int:
        with self._encoding:
            return len(self._tokenizer.encode(text, add_special_tokens=False))

    def stream(self, messages: Sequence[Message], system: str = "") -> Iterator[str]:
        """Pieces of the reply, some of them empty while the model thinks.

        Raises:
            GenerationFailed: the model or its GPU failed, or others kept it busy for too long.
        """
        talk = [{"role": "system", "content": system}] if system else []
        talk += [{"role": one.role, "content": one.content} for one in messages]
        pieces = _say(self._key, json.dumps(talk))
        try:
            yield from pieces
        except GenerationFailed:
            raise
        except Exception as error:  # on ZeroGPU: no quota left, no GPU free, the worker died
            raise GenerationFailed(
                f"No GPU for the language model ({_first_line(error)})."
            ) from error

    # the worker and its reader

    def pieces(self, talk: Talk) -> Iterator[str]:
        """What `stream` yields, where the model lives."""
        yield from self._wait_for_turn()
        stop = threading.Event()
        tokens: queue.SimpleQueue[int | BaseException | None] = queue.SimpleQueue()
        worker = threading.Thread(
            target=self._work, args=(talk, stop, tokens), daemon=True, name="language-model"
        )
        try:
            self._start(worker)
            yield from self._read(tokens)
        finally:
            stop.set()

    def _start(self, worker: threading.Thread) -> None:
        try:
            worker.start()
        except RuntimeError as error:  # no more threads
            self._turn.release()
            raise GenerationFailed(_in_words(error)) from error

    def _wait_for_turn(self) -> Iterator[str]:
        """Return with the turn taken; the worker gives it back."""
        patience = time.monotonic() + self._limit_seconds
        while not self._turn.acquire(timeout=HEARTBEAT_SECONDS):
            if time.monotonic() > patience:
                raise GenerationFailed("The language model is busy with other answers.")
            yield ""

    def _work(self, talk: Talk, stop: threading.Event, tokens: Any) -> None:
        try:
            self._generate(talk, stop, tokens.put)
            tokens.put(None)
        except BaseException as error:
            tokens.put(error)
        finally:
            self._turn.release()

    def _read(self, tokens: Any) -> Iterator[str]:
        """Tokens as text; a character of several tokens is held back until it is whole."""
        ids: list[int] = []
        said = ""
        while True:
            try:
                token = tokens.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                yield ""
                continue
            if isinstance(token, BaseException):
                raise GenerationFailed(_in_words(token)) from token
            if token is not None:
                ids.append(token)
            text = self._decode(ids)
            if token is None or not text.endswith("\ufffd"):
                yield text[len(said) :]
                said = text
            if token is None:
                return

    def _decode(self, ids: list[int]) -> str:
        with self._encoding:
            return str(
                self._tokenizer.decode(
                    ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
                )
            )

    def _generate(self, talk: Talk, stop: threading.Event, put: Callable[[int], None]) -> None:
        import torch
        from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor

        ids = self.prompt_ids(talk)
        room = getattr(self._model.config, "max_position_embeddings", None) or 10**9
        if len(ids) >= room:
            raise GenerationFailed(f"The prompt has {len(ids)} tokens, more than {room}.")
        prompt = torch.tensor([ids], device=self._model.device)
        penalty = RepetitionPenaltyLogitsProcessor(
            REPETITION_PENALTY, prompt_ignore_length=len(ids)
        )
        self._model.generate(
            input_ids=prompt,
            attention_mask=torch.ones_like(prompt),
            max_new_tokens=min(self._max_new_tokens, room - len(ids)),
            logits_processor=LogitsProcessorList([penalty]),
            stopping_criteria=[_until(stop, time.monotonic() + self._limit_seconds)],
            streamer=_Tokens(put),
        )

    # the prompt

    def prompt_ids(self, talk: Talk) -> list[int]:
        """The conversation as the model's own chat template writes it, thinking off."""
        from jinja2 import TemplateError

        clean = [{**one, "content": self._defuse(one["content"])} for one in talk]
        try:
            return self._apply_template(clean)
        except TemplateError:  # some templates know no system role
            return self._apply_template(_without_system(clean))

    def _apply_template(self, talk: Talk) -> list[int]:
        options: dict[str, Any] = {"enable_thinking": False}
        if self._sanitizes:
            options["sanitize_control_tokens"] = True
        with self._encoding:
            encoded = self._tokenizer.apply_chat_template(
                talk, add_generation_prompt=True, tokenize=True, return_dict=True, **options
            )
        return list(encoded["input_ids"])

    def _defuse(self, text: str) -> str:
        """The text without strings that the tokenizer reads as control tokens."""
        text = text.encode("utf-8", "ignore").decode("utf-8")
        while self._controls.search(text):
            text = self._controls.sub(" ", text)
        return text


class _Tokens:
    """A streamer of transformers that hands on every new token."""

    def __init__(self, put: Callable[[int], None]) -> None:
        self._put = put
        self._prompt = True

    def put(self, value: Any) -> None:
        if self._prompt:  # the first call repeats the prompt
            self._prompt = False
            return
        for token in value.flatten().tolist():
            self._put(token)

    def end(self) -> None:
        pass


def _until(stop: threading.Event, deadline: float) -> Any:
    """A stopping criterion of transformers: asked to stop, or out of time."""
    import torch

    def finished(input_ids: Any, scores: Any, **_: Any) -> Any:
        over = stop.is_set() or time.monotonic() > deadline
        return torch.full((input_ids.shape[0],), over, device=input_ids.device, dtype=torch.bool)

    return finished


def _control_strings(tokenizer: Any) -> re.Pattern[str]:
    tokens = [token.content for token in tokenizer.added_tokens_decoder.values()]
    tokens = sorted({one for one in tokens if one.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, tokens)) or r"(?!)")


def _without_system(talk: Talk) -> Talk:
    if not talk or talk[0]["role"] != "system" or len(talk) < 2:
        return talk
    system, first, *rest = talk
    return [{**first, "content": f"{system['content']}\n\n{first['content']}"}, *rest]


def _in_words(error: BaseException) -> str:
    if isinstance(error, GenerationFailed):
        return str(error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "The language model ran out of memory."
    return f"The language model failed ({_first_line(error)})."


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160].rstrip(".")


# loading


def load_generator(folder: Path, settings: Settings) -> TransformersGenerator:
    """The model in a folder, on the device and in the number format that fit this machine.

    Raises:
        ModelUnavailable: the folder holds no chat model that can be loaded safely.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    name = _name(settings)
    device = _device(settings.device)
    safe = {"trust_remote_code": False, "local_files_only": True}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **safe)
        model, report = AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=_dtype(settings.dtype, device),
            use_safetensors=True,
            output_loading_info=True,
            **safe,
        )
        model = model.to(device).eval()
    except Exception as error:
        raise explain(error, name) from error
    if report["missing_keys"]:
        lacking = sorted(report["missing_keys"])[0]
        raise WeightsUnavailable("incomplete", f"The weights of {name} lack {lacking}")
    if not getattr(tokenizer, "chat_template", None):
        reason = f"{name} has no chat template, so it cannot be talked to"
        raise WeightsUnavailable("incomplete", reason, "choose a chat model with ADVISOR_MODEL")
    _generate_greedily(model, tokenizer)
    return TransformersGenerator(
        name, model, tokenizer, settings.max_new_tokens, settings.answer_seconds
    )


def _name(settings: Settings) -> str:
    """The model's public name; of a folder only its last part."""
    folder = Path(settings.model).expanduser()
    return folder.resolve().name if folder.is_dir() else settings.model


def _device(wanted: str) -> str:
    import torch

    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return next(device for device, is_there in there.items() if is_there)
    if not there[wanted]:
        raise ModelUnavailable(
            f"ADVISOR_DEVICE is {wanted}, but torch finds no such device; set it to cpu or auto."
        )
    return wanted


def _dtype(wanted: str, device: str) -> Any:
    import torch

    from advisor.index.embedder import runs_bfloat16_fast

    if wanted != "auto":
        return getattr(torch, wanted)
    if runs_bfloat16_fast(device):
        return torch.bfloat16
    return torch.float32 if device == "cpu" else torch.float16


def _generate_greedily(model: Any, tokenizer: Any) -> None:
    """Replace the sampling that a model recommends: a grounded answer should not vary."""
    from transformers import GenerationConfig

    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    ends = [one for one in dict.fromkeys([*ends, tokenizer.eos_token_id]) if one is not None]
    pad = tokenizer.pad_token_id
    model.generation_config = GenerationConfig(
        do_sample=False,
        eos_token_id=ends,
        pad_token_id=pad if pad is not None else ends[0] if ends else 0,
        bos_token_id=model.generation_config.bos_token_id,
    )
