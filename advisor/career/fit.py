"""Which roles fit what a person can do and where they like to stand, with reasons for and against.

It sees skills and preferences and nothing else: a profile has no name, age, pronoun or place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from advisor.career.gap import CREDIT, WEIGHTS, Weight, covered, reason, wants
from advisor.career.profile import Preferences, Profile, Standing, standing
from advisor.career.result import (
    CareerError,
    Cited,
    first_under,
    listed,
    role_wants,
    with_article,
)
from advisor.library.load import Library
from advisor.library.schema import RolePage

Scale = Literal["build", "production", "systems", "engineering"]

ENDS: dict[Scale, tuple[str, str]] = {
    "build": ("analyzing", "building"),
    "production": ("research", "production"),
    "systems": ("people", "systems"),
    "engineering": ("mathematics", "engineering"),
}
"""What 0 and 10 mean on each scale of `schema.Leans`."""
SHOWN_UNDER: dict[Scale, str] = {
    "build": "Deliverables",
    "production": "Measured by",
    "systems": "Works with",
    "engineering": "Skills",
}
"""The heading of a role's page under which the scale shows."""
NEAR, FAR = 2, 4
"""Steps on a scale of ten that speak for a role, and against it."""
MOST_REASONS = 4
"""Of one kind, for a role; the rest is in the gap."""


