"""What to learn for a role, in which order, week by week; and the same again when life changed.

A plan is computed from the library, a profile, a target, hours a week and a start: the same in, the
same out. What a person ticks or estimates anew is `Choices`, and goes in again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from advisor.career.footing import (
    FRACTION,
    MATHEMATICS_GUIDE,
    Footing,
    Left,
    Note,
    Route,
    Share,
    footing,
    front_matter,
    route,
    sequence,
    wanted,
)
from advisor.career.phases import LEARNING_PLANS, Cut, cut
from advisor.career.profile import Holding, Profile
from advisor.career.result import (
    NOTHING_CITED,
    CareerError,
    Cited,
    cite,
    first_under,
    under,
)
from advisor.library.load import Entry, Library
from advisor.library.schema import ProjectPage

State = Literal["open", "learning", "done", "skipped"]
ItemKind = Literal["skill", "project"]
SLACK = Fraction(10, 100)
"""Time that a plan adds for weeks that go wrong: about five weeks a year."""
BUILDING = Fraction(1, 2)
"""Part of a skill's hours that is building, so may go into a project: a good week, says the guide
to learning plans, has one session of new material, two of building and one of writing."""
LEAST_TAKEN = Fraction(8, 10)
"""Part of a project's hours that the building of its skills has to fill. Otherwise every project
would make the way longer, and four of them by months; only a plan without any takes one that
fills less."""
LEAST_HOURS, MOST_HOURS = 1, 80
DEMANDING_HOURS = 15
WEEKS_A_MONTH = Fraction(52, 12)
LONGEST_WEEKS = 52 * 60


@dataclass(frozen=True, slots=True)
class Resource:
    """Where to read, from the page's own sources."""

    name: str
    link: str
    licence: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of an item, with the arithmetic."""

    full: int
    """By the library's page."""
    share: Share
    left: int
    """`full` times the share."""
    in_project: int
    """Of these, how many are built in the project at the end of the phase."""
    own: int | None
    """What the person estimates; then `planned` is this."""
    planned: int
    text: str
    because: Note
    cited: Cited


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. Its id is the same in every plan: `skill:sql`, `project:drift-watch`."""

    id: str
    kind: ItemKind
    title: str
    why: Note
    proof: Cited
    resources: tuple[Resource, ...]
    hours: Hours
    needs: tuple[str, ...] = ()
    """Ids of items of this plan that come first."""
    project: str = ""
    """For a skill: id of the item in which it is put to use."""
    state: State = "open"
    first_week: int = 0
    """1 is the week of the start; 0 when nothing is scheduled: done, skipped, or for later."""
    last_week: int = 0
    starts: date | None = None
    ends: date | None = None

    @property
    def active(self) -> bool:
        return self.state in ("open", "learning")


@dataclass(frozen=True, slots=True)
class Phase:
    """Items that belong together."""

    number: int
    title: str
    label: str
    """What is in it, in a few words, for a drawing."""
    steps: tuple[Cited, ...]
    """What the library says to do at this stage."""
    items: tuple[Item, ...]

    @property
    def weeks(self) -> tuple[int, int]:
        """First and last, or (0, 0) when nothing in it is scheduled."""
        scheduled = [item for item in self.items if item.first_week]
        if not scheduled:
            return 0, 0
        return scheduled[0].first_week, max(item.last_week for item in scheduled)


@dataclass(frozen=True, slots=True)
class Known:
    """A skill on the way that is not planned, and why."""

    id: str
    title: str
    why: Note


@dataclass(frozen=True)
class Choices:
    """What the person decided about items, by item id; also about items that no plan has now."""

    states: Mapping[str, State] = field(default_factory=dict)
    hours: Mapping[str, int] = field(default_factory=dict)


NO_CHOICES = Choices()


@dataclass(frozen=True)
class Plan:
    """A way to a role, week by week."""

    target: str
    title: str
    profile: Profile
    """Levels and decisions alone, without anybody's own words."""
    hours_per_week: float
    start: date
    phases: tuple[Phase, ...]
    later: tuple[Item, ...]
    """Useful for the role, not scheduled."""
    known: tuple[Known, ...]
    notes: tuple[Note, ...]
    choices: Choices
    page_months: tuple[int, int] | None = None
    """What the transition's page says, at about eight hours a week."""
    repairs: tuple[str, ...] = field(default=(), compare=False)
    """What was mended in the file that the plan was read from."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything in the phases, in order."""
        return tuple(item for phase in self.phases for item in phase.items)

    @property
    def hours(self) -> int:
        """What is left to do."""
        return sum(item.hours.planned for item in self.items if item.active)

    @property
    def weeks(self) -> int:
        return max((item.last_week for item in self.items), default=0)

    @property
    def months(self) -> float:
        return round(float(self.weeks / WEEKS_A_MONTH), 1)

    @property
    def progress(self) -> float:
        """Part of the phases' hours that is done, in [0, 1]; what is skipped does not count."""
        counted = [item for item in self.items if item.state != "skipped"]
        done = sum(item.hours.planned for item in counted if item.state == "done")
        return done / (sum(item.hours.planned for item in counted) or 1)


