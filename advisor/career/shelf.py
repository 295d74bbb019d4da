"""The library together with its names: how every door finds what a person means by a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library

NEAREST = 3


@dataclass(frozen=True)
class Shelf:
    """The library, and the names in it."""

    library: Library
    lexicon: Lexicon

    def named(self, name: str, *kinds: str) -> str:
        """The id of the role, skill or other entry that a name means, typing errors overlooked.

        Raises:
            CareerError: nothing of these kinds is called so.
        """
        entry = self.library.get(name)
        id = name if entry and entry.kind in kinds else self.lexicon.find(name)
        if id and self.lexicon.kinds[id] in kinds:
            return id
        found = f"{name[:60]!r} is no {' or '.join(kinds)} of the library"
        if id:
            found = f"{self.library.title(id)} is a {self.lexicon.kinds[id]} and no {kinds[0]}"
        tool = self.library.tools.get(id or "")
        if tool and "skill" in kinds:
            shown = ", ".join(map(self.library.title, tool.skills))
            raise CareerError(f"{found}; it shows these: {shown}.")
        raise CareerError(f"{found}; {self.nearest(name, kinds)}.")

    def nearest(self, name: str, kinds: Iterable[str]) -> str:
        """The names of these kinds that look most like another, as half a sentence."""
        from rapidfuzz import fuzz, process

        titles = [
            title for id, title in self.lexicon.titles.items() if self.lexicon.kinds[id] in kinds
        ]
        found = process.extract(
            name, titles, scorer=fuzz.WRatio, processor=str.lower, limit=NEAREST
        )
        return f"the nearest names are {', '.join(title for title, _, _ in found)}"
