"""Which entries a text names: titles and aliases, tolerant of typing errors, deaf to traps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from advisor.library.load import Library
from advisor.library.schema import ProjectPage, RolePage
from advisor.text import STOPWORDS, without_accents

NAMED_KINDS = ("role", "skill", "tool", "project", "guide")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:\+\+|#)?")
_CASED = frozenset(
    ["r", "c", "go", "de", "ds", "da", "ba", "ae", "pm", "ar", "ir", "it", "ai", "ml", "np", "dl"]
)
"""Names that are words or syllables: they count as typed in capitals, or beside another name."""
_TRAPS = {
    "spark": (
        r"sparks?\s+(?:(?:an?|the|my|your|our|some|any|new)\s+)?(?:joy|interest|curiosity|passion|fire|"
        r"discussions?|conversations?|debates?|ideas?|creativity|imagination|change|fl[ey]w?)\b|"
        r"(?:bright|creative)\s+spark\b"
    ),
    "excel": (
        r"\b(?:i|i'd|i'll|you|they|we|who|people)\s+(?:(?:can|could|will|would|really|truly|must)\s+)?"
        r"excel\b|\b(?:s?he|it|who|everyone)\s+(?:really\s+)?excels\b|\b(?:want|like|love|hope|need|how|"
        r"able|ability|strive|try|trying|order|chance)\s+to\s+excel\b(?!\s+(?:sheet|file|skill))|"
        r"\band\s+excel\s+(?:at|in)\b(?!\s+(?:work|demand))|excel-?lent"
    ),
    "zero": r"(?-i:\bzero\b)",
    "ray": r"x-?\s?ray|ray of",
    "feast": r"(?:a|the)\s+feast|feast\s+(?:on|your)",
    "helm": r"at the helm|the helm of",
    "r": r"r\s*&\s*d|r\s+u\b",
    "python": r"monty python",
    "looker": r"good[- ]looker",
    "communication": r"communications? (?:degree|major)",
}
_ALONE_NEEDS_COMPANY = frozenset({"r", "c", "go"})
FUZZY_SCORE = 84.0
SWAPPED_SCORE = 80.0
"""Enough when the letters are the same in another order: `pyhton`."""
_WORKERS = (
    "engineer", "engineers", "engineering", "scientist", "scientists", "analyst", "analysts",
    "analytics", "developer", "developers", "architect", "architects", "statistician", "statisticians",
)  # fmt: skip
"""Words that end many names: set right first, so that `nlp enginer` is not only `nlp`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names an entry."""

    id: str
    kind: str
    start: int
    end: int
    text: str
    exact: bool
    """False when a typing error was overlooked."""


@dataclass(frozen=True)
class Lexicon:
    """Names to entries; `knows` tells whether a word occurs in the library, so is no typing error."""

    names: dict[tuple[str, ...], str]
    kinds: dict[str, str]
    titles: dict[str, str]
    knows: Callable[[str], bool] = lambda word: False
    needs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Role or project to the skills and tools that it needs, the central ones heavier."""
    moves: frozenset[tuple[str, str]] = frozenset()
    """(origin, target) of the moves that have a page."""
    _by_length: dict[int, list[str]] = field(default_factory=dict)

    def spot(self, text: str) -> list[Mention]:
        """Every mention, left to right, the longest where several fit."""
        tokens = list(_TOKEN.finditer(without_accents(text)))
        lowered = [self._worker(one.group().lower()) for one in tokens]
        exact = list(self._exact(text, tokens, lowered))
        covered = {i for i, mention in exact for i in range(i, i + self._width(mention, tokens))}
        fuzzy = self._fuzzy(text, tokens, lowered, covered)
        found = [mention for _, mention in exact] + list(fuzzy)
        return sorted(found, key=lambda mention: mention.start)

    def spot_exact(self, text: str) -> list[Mention]:
        """Mentions without tolerance for typing errors: for text of the library itself."""
        tokens = list(_TOKEN.finditer(without_accents(text)))
        return [
            mention
            for _, mention in self._exact(text, tokens, [one.group().lower() for one in tokens])
        ]

    def title(self, id: str) -> str:
        return self.titles.get(id, id)

    def find(self, name: str) -> str | None:
        """The id of the entry that a whole name means, or None."""
        if name in self.kinds:
            return name
        mentions = self.spot(name)
        whole = [one for one in mentions if one.end - one.start >= 0.6 * len(name.strip())]
        if whole:
            return whole[0].id
        return self.names.get(_key(name))

    def _exact(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str]
    ) -> Iterator[tuple[int, Mention]]:
        i = 0
        while i < len(tokens):
            width, id = self._longest(text, tokens, lowered, i)
            if id:
                typed = [one.group().lower() for one in tokens[i : i + width]]
                right = typed == lowered[i : i + width]
                yield i, self._mention(text, tokens, i, width, id, exact=right)
            i += max(1, width)

    def _longest(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str], i: int
    ) -> tuple[int, str]:
        for width in range(min(7, len(tokens) - i), 0, -1):
            key = tuple(lowered[i : i + width])
            id = self.names.get(key) or self.names.get((*key[:-1], _singular(key[-1])))
            if id and not self._trapped(text, tokens, lowered, i, width):
                return width, id
        return 0, ""

    def _trapped(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str], i: int, width: int
    ) -> bool:
        word = lowered[i]
        if width > 1:
            return False
        if word in STOPWORDS:
            return True
        trap = _TRAPS.get(_singular(word))
        start, end = tokens[i].span()
        around = re.compile(trap or r"(?!)", re.IGNORECASE).finditer(
            text, max(0, start - 24), end + 24
        )
        if any(one.start() <= start and end <= one.end() for one in around):
            return True
        if word not in _CASED:
            return False
        if tokens[i].group().isupper() and word not in ("it",):
            return word in _ALONE_NEEDS_COMPANY and bool(re.match(r"\s*&", text[tokens[i].end() :]))
        beside = lowered[max(0, i - 2) : i] + lowered[i + 1 : i + 3]
        joined = {"vs", "versus", "to", "from", "or", "and", "into", "becoming", "become"}
        company = any((near,) in self.names for near in beside)
        return not (company or (word in ("de", "ds", "ml", "ai") and joined & set(beside)))

    def _fuzzy(
        self, text: str, tokens: list[re.Match[str]], lowered: list[str], covered: set[int]
    ) -> Iterator[Mention]:
        i = 0
        while i < len(tokens):
            found = self._closest(lowered, covered, i)
            if found:
                width, id = found
                yield self._mention(text, tokens, i, width, id, exact=False)
                i += width
            else:
                i += 1

    def _closest(self, lowered: list[str], covered: set[int], i: int) -> tuple[int, str] | None:
        for width in (4, 3, 2, 1):
            window = lowered[i : i + width]
            if len(window) < width or covered & set(range(i, i + width)):
                continue
            strange = [word for word in window if len(word) >= 4 and not self._ordinary(word)]
            wanted = " ".join(window)
            if not strange or len(wanted) < 5 or window[0] in STOPWORDS or window[-1] in STOPWORDS:
                continue
            if (_singular(wanted),) in self.names:
                continue  # a name well typed, that was a trap here
            best = _nearest(wanted, self._by_length.get(width, []))
            if best:
                return width, self.names[tuple(best.split(" "))]
        return None

    def _worker(self, word: str) -> str:
        """The word, or the one of `_WORKERS` that it is a typing error of."""
        if len(word) < 6 or self._ordinary(word):
            return word
        return _nearest(word, _WORKERS) or word

    def _ordinary(self, word: str) -> bool:
        return word in STOPWORDS or self.knows(word)

    def _mention(
        self, text: str, tokens: list[re.Match[str]], i: int, width: int, id: str, exact: bool
    ) -> Mention:
        start, end = tokens[i].start(), tokens[i + width - 1].end()
        return Mention(id, self.kinds[id], start, end, text[start:end], exact)

    @staticmethod
    def _width(mention: Mention, tokens: list[re.Match[str]]) -> int:
        return sum(mention.start <= token.start() < mention.end for token in tokens)