def make_plan(
    library: Library,
    profile: Profile,
    target: str,
    hours_per_week: float,
    start: date,
    choices: Choices = NO_CHOICES,
) -> Plan:
    """The way from a profile to a role.

    Raises:
        CareerError: an unknown target, hours that no week has, or a plan beyond a lifetime.
    """
    pace = _pace(hours_per_week)
    way = route(library, profile, target)
    asked = _asked(way)
    left = sequence(way, asked)
    phases = _scheduled(_phases(way, left, choices), pace, start)
    return Plan(
        target=target,
        title=f"To {library.title(target)}",
        profile=_without_words(profile),
        hours_per_week=hours_per_week,
        start=start,
        phases=phases,
        later=_later(way, left, choices),
        known=_known(way, left),
        notes=_notes(way, left, phases, pace),
        choices=choices,
        page_months=way.transition.months if way.transition else None,
    )


def replan(
    library: Library,
    old: Plan,
    start: date,
    *,
    profile: Profile | None = None,
    target: str | None = None,
    hours_per_week: float | None = None,
) -> Plan:
    """The plan for what changed, from a new start, with everything that was ticked or estimated."""
    return make_plan(
        library,
        old.profile if profile is None else profile,
        old.target if target is None else target,
        old.hours_per_week if hours_per_week is None else hours_per_week,
        start,
        old.choices,
    )


def ticked(library: Library, plan: Plan, id: str, state: State, start: date) -> Plan:
    """The plan with one item in another state; what is left begins at `start`.

    Raises:
        CareerError: the plan has no such item.
    """
    if id not in {item.id for item in (*plan.items, *plan.later)} | set(plan.choices.states):
        raise CareerError(
            f"The plan has no item {id!r}; take an id that it lists, such as skill:sql."
        )
    states = {key: value for key, value in plan.choices.states.items() if key != id}
    if state != "open":
        states[id] = state
    choices = Choices(states, plan.choices.hours)
    return replan(library, replace(plan, choices=choices), start)


def _pace(hours_per_week: float) -> Fraction:
    """Hours a week, as a fraction.

    Raises:
        CareerError: no week has so few or so many.
    """
    if not LEAST_HOURS <= hours_per_week <= MOST_HOURS:  # also false for not-a-number
        raise CareerError(
            f"{hours_per_week!s:.12} hours a week cannot be planned. Give a number from "
            f"{LEAST_HOURS} to {MOST_HOURS}; beside a full-time job most people hold about 8."
        )
    return Fraction(hours_per_week).limit_denominator(4)


def _without_words(profile: Profile) -> Profile:
    """A plan is a file to pass around; what the person wrote stays with the person."""
    levels = {id: Holding(level=one.level, others=one.others) for id, one in profile.skills.items()}
    return profile.model_copy(update={"skills": levels})


def _asked(way: Route) -> tuple[str, ...]:
    """What the way names; the role's useful skills when nothing of that is left to learn."""
    if any(footing(way, id).share != "none" for id in way.named):
        return way.named
    return way.target.skills.useful


