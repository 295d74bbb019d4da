"""How much of each skill is left to learn on the way to a role: all, half, a refresher, or nothing.

What a person has is decided by `profile.standing`, as everywhere. From it follow the hours:

1. What is had is not learned again. What is had in part, by the person's word, by a tool or under
   another name, takes half the page's hours.
2. What a person says not to have is learned in full.
3. What a held skill needs is held too: nobody evaluates models without knowing what a model is. A
   skill that the way names all the same takes half when a skill needs it that the person has
   beyond their role; what the role brings along, the page of the change has reckoned with.
4. What the way names, by the transition's `learn` or the target's core, is learned in full.
5. The rest are prerequisites that the way does not name: a refresher, for a tenth of the hours. The
   page of the transition leaves them out because its readers remember them, or need only the idea.
   Without such a page this holds for mathematics and dealing with people alone, and only for a
   person in a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from advisor.career.profile import Profile, Standing, standing
from advisor.career.result import (
    NOTHING_CITED,
    Cited,
    cite,
    definition,
    first_under,
    passage_about,
    role_entry,
    role_wants,
    with_article,
)
from advisor.library.load import Entry, Library
from advisor.library.schema import RolePage, TransitionPage

Share = Literal["none", "tenth", "half", "full"]
FRACTION: dict[Share, Fraction] = {
    "none": Fraction(0),
    "tenth": Fraction(1, 10),
    "half": Fraction(1, 2),
    "full": Fraction(1),
}
REMEMBERED_GROUPS = ("mathematics", "people")
"""What everybody in one of the library's roles has met, whether or not a page says so."""
MATHEMATICS_GUIDE = "how-much-mathematics"
_OWN_WORD = ("said", "overruled")


@dataclass(frozen=True, slots=True)
class Note:
    """A statement, and the passage that it rests on."""

    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Footing:
    """How much of a skill is left to learn, and why."""

    skill: str
    share: Share
    because: Note


@dataclass(frozen=True, slots=True)
class Left:
    """A skill that is left to learn: how much of it and why so much, and what it is good for."""

    footing: Footing
    why: Note


@dataclass(frozen=True)
class Route:
    """A person's way to a role, over the library."""

    library: Library
    profile: Profile
    target: RolePage
    origin: RolePage | None = None
    transition: TransitionPage | None = None
    _standings: dict[str, Standing] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def said(self) -> frozenset[str]:
        """Skills that the person has by their own word."""
        named = (*self.profile.skills, *self.profile.overrides)
        return frozenset(
            id for id in named if id in self.library.skills and self.standing(id).level == "have"
        )

    @cached_property
    def assumed(self) -> frozenset[str]:
        """Skills that the person's role brings along, unless the person says otherwise."""
        return frozenset(id for id in self.brought if self.standing(id).basis == "role")

    @cached_property
    def brought(self) -> frozenset[str]:
        """What the page expects: the core of its readers' role, and what carries over."""
        carried = self.transition.carry_over if self.transition else ()
        return frozenset((*self.origin.skills.core, *carried)) if self.origin else frozenset()

    @cached_property
    def implied(self) -> frozenset[str]:
        """What the held skills need."""
        return self.needs(self.said | self.assumed)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """What the way names: the page's `learn` in its order, the target's core merged in."""
        learn = list(self.transition.learn) if self.transition else []
        return tuple(_merged(self, learn, self.target.skills.core))

    def standing(self, id: str) -> Standing:
        if id not in self._standings:
            self._standings[id] = standing(self.library, self.profile, id, self.target.id)
        return self._standings[id]

    def denies(self, id: str) -> bool:
        """Whether the person says not to have it; wanting to learn it is no denial."""
        found = self.standing(id)
        told = found.basis in _OWN_WORD and not (found.intent or found.others)
        return found.level == "missing" and told

    def needs(self, skills: Iterable[str]) -> frozenset[str]:
        """Everything that skills need, however far down."""
        found: set[str] = set()
        todo = list(skills)
        while todo:
            page = self.library.skills.get(todo.pop())
            new = [one for one in page.prerequisites if one not in found] if page else []
            found.update(new)
            todo.extend(new)
        return frozenset(found)


