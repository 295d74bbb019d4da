"""The structure of a Markdown text: sections under headings, and sentences that may be quoted.

markdown-it-py finds the blocks; offsets are kept throughout, so that every section and sentence
is a slice of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from advisor.errors import DocumentError
from advisor.text import plain, sentence_spans, trim
from advisor.types import Document, Section, Sentence, SentenceKind

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
"""Blocks only. Where the nesting ends, markdown-it drops all that follows in the document."""
_MARKDOWN.enable("table").disable(["code", "inline"])
_FRONT = re.compile(r"\A---[ \t]*\n(?![ \t]*\n)(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
"""An empty line after the first rule means that it is only a rule."""
DEEPEST_FRONT_MATTER = 20
_BOLD_LINE = re.compile(r"[ \t]*\*\*[^*\n]+\*\*:?[ \t]*")
_LABEL = re.compile(r"\W*(?:step|phase|stage)?\s*(\d{1,2})(?=\s*[.):–—→-])", re.IGNORECASE)


def parse(path: str, text: str, fallback_title: str = "") -> Document:
    """The document in `text`, with its front matter, sections and sentences.

    Raises:
        DocumentError: the front matter is not a YAML mapping.
    """
    meta, body = _front_matter(text)
    scan = _Scan(text, body)
    scan.run()
    title = plain(str(meta.get("title") or scan.title or fallback_title or path))
    return Document(path, title, text, meta, tuple(scan.sections), tuple(scan.sentences))


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    try:
        _check_tame(found.group(1))
        meta = yaml.load(found.group(1), Loader=_Loader)  # noqa: S506 - a safe loader, the C one where it is
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-01
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise DocumentError(f"the front matter is not valid YAML{line}: {_reason(error)}") from None
    if not isinstance(meta, dict):
        return {}, 0
    return {str(key): _as_json(value) for key, value in meta.items()}, found.end()


def _check_tame(front: str) -> None:
    """Refuse what makes a YAML loader grow without end, or fall with the whole process."""
    depth = 0
    for event in yaml.parse(front, _Loader):
        if isinstance(event, yaml.AliasEvent):
            raise DocumentError("the front matter uses YAML aliases; write the values out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_FRONT_MATTER:
            raise DocumentError(f"the front matter is nested beyond {DEEPEST_FRONT_MATTER} levels")


def _as_json(value: Any) -> Any:
    """YAML's dates as text, so that front matter can be written as JSON."""
    if isinstance(value, dict):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", "") or error).splitlines()[0]


