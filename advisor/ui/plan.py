"""The tab that plans the way to a role week by week, and finds a project to show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from advisor.career.result import with_article
from advisor.ui import planning, project
from advisor.ui.footnotes import NO_SOURCES
from advisor.ui.frame import PRIVATE, Frame

TITLE = "Plan"
STORAGE_KEY = "career-advisor.plan"
_SECRET = "career-advisor"  # noqa: S105 - fixed and public, see you.py
_TICK_NOTE = (
    '<h3>Your ticks</h3><p class="quiet">Tick below what is done. The rest is planned anew from '
    "today, and your ticks stay, also with other hours, another start or another role. They are "
    "kept in this browser only.</p>"
)
_LOAD_NOTE = (
    '<p class="quiet">A saved plan is shown with its own skills. What About you says here '
    "stays, and the next plan that you make rests on it.</p>"
)
_DOWNLOADS = {
    "career-plan.md": "Download text (.md)",
    "career-plan.json": "Download data (.json)",
    "career-plan.ics": "Download calendar (.ics)",
}


@dataclass(frozen=True)
class _Block:
    """The place of one phase."""

    column: gr.Column
    head: gr.HTML
    ticks: gr.CheckboxGroup
    items: gr.HTML


@dataclass(frozen=True)
class _Buttons:
    """What a person presses."""

    make: gr.Button
    load: gr.UploadButton
    discuss: gr.Button


@dataclass(frozen=True)
class _Result:
    """What a plan is shown in."""

    column: gr.Column
    summary: gr.HTML
    downloads: dict[str, gr.Button]
    picture: gr.HTML
    learning: gr.Dropdown
    skipped: gr.Dropdown
    blocks: list[_Block]
    rest: gr.HTML
    lacking: gr.Dropdown

    @property
    def all(self) -> list[Any]:
        return [
            self.column,
            self.summary,
            self.picture,
            self.learning,
            self.skipped,
            *(part for one in self.blocks for part in (one.column, one.head, one.ticks, one.items)),
            self.rest,
            self.lacking,
        ]


@dataclass(frozen=True)
class Parts:
    """The first half of the tab: the plan."""

    fields: list[Any]
    """Role, target, hours a week, start."""
    buttons: _Buttons
    file: gr.Textbox
    message: gr.HTML
    result: _Result
    sources: gr.HTML
    kept: gr.BrowserState

    @property
    def all(self) -> list[Any]:
        """What the functions of `planning` update, in their order."""
        return [self.message, self.kept, *self.fields, *self.result.all, self.sources]


def kept_plan() -> gr.BrowserState:
    """The part of the page that holds the plan in the browser."""
    return gr.BrowserState("", storage_key=STORAGE_KEY, secret=_SECRET)


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's parts and their events into the page."""
    with gr.Row(elem_classes="tool plan"):
        with gr.Column(scale=8, min_width=300):
            fields = _fields()
            with gr.Tabs(elem_id="plan-tabs") as tabs:
                with gr.Tab("Week by week", id="weeks") as weeks:
                    buttons = _buttons()
                    file = gr.Textbox(visible="hidden", label="File to download")
                    message = _html(planning.EMPTY)
                    result = _result()
                with gr.Tab("A project to build", id="project") as building:
                    brief = project.build()
        with gr.Column(scale=5, min_width=300, elem_classes="tool-sources"):
            sources = gr.HTML(NO_SOURCES, apply_default_css=False)
            project_sources = gr.HTML(NO_SOURCES, apply_default_css=False, visible=False)
    parts = Parts(fields, buttons, file, message, result, sources, frame.plan)
    _wire_making(frame, parts, tabs)
    _wire_ticking(frame, parts)
    _wire_files(frame, parts)
    project.wire(frame, brief, fields, project_sources)
    for one, first in ((weeks, True), (building, False)):
        one.select(
            lambda first=first: [gr.HTML(visible=first), gr.HTML(visible=not first)],
            None,
            [sources, project_sources],
            queue=False,
            **PRIVATE,
        )


# parts


def _fields() -> list[Any]:
    """Role, target, hours a week, start: for both halves of the tab."""
    roles: dict[str, Any] = {
        "allow_custom_value": True,
        "min_width": 200,
        "scale": 3,
        "elem_classes": "plan-role",
    }
    with gr.Row(elem_classes="plan-fields"):
        role = gr.Dropdown([], label="I am", **roles)
        target = gr.Dropdown([], label="I want to become", **roles)
        hours = gr.Number(planning.USUAL_HOURS, label="Hours a week", min_width=110, scale=1)
        # gr.DateTime has neither a name for its field nor one for its button
        start = gr.Textbox(
            label="Start", placeholder="2027-01-04", max_length=40, min_width=130, scale=1
        )
    return [role, target, hours, start]