def route(library: Library, profile: Profile, target: str) -> Route:
    """The way from a profile to a role.

    Raises:
        CareerError: no page of the library is about the target.
    """
    page = library.roles[role_entry(library, target).id]
    origin = library.roles.get(profile.role or "")
    transition = library.transitions.get((profile.role or "", target))
    return Route(library, profile, page, origin, transition)


def _merged(way: Route, learn: list[str], core: Iterable[str]) -> list[str]:
    """`learn` with the missing core skills, each behind the core skill before it and what it needs."""
    order, after = list(learn), 0
    for id in core:
        if id not in order:
            needs = way.needs([id])
            behind = [place for place, one in enumerate(order, 1) if one in needs]
            order.insert(max(after, *behind, 0), id)
        after = max(after, order.index(id) + 1)
    return order


def footing(way: Route, id: str, asked: bool = False) -> Footing:
    """How much of a skill is left to learn; what is asked for is never a mere refresher."""
    found = _by_the_person(way, id) or _by_the_role(way, id)
    if found:
        return found
    return Footing(id, "full", wanted(way, id)) if asked else _by_the_way(way, id)


def sequence(way: Route, asked: Sequence[str]) -> dict[str, Left]:
    """What is left to learn, each skill behind what it needs, else in the order given."""
    found: dict[str, Left] = {}
    seen: set[str] = set()

    def visit(id: str, dependent: str) -> None:
        if id in seen or id not in way.library.skills:
            return
        seen.add(id)
        own = footing(way, id, asked=not dependent)
        if own.share == "none":
            return
        for needed in way.library.skills[id].prerequisites:
            visit(needed, id)
        wants = not dependent or id in way.named or id in way.target.skills.useful
        found[id] = Left(own, wanted(way, id) if wants else needed_by(way, id, dependent))

    for id in asked:
        visit(id, "")
    return found


def _by_the_person(way: Route, id: str) -> Footing | None:
    """What the person's own word decides."""
    found = way.standing(id)
    page = definition(way.library, id)
    if way.denies(id):
        return Footing(id, "full", Note("You say that you do not have it.", page))
    if found.basis not in _OWN_WORD or found.level == "missing":
        return None
    if found.level == "have":
        return Footing(id, "none", Note("You have it.", page))
    return Footing(id, "half", Note("You have part of it.", page))


def _by_the_role(way: Route, id: str) -> Footing | None:
    """What the person's role, tools and neighboring skills already give."""
    found = way.standing(id)
    if found.basis == "role":
        share: Share = "none" if found.level == "have" else "half"
        return Footing(id, share, _carried(way, found))
    if found.basis == "tool":
        text = f"{way.library.title(found.tool)}, which you know, is part of it."
        return Footing(id, "half", Note(text, definition(way.library, found.tool)))
    if found.basis == "reframed":
        return Footing(id, "half", _reframed(way, found))
    if found.basis == "needed" and id in way.named:
        return Footing(id, "half", _implied(way, [found.holder], id))
    if id in way.implied and id not in way.named:
        return Footing(id, "none", _implied(way, sorted(way.said | way.assumed), id))
    return None


def _by_the_way(way: Route, id: str) -> Footing:
    if id in way.named:
        return Footing(id, "full", wanted(way, id))
    page = way.library.skills.get(id)  # a project may name a skill that the library has no page of
    remembered = page is not None and page.group in REMEMBERED_GROUPS
    if page and (way.transition or (way.origin and remembered)):
        return Footing(id, "tenth", _basics(way, id))
    return Footing(id, "full", wanted(way, id))


