"""What every tool's result is made of: passages of the library, and words that a person typed.

A line of a result names its evidence; where the library says nothing, the line says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from advisor.errors import AdvisorError
from advisor.library.load import Entry, Library
from advisor.text import plain
from advisor.text import with_article as article
from advisor.types import Document, Sentence
from advisor.writers.parts import NOT_IN_LIBRARY


class CareerError(AdvisorError):
    """Something that a career tool was given and cannot work with."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage of the library that a line rests on."""

    text: str
    """The passage as prose, without markup."""
    path: str
    """Of the document, relative to the corpus; empty when the library has no passage."""
    start: int
    end: int

    @property
    def found(self) -> bool:
        return bool(self.path)


NOTHING_CITED = Cited(NOT_IN_LIBRARY, "", 0, 0)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person or an ad says, as typed, and where: `given[start:end] == text`."""

    text: str
    start: int
    end: int


def cite(document: Document, start: int, end: int) -> Cited:
    """The passage `document.text[start:end]`."""
    return Cited(prose(document.text[start:end]), document.path, start, end)


@lru_cache(maxsize=8192)
def prose(passage: str) -> str:
    """A passage without markup. Only words of the library are given here, for they are kept."""
    return plain(passage)


def role_entry(library: Library, id: str) -> Entry:
    """The entry of a role.

    Raises:
        CareerError: no page of the library is about such a role.
    """
    entry = library.get(id)
    if entry is None or entry.kind != "role":
        known = ", ".join(library.title(one) for one in library.roles)
        raise CareerError(
            f"{id!r} is not a role of the library. It knows: {known or 'no role yet'}."
        )
    return entry


def definition(library: Library, id: str) -> Cited:
    """The first sentence of a page: what the thing is."""
    entry = library.get(id)
    first = next(iter(entry.document.sentences), None) if entry else None
    return cite(entry.document, first.start, first.end) if entry and first else NOTHING_CITED


def under(entry: Entry, *headings: str) -> Iterator[Sentence]:
    """The sentences under some headings of a page, in the order of the headings."""
    for heading in headings:
        sections = set(entry.sections(heading))
        yield from (one for one in entry.document.sentences if one.section in sections)


def first_under(entry: Entry, *headings: str) -> Cited:
    """The first sentence under the first of the headings that has one."""
    found = next(under(entry, *headings), None)
    return cite(entry.document, found.start, found.end) if found else NOTHING_CITED


def passage_about(
    library: Library, id: str, page: Entry, *headings: str, anywhere: bool = True
) -> Cited:
    """The sentence of a page that names an entry, looked for under the headings first.

    When nothing stands there, the whole page is searched if `anywhere`.
    """
    entry = library.get(id)
    if entry is None:
        return NOTHING_CITED
    pattern = name_pattern((entry.title, *entry.page.aliases, entry.id))
    rest = page.document.sentences if anywhere else ()
    for sentence in (*under(page, *headings), *rest):
        if pattern.search(page.document.quote(sentence)):
            return cite(page.document, sentence.start, sentence.end)
    return NOTHING_CITED


def role_wants(library: Library, role: str, skill: str) -> Cited:
    """Why a role needs a skill or tool: its own page, the other page, or the role's own list."""
    page = library[role]
    found = passage_about(library, skill, page, "Skills", "Tools", "Responsibilities")
    entry = library.get(skill)
    if found.found or entry is None:
        return found
    pattern = name_pattern((page.title, *page.page.aliases))
    for sentence in under(entry, "Why it matters", "What knowing it shows"):
        if pattern.search(entry.document.quote(sentence)):
            return cite(entry.document, sentence.start, sentence.end)
    return listed(page, skill)


def listed(entry: Entry, id: str) -> Cited:
    """The line of a page's front matter that lists another entry: the last resort of evidence."""
    text = entry.document.text
    body = entry.document.sections[0].start if entry.document.sections else len(text)
    found = re.compile(rf"(?m)^.*[\[{{, ]{re.escape(id)}[\],: ].*$").search(text, 0, body)
    return cite(entry.document, found.start(), found.end()) if found else NOTHING_CITED


@lru_cache(maxsize=2048)
def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the names in a text, in singular or plural."""
    longest_first = sorted(names, key=len, reverse=True)
    options = "|".join(
        r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", one))) for one in longest_first
    )
    return re.compile(rf"(?<![\w+#])(?:{options})s?(?![\w+#])", re.IGNORECASE)


def with_article(title: str) -> str:
    """`an ML engineer`, `a data engineer`."""
    return article(in_a_sentence(title))


_NAMES = frozenset(("Python", "Git", "Linux", "Bayesian"))


def in_a_sentence(title: str) -> str:
    """The title with its first letter small, unless it is a name or an abbreviation."""
    first = title.split(maxsplit=1)[0]
    ordinary = first[1:].islower() and first not in _NAMES
    return title[0].lower() + title[1:] if ordinary else title
