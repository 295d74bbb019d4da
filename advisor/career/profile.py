"""What a person says of themselves. It lives with the person: in the browser, in a file of theirs.

Nothing in it says who the person is: no name, age, pronoun or place has a field.
"""

from __future__ import annotations

from collections.abc import Mapping
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

    def overruled(self, id: str, verdict: Verdict | None) -> Profile:
        """The profile with one verdict set by the person, or with None taken back."""
        kept = {key: value for key, value in self.overrides.items() if key != id}
        return self.model_copy(update={"overrides": kept | ({id: verdict} if verdict else {})})

    def with_skills(self, skills: Mapping[str, Holding]) -> Profile:
        """The profile with more skills; the new ones win."""
        return self.model_copy(update={"skills": {**self.skills, **skills}})

    def with_told(self, newer: Profile) -> Profile:
        """The profile with what was told later on top; what was not told again stays."""
        facts = {
            name: value
            for name in ("role", "target", "hours_per_week")
            if (value := getattr(newer, name)) is not None
        }
        wishes = newer.preferences.model_dump(exclude_none=True)
        preferences = self.preferences.model_copy(update=wishes)
        return self.with_skills(newer.skills).model_copy(
            update=facts | {"preferences": preferences}
        )


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


Basis = Literal["overruled", "said", "tool", "needed", "role", "nothing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a person has one skill or tool, and what says so."""

    id: str
    level: Verdict
    basis: Basis
    """`tool`: knows a tool that shows the skill. `needed`: has a skill that builds on this one.
    `role`: their role has it as a core skill."""
    words: str = ""
    alias: str = ""
    tool: str = ""
    """Id of the tool, for the basis `tool`."""
    holder: str = ""
    """Id of the skill that builds on this one, for the basis `needed`."""
    intent: bool = False
    """Wants to learn it, or has begun."""


def standing(library: Library, profile: Profile, id: str) -> Standing:
    """How far the person has a skill or tool: decided by them, said, shown by a tool, or implied.

    What a person says not to have is missing, whatever their role implies.
    """
    if id in profile.overrides:
        return Standing(id, profile.overrides[id], "overruled")
    said = profile.skills.get(id)
    if said and said.level in ("have", "partly"):
        return Standing(
            id, "have" if said.level == "have" else "partly", "said", said.words, said.alias
        )
    intent = said is not None and said.level == "learning"
    if said is None or intent:
        shown = _shown_by_tool(library, profile, id) or _needed(library, profile, id)
        if shown:
            return shown
    if said:
        return Standing(id, "missing", "said", said.words, said.alias, intent=intent)
    role = library.roles.get(profile.role or "")
    if role and id in role.skills.core:
        return Standing(id, "partly", "role")
    return Standing(id, "missing", "nothing")


def _shown_by_tool(library: Library, profile: Profile, skill: str) -> Standing | None:
    """`partly`, by the best known tool whose page says that it shows the skill."""
    tools = [id for id, page in library.tools.items() if skill in page.skills]
    known = [one for one in (_known(profile, id) for id in tools) if one]
    best = min(known, key=lambda one: one[0], default=None)
    if best is None:
        return None
    _, tool, holding = best
    return Standing(skill, "partly", "tool", holding.words, holding.alias, tool)


def _needed(library: Library, profile: Profile, skill: str) -> Standing | None:
    """`partly`, if the person has a skill whose page names this one as a prerequisite."""
    for id in (*profile.skills, *profile.overrides):
        page = library.skills.get(id)
        said = profile.skills.get(id, Holding(level="none"))
        if page and skill in page.prerequisites:
            level = profile.overrides.get(id) or said.level
            if level == "have":
                return Standing(skill, "partly", "needed", said.words, said.alias, holder=id)
    return None


def _known(profile: Profile, tool: str) -> tuple[int, str, Holding] | None:
    """(rank, tool, what was said), lower rank first, if the person knows the tool at all."""
    holding = profile.skills.get(tool, Holding(level="none"))
    level = profile.overrides.get(tool) or holding.level
    rank = {"have": 0, "partly": 1}.get(level)
    return None if rank is None else (rank, tool, holding)
