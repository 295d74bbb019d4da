"""The skills, tools and roles that a person's own text or an ad names.

Stricter than the lexicon for questions: in a page of prose a tolerant ear hears tools in ordinary
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from advisor.career import wording as say
from advisor.library.lexicon import Lexicon, Mention

KINDS = ("role", "skill", "tool")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_APART = re.compile(r"[(),;:|]")
_PIECE = re.compile(r"[^(),;:|]+")
_MORE_THAN_A_NAME = re.compile(r"(?:(?:learn|advanced|writing|basic)\s+)?", re.IGNORECASE)
_BESIDE = 60
"""Characters on both sides in which a word decides what a name means."""
SHORTEST_MISSPELT = 6
LONG_NAME = 9
"""From this length on, two typing errors are overlooked instead of one."""


class Names:
    """The names of roles, skills and tools, ready to be found in a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        kept = {key: id for key, id in lexicon.names.items() if lexicon.kinds[id] in KINDS}
        self._exact = Lexicon(kept, lexicon.kinds, lexicon.titles, lexicon.knows)
        self._single: dict[str, list[tuple[str, str]]] = {}
        for name, id in _single_names(lexicon):
            self._single.setdefault(name[0], []).append((name, id))

    def spot(self, text: str) -> list[Mention]:
        """Every mention, left to right; a tool inside a title counts beside the title."""
        exact = [one for one in self._spot_exact(text) if not _another_meaning(text, one)]
        titled = [inner for one in exact if one.kind == "role" for inner in self._inside(one)]
        found = [*exact, *self._singular(text), *self._done(text), *self._misspelt(text)]
        return sorted([*_apart(found), *titled], key=lambda one: (one.start, one.end))

    def _spot_exact(self, text: str) -> Iterator[Mention]:
        """The lexicon's mentions; one that reaches over a comma or bracket is taken apart."""
        for one in self._exact.spot_exact(text):
            if not _APART.search(one.text):
                yield self._bare(one, text)
                continue
            for piece in _PIECE.finditer(one.text):
                for inner in self._exact.spot_exact(piece.group()):
                    start = one.start + piece.start() + inner.start
                    yield self._mention(inner.id, text, start, start + len(inner.text))

    def _bare(self, one: Mention, text: str) -> Mention:
        """The mention without a verb or a degree: `learn Python` says something of Python."""
        start = one.start + _MORE_THAN_A_NAME.match(one.text).end()  # type: ignore[union-attr]
        return self._mention(one.id, text, start, one.end) if start > one.start else one

    def _inside(self, role: Mention) -> Iterator[Mention]:
        """The tool in `Tableau developer`: a title that names what its holder works with."""
        head = role.text.rpartition(" ")[0]
        for one in self._exact.spot_exact(head):
            if one.kind == "tool":
                start = role.start + one.start
                yield Mention(one.id, one.kind, start, start + len(one.text), one.text, exact=True)

    def _singular(self, text: str) -> Iterator[Mention]:
        """Names that the library has in the plural and the text in the singular."""
        for first, second in pairwise(_WORD.finditer(text)):
            key = (first.group().lower(), second.group().lower() + "s")
            id = self._exact.names.get(key)
            if id and self._exact.kinds[id] == "skill":
                yield self._mention(id, text, first.start(), second.end())

    def _done(self, text: str) -> Iterator[Mention]:
        """Skills that are told as deeds: `deployed three models`."""
        for pattern, id in say.DEEDS:
            if id in self._exact.kinds:
                for found in pattern.finditer(text):
                    yield self._mention(id, text, *found.span(found.lastindex or 0))

    def _misspelt(self, text: str) -> Iterator[Mention]:
        """Tools, and skills of one word, with a typing error."""
        for token in _WORD.finditer(text):
            word = token.group().lower()
            if len(word) >= SHORTEST_MISSPELT - 1 and not self._ordinary(word):
                id = _nearest(word, self._single.get(word[0], ()))
                if id:
                    yield self._mention(id, text, *token.span(), exact=False)

    def _ordinary(self, word: str) -> bool:
        """Whether a word stands for itself."""
        known = (word,) in self._exact.names or (word.rstrip("s"),) in self._exact.names
        listed = word in say.NOT_MISSPELT or word.rstrip("s") in say.NOT_MISSPELT
        return known or listed or self._exact.knows(word)

    def _mention(self, id: str, text: str, start: int, end: int, exact: bool = True) -> Mention:
        return Mention(id, self._exact.kinds[id], start, end, text[start:end], exact)


def _apart(found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions without those that overlap an earlier or longer one."""
    end = -1
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _another_meaning(text: str, mention: Mention) -> bool:
    """Whether the words around a name show that it is an ordinary word here."""
    name = mention.text.lower()
    around = text[max(0, mention.start - _BESIDE) : mention.end + _BESIDE]
    if _beside(say.NOT_BESIDE, name, around, ""):
        return True
    if name.endswith("s") and name not in say.NEEDS_NEARBY:
        name = name[:-1]
        if _beside(say.NOT_BESIDE, name, around, ""):
            return True
    if name in say.ONLY_AS_TYPED and mention.text == say.ONLY_AS_TYPED[name]:
        return around.isupper()  # in a line of capitals everything looks like an abbreviation
    if name in say.NEEDS_NEARBY or name in say.ONLY_AS_TYPED:
        return not _beside(say.NEEDS_NEARBY, name, around, mention.text)
    return False


def _beside(patterns: dict[str, str], name: str, around: str, itself: str) -> bool:
    pattern = patterns.get(name)
    if not pattern:
        return False
    return bool(_compiled(pattern).search(around.replace(itself, "", 1) if itself else around))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _single_names(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """(name, id) of tools, and of the skills whose names are no everyday words."""
    for id, title in lexicon.titles.items():
        name = title.lower().removeprefix("apache ").removeprefix("amazon ")
        tool = lexicon.kinds[id] == "tool" or title in ("Python", "Statistics", "Spreadsheets")
        if tool and name.isalpha() and len(name) >= SHORTEST_MISSPELT:
            yield name, id


def _nearest(word: str, names: Iterable[tuple[str, str]]) -> str | None:
    for name, id in names:
        allowed = 2 if len(name) >= LONG_NAME else 1
        near = abs(len(name) - len(word)) <= allowed
        if near and OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            return id
    return None
