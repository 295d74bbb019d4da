"""A plan as Markdown, as a calendar and as JSON, and a plan from Markdown or JSON again.

The files show everything, but reading takes only what a person decided: profile, target, hours a
week, start, states and own hours. The rest is computed anew, so an edited file invents no passage.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.career.plan import (
    LEAST_HOURS,
    MOST_HOURS,
    Choices,
    Item,
    Phase,
    Plan,
    State,
    make_plan,
)
from advisor.career.plan_markdown import as_markdown, decided_in
from advisor.career.profile import Profile
from advisor.career.result import CareerError, Cited
from advisor.library.load import Library
from advisor.writers.parts import NOT_IN_LIBRARY

FORMAT = "career-advisor plan"
VERSION = 1
MOST_BYTES = 1_000_000
MOST_ITEM_HOURS = 2000
USUAL_HOURS = 8
NO_VERSION = 1000
"""A number beyond it is no version but damage."""
LONGEST_ID = 80


# calendar


def to_calendar(plan: Plan) -> bytes:
    """An iCalendar file (RFC 5545) with one event of whole days for each item that is scheduled."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//career-advisor//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    for phase in plan.phases:
        for item in phase.items:
            if item.starts and item.ends:
                calendar.add_component(_event(plan, phase, item, item.starts, item.ends))
    return bytes(calendar.to_ical())


def _event(plan: Plan, phase: Phase, item: Item, starts: date, ends: date) -> Any:
    """All day and marked free. The stamp is the plan's start, so the same plan is the same file."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{item.id}.{plan.target}@career-advisor")
    event.add("dtstamp", datetime.combine(plan.start, time(), timezone.utc))
    event.add("dtstart", starts)
    event.add("dtend", min(ends, date.max - timedelta(days=1)) + timedelta(days=1))
    event.add("summary", f"{item.title} ({item.hours.planned} h)")
    event.add("description", "\n".join(_event_lines(item)))
    event.add("categories", [f"Phase {phase.number}: {phase.label}"])
    event.add("transp", "TRANSPARENT")
    return event


def _event_lines(item: Item) -> Iterator[str]:
    yield f"Why: {item.why.text} {_place(item.why.cited)}"
    yield f"Hours: {item.hours.text} {_place(item.hours.cited)}"
    yield f"Proof: {item.proof.text} {_place(item.proof)}"
    for one in item.resources:
        yield f"Read: {one.name}, {one.link}"


def _place(cited: Cited) -> str:
    found = f"{cited.path}:{cited.start}-{cited.end}" if cited.found else NOT_IN_LIBRARY
    return f"({found})"


# Markdown


def to_markdown(plan: Plan) -> str:
    """The plan with boxes to tick; `read_plan` takes it again."""
    return as_markdown(plan, _decided(plan))


# JSON


def to_json(plan: Plan) -> str:
    """The plan with everything that it says, in the current version of the format."""
    planned = {item.id for item in (*plan.items, *plan.later)}
    decided = _decided(plan)
    content = decided | {
        "title": plan.title,
        "profile": plan.profile.model_dump(mode="json"),
        "notes": [asdict(note) for note in plan.notes],
        "phases": [_phase_content(phase) for phase in plan.phases],
        "later": [_item_content(item) for item in plan.later],
        "known": [asdict(one) for one in plan.known],
        "elsewhere": [one for one in decided["elsewhere"] if one["id"] not in planned],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def to_short_json(plan: Plan) -> str:
    """What a person decided and nothing else, for a browser to keep; `read_plan` takes it again."""
    return json.dumps(_decided(plan), separators=(",", ":"))


def _decided(plan: Plan) -> dict[str, Any]:
    chosen = dict.fromkeys((*plan.choices.states, *plan.choices.hours))
    return {
        "format": FORMAT,
        "version": VERSION,
        "target": plan.target,
        "hours_per_week": plan.hours_per_week,
        "start": plan.start.isoformat(),
        "profile": plan.profile.model_dump(mode="json", exclude_defaults=True),
        "elsewhere": [
            {
                "id": id,
                "state": plan.choices.states.get(id, "open"),
                "own_hours": plan.choices.hours.get(id),
            }
            for id in chosen
        ],
    }


def _phase_content(phase: Phase) -> dict[str, Any]:
    items = [_item_content(item) for item in phase.items]
    return {
        "number": phase.number,
        "title": phase.title,
        "steps": [asdict(one) for one in phase.steps],
        "items": items,
    }


def _item_content(item: Item) -> dict[str, Any]:
    """`hours` may be edited: reading compares it with `computed_hours`."""
    content = asdict(item)
    arithmetic = content.pop("hours")
    content["hours"] = content["computed_hours"] = item.hours.planned
    content["own_hours"] = item.hours.own
    content["arithmetic"] = arithmetic
    content["starts"] = item.starts.isoformat() if item.starts else None
    content["ends"] = item.ends.isoformat() if item.ends else None
    return content


class ItemFile(BaseModel):
    """What is read of an item."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str = Field(pattern=r"^(?:skill|project):[a-z0-9]+(?:-[a-z0-9]+)*$")
    state: State = "open"
    own_hours: int | None = Field(default=None, ge=1, le=MOST_ITEM_HOURS)


