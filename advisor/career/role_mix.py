"""Which roles a text speaks for: the mixture of roles that explains all its lines best.

Each role speaks with the words of its page and with the skills and tools that the page lists.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.career.gap import wants
from advisor.career.result import Cited, cite
from advisor.library.load import Library
from advisor.library.schema import RolePage
from advisor.phrases import EMPTY_WORDS
from advisor.text import stem, terms
from advisor.types import Document, Sentence

SKILL_WEIGHT = {"core": 3.0, "useful": 1.5, "rare": 0.5, "tool": 2.0}
SMOOTHING = 400.0
"""Words of all pages' wording that each role's page is mixed with; a page has about 900."""
SHARPNESS = 0.8
"""Below 1, because the words of a line are not independent of each other. Between 0.5 and 0.8 the
shares of lines drawn from two known roles come out alike; here the first was right most often."""
TELLING = 5.0
"""Words, a skill counting as two, from which a line has a whole vote."""
ROUNDS = 40
"""Of expectation and maximization; shares move by less than a percent after about twenty."""
SPOKEN_UNDER = frozenset(
    (
        "",
        "focus",
        "responsibilities",
        "day to day",
        "deliverables",
        "skills",
        "tools",
        "measured by",
    )
)
"""Headings of a role's page whose words are the role's own."""
_EMPTY = frozenset(stem(word) for word in (*EMPTY_WORDS, "experience", "plus", "team", "strong"))


@dataclass(frozen=True)
class Line:
    """A line of a text, without the names of roles."""

    text: str
    ids: frozenset[str]
    """Of the skills and tools that it names."""
    weight: float


@dataclass(frozen=True)
class Mix:
    """The share of each role, and for each line how much of it belongs to each role."""

    roles: tuple[str, ...]
    shares: tuple[float, ...]
    """In [0, 1], sum 1."""
    belongs: tuple[tuple[float, ...], ...]
    """Row by line, column by role."""
    votes: tuple[float, ...]
    """How much each line counts, in [0, 1]."""


class Voices:
    """How every role of a library speaks."""

    def __init__(self, library: Library) -> None:
        self._roles = list(library.roles.values())
        self._documents = [library[role.id].document for role in self._roles]
        self._spoken = [_spoken(document) for document in self._documents]
        self._listed = [_listed(role) for role in self._roles]
        everything: Counter[str] = Counter()
        for voice in self._spoken:
            everything.update(voice.counts)
        total = everything.total() or 1
        self._common = {term: times / total for term, times in everything.items()}

    def mix(self, lines: Sequence[Line]) -> Mix | None:
        """The roles that the lines speak for; None when no line says anything of any role.

        Expectation and maximization over the shares alone (Dempster, Laird and Rubin, 1977).
        """
        scores = [self._scores(line) for line in lines]
        weights = [line.weight * self._told(line) for line in lines]
        if not self._roles or sum(weights) == 0:
            return None
        shares = [1 / len(self._roles)] * len(self._roles)
        belongs: list[list[float]] = []
        for _ in range(ROUNDS):
            belongs = [_posterior(row, shares) for row in scores]
            columns = zip(*belongs, strict=True)
            sums = [sum(w * b for w, b in zip(weights, one, strict=True)) for one in columns]
            whole = sum(sums)
            shares = [value / whole for value in sums]
        ids = tuple(role.id for role in self._roles)
        return Mix(ids, tuple(shares), tuple(map(tuple, belongs)), tuple(weights))

    def resembling(self, role: str, line: str) -> Cited:
        """The sentence of a role's page that shares most words with a line, rare words first."""
        at = [one.id for one in self._roles].index(role)
        wanted = self._known(line)
        rarity = {term: -math.log(self._common[term]) for term in wanted}
        sentences = self._spoken[at].sentences
        best = max(sentences, key=lambda one: sum(rarity[term] for term in wanted & one[1]))[0]
        return cite(self._documents[at], best.start, best.end)

    def _known(self, text: str) -> set[str]:
        return {term for term in terms(text) if term in self._common}

    def _told(self, line: Line) -> float:
        """How much of a whole vote a line has, in [0, 1]."""
        return min(1.0, (len(self._known(line.text)) + len(line.ids)) / TELLING)

    def _scores(self, line: Line) -> list[float]:
        """For each role how much more likely it says a line than all roles together do."""
        found = self._known(line.text)
        scores = [self._likelihood(voice, found) for voice in self._spoken]
        for id in line.ids:
            held = [row.get(id, 0.0) for row in self._listed]
            rarity = math.log((1 + len(held)) / (1 + sum(value > 0 for value in held)))
            scores = [score + value * rarity for score, value in zip(scores, held, strict=True)]
        return [SHARPNESS * score for score in scores]

    def _likelihood(self, voice: Voice, found: set[str]) -> float:
        """Log odds of a role's own wording, mixed with all roles' (Zhai and Lafferty, 2001)."""
        length = voice.length + SMOOTHING
        return sum(
            math.log((voice.counts.get(term, 0) / self._common[term] + SMOOTHING) / length)
            for term in found
        )


def _listed(role: RolePage) -> dict[str, float]:
    """What each skill and tool on the role's page weighs."""
    return {id: SKILL_WEIGHT[weight] for weight, ids in reversed(wants(role)) for id in ids}


def _posterior(row: Sequence[float], shares: Sequence[float]) -> list[float]:
    logs = [
        score + math.log(share) if share > 1e-12 else -math.inf
        for score, share in zip(row, shares, strict=True)
    ]
    top = max(logs)
    values = [math.exp(log - top) for log in logs]
    whole = sum(values)
    return [value / whole for value in values]


@dataclass(frozen=True)
class Voice:
    """The content words of one role's own sections."""

    counts: Counter[str]
    length: int
    sentences: tuple[tuple[Sentence, frozenset[str]], ...]


@lru_cache(maxsize=64)
def _spoken(document: Document) -> Voice:
    """A role's voice, without the names of the role."""
    aliases = document.meta.get("aliases") or ()
    silent = _EMPTY | set(terms(" ".join((document.title, *map(str, aliases)))))
    counts: Counter[str] = Counter()
    sentences = []
    for sentence in document.sentences:
        trail = document.sections[sentence.section].trail
        if (trail[0].casefold() if trail else "") in SPOKEN_UNDER:
            found = [one for one in terms(document.quote(sentence)) if one not in silent]
            counts.update(found)
            sentences.append((sentence, frozenset(found)))
    return Voice(counts, counts.total(), tuple(sentences))