# phases


def _phases(way: Route, left: Mapping[str, Left], choices: Choices) -> list[Phase]:
    skills = list(left)
    hours = {
        id: _share_of(way.library.skills[id].hours, one.footing.share) for id, one in left.items()
    }
    cuts = cut(way, skills, [hours[id] for id in skills])
    projects = _projects(way, skills, cuts, hours)
    built = _built(way.library, skills, cuts, hours, projects, choices)
    found = []
    for number, (one, project) in enumerate(zip(cuts, projects, strict=True), 1):
        inside = skills[one.start : one.end]
        items = [_skill_item(way, left[id], hours[id], left, built, choices) for id in inside]
        if project:
            items.append(_project_item(way, project, hours, built, choices))
        label = _label(way.library, inside, hours)
        title = _title(one, label)
        found.append(Phase(number, title, label, one.steps, tuple(items)))
    return found


def _share_of(hours: int, share: Share) -> int:
    """At least one hour, halves rounded up."""
    return max(1, floor(hours * FRACTION[share] + Fraction(1, 2)))


def _label(library: Library, skills: Sequence[str], hours: Mapping[str, int]) -> str:
    """All skills of a short phase, else the two longest and how many there are beside."""
    most = len(skills) if len(skills) <= 3 else 2
    longest = sorted(skills, key=lambda id: -hours[id])[:most]
    names = [library.title(id) for id in skills if id in longest]
    if len(skills) > most:
        names.append(f"{len(skills) - most} more")
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _title(one: Cut, label: str) -> str:
    """The library's own step where it speaks of what is learned, else what is learned."""
    if not (one.named and one.steps):
        return label
    title = re.sub(r"^Phase \d+, ", "", one.steps[0].text).rstrip(".")
    return f"{title} (part {one.part})" if one.part else title


# projects


def _projects(
    way: Route, skills: Sequence[str], cuts: Sequence[Cut], hours: Mapping[str, int]
) -> list[str]:
    """For each phase the project that puts most of what was just learned to use; "" for none."""
    named = {id for page in way.library.projects.values() for id in page.skills}
    held = {id for id in named if id not in hours and footing(way, id).share == "none"}
    chosen: list[str] = []
    fresh: list[str] = []
    for one in cuts:
        fresh += skills[one.start : one.end]
        worth = _worths(way, fresh, held | set(fresh), skills[one.end :], hours, chosen)
        best = max(worth, key=lambda id: (worth[id], id), default="")
        last_chance = one is cuts[-1] and not any(chosen)
        if best and (worth[best] > (True, 0) or last_chance):
            fresh = [id for id in fresh if id not in way.library.projects[best].skills]
        else:
            best = ""
        chosen.append(best)
    return chosen


def _worths(
    way: Route,
    fresh: Sequence[str],
    held: set[str],
    ahead: Sequence[str],
    hours: Mapping[str, int],
    chosen: Sequence[str],
) -> dict[str, tuple[bool, float]]:
    """By project that uses two fresh skills: whether they fill it, and what speaks for it in hours:
    those that it takes over, less those that it adds.
    """
    found = {}
    for id, page in way.library.projects.items():
        used = [one for one in page.skills if one in fresh]
        if id in chosen or len(used) < 2 or len(set(ahead) & set(page.skills)) > 1:
            continue
        taken = min(page.hours, float(BUILDING) * sum(hours[one] for one in used))
        listed = bool(way.transition and id in way.transition.projects)
        strange = sum(one not in held for one in page.skills)
        liked = 25 * listed + 10 * (way.target.id in page.roles) - 5 * strange
        found[id] = (taken >= LEAST_TAKEN * page.hours, taken + liked - (page.hours - taken))
    return found


