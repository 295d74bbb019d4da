"""The tab that sets a person against a role, or against job ads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from advisor.career.resume import SUFFIXES
from advisor.ui import gap_ads
from advisor.ui import gap_answers as answer
from advisor.ui.footnotes import NO_SOURCES
from advisor.ui.frame import FREE, PRIVATE, Frame, chosen

TITLE = answer.TITLE
LONGEST_PASTE = 120_000
"""Characters that the box takes; what is too long to read is refused with a sentence."""
_FILE_NOTE = (
    '<p class="quiet gap-small">PDF, Word (.docx) or text, up to 2 MB. The file is read once and '
    "deleted at once; what was read is kept in this browser only.</p>"
)
_DECIDE = (
    '<h3>Something wrong? You decide</h3><p class="quiet">What you choose here counts before all '
    "that was read. Take a name out again, and the verdict comes from your words as before.</p>"
)
_SEVERAL: dict[str, Any] = {"multiselect": True, **FREE}


@dataclass(frozen=True)
class _Parts:
    """What stands in the first half of the tab."""

    role: gr.Dropdown
    target: gr.Dropdown
    skills: gr.Dropdown
    more: gr.Accordion
    words: gr.Textbox
    read: gr.Button
    file: gr.UploadButton
    show: gr.Button
    message: gr.HTML
    shown: gr.Textbox
    """Hidden: the target whose gap is on the screen; it lives in the browser."""
    result: gr.Column
    summary: gr.HTML
    plan: gr.Button
    discuss: gr.Button
    decided: list[gr.Dropdown]
    """One for each of VERDICTS: what the person decided so."""
    note: gr.HTML
    """What is wrong with a decision, beside it."""
    lines: gr.HTML
    sources: gr.HTML

    @property
    def ends(self) -> list[Any]:
        return [self.role, self.target]

    @property
    def outcome(self) -> list[Any]:
        """In the order of what `gap_answers.outcome` makes of a gap."""
        shown = [self.more, self.result, self.summary, *self.decided]
        return [*shown, self.lines, self.shown, self.sources]


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's parts and their events into the page."""
    with gr.Row(elem_classes="tool gap"):
        with gr.Column(scale=8, min_width=300), gr.Tabs(elem_id="gap-tabs") as tabs:
            with gr.Tab("Against a role", id="role") as by_role:
                fields = {**_fields(), **_result()}
            with gr.Tab("Against job ads", id="ads") as by_ads:
                reader = gap_ads.build()
        with gr.Column(scale=5, min_width=300, elem_classes="tool-sources"):
            sources = gr.HTML(NO_SOURCES, apply_default_css=False)
            ad_sources = gr.HTML(NO_SOURCES, apply_default_css=False, visible=False)
    _wire(frame, _Parts(**fields, sources=sources), tabs)
    gap_ads.wire(frame, reader, ad_sources)
    for one, first in ((by_role, True), (by_ads, False)):
        one.select(partial(_switched, first), None, [sources, ad_sources], queue=False, **PRIVATE)


def _switched(first: bool) -> list[Any]:
    """The sources of the half that is on the screen."""
    return [gr.HTML(visible=first), gr.HTML(visible=not first)]


def _fields() -> dict[str, Any]:
    with gr.Row(elem_classes="gap-fields"):
        role = gr.Dropdown([], label="I am", min_width=200, **FREE)
        target = gr.Dropdown([], label="I want to become", min_width=200, **FREE)
    skills = gr.Dropdown([], label="Skills and tools I have", **_SEVERAL)
    with gr.Accordion("Or let a text or a résumé tell it", elem_classes="gap-more") as more:
        words = gr.Textbox(
            label="A text about yourself, or your résumé",
            placeholder="I use SQL and Airflow every day, no Kubernetes yet. I want to learn Spark.",
            lines=3,
            max_lines=8,
            max_length=LONGEST_PASTE,
        )
        with gr.Row(elem_classes="actions"):
            read = gr.Button("Read the text", scale=0)
            file = gr.UploadButton("Read a résumé file", file_types=list(SUFFIXES), scale=0)
        gr.HTML(_FILE_NOTE, apply_default_css=False)
    with gr.Row(elem_classes="actions"):
        show = gr.Button("Show my gap", variant="primary", scale=0)
    return {
        "role": role,
        "target": target,
        "skills": skills,
        "more": more,
        "words": words,
        "read": read,
        "file": file,
        "show": show,
    }


