"""Whether a page waits for the server: gradio tells in the console of an event cut off by a reload."""

from __future__ import annotations

import time
from typing import Any
from weakref import WeakKeyDictionary

_running: WeakKeyDictionary[Any, set[Any]] = WeakKeyDictionary()


def watch(page: Any) -> None:
    """Note from now on which events of the page the server works on."""
    running = _running[page] = set()

    def over(request: Any) -> None:
        running.discard(request)

    page.on("request", lambda one: "/queue/" in one.url and running.add(one))
    page.on("requestfinished", over)
    page.on("requestfailed", over)


def reload(page: Any, seconds: float = 30) -> None:
    """Load the page anew, when nothing has been under way for a moment."""
    ends = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() < quiet_since + 0.4:
        page.wait_for_timeout(50)
        if _running[page]:
            quiet_since = time.monotonic()
        assert time.monotonic() < ends, [one.url for one in _running[page]]
    page.reload()
