"""A sentence to the sentence of the library that supports it, or to the reason why none does.

The check is made in code because models under two billion parameters cite badly. It compares
meaning (vectors), words, numbers, names, who does what, and denials; each can refuse on its own.
Pure: vectors and names come in with the arguments. It knows nothing of models, prompts or pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

import numpy as np

from advisor.library.lexicon import Lexicon
from advisor.statements import NAMED_KINDS, Statement, content, opposed, state
from advisor.text import plain, stem, words
from advisor.types import Document, Vectors

LEAST_COSINE = 0.30
"""A sentence further away in meaning supports nothing, however many words it shares."""
LEAST_HELD = 0.40
"""Share of a statement's own words that its support must have."""
LEAST_SUM = 1.20
"""Cosine and held words together. The three were set on tests/citation_cases.py with MiniLM: from
1.18 to 1.32 nothing changes, at 1.1 invented tails pass, at 1.4 free rewordings are lost. `python
bench/citations.py` measures them on sentences that were not looked at."""
LEAST_CLAUSE = 0.25
"""Share of words that every longer clause must have: catches an invented tail."""
NOTHING_NEW = 0.6
"""What counts as held for a sentence of names alone."""
LONGEST_GROUP = 3
"""Sentences of one passage that may support a statement together."""
NEAREST = 12
"""Candidates looked at closely."""
ACTORS = ("role", "tool")
"""Kinds of names for which it matters who does what."""

Failure = Literal["", "made up", "misattributed", "spliced"]


@dataclass(frozen=True)
class Candidate:
    """A sentence of the library, and the title, headings and lead-in that say what it is about."""

    path: str
    section: int
    start: int
    end: int
    said: Statement
    context: Statement

    @property
    def passage(self) -> tuple[str, int]:
        return (self.path, self.section)

    @cached_property
    def everything(self) -> str:
        """Context and sentence in lower case."""
        return f"{self.context.text} {self.said.text}".lower()

    def owner(self, kind: str) -> str:
        """Whom a sentence without a name is about: the last name of its context."""
        mentions = self.context.of_kind(kind)
        return mentions[-1].id if mentions else ""


Group = tuple[Candidate, ...]
"""Candidates of one passage that support a statement together."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a statement rests on: sentences of one passage, in the library's order."""

    candidates: Group
    score: float
    """Cosine plus share of words, in [LEAST_SUM, 2]."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The support of a statement, or why it has none."""

    support: Support | None
    failure: Failure = ""


def candidates_of(
    document: Document, indices: Iterable[int], vectors: Vectors, lexicon: Lexicon
) -> list[Candidate]:
    """Sentences of a document as candidates.

    Args:
        indices: which of the document's sentences.
        vectors: shape (sentences of the document, dim), norm 1.
    """
    found = []
    for index in indices:
        sentence = document.sentences[index]
        if sentence.kind == "code":
            continue
        about = [document.title, *document.sections[sentence.section].trail]
        if sentence.lead is not None:
            about.append(plain(document.quote(document.sentences[sentence.lead])))
        said = state(plain(document.quote(sentence)), vectors[index], lexicon)
        context = state(" › ".join(about), vectors[index], lexicon)
        place = (document.path, sentence.section, sentence.start, sentence.end)
        found.append(Candidate(*place, said, context))
    return found


def support(statement: Statement, candidates: Sequence[Candidate]) -> Support | None:
    """The sentence, or the few sentences of one passage, that support the statement."""
    return check(statement, candidates).support


def check(statement: Statement, candidates: Sequence[Candidate]) -> Verdict:
    """The best support among the candidates, or the kind of failure.

    made up: no sentence says it. misattributed: a sentence says it of somebody else.
    spliced: only sentences of different passages say it together.
    """
    if not statement.terms:
        return Verdict(None, "made up")
    near = _nearest(statement, candidates)
    refusals: list[Failure] = []
    for group in _groups(statement, near):
        if _means_the_same(statement, group):
            refusals.append(_refusal(statement, group))
            if not refusals[-1]:
                in_order = tuple(sorted(group, key=lambda one: one.start))
                return Verdict(Support(in_order, _score(statement, group)))
    if refusals:
        return Verdict(None, "misattributed" if "misattributed" in refusals else "made up")
    return Verdict(None, "spliced" if _is_spliced(statement, near) else "made up")


