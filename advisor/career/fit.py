"""Which roles fit what a person can do and where they like to stand, with reasons for and against.

It sees skills and preferences and nothing else: a profile has no name, age, pronoun or place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from advisor.career.gap import CREDIT, WEIGHTS, GapLine, Weight, covered, gap_line, wants
from advisor.career.profile import Preferences, Profile, Verdict, standing
from advisor.career.result import CareerError, Cited, first_under, listed, with_article
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


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a role."""

    text: str
    evidence: tuple[Cited, ...]


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


@dataclass(frozen=True, slots=True)
class Fit:
    """The roles of the library, best first."""

    rankings: tuple[Ranking, ...]
    note: str
    """What the ranking rests on."""


def fit(library: Library, profile: Profile) -> Fit:
    """The roles ranked by skills and preferences; half and half where both are known.

    Raises:
        CareerError: the profile has neither a skill nor a preference.
    """
    skilled = any(one.level in ("have", "partly") for one in profile.skills.values())
    skilled = skilled or bool(profile.role) or bool(profile.overrides)
    wishes = _wishes(profile.preferences)
    if not skilled and not wishes:
        raise CareerError(
            "There is nothing to compare yet. Name at least one skill that you have, or say on "
            "one scale where you like to stand."
        )
    person = _Person(library, profile, skilled, wishes)
    rankings = sorted(map(person.ranking, library.roles.values()), key=lambda one: -one.score)
    basis = " and ".join(
        name for name, used in (("your skills", skilled), ("your preferences", wishes)) if used
    )
    return Fit(tuple(rankings), f"Ranked by {basis}, and by nothing else that you told.")


def _wishes(preferences: Preferences) -> dict[Scale, float]:
    wanted = {scale: getattr(preferences, scale) for scale in ENDS}
    return {scale: value for scale, value in wanted.items() if value is not None}


@dataclass(frozen=True)
class _Person:
    """A profile against every role; each skill is judged once."""

    library: Library
    profile: Profile
    skilled: bool
    wishes: dict[Scale, float]

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        library, profile = self.library, self.profile
        return {id: standing(library, profile, id).level for id in library.skills}

    @cached_property
    def spread(self) -> Counter[str]:
        """How many roles have a skill at their core."""
        return Counter(id for role in self.library.roles.values() for id in role.skills.core)

    def ranking(self, role: RolePage) -> Ranking:
        parts: dict[str, float] = {}
        if self.skilled:
            counted = ((weight, self.verdicts[id]) for weight, id in self._skills(role))
            parts["skills"] = covered(counted)
        if self.wishes:
            parts["preferences"] = round(_closeness(role, self.wishes))
        score = round(sum(parts.values()) / len(parts))
        words = " and ".join(f"{name} {value:g}" for name, value in parts.items())
        return Ranking(
            role=role.id,
            title=role.title,
            score=score,
            arithmetic=f"{score} = mean of {words}" if len(parts) > 1 else words,
            speaks_for=(*self._held(role), *self._leans(role, near=True)),
            speaks_against=(*self._missed(role), *self._leans(role, near=False)),
            summary=first_under(self.library[role.id], "Focus"),
        )

    def _skills(self, role: RolePage) -> list[tuple[Weight, str]]:
        """(weight, skill) of what counts for the score."""
        return [
            (weight, id)
            for weight, ids in wants(role)
            for id in ids
            if WEIGHTS[weight] and id in self.verdicts
        ]

    def _held(self, role: RolePage) -> list[Reason]:
        """What the person has of the role's skills, the heaviest and rarest among roles first."""
        held = [one for one in self._skills(role) if self.verdicts[one[1]] != "missing"]
        held.sort(
            key=lambda one: (
                -WEIGHTS[one[0]] * CREDIT[self.verdicts[one[1]]],
                self.spread[one[1]],
            )
        )
        lines = (self._line(role, *one) for one in held[:MOST_REASONS])
        return [_has(line) for line in lines] if self.skilled else []

    def _missed(self, role: RolePage) -> list[Reason]:
        """The core skills that are missing, the longest to learn first."""
        missing = [
            one
            for one in self._skills(role)
            if one[0] == "core" and self.verdicts[one[1]] == "missing"
        ]
        missing.sort(key=lambda one: -self.library.skills[one[1]].hours)
        lines = (self._line(role, *one) for one in missing[:MOST_REASONS])
        return [_lacks(line) for line in lines] if self.skilled else []

    def _line(self, role: RolePage, weight: Weight, id: str) -> GapLine:
        return gap_line(self.library, self.profile, role, weight, id)

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
                yield Reason(text, (shown, listed(entry, scale)))


def _closeness(role: RolePage, wishes: dict[Scale, float]) -> float:
    """100 where every wish is met, 0 where each is at the other end."""
    steps: list[float] = [
        abs(value - getattr(role.leans, scale)) for scale, value in wishes.items()
    ]
    return 100 - 10 * sum(steps) / len(steps)


def _has(line: GapLine) -> Reason:
    part = ", in part" if line.verdict == "partly" else ""
    return Reason(f"{line.title}{part}. {line.why}", line.evidence)


def _lacks(line: GapLine) -> Reason:
    text = f"{line.title} is core and missing: about {line.hours} hours of study."
    return Reason(text, line.evidence)