def _result() -> dict[str, Any]:
    message = gr.HTML(answer.EMPTY, elem_classes="result", apply_default_css=False)
    with gr.Column(visible=False, elem_classes="gap-result") as result:
        summary = gr.HTML("", elem_classes="result", apply_default_css=False)
        with gr.Row(elem_classes="actions"):
            plan = gr.Button("Make a plan from this", scale=0)
            discuss = gr.Button("Discuss this in the chat", scale=0)
        with gr.Column(elem_classes="gap-decide"):
            gr.HTML(_DECIDE, elem_classes="result", apply_default_css=False)
            with gr.Row(elem_classes="gap-fields"):
                decided = [
                    gr.Dropdown([], label=label, min_width=180, **_SEVERAL)
                    for _, label in answer.VERDICTS
                ]
            note = gr.HTML("", apply_default_css=False)
        lines = gr.HTML("", elem_classes="result", apply_default_css=False)
    return {
        "message": message,
        "shown": gr.Textbox(visible="hidden", label="Target of the gap on the screen"),
        "result": result,
        "summary": summary,
        "plan": plan,
        "discuss": discuss,
        "decided": decided,
        "note": note,
        "lines": lines,
    }


def _wire(frame: Frame, parts: _Parts, tabs: gr.Tabs) -> None:
    profile, message, ends = frame.profile, parts.message, parts.ends
    person = [*ends, parts.skills]
    shown = [message, profile, *parts.outcome]
    frame.on(parts.show.click, answer.shown, [profile, *person], shown)
    _wire_what_is_told(frame, parts)
    frame.on(
        profile.change,
        answer.followed,
        [profile, *person, parts.shown],
        [message, *person, *parts.outcome],
    )
    wish = [message, *ends, tabs, *parts.outcome]
    event = frame.on_wish(TITLE, answer.wished, wish, [profile, *ends])
    event.then(None, js="() => document.querySelector('.gap > .column').scrollTo(0, 0)", **PRIVATE)
    frame.open(parts.plan, answer.plan, [parts.role, parts.shown])
    frame.discuss(parts.discuss, partial(_question, frame), [parts.role, parts.shown])
    frame.when_open(answer.filled, person)
    forgotten = [message, parts.words, *person, *parts.outcome]
    frame.on_forget(forgotten, answer.forgotten)


def _question(frame: Frame, role: str | None, shown: str) -> str:
    advisor = frame.desk.opening.advisor
    return answer.question(advisor, role, shown) if advisor else ""


def _wire_what_is_told(frame: Frame, parts: _Parts) -> None:
    """Ticks, decisions, texts and files: all go into the profile, and the gap follows it."""
    profile, message, ends = frame.profile, parts.message, parts.ends
    latest = {"trigger_mode": "always_last"}  # what is chosen meanwhile must count, too
    ticks = [profile, parts.skills, parts.shown]
    frame.on(chosen(parts.skills), answer.ticked, ticks, [message, profile], **latest)
    for one, (verdict, _) in zip(parts.decided, answer.VERDICTS, strict=True):
        handler = partial(answer.decided, verdict=verdict)
        frame.on(chosen(one), handler, [profile, one], [parts.note, profile], **latest)
    found = [message, profile, parts.words, *ends, *parts.outcome]
    frame.on(parts.read.click, answer.words_read, [profile, *ends, parts.words], found)
    given = [profile, *ends, parts.file]
    frame.on(parts.file.upload, answer.file_read, given, found, preprocess=False)
