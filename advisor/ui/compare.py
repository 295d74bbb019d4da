"""The tab that sets roles side by side, maps the way between two, and ranks them for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.errors import AdvisorError
from advisor.ui import compare_fit, compare_sides, compare_way
from advisor.ui.compare_mode import Mode
from advisor.ui.frame import Frame, profile_in, told

TITLE = "Compare"


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's three modes and their events into the page."""
    modes = []
    with gr.Tabs(elem_id="modes", overflow_behavior="wrap") as chosen:
        for module in (compare_sides, compare_way, compare_fit):
            with gr.Tab(module.TITLE, id=module.TITLE):
                modes.append(module.build())
    note = gr.HTML("", apply_default_css=False)
    for mode in modes:
        mode.wire(frame)
    fields = [one for mode in modes for one in mode.fields]

    def wished(advisor: Advisor, about: Mapping[str, Any], kept: object) -> Sequence[Any]:
        return _wished(modes, advisor, about, kept)

    def refilled(advisor: Advisor, kept: object, *values: Any) -> Sequence[Any]:
        return ["", *_refilled(modes, advisor, kept, values)]

    parts = [part for mode in modes for part in mode.parts]
    frame.on_wish(TITLE, wished, [*parts, chosen], [frame.profile])
    frame.on(frame.profile.change, refilled, [frame.profile, *fields], [note, *fields])


def _wished(
    modes: Sequence[Mode], advisor: Advisor, about: Mapping[str, Any], kept: object
) -> Sequence[Any]:
    """The mode that a wish is for, filled in and shown; the others stay as they are."""
    profile, updates, title = profile_in(kept), list[Any](), ""
    for mode in modes:
        values = None if title else mode.wished(advisor, profile, about)
        if values is None:
            updates += [gr.skip()] * len(mode.parts)
            continue
        title = mode.title
        try:
            updates += [*mode.show(advisor, kept, *values), *values]
        except AdvisorError as error:
            updates += [told(str(error)), gr.skip(), *values]
    return [*updates, gr.Tabs(selected=title) if title else gr.skip()]


def _refilled(
    modes: Sequence[Mode], advisor: Advisor, kept: object, values: Sequence[Any]
) -> list[Any]:
    """Updates of all fields when the profile has changed; a field in use stays as it is."""
    found = [
        (one, mode.follows) for mode in modes for one in mode.filled(advisor, profile_in(kept))
    ]
    return [
        one if follows or not value else gr.skip()
        for (one, follows), value in zip(found, values, strict=True)
    ]
