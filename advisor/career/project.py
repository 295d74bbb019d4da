"""The project that puts most of what a person lacks to use, as a brief with a rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.career.footing import Note, Route, footing, front_matter, route, sequence
from advisor.career.profile import Profile
from advisor.career.result import CareerError, Cited, cite, passage_about, under
from advisor.library.load import Entry, Library
from advisor.library.schema import ProjectPage

NAMED, IN_PART = 1.0, 0.5
"""What a gap counts that the way to the role names; one that is held in part, or only useful."""
ALTERNATIVES = 2
MOST_HOURS = 1000

METRIC_LEVELS = (
    "Not measured.",
    "Measured once, with no way to repeat it.",
    "Measured by a script that anybody can run.",
    "Measured, and set beside a baseline or a target.",
    "Measured, compared and explained: what moves it, where it fails, what you would do next.",
)
SHOWN_LEVELS = (
    "Not there.",
    "Told, not shown.",
    "Shown, but only you can find or run it.",
    "A stranger finds it and understands it without you.",
    "A stranger can check it: the data, the code and the numbers behind it are there.",
)


@dataclass(frozen=True, slots=True)
class Practice:
    """A skill that a project puts to use, and where its page says so."""

    skill: str
    title: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the rubric; `levels` are the points 0 to 4 in words."""

    about: Literal["metric", "evidence"]
    cited: Cited
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another project, and what speaks for it."""

    id: str
    title: str
    level: str
    hours: int
    covers: tuple[Practice, ...]
    why: Note


@dataclass(frozen=True, slots=True)
class ProjectBrief:
    """A project from goal to interview, every line a passage of its page."""

    id: str
    title: str
    level: str
    hours: int
    role: str | None
    why: Note
    covers: tuple[Practice, ...]
    """Gaps that the project closes; what it shows, for a person without any."""
    repeats: tuple[Practice, ...]
    """What it uses that the person already has."""
    beyond: tuple[Practice, ...]
    """What it uses that is neither: to be picked up on the way."""
    goal: tuple[Cited, ...]
    data: tuple[Cited, ...]
    architecture: tuple[Cited, ...]
    steps: tuple[Cited, ...]
    metrics: tuple[Cited, ...]
    show: tuple[Cited, ...]
    questions: tuple[Cited, ...]
    rubric: tuple[Criterion, ...]
    sources: tuple[tuple[str, str], ...]
    """(name, address) of the page's own sources."""
    alternatives: tuple[Alternative, ...]
    """The next best ones."""
    fitting: tuple[str, ...]
    """Ids of all projects that close a gap within the hours, this one first, then the best."""
    proving: bool = False
    """The person lacks nothing of the role: the project is to show it."""

    @property
    def most_points(self) -> int:
        return 4 * len(self.rubric)


@dataclass(frozen=True)
class _Need:
    """What a person lacks, with what it counts, and what they have."""

    gaps: Mapping[str, float]
    held: frozenset[str]
    role: str | None
    listed: frozenset[str] = frozenset()
    """Projects that the transition's page names."""
    proving: bool = False
    """The person lacks nothing: `gaps` is what there is to show."""


def project_brief(
    library: Library,
    gaps: Profile | Sequence[str],
    hours: float,
    role: str | None = None,
    chosen: str | None = None,
) -> ProjectBrief:
    """The project of the library that covers most gaps within the hours, or a chosen one.

    Args:
        gaps: a profile, whose gaps to the role are taken; or ids of skills.
        hours: for the whole project.
        role: id of the role to get to; a profile's own target when None.
        chosen: id of a project that fits; another one is passed over.

    Raises:
        CareerError: impossible hours, an unknown role or skill, no gap, or no project that fits.
    """
    if not 0 < hours <= MOST_HOURS:  # also false for not-a-number
        raise CareerError(
            f"{hours!s:.12} hours are no size for a project. Give a number from 1 to {MOST_HOURS}; "
            "the library's projects take 20 to 60 hours."
        )
    need = (
        _of_profile(library, gaps, role)
        if isinstance(gaps, Profile)
        else _of_ids(library, gaps, role)
    )
    ranked = _ranked(library, need)
    fitting = [page for page in ranked if page.hours <= hours]
    if not fitting:
        raise CareerError(_nothing_fits(library, need, ranked, hours))
    fitting.sort(key=lambda page: page.id != chosen)
    return _brief(library, need, fitting, hours)


def _of_profile(library: Library, profile: Profile, role: str | None) -> _Need:
    target = role or profile.target
    if not target:
        raise CareerError("A project needs a target: choose the role that you want to get to.")
    way = route(library, profile, target)
    lacking = _gaps(way)
    gaps = lacking or dict.fromkeys(way.target.skills.core, IN_PART)
    skills = {id for page in library.projects.values() for id in page.skills}
    held = frozenset(id for id in skills if id not in gaps and footing(way, id).share == "none")
    listed = frozenset(way.transition.projects if way.transition else ())
    return _Need(gaps, held, target, listed, proving=not lacking)


def _gaps(way: Route) -> dict[str, float]:
    """What the way names counts in full, unless held in part; useful skills count half."""
    gaps = {
        id: NAMED if left.footing.share == "full" else IN_PART
        for id, left in sequence(way, way.named).items()
        if left.footing.share != "tenth"
    }
    for id in way.target.skills.useful:
        if id not in gaps and footing(way, id, asked=True).share != "none":
            gaps[id] = IN_PART
    return gaps


