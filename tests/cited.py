"""What the tests of the career tools share: every citation opens, and every tool is quick."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from advisor.career.result import NOTHING_CITED, Cited
from advisor.library.load import Library
from advisor.text import plain

QUICK_SECONDS = 0.1


def citations(result: Any) -> Iterator[Cited]:
    """Every citation anywhere in a result."""
    if isinstance(result, Cited):
        yield result
    elif is_dataclass(result):
        for field in fields(result):
            yield from citations(getattr(result, field.name))
    elif isinstance(result, (list, tuple)):
        for one in result:
            yield from citations(one)


def check_citations(library: Library, result: Any) -> int:
    """How many passages a result cites, once each was found in its document."""
    documents = {one.document.path: one.document for one in library.entries.values()}
    found = 0
    for one in citations(result):
        if one == NOTHING_CITED:
            continue
        assert 0 <= one.start < one.end <= len(documents[one.path].text)
        assert plain(documents[one.path].text[one.start : one.end]) == one.text
        found += 1
    return found


def seconds(work: Callable[[], object]) -> float:
    """The best of five runs, after one to warm up: other programs share these processors."""
    work()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
