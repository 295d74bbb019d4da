"""What a person says of themselves. It lives with the person: in the browser, in a file of theirs.

Nothing in it says who the person is: no name, age, pronoun or place has a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from advisor.career.result import CareerError
from advisor.library.load import Library
from advisor.library.schema import Id, Lean

VERSION: Final = 1
Level = Literal["have", "partly", "learning", "none"]
"""`learning`: wants to or has begun to. `none`: says not to have it."""
Verdict = Literal["have", "partly", "missing"]
Short = Annotated[str, StringConstraints(max_length=600)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Holding(_Strict):
    """One skill or tool as the person tells it."""

    level: Level
    words: Short = ""
    """The person's own sentence; empty when ticked in a list."""
    alias: Short = ""
    """The words in it that name the skill or tool."""
    others: bool = False
    """With `none`: the words give it to somebody else (`the Airflow team`), and deny nothing."""


class Preferences(_Strict):
    """Where a person wants to stand on the scales of `schema.Leans`; None is no preference."""

    build: Lean | None = None
    production: Lean | None = None
    systems: Lean | None = None
    engineering: Lean | None = None


class Profile(_Strict):
    """Skills, roles and wishes of a person, as JSON with a version."""

    version: Literal[1] = VERSION
    skills: Mapping[Id, Holding] = Field(default_factory=dict, max_length=600)
    """By id of a skill or a tool."""
    role: Id | None = None
    """What the person is now."""
    target: Id | None = None
    hours_per_week: Annotated[int, Field(ge=0, le=168)] | None = None
    preferences: Preferences = Preferences()
    overrides: Mapping[Id, Verdict] = Field(default_factory=dict, max_length=600)
    """What the person decided against a tool's verdict; always wins."""

    @property
    def held(self) -> tuple[str, ...]:
        """What the person has by their own word: ticked, said, or decided against a verdict."""
        said = (id for id, one in self.skills.items() if one.level == "have")
        named = dict.fromkeys((*said, *self.overrides))
        return tuple(id for id in named if self.overrides.get(id, "have") == "have")

    def holding(self, ids: Iterable[str]) -> Profile:
        """The profile that holds just these: what is new is ticked, what is gone was never told."""
        wanted, before = tuple(dict.fromkeys(ids)), self.held
        touched = {id for id in (*wanted, *before) if id not in wanted or id not in before}
        skills = {id: one for id, one in self.skills.items() if id not in touched}
        ticked = {id: Holding(level="have") for id in wanted if id in touched}
        overrides = {id: one for id, one in self.overrides.items() if id not in touched}
        return self.model_copy(update={"skills": skills | ticked, "overrides": overrides})

    def overruled(self, id: str, verdict: Verdict | None) -> Profile:
        """The profile with one verdict set by the person, or with None taken back."""
        kept = {key: value for key, value in self.overrides.items() if key != id}
        return self.model_copy(update={"overrides": kept | ({id: verdict} if verdict else {})})

    def with_skills(self, skills: Mapping[str, Holding]) -> Profile:
        """The profile with more skills; the new ones win."""
        return self.model_copy(update={"skills": {**self.skills, **skills}})

    def with_told(self, newer: Profile) -> Profile:
        """The profile with what was told later on top; what was not told again stays.

        A wish to learn more of it, or another team that has it too, takes nothing away.
        """
        facts = {
            name: value
            for name in ("role", "target", "hours_per_week")
            if (value := getattr(newer, name)) is not None
        }
        wishes = newer.preferences.model_dump(exclude_none=True)
        preferences = self.preferences.model_copy(update=wishes)
        told = {id: one for id, one in newer.skills.items() if self._takes(id, one)}
        return self.with_skills(told).model_copy(update=facts | {"preferences": preferences})

    def _takes(self, id: str, newer: Holding) -> bool:
        before = self.skills.get(id)
        known = before is not None and before.level in ("have", "partly")
        return not known or not (newer.others or newer.level == "learning")


def read_json(text: str | bytes) -> Profile:
    """The profile in a JSON text.

    Raises:
        CareerError: it is no profile, or of a version that this program does not know.
    """
    try:
        return Profile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise CareerError(
            f"This is not a profile of version {VERSION}: {where}: {first['msg']}. "
            "Load a profile that this page saved, or start a new one."
        ) from None


def ticked(*ids: str, role: str | None = None, target: str | None = None) -> Profile:
    """A profile of skills and tools that a person ticked in a list."""
    held = {id: Holding(level="have") for id in ids}
    return Profile(skills=held, role=role, target=target)


