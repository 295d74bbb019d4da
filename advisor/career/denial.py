"""Whether a sentence says the opposite of a point: by a negation, by praise, or the wrong way around.

A negation is no denial by itself. "Never retrain on corrupted data" agrees with "Retraining on
corrupted data makes the incident worse", and so does "without a holdout you cannot measure it" with
"a holdout is needed to measure it".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations, product

import numpy as np

from advisor.statements import GLUE, SCOPE_END, Statement, content
from advisor.text import stem, terms

Words = frozenset[str]
"""Stemmed."""
_NO_VECTOR = np.zeros(1, np.float32)

_HARM = (
    r"miss(?:es|ed|ing)?|mislead\w*|distort\w*|weaken\w*|weak|shrinks?|wast(?:es|ed|ing)|leak(?:s|ed|ing)?"
    r"|worse\w*|fail(?:s|ed|ing)?|break(?:s|ing)?|lost|los(?:es?|ing)|hides?|hurts?|invisible"
    r"|danger\w*|risky|bias(?:es|ed)|wrong|unsafe|useless|unreliable|inflat\w+|overstat\w+|poor|bad"
    r"|caus(?:es?|ing)|unnoticed|arbitrary"
)
_HARMFUL = re.compile(rf"\b(?:{_HARM})\b", re.IGNORECASE)
"""What stands before is bad: `Mean imputation shrinks variance`."""
_REPLACED = re.compile(
    r"\b(?:replac\w+|prevent\w*|remov\w+|stops?|instead of|rather than|quarantin\w*|keeps? .{3,20} from)\b",
    re.IGNORECASE,
)
"""What stands after is bad: `replaces blind appends`."""
_PRAISE = re.compile(
    r"\b(?:fine|okay|good|harmless|safe(?:ly)?|best|reliable|strong|enough|sufficient|always|simply"
    r"|just|recommend\w*|fix(?:es)?|solves?)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nor|cannot|hardly|nobody|nothing|impossible)\b|n['’]t\b", re.IGNORECASE
)
_WITHOUT = re.compile(
    r"\b(?:without|unless|ignoring|skipping|if (?:\w+ ){1,3}?(?:not|don['’]t|doesn['’]t|never))\b"
    rf".*?(?={SCOPE_END.pattern}|\b(?:you|we|i|nobody|one)\b|$)",
    re.IGNORECASE,
)
"""With a harm or a negation beside it, a condition: what would go wrong if it were not done."""
_LEFT_OUT = re.compile(
    r"(?P<after>\b(?:skip|ignore|omit|leave out|no need (?:for|to))\b)"
    r"|(?P<before>\b(?:unnecessary|needless|useless|pointless|overkill|superfluous|irrelevant"
    r"|(?:not|n['’]t) (?:\w+ )?(?:necessary|needed|required|worth|important|useful))\b)",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\b(?:miss(?:es|ed|ing)?|absent|lack\w*|unavailable|invisible|lost|los(?:es?|ing))\b",
    re.IGNORECASE,
)
"""Answers a negation: what is missing is not there."""
_IS_NOT = re.compile(r"\b(?:is|are) (?:no|not|never)\b", re.IGNORECASE)
_NOT = re.compile(
    r"(?:\b(?:do|does|did|can|will|would)(?:n['’]t| not)|\bcannot) (?P<verb>\w+)", re.IGNORECASE
)
_QUOTED = re.compile(r"(?<![\w])(['\"“‘])[^'\"”’]{1,60}['\"”’](?!\w)")
_SOFTLY = re.compile(
    rf"{_REPLACED.pattern}|{_HARMFUL.pattern}|\b(?:only|lack\w*|un(?:available|known|able)|too"
    r"|less|fewer|avoid\w*|reduc\w*)\b",
    re.IGNORECASE,
)
"""Denies something without a negation."""
_PART = re.compile(rf"{SCOPE_END.pattern}|\b(?:that|which|who|when|where|if|so)\b", re.IGNORECASE)
_HALF = re.compile(r"[,;:.!?]|\b(?:but|while|whereas)\b", re.IGNORECASE)
_AND = re.compile(rf"{_HALF.pattern}|\band\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\W*(?:it|this|that|they)\b", re.IGNORECASE)


def denies(said: Statement, point: Statement) -> bool:
    """Whether a sentence says that the point is not so; they are taken to be about the same."""
    mine = _denials(said.text)
    agrees = _is_condition(said.text) or _denied_verbs(said.text) & _denied_verbs(point.text)
    if not agrees and any(_is_against(cue, point) for cue in mine):
        return True
    alone = _unanswered(point.denials, mine)
    return any(_affirms(said, cue, point) for cue in alone) or _praises(said, point)


def names_without_blame(texts: Sequence[str], point: str) -> bool:
    """Whether sentences name what the point speaks against, and have nothing against it."""
    blamed = _blamed(_PART.split(point)[0])
    known = frozenset(content(" ".join(texts)))
    if not blamed or 2 * len(blamed & known) < len(blamed):
        return False
    return not any(_NEGATION.search(one) or _SOFTLY.search(one) for one in texts)


def is_turned_around(texts: Sequence[str], point: str, others: Sequence[str] = ()) -> bool:
    """Whether sentences say of one thing what is said of another, and the reverse.

    Args:
        point: says one of the two, or both.
        others: say the other.
    """
    own = _halves([point], _HALF) if _HALF.search(point) else _halves([point], _AND)
    there = _halves(others, _HALF)
    halves = _halves(texts, _HALF) + _halves(texts, _AND)
    given = [half for half in halves if half not in (*own, *there)]
    return any(_are_crossed(given, *pair, least=1) for pair in permutations(own, 2)) or any(
        _are_crossed(given, *pair, least=2) for pair in product(own, there)
    )


def is_replacing(text: str) -> bool:
    """Whether a text puts one thing in the place of another."""
    return bool(_REPLACED.search(text))


def _denials(text: str) -> list[Words]:
    """The words of each denial."""
    text = _QUOTED.sub(" ", text)
    found = list(Statement(text, _NO_VECTOR).denials)
    for cue in _LEFT_OUT.finditer(text):
        before, after = text[: cue.start()], text[cue.end() :]
        part = _AND.split(after)[0] if cue["after"] else _AND.split(before)[-1]
        found.append(frozenset(content(part)))
    return found


def _absences(text: str) -> list[Words]:
    """The words of each part that says that something is missing."""
    return [frozenset(content(part)) for part in _PART.split(text) if _ABSENT.search(part)]


def _is_condition(text: str) -> bool:
    """Whether a sentence says what would go wrong if something were not done."""
    found = _WITHOUT.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found else ""
    return bool(_NEGATION.search(rest) or _HARMFUL.search(rest))


def _is_against(cue: Words, point: Statement) -> bool:
    """Whether a denial of these words denies the point, and not what the point itself blames."""
    shared, theirs = cue & point.terms, _denials(point.text)
    if 2 * len(shared) <= len(cue):
        return False
    harm = cue & _harm(point.text)
    if harm:
        return not any(harm & other for other in theirs)
    answered = any(not other or cue & other for other in (*theirs, *_absences(point.text)))
    return not answered and not shared & _blamed(point.text)


def _harm(text: str) -> Words:
    return frozenset(content(" ".join(one.group() for one in _HARMFUL.finditer(text))))


def _blamed(text: str) -> Words:
    """What the text speaks against."""
    found: set[str] = set()
    for part in _PART.split(text):
        for harm in _HARMFUL.finditer(part):
            found.update(content(part[: harm.start()]))
        for replaced in _REPLACED.finditer(part):
            found.update(content(part[replaced.end() :]))
    return frozenset(found)


def _praises(said: Statement, point: Statement) -> bool:
    """Whether a sentence recommends what the point speaks against."""
    blamed = _blamed(point.text) | _belittled(point.text)
    shared = blamed & said.terms
    if not shared or 2 * len(shared) < len(blamed) or not _PRAISE.search(said.text):
        return False
    return not (_NEGATION.search(said.text) or _SOFTLY.search(said.text))


def _belittled(text: str) -> Words:
    """What the text says to be no such thing: `Hiding a page is no security`."""
    found = (one.start() for one in _IS_NOT.finditer(text))
    return frozenset(word for at in found for word in content(SCOPE_END.split(text[:at])[-1]))


def _unanswered(theirs: Sequence[Words], mine: Sequence[Words]) -> list[Words]:
    """The denials of a point that have no counterpart of their own."""
    free, alone = list(mine), []
    for cue in sorted(filter(None, theirs), key=len):
        match = max(free, key=lambda one: len(one & cue), default=frozenset())
        if match & cue:
            free.remove(match)
        else:
            alone.append(cue)
    return alone


def _denied_verbs(text: str) -> frozenset[str]:
    """The word after each negation of a verb, however common."""
    return frozenset(stem(found["verb"]) for found in _NOT.finditer(text))


def _affirms(said: Statement, cue: Words, point: Statement) -> bool:
    """Whether a clause says of the words of a denial what the rest of the point says."""
    if _SOFTLY.search(said.text):
        return False
    for clause in SCOPE_END.split(said.text):
        known, rest = frozenset(content(clause)), point.terms - cue
        if cue <= known and (rest & known or _PRONOUN.match(clause)):
            return True
    return False


def _halves(texts: Sequence[str], ends: re.Pattern[str]) -> list[list[str]]:
    """The words of each clause, in order; a clause of one word is none."""
    parts = (terms(part) for text in texts for part in ends.split(text))
    own = ([one for one in part if one not in GLUE] for part in parts)
    return [part for part in own if len(part) > 1]


def _are_crossed(
    given: Sequence[Sequence[str]], one: Sequence[str], other: Sequence[str], least: int
) -> bool:
    """Whether a clause goes from the one to the other, and a clause the other way."""
    first, second = set(one) - set(other), set(other) - set(one)
    return any(_crosses(half, first, second, least) for half in given) and any(
        _crosses(half, second, first, least) for half in given
    )


def _crosses(half: Sequence[str], own: set[str], other: set[str], least: int) -> bool:
    """Whether a clause begins with a word of one side and goes on with those of the other."""
    known = [word in own for word in half if word in own or word in other]
    foreign = known[1:].count(False)
    return bool(known) and known[0] and foreign >= least and foreign > known[1:].count(True)
