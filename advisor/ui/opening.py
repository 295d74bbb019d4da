"""The advisor while it is being opened, so that the page can be there first.

A thread loads the search model and the index, and builds the index when there is none or it no
longer fits. Whoever asks meanwhile sees what is being done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from advisor.answer import Advisor, open_advisor
from advisor.errors import AdvisorError, IndexDamaged, IndexForeign, IndexMissing
from advisor.settings import Settings
from advisor.types import Embedder

_log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0
WARM_UP = "What is the difference between a data engineer and a data scientist?"

Equip = Callable[[Advisor], None]
"""Gives an advisor its language model."""


class Opening:
    """An advisor that may not be there yet. Safe to share between threads."""

    def __init__(self, settings: Settings, opened: Callable[[], object] = lambda: None) -> None:
        self.settings = settings
        self.doing = "Loading the library"
        """What is being done, for a person to read."""
        self.failure = ""
        """Why there is no advisor and nobody is working on it; empty otherwise."""
        self._opened = opened
        """Called once, when the library can answer for the first time."""
        self._equip: Equip | None = None
        self._advisor: Advisor | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failed_at = 0.0

    @property
    def advisor(self) -> Advisor | None:
        return self._advisor

    def start(self) -> None:
        """Begin to open, unless that is done, under way, or failed a moment ago."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            just_failed = bool(self.failure) and time.monotonic() - self._failed_at < RETRY_SECONDS
            if self._advisor is not None or busy or just_failed:
                return
            self.failure = ""
            self._thread = threading.Thread(target=self._run, name="opening", daemon=True)
            self._thread.start()

    def give(self, advisor: Advisor) -> None:
        """Put an advisor in place; questions asked from now on go to it."""
        advisor.ask(WARM_UP, writer="extractive")  # the first question pays for what is lazy
        with self._lock:
            is_first = self._advisor is None
            if self._equip:
                self._equip(advisor)
            self._advisor = advisor
        if is_first:
            self._opened()

    def equip(self, equip: Equip) -> None:
        """Do this to the advisor that is there, and to every later one."""
        with self._lock:
            self._equip = equip
            if self._advisor is not None:
                equip(self._advisor)

    def wait(self, seconds: float) -> Advisor | None:
        """The advisor, or None when it is not there within the seconds."""
        ends = time.monotonic() + seconds
        while self._advisor is None and not self.failure and time.monotonic() < ends:
            time.sleep(0.05)
        return self._advisor

    def _run(self) -> None:
        try:
            self._open()
        except AdvisorError as error:
            self._fail(str(error))
        except Exception:
            _log.exception("The library could not be opened")
            self._fail("The library could not be opened; the server's log says why.")

    def _fail(self, reason: str) -> None:
        if self._advisor is not None:  # an index that works is better than a new one that does not
            _log.warning("The index was not brought up to date: %s", reason)
            return
        self._failed_at = time.monotonic()
        self.failure = reason

    def _open(self) -> None:
        from advisor.index.embedder import open_embedder

        self.doing = "Loading the search model"
        embedder = open_embedder(self.settings)
        self.doing = "Opening the library"
        try:
            self.give(open_advisor(self.settings, embedder))
        except (IndexMissing, IndexDamaged, IndexForeign) as error:
            _log.info("Building the index: %s", error)
            self._build(embedder)
            self.give(open_advisor(self.settings, embedder))
        else:
            if self._build(embedder):
                self.give(open_advisor(self.settings, embedder))

    def _build(self, embedder: Embedder) -> bool:
        """Bring the index up to date; whether anything had changed."""
        from advisor.index.build import build_index

        self.doing = "Reading the library for the first time"
        settings = self.settings
        report = build_index(
            settings.corpus,
            settings.index,
            settings.embedder,
            lambda: embedder,
            settings.chunk_tokens,
            self._progress,
        )
        return report.published

    def _progress(self, done: int, total: int) -> None:
        self.doing = f"Reading the library for the first time: {100 * done // max(1, total)} %"