_LEGIBLE = re.compile(r"[\w:. -]{1,60}")


@dataclass(frozen=True)
class Decided:
    """What a person decided, as a file or a browser keeps it."""

    target: str
    profile: Profile
    hours_per_week: float
    start: date
    choices: Choices
    repairs: tuple[str, ...] = ()


def read_plan(library: Library, text: str | bytes, today: date) -> Plan:
    """The plan in a JSON or Markdown text; what had to be mended is in `repairs`.

    Args:
        today: taken as the start when the text has none that can be read.

    Raises:
        CareerError: it is too large, no plan, of a newer version, or for an unknown role.
    """
    one = read_decided(library, text, today)
    plan = make_plan(library, one.profile, one.target, one.hours_per_week, one.start, one.choices)
    return replace(plan, repairs=one.repairs)


def read_decided(library: Library, text: str | bytes, today: date) -> Decided:
    """What `read_plan` makes its plan of.

    Raises:
        CareerError: it is too large, no plan, or of a newer version.
    """
    content = _content(text)
    mending = _Mending(library)
    mending.version(content.get("version"))
    target = content.get("target")
    if not isinstance(target, str) or len(target) > LONGEST_ID:
        raise CareerError(
            "This plan names no target role. Choose a plan that this page saved, or make a new one."
        )
    profile = mending.profile(content.get("profile"))
    hours = mending.hours_per_week(content.get("hours_per_week"))
    start = mending.start(content.get("start"), today)
    choices = mending.choices(_items(content))
    return Decided(target, profile, hours, start, choices, tuple(mending.notes))


def _content(text: str | bytes) -> dict[str, Any]:
    """The JSON object in the text.

    Raises:
        CareerError: the text is too large, or no plan.
    """
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
    check_size(size)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):  # wrong encodings are ValueErrors too
        content = decided_in(_decoded(text))
    if not isinstance(content, dict):
        raise CareerError(
            "This is not a plan. Choose the .json or .md file that this page saved; a calendar "
            "file is for your calendar alone."
        )
    return content


def check_size(count: int) -> None:
    """Nothing, if a plan can have so many bytes.

    Raises:
        CareerError: it cannot.
    """
    if count > MOST_BYTES:
        raise CareerError(
            f"The file has {count / 1e6:.1f} MB, and a plan has at most {MOST_BYTES / 1e6:.0f} MB. "
            "Choose the .json or .md file that this page saved."
        )


