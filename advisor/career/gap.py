"""A person against a role: what they have, have in part, and miss, each with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from advisor.career.profile import Basis, Profile, Standing, Verdict, standing
from advisor.career.result import (
    CareerError,
    Cited,
    cite,
    definition,
    in_a_sentence,
    listed,
    name_pattern,
    passage_about,
    role_entry,
    role_wants,
    with_article,
)
from advisor.library.load import Library
from advisor.library.schema import RolePage, ToolPage, TransitionPage

Weight = Literal["core", "useful", "rare", "tool"]
CREDIT: dict[Verdict, float] = {"have": 1.0, "partly": 0.5, "missing": 0.0}
WEIGHTS: dict[Weight, int] = {"core": 3, "useful": 1, "rare": 0, "tool": 0}
"""What a line counts in the coverage; tools count through the skills that they show."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """One skill or tool that a role wants, and how far the person has it."""

    id: str
    title: str
    weight: Weight
    verdict: Verdict
    basis: Basis
    """What decided: the person's overruling, their words, a tool, their role; or nothing."""
    why: str
    words: str
    """The person's own sentence; empty when they said nothing about it."""
    alias: str
    """The words in it that name the skill or tool."""
    evidence: tuple[Cited, ...]
    """The role's passage first, then what links the person's words to the skill."""
    hours: int
    """Of study that are left, as the skill's page counts them; 0 for a tool."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A profile against a role, every line with its reason."""

    target: str
    title: str
    lines: tuple[GapLine, ...]
    """Skills before tools, core before useful before rare, in the order of the role's page."""

    @property
    def have(self) -> tuple[GapLine, ...]:
        return self.of("have")

    @property
    def partly(self) -> tuple[GapLine, ...]:
        return self.of("partly")

    @property
    def missing(self) -> tuple[GapLine, ...]:
        return self.of("missing")

    def of(self, verdict: Verdict) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if line.verdict == verdict)

    def line(self, id: str) -> GapLine | None:
        return next((line for line in self.lines if line.id == id), None)

    @property
    def coverage(self) -> int:
        """How much of the role's core and useful skills the person has, in percent."""
        return covered((line.weight, line.verdict) for line in self.lines)

    @property
    def arithmetic(self) -> str:
        """The coverage as a sum in words."""
        counts = {
            (weight, verdict): sum(
                line.weight == weight and line.verdict == verdict for line in self.lines
            )
            for weight in WEIGHTS
            for verdict in CREDIT
        }
        core, useful = (
            f"{counts[weight, 'have']} had and {counts[weight, 'partly']} in part of "
            f"{sum(counts[weight, verdict] for verdict in CREDIT)} {weight} skills"
            for weight in ("core", "useful")
        )
        had, whole = points((line.weight, line.verdict) for line in self.lines)
        return (
            f"{self.coverage} %: {core}, {useful}. A core skill counts {WEIGHTS['core']}, a useful "
            f"one {WEIGHTS['useful']}, a skill in part half: {had:g} of {whole}."
        )


Why = tuple[str, tuple[Cited, ...]]
"""A reason in words, and the passages that it rests on."""


def gap(library: Library, profile: Profile, target: str | None = None) -> Gap:
    """How far a person is from a role; without a target, from the profile's own.

    Raises:
        CareerError: there is no target, or no page about it.
    """
    wanted = target or profile.target
    if not wanted:
        known = ", ".join(library.title(id) for id in library.roles)
        raise CareerError(f"There is no target role yet. Choose one of: {known}.")
    title = role_entry(library, wanted).title
    role = library.roles[wanted]
    lines = (
        gap_line(library, profile, role, weight, id, role.id)
        for weight, ids in wants(role)
        for id in ids
        if id in library
    )
    return Gap(wanted, title, tuple(lines))


def wants(role: RolePage) -> tuple[tuple[Weight, tuple[str, ...]], ...]:
    """The skills and tools of a role by what they weigh."""
    skills = role.skills
    return (
        ("core", skills.core),
        ("useful", skills.useful),
        ("rare", skills.rare),
        ("tool", role.tools),
    )


def covered(lines: Iterable[tuple[Weight, Verdict]]) -> int:
    """The weighted share that is had, in percent."""
    had, whole = points(lines)
    return round(100 * had / whole) if whole else 0


def points(lines: Iterable[tuple[Weight, Verdict]]) -> tuple[float, int]:
    """(what is had, all there is to have), each line by its weight."""
    pairs = list(lines)
    whole = sum(WEIGHTS[weight] for weight, _ in pairs)
    return sum(WEIGHTS[weight] * CREDIT[verdict] for weight, verdict in pairs), whole


def gap_line(
    library: Library,
    profile: Profile,
    role: RolePage,
    weight: Weight,
    id: str,
    target: str | None = None,
) -> GapLine:
    """One skill or tool of a role, judged and cited; on the way to a target if there is one."""
    found = standing(library, profile, id, target)
    other = _substitute(library, profile, id) if found.basis == "nothing" else None
    verdict: Verdict = "partly" if other else found.level
    why, link = _instead(library, id, other) if other else reason(library, found)
    page, told = library.skills.get(id), other or found
    return GapLine(
        id=id,
        title=library.title(id),
        weight=weight,
        verdict=verdict,
        basis="tool" if other else found.basis,
        why=why,
        words=told.words,
        alias=told.alias,
        evidence=(role_wants(library, role.id, id), *link),
        hours=round(page.hours * (1 - CREDIT[verdict])) if page else 0,
    )