def _nearest(wanted: str, choices: Sequence[str]) -> str | None:
    """The choice that `wanted` is a typing error of; the first letter is never mistyped."""
    best = process.extractOne(wanted, choices, scorer=fuzz.ratio, score_cutoff=SWAPPED_SCORE)
    if best is None or best[0][0] != wanted[0]:
        return None
    near, score, _ = best
    return near if score >= FUZZY_SCORE or sorted(near) == sorted(wanted) else None


def build_lexicon(library: Library, knows: Callable[[str], bool] = lambda word: False) -> Lexicon:
    """The names of every role, skill, tool, project and guide. Titles win over aliases."""
    names: dict[tuple[str, ...], str] = {}
    entries = [one for one in library.entries.values() if one.kind in NAMED_KINDS]
    entries.sort(key=lambda one: NAMED_KINDS.index(one.kind))
    for entry in entries:
        names.setdefault(_key(entry.title), entry.id)
    for entry in entries:
        for alias in (*entry.page.aliases, entry.id):
            names.setdefault(_key(alias), entry.id)
    for entry in entries:
        if entry.kind == "role":
            for name in (entry.title, *entry.page.aliases):
                names.setdefault(_key(_field_of(name)), entry.id)
                names.setdefault(_key(re.sub("engineer$", "eng", name)), entry.id)
    for key, id in list(names.items()):
        if len(key) == 2 and len("".join(key)) >= 8:
            names.setdefault(("".join(key),), id)  # `finetuning`, `datawarehouse`
    names.pop((), None)
    by_length: dict[int, list[str]] = {}
    for key in names:
        by_length.setdefault(len(key), []).append(" ".join(key))
    kinds = {entry.id: entry.kind for entry in entries}
    titles = {entry.id: entry.title for entry in entries}
    needs = {id: _role_needs(role) for id, role in library.roles.items()}
    needs |= {id: _project_needs(project) for id, project in library.projects.items()}
    return Lexicon(names, kinds, titles, knows, needs, frozenset(library.transitions), by_length)


def _project_needs(project: ProjectPage) -> dict[str, float]:
    """A project's page names first what the project is about."""
    skills = {id: 1 / place for place, id in enumerate(project.skills, 1)}
    return {**{id: 0.5 / place for place, id in enumerate(project.tools, 1)}, **skills}


def _role_needs(role: RolePage) -> dict[str, float]:
    return {
        **dict.fromkeys(role.skills.rare, 0.25),
        **dict.fromkeys((*role.skills.useful, *role.tools), 0.5),
        **dict.fromkeys(role.skills.core, 1.0),
    }


def _field_of(role: str) -> str:
    """`ML engineering` for `ML engineer`: people name the field and mean the role."""
    for worker, work in (
        ("engineer", "engineering"),
        ("scientist", "science"),
        ("analyst", "analysis"),
    ):
        if role.lower().endswith(worker):
            return role[: -len(worker)] + work
    return role


def _key(name: str) -> tuple[str, ...]:
    return tuple(one.group().lower() for one in _TOKEN.finditer(without_accents(name)))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