def _buttons() -> _Buttons:
    with gr.Row(elem_classes="actions"):
        buttons = _Buttons(
            gr.Button("Make my plan", variant="primary", scale=0),
            gr.UploadButton("Load a saved plan", file_types=[".json", ".md"], scale=0),
            gr.Button("Discuss this in the chat", scale=0),
        )
    _html(_LOAD_NOTE)
    return buttons


def _result() -> _Result:
    with gr.Column(visible=False, elem_classes="plan-result") as column:
        summary = _html()
        with gr.Row(elem_classes="actions plan-files"):
            downloads = {
                name: gr.Button(label, size="sm", scale=0) for name, label in _DOWNLOADS.items()
            }
        picture = _html()
        _html(_TICK_NOTE)
        with gr.Row(elem_classes="plan-fields"):
            learning = _several("Learning now")
            skipped = _several("Skipped")
        blocks = [_block(number) for number in range(1, planning.MOST_PHASES + 1)]
        rest = _html()
        lacking = _several("Counted as known, but I lack it")
    return _Result(column, summary, downloads, picture, learning, skipped, blocks, rest, lacking)


def _block(number: int) -> _Block:
    with gr.Column(visible=False, elem_classes="plan-phase") as column:
        head = _html()
        ticks = gr.CheckboxGroup([], label=f"Done in phase {number}", elem_classes="plan-ticks")
        items = _html()
    return _Block(column, head, ticks, items)


def _html(value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_classes="result", apply_default_css=False)


def _several(label: str) -> gr.Dropdown:
    return gr.Dropdown([], label=label, multiselect=True, allow_custom_value=True, min_width=240)


# events


def _wire_making(frame: Frame, parts: Parts, tabs: gr.Tabs) -> None:
    """A plan is made by the button, by a chip of the chat, and shown again when the page opens."""
    named = parts.fields[:3]
    given = [parts.kept, frame.profile, *parts.fields]
    frame.on(parts.buttons.make.click, planning.planned, given, parts.all)
    frame.on(parts.fields[-1].submit, planning.planned, given, parts.all)
    wished = frame.on_wish(TITLE, planning.wished, [parts.message, *named[:2], tabs])
    frame.on(wished.then, planning.planned, given, parts.all)
    told = [parts.kept, frame.profile, *named]
    frame.on(frame.profile.change, planning.refilled, told, [parts.message, *named])
    frame.when_open(planning.opened, parts.all, [parts.kept])
    frame.on_forget(parts.all, planning.forgotten)

    def question(role: str | None, target: str | None) -> str:
        advisor = frame.desk.opening.advisor
        if not (target and advisor):
            return ""
        title = advisor.library.title
        who = f"I am {with_article(title(role))}. " if role in advisor.library.roles else ""
        wanted = title(target) if target in advisor.library.roles else target
        return f"{who}How do I become {with_article(wanted)}?"

    frame.discuss(parts.buttons.discuss, question, named[:2])


def _wire_ticking(frame: Frame, parts: Parts) -> None:
    result = parts.result
    ticks = [one.ticks for one in result.blocks]
    given = [parts.kept, result.learning, result.skipped, *ticks]
    for one in given[1:]:
        # what is ticked while an answer is on its way has to count, too
        frame.on(
            one.input,
            planning.ticked,
            given,
            parts.all,
            preprocess=False,
            trigger_mode="always_last",
        )
    frame.on(
        result.lacking.input,
        planning.lacked,
        [parts.kept, frame.profile, result.lacking],
        [*parts.all, frame.profile],
    )


def _wire_files(frame: Frame, parts: Parts) -> None:
    load = parts.buttons.load
    found = [*parts.all, frame.profile]
    frame.on(load.upload, planning.loaded, [frame.profile, load], found, preprocess=False)
    for name, button in parts.result.downloads.items():
        frame.on(
            button.click,
            lambda advisor, kept, name=name: planning.packed(advisor, kept, name),
            [parts.kept],
            [parts.message, parts.file],
        )
    save = "(file) => window.advisorPage.save(file)"
    parts.file.change(None, [parts.file], None, js=save, **PRIVATE)
