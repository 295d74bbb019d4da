"""Figures from answers: each a function of what was wanted and what came.

Names are the field's: recall@k and MRR as in the TREC tracks, nDCG@k with binary relevance (Järvelin and
Kekäläinen 2002), nugget recall as in TREC's question answering. Citation precision and recall follow ALCE
(arXiv 2305.14627), with the library's own text in place of a judge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from advisor.evaluate.cases import Nugget, holds, position
from advisor.index.search import Index
from advisor.text import count_words, plain, words
from advisor.types import Draft


def nugget_recall(nuggets: Sequence[Nugget], text: str) -> float:
    """Share of the nuggets that stand in the text; 1 when none is asked for."""
    return sum(holds(one, text) for one in nuggets) / len(nuggets) if nuggets else 1.0


def in_order(nuggets: Sequence[Nugget], text: str) -> float:
    """1 when all nuggets stand in the text, in their order, else 0.

    A nugget's place is looked for after the place of the one before it.
    """
    at = 0
    for nugget in nuggets:
        place = position(nugget, text[at:])
        if place < 0:
            return 0.0
        at += place + 1
    return 1.0


def recall_at(wanted: Sequence[str], found: Sequence[str], k: int) -> float:
    """Share of the wanted pages among the first k different pages found; 0 for nothing wanted."""
    first = list(dict.fromkeys(found))[:k]
    return sum(page in first for page in wanted) / len(wanted) if wanted else 0.0


def reciprocal_rank(wanted: Sequence[str], found: Sequence[str], k: int = 10) -> float:
    """1 over the rank of the first wanted page among different pages, 0 beyond k."""
    for rank, page in enumerate(list(dict.fromkeys(found))[:k], 1):
        if page in wanted:
            return 1 / rank
    return 0.0


def ndcg_at(wanted: Sequence[str], found: Sequence[str], k: int = 10) -> float:
    """Normalized discounted cumulative gain with binary relevance, in [0, 1]."""
    gains = [
        1 / math.log2(rank + 1)
        for rank, page in enumerate(list(dict.fromkeys(found))[:k], 1)
        if page in wanted
    ]
    ideal = [1 / math.log2(rank + 1) for rank in range(1, min(k, len(set(wanted))) + 1)]
    return sum(gains) / sum(ideal) if ideal else 0.0


_SIGNS = re.compile(
    r"\[\d+\]|^[ \t]*(?:[-*+]|\d+[.)])(?=[ \t])|\||(?<!\w)-{3,}|[*`]+", re.MULTILINE
)
"""Of Markdown: numbers of sources, beginnings of list items, the bars of a table."""


def words_read(markdown: str) -> int:
    """The words of an answer that a person reads: no marks of citations, lists and tables."""
    return count_words(_SIGNS.sub(" ", markdown))


_MARK = re.compile(r"\[\d+\]")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


def cited_share(draft: Draft) -> float:
    """Citation recall: share of the statements of an answer that carry a number that exists."""
    lines = [line for line in statements(draft.text) if words(_MARK.sub("", line))]
    numbers = {f"[{source.n}]" for source in draft.sources}
    cited = sum(bool(set(_MARK.findall(line)) & numbers) for line in lines)
    return cited / len(lines) if lines else 1.0


def statements(markdown: str) -> list[str]:
    """The sentences, list items and table cells of an answer, each with its marks.

    Headers and row names of a table, and cells that say that there is nothing, state nothing.
    """
    found: list[str] = []
    lines = [line for line in markdown.splitlines() if line.strip()]
    for i, line in enumerate(lines):
        if line.lstrip().startswith("|"):
            header = i + 1 < len(lines) and _RULE.match(lines[i + 1])
            if not header and not _RULE.match(line):
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")][1:]
                found += [cell for cell in cells if cell and cell != "not in the library"]
        else:
            found += re.findall(r".+?(?:(?:\s*\[\d+\])+|$)", line)
    return found


def supported_share(draft: Draft, index: Index) -> float:
    """Citation precision: share of the citations whose passage says what the line says.

    A line is supported when its content words stand in the cited span, headings and title included.
    """
    if not draft.claims:
        return 1.0
    good = 0
    for claim in draft.claims:
        document = index.document(claim.path)
        span = document.text[claim.start : claim.end]
        section = next(
            (one for one in document.sections if one.start <= claim.start <= one.end), None
        )
        around = " ".join([document.title, *(section.trail if section else ()), plain(span)])
        held = set(words(around))
        said = [word for word in words(plain(claim.text)) if len(word) > 2]
        good += sum(word in held for word in said) >= 0.9 * len(said)
    return good / len(draft.claims)


def interval(values: Sequence[float], seed: int = 7, rounds: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean (Efron 1979), percentile method."""
    if not values:
        return (0.0, 0.0)
    drawn = np.random.default_rng(seed).choice(np.asarray(values, float), (rounds, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
