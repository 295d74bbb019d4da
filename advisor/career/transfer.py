"""From one role to another: what carries over, what only changes its name, what is new.

The page on the transition decides where the library has one; otherwise both roles' skills are set
against each other, and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.career.result import (
    NOTHING_CITED,
    CareerError,
    Cited,
    cite,
    first_under,
    in_a_sentence,
    listed,
    passage_about,
    role_entry,
    role_wants,
    under,
    with_article,
)
from advisor.library.load import Entry, Library
from advisor.library.schema import Reframe, RolePage, TransitionPage

Change = Literal["carry over", "reframe", "learn"]
Weight = Literal["core", "useful", "other"]

CORE_WEIGHT, USEFUL_WEIGHT = 3, 1
"""A core skill is what a role is hired for; a useful one is met in some of its jobs."""
HALF = 0.5
"""What counts of a reframed skill, and of one that the origin has only as a useful skill."""
CORE_HOURS_TAKE = (1.0, 1.75)
"""What a move takes of the missing hours of core skills. Over the 39 moves that have a page, the
page's months are 1.04 and 1.75 times those hours at the median; the useful skills come on the job,
what the core needs makes the slower end."""
STUDY_HOURS_PER_WEEK = 8
"""The pace that the pages on transitions assume."""
WEEKS_PER_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One skill on the way from a role to another."""

    skill: str
    title: str
    change: Change
    weight: Weight
    """What the skill is to the target."""
    credit: float
    """How much of it the origin brings, in [0, 1]."""
    hours: int
    """Of study from nothing, as the skill's page says."""
    why: str
    evidence: Cited
    hours_cited: Cited
    """Where the skill's page says how long it takes."""
    known_as: str = ""
    """For a reframed skill: what the origin calls it."""
    called: str = ""
    """What the target calls the skill, when that is another name."""

    @property
    def new_name(self) -> str:
        """Of a reframed skill: the name it has in the target."""
        return self.called if self.called and self.title == self.known_as else self.title


@dataclass(frozen=True, slots=True)
class Term:
    """One skill of the target in the sum of the distance."""

    skill: str
    title: str
    weight: int
    hours: int
    credit: float
    """In [0, 1]."""

    @property
    def whole(self) -> int:
        return self.weight * self.hours

    @property
    def missing(self) -> float:
        return self.whole * (1 - self.credit)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far the target is, in [0, 100]: the missing share of the weighted hours of its skills."""

    terms: tuple[Term, ...]

    @property
    def value(self) -> int:
        whole = sum(term.whole for term in self.terms)
        return round(100 * sum(term.missing for term in self.terms) / whole) if whole else 0

    @property
    def hours(self) -> int:
        """Hours of study that are missing, without weights."""
        return round(sum(term.hours * (1 - term.credit) for term in self.terms))

    @property
    def core_hours(self) -> float:
        """Hours of study that are missing of the target's core skills."""
        return sum(term.hours * (1 - term.credit) for term in self.terms if term.weight > 1)

    @property
    def arithmetic(self) -> str:
        """The sum in words."""
        whole = sum(term.whole for term in self.terms)
        missing = sum(term.missing for term in self.terms)
        return (
            f"100 × {missing:g} missing ÷ {whole:g} in all = {self.value}. Each skill of the "
            f"target counts its hours × {CORE_WEIGHT} if core and × {USEFUL_WEIGHT} if useful. "
            "What carries over is had; what changes its name, or is only useful in the role you "
            "come from, is half had."
        )


@dataclass(frozen=True, slots=True)
class Transfer:
    """The map from one role to another."""

    origin: str
    target: str
    title: str
    computed: bool
    """True when the library has no page on this transition."""
    note: str
    """Where the map comes from."""
    summary: Cited
    carry_over: tuple[TransferLine, ...]
    reframe: tuple[TransferLine, ...]
    learn: tuple[TransferLine, ...]
    """In the order to learn them."""
    distance: Distance
    months: tuple[int, int]
    """At eight hours a week."""
    months_note: str
    """Where the months come from."""
    duration: Cited
    trap: Cited
    convinces: tuple[Cited, ...]
    """What shows an employer that the move is made."""

    @property
    def lines(self) -> tuple[TransferLine, ...]:
        return (*self.carry_over, *self.reframe, *self.learn)


