"""Two to four roles side by side: what sets them apart, by aspect and by skill, every cell cited.

The chat, the page, the terminal and the API show this one result. All its words are the library's,
but for the joints of a sentence that is put together from two pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.career.gap import Weight, wants
from advisor.career.result import (
    CareerError,
    Cited,
    cite,
    first_under,
    name_pattern,
    role_entry,
    role_wants,
    under,
)
from advisor.library.load import Entry, Library
from advisor.library.schema import ASPECTS
from advisor.phrases import ASPECT_HEADINGS
from advisor.types import Document, Sentence
from advisor.writers.parts import Line, Part, Span

FEWEST, MOST = 2, 4
Reach = Literal["all", "some", "one"]
"""How many of the compared roles want a skill or tool."""

LISTED = ("Responsibilities", "Deliverables", "Skills", "Tools", "Measured by")
"""Aspects of which the list says more than the sentence above it."""
TABLE_ASPECTS = ("Focus", "Deliverables", "Tools", "Measured by")
"""Rows of the chat's table."""
ITEMS_IN_CELL = {"": 1, "one aspect": 4}
"""Few in a table of several aspects, more when one aspect is compared."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement, and the passages that it rests on."""

    text: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect of every role."""

    aspect: str
    cells: tuple[tuple[Stated, ...], ...]
    """One a role, in the order of its page; empty where the library says nothing."""


@dataclass(frozen=True, slots=True)
class Want:
    """How much one role wants a skill or tool, and where the library says so."""

    role: str
    weight: Weight
    cited: Cited


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill or tool that at least one of the roles wants."""

    id: str
    title: str
    reach: Reach
    by: tuple[Want, ...]
    """In the order of the roles; a role that does not list it is left out."""

    def of(self, role: str) -> Want | None:
        return next((one for one in self.by if one.role == role), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What sets roles apart, and what they share."""

    roles: tuple[str, ...]
    titles: tuple[str, ...]
    difference: tuple[Stated, ...]
    """One sentence, in a piece for each page that it is put together from."""
    more: tuple[Stated, ...]
    """What the roles' pages say of each other beside it."""
    rows: tuple[Row, ...]
    skills: tuple[Wanted, ...]
    """Shared by all before shared by some before the rest; the core ones first in each."""
    tools: tuple[Wanted, ...]

    def core(self, role: str) -> Counter[Reach]:
        """How many of a role's core skills all, some and none of the others want as well."""
        own = ((one, one.of(role)) for one in self.skills)
        return Counter(one.reach for one, want in own if want and want.weight == "core")


def compare(library: Library, roles: Sequence[str]) -> Comparison:
    """Two to four roles set side by side.

    Raises:
        CareerError: fewer or more roles, one of them twice, or one that the library does not know.
    """
    entries = [role_entry(library, id) for id in roles]
    twice = next((one.title for one in entries if entries.count(one) > 1), None)
    if twice:
        raise CareerError(f"{twice} is named twice; choose roles that differ.")
    if not FEWEST <= len(entries) <= MOST:
        verb = "is" if len(entries) == 1 else "are"
        count = len(entries) or "none"
        raise CareerError(f"Choose two to four roles to compare; {count} {verb} chosen.")
    said = _contrasts(entries)
    best = said[0] if said and said[0].marked and len(entries) == FEWEST else None
    return Comparison(
        roles=tuple(roles),
        titles=tuple(one.title for one in entries),
        difference=(best.stated,) if best else tuple(_each_focus(entries)),
        more=tuple(one.stated for one in said if one is not best),
        rows=tuple(_row(entries, aspect) for aspect in ASPECTS),
        skills=_wanted(library, roles, ("core", "useful", "rare")),
        tools=_wanted(library, roles, ("tool",)),
    )


# the difference in a sentence

_TWO_SIDED = re.compile(r"\bwhereas\b|, while\b|: ")
_CONTRAST = re.compile(r"\bwhereas\b|, while\b|\bdiffers from\b")
_DANGLING = re.compile(r"\bin the same way\b")
"""Words that lean on the sentence before."""


@dataclass(frozen=True, slots=True)
class _Contrast:
    """A sentence of one role's page that names another of the roles."""

    stated: Stated
    pair: tuple[str, str]
    marked: bool
    """Whether it says that the two differ."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return not self.marked, not _TWO_SIDED.search(self.stated.text), len(self.stated.text)


def _contrasts(entries: Sequence[Entry]) -> list[_Contrast]:
    """The best sentence for each pair first, then the others, each best first."""
    found = sorted(_sentences_on_pairs(entries), key=lambda one: one.rank)
    first: dict[tuple[str, str], _Contrast] = {}
    for one in found:
        first.setdefault(one.pair, one)
    return [*first.values(), *(one for one in found if one not in first.values())]


def _sentences_on_pairs(entries: Sequence[Entry]) -> Iterator[_Contrast]:
    for entry in entries:
        others = [one for one in entries if one is not entry]
        for sentence in entry.document.sentences:
            text = entry.document.quote(sentence)
            if _DANGLING.search(text):
                continue
            marked = bool(_CONTRAST.search(text))
            if not marked and "Misunderstandings" not in _trail(entry, sentence):
                continue
            named = [other for other in others if _pattern(other).search(text)]
            if len(named) == 1 and _pattern(entry).search(text) and sentence.kind == "prose":
                first, second = sorted((entry.id, named[0].id))
                yield _Contrast(_stated(entry, sentence), (first, second), marked)


def _trail(entry: Entry, sentence: Sentence) -> tuple[str, ...]:
    return entry.document.sections[sentence.section].trail


def _pattern(entry: Entry) -> re.Pattern[str]:
    return name_pattern((entry.title, *entry.page.aliases))


def _each_focus(entries: Sequence[Entry]) -> Iterator[Stated]:
    """The head of each page's first words on its focus, as pieces of one sentence."""
    cited = [one for entry in entries if (one := first_under(entry, "Focus")).found]
    for place, one in enumerate(cited, 1):
        head = re.split(r": |, which |\. |\.$", one.text)[0]
        if place > 1 and head.startswith(("A ", "An ")):
            head = head[0].lower() + head[1:]
        yield Stated(head + (";" if place < len(cited) else "."), (one,))


# aspect by aspect


def _row(entries: Sequence[Entry], aspect: str) -> Row:
    return Row(aspect, tuple(tuple(_points(entry, aspect)) for entry in entries))


def _points(entry: Entry, aspect: str) -> Iterator[Stated]:
    """What a page says under a heading: its first sentence, or its list where that says more."""
    found = list(under(entry, aspect))
    items = [one for one in found if one.kind in ("item", "step")]
    if aspect in LISTED and items:
        yield from (_stated(entry, one) for one in items)
    elif found:
        first = _stated(entry, found[0])
        yield Stated(_predicate(entry, first.text), first.evidence)


def _stated(entry: Entry, sentence: Sentence) -> Stated:
    cited = cite(entry.document, sentence.start, sentence.end)
    return Stated(cited.text, (cited,))


def _predicate(entry: Entry, text: str) -> str:
    """The sentence without the role as its subject, which the head of the column names."""
    article = re.match(r"(?:An?|The) ", text)
    subject = article and _pattern(entry).match(text, article.end())
    rest = text[subject.end() :].lstrip() if subject else ""
    return rest[0].upper() + rest[1:] if rest[:1].islower() else text


# skill by skill


def _wanted(
    library: Library, roles: Sequence[str], weights: Sequence[Weight]
) -> tuple[Wanted, ...]:
    """The skills or tools of the roles: the widest reach first, in it the heaviest."""
    by: dict[str, list[Want]] = {}
    for role in roles:
        for weight, ids in wants(library.roles[role]):
            for id in ids if weight in weights else ():
                if id in library:
                    by.setdefault(id, []).append(Want(role, weight, role_wants(library, role, id)))
    found = [Wanted(id, library.title(id), _reach(by[id], roles), tuple(by[id])) for id in by]
    return tuple(sorted(found, key=lambda one: _order(one, roles)))


def _reach(by: Sequence[Want], roles: Sequence[str]) -> Reach:
    return "all" if len(by) == len(roles) else "some" if len(by) > 1 else "one"


_HEAVIEST: tuple[Weight, ...] = ("core", "useful", "rare", "tool")


def _order(one: Wanted, roles: Sequence[str]) -> tuple[int, int, int]:
    """By reach, then by whose own it is, then by how many have it at their core."""
    weight = sum(_HEAVIEST.index(want.weight) for want in one.by)
    return -len(one.by), roles.index(one.by[0].role) if one.reach == "one" else 0, weight


SHARED_NAMED = 8


def shared(found: Comparison, wanted: Sequence[Wanted]) -> Stated | None:
    """In a sentence what all the roles want, when there is anything."""
    both = [one for one in wanted if one.reach == "all"]
    if not both:
        return None
    names = [one.title for one in both[:SHARED_NAMED]]
    names += [f"{len(both) - SHARED_NAMED} more"] if len(both) > SHARED_NAMED else []
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
    verb = "use" if both[0].by[0].weight == "tool" else "want"
    who = "Both" if len(found.roles) == FEWEST else f"All {('three', 'four')[len(found.roles) - 3]}"
    evidence = (want.cited for one in both[:SHARED_NAMED] for want in one.by)
    return Stated(f"{who} {verb} {listed}.", tuple(dict.fromkeys(evidence)))


# for an answer of the chat

MOST_SENTENCES = 2
MOST_TOOLS = 5


def compare_parts(library: Library, roles: Sequence[str], aspect: str = "") -> list[Part]:
    """The comparison as parts of an answer; [] when there are no two roles to compare."""
    known = [id for id in dict.fromkeys(roles) if id in library.roles][:MOST]
    if len(known) < FEWEST:
        return []
    found = compare(library, known)
    heading = ASPECT_HEADINGS.get(aspect, {}).get("role")
    most = ITEMS_IN_CELL["one aspect" if heading else ""]
    documents = {entry.document.path: entry.document for entry in library.entries.values()}
    rows = tuple(
        (row.aspect, tuple(_line(one, documents) for one in _cells(library, found, row, most)))
        for row in found.rows
        if row.aspect in ((heading,) if heading else TABLE_ASPECTS)
    )
    opening = [*found.difference, *found.more[: MOST_SENTENCES - 1]]
    wanted = {"Skills": found.skills, "Tools": found.tools}.get(heading or "", ())
    both = shared(found, [one for one in wanted if _is_said(one, documents)])
    if both:
        opening = [both, *found.difference]
    lines = (line for one in opening if (line := _line(one, documents)))
    table = Part((), "table", header=("Aspect", *found.titles), cells=rows)
    return [Part(tuple(lines)), table]


def _is_said(wanted: Wanted, documents: Mapping[str, Document]) -> bool:
    """Whether each role's page says in a sentence, and not only in its front matter, that it wants this."""
    cited = [want.cited for want in wanted.by]
    return all(
        any(one.start <= cite.start < one.end for one in documents[cite.path].sections)
        for cite in cited
    )


def _cells(library: Library, found: Comparison, row: Row, most: int) -> Iterator[Stated | None]:
    """Each cell in a line: the gist of the aspect; of the tools their names."""
    for role, points in zip(found.roles, row.cells, strict=True):
        shown = [one.text.rstrip(".") for one in points[:most]]
        text, evidence = (
            "; ".join(shown),
            [one for point in points[:most] for one in point.evidence],
        )
        if row.aspect == "Tools":
            names = [library.title(id) for id in library.roles[role].tools[:MOST_TOOLS]]
            text, evidence = ", ".join(names), [one for point in points for one in point.evidence]
        yield Stated(text, tuple(evidence)) if text and evidence else None


def _line(stated: Stated | None, documents: Mapping[str, Document]) -> Line | None:
    """The statement as the writers have it, on one stretch of each section that it rests on."""
    spans: dict[tuple[str, int], Span] = {}
    for cited in stated.evidence if stated else ():
        document = documents[cited.path]
        at = next(
            i for i, one in enumerate(document.sections) if one.start <= cited.start < one.end
        )
        before = spans.get((cited.path, at), Span(document, at, cited.start, cited.end))
        start, end = min(before.start, cited.start), max(before.end, cited.end)
        spans[cited.path, at] = Span(document, at, start, end)
    return Line(stated.text, tuple(spans.values())) if stated else None
