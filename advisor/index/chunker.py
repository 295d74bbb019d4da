"""A document to chunks that follow its headings and fit the embedder's window.

A list keeps its lead-in and a row its header when they fit together; nothing is cut in silence:
only a single sentence longer than the whole window is divided, at a space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from advisor.text import trim
from advisor.types import Chunk, Document

CHUNKER = "headings/3"
"""Name and version; an index built by another one is refused."""

CountTokens = Callable[[Sequence[str]], list[int]]
Group = tuple[int, int]
"""First and one-past-last sentence of what should stay together."""


LONGEST_HEADING_LINE = 160
"""Characters; the text of a chunk needs the window more than a title that never ends."""


def heading_line(document: Document, section: int) -> str:
    """The title and headings that are embedded in front of a chunk."""
    line = " › ".join((document.title, *document.sections[section].trail))
    return line if len(line) <= LONGEST_HEADING_LINE else line[: LONGEST_HEADING_LINE - 1] + "…"


def chunk(
    document: Document, row: int, count_tokens: CountTokens, aim: int, window: int
) -> list[Chunk]:
    """The chunks of a document, in order; together they cover every sentence.

    Args:
        row: the document's row in the index.
        aim: tokens that a chunk should have.
        window: tokens that a chunk with its heading line may not exceed.
    """
    sizes = count_tokens(_with_what_follows(document))
    indices = range(len(document.sentences))
    chunks: list[Chunk] = []
    for section, members in groupby(indices, key=lambda i: document.sentences[i].section):
        heading = count_tokens([heading_line(document, section)])[0]
        room = max(16, window - heading - 4)
        for first, last in _pack(document, list(members), sizes, min(aim, room), room):
            chunks += _cut(document, row, section, (first, last), count_tokens, room)
    return chunks


def _with_what_follows(document: Document) -> list[str]:
    """Each sentence up to the next of its section: with the marker or rule between them."""
    ends = [one.end for one in document.sentences]
    for i, (one, following) in enumerate(pairwise(document.sentences)):
        if one.section == following.section:
            ends[i] = max(one.end, following.start)
    starts = (one.start for one in document.sentences)
    return [document.text[start:end] for start, end in zip(starts, ends, strict=True)]


def _pack(
    document: Document, members: list[int], sizes: list[int], aim: int, room: int
) -> list[Group]:
    """Groups of sentences put together up to `aim`, never beyond `room`."""
    packed: list[Group] = []
    for first, last in _keep_together(document, members, sizes, room):
        size = sum(sizes[first:last])
        if packed:
            begin = packed[-1][0]
            if sum(sizes[begin:first]) + size <= aim:
                packed[-1] = (begin, last)
                continue
        packed.append((first, last))
    return packed


def _keep_together(
    document: Document, members: list[int], sizes: list[int], room: int
) -> list[Group]:
    """Each paragraph sentence alone, each list or table with what introduces it."""
    groups: list[Group] = []
    for index in members:
        sentence = document.sentences[index]
        belongs = groups and (
            (sentence.lead is not None and sentence.lead >= groups[-1][0])
            or (
                sentence.kind in ("item", "step", "row")
                and document.sentences[index - 1].kind == sentence.kind
            )
        )
        if belongs and sum(sizes[groups[-1][0] : index + 1]) <= room:
            groups[-1] = (groups[-1][0], index + 1)
        else:
            groups.append((index, index + 1))
    return groups


def _cut(
    document: Document, row: int, section: int, group: Group, count: CountTokens, room: int
) -> list[Chunk]:
    """One chunk, or several where a single sentence is longer than the window."""
    first, last = group
    start, end = document.sentences[first].start, document.sentences[last - 1].end
    pieces = [(start, end)] if last - first > 1 else _halve(document.text, start, end, count, room)
    return [Chunk(row, section, *piece, (first, last)) for piece in pieces]


def _halve(text: str, start: int, end: int, count: CountTokens, room: int) -> list[tuple[int, int]]:
    if end - start < 8 or count([text[start:end]])[0] <= room:
        return [(start, end)]
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle)
    middle = space if space > start else middle
    left, right = trim(text, start, middle), trim(text, middle, end)
    return _halve(text, *left, count, room) + _halve(text, *right, count, room)
