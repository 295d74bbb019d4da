"""The roles ranked for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.fit import fit
from advisor.career.profile import Profile, ticked
from advisor.career.profile_text import read_profile
from advisor.career.result import CareerError
from advisor.ui.compare_fit_view import fit_html
from advisor.ui.compare_mode import Mode, in_words, known_roles
from advisor.ui.footnotes import Footnotes
from advisor.ui.frame import FREE, profile_in, role_choices, skill_choices
from advisor.ui.wishes import texts
from advisor.ui.you import EITHER, SCALES, ends_of, preferences_in

TITLE = "Which fits me"
_EMPTY = (
    "Name skills that you have, or say where you like to stand, and press Rank the roles. Each role "
    "comes with what speaks for it and against it."
)
LONGEST_WORDS = 1000


def build() -> Mode:
    """The mode, put into the page."""
    mode = Mode(TITLE, shown, _wished, _filled, _discussed, _EMPTY, follows=True)
    return mode.lay_out(_fields, "Rank the roles")


def _fields() -> list[Any]:
    with gr.Row():
        role = gr.Dropdown([], label="My role now", scale=1, min_width=240, **FREE)
        skills = gr.Dropdown(
            [], label="Skills and tools I have", multiselect=True, scale=2, min_width=240, **FREE
        )
    with gr.Row(elem_classes="scales"):
        ends = [
            gr.Radio([low, EITHER, high], label=label, value=EITHER, min_width=260)
            for _, label, low, high in SCALES
        ]
    return [role, skills, *ends]


def _values(advisor: Advisor, profile: Profile) -> list[Any]:
    """What the fields hold for a profile."""
    role = next(iter(known_roles(advisor, profile.role)), None)
    return [
        role,
        [id for id in profile.held if id in advisor.library],
        *ends_of(profile.preferences),
    ]


def _filled(advisor: Advisor, profile: Profile) -> list[Any]:
    role, skills, *ends = _values(advisor, profile)
    return [
        gr.Dropdown(choices=role_choices(advisor), value=role, **FREE),
        gr.Dropdown(choices=skill_choices(advisor), value=skills, **FREE),
        *ends,
    ]


def _wished(advisor: Advisor, profile: Profile, about: Mapping[str, Any]) -> list[Any] | None:
    """The profile with what the question told; a wish for the fit brings the question along."""
    words = " ".join(texts(about, "fit"))[:LONGEST_WORDS]
    if not words:
        return None
    # a question claims no skill, so what stands in front of it is read alone as well
    for part in (words, _QUESTION.sub(".", words)):
        with suppress(CareerError):
            profile = profile.with_told(read_profile(part, advisor.lexicon))
    return _values(advisor, profile)


_QUESTION = re.compile(
    r"[,;]?\s*(?:\b(?:and|but|so)\s+)?\b(?:which|what)\b[^.?!]*\?", re.IGNORECASE
)


def shown(
    advisor: Advisor, kept: object, role: str | None, skills: Sequence[str] | None, *ends: object
) -> Sequence[str]:
    """The ranking and its passages, as HTML."""
    shelf = advisor.shelf
    held = [shelf.named(one, "skill", "tool") for one in _strings(skills)]
    profile = profile_in(kept).holding(held)
    asked = profile.model_copy(
        update={
            "role": shelf.named(role, "role") if role else None,
            "preferences": preferences_in(ends),
        }
    )
    notes = Footnotes("fit", advisor.index.document, advisor.library.title)
    return [fit_html(fit(advisor.library, asked), notes), notes.html()]


def _discussed(advisor: Advisor, role: object, skills: object, *ends: object) -> str:
    """What the person likes as a question, or else the choice between what fits best."""
    likes = [str(one).lower() for one in ends if isinstance(one, str) and one != EITHER]
    if likes:
        joined = " and ".join(filter(None, (", ".join(likes[:-1]), likes[-1])))
        return f"Which role fits me if I like {joined}?"
    held = [id for id in map(advisor.lexicon.find, _strings(skills)) if id]
    now = next(iter(known_roles(advisor, role)), None)
    if not held and not now:
        return ""
    found = fit(advisor.library, ticked(*held, role=now))
    best = [in_words(advisor, one.role) for one in found.rankings if not one.present][:2]
    return f"What is the difference between {' and '.join(best)}?"


def _strings(values: object) -> list[str]:
    listed = values if isinstance(values, (list, tuple)) else ()
    return [one for one in listed if isinstance(one, str)]
