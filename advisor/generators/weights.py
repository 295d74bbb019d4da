"""Where the weights of a language model are: a folder, the local hub cache, the hub; in this order.

Local weights are found without touching the network. The hub is asked once, with a limit on the
time to connect. Whatever goes wrong has one of six names, and a sentence that says what to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from advisor.errors import ModelUnavailable
from advisor.settings import Settings

Trouble = Literal["offline", "missing", "forbidden", "incomplete", "corrupt", "memory"]
Progress = Callable[[int, int], None]
"""Called with bytes fetched and bytes in all; the second grows while files are being opened."""

WANTED = ["*.json", "*.safetensors", "*.model", "*.txt", "*.jinja"]
UNWANTED = ["*/*", "consolidated*"]
"""Copies for other engines stand in subfolders."""

_REMEDIES: dict[Trouble, str] = {
    "offline": "connect once so that they can be fetched, or point ADVISOR_MODEL at a folder",
    "missing": "check ADVISOR_MODEL",
    "forbidden": "choose another model with ADVISOR_MODEL",
    "incomplete": "connect once to fetch the rest, or point ADVISOR_MODEL at a whole copy",
    "corrupt": "delete that copy and let it be fetched again",
    "memory": "choose a smaller model with ADVISOR_MODEL",
}


class WeightsUnavailable(ModelUnavailable):
    """A language model that cannot be had here, and which of the six troubles it is."""

    def __init__(self, trouble: Trouble, reason: str, remedy: str = "") -> None:
        self.trouble, self.reason = trouble, reason
        super().__init__(f"{reason}; {remedy or _REMEDIES[trouble]}.")


def find_weights(settings: Settings, progress: Progress = lambda done, total: None) -> Path:
    """The folder of the model that the settings name, fetched from the hub when it is not here.

    Raises:
        WeightsUnavailable: they are not here and cannot be fetched, or are not whole.
    """
    name = settings.model
    folder = Path(name).expanduser()
    if folder.is_dir():
        _refuse_unless_whole(folder, name)
        return folder
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", name) or name.startswith("."):
        raise WeightsUnavailable("missing", f"There is no folder {name} and no model of that name")
    cached = _cached(name)
    if cached and not _lacking(cached):
        _refuse_unless_whole(cached, name)
        return cached
    if settings.offline or _hub_is_switched_off():
        if cached:
            _refuse_unless_whole(cached, name)
        raise WeightsUnavailable(
            "offline",
            f"No weights of {name} here and the network is switched off",
            "unset ADVISOR_OFFLINE and HF_HUB_OFFLINE once, or point ADVISOR_MODEL at a folder",
        )
    return _fetch(name, settings.connect_seconds, progress)


def _hub_is_switched_off() -> bool:
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"} for name in names)


def _cached(name: str) -> Path | None:
    """The snapshot in the local hub cache, whole or not."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        found = snapshot_download(
            name, allow_patterns=WANTED, ignore_patterns=UNWANTED, local_files_only=True
        )
    except LocalEntryNotFoundError as error:
        partial = getattr(error, "snapshot_path", None)
        return Path(partial) if partial else None
    except (OSError, ValueError):
        return None
    return Path(found)


# whole or not


def _refuse_unless_whole(folder: Path, name: str) -> None:
    lacking = _lacking(folder)
    if lacking and any(folder.glob("pytorch_model*.bin")):
        reason = f"{name} comes only as pickled weights, which can run code when they are loaded"
        raise WeightsUnavailable("forbidden", reason)
    if lacking:
        raise WeightsUnavailable("incomplete", f"The weights of {name} lack {lacking}")
    for file in sorted(folder.glob("*.safetensors")):
        if not _matches_its_name(file):
            reason = f"The weights of {name} are damaged ({file.name} was altered)"
            raise WeightsUnavailable("corrupt", reason, f"delete {file.resolve()}")


def _lacking(folder: Path) -> str:
    """The first file that a model needs and the folder has not; empty when it has all."""
    if not (folder / "config.json").is_file():
        return "config.json"
    if not any(
        (folder / one).is_file() for one in ("tokenizer.json", "tokenizer.model", "vocab.json")
    ):
        return "tokenizer.json"
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        return next((one for one in _shards(index) if not (folder / one).is_file()), "")
    return "" if any(folder.glob("*.safetensors")) else "model.safetensors"


def _shards(index: Path) -> list[str]:
    try:
        return sorted(set(json.loads(index.read_bytes())["weight_map"].values()))
    except (ValueError, KeyError, AttributeError):
        reason = f"The list of weights {index.name} is damaged"
        raise WeightsUnavailable("corrupt", reason, f"delete {index}") from None


