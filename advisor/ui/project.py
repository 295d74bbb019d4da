"""The half of the tab Plan that finds a project to build, as a brief with a rubric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.project import ProjectBrief, project_brief
from advisor.career.result import CareerError
from advisor.ui import project_view
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import Frame, profile_in

USUAL_HOURS = 40
_EMPTY = (
    '<p class="quiet">Find the project that puts most of what you lack to use, with its data, its '
    "steps and the questions that it raises in an interview.</p>"
)


@dataclass(frozen=True)
class Parts:
    """What a brief is asked for and shown in."""

    hours: gr.Number
    chosen: gr.Dropdown
    find: gr.Button
    discuss: gr.Button
    brief: gr.HTML


def build() -> Parts:
    """The parts, put into the page."""
    with gr.Row(elem_classes="plan-fields"):
        hours = gr.Number(
            USUAL_HOURS, label="Hours for the project", minimum=0, min_width=170, scale=1
        )
        chosen = gr.Dropdown(
            [], label="Project", allow_custom_value=True, visible=False, min_width=260, scale=4
        )
    with gr.Row(elem_classes="actions"):
        find = gr.Button("Find a project", variant="primary", scale=0)
        discuss = gr.Button("Discuss this in the chat", scale=0)
    brief = gr.HTML(_EMPTY, elem_classes="result", apply_default_css=False)
    return Parts(hours, chosen, find, discuss, brief)


def wire(frame: Frame, parts: Parts, fields: Sequence[Any], sources: gr.HTML) -> None:
    """Put the events of the parts into the page."""
    given = [frame.profile, *fields[:2], parts.hours]
    shown = [parts.brief, sources, parts.chosen]
    frame.on(parts.find.click, found, given, shown)
    frame.on(parts.chosen.input, found, [*given, parts.chosen], shown)
    frame.discuss(parts.discuss, _question, [parts.chosen])
    frame.on_forget(shown, forgotten)


def forgotten() -> Sequence[Any]:
    """The parts without a brief."""
    return [
        _EMPTY,
        NO_SOURCES,
        gr.Dropdown(choices=[], value=None, visible=False, allow_custom_value=True),
    ]


def found(
    advisor: Advisor,
    profile: object,
    role: str | None,
    target: str | None,
    hours: float | None,
    chosen: str | None = None,
) -> Sequence[Any]:
    """The brief, its passages, and the projects that there are to choose from."""
    shelf = advisor.shelf
    if not target:
        raise CareerError("Choose the role that you want to become, above.")
    if hours is None:
        raise CareerError(f"Say how many hours the project may take, such as {USUAL_HOURS}.")
    who = profile_in(profile).model_copy(
        update={"role": shelf.named(role, "role") if role else None}
    )
    wanted = shelf.named(chosen, "project") if chosen else None
    brief = project_brief(advisor.library, who, hours, shelf.named(target, "role"), wanted)
    notes = Footnotes("project", advisor.index.document, advisor.library.title)
    return [project_view.brief_html(brief, notes), notes.html(), _choices(advisor, brief)]


def _choices(advisor: Advisor, brief: ProjectBrief) -> gr.Dropdown:
    library = advisor.library
    choices = [
        (f"{library.title(id)} ({library.projects[id].hours} h)", id)
        for id in sorted(brief.fitting, key=library.title)
    ]
    return gr.Dropdown(choices=choices, value=brief.id, visible=True, allow_custom_value=True)


def _question(chosen: str | None) -> str:
    return f"What are the steps of the project {chosen.replace('-', ' ')}?" if chosen else ""
