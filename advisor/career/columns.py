"""The text of a PDF page in reading order, also when it is set in two columns.

pypdf tells where each piece of text begins; how wide it is, is estimated from its letters. Pieces become
runs, runs that leave a gutter free become columns, and lines across the gutter part the page in bands.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDE_GAP = 1.8
"""Gap between two runs of a line, in sizes of the font; a gap between words is about 0.3."""
SLACK = 0.15
"""How far a run may seem to reach over the gutter, in its own widths: widths are estimates."""
SAME_EDGE = 4.0
"""Points within which two runs begin at the same edge."""
FEWEST_LINES = 4
"""Of a column; fewer are dates or a contact block."""
SMALLEST_SHARE = 0.12
"""Of the page's characters that stand in a column; dates at the right edge are less."""
MOST_ACROSS = 0.34
"""Share of a page's lines that may reach over the gutter: a head and a summary."""
_HEADING = re.compile(
    r"(?:(?:work |professional )?experience|employment|work(?: history)?|education|skills|projects"
    r"|summary|profile|about me|languages|certifi\w+|interests|publications|awards|contact):?",
    re.IGNORECASE,
)
_NARROW = re.compile(r"[iljtfrI.,:;'|!()\[\] -]")
_WIDE = re.compile(r"[A-HJ-Zmw@%&—]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that stands together on one line; points, the origin at the lower left."""

    x: float
    y: float
    size: float
    text: str
    end: float
    """Where it ends, by the estimate."""


def placed(x: float, y: float, size: float, text: str) -> Run:
    """A run that ends where its letters are estimated to end."""
    return Run(x, y, size, text, x + width(text, size))


def width(text: str, size: float) -> float:
    """About how wide a text is set, in points: the mean widths of common fonts."""
    narrow, wide = len(_NARROW.findall(text)), len(_WIDE.findall(text))
    return size * (0.29 * narrow + 0.7 * wide + 0.53 * (len(text) - narrow - wide))


def page_text(page: Any) -> str:
    """The text of a pypdf page in reading order."""
    pieces: list[Run] = []

    def keep(text: str, cm: Sequence[float], tm: Sequence[float], _: Any, size: float) -> None:
        if text.strip():
            pieces.append(_placed(text.strip(), cm, tm, size))

    whole = page.extract_text(visitor_text=keep) or ""
    text = in_order(pieces)
    lost = len(re.sub(r"\s", "", text)) < 0.9 * len(re.sub(r"\s", "", whole))
    return whole if lost else text


def _placed(text: str, cm: Sequence[float], tm: Sequence[float], size: float) -> Run:
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = math.hypot(tm[0], tm[1]) * math.hypot(cm[0], cm[1])
    return placed(x, y, abs(size * scale) or 10.0, text)


def in_order(pieces: Iterable[Run]) -> str:
    """The pieces as lines: bands from above, in each the left column before the right."""
    lines = _lines(pieces)
    gutter = _gutter(lines)
    if gutter is None:
        return "\n".join("  ".join(run.text for run in line) for line in lines)
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if any(_across(run, gutter) for run in line):
            found += [*left, *right, "  ".join(run.text for run in line)]
            left, right = [], []
            continue
        left += [run.text for run in line if run.x < gutter - SAME_EDGE]
        right += ["  ".join(run.text for run in line if run.x >= gutter - SAME_EDGE)]
    return "\n".join(text for text in (*found, *left, *right) if text)


def _lines(pieces: Iterable[Run]) -> list[list[Run]]:
    """Runs by line, from above and from the left."""
    lines: list[list[Run]] = []
    for piece in sorted(pieces, key=lambda one: (-one.y, one.x)):
        if lines and abs(lines[-1][0].y - piece.y) < 0.4 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_joined(sorted(line, key=lambda one: one.x)) for line in lines]


def _joined(line: Sequence[Run]) -> list[Run]:
    """The pieces of a line as runs: words join, columns stay apart."""
    runs: list[Run] = []
    for piece in line:
        last = runs[-1] if runs else None
        bullet = last is not None and not re.search(r"\w", last.text)
        if last and (bullet or piece.x - last.end < WIDE_GAP * piece.size):
            runs[-1] = Run(last.x, last.y, last.size, f"{last.text} {piece.text}", piece.end)
        else:
            runs.append(piece)
    return runs


def _gutter(lines: Sequence[Sequence[Run]]) -> float | None:
    """Where the right column begins, or None for one column."""
    runs = [run for line in lines for run in line]
    if not runs:
        return None
    low, high = min(run.x for run in runs), max(run.end for run in runs)
    edges = Counter(round(run.x / SAME_EDGE) * SAME_EDGE for run in runs)
    inner = [
        edge
        for edge, count in edges.most_common()
        if count >= FEWEST_LINES and low + 0.15 * (high - low) < edge < low + 0.92 * (high - low)
    ]
    return next((edge for edge in inner if _parts(lines, edge)), None)


def _parts(lines: Sequence[Sequence[Run]], gutter: float) -> bool:
    """Whether an edge parts the page in two columns of text, and not in labels and values."""
    runs = [run for line in lines for run in line]
    right = [run for run in runs if run.x >= gutter - SAME_EDGE]
    across = [run for run in runs if _across(run, gutter)]
    left = [run for run in runs if run.x < gutter - SAME_EDGE and not _across(run, gutter)]
    if min(len(left), len(right)) < FEWEST_LINES or len(across) > MOST_ACROSS * len(runs):
        return False
    total = sum(len(run.text) for run in runs)
    enough = all(
        sum(len(run.text) for run in one) >= SMALLEST_SHARE * total for one in (left, right)
    )
    return enough and _beside(left, right) and not _is_table(lines, right, gutter)


def _beside(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether two columns share a stretch of the page's height."""
    tops, feet = max(run.y for run in right), min(run.y for run in right)
    return min(run.y for run in left) < tops and feet < max(run.y for run in left)


def _is_table(lines: Sequence[Sequence[Run]], right: Sequence[Run], gutter: float) -> bool:
    """Whether what stands right belongs to what stands left of it: dates, or values of labels.

    Then every line with something right has something left, and no heading stands right.
    """
    alone = sum(line[0].x >= gutter - SAME_EDGE for line in lines)
    return alone < 2 and not any(_HEADING.fullmatch(run.text.strip()) for run in right)


def _across(run: Run, gutter: float) -> bool:
    return run.x < gutter - SAME_EDGE and run.end > gutter + SLACK * (run.end - run.x)
