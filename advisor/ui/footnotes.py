"""The numbered passages behind the result of a tool: a number in the result opens its passage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

import yaml

from advisor.career.result import Cited
from advisor.types import Document
from advisor.ui.sources import card
from advisor.ui.thread import FindDocument, section_at, source_of
from advisor.writers.parts import NOT_IN_LIBRARY

TITLE = '<h2 class="sources-title">Sources</h2>'
NO_SOURCES = f'{TITLE}<p class="quiet">The passages behind each line appear here.</p>'
Place = tuple[str, int, int]
"""(path, start, end) of the section that holds what is cited."""


@dataclass
class Footnotes:
    """Collects what a result cites, in the order of the result. One section is one number."""

    name: str
    """Tells the passages of one tool from those of another; small letters only."""
    find: FindDocument
    title: Callable[[str], str] = str
    """What an id of the library is called, see `Library.title`; other words stay as they are."""
    _places: dict[Place, list[tuple[int, int]]] = field(default_factory=dict)

    def mark(self, *cited: Cited, whole: bool = True) -> str:
        """Links to the passages, as HTML; nothing for what no passage stands behind.

        Args:
            whole: show the section that holds what is cited, and not only what is cited.
        """
        numbers = dict.fromkeys(self._number(one, whole) for one in cited if one.found)
        links = "".join(f'<a href="#src-{self.name}-{n}">[{n}]</a>' for n in numbers)
        return f'<span class="cited">{links}</span>' if links else ""

    def line(self, text: str, *cited: Cited) -> str:
        """A text with the numbers of its passages, as HTML."""
        return f"{escape(text)} {self.mark(*cited)}".rstrip()

    def said(self, cited: Cited) -> str:
        """The words of a passage with its number, or that the library has none."""
        if cited.found:
            return self.line(cited.text, cited)
        return f'<span class="quiet">{NOT_IN_LIBRARY}</span>'

    def html(self) -> str:
        """The passages as cards, with what is cited of each marked."""
        places = enumerate(self._places.items(), 1)
        cards = [self._card(n, place, spans) for n, (place, spans) in places]
        return TITLE + "".join(cards) if cards else NO_SOURCES

    def _card(self, n: int, place: Place, spans: list[tuple[int, int]]) -> str:
        document, (_, start, end) = self.find(place[0]), place
        source = source_of(document, n, start, end)
        if _is_listing(document, start, end):
            text = listing(document, start, end, self.title)
            source, spans = replace(source, text=text), [(start, start + len(text))]
        return card(self.name, source, _marks(n, spans))

    def _number(self, cited: Cited, whole: bool = True) -> int:
        section = section_at(self.find(cited.path), cited.start) if whole else None
        held = section is not None and cited.end <= section.end
        start, end = (section.start, section.end) if section and held else (cited.start, cited.end)
        place = (cited.path, start, end)
        self._places.setdefault(place, []).append((cited.start, cited.end))
        return list(self._places).index(place) + 1


def _marks(n: int, spans: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    return [(n, start, end) for start, end in dict.fromkeys(spans)]


# lines of front matter

_LABELS = {
    "neighbours": "neighboring roles",
    "also_called": "other names",
    "leans": "where it stands from 0 to 10",
    "carry_over": "what carries over",
    "reframe": "what changes its name",
    "learn": "what to learn, in this order",
}


def _is_listing(document: Document, start: int, end: int) -> bool:
    """Whether the span is a whole line of the front matter, as `career.result.listed` cites it."""
    text = document.text
    body = document.sections[0].start if document.sections else len(text)
    whole = text[:start].endswith("\n") and text[end : end + 1] in ("", "\n")
    return bool(document.meta) and end <= body and whole and "\n" not in text[start:end]


def listing(document: Document, start: int, end: int, title: Callable[[str], str] = str) -> str:
    """A line of front matter in words: what the page lists there, with titles for ids."""
    line = document.text[start:end]
    group = _group(document.text[:start], line)
    try:
        value = yaml.load(line.strip(), Loader=yaml.BaseLoader)  # noqa: S506 - makes only text
    except yaml.YAMLError:  # the line is a part of something that goes on below it
        value = re.sub(r"[\[\]{}\"']", "", line).strip().rstrip(",")
    if isinstance(value, dict) and len(value) == 1:
        ((key, inner),) = value.items()
        if not group:
            group, value = str(key), inner
        elif isinstance(inner, list):
            group, value = f"{key} {group}", inner
    label = _LABELS.get(group, group.replace("_", " "))
    return f"Listed on this page{label and f' under {label}'}: {_in_words(value, title)}"


def _group(before: str, line: str) -> str:
    """The key that a line stands under; empty for a line that has a key of its own."""
    if not line.startswith((" ", "-")):
        return ""
    keys: list[str] = re.findall(r"(?m)^([\w-]+):[ \t]*$", before)
    return keys[-1] if keys else ""


def _in_words(value: object, title: Callable[[str], str]) -> str:
    if isinstance(value, dict):
        pairs = (f"{title(str(key))}: {_in_words(one, title)}" for key, one in value.items())
        return "; ".join(pairs)
    if isinstance(value, list):
        return ", ".join(_in_words(one, title) for one in value)
    return title(str(value))
