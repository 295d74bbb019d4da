"""The tab that asks interview questions and holds an answer against the library's key points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from advisor.ui import practice_answers as answer
from advisor.ui.footnotes import NO_SOURCES
from advisor.ui.frame import FREE, PRIVATE, Frame
from advisor.ui.practice_view import EMPTY

TITLE = "Practice"
STORAGE_KEY = "career-advisor.practice"
_SECRET = "career-advisor"  # noqa: S105 - fixed and public, see you.py
LONGEST_TYPED = 40_000
"""Characters that the box takes; what is too long to judge is refused with a sentence."""
_SHOW_VERDICT = """() => document.querySelector("#verdict")?.scrollIntoView({
    block: "nearest",
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
})"""
"""On a phone the verdict would stand below the window."""


@dataclass(frozen=True)
class _Parts:
    """What stands in the tab."""

    topic: gr.Dropdown
    question: gr.Dropdown
    message: gr.HTML
    asked: gr.HTML
    words: gr.Textbox
    check: gr.Button
    another: gr.Button
    reveal: gr.Button
    discuss: gr.Button
    verdict: gr.HTML
    progress: gr.HTML
    on_screen: gr.Textbox
    """Hidden: topic and id of the question on the screen; it lives in the browser."""
    sources: gr.HTML

    @property
    def asking(self) -> list[Any]:
        """In the order of what `practice_answers.asking` makes of a question."""
        question = [self.message, self.asked, self.question, self.words]
        return [*question, self.verdict, self.sources, self.on_screen]


def kept_practice() -> gr.BrowserState:
    """The part of the page that holds in the browser what was practiced."""
    return gr.BrowserState("", storage_key=STORAGE_KEY, secret=_SECRET)


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's parts and their events into the page."""
    with gr.Row(elem_classes="tool practice"):
        with gr.Column(scale=8, min_width=300):
            parts = {**_fields(), **_buttons(), **_results()}
        with gr.Column(scale=5, min_width=300, elem_classes="tool-sources"):
            sources = gr.HTML(NO_SOURCES, apply_default_css=False)
    _wire(frame, _Parts(**parts, sources=sources))


def _fields() -> dict[str, Any]:
    with gr.Row(elem_classes="practice-fields"):
        topic = gr.Dropdown([], label="Role or topic", min_width=200, scale=2, **FREE)
        question = gr.Dropdown([], label="Question", min_width=240, scale=5, **FREE)
    message = gr.HTML("", elem_id="practice-message", apply_default_css=False)
    asked = gr.HTML(EMPTY, elem_classes="result", apply_default_css=False)
    words = gr.Textbox(
        label="Your answer",
        placeholder="A few sentences, as you would say them in the interview.",
        lines=5,
        max_lines=16,
        max_length=LONGEST_TYPED,
    )
    return {
        "topic": topic,
        "question": question,
        "message": message,
        "asked": asked,
        "words": words,
    }


def _buttons() -> dict[str, Any]:
    with gr.Row(elem_classes="actions"):
        return {
            "check": gr.Button("Check my answer", variant="primary", scale=0),
            "another": gr.Button("Another question", scale=0),
            "reveal": gr.Button("Show the points", scale=0),
            "discuss": gr.Button("Discuss this in the chat", scale=0),
        }


def _results() -> dict[str, Any]:
    plain: dict[str, Any] = {"elem_classes": "result", "apply_default_css": False}
    return {
        "verdict": gr.HTML("", elem_id="verdict", **plain),
        "progress": gr.HTML("", **plain),
        "on_screen": gr.Textbox(visible="hidden", label="The question on the screen"),
    }


def _wire(frame: Frame, parts: _Parts) -> None:
    kept, topic, on_screen = frame.practice, parts.topic, parts.on_screen
    everything = [*parts.asking, topic]
    frame.on(topic.input, answer.chosen, [topic, kept, on_screen], parts.asking)
    frame.on(parts.question.input, answer.picked, [parts.question, on_screen], parts.asking)
    frame.on(parts.another.click, answer.another, [topic, kept, on_screen], parts.asking)
    answered = [parts.verdict, parts.sources, kept]
    for trigger in (parts.check.click, parts.words.submit):
        event = frame.on(trigger, answer.checked, [on_screen, parts.words, kept], answered)
        event.then(None, js=_SHOW_VERDICT, **PRIVATE)
    frame.on(parts.reveal.click, answer.revealed, [on_screen], [parts.verdict, parts.sources])
    frame.on(kept.change, answer.progressed, [kept], [parts.progress])
    frame.on(frame.profile.change, answer.again, [frame.profile, topic, kept], everything)
    frame.on_wish(TITLE, answer.wished, everything, [kept, on_screen])
    frame.when_open(answer.filled, [*everything, parts.progress], [kept])
    frame.on_forget([kept, *everything], lambda: ["", *answer.nothing_asked(), None])

    def composed(shown: object) -> str:
        return answer.for_the_chat(frame.desk.opening.advisor, shown)

    frame.discuss(parts.discuss, composed, [on_screen])