Basis = Literal["overruled", "said", "role", "tool", "reframed", "needed", "nothing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a person has one skill or tool, and what says so."""

    id: str
    level: Verdict
    basis: Basis
    """`role`: their role or the way from it brings it along. `tool`: knows a tool that shows the
    skill. `reframed`: has it under another name. `needed`: has a skill that builds on this one."""
    words: str = ""
    alias: str = ""
    tool: str = ""
    """Id of the tool, for the basis `tool`."""
    holder: str = ""
    """Id of the skill that builds on this one (`needed`), or is its other name (`reframed`)."""
    page: str = ""
    """Id of the page that says so: the role or the change of role (`role`, `reframed`), or the
    skill that directly builds on this one (`needed`)."""
    intent: bool = False
    """Wants to learn it, or has begun."""
    others: bool = False
    """By the person's words it belongs to somebody else."""


def standing(library: Library, profile: Profile, id: str, target: str | None = None) -> Standing:
    """How far the person has a skill or tool, on the way to a target if there is one.

    The first that says something decides: the person's overruling, what they say to have, what
    they say to lack, their role, a tool that they know, another name of it, what builds on it.
    """
    if id in profile.overrides:
        return Standing(id, profile.overrides[id], "overruled")
    said = profile.skills.get(id)
    if said and said.level in ("have", "partly"):
        return Standing(
            id, "have" if said.level == "have" else "partly", "said", said.words, said.alias
        )
    shown = _implied(library, profile, id, target) if said is None or not _denied(said) else None
    if shown:
        return shown
    if said:
        return Standing(
            id,
            "missing",
            "said",
            said.words,
            said.alias,
            intent=said.level == "learning",
            others=said.others,
        )
    return Standing(id, "missing", "nothing")


def _denied(said: Holding) -> bool:
    """Whether the person says not to have it; wanting to learn it is no denial."""
    return said.level == "none" and not said.others


def _implied(library: Library, profile: Profile, id: str, target: str | None) -> Standing | None:
    """What the rest of the profile says of a skill that the person does not claim."""
    said = profile.skills.get(id)
    wished = said is not None and said.level == "learning"
    role = None if wished else _by_role(library, profile, id, target)  # who has it wishes no more
    if role and role.level == "have":
        return role
    return (
        _shown_by_tool(library, profile, id)
        or _reframed(library, profile, id, target)
        or _needed(library, profile, id, target)
        or role
    )


def _by_role(library: Library, profile: Profile, id: str, target: str | None) -> Standing | None:
    """What the person's role brings along: its core, and what the page of the change carries over.

    It is had, not had in part. A data engineer who says nothing of SQL knows SQL: half a gap there
    would be wrong for nearly all of them, would put half its hours into the coverage, and the plan
    would leave out what the gap shows. The few who lack it see in the line that it was taken from
    their role, and overrule it. Against the role itself this would answer the question with itself:
    there the core counts in part until the person says what they have.
    """
    role = library.roles.get(profile.role or "")
    if role is None:
        return None
    if id in role.skills.core:
        return Standing(id, "partly" if role.id == target else "have", "role", page=role.id)
    change = library.transitions.get((role.id, target or ""))
    if change and id in change.carry_over:
        return Standing(id, "have", "role", page=change.id)
    return None


def _reframed(library: Library, profile: Profile, id: str, target: str | None) -> Standing | None:
    """`partly`, if the page of the change knows it under the name of a skill of the old role."""
    change = library.transitions.get((profile.role or "", target or ""))
    for one in change.reframe if change else ():
        said = profile.skills.get(one.have, Holding(level="have"))
        lacked = profile.overrides.get(one.have) == "missing" or _denied(said)
        if change and one.as_ == id and not lacked and said.level != "learning":
            words = (said.words, said.alias) if said.level in ("have", "partly") else ("", "")
            return Standing(id, "partly", "reframed", *words, holder=one.have, page=change.id)
    return None


def _shown_by_tool(library: Library, profile: Profile, skill: str) -> Standing | None:
    """`partly`, by the best known tool whose page says that it shows the skill.

    A tool that is known in part shows only the skill that its page puts first.
    """
    tools = [(id, page.skills) for id, page in library.tools.items() if skill in page.skills]
    known = [
        one
        for id, skills in tools
        if (one := _known(profile, id)) and (one[0] == 0 or skills[0] == skill)
    ]
    best = min(known, key=lambda one: one[0], default=None)
    if best is None:
        return None
    _, tool, holding = best
    return Standing(skill, "partly", "tool", holding.words, holding.alias, tool)


def _needed(library: Library, profile: Profile, skill: str, target: str | None) -> Standing | None:
    """`partly`, if the person has a skill beyond their role that builds on this one, near or far.

    What the role brings along shows nothing more: its page has said what comes with it.
    """
    if skill not in library.skills:
        return None
    holders = {
        id
        for id in profile.held
        if id in library.skills and not _by_role(library, profile, id, target)
    }
    links = {skill: ""}  # a skill that builds on it, to the one through which it does
    while holders and links:
        found = next((id for id in links if id in holders and id != skill), None)
        if found:
            said = profile.skills.get(found, Holding(level="have"))
            words = (said.words, said.alias)
            return Standing(skill, "partly", "needed", *words, holder=found, page=links[found])
        links = _one_step_up(library, links)
    return None


def _one_step_up(library: Library, links: Mapping[str, str]) -> dict[str, str]:
    """The skills that build on these; prerequisites make no circle, so that it ends."""
    return {
        id: links[needed] or id
        for id, page in library.skills.items()
        for needed in page.prerequisites
        if needed in links
    }


def _known(profile: Profile, tool: str) -> tuple[int, str, Holding] | None:
    """(rank, tool, what was said), lower rank first, if the person knows the tool at all."""
    holding = profile.skills.get(tool, Holding(level="none"))
    level = profile.overrides.get(tool) or holding.level
    rank = {"have": 0, "partly": 1}.get(level)
    return None if rank is None else (rank, tool, holding)
