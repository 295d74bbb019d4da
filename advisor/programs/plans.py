"""Plans as programs send and get them: begun, gone on with, ticked, and as a record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from advisor.career import plan_file
from advisor.career.plan import Item, Phase, Plan, State, make_plan, replan, ticked
from advisor.career.profile import Profile
from advisor.career.record import as_record
from advisor.career.result import CareerError
from advisor.career.shelf import Shelf
from advisor.programs.replies import File


def start_of(given: str) -> date:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise CareerError(f"{given!r} is no date; write it as 2026-03-02.") from None


def new_plan(
    shelf: Shelf, person: Profile | None, role: str | None, hours: float | None, begin: date | None
) -> Plan:
    """The plan; without hours for those that the person's text tells."""
    person = person or Profile()
    target = role or person.target
    weekly = person.hours_per_week if hours is None else hours
    if target is None:
        raise CareerError("A plan needs a `target`: the role to get to.")
    if weekly is None:
        raise CareerError("A plan needs `hours_per_week`, such as 8.")
    return make_plan(shelf.library, person, target, weekly, begin or date.today())


def continued(
    shelf: Shelf,
    previous: Mapping[str, Any],
    changes: Mapping[str, Any],
    begin: date | None,
    ticks: bool,
) -> Plan:
    """An earlier plan. When anything of it changes, what is left begins today, or at its start."""
    today = date.today()
    try:
        text = json.dumps(previous)
    except (ValueError, RecursionError):
        raise CareerError("`previous_plan` is no plan; give back what `plan` returned.") from None
    old = plan_file.read_plan(shelf.library, text, today)
    same = not ticks and all(one is None for one in changes.values())
    start = begin or (old.start if same else max(today, old.start))
    return replace(replan(shelf.library, old, start, **changes), repairs=old.repairs)


def with_states(shelf: Shelf, made: Plan, states: Mapping[str, State]) -> Plan:
    """The plan with items in other states, named by their ids or by what they are called."""
    repairs = made.repairs
    for name, state in states.items():
        id = name
        if ":" not in name:
            found = shelf.named(name, "skill", "project")
            id = f"{shelf.lexicon.kinds[found]}:{found}"
        made = ticked(shelf.library, made, id, state, made.start)
    return replace(made, repairs=repairs)


def plan_record(plan: Plan, files: Sequence[File] = ()) -> dict[str, Any]:
    """The plan without what can be computed again: half of the JSON that the page saves.

    It can be read back all the same.
    """
    choices = plan.choices
    planned = {item.id for item in (*plan.items, *plan.later)}
    written = {"markdown": plan_file.to_markdown, "calendar": _calendar}
    return {
        "format": plan_file.FORMAT,
        "version": plan_file.VERSION,
        **{name: getattr(plan, name) for name in ("title", "target", "hours_per_week")},
        "start": plan.start.isoformat(),
        **{name: getattr(plan, name) for name in ("hours", "weeks", "months", "page_months")},
        "progress": round(plan.progress, 3),
        "profile": plan.profile.model_dump(mode="json", exclude_defaults=True),
        "notes": as_record(plan.notes),
        "phases": [_phase_record(phase) for phase in plan.phases],
        "later": [_later_record(item) for item in plan.later],
        "known": as_record(plan.known),
        "elsewhere": [
            {
                "id": id,
                "state": choices.states.get(id, "open"),
                "own_hours": choices.hours.get(id),
            }
            for id in dict.fromkeys((*choices.states, *choices.hours))
            if id not in planned
        ],
        "repairs": list(plan.repairs),
        "files": {name: write(plan) if name in files else None for name, write in written.items()},
    }


def _calendar(plan: Plan) -> str:
    return plan_file.to_calendar(plan).decode("utf-8")


def _phase_record(phase: Phase) -> dict[str, Any]:
    return {
        "number": phase.number,
        "title": phase.title,
        "weeks": list(phase.weeks),
        "steps": as_record(phase.steps),
        "items": [_item_record(item) for item in phase.items],
    }


def _later_record(item: Item) -> dict[str, Any]:
    same = {name: as_record(getattr(item, name)) for name in ("id", "title", "state", "why")}
    return same | {"hours": item.hours.planned, "own_hours": item.hours.own}


def _item_record(item: Item) -> dict[str, Any]:
    names = ("kind", "needs", "project", "starts", "ends", "proof")
    resources = [
        {name: getattr(one, name) for name in ("name", "link", "licence")} for one in item.resources
    ]
    return _later_record(item) | {
        **{name: as_record(getattr(item, name)) for name in names},
        "arithmetic": item.hours.text,
        "weeks": [item.first_week, item.last_week],
        "resources": resources,
    }