def _decoded(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8-sig", "replace")


def _items(content: Mapping[str, Any]) -> Iterator[Any]:
    """Everything that stands where items stand."""
    phases = content.get("phases")
    for phase in phases if isinstance(phases, list) else ():
        inside = phase.get("items") if isinstance(phase, dict) else None
        yield from inside if isinstance(inside, list) else ()
    for key in ("later", "elsewhere"):
        found = content.get(key)
        yield from found if isinstance(found, list) else ()


@dataclass
class _Mending:
    """Reads one field after the other, and notes in a sentence what it had to leave out."""

    library: Library
    notes: list[str] = field(default_factory=list)

    def version(self, found: Any) -> None:
        if not isinstance(found, int) or isinstance(found, bool) or abs(found) > NO_VERSION:
            self.notes.append("The file says no version; what could be read was kept.")
        elif found > VERSION:
            raise CareerError(
                f"The plan is of version {found}, and this program reads up to {VERSION}. "
                "Open it with the program that saved it, or update this one."
            )
        elif found < VERSION:
            self.notes.append(f"The file has the older version {found}; what could be read stays.")

    def hours_per_week(self, found: Any) -> float:
        if _is_number(found) and LEAST_HOURS <= found <= MOST_HOURS:
            return float(found) if isinstance(found, float) else int(found)
        self.notes.append(
            f"The hours a week could not be used, so {USUAL_HOURS} were taken; "
            f"they have to be from {LEAST_HOURS} to {MOST_HOURS}."
        )
        return USUAL_HOURS

    def start(self, found: Any, today: date) -> date:
        try:
            return date.fromisoformat(found)
        except (TypeError, ValueError):
            self.notes.append("The start could not be read, so the plan starts today.")
            return today

    def profile(self, found: Any) -> Profile:
        """The fields of the profile that can be read, each by itself."""
        if not isinstance(found, dict):
            self.notes.append("The profile could not be read; tick your skills again.")
            return Profile()
        try:
            return _without_unknown(Profile.model_validate(found), self)
        except ValidationError:
            self.notes.append("Parts of the profile could not be read and were left out.")
        return _without_unknown(_salvaged(found), self)

    def choices(self, items: Iterable[Any]) -> Choices:
        states: dict[str, State] = {}
        hours: dict[str, int] = {}
        unknown: list[str] = []
        wrong: list[str] = []
        for raw in items:
            item, edited, is_wrong = _read_item(raw)
            if item is None or item.id.split(":")[1] not in self._ids(item.id):
                unknown.append(_legible(raw))
                continue
            if is_wrong:
                wrong.append(item.id)
            if item.state != "open":
                states[item.id] = item.state
            own = edited if edited is not None else item.own_hours
            if own is not None:
                hours[item.id] = own
        self._note(unknown, "not in this library and left out")
        self._note(wrong, "with a state or hours that cannot be, which were ignored")
        return Choices(states, hours)

    def _ids(self, id: str) -> Mapping[str, object]:
        return self.library.skills if id.startswith("skill:") else self.library.projects

    def _note(self, ids: list[str], what: str) -> None:
        if ids:
            more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
            self.notes.append(f"Items {what}: {', '.join(ids[:3])}{more}.")


def _is_number(found: Any) -> bool:
    if isinstance(found, float):
        return math.isfinite(found)
    return isinstance(found, int) and not isinstance(found, bool)


def _without_unknown(profile: Profile, mending: _Mending) -> Profile:
    """The profile without skills, tools and roles that the library does not have."""
    library = mending.library
    known = {*library.skills, *library.tools}
    skills = {id: one for id, one in profile.skills.items() if id in known}
    overrides = {id: one for id, one in profile.overrides.items() if id in known}
    roles = {
        key: id for key in ("role", "target") if (id := getattr(profile, key)) in library.roles
    }
    cleaned = Profile(
        skills=skills,
        overrides=overrides,
        hours_per_week=profile.hours_per_week,
        preferences=profile.preferences,
        **roles,
    )
    if cleaned != profile:
        mending.notes.append("What the profile names and this library lacks was left out.")
    return cleaned


def _salvaged(found: Mapping[str, Any]) -> Profile:
    """A profile of the values that are valid by themselves."""
    kept: dict[str, Any] = {}
    for key in ("role", "target", "hours_per_week", "preferences"):
        if key in found and _is_valid({key: found[key]}):
            kept[key] = found[key]
    for key in ("skills", "overrides"):
        inside = found.get(key)
        pairs = list(inside.items())[:600] if isinstance(inside, dict) else []
        kept[key] = {id: one for id, one in pairs if _is_valid({key: {id: one}})}
    return Profile.model_validate(kept)


def _is_valid(part: Mapping[str, Any]) -> bool:
    try:
        Profile.model_validate(part)
    except ValidationError:
        return False
    return True


def _read_item(raw: Any) -> tuple[ItemFile | None, int | None, bool]:
    """(the item, hours edited by hand, whether a value of it was ignored)."""
    if not isinstance(raw, dict):
        return None, None, False
    wrong = False
    values = {key: raw[key] for key in ("id", "state", "own_hours") if key in raw}
    for key in ("state", "own_hours"):
        if key in values and not _is_valid_item({"id": "skill:sql", key: values[key]}):
            del values[key]
            wrong = True
    if not _is_valid_item(values):
        return None, None, False
    hours: Any = raw.get("hours")
    if "computed_hours" not in raw or hours == raw["computed_hours"]:
        return ItemFile.model_validate(values), None, wrong
    if _is_number(hours) and 1 <= round(hours) <= MOST_ITEM_HOURS:
        return ItemFile.model_validate(values), round(hours), wrong
    return ItemFile.model_validate(values), None, True


def _is_valid_item(values: Mapping[str, Any]) -> bool:
    try:
        ItemFile.model_validate(values)
    except ValidationError:
        return False
    return True


def _legible(raw: Any) -> str:
    """An item's id if it can be shown."""
    id = raw.get("id") if isinstance(raw, dict) else None
    return id if isinstance(id, str) and _LEGIBLE.fullmatch(id) else "one without a readable id"
