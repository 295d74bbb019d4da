"""The numbered passages behind the result of a tool: a number in the result opens its passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from advisor.career.result import Cited
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
        cards = [
            card(self.name, source_of(self.find(place[0]), n, *place[1:]), _marks(n, spans))
            for n, (place, spans) in enumerate(self._places.items(), 1)
        ]
        return TITLE + "".join(cards) if cards else NO_SOURCES

    def _number(self, cited: Cited, whole: bool = True) -> int:
        section = section_at(self.find(cited.path), cited.start) if whole else None
        held = section is not None and cited.end <= section.end
        start, end = (section.start, section.end) if section and held else (cited.start, cited.end)
        place = (cited.path, start, end)
        self._places.setdefault(place, []).append((cited.start, cited.end))
        return list(self._places).index(place) + 1


def _marks(n: int, spans: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    return [(n, start, end) for start, end in dict.fromkeys(spans)]