def _built(
    library: Library,
    skills: Sequence[str],
    cuts: Sequence[Cut],
    hours: Mapping[str, int],
    projects: Sequence[str],
    choices: Choices,
) -> dict[str, tuple[str, int]]:
    """For each skill that a project puts to use: the project, and the hours that move into it."""
    found: dict[str, tuple[str, int]] = {}
    for one, project in zip(cuts, projects, strict=True):
        if not project or choices.states.get(f"project:{project}") == "skipped":
            continue
        page = library.projects[project]
        used = [
            id
            for id in skills[: one.end]
            if id in page.skills and id not in found and f"skill:{id}" not in choices.hours
        ]
        halves = {id: floor(hours[id] * BUILDING) for id in used}
        part = min(Fraction(1), Fraction(page.hours, max(1, sum(halves.values()))))
        found.update({id: (project, floor(halves[id] * part)) for id in used})
    return found


# items


def _skill_item(
    way: Route,
    left: Left,
    hours: int,
    all_left: Mapping[str, Left],
    built: Mapping[str, tuple[str, int]],
    choices: Choices,
) -> Item:
    id = left.footing.skill
    entry, page = way.library[id], way.library.skills[id]
    key = f"skill:{id}"
    project, moved = built.get(id, ("", 0))
    own = choices.hours.get(key)
    return Item(
        id=key,
        kind="skill",
        title=entry.title,
        why=left.why,
        proof=first_under(entry, "How to prove it"),
        resources=_resources(entry),
        hours=_skill_hours(way.library, left.footing, page.hours, hours, (project, moved), own),
        needs=tuple(f"skill:{one}" for one in page.prerequisites if one in all_left),
        project=f"project:{project}" if project else "",
        state=choices.states.get(key, "open"),
    )


_IN_WORDS: dict[Share, str] = {"none": "0", "tenth": "1/10", "half": "1/2", "full": "1"}


def _skill_hours(
    library: Library,
    found: Footing,
    full: int,
    left: int,
    built: tuple[str, int],
    own: int | None,
) -> Hours:
    cited = first_under(library[found.skill], "How long it takes")
    project, moved = built
    text = (
        f"{full} h" if found.share == "full" else f"{full} h × {_IN_WORDS[found.share]} = {left} h"
    )
    if moved:
        text += (
            f", of which {moved} h are the building in {library.title(project)}: {left - moved} h"
        )
    if own is not None:
        text, moved = f"{own} h by your own estimate; the library's page says {full} h", 0
    planned = left - moved if own is None else own
    return Hours(full, found.share, left, moved, own, planned, text, found.because, cited)


def _project_item(
    way: Route,
    id: str,
    hours: Mapping[str, int],
    built: Mapping[str, tuple[str, int]],
    choices: Choices,
) -> Item:
    entry, page = way.library[id], way.library.projects[id]
    key = f"project:{id}"
    used = [skill for skill in page.skills if skill in hours]
    names = ", ".join(way.library.title(skill) for skill in used)
    return Item(
        id=key,
        kind="project",
        title=entry.title,
        why=Note(f"Puts to use: {names}.", front_matter(entry, "skills")),
        proof=_shown(entry),
        resources=_resources(entry),
        hours=_project_hours(way.library, entry, page, built, choices.hours.get(key)),
        needs=tuple(f"skill:{skill}" for skill in used if built.get(skill, ("",))[0] == id),
        state=choices.states.get(key, "open"),
    )


def _shown(entry: Entry) -> Cited:
    """The first thing that the project has to show."""
    found = next(
        (one for one in under(entry, "What to show") if one.kind in ("item", "step")), None
    )
    return (
        cite(entry.document, found.start, found.end)
        if found
        else first_under(entry, "What to show")
    )


def _project_hours(
    library: Library,
    entry: Entry,
    page: ProjectPage,
    built: Mapping[str, tuple[str, int]],
    own: int | None,
) -> Hours:
    moved = sum(hours for project, hours in built.values() if project == page.id)
    text = f"{page.hours} h, of which {moved} h are the building of its skills"
    if own is not None:
        text = f"{own} h by your own estimate; the library's page says {page.hours} h"
    cited = front_matter(entry, "hours")
    because = Note("A project is planned in full.", cited)
    planned = page.hours if own is None else own
    return Hours(page.hours, "full", page.hours, 0, own, planned, text, because, cited)


