"""What the tab Plan does: from its fields and from what the browser keeps to what it shows.

Every function takes the advisor and the values of some parts, and returns updates of parts in the
order of `plan.Parts.all`. Nothing is kept here between two of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.plan import NO_CHOICES, Choices, Phase, Plan, State, make_plan
from advisor.career.plan_file import (
    Decided,
    check_size,
    read_decided,
    to_calendar,
    to_json,
    to_markdown,
    to_short_json,
)
from advisor.career.profile import Profile, Verdict
from advisor.career.result import CareerError, Cited
from advisor.ui import plan_view
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import keep, profile_in, role_choices, told
from advisor.ui.uploads import uploaded
from advisor.ui.wishes import texts

USUAL_HOURS = 8
MOST_PHASES = 12
"""Places for phases; no plan of the shipped library has more than nine."""
EMPTY = (
    '<p class="quiet">Say which role you have and which one you want, and press Make my plan. '
    "Skills that you have come from About you, at the left edge of the page.</p>"
)
FILES: Mapping[str, tuple[str, Callable[[Plan], str]]] = {
    "career-plan.md": ("text/markdown", to_markdown),
    "career-plan.json": ("application/json", to_json),
    "career-plan.ics": ("text/calendar", lambda plan: to_calendar(plan).decode()),
}
_DATES = (
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %Y",
    "%b %Y",
    "%d.%m.%Y",
)
_MAIN = 6
"""Message, plan, role, target, hours and start come first."""


def opened(advisor: Advisor, profile: Profile, kept: object) -> Sequence[Any]:
    """The fields filled from the profile, and the plan that the browser kept."""
    roles, today = role_choices(advisor), date.today()
    fields = [
        _dropdown(roles, profile.role),
        _dropdown(roles, profile.target),
        profile.hours_per_week or USUAL_HOURS,
        today.isoformat(),
    ]
    values = [gr.skip(), gr.skip(), *fields, *[gr.skip()] * (len(_untouched()) - _MAIN)]
    if not (isinstance(kept, str) and kept):
        return values
    try:
        plan = _plan_of(advisor, kept)
    except CareerError as error:
        return [told(f"The plan that this browser kept cannot be shown: {error}"), *values[1:]]
    fields[0] = _dropdown(roles, plan.profile.role)
    fields[1] = _dropdown(roles, plan.target)
    fields[2:] = [plan.hours_per_week, max(today, plan.start).isoformat()]
    shown = _shown(advisor, plan)
    return [*shown[:2], *fields, *shown[_MAIN:]]


def planned(
    advisor: Advisor,
    kept: object,
    profile: object,
    role: str | None,
    target: str | None,
    hours: float | None,
    start: str | None,
) -> Sequence[Any]:
    """The plan for what stands in the fields, with the ticks of the plan before."""
    shelf = advisor.shelf
    if not target:
        raise CareerError("Choose the role that you want to become.")
    if hours is None:
        raise CareerError(
            f"Say how many hours a week you have; most people hold about {USUAL_HOURS}."
        )
    before = profile_in(profile)
    who = before.model_copy(update={"role": shelf.named(role, "role") if role else None})
    plan = make_plan(
        advisor.library,
        who,
        shelf.named(target, "role"),
        int(hours) if float(hours).is_integer() else hours,
        _date(start),
        _choices(advisor, kept),
    )
    return _shown(advisor, plan)


def ticked(
    advisor: Advisor, kept: object, learning: object, skipped: object, *done: object
) -> Sequence[Any]:
    """The plan with the states that the page shows; what is left begins today at the earliest."""
    decided = _decided(advisor, kept)
    marks: tuple[tuple[State, object], ...] = (
        ("skipped", skipped),
        ("learning", learning),
        *(("done", one) for one in done),
    )
    said = {_item(advisor, one): state for state, named in marks for one in _listed(named)}
    hours = decided.choices.hours
    start = max(decided.start, date.today())
    plan = _make(advisor, replace(decided, choices=Choices(said, hours), start=start))
    ids = {item.id for item in plan.items}
    elsewhere = {id: one for id, one in decided.choices.states.items() if id not in ids}
    states = elsewhere | {id: one for id, one in said.items() if id in ids}
    # a skipped project gives its hours back to its skills, and with them their arithmetic
    same = _skipped(decided.choices.states) == _skipped(states)
    return _shown(advisor, replace(plan, choices=Choices(states, hours)), ticks=not same)


def _item(advisor: Advisor, named: str) -> str:
    """The id of an item that was chosen, or typed by its name."""
    if ":" in named:
        return named
    id = advisor.lexicon.find(named)
    return f"{advisor.lexicon.kinds[id]}:{id}" if id else named


def _skipped(states: Mapping[str, State]) -> set[str]:
    return {id for id, one in states.items() if one == "skipped"}


def lacked(advisor: Advisor, kept: object, profile: object, lacking: object) -> Sequence[Any]:
    """The plan, and the profile, in which these skills are missing whatever the role implies."""
    decided = _decided(advisor, kept)
    ids = [advisor.shelf.named(name, "skill") for name in _listed(lacking)]
    before = [id for id, one in decided.profile.overrides.items() if one == "missing"]
    verdicts: dict[str, Verdict | None] = dict.fromkeys(before) | dict.fromkeys(ids, "missing")
    plan = _make(advisor, replace(decided, profile=_overruled(decided.profile, verdicts)))
    return [*_shown(advisor, plan), keep(_overruled(profile_in(profile), verdicts))]


def loaded(advisor: Advisor, profile: object, payload: object) -> Sequence[Any]:
    """The plan of a file; a person who has told nothing yet gets its profile, too."""
    plan = _make(advisor, read_decided(advisor.library, _content(payload), date.today()))
    repairs = " ".join(("Loaded.", *plan.repairs))
    told_before = profile_in(profile)
    now = told_before if told_before != Profile() else _told_by(plan)
    return [*_shown(advisor, replace(plan, repairs=()), repairs), keep(now)]


def packed(advisor: Advisor, kept: object, name: str) -> Sequence[Any]:
    """A file for the browser to save: it never lies on the server."""
    kind, write = FILES[name]
    text = write(_plan_of(advisor, kept))
    # the time makes the same file a change when it is asked for again
    return ["", json.dumps([name, kind, text, time.monotonic_ns()])]


def forgotten() -> list[Any]:
    """The tab without a plan."""
    return [EMPTY, "", None, None, USUAL_HOURS, date.today().isoformat(), *_untouched()[_MAIN:]]


def wished(advisor: Advisor, about: Mapping[str, Any]) -> Sequence[Any]:
    """The fields for a chip of the chat; what no role is called stays as it was."""
    found = [
        next((id for id in texts(about, name) if id in advisor.library.roles), None)
        for name in ("role", "target")
    ]
    return ["", *(id or gr.skip() for id in found), gr.Tabs(selected="weeks")]


def refilled(
    advisor: Advisor,
    kept: object,
    profile: object,
    role: str | None,
    target: str | None,
    hours: float | None,
) -> Sequence[Any]:
    """What the profile tells, in the fields that are still empty; a plan has its own."""
    if kept:
        return [gr.skip()] * 4
    now = profile_in(profile)
    usual = hours in (None, USUAL_HOURS) and now.hours_per_week is not None
    return [
        gr.skip(),
        gr.skip() if role else now.role,
        gr.skip() if target else now.target,
        now.hours_per_week if usual else gr.skip(),
    ]


# plans


def _decided(advisor: Advisor, kept: object) -> Decided:
    """What the browser says that the person decided.

    Raises:
        CareerError: there is no plan, or none that can be read.
    """
    if not isinstance(kept, str) or not kept:
        raise CareerError("There is no plan yet; press Make my plan.")
    return read_decided(advisor.library, kept, date.today())


def _make(advisor: Advisor, one: Decided) -> Plan:
    plan = make_plan(
        advisor.library, one.profile, one.target, one.hours_per_week, one.start, one.choices
    )
    return replace(plan, repairs=one.repairs)


def _plan_of(advisor: Advisor, kept: object) -> Plan:
    return _make(advisor, _decided(advisor, kept))


def _choices(advisor: Advisor, kept: object) -> Choices:
    """What was ticked before; nothing where there is no plan that can be read."""
    try:
        return _decided(advisor, kept).choices
    except CareerError:
        return NO_CHOICES


def _date(given: str | None) -> date:
    """The day that a person wrote; today for nothing.

    Raises:
        CareerError: it is no date.
    """
    said = (given or "").strip()
    if not said:
        return date.today()
    found = next(filter(None, (_day(said, form) for form in _DATES)), None)
    if found is None:
        raise CareerError(f"{said!r} is no date; write it as {date.today()}.")
    return found


def _day(said: str, form: str) -> date | None:
    try:
        return datetime.strptime(said, form).date()
    except ValueError:
        return None


def _listed(found: object) -> list[str]:
    """The strings in what a browser says is a list of ids."""
    return [one for one in found if isinstance(one, str)][:200] if isinstance(found, list) else []


def _overruled(profile: Profile, verdicts: Mapping[str, Verdict | None]) -> Profile:
    for id, verdict in verdicts.items():
        profile = profile.overruled(id, verdict)
    return profile


def _told_by(plan: Plan) -> Profile:
    return plan.profile.model_copy(
        update={"target": plan.target, "hours_per_week": int(plan.hours_per_week)}
    )


def _content(payload: object) -> bytes:
    """The bytes of an uploaded file, which is then gone from the server.

    Raises:
        CareerError: there is none, or it is too large for a plan.
    """
    with uploaded(payload) as file:
        check_size(file.stat().st_size)
        return file.read_bytes()


# what is shown


def _shown(advisor: Advisor, plan: Plan, message: str = "", ticks: bool = True) -> list[Any]:
    """Updates of all parts for a plan.

    Args:
        ticks: whether boxes are set, and what no tick changes is sent. Without it a box that was
            ticked while the answer was on its way stays ticked, and open details stay open.
    """
    notes = Footnotes("plan", advisor.index.document, advisor.library.title)
    summary = plan_view.summary_html(plan, notes, date.today())
    blocks = _blocks(plan, notes, ticks)
    return [
        told(message or " ".join(plan.repairs)),
        to_short_json(plan),
        *[gr.skip()] * 4,
        gr.Column(visible=True),
        summary,
        plan_view.timeline_html(plan),
        _in_state(plan, "learning"),
        _in_state(plan, "skipped"),
        *blocks,
        plan_view.rest_html(plan, notes) if ticks else gr.skip(),
        _known(advisor, plan) if ticks else gr.skip(),
        notes.html() if ticks else gr.skip(),
    ]


def _untouched() -> list[Any]:
    """Updates of all parts when there is no plan."""
    blocks = [gr.Column(visible=False), "", gr.CheckboxGroup(choices=[], value=[]), ""]
    none = _dropdown([], [])
    return [
        EMPTY,
        *[gr.skip()] * 5,
        gr.Column(visible=False),
        "",
        "",
        none,
        none,
        *blocks * MOST_PHASES,
        "",
        none,
        NO_SOURCES,
    ]


def _blocks(plan: Plan, notes: Footnotes, ticks: bool) -> list[Any]:
    found: list[Any] = []
    before: list[Cited] = []
    current = next((one for one in plan.phases if any(item.active for item in one.items)), None)
    for phases in _grouped(plan.phases):
        names = [one for phase in phases for one in plan_view.tick_choices(phase)]
        done = [item.id for phase in phases for item in phase.items if item.state == "done"]
        heads = [plan_view.phase_html(phase, notes, before) for phase in phases]
        before += [step for phase in phases for step in phase.steps]
        items = [plan_view.items_html(phase, plan, notes, phase is current) for phase in phases]
        found += [
            gr.Column(visible=True) if ticks else gr.skip(),
            "".join(heads),
            gr.CheckboxGroup(choices=names, **({"value": done} if ticks else {})),
            "".join(items) if ticks else gr.skip(),
        ]
    nothing = [gr.Column(visible=False), "", gr.CheckboxGroup(choices=[], value=[]), ""]
    places = MOST_PHASES - len(found) // len(nothing)
    return [*found, *(nothing if ticks else [gr.skip()] * len(nothing)) * places]


def _grouped(phases: Sequence[Phase]) -> Iterator[Sequence[Phase]]:
    """The phases of each place; the last takes what is left."""
    for number, one in enumerate(phases[:MOST_PHASES], 1):
        yield phases[number - 1 :] if number == MOST_PHASES else (one,)


def _in_state(plan: Plan, state: State) -> gr.Dropdown:
    """The items that can be in a state, and those that are."""
    choices = [(item.title, item.id) for item in plan.items if item.state != "done"]
    value = [item.id for item in plan.items if item.state == state]
    return _dropdown(choices, value)


def _known(advisor: Advisor, plan: Plan) -> gr.Dropdown:
    """What the plan takes as known or as remembered, and what the person said to lack of it."""
    lacking = [id for id, one in plan.profile.overrides.items() if one == "missing"]
    taken = [item.id.split(":")[1] for item in plan.items if item.hours.share == "tenth"]
    ids = dict.fromkeys((*lacking, *(one.id for one in plan.known), *taken))
    choices = [(advisor.library.title(id), id) for id in ids]
    return _dropdown(choices, lacking)


def _dropdown(choices: Sequence[tuple[str, str]], value: object) -> gr.Dropdown:
    return gr.Dropdown(choices=list(choices), value=value, allow_custom_value=True)