# meaning


def _nearest(statement: Statement, candidates: Sequence[Candidate]) -> Group:
    """The candidates that share most with the statement, best first."""
    ranked = sorted(candidates, key=lambda one: -_score(statement, (one,)))
    return tuple(ranked[:NEAREST])


def _groups(statement: Statement, near: Group) -> list[Group]:
    """Single sentences, and sentences of one passage that add words to each other; best first."""
    groups: list[Group] = [(one,) for one in near]
    for _, members in groupby(sorted(near, key=_passage), key=_passage):
        groups += _grown(statement, sorted(members, key=lambda one: -_held(statement, (one,))))
    return sorted(groups, key=lambda group: (-_score(statement, group), len(group)))


def _passage(candidate: Candidate) -> tuple[str, int]:
    return candidate.passage


def _grown(statement: Statement, members: Sequence[Candidate]) -> Iterator[Group]:
    """The first member with those that add words to it."""
    group = tuple(members[:1])
    for one in members[1:]:
        if len(group) < LONGEST_GROUP and _held(statement, (*group, one)) > _held(statement, group):
            group = (*group, one)
            yield group


def _score(statement: Statement, group: Group) -> float:
    return _cosine(statement, group) + _held(statement, group)


def _cosine(statement: Statement, group: Group) -> float:
    together = np.sum([one.said.vector for one in group], axis=0)
    length = float(np.linalg.norm(together)) or 1.0
    return float(np.dot(statement.vector, together)) / length


def _held(statement: Statement, group: Group) -> float:
    """Share of the statement's words that the group has; its context counts for neither."""
    own, context = _terms(group), _context_terms(group)
    new = statement.own_terms - (context - own)
    return len(new & own) / len(new) if new else NOTHING_NEW


def _terms(group: Group) -> frozenset[str]:
    return frozenset[str]().union(*(one.said.terms for one in group))


def _context_terms(group: Group) -> frozenset[str]:
    return frozenset[str]().union(*(one.context.terms for one in group))


def _means_the_same(statement: Statement, group: Group) -> bool:
    cosine, held = _cosine(statement, group), _held(statement, group)
    if cosine < LEAST_COSINE or held < LEAST_HELD or cosine + held < LEAST_SUM:
        return False
    known = _terms(group) | _context_terms(group)
    for clause in _CLAUSE.split(statement.text):
        new = frozenset(content(clause))
        if len(new) >= 2 and len(new & known) < LEAST_CLAUSE * len(new):
            return False
    return True


_CLAUSE = re.compile(
    r"[;:,()]|\b(?:and|but|while|whereas|because|so|which|who|or|as well as|to)\b", re.IGNORECASE
)


# what refuses a sentence that means the same


def _refusal(statement: Statement, group: Group) -> Failure:
    if not (_names_occur(statement, group) and _is_said_of_the_same(statement, group)):
        return "misattributed"
    if not (_quantities_occur(statement, group) and _proper_nouns_occur(statement, group)):
        return "made up"
    if _contradicts(statement, group) or _replaces_a_word(statement, group):
        return "made up"
    return ""


def _names_occur(statement: Statement, group: Group) -> bool:
    """Whether every role, tool and skill of the statement stands in the group or its context."""
    named = frozenset[str]().union(*(one.said.names | one.context.names for one in group))
    text = " ".join(one.everything for one in group)
    return all(
        one.id in named or one.text.lower() in text
        for one in statement.mentions
        if one.kind in NAMED_KINDS
    )


