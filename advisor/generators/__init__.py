"""The language model: chosen once, at the start, with the reason told in one line.

Importing this loads nothing heavy. Without a model everything works, from the library alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from advisor.errors import ModelUnavailable
from advisor.generators.weights import Progress, WeightsUnavailable, find_weights
from advisor.settings import Settings
from advisor.types import Generator

ALONE = "answering from the library alone"
LEFT_OUT = f"The settings leave the language model out: {ALONE}."
LOADING = "The language model is loading…"

Opened = tuple[Generator | None, str]
"""The model, or None; and one line for a person that says which and why."""


def open_generator(settings: Settings, progress: Progress = lambda done, total: None) -> Opened:
    """The language model that the settings name, or None with the reason."""
    try:
        return try_generator(settings, progress)
    except ModelUnavailable as error:
        return None, _reason(error)


def try_generator(settings: Settings, progress: Progress = lambda done, total: None) -> Opened:
    """As `open_generator`, but a model that cannot be had is an error that says what to do.

    Raises:
        ModelUnavailable: the model cannot be had here.
    """
    if settings.writer == "extractive":
        return None, LEFT_OUT
    folder = find_weights(settings, progress)
    from advisor.generators.transformers_generator import load_generator

    generator = load_generator(folder, settings)
    return generator, f"{generator.name} writes the answers."


def _reason(error: ModelUnavailable) -> str:
    short = error.reason if isinstance(error, WeightsUnavailable) else str(error).rstrip(".")
    return f"{short}: {ALONE}."


def on_zero_gpu() -> bool:
    """Whether this is a Space whose GPU is lent call by call."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in {"1", "t", "true"}


class ModelLoader:
    """Loads the model behind the page's back; `line` says at any time how it stands.

    Args:
        ready: called with the model once it is there, in the loading thread.
        opened: what finds and loads the model.
    """

    def __init__(
        self,
        settings: Settings,
        ready: Callable[[Generator], None] = lambda generator: None,
        opened: Callable[[Settings, Progress], Opened] = open_generator,
    ) -> None:
        self.generator: Generator | None = None
        self.line = LEFT_OUT if settings.writer == "extractive" else LOADING
        self._settings, self._ready, self._opened = settings, ready, opened
        self._thread: threading.Thread | None = None
        self._done = threading.Event()

    @property
    def done(self) -> bool:
        """Whether it is settled: the model is there, or there will be none."""
        return self._done.is_set()

    def start(self) -> ModelLoader:
        """Begin to load, once. On ZeroGPU it also ends: weights must be there before the launch."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._load, daemon=True, name="model-loader")
            self._thread.start()
            if on_zero_gpu():
                self._thread.join()
        return self

    def wait(self, timeout_seconds: float | None = None) -> Generator | None:
        """The model, or None when there is none or it takes longer."""
        self._done.wait(timeout_seconds)
        return self.generator

    def _load(self) -> None:
        try:
            generator, line = self._opened(self._settings, self._report)
            if generator is not None:
                self._ready(generator)
            self.generator, self.line = generator, line
        except Exception as error:  # a page must not wait for a thread that is gone
            first = (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
            self.line = f"The language model cannot be loaded ({first.rstrip('.')}): {ALONE}."
        finally:
            self._done.set()

    def _report(self, done: int, total: int) -> None:
        if total > 0:
            share = f"{100 * min(done, total) // total} % of {_size(total)}"
            self.line = f"The language model is being fetched: {share}…"
            if done >= total:
                self.line = LOADING


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