def transfer(library: Library, origin: str, target: str) -> Transfer:
    """What it takes to go from one role to another.

    Raises:
        CareerError: a role is not in the library, or both are the same.
    """
    start, end = role_entry(library, origin), role_entry(library, target)
    if origin == target:
        raise CareerError(f"Both roles are {in_a_sentence(start.title)}; choose two that differ.")
    way = _Way(library, origin, target)
    lines = list(way.lines())
    page = library.get(way.page.id) if way.page else None
    distance = way.distance(lines)
    return Transfer(
        origin=origin,
        target=target,
        title=f"From {in_a_sentence(start.title)} to {in_a_sentence(end.title)}",
        computed=page is None,
        note=_note(start.title, end.title, page is None),
        summary=first_under(page, "In short") if page else first_under(end, "Focus"),
        carry_over=tuple(one for one in lines if one.change == "carry over"),
        reframe=tuple(one for one in lines if one.change == "reframe"),
        learn=tuple(one for one in lines if one.change == "learn"),
        distance=distance,
        months=_months(way.page, distance),
        months_note=_months_note(page is None, distance),
        duration=first_under(page, "How long it takes") if page else NOTHING_CITED,
        trap=first_under(page, "The usual trap") if page else NOTHING_CITED,
        convinces=tuple(_items(page, "Evidence that convinces")) if page else (),
    )


def _items(page: Entry, heading: str) -> Iterator[Cited]:
    """The list under a heading."""
    for one in under(page, heading):
        if one.kind == "item":
            yield cite(page.document, one.start, one.end)


def _note(origin: str, target: str, computed: bool) -> str:
    if not computed:
        return "From the library's page on this move."
    return (
        f"The library has no page on moving from {in_a_sentence(origin)} to "
        f"{in_a_sentence(target)}: this map is computed from the skills of both roles."
    )


def _months(page: TransitionPage | None, distance: Distance) -> tuple[int, int]:
    """The page's months, else those of the missing core hours."""
    if page:
        return page.months[0], page.months[-1]
    months = distance.core_hours / (STUDY_HOURS_PER_WEEK * WEEKS_PER_MONTH)
    low, high = (max(1, round(factor * months)) for factor in CORE_HOURS_TAKE)
    return low, high


def _months_note(computed: bool, distance: Distance) -> str:
    if not computed:
        return "The months are those of the library's page on this move."
    low, high = CORE_HOURS_TAKE
    return (
        f"The months are worked out: {distance.core_hours:g} missing hours of core skills, taken "
        f"{low:g} to {high:g} times, as on the moves that the library has a page on."
    )


