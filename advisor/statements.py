"""A sentence, with everything that can be compared without a model: words, names, numbers, denials.

What counts as a number, a denial or an opposite stands here; what follows from a difference stands
in advisor/citations.py. Pure functions over strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from advisor.library.lexicon import Lexicon, Mention
from advisor.text import STOPWORDS, stem, terms, words
from advisor.types import Vector

NAMED_KINDS = frozenset({"role", "tool", "skill"})

_GLUE = """
role roles work works working job jobs use uses using used need needs needed help helps include
includes including involve involves make makes making take takes typically usually important key
main various different well good best way ways thing things like someone people person person's
you'll you're responsible focus focuses mainly often ensure ensures understand provide provides
essential crucial primarily such strong within across while instead rather also both many much
never without avoid avoids avoiding hardly rarely seldom nothing nobody none neither cannot
several already anything something
everything isn't aren't doesn't don't can't won't wasn't isn aren doesn don can won wasn t s ll
"""
GLUE = frozenset(stem(word) for word in _GLUE.split())
"""Words that any sentence of this domain may add or lose without saying something else."""


@dataclass(frozen=True)
class Statement:
    """A sentence with its vector and the names in it."""

    text: str
    vector: Vector
    mentions: tuple[Mention, ...] = ()

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Stemmed content words in order, without numbers and what any sentence may have."""
        return tuple(content(self.text))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.sequence)

    @cached_property
    def own_terms(self) -> frozenset[str]:
        """The words that are no part of a name; names are compared by themselves."""
        named = (one.text for one in self.mentions if one.kind in NAMED_KINDS)
        return self.terms - frozenset(term for name in named for term in terms(name))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(one.id for one in self.mentions if one.kind in NAMED_KINDS)

    @cached_property
    def quantities(self) -> frozenset[tuple[str, str]]:
        """(number, unit) of every number; the unit may be empty."""
        return frozenset(_quantities(self.text))

    @cached_property
    def denials(self) -> tuple[frozenset[str], ...]:
        """For each negation, the words that it denies."""
        return tuple(_denials(self.text.replace("’", "'")))

    @cached_property
    def relations(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """(before, after or than; what follows it)."""
        return tuple(
            (found.group().lower(), _object(self.text[found.end() :]))
            for found in _RELATION.finditer(self.text)
        )

    def of_kind(self, kind: str) -> list[Mention]:
        return [one for one in self.mentions if one.kind == kind]

    def proper_nouns(self) -> Iterator[str]:
        """Addresses and capitalized words that no lexicon knows, in lower case."""
        begin = re.search(r"\w", self.text)
        for found in _PROPER.finditer(self.text):
            name = found.group().rstrip(".'’-")
            opens = begin is not None and found.start() <= begin.start() and name[1:].islower()
            known = any(one.start <= found.start() < one.end for one in self.mentions)
            if not opens and not known:
                yield name.lower()

    def shares(self, kind: str, owner: str = "") -> dict[str, frozenset[str]]:
        """The words that belong to each name of a kind, in the order of the text.

        A part between commas belongs to the one name in it; among several names, words belong to
        the name before them. Words before all names belong to `owner`, or when they are few, to
        the first name.
        """
        return _shares(self.text, self.of_kind(kind), owner)


def state(text: str, vector: Vector, lexicon: Lexicon) -> Statement:
    """A sentence made ready for comparison; `vector` is its embedding."""
    return Statement(text, vector, tuple(lexicon.spot_exact(text)))


_PROPER = re.compile(r"(?:https?://|www\.)\S+|\b(?:[A-Z]|[a-z]+[A-Z])[\w.+#/-]+")

# numbers

_SMALL = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: str(number) for number, word in enumerate(_SMALL.split(), start=2)}
_NUMBERS |= {"dozen": "12", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100"}
_UNIT = (
    r"(?:%|per ?cent|hours?|days?|weeks?|months?|years?|minutes?|seconds?|times|dollars?|euros?"
    r"|[kmgt]b\b|million|billion|thousand)"
)
_NUMBER = rf"\d+(?:[.,]\d+)*|(?:{'|'.join(_NUMBERS)})\b"
_QUANTITY = re.compile(
    rf"(?<![\w.])(?:[$€£]\s?)?({_NUMBER}|one(?=[\s-]+{_UNIT}))k?"
    rf"(?:\s*(?:-|–|—|\bto\b|\bor\b|\band\b)\s*(?:about\s+)?({_NUMBER}))?"
    rf"(?:[\s-]*({_UNIT}))?",
    re.IGNORECASE,
)


def _quantities(text: str) -> Iterator[tuple[str, str]]:
    """Both ends of `3 to 6 months` are months."""
    for found in _QUANTITY.finditer(text):
        unit = (found.group(3) or "").lower().replace(" ", "")
        unit = "%" if unit.startswith("percent") else unit.rstrip("s")
        for number in (found.group(1), found.group(2)):
            if number:
                figure = number.lower().replace(",", "")
                yield _NUMBERS.get(figure, "1" if figure == "one" else figure), unit


# denials and what stands against what

_NEGATION = re.compile(
    r"\bnot (?:only|just|merely)\b|\bno (?:more|less|fewer|later|longer) than\b|\bno matter\b"
    r"|(?P<after>\b(?:not|never|no|none|nor|neither|without|cannot|hardly|rarely|seldom|nobody"
    r"|nothing|avoid(?:s|ing)?)\b|n't\b)"
    r"|(?P<object>\b(?:instead of|rather than"
    r"|(?:choose|chosen?|choosing|prefer\w*|pick)\b[^,.;:]*?\bover)\b)"
    r"|(?P<before>\b(?:is|are) (?:\w+ )?"
    r"(?:wrong|false|untrue|an? (?:\w+ )?(?:myth|mistake|misconception))\b)"
    r"|(?P<all>\b(?:mistake|myth|misconception|misunderstanding)\b)",
    re.IGNORECASE,
)
SCOPE_END = re.compile(
    r"[,;:.!?()]|\b(?:but|while|whereas|because|since|although)\b", re.IGNORECASE
)
"""Where a denial ends at the latest."""
_RELATION = re.compile(r"\b(?:before|after|(?<!rather )(?<!more )(?<!less )than)\b", re.IGNORECASE)
_SCOPE_WORDS = 6


def _denials(text: str) -> Iterator[frozenset[str]]:
    for cue in _NEGATION.finditer(text):
        before, after = text[: cue.start()], text[cue.end() :]
        if cue["all"]:
            yield frozenset(content(text))
        elif cue["object"]:
            yield _object(after)
        elif cue["before"]:
            yield frozenset(content(SCOPE_END.split(before)[-1])[-_SCOPE_WORDS:])
        elif cue["after"]:
            denied = content(SCOPE_END.split(after)[0])[:_SCOPE_WORDS]
            yield frozenset(denied or content(SCOPE_END.split(before)[-1])[-_SCOPE_WORDS:])


def content(text: str) -> list[str]:
    """Stemmed content words in order; numbers are compared by themselves, denials too."""
    found = (one for one in terms(text) if one not in GLUE and one not in _NUMBERS)
    return [one for one in found if any(char.isalpha() for char in one)]


def _object(text: str) -> frozenset[str]:
    """The first one to three content words that stand together."""
    found: list[str] = []
    for word in words(text):
        small = word in STOPWORDS
        if found and (small or len(found) == 3):
            break
        if not small and stem(word) not in GLUE:
            found.append(stem(word))
    return frozenset(found)


_PAIRS = """
more|greater|higher|most / less|fewer|lower|least
before|earlier / after|afterwards|later
always|usually|often|mostly / never|rarely|seldom|hardly
easy|easier|simple|simpler / hard|harder|difficult
increase[sd]?|raise[sd]? / decrease[sd]?|reduce[sd]?|lower(?:s|ed)
cheap|cheaper|cheaply / expensive|costly
fast|faster|quickly / slow|slower|slowly
first / last
junior / senior
short|shorter / long|longer
small|smaller / large|larger|big|bigger
online / offline
required|necessary|must / optional|unnecessary
same / different
"""
_OPPOSITES = tuple(
    tuple(re.compile(rf"\b(?:{side})\b", re.IGNORECASE) for side in pair.split(" / "))
    for pair in _PAIRS.strip().splitlines()
)


def opposed(text: str, other: str) -> bool:
    """Whether one text has the other side of a pair of opposites, or both in the other order."""
    for left, right in _OPPOSITES:
        here, there = _sides(text, left, right), _sides(other, left, right)
        if here and there and here != there and len(here) == len(there):
            return True
    return False


def _sides(text: str, left: re.Pattern[str], right: re.Pattern[str]) -> str:
    """l, r, lr, rl or nothing: which sides occur, in which order."""
    found = ((one.search(text), side) for one, side in ((left, "l"), (right, "r")))
    return "".join(side for _, side in sorted((one.start(), side) for one, side in found if one))


# who does what

_PART = re.compile(r"[,;:]|\b(?:whereas|while|but)\b", re.IGNORECASE)
_FEW = 2
"""So many words before a name still belong to it: `Success for an ML engineer …`."""
_FEW_LATER = 6
"""The same in a later part of the sentence: `trusted data for the data engineer`."""


def _shares(text: str, mentions: list[Mention], owner: str) -> dict[str, frozenset[str]]:
    named = frozenset(term for one in mentions for term in terms(one.text)) | GLUE
    found: dict[str, frozenset[str]] = {}
    current = owner

    def give(id: str, start: int, end: int) -> None:
        found[id] = found.get(id, frozenset()) | (frozenset(terms(text[start:end])) - named)

    for start, end in _parts(text):
        inside = [one for one in mentions if start <= one.start < end]
        first = inside[0].start if inside else end
        before = frozenset(terms(text[start:first])) - named
        if len({one.id for one in inside}) == 1 and len(before) <= (_FEW_LATER if found else _FEW):
            current = inside[0].id
        if before:
            give(current, start, first)
        ends = [*(one.start for one in inside[1:]), end]
        for one, stop in zip(inside, ends, strict=bool(inside)):
            current = one.id
            give(current, one.end, stop)
    return found


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _PART.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)
