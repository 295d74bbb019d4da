"""How much one visitor, and all of them together, may ask; and who wants to stop.

Kept inside the handlers: a question that the queue itself refuses would wipe the chat in the
browser.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST_VISITORS = 2000
"""Remembered at a time, the longest silent forgotten first."""


class Limits:
    """Questions a minute for one visitor, and answers at once for all."""

    def __init__(
        self,
        per_minute: int = 20,
        at_once: int = 24,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_minute, self._at_once, self._clock = per_minute, at_once, clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._answering = 0
        self._lock = threading.Lock()

    def enter(self, visitor: str) -> str:
        """Empty and a seat taken, or the sentence that says why not."""
        with self._lock:
            wait = self._seconds_to_wait(visitor)
            if wait:
                return (
                    f"That is more than {self._per_minute} questions in a minute; "
                    f"please ask again in {wait} seconds."
                )
            if self._answering >= self._at_once:
                return "Many people are asking at this moment; please try again in a few seconds."
            self._answering += 1
            self._asked[visitor].append(self._clock())
            return ""

    def leave(self) -> None:
        """Give the seat back."""
        with self._lock:
            self._answering = max(0, self._answering - 1)

    def _seconds_to_wait(self, visitor: str) -> int:
        times = self._asked.setdefault(visitor, deque(maxlen=self._per_minute))
        self._asked.move_to_end(visitor)
        while len(self._asked) > MOST_VISITORS:
            self._asked.popitem(last=False)
        full = len(times) == self._per_minute
        return (
            max(0, int(times[0] + 60 - self._clock()) + 1)
            if full and self._clock() - times[0] < 60
            else 0
        )


class Stops:
    """The running answer of each visitor, so that it can be stopped from another request."""

    def __init__(self) -> None:
        self._running: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def begin(self, visitor: str) -> threading.Event:
        """The event that stops the new answer; an answer that still runs is stopped."""
        event = threading.Event()
        with self._lock:
            older = self._running.get(visitor)
            self._running[visitor] = event
        if older:
            older.set()
        return event

    def is_current(self, visitor: str, event: threading.Event) -> bool:
        """False once a newer answer has taken over the visitor's page."""
        return self._running.get(visitor) is event

    def stop(self, visitor: str) -> None:
        """Ask the visitor's running answer to end; nothing happens when there is none."""
        event = self._running.get(visitor)
        if event:
            event.set()

    def end(self, visitor: str, event: threading.Event) -> None:
        """Forget an answer that is over."""
        with self._lock:
            if self._running.get(visitor) is event:
                del self._running[visitor]
