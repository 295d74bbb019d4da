"""What an answer is made of before it is Markdown: cited lines in paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from advisor.evidence import Evidence, SectionEvidence
from advisor.text import count_words, plain
from advisor.types import Claim, Document, Draft, Source, Strength


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a section that a line rests on."""

    document: Document
    section: int
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int]:
        return (self.document.path, self.section)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement and what it rests on."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a list or a table of an answer."""

    lines: tuple[Line, ...]
    form: str = "prose"
    """prose, list or steps; a table has `cells` instead of lines."""
    lead: Line | None = None
    header: tuple[str, ...] = ()
    cells: tuple[tuple[str, tuple[Line | None, ...]], ...] = ()
    """(row name, one cell a column) of a table."""
    first_number: int = 1

    @property
    def all_lines(self) -> Iterable[Line]:
        if self.lead:
            yield self.lead
        yield from self.lines
        for _, row in self.cells:
            yield from (cell for cell in row if cell is not None)

    @property
    def words(self) -> int:
        return sum(count_words(line.text) for line in self.all_lines)


NOT_IN_LIBRARY = "not in the library"


def render(parts: Sequence[Part], evidence: Evidence, note: str = "") -> Draft:
    """The parts as Markdown with numbered sources, numbered in the order they are first cited."""
    numbers: dict[tuple[str, int], int] = {}
    spans: dict[tuple[str, int], Span] = {}
    claims: list[Claim] = []

    def cite(line: Line) -> str:
        marks: dict[int, None] = {}
        for span in line.spans:
            number = numbers.setdefault(span.key, len(numbers) + 1)
            spans.setdefault(span.key, span)
            claims.append(Claim(line.text, number, span.document.path, span.start, span.end))
            marks[number] = None
        return marked(line.text, marks)

    text = "\n\n".join(_markdown(part, cite) for part in parts)
    scores = {one.key: one for one in evidence.sections}
    sources = tuple(_source(numbers[key], span, scores.get(key)) for key, span in spans.items())
    return Draft(text, sources, tuple(claims), note=note)


def marked(text: str, numbers: Iterable[int]) -> str:
    """A statement with the numbers of its sources right behind it, so that no line breaks between."""
    marks = "".join(f"[{number}]" for number in numbers)
    joint = " " if text.endswith(("!", "]")) else ""  # `![` begins an image, `][` a reference
    return f"{text}{joint if marks else ''}{marks}"


def _markdown(part: Part, cite: Callable[[Line], str]) -> str:
    blocks = [cite(part.lead)] if part.lead else []
    if part.form == "prose" and part.lines:
        blocks.append(" ".join(cite(line) for line in part.lines))
    elif part.form == "list":
        blocks.append("\n".join(f"- {cite(line)}" for line in part.lines))
    elif part.form == "steps":
        numbered = enumerate(part.lines, part.first_number)
        blocks.append("\n".join(f"{number}. {cite(line)}" for number, line in numbered))
    if part.cells:
        head = ["| " + " | ".join(part.header) + " |", "|" + " --- |" * len(part.header)]
        rows = [
            "| "
            + " | ".join([name, *(_cell(cite(cell)) if cell else NOT_IN_LIBRARY for cell in row)])
            + " |"
            for name, row in part.cells
        ]
        blocks.append("\n".join([*head, *rows]))
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


LONGEST_SOURCE = 1800
"""Characters; a longer section is shown around what is cited."""


def _source(number: int, span: Span, found: SectionEvidence | None) -> Source:
    document, section = span.document, span.document.sections[span.section]
    start, end = section.start, section.end
    if end - start > LONGEST_SOURCE:
        start, end = _around(document, span, section.start, section.end)
    links = tuple(
        (str(one.get("name", "")), str(one.get("link", "")))
        for one in document.meta.get("sources") or ()
        if isinstance(one, dict)
    )
    return Source(
        n=number,
        title=document.title,
        heading=" › ".join(section.trail),
        path=document.path,
        start=start,
        end=end,
        text=document.text[start:end],
        strength=_strength(found),
        updated=str(document.meta.get("updated", "")),
        links=links,
    )


def _around(document: Document, span: Span, low: int, high: int) -> tuple[int, int]:
    """Whole sentences around a span, within LONGEST_SOURCE."""
    spare = max(0, LONGEST_SOURCE - (span.end - span.start)) // 2
    inside = [
        one
        for one in document.sentences
        if one.section == span.section
        and one.start >= span.start - spare
        and one.end <= span.end + spare
    ]
    starts = [max(low, min(one.start for one in inside))] if inside else [span.start]
    ends = [min(high, max(one.end for one in inside))] if inside else [span.end]
    return min(*starts, span.start), max(*ends, span.end)


ASKED_BY_NAME = 0.45
"""`wanted` of a section whose page and heading the question names."""


def _strength(found: SectionEvidence | None) -> Strength:
    if found is None:
        return "fair"
    if found.score >= 0.62 or found.wanted >= ASKED_BY_NAME:
        return "strong"
    return "fair" if found.score >= 0.3 else "weak"


def line_of(
    document: Document, section: int, start: int, end: int, text: str | None = None
) -> Line:
    """A quoted line that rests on one span."""
    quoted = text if text is not None else plain(document.text[start:end])
    return Line(quoted, (Span(document, section, start, end),))