@dataclass
class _Scan:
    """One walk over the blocks of a text."""

    text: str
    body: int
    title: str = ""
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _lists: list[dict[str, Any]] = field(default_factory=list)
    _items: list[dict[str, Any]] = field(default_factory=list)
    _header_row: int | None = None

    def run(self) -> None:
        body = self.text[self.body :]
        self._lines = [self.body]
        for found in re.finditer("\n", body):
            self._lines.append(self.body + found.end())
        self._lines.append(len(self.text))
        self._open_section(self.body)
        tokens = _MARKDOWN.parse(body)
        for position, token in enumerate(tokens):
            self._visit(token, tokens, position)
        self._close_section(len(self.text))
        self.sections = self.sections or [Section((), self.body, len(self.text))]

    def _visit(self, token: Token, tokens: list[Token], position: int) -> None:
        handler = getattr(self, f"_on_{token.type}", None)
        if handler:
            handler(token, tokens, position)

    def _span(self, token: Token) -> tuple[int, int]:
        first, last = token.map or [0, 0]
        end = self._lines[min(last, len(self._lines) - 1)]
        return trim(self.text, _skip(_QUOTE_MARKS, self.text, self._lines[first], end), end)

    # sections

    def _on_heading_open(self, token: Token, tokens: list[Token], position: int) -> None:
        start, end = self._span(token)
        name = plain(tokens[position + 1].content)
        level = int(token.tag[1:])
        self._close_section(start)
        if level == 1 and not self.title and not self.sentences:
            self.title = name
        self._headings = [one for one in self._headings if one[0] < level]
        if name and not (level == 1 and name == self.title):
            self._headings.append((level, name))
        self._open_section(end)

    def _open_section(self, start: int) -> None:
        trail = tuple(name for _, name in self._headings)
        self.sections.append(Section(trail, start, start))

    def _close_section(self, end: int) -> None:
        last = self.sections[-1]
        start, end = trim(self.text, last.start, max(end, last.start))
        self.sections[-1] = replace(last, start=start, end=end)

    # sentences

    def _add(self, start: int, end: int, kind: SentenceKind, lead: int | None, **more: Any) -> int:
        section = len(self.sections) - 1
        self.sentences.append(Sentence(section, start, end, kind, lead, **more))
        return len(self.sentences) - 1

    def _on_paragraph_open(self, token: Token, tokens: list[Token], position: int) -> None:
        start, end = self._span(token)
        if self._items:
            self._item_paragraph(start, end)
        else:
            self._prose(start, end)

    def _prose(self, start: int, end: int) -> None:
        lead = None
        first_line_end = self.text.find("\n", start, end)
        bold = _BOLD_LINE.fullmatch(self.text, start, end if first_line_end < 0 else first_line_end)
        if bold:
            lead = self._add(start, bold.end(), "prose", None, number=_number(bold.group()))
            start = trim(self.text, bold.end(), end)[0]
        for span in sentence_spans(self.text, start, end):
            self._add(*span, "prose", lead)

    def _item_paragraph(self, start: int, end: int) -> None:
        item, owner = self._items[-1], self._lists[-1]
        start = _skip(_MARKERS, self.text, start, end)
        kind: SentenceKind = "step" if owner["ordered"] else "item"
        if item["first"] is not None:
            for span in sentence_spans(self.text, start, end):
                self._add(*span, "item", item["first"], depth=len(self._lists))
            return
        item["first"] = self._add(
            start, end, kind, owner["lead"], number=item["number"], depth=len(self._lists) - 1
        )

    def _on_bullet_list_open(self, token: Token, tokens: list[Token], position: int) -> None:
        self._open_list(ordered=False)

    def _on_ordered_list_open(self, token: Token, tokens: list[Token], position: int) -> None:
        self._open_list(ordered=True)

    def _open_list(self, ordered: bool) -> None:
        parent = self._items[-1]["first"] if self._items else self._lead_in()
        self._lists.append({"ordered": ordered, "lead": parent})

    def _lead_in(self) -> int | None:
        """The sentence right before a list, when it introduces the list."""
        if not self.sentences:
            return None
        last = self.sentences[-1]
        if last.section != len(self.sections) - 1 or last.kind != "prose":
            return None
        return (
            len(self.sentences) - 1 if plain(self.text[last.start : last.end])[-1:] == ":" else None
        )

    def _on_bullet_list_close(self, token: Token, tokens: list[Token], position: int) -> None:
        self._lists.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token, tokens: list[Token], position: int) -> None:
        number = int(token.info) if self._lists[-1]["ordered"] and token.info.isdigit() else None
        self._items.append({"first": None, "number": number})

    def _on_list_item_close(self, token: Token, tokens: list[Token], position: int) -> None:
        self._items.pop()

    # tables and code

    def _on_table_open(self, token: Token, tokens: list[Token], position: int) -> None:
        self._header_row = None

    def _on_tr_open(self, token: Token, tokens: list[Token], position: int) -> None:
        row = self._add(*self._span(token), "row", self._header_row)
        if self._header_row is None:
            self._header_row = row

    def _on_fence(self, token: Token, tokens: list[Token], position: int) -> None:
        self._add(*self._span(token), "code", None)


_QUOTE_MARKS = re.compile(r"(?:\s*>)*")
_MARKERS = re.compile(r"(?:(?:[-*+]|\d{1,9}[.)])\s+|>[ \t]*)*")


def _skip(marks: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the text begins behind the marks that may stand at `start`."""
    found = marks.match(text, start, end)
    return found.end() if found else start


def _number(label: str) -> int | None:
    """The number in a label such as `Phase 2 → Frameworks` or `**3. Deploy**`."""
    found = _LABEL.match(plain(label))
    return int(found.group(1)) if found else None


def section_number(section: Section) -> int | None:
    """The number that a heading carries, as in `2. Deep dive` or `Phase 4 — Cloud`."""
    return _number(section.heading)