def _resources(entry: Entry) -> tuple[Resource, ...]:
    """The page's own sources, each with the place in the front matter that names it."""
    text = entry.document.text
    found = []
    for one in entry.page.sources:
        start = max(0, text.find(one.link))
        found.append(
            Resource(
                one.name, one.link, one.licence, cite(entry.document, start, start + len(one.link))
            )
        )
    return tuple(found)


# weeks


def _scheduled(phases: Sequence[Phase], pace: Fraction, start: date) -> tuple[Phase, ...]:
    """The phases with weeks and dates, slack included.

    Raises:
        CareerError: the plan is longer than a lifetime, or than the calendar.
    """
    spent = Fraction(0)
    found = []
    for phase in phases:
        items = []
        for item in phase.items:
            if not item.active:
                items.append(item)
                continue
            begun = spent
            spent += item.hours.planned * (1 + SLACK) / pace
            items.append(_dated(item, floor(begun) + 1, max(floor(begun) + 1, ceil(spent)), start))
        found.append(replace(phase, items=tuple(items)))
    return tuple(found)


def _dated(item: Item, first: int, last: int, start: date) -> Item:
    if last > LONGEST_WEEKS:
        raise CareerError(
            f"The plan would take over {LONGEST_WEEKS // 52} years. Give more hours a week, or "
            "lower the hours that you set for an item."
        )
    try:
        starts = start + timedelta(weeks=first - 1)
        ends = start + timedelta(weeks=last, days=-1)
    except OverflowError:
        raise CareerError(
            f"A plan that starts on {start.isoformat()} leaves the calendar; give an earlier start."
        ) from None
    return replace(item, first_week=first, last_week=last, starts=starts, ends=ends)


# beside the weeks


def _later(way: Route, left: Mapping[str, Left], choices: Choices) -> tuple[Item, ...]:
    """The role's useful skills that are neither planned nor held, in the order of its page."""
    found = []
    for id in way.target.skills.useful:
        if id in left or id not in way.library.skills:
            continue
        own = footing(way, id, asked=True)
        if own.share == "none":
            continue
        hours = _share_of(way.library.skills[id].hours, own.share)
        found.append(_skill_item(way, Left(own, wanted(way, id)), hours, left, {}, choices))
    return tuple(found)


def _known(way: Route, left: Mapping[str, Left]) -> tuple[Known, ...]:
    """What the way would lead through if it were not held."""
    needed = (one for id in left for one in way.library.skills[id].prerequisites)
    relevant = dict.fromkeys(
        (*way.target.skills.core, *way.named, *way.target.skills.useful, *needed)
    )
    found = []
    for id in relevant:
        own = footing(way, id)
        if id not in left and own.share == "none":
            found.append(Known(id, way.library.title(id), own.because))
    return tuple(found)


def _notes(
    way: Route, left: Mapping[str, Left], phases: Sequence[Phase], pace: Fraction
) -> tuple[Note, ...]:
    """What a reader has to know about the arithmetic, and about what the library does not say."""
    plans = way.library.get(LEARNING_PLANS)
    notes = [
        *_about_the_page(way, phases, pace),
        *_about_the_hours(plans, pace),
        *_about_refreshers(way, left),
    ]
    if not any(id in way.named for id in left):
        notes.insert(0, _about_the_core(way, left))
    if not left and plans:
        apply = _sentence(plans, "Start applying when")
        notes.insert(1, Note(apply.text, apply))
    return tuple(notes)


def _about_the_core(way: Route, left: Mapping[str, Left]) -> Note:
    beyond = "; what is planned is useful beyond it" if left else ""
    text = f"You have every core skill of {way.library.title(way.target.id)}{beyond}."
    return Note(text, first_under(way.library[way.target.id], "Skills"))


