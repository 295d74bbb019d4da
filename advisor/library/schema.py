"""What front matter may say, and which headings a page of each kind has.

A heading of a page is its schema: a role's headings are its aspects.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Kind = Literal["role", "skill", "tool", "project", "transition", "guide", "interview"]
Group = Literal[
    "programming", "mathematics", "analysis", "data", "people", "machine learning",
    "deep learning", "language models", "operations", "trust",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(_Strict):
    """A place to read more, with the licence of that place."""

    name: str
    link: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
    licence: Annotated[str, StringConstraints(min_length=2)]


class Page(_Strict):
    """What every page says of itself."""

    id: Id
    kind: Kind
    title: str
    aliases: tuple[str, ...] = ()
    updated: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sources: tuple[Reading, ...] = Field(min_length=1)


class RoleSkills(_Strict):
    core: tuple[Id, ...]
    useful: tuple[Id, ...]
    rare: tuple[Id, ...]


Lean = Annotated[float, Field(ge=0, le=10)]


class Leans(_Strict):
    """Where a role stands on four scales; 0 and 10 are the two ends that a name joins."""

    build: Lean
    """10 builds, 0 analyzes"""
    production: Lean
    """10 production, 0 research"""
    systems: Lean
    """10 systems, 0 people"""
    engineering: Lean
    """10 engineering, 0 mathematics"""


class RolePage(Page):
    skills: RoleSkills
    tools: tuple[Id, ...]
    neighbours: tuple[Id, ...]
    leans: Leans


class SkillPage(Page):
    group: Group
    prerequisites: tuple[Id, ...] = ()
    hours: Annotated[int, Field(gt=0, le=1000)]
    hours_reason: str
    proof: str
    tools: tuple[Id, ...] = ()
    also_called: dict[Id, str] = Field(default_factory=dict)


class ToolPage(Page):
    category: str
    alternatives: tuple[Id, ...] = Field(min_length=1)
    skills: tuple[Id, ...] = Field(min_length=1)


class ProjectPage(Page):
    skills: tuple[Id, ...]
    tools: tuple[Id, ...]
    roles: tuple[Id, ...]
    hours: Annotated[int, Field(gt=0, le=500)]
    level: Literal["starter", "solid", "advanced"]


class Reframe(_Strict):
    """A skill that a person has under another name."""

    have: Id
    as_: Id = Field(alias="as")
    how: str


class TransitionPage(Page):
    from_: Id = Field(alias="from")
    to: Id
    months: tuple[int, int]
    """At about eight hours a week."""
    carry_over: tuple[Id, ...]
    learn: tuple[Id, ...]
    """In the order to learn them."""
    reframe: tuple[Reframe, ...] = ()
    projects: tuple[Id, ...] = ()


class GuidePage(Page):
    topics: tuple[Id, ...] = ()


class InterviewPage(Page):
    role: Id


PAGES: dict[str, type[Page]] = {
    "role": RolePage,
    "skill": SkillPage,
    "tool": ToolPage,
    "project": ProjectPage,
    "transition": TransitionPage,
    "guide": GuidePage,
    "interview": InterviewPage,
}

ASPECTS = (
    "Focus", "Responsibilities", "Day to day", "Deliverables", "Skills", "Tools", "Works with",
    "Measured by", "Ways in", "Misunderstandings", "What changes with seniority",
)  # fmt: skip
"""The headings of a role."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "role": ASPECTS,
    "skill": (
        "What it is", "Why it matters", "What to learn", "How long it takes", "How to prove it",
        "Pitfalls",
    ),
    "tool": ("What it is for", "Instead of", "When not", "What knowing it shows", "First steps"),
    "project": (
        "Goal", "Data", "Architecture", "Steps", "Metrics", "What to show", "Questions it raises",
        "Going further",
    ),
    "transition": (
        "In short", "What carries over", "Same skill, another name", "What is new", "The order",
        "How long it takes", "The usual trap", "Evidence that convinces",
    ),
    "interview": ("Rounds", "Questions", "Mistakes"),
}  # fmt: skip
"""Guides choose their own headings."""


def references(page: Page) -> list[tuple[str, str, str]]:
    """(field, id, kind that the id must have, or "" for any) of every link to another page."""
    found: list[tuple[str, str, str]] = []

    def add(name: str, ids: Any, kind: str) -> None:
        found.extend((name, one, kind) for one in ids)

    if isinstance(page, RolePage):
        add("skills", (*page.skills.core, *page.skills.useful, *page.skills.rare), "skill")
        add("tools", page.tools, "tool")
        add("neighbours", page.neighbours, "role")
    elif isinstance(page, SkillPage):
        add("prerequisites", page.prerequisites, "skill")
        add("tools", page.tools, "tool")
        add("also_called", page.also_called, "role")
    elif isinstance(page, ToolPage):
        add("alternatives", page.alternatives, "tool")
        add("skills", page.skills, "skill")
    elif isinstance(page, ProjectPage):
        add("skills", page.skills, "skill")
        add("tools", page.tools, "tool")
        add("roles", page.roles, "role")
    elif isinstance(page, TransitionPage):
        add("from", [page.from_], "role")
        add("to", [page.to], "role")
        add("carry_over", page.carry_over, "skill")
        add("learn", page.learn, "skill")
        add("reframe", [one.have for one in page.reframe], "skill")
        add("reframe", [one.as_ for one in page.reframe], "skill")
        add("projects", page.projects, "project")
    elif isinstance(page, GuidePage):
        add("topics", page.topics, "")
    elif isinstance(page, InterviewPage):
        add("role", [page.role], "role")
    return found