@dataclass(frozen=True)
class _Way:
    """Two roles of a library, and the page between them if there is one."""

    library: Library
    origin: str
    target: str

    @property
    def page(self) -> TransitionPage | None:
        return self.library.transitions.get((self.origin, self.target))

    @property
    def _start(self) -> RolePage:
        return self.library.roles[self.origin]

    @property
    def _end(self) -> RolePage:
        return self.library.roles[self.target]

    def weight(self, skill: str) -> Weight:
        wanted = self._end.skills
        return "core" if skill in wanted.core else "useful" if skill in wanted.useful else "other"

    def lines(self) -> Iterator[TransferLine]:
        """Every skill of the move once: as the page has it, then what the page leaves open."""
        seen: set[str] = set()
        for line in (*self._from_page(), *self._from_roles()):
            if line.skill not in seen and line.skill in self.library.skills:
                seen.add(line.skill)
                yield line

    def distance(self, lines: list[TransferLine]) -> Distance:
        """Over the target's core and useful skills; what else a page teaches stands outside."""
        weights = {"core": CORE_WEIGHT, "useful": USEFUL_WEIGHT}
        counted = (one for one in lines if one.weight in weights)
        return Distance(
            tuple(
                Term(one.skill, one.title, weights[one.weight], one.hours, one.credit)
                for one in counted
            )
        )

    def _from_page(self) -> Iterator[TransferLine]:
        page = self.page
        if page is None:
            return
        for skill in page.carry_over:
            yield self._carried(skill, 1.0)
        for one in page.reframe:
            yield self._reframed(one)
        for skill in page.learn:
            yield self._new(skill)

    def _from_roles(self) -> Iterator[TransferLine]:
        """The target's skills, set against the origin's."""
        had = self._start.skills
        for skill in (*self._end.skills.core, *self._end.skills.useful):
            if skill in had.core:
                yield self._carried(skill, 1.0)
            elif skill in had.useful:
                yield self._carried(skill, HALF)
            elif skill in self.library.skills:
                yield self._by_another_name(skill) or self._new(skill)

    def _line(
        self,
        skill: str,
        change: Change,
        credit: float,
        why: str,
        evidence: Cited,
        known_as: str = "",
    ) -> TransferLine:
        entry, page = self.library.get(skill), self.library.skills.get(skill)
        pages = (self.page.id if self.page else "", self.target, self.origin)
        if not evidence.found:
            evidence = next(filter(None, self._listed(skill, pages)), NOTHING_CITED)
        return TransferLine(
            skill=skill,
            title=self.library.title(skill),
            change=change,
            weight=self.weight(skill),
            credit=credit,
            hours=page.hours if page else 0,
            why=why,
            evidence=evidence,
            hours_cited=first_under(entry, "How long it takes") if entry else NOTHING_CITED,
            known_as=known_as,
            called=self._called(skill),
        )

    def _listed(self, skill: str, pages: Sequence[str]) -> Iterator[Cited | None]:
        """Where the pages list the skill without a sentence on it."""
        for entry in map(self.library.get, pages):
            found = listed(entry, skill) if entry else NOTHING_CITED
            yield found if found.found else None

    def _carried(self, skill: str, credit: float) -> TransferLine:
        """A skill that both roles use."""
        if self.page is None and self._called(skill):
            return self._renamed(skill)
        evidence = self._on_page(skill, "What carries over", "In short")
        for role in (self.origin, self.target):
            if not evidence.found:
                evidence = passage_about(self.library, skill, self.library[role], "Skills", "Tools")
        often = "" if credit == 1 else ", though not in every job"
        why = f"{_capital(with_article(self._start.title))} has it{often}."
        return self._line(skill, "carry over", credit, why, evidence)

    def _renamed(self, skill: str) -> TransferLine:
        """A skill that both roles use, under the name that its page gives for the target."""
        start, end = with_article(self._start.title), with_article(self._end.title)
        known, page = self.library.title(skill), self.library[skill]
        why = f"{_capital(end)} calls it {self._called(skill)}; {start}: {in_a_sentence(known)}."
        return self._line(skill, "reframe", HALF, why, listed(page, self.target), known)

    def _by_another_name(self, skill: str) -> TransferLine | None:
        """A skill that the origin has under a name of its own, where no page decides.

        What the page on the way back reframes does not count: a spreadsheet grows into a columnar
        file, but who knows the file is not halfway to the spreadsheet.
        """
        name = self.library.skills[skill].also_called.get(self.origin)
        if self.page is not None or not name:
            return None
        why = f"{_capital(with_article(self._start.title))} calls it {name}."
        cited = listed(self.library[skill], self.origin)
        return self._line(skill, "reframe", HALF, why, cited, _capital(name))

    def _called(self, skill: str) -> str:
        page = self.library.skills.get(skill)
        return page.also_called.get(self.target, "") if page else ""

    def _reframed(self, one: Reframe) -> TransferLine:
        """A skill of the page under its new name, with the page's own words."""
        evidence = self._on_page(one.as_, "Same skill, another name")
        if self.page and not evidence.found:
            document = self.library[self.page.id].document
            at = document.text.find(one.how)
            evidence = cite(document, at, at + len(one.how)) if at >= 0 else NOTHING_CITED
        known = self.library.title(one.have)
        return self._line(one.as_, "reframe", HALF, f"{one.how}.", evidence, known)

    def _new(self, skill: str) -> TransferLine:
        weight, end = self.weight(skill), with_article(self._end.title)
        evidence = self._on_page(skill, "What is new", "The order", "In short")
        if not evidence.found and weight != "other":
            evidence = role_wants(self.library, self.target, skill)
        why = {
            "core": f"Core to {end}.",
            "useful": f"Useful to {end}.",
            "other": "On the way there.",
        }
        return self._line(skill, "learn", 0.0, why[weight], evidence)

    def _on_page(self, skill: str, *headings: str) -> Cited:
        if self.page is None:
            return NOTHING_CITED
        entry = self.library[self.page.id]
        return passage_about(self.library, skill, entry, *headings, anywhere=False)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