def reason(library: Library, found: Standing) -> Why:
    """Why a standing is what it is, and the passages that link it to what the person said."""
    return _REASONS[found.basis](library, found)


def _by_their_words(library: Library, found: Standing) -> Why:
    return _said(library, found), _naming(library, found)


def _by_a_tool(library: Library, found: Standing) -> Why:
    why = f"You know {library.title(found.tool)}{_quoted(found)}; it shows part of this skill."
    return why, (_tool_shows(library, found),)


def _by_what_builds_on_it(library: Library, found: Standing) -> Why:
    through = "" if found.page == found.holder else f" by way of {_small(library, found.page)}"
    why = f"You have {_small(library, found.holder)}{_quoted(found)}, which builds on it{through}."
    return why, (named_on(library, found.page, found.id),)


def _by_role(library: Library, found: Standing) -> Why:
    """Why the person's role, or the way from it, brings a skill along."""
    change = _change(library, found.page)
    if change:
        role = with_article(library.title(change.from_))
        why = f"It carries over from your work as {role}; say so if you lack it."
        return why, (named_on(library, found.page, found.id, "What carries over"),)
    title = with_article(library.title(found.page))
    cited = (role_wants(library, found.page, found.id),)
    if found.level == "have":
        return f"A core skill of {title}, which you are; say so if you lack it.", cited
    return f"A core skill of {title}, which you are; say whether you have it.", cited


def _reframed(library: Library, found: Standing) -> Why:
    """Under which name the person knows the skill, by the page of their change."""
    change = _change(library, found.page)
    how = next((one.how for one in change.reframe if one.as_ == found.id), "") if change else ""
    why = f"You know it as {_small(library, found.holder)}{_quoted(found)}: {how}."
    text = library[found.page].document.text
    start = text.find(how)
    if how and start >= 0:
        return why, (cite(library[found.page].document, start, start + len(how)),)
    return why, (named_on(library, found.page, found.id, "What carries over"),)


def _change(library: Library, id: str) -> TransitionPage | None:
    entry = library.get(id)
    return entry.page if entry and isinstance(entry.page, TransitionPage) else None


def named_on(library: Library, page: str, id: str, *headings: str) -> Cited:
    """Where a page names a skill, under the headings first, or else lists it."""
    entry = library[page]
    found = passage_about(library, id, entry, *headings)
    return found if found.found else listed(entry, id)


def _said(library: Library, found: Standing) -> str:
    if not found.words:
        ticked = {"have": "You ticked it.", "partly": "You ticked it in part."}
        return ticked.get(found.level, "You say that you do not have it.")
    read = {"have": "having it", "partly": "having it in part", "missing": "not having it"}
    meaning = "a wish to learn it" if found.intent else read[found.level]
    if found.others:
        meaning = "somebody else having it"
    return f"You wrote “{found.words}”, which reads as {meaning}.{_alias(library, found)}"


def _alias(library: Library, found: Standing) -> str:
    """What the words of the person have to do with the title, when they are not the title."""
    entry, said = library[found.id], found.alias.casefold()
    if name_pattern((said,)).search(entry.title):
        return ""
    known = said in map(str.casefold, entry.page.aliases)
    return f" “{found.alias}” {'is another name for' if known else 'is read as'} {entry.title}."


def _quoted(found: Standing) -> str:
    return f" (“{found.words}”)" if found.words else ""


def _small(library: Library, id: str) -> str:
    return in_a_sentence(library.title(id))


def _naming(library: Library, found: Standing) -> tuple[Cited, ...]:
    """Where the library says that the words of the person are a name of the skill."""
    entry = library.get(found.id)
    return (definition(library, found.id),) if entry and found.alias else ()


def _tool_shows(library: Library, found: Standing) -> Cited:
    """The tool's page on what knowing it shows, at best the sentence that names the skill."""
    page = library[found.tool]
    named = passage_about(library, found.id, page, "What knowing it shows", anywhere=False)
    return named if named.found else listed(page, found.id)


_REASONS: dict[Basis, Callable[[Library, Standing], Why]] = {
    "overruled": lambda library, found: ("You decided this.", ()),
    "said": _by_their_words,
    "role": _by_role,
    "tool": _by_a_tool,
    "reframed": _reframed,
    "needed": _by_what_builds_on_it,
    "nothing": lambda library, found: ("Nothing that you told names it.", ()),
}


def _substitute(library: Library, profile: Profile, tool: str) -> Standing | None:
    """A known tool that the wanted one's page names as an alternative, for the same work."""
    page = library.tools.get(tool)
    for other in page.alternatives if page else ():
        known = standing(library, profile, other)
        if page and known.level == "have" and _same_work(page, library.tools.get(other)):
            return known
    return None


def _instead(library: Library, tool: str, known: Standing) -> Why:
    entry = library[tool]
    named = passage_about(library, known.id, entry, "Instead of", anywhere=False)
    why = f"You know {library.title(known.id)}{_quoted(known)}, an alternative to it."
    return why, (named if named.found else listed(entry, known.id),)


def _same_work(one: ToolPage, other: ToolPage | None) -> bool:
    """Whether each tool's page names the other, and both are for the same skill before all others.

    An alternative is not enough: a spreadsheet is one to pandas, and no half of it.
    """
    if other is None or one.id not in other.alternatives:
        return False
    return one.skills[:1] == other.skills[:1] or len({*one.skills[:3]} & {*other.skills[:3]}) > 1
