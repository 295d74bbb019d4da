"""Leaving a page: gradio tells in the console of an event that a reload has cut off."""

from __future__ import annotations

import time
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

_running: WeakKeyDictionary[Any, set[Any]] = WeakKeyDictionary()
_leaving: WeakSet[Any] = WeakSet()


def watch(page: Any) -> None:
    """Note from now on which events of the page the server works on."""
    running = _running[page] = set()

    def over(request: Any) -> None:
        running.discard(request)

    page.on("request", lambda one: "/queue/" in one.url and running.add(one))
    page.on("requestfinished", over)
    page.on("requestfailed", over)


def leaving(page: Any) -> bool:
    """Whether what the page says now is said by a document that is being left."""
    return page in _leaving


def reload(page: Any, seconds: float = 10) -> None:
    """Load the page anew, as soon as nothing has been under way for a moment.

    Chromium does not always tell of a stream's end, so the wait is bounded; what an old document
    says while it is left is no complaint of the new one.
    """
    ends = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() < min(quiet_since + 0.4, ends):
        page.wait_for_timeout(50)
        if _running[page]:
            quiet_since = time.monotonic()
    _running[page].clear()
    _leaving.add(page)
    page.reload(wait_until="commit")
    _leaving.discard(page)
    page.wait_for_load_state()