def _of_ids(library: Library, ids: Sequence[str], role: str | None) -> _Need:
    for id in ids:
        if id not in library.skills:
            raise CareerError(
                f"{id!r} is not a skill of the library; give ids such as 'model-serving'."
            )
    if role is not None and role not in library.roles:
        route(library, Profile(), role)  # raises, with the roles that there are
    return _Need(dict.fromkeys(ids, NAMED), frozenset(), role)


def _ranked(library: Library, need: _Need) -> list[ProjectPage]:
    """Projects that cover a gap, the one that covers most first.

    Of equal ones comes first what the transition's page names, what is made for the role, what
    repeats least, what asks least beyond, what is shorter.
    """

    def order(page: ProjectPage) -> tuple[object, ...]:
        repeated = sum(id in need.held for id in page.skills)
        beyond = sum(id not in need.held and id not in need.gaps for id in page.skills)
        return (
            -_covered(need, page),
            page.id not in need.listed,
            need.role not in page.roles,
            repeated,
            beyond,
            page.hours,
            page.id,
        )

    return sorted((page for page in library.projects.values() if _covered(need, page)), key=order)


def _covered(need: _Need, page: ProjectPage) -> float:
    return sum(need.gaps.get(id, 0.0) for id in page.skills)


def _nothing_fits(
    library: Library, need: _Need, ranked: Sequence[ProjectPage], hours: float
) -> str:
    if not need.gaps:
        what = f" to {library.title(need.role)}" if need.role else ""
        return f"There is no gap{what} for a project to close. Choose another role, or a skill."
    if not ranked:
        names = ", ".join(library.title(id) for id in list(need.gaps)[:3])
        return f"No project of the library practices {names}. Choose other skills."
    shortest = min(ranked, key=lambda page: (page.hours, page.id))
    return (
        f"No project that closes a gap fits in {hours:g} hours. The shortest is {shortest.title} "
        f"with {shortest.hours} hours; give at least that many."
    )


def _brief(
    library: Library, need: _Need, ranked: Sequence[ProjectPage], hours: float
) -> ProjectBrief:
    page = ranked[0]
    entry = library[page.id]
    repeats = [id for id in page.skills if id in need.held]
    beyond = [id for id in page.skills if id not in need.held and id not in need.gaps]
    return ProjectBrief(
        id=page.id,
        title=page.title,
        level=page.level,
        hours=page.hours,
        role=need.role,
        why=_why(library, need, page, hours),
        covers=_practices(library, entry, _covers(need, page)),
        repeats=_practices(library, entry, repeats),
        beyond=_practices(library, entry, beyond),
        goal=_passages(entry, "Goal"),
        data=_passages(entry, "Data"),
        architecture=_passages(entry, "Architecture"),
        steps=_points(entry, "Steps"),
        metrics=_points(entry, "Metrics"),
        show=_points(entry, "What to show"),
        questions=_points(entry, "Questions it raises"),
        rubric=_rubric(entry),
        sources=tuple((one.name, one.link) for one in page.sources),
        alternatives=tuple(
            _alternative(library, need, other, hours) for other in ranked[1 : 1 + ALTERNATIVES]
        ),
        fitting=tuple(one.id for one in ranked),
        proving=need.proving,
    )


def _covers(need: _Need, page: ProjectPage) -> list[str]:
    return [id for id in page.skills if id in need.gaps]


def _practices(library: Library, entry: Entry, ids: Sequence[str]) -> tuple[Practice, ...]:
    found = []
    for id in ids:
        cited = passage_about(library, id, entry)
        cited = cited if cited.found else front_matter(entry, "skills")
        found.append(Practice(id, library.title(id), cited))
    return tuple(found)


def _why(library: Library, need: _Need, page: ProjectPage, hours: float) -> Note:
    """What it closes, in how many of the hours, and for whom it is made."""
    covered = _covers(need, page)
    names = ", ".join(library.title(id) for id in covered)
    repeated = [library.title(id) for id in page.skills if id in need.held]
    if need.proving:
        text = (
            f"You lack nothing of {library.title(need.role or '')}, by what you told. This shows "
            f"{len(covered)} of its {len(need.gaps)} core skills ({names}) in {page.hours} hours."
        )
        return Note(text, front_matter(library[page.id], "skills"))
    text = (
        f"It puts {len(covered)} of your {len(need.gaps)} gaps to use ({names}) in "
        f"{page.hours} of your {hours:g} hours"
    )
    text += (
        f", and repeats {', '.join(repeated)}." if repeated else ", and repeats nothing you have."
    )
    if page.id in need.listed:
        text += " The page of your change of role names it."
    elif need.role in page.roles:
        text += f" It is made for the role {library.title(need.role or '')}."
    return Note(text, front_matter(library[page.id], "skills"))


def _alternative(library: Library, need: _Need, page: ProjectPage, hours: float) -> Alternative:
    covers = _practices(library, library[page.id], _covers(need, page))
    why = _why(library, need, page, hours)
    return Alternative(page.id, page.title, page.level, page.hours, covers, why)


def _passages(entry: Entry, heading: str) -> tuple[Cited, ...]:
    return tuple(cite(entry.document, one.start, one.end) for one in under(entry, heading))


def _points(entry: Entry, heading: str) -> tuple[Cited, ...]:
    """The list under a heading, without the sentences that lead to it."""
    return tuple(
        cite(entry.document, one.start, one.end)
        for one in under(entry, heading)
        if one.kind in ("item", "step")
    )


def _rubric(entry: Entry) -> tuple[Criterion, ...]:
    metrics = [Criterion("metric", one, METRIC_LEVELS) for one in _points(entry, "Metrics")]
    shown = [Criterion("evidence", one, SHOWN_LEVELS) for one in _points(entry, "What to show")]
    return (*metrics, *shown)
