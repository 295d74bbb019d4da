"""A person against a role: what they have, have in part, and miss, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from advisor.career.profile import Basis, Profile, Standing, Verdict, standing
from advisor.career.result import (
    CareerError,
    Cited,
    definition,
    in_a_sentence,
    listed,
    passage_about,
    role_entry,
    role_wants,
    with_article,
)
from advisor.library.load import Library
from advisor.library.schema import RolePage, ToolPage

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
        return (
            f"{self.coverage} %: {core}, {useful}. A core skill counts {WEIGHTS['core']}, a useful "
            f"one {WEIGHTS['useful']}, a skill in part half."
        )


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
        gap_line(library, profile, role, weight, id)
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
    pairs = list(lines)
    whole = sum(WEIGHTS[weight] for weight, _ in pairs)
    had = sum(WEIGHTS[weight] * CREDIT[verdict] for weight, verdict in pairs)
    return round(100 * had / whole) if whole else 0


def gap_line(
    library: Library, profile: Profile, role: RolePage, weight: Weight, id: str
) -> GapLine:
    """One skill or tool of a role, judged and cited."""
    found = standing(library, profile, id)
    substitute = _substitute(library, profile, id) if found.basis == "nothing" else None
    verdict: Verdict = "partly" if substitute else found.level
    why, link = substitute or reason(library, found, profile.role)
    page = library.skills.get(id)
    return GapLine(
        id=id,
        title=library.title(id),
        weight=weight,
        verdict=verdict,
        basis="tool" if substitute else found.basis,
        why=why,
        words=found.words,
        alias=found.alias,
        evidence=(role_wants(library, role.id, id), *link),
        hours=round(page.hours * (1 - CREDIT[verdict])) if page else 0,
    )


def reason(library: Library, found: Standing, role: str | None) -> tuple[str, tuple[Cited, ...]]:
    """Why a standing is what it is, and the passages that link it to what the person said."""
    if found.basis == "overruled":
        return "You decided this.", ()
    if found.basis == "said":
        return _said(library, found), _naming(library, found)
    if found.basis == "tool":
        tool = library.title(found.tool)
        why = f"You know {tool}{_quoted(found)}; it shows part of this skill."
        return why, (_tool_shows(library, found),)
    if found.basis == "needed":
        why = f"You have {_small(library, found.holder)}{_quoted(found)}, which builds on it."
        return why, (_builds_on(library, found),)
    if found.basis == "role":
        title = with_article(library.title(role or ""))
        why = f"A core skill of {title}, which you are; say so if you have it, or if you do not."
        return why, (role_wants(library, role or "", found.id),)
    return "Nothing that you told names it.", ()


def _said(library: Library, found: Standing) -> str:
    if not found.words:
        ticked = {"have": "You ticked it.", "partly": "You ticked it in part."}
        return ticked.get(found.level, "You say that you do not have it.")
    read = {"have": "having it", "partly": "having it in part", "missing": "not having it"}
    meaning = "a wish to learn it" if found.intent else read[found.level]
    name = library.title(found.id)
    same = found.alias.casefold() == name.casefold()
    other = "" if same else f" “{found.alias}” is another name for {name}."
    return f"You wrote “{found.words}”, which reads as {meaning}.{other}"


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


def _builds_on(library: Library, found: Standing) -> Cited:
    page = library[found.holder]
    named = passage_about(library, found.id, page)
    return named if named.found else listed(page, found.id)


def _substitute(
    library: Library, profile: Profile, tool: str
) -> tuple[str, tuple[Cited, ...]] | None:
    """A known tool that the wanted one's page names as an alternative, for the same work."""
    page = library.tools.get(tool)
    for other in page.alternatives if page else ():
        known = standing(library, profile, other)
        if page and known.level != "missing" and _same_work(page, library.tools.get(other)):
            entry = library[tool]
            named = passage_about(library, other, entry, "Instead of", anywhere=False)
            why = f"You know {library.title(other)}{_quoted(known)}, an alternative to it."
            return why, (named if named.found else listed(entry, other),)
    return None


def _same_work(one: ToolPage, other: ToolPage | None) -> bool:
    """Whether two tools share one of the two skills that their pages put first."""
    return other is not None and bool(set(one.skills[:2]) & set(other.skills[:2]))