RULE = (
    "Skills count the share of a role's core and useful skills that you have, a core skill "
    f"{WEIGHTS['core']} and a useful one {WEIGHTS['useful']}. Preferences count 100 where you stand "
    "where the role stands, and 10 less for each step of ten between you. Both together count half "
    "and half."
)
"""How a score is worked out, in words."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a role."""

    text: str
    evidence: tuple[Cited, ...]
    kind: Literal["skill", "preference"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A role, how well it fits, and why."""

    role: str
    title: str
    score: int
    """In percent, higher is better."""
    arithmetic: str
    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]
    summary: Cited
    """What the role is about."""
    present: bool = False
    """Whether it is the role that the person has now."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The roles of the library, best first."""

    rankings: tuple[Ranking, ...]
    note: str
    """What the ranking rests on."""
    rule: str = RULE


def fit(library: Library, profile: Profile) -> Fit:
    """The roles ranked by skills and preferences; half and half where both are known.

    Raises:
        CareerError: the profile has neither a skill nor a preference.
    """
    told = any(one.level in ("have", "partly") for one in profile.skills.values())
    told, known = told or bool(profile.overrides), profile.role in library.roles
    wishes = _wishes(profile.preferences)
    if not told and not known and not wishes:
        raise CareerError(
            "There is nothing to compare yet. Name at least one skill that you have, or say on "
            "one scale where you like to stand."
        )
    person = _Person(library, profile, told or known, wishes)
    rankings = sorted(map(person.ranking, library.roles.values()), key=lambda one: -one.score)
    used = {"your role": known, "your skills": told, "your preferences": bool(wishes)}
    basis = [name for name, counts in used.items() if counts]
    named = " and ".join(filter(None, (", ".join(basis[:-1]), basis[-1])))
    return Fit(tuple(rankings), f"Ranked by {named}, and by nothing else that you told.")


def _wishes(preferences: Preferences) -> dict[Scale, float]:
    wanted = {scale: getattr(preferences, scale) for scale in ENDS}
    return {scale: value for scale, value in wanted.items() if value is not None}


@dataclass(frozen=True)
class _Person:
    """A profile against every role."""

    library: Library
    profile: Profile
    skilled: bool
    wishes: dict[Scale, float]

    @cached_property
    def spread(self) -> Counter[str]:
        """How many roles have a skill at their core."""
        return Counter(id for role in self.library.roles.values() for id in role.skills.core)

    def ranking(self, role: RolePage) -> Ranking:
        skills = self._skills(role)
        parts: dict[str, float] = {}
        if self.skilled:
            parts["skills"] = covered((weight, one.level) for weight, one in skills)
        if self.wishes:
            parts["preferences"] = round(_closeness(role, self.wishes))
        score = round(sum(parts.values()) / len(parts))
        words = " and ".join(f"{name} {value:g}" for name, value in parts.items())
        return Ranking(
            role=role.id,
            title=role.title,
            score=score,
            arithmetic=f"{score} = mean of {words}" if len(parts) > 1 else words,
            speaks_for=(*self._held(role, skills), *self._leans(role, near=True)),
            speaks_against=(*self._missed(role, skills), *self._leans(role, near=False)),
            summary=first_under(self.library[role.id], "Focus"),
            present=role.id == self.profile.role,
        )

    def _skills(self, role: RolePage) -> list[tuple[Weight, Standing]]:
        """What counts for the score, as the gap to the role judges it.

        The role that the person has is judged as from outside, or it would be the only one of which
        their own core skills counted half.
        """
        target = None if role.id == self.profile.role else role.id
        return [
            (weight, standing(self.library, self.profile, id, target))
            for weight, ids in (wants(role) if self.skilled else ())
            for id in ids
            if WEIGHTS[weight] and id in self.library.skills
        ]

    def _held(self, role: RolePage, skills: list[tuple[Weight, Standing]]) -> list[Reason]:
        """What the person has of the role's skills: the heaviest first, then what they told."""
        held = [(weight, one) for weight, one in skills if one.level != "missing"]
        held.sort(
            key=lambda pair: (
                -WEIGHTS[pair[0]] * CREDIT[pair[1].level],
                pair[1].basis == "role",
                self.spread[pair[1].id],
            )
        )
        return [self._has(role, one) for _, one in held[:MOST_REASONS]]

    def _missed(self, role: RolePage, skills: list[tuple[Weight, Standing]]) -> list[Reason]:
        """The core skills that are missing, the longest to learn first."""
        missing = [one for weight, one in skills if weight == "core" and one.level == "missing"]
        missing.sort(key=lambda one: -self.library.skills[one.id].hours)
        return [self._lacks(role, one) for one in missing[:MOST_REASONS]]

    def _has(self, role: RolePage, found: Standing) -> Reason:
        why, link = reason(self.library, found)
        if found.basis == "role" and found.level == "have":
            why = "It comes with your role."
        part = ", in part" if found.level == "partly" else ""
        evidence = (role_wants(self.library, role.id, found.id), *link)
        return Reason(f"{self.library.title(found.id)}{part}. {why}", evidence, "skill")

    def _lacks(self, role: RolePage, found: Standing) -> Reason:
        hours = self.library.skills[found.id].hours
        text = f"{self.library.title(found.id)} is core and missing: about {hours} hours of study."
        evidence = (
            role_wants(self.library, role.id, found.id),
            first_under(self.library[found.id], "How long it takes"),
        )
        return Reason(text, evidence, "skill")

    def _leans(self, role: RolePage, near: bool) -> Iterator[Reason]:
        """The scales on which the role stands near the person's wish, or far from it."""
        for scale, value in self.wishes.items():
            stands: float = getattr(role.leans, scale)
            steps = abs(value - stands)
            if (steps <= NEAR) if near else (steps >= FAR):
                low, high = ENDS[scale]
                text = (
                    f"Between {low} (0) and {high} (10) you stand at {value:g}, "
                    f"{with_article(role.title)} at {stands:g}."
                )
                entry = self.library[role.id]
                shown = first_under(entry, SHOWN_UNDER[scale])
                yield Reason(text, (shown, listed(entry, scale)), "preference")


def _closeness(role: RolePage, wishes: dict[Scale, float]) -> float:
    """100 where every wish is met, 0 where each is at the other end."""
    steps: list[float] = [
        abs(value - getattr(role.leans, scale)) for scale, value in wishes.items()
    ]
    return 100 - 10 * sum(steps) / len(steps)