def _proper_nouns_occur(statement: Statement, group: Group) -> bool:
    """Whether names that no lexicon knows, and addresses, stand in the group."""
    text = " ".join(one.everything for one in group)
    known = {stem(word) for word in words(text)}
    return all(
        name in text or all(stem(word) in known for word in words(name))
        for name in statement.proper_nouns()
    )


def _quantities_occur(statement: Statement, group: Group) -> bool:
    """Whether every number stands in the group, with its unit where it has one."""
    known = {pair for one in group for pair in one.said.quantities | one.context.quantities}
    numbers = {number for number, _ in known}
    return all(
        number in numbers and (not unit or (number, unit) in known)
        for number, unit in statement.quantities
    )


def _is_said_of_the_same(statement: Statement, group: Group) -> bool:
    """Whether the group says of the statement's roles and tools what the statement says of them."""
    return all(_agree_on(kind, statement, group) for kind in ACTORS if statement.of_kind(kind))


def _agree_on(kind: str, statement: Statement, group: Group) -> bool:
    """False when another role or tool than in the statement is the one that does it."""
    said = statement.shares(kind)
    found: dict[str, frozenset[str]] = {}
    leading: set[str] = set()
    for one in group:
        shares = one.said.shares(kind, one.owner(kind))
        leading |= {*list(shares)[:1], *(first.id for first in one.said.of_kind(kind)[:1])}
        for id, share in shares.items():
            found[id] = found.get(id, frozenset()) | share
    elsewhere = [id for id in said if id and _fits_another(id, said[id], found)]
    subject = next(iter(said))
    if subject and subject not in leading and subject in elsewhere:
        return False
    with_words = [id for id in said if id and said[id]]
    return not (len(with_words) >= 2 and len(elsewhere) == len(with_words))


def _fits_another(id: str, share: frozenset[str], found: dict[str, frozenset[str]]) -> bool:
    own = len(share & found.get(id, frozenset()))
    return any(len(share & other) > own for name, other in found.items() if name != id)


def _contradicts(statement: Statement, group: Group) -> bool:
    """Whether one side denies what the other says, or says its opposite."""
    mine = statement.denials
    theirs = [denial for one in group for denial in one.said.denials]
    relevant = [one for one in theirs if 2 * len(one & statement.terms) >= max(1, len(one))]
    if _one_is_alone(mine, theirs) or _one_is_alone(relevant, mine):
        return True
    related = [pair for one in group for pair in one.said.relations]
    for word, after in statement.relations:
        objects = [other for relation, other in related if relation == word and other]
        if after and objects and not any(after & other for other in objects):
            return True
    return opposed(statement.text, " ".join(one.everything for one in group))


def _one_is_alone(denials: Iterable[frozenset[str]], others: Iterable[frozenset[str]]) -> bool:
    """Whether a denial has no counterpart of its own: they may deny more words, not others."""
    free = list(others)
    for one in denials:
        match = next((other for other in free if not one or not other or one & other), None)
        if match is None:
            return True
        free.remove(match)
    return False


def _replaces_a_word(statement: Statement, group: Group) -> bool:
    """Whether an unknown word stands where the group goes on otherwise: `wait for a password`."""
    known, said = _terms(group) | _context_terms(group), statement.terms
    for before, word in zip(statement.sequence, statement.sequence[1:], strict=False):
        if word in known or before not in known:
            continue
        follows = {
            after
            for one in group
            for here, after in zip(one.said.sequence, one.said.sequence[1:], strict=False)
            if here == before
        }
        if follows and not follows & said:
            return True
    return False


# parts of different passages


def _is_spliced(statement: Statement, near: Group) -> bool:
    """Whether two sentences of different passages say together what none says alone."""
    for i, one in enumerate(near):
        for two in near[i + 1 :]:
            pair = (one, two)
            alone = max(_held(statement, (one,)), _held(statement, (two,)))
            if one.passage == two.passage or _held(statement, pair) <= alone:
                continue
            if _means_the_same(statement, pair) and not _refusal(statement, pair):
                return True
    return False