def _matches_its_name(file: Path) -> bool:
    """False when a file of the hub cache is not what its name, its own sha256, says.

    The hub's client checks sizes only; a flipped byte would be loaded in silence.
    """
    wanted = file.resolve().name
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        return True
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest() == wanted


# the hub


def _fetch(name: str, connect_seconds: float, progress: Progress) -> Path:
    """The folder of a model that was just fetched."""
    from huggingface_hub import snapshot_download

    _ask_hub(name, connect_seconds)
    try:
        folder = snapshot_download(
            name,
            allow_patterns=WANTED,
            ignore_patterns=UNWANTED,
            endpoint=_endpoint(),
            etag_timeout=connect_seconds,
            max_workers=4,
            tqdm_class=_reporter(progress),
        )
    except Exception as error:
        raise explain(error, name, online=True) from error
    _refuse_unless_whole(Path(folder), name)
    return Path(folder)


def _ask_hub(name: str, seconds: float) -> None:
    """Return when the hub knows the model; raise otherwise, after `seconds` at the latest.

    In a thread of its own, because resolving a name has no time limit of its own.
    """
    from huggingface_hub import HfApi

    answer: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            HfApi(endpoint=_endpoint()).model_info(name, timeout=seconds)
            answer.put(None)
        except Exception as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True, name="ask-hub").start()
    try:
        error = answer.get(timeout=seconds)
    except queue.Empty:
        error = TimeoutError(f"no answer within {seconds:g} s")
    if error is not None:
        raise explain(error, name, online=True) from error


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT") or None


def _reporter(progress: Progress) -> type[Any]:
    """A progress bar class that draws nothing and reports bytes."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped, unused-ignore]

    class Reporter(tqdm):  # type: ignore[misc, unused-ignore]
        def __init__(self, *args: Any, **options: Any) -> None:
            # the hub's client has two bars of bytes, one before and one after decompression
            self._counts = options.get("unit") == "B" and options.get("desc") != "Downloading bytes"
            self._done = 0
            options.pop("name", None)
            super().__init__(*args, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> None:
            self._done += int(n or 0)
            if self._counts:
                progress(self._done, int(self.total or 0))

    return Reporter


# what went wrong


def explain(error: BaseException, name: str, online: bool = False) -> WeightsUnavailable:
    """The error as one of the six troubles, in words for a person."""
    trouble = _trouble(list(_chain(error)), online)
    detail = (str(error).strip().splitlines() or [type(error).__name__])[0][:140].rstrip(".")
    reasons: dict[Trouble, str] = {
        "offline": "No model weights here and the hub cannot be reached",
        "missing": f"The hub has no model {name}, or it is private",
        "forbidden": f"{name} may not be used here ({detail})",
        "incomplete": f"The weights of {name} are incomplete ({detail})",
        "corrupt": f"The weights of {name} are damaged ({detail})",
        "memory": f"{name} does not fit into the memory of this machine",
    }
    return WeightsUnavailable(trouble, reasons[trouble])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trouble(chain: list[BaseException], online: bool) -> Trouble:
    tests = [_of_memory, _of_hub, _of_network, *([] if online else [_of_files])]
    for test in tests:
        for error in chain:
            trouble = test(error)
            if trouble:
                return trouble
    if online:
        return "offline"  # a page in place of the hub's answer, cut connections
    return "incomplete" if any(isinstance(one, OSError) for one in chain) else "corrupt"


def _of_memory(error: BaseException) -> Trouble | None:
    short = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
    return "memory" if short else None


def _of_hub(error: BaseException) -> Trouble | None:
    from huggingface_hub import errors

    if isinstance(error, (errors.GatedRepoError, PermissionError)):
        return "forbidden"
    if isinstance(error, (errors.RepositoryNotFoundError, errors.HFValidationError)):
        return "missing"
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        known: dict[int, Trouble] = {401: "forbidden", 403: "forbidden", 404: "missing"}
        return known.get(status, "offline")
    return None


def _of_network(error: BaseException) -> Trouble | None:
    from huggingface_hub.errors import LocalEntryNotFoundError

    if type(error).__name__ == "IncompleteSnapshotError":
        return "incomplete"
    if isinstance(error, (ConnectionError, TimeoutError, LocalEntryNotFoundError)):
        return "offline"
    return "offline" if type(error).__module__.startswith(("httpx", "httpcore")) else None


def _of_files(error: BaseException) -> Trouble | None:
    from safetensors import SafetensorError

    if "trust_remote_code" in str(error):
        return "forbidden"
    damaged = (SafetensorError, json.JSONDecodeError, UnicodeError)
    return "corrupt" if isinstance(error, damaged) else None
