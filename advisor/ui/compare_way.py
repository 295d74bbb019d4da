"""The map from one role to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.profile import Profile
from advisor.career.result import CareerError
from advisor.career.transfer import transfer
from advisor.ui.compare_mode import Mode, in_words, known_roles
from advisor.ui.compare_way_view import transfer_html
from advisor.ui.footnotes import Footnotes
from advisor.ui.frame import FREE, role_choices
from advisor.ui.wishes import texts

TITLE = "From one to another"
_EMPTY = (
    "Choose the role you have and the one you want, and press Show the map. You see what carries "
    "over, what only changes its name, and what is new."
)


def build() -> Mode:
    """The mode, put into the page."""
    mode = Mode(TITLE, shown, _wished, _filled, _discussed, _EMPTY)
    return mode.lay_out(_fields, "Show the map")


def _fields() -> list[Any]:
    with gr.Row():
        return [gr.Dropdown([], label="From", **FREE), gr.Dropdown([], label="To", **FREE)]


def _filled(advisor: Advisor, profile: Profile) -> list[Any]:
    choices = role_choices(advisor)
    ends = (known_roles(advisor, one) for one in (profile.role, profile.target))
    return [gr.Dropdown(choices=choices, value=next(iter(one), None), **FREE) for one in ends]


def _wished(advisor: Advisor, profile: Profile, about: Mapping[str, Any]) -> list[Any] | None:
    origin, target = (known_roles(advisor, texts(about, name)) for name in ("role", "target"))
    return [origin[0], target[0]] if origin and target else None


def _discussed(advisor: Advisor, origin: object, target: object) -> str:
    ends = known_roles(advisor, [origin, target])
    if len(ends) < 2:
        return ""
    start, end = (in_words(advisor, id) for id in ends)
    return f"I am {start}. How do I become {end}?"


def shown(advisor: Advisor, kept: object, origin: str | None, target: str | None) -> Sequence[str]:
    """The map and its passages, as HTML."""
    if not origin or not target:
        raise CareerError(_EMPTY)
    ends = (advisor.shelf.named(str(name), "role") for name in (origin, target))
    found = transfer(advisor.library, *ends)
    notes = Footnotes("transfer", advisor.index.document, advisor.library.title)
    return [transfer_html(found, notes), notes.html()]