def _about_the_page(way: Route, phases: Sequence[Phase], pace: Fraction) -> Iterable[Note]:
    """The plan's time, and what the transition's page says of it; nothing for an empty plan."""
    if not phases:
        return
    items = [item for phase in phases for item in phase.items if item.active]
    hours = sum(item.hours.planned for item in items)
    weeks = hours * (1 + SLACK) / pace
    spent = (
        f"{hours} h at {float(pace):g} h a week are {ceil(hours / pace)} weeks; "
        f"{int(SLACK * 100)} % slack makes {ceil(weeks)}, "
        f"about {float(weeks / WEEKS_A_MONTH):.0f} months."
        if hours
        else "No hours are left."
    )
    if way.transition is None:
        yield Note(f"{spent} {_without_page(way)}", _ways_in(way))
        return
    low, high = way.transition.months
    text = (
        f"{spent} The page says {low} to {high} months at about eight hours a week"
        f"{_at_this_pace(low, high, pace)}, about as long as the skills take that it lists as new. "
        f"{_made_of(items)}"
    ).rstrip()
    yield Note(text, first_under(way.library[way.transition.id], "How long it takes"))


def _without_page(way: Route) -> str:
    """What the order rests on where the library has no page of the change."""
    target = way.target.title
    if way.origin and way.origin.id == way.target.id:
        return (
            "This is the role that you have: its core counts as half had until you say more of it."
        )
    origin = way.origin.title if way.origin else "where you are"
    return (
        f"The library has no page on the way from {origin} to {target}; the "
        "order is that of the role's core skills and what they need."
    )


def _ways_in(way: Route) -> Cited:
    heading = "Skills" if way.origin and way.origin.id == way.target.id else "Ways in"
    return first_under(way.library[way.target.id], heading)


def _made_of(items: Sequence[Item]) -> str:
    """The hours of a plan by what they are for; their sum is that of the items."""
    by_share = dict.fromkeys(FRACTION, 0)
    for item in items:
        if item.kind == "skill":
            by_share[item.hours.share] += item.hours.planned + item.hours.in_project
    beyond = sum(item.hours.planned for item in items) - sum(by_share.values())
    parts = [
        f"{hours} h {what}"
        for hours, what in (
            (by_share["full"], "for what is new to you"),
            (by_share["half"], "for what you have in part or under another name"),
            (by_share["tenth"], "of refreshers"),
            (beyond, "by which projects are longer than the building of their skills"),
        )
        if hours > 0
    ]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    less = f"; {-beyond} h of that are built in projects that are done" if beyond < 0 else ""
    return f"This plan has {listed}{less}." if parts else ""


PAGE_PACE = 8
"""Hours a week for which a transition's page gives its months."""


def _at_this_pace(low: int, high: int, pace: Fraction) -> str:
    if pace == PAGE_PACE:
        return ""
    return (
        f", so {float(low * PAGE_PACE / pace):.0f} to {float(high * PAGE_PACE / pace):.0f} at "
        f"{float(pace):g}"
    )


def _about_the_hours(guide: Entry | None, pace: Fraction) -> Iterable[Note]:
    if guide is None:
        return
    yield Note(
        "Half of a skill's hours is building; what a project builds is counted there, once.",
        _sentence(guide, "sessions of building"),
    )
    yield Note("The slack is for weeks that you skip.", _sentence(guide, "Skip weeks"))
    if pace > DEMANDING_HOURS:
        text = f"{float(pace):g} hours a week are more than most people hold beside a job."
        yield Note(text, _sentence(guide, "Fifteen hours"))


def _about_refreshers(way: Route, left: Mapping[str, Left]) -> Iterable[Note]:
    names = [way.library.title(id) for id, one in left.items() if one.footing.share == "tenth"]
    if not names:
        return
    lister = (
        "the page of your change of role" if way.transition else f"the core of {way.target.title}"
    )
    text = (
        f"Planned as refreshers, for a tenth of the page's hours: {', '.join(names)}. Other skills "
        f"need them, and they are not listed by {lister}. Mark one as missing to plan it in full."
    )
    guide = way.library.get(MATHEMATICS_GUIDE)
    cited = _sentence(guide, "just before you need it") if guide else NOTHING_CITED
    yield Note(text, cited)


def _sentence(entry: Entry, words: str) -> Cited:
    """The first sentence with some words in it, else the first of the page."""
    document = entry.document
    for one in document.sentences:
        if words in document.quote(one):
            return cite(document, one.start, one.end)
    first = document.sentences[0]
    return cite(document, first.start, first.end)
