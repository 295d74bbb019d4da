"""The sidebar "About you": what a person tells of themselves, kept in their browser alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.profile import Preferences, Profile
from advisor.career.profile_text import read_profile
from advisor.ui.frame import (
    FREE,
    PRIVATE,
    Frame,
    chosen,
    keep,
    profile_in,
    role_choices,
    skill_choices,
    told,
)

STORAGE_KEY = "career-advisor.profile"
_SECRET = "career-advisor"  # noqa: S105
"""Fixed, so that a new server reads what an older one wrote. It stands in the page, so it hides
nothing: what protects the profile is that it never leaves the browser except to be worked with."""
_NOTE = """
<p class="quiet">Optional. It fills in the tools for you. It is kept in this browser only; the
server works with it and forgets it.</p>
"""
SCALES = (
    ("build", "Analyzing or building", "Analyzing", "Building"),
    ("production", "Research or production", "Research", "Production"),
    ("systems", "People or systems", "People", "Systems"),
    ("engineering", "Mathematics or engineering", "Mathematics", "Engineering"),
)
EITHER = "Either"
_LOW, _HIGH = 1.5, 8.5
"""What a choice of one end says on a scale of 0 to 10."""


def kept_profile() -> gr.BrowserState:
    """The part of the page that holds the profile in the browser."""
    return gr.BrowserState("", storage_key=STORAGE_KEY, secret=_SECRET)


def build(frame: Frame) -> None:
    """Put the sidebar and its events into the page."""
    with gr.Sidebar(open=False, label="About you", elem_id="you", width=340):
        gr.HTML(f"<h2>About you</h2>{_NOTE}", apply_default_css=False)
        role = gr.Dropdown([], label="I am", **FREE)
        target = gr.Dropdown([], label="I want to become", **FREE)
        skills = gr.Dropdown([], label="Skills and tools I have", multiselect=True, **FREE)
        hours = gr.Number(label="Hours a week to learn", minimum=0, maximum=168, precision=0)
        scales = [
            gr.Radio([low, EITHER, high], label=label, value=EITHER)
            for _, label, low, high in SCALES
        ]
        words = gr.Textbox(
            label="Or tell it in your own words",
            placeholder="I am a data analyst. I use SQL and Python every day, no Docker yet.",
            lines=3,
            max_length=20_000,
        )
        read = gr.Button("Read it", size="sm")
        said = gr.HTML("", apply_default_css=False)
        forget = gr.Button("Forget me", variant="stop", size="sm")
    fields = [role, target, skills, hours, *scales]
    for one in fields:
        trigger = chosen(one) if one is skills else one.input
        frame.on(trigger, _changed, [frame.profile, *fields], [said, frame.profile])
    frame.on(read.click, _read, [frame.profile, words], [said, frame.profile, words])
    others = [part for parts, _ in frame.forgets for part in parts]
    forgetting = frame.on(
        forget.click,
        lambda advisor: [
            *_forget(advisor),
            *(one for _, values in frame.forgets for one in values()),
        ],
        [],
        [said, frame.profile, words, *others],
    )
    # gradio writes nothing that is empty over what the browser keeps
    forgetting.then(None, js="() => window.advisorPage.forget()", **PRIVATE)
    frame.on(frame.profile.change, _shown, [frame.profile], [said, *fields])
    frame.when_open(_filled, fields)


def _changed(advisor: Advisor, kept: object, *fields: Any) -> Sequence[Any]:
    """The profile with what stands in the fields."""
    role, target, skills, hours, *scales = fields
    shelf, before = advisor.shelf, profile_in(kept)
    ids = [shelf.named(name, "skill", "tool") for name in skills or ()]
    profile = before.holding(ids).model_copy(
        update={
            "role": shelf.named(role, "role") if role else None,
            "target": shelf.named(target, "role") if target else None,
            "hours_per_week": None if hours is None else max(0, min(168, int(hours))),
            "preferences": preferences_in(scales),
        }
    )
    return ["", keep(profile)]


def _read(advisor: Advisor, kept: object, words: str) -> Sequence[Any]:
    """The profile with what a text tells on top of it."""
    found = read_profile(words or "", advisor.lexicon)
    if found == Profile():
        return [told("I found no skill, role or number of hours in this."), gr.skip(), gr.skip()]
    return [told(_found(advisor, found)), keep(profile_in(kept).with_told(found)), ""]


def _found(advisor: Advisor, found: Profile) -> str:
    named = [advisor.library.title(id) for id, one in found.skills.items() if one.level == "have"]
    return f"Read: {', '.join(named)}." if named else "Read."


def _forget(advisor: Advisor) -> Sequence[Any]:
    return [told("Forgotten. Nothing of it is kept anywhere."), "", ""]


def _shown(advisor: Advisor, kept: object) -> Sequence[Any]:
    return [gr.skip(), *_values(profile_in(kept))]


def _values(profile: Profile) -> list[Any]:
    """What the fields show for a profile."""
    ends = ends_of(profile.preferences)
    return [profile.role, profile.target, list(profile.held), profile.hours_per_week, *ends]


def preferences_in(ends: Sequence[object]) -> Preferences:
    """What the choice of an end on each of SCALES says."""
    wishes = {
        name: {low: _LOW, high: _HIGH}.get(chosen if isinstance(chosen, str) else "")
        for (name, _, low, high), chosen in zip(SCALES, ends, strict=True)
    }
    return Preferences(**wishes)


def ends_of(preferences: Preferences) -> list[str]:
    """The end on each of SCALES that a profile's number is nearest to."""
    return [_end(getattr(preferences, name), low, high) for name, _, low, high in SCALES]


def _end(value: float | None, low: str, high: str) -> str:
    if value is None or 4 <= value <= 6:
        return EITHER
    return low if value < 4 else high


def _filled(advisor: Advisor, profile: Profile) -> Sequence[Any]:
    roles, skills = role_choices(advisor), skill_choices(advisor)
    role, target, held, *rest = _values(profile)
    return [
        gr.Dropdown(choices=roles, value=role),
        gr.Dropdown(choices=roles, value=target),
        gr.Dropdown(choices=skills, value=held),
        *rest,
    ]