def wanted(way: Route, id: str) -> Note:
    """Why the way leads through a skill, with the passage that says so."""
    skills, title = way.target.skills, with_article(way.target.title)
    for names, what in (
        (skills.core, "Core for"),
        (skills.useful, "Useful for"),
        (skills.rare, "Sets apart"),
    ):
        if id in names:
            return Note(f"{what} {title}.", role_wants(way.library, way.target.id, id))
    if way.transition and id in way.transition.learn:
        cited = _from_the_page(way, id, "learn", "What is new", "The order")
        return Note("The page of this change lists it to be learned.", cited)
    return Note("Other skills of this plan need it.", definition(way.library, id))


def needed_by(way: Route, id: str, dependent: str) -> Note:
    """Why a prerequisite is on the way."""
    page = way.library[dependent]
    found = passage_about(way.library, id, page)
    cited = found if found.found else front_matter(page, "prerequisites")
    return Note(f"{page.title} needs it.", cited)


def _carried(way: Route, found: Standing) -> Note:
    """Why the role, or the page of the change, brings a skill along."""
    origin = way.library.roles.get(found.page)
    if origin is None:
        cited = _from_the_page(way, found.id, "carry_over", "What carries over")
        return Note("Held: it carries over. Mark it as missing if you lack it.", cited)
    core = f"core for {with_article(origin.title)}"
    text = f"Held: {core}. Mark it as missing if you lack it."
    if found.level == "partly":
        text = f"Counted as half: {core}, which you are, and you have not said that you have it."
    return Note(text, role_wants(way.library, origin.id, found.id))


def _from_the_page(way: Route, id: str, key: str, *headings: str) -> Cited:
    """Where the transition's page speaks of a skill: under the headings, else in its lists."""
    page = way.library.get(way.transition.id if way.transition else None)
    if page is None:
        return NOTHING_CITED
    found = passage_about(way.library, id, page, *headings)
    return found if found.found else front_matter(page, key)


def _reframed(way: Route, found: Standing) -> Note:
    """What the page of the change says of a skill that has another name in the old role."""
    page = way.library[found.page]
    listed = way.transition.reframe if way.transition else ()
    how = next(one.how for one in listed if one.as_ == found.id and one.have == found.holder)
    start = page.document.text.find(how)
    whole = front_matter(page, "reframe")
    cited = cite(page.document, start, start + len(how)) if start >= 0 else whole
    return Note(f"You know it as {way.library.title(found.holder)}: {how}.", cited)


def _implied(way: Route, held: Sequence[str], id: str) -> Note:
    """By the held skill that needs it, the nearest first."""
    skills = way.library.skills
    direct = [one for one in held if one in skills and id in skills[one].prerequisites]
    far = [one for one in held if id in way.needs([one])]
    holder = (direct or far)[0]
    whence = "comes with your role" if way.standing(holder).basis == "role" else "you have"
    note = needed_by(way, id, holder)
    return Note(f"{way.library.title(holder)}, which {whence}, builds on it.", note.cited)


def _basics(way: Route, id: str) -> Note:
    """Why a refresher is enough, with the guide's word for mathematics."""
    guide = way.library.get(MATHEMATICS_GUIDE)
    if way.library.skills[id].group == "mathematics" and guide:
        found = passage_about(way.library, id, guide)
        cited = found if found.found else first_under(guide, "")
        return Note("A refresher is enough; mark it as missing if it is new to you.", cited)
    text = (
        "A refresher is enough: the way does not list it. Mark it as missing if it is new to you."
    )
    if way.transition:
        return Note(text, front_matter(way.library[way.transition.id], "learn"))
    return Note(text, definition(way.library, id))


def front_matter(entry: Entry, key: str) -> Cited:
    """The lines of a page's front matter that set a key."""
    text = entry.document.text
    found = re.search(rf"(?m)^{re.escape(key)}:.*(?:\n[ \t-].*)*", text)
    return cite(entry.document, found.start(), found.end()) if found else NOTHING_CITED
