"""The tab in which one asks: the conversation on the left, its sources on the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from advisor.ui import correction
from advisor.ui.conversation import Desk, View, converse, wait_until_open
from advisor.ui.frame import PRIVATE, Frame
from advisor.ui.markup import harmless, linked
from advisor.ui.sources import EMPTY_PANEL, panel
from advisor.ui.suggest import STARTERS
from advisor.ui.thread import Turn, pack, unpack
from advisor.ui.wishes import wish_in

TITLE = "Chat"
_WELCOME = """## What would you like to know?

Ask what roles do, how to move between them, what to learn and what to build."""
Update = list[Any]
"""New values for (question box, chat, sources, thread)."""


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's parts and their events into the page."""
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(scale=8, min_width=300, elem_id="left"):
            chat = _chat()
            box = _question_box()
            with gr.Row(elem_id="under"):
                reread = correction.build()
                gr.HTML('<p id="state" role="status"></p>', apply_default_css=False)
                new = gr.Button("New conversation", elem_id="new", size="sm", scale=0)
        with gr.Column(scale=5, min_width=300, elem_id="right"):
            shown = gr.HTML(EMPTY_PANEL, elem_id="sources", apply_default_css=False)
    thread = gr.Textbox(visible="hidden", elem_id="thread", label="Conversation")
    _wire(frame, Talk(frame.desk), [box, chat, shown, thread], new)
    correction.wire(frame, reread, thread)


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        layout="bubble",
        height=None,
        autoscroll=False,
        buttons=["copy"],
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        line_breaks=False,
        feedback_options=["Like", "Dislike"],
        placeholder=_WELCOME,
        examples=[{"text": question} for question in STARTERS],
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        placeholder="Ask about a role, a move or a tool",
        lines=1,
        max_lines=6,
        submit_btn=True,
        stop_btn=False,
    )


def _wire(frame: Frame, talk: Talk, parts: list[Any], new: gr.Button) -> None:
    """Connect the parts: ask, stop, clear, rate, come back after a reload."""
    box, chat, _, thread = parts
    asking: dict[str, Any] = {"outputs": parts, "concurrency_limit": None, **PRIVATE}
    asking["trigger_mode"] = "multiple"  # a new question takes over from a running answer
    box.submit(talk.typed, [box, thread], **asking)
    chat.example_select(talk.chosen, [thread], **asking)
    chat.option_select(talk.chosen, [thread], **asking)
    box.stop(talk.stopped, None, [box], queue=False, **PRIVATE)
    new.click(talk.cleared, None, parts, queue=False, **PRIVATE)
    chat.like(thank, None, None, **PRIVATE)
    thread.change(None, [thread], None, js="advisorPage.keep", **PRIVATE)
    frame.blocks.load(talk.back, [thread], js="advisorPage.kept", **asking)
    frame.chat = chat
    frame.asked_in_chat = lambda event: event.then(talk.sent, [frame.question, thread], **asking)


class Talk:
    """The handlers; each maps views of the conversation to updates of the parts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def typed(self, question: str, thread: str, request: gr.Request) -> Iterator[Update]:
        """Answer what stands in the question box, and empty the box."""
        yield from self._updates(question, thread, request, {"value": ""})

    def sent(self, question: str, thread: str, request: gr.Request) -> Iterator[Update]:
        """Answer what a tool asks; the question box keeps what it holds."""
        if not question:
            yield [gr.skip()] * 4
            return
        yield from self._updates(question, thread, request, {})

    def chosen(self, thread: str, request: gr.Request, event: gr.SelectData) -> Iterator[Update]:
        """Answer a starter or a follow-up that was clicked; the box keeps what it holds."""
        value = event.value
        question = value.get("text", "") if isinstance(value, dict) else value
        if wish_in(question):  # the frame opens the tool
            yield [gr.skip()] * 4
            return
        yield from self._updates(str(question), thread, request, {})

    def _updates(
        self, question: str, thread: str, request: gr.Request, at_first: dict[str, Any]
    ) -> Iterator[Update]:
        shown: View | None = None
        cited: object = None
        earlier: list[dict[str, Any]] = []
        for view in converse(self._desk, question, thread, visitor(request)):
            if view is shown:
                yield [gr.skip()] * 4
                continue
            if shown is None:
                earlier = messages(View(view.turns[:-1]))
            box = gr.Textbox(submit_btn=view.done, stop_btn=not view.done, **at_first)
            changed = shown is None or view.done
            panel_now, now_cited = self._panel(view, cited)
            # kept as soon as it is cited, for whoever reloads or asks on before it is complete
            keep = now_cited != cited or not view.pending
            cited = now_cited
            yield [
                box if changed else gr.skip(),
                [*earlier, *exchange(len(view.turns), view.turns[-1], view)],
                panel_now,
                pack(view.turns) if keep else gr.skip(),
            ]
            shown, at_first = view, {}

    def _panel(self, view: View, cited: object) -> tuple[Any, object]:
        """The panel, when what it shows is no longer what it last showed; and what it shows."""
        advisor = self._desk.opening.advisor
        now = [(turn.places, turn.marks) for turn in view.turns]
        if advisor is None or not view.turns[-1].answer or now == cited:
            return gr.skip(), cited
        return panel(view.turns, advisor.index.document), now

    def stopped(self, request: gr.Request) -> Any:
        """Ask the running answer to end; it says itself that it did."""
        self._desk.stops.stop(visitor(request))
        return gr.Textbox(submit_btn=True, stop_btn=False)

    def cleared(self, request: gr.Request) -> Update:
        """An empty page; a running answer is dropped."""
        who = visitor(request)
        self._desk.stops.end(who, self._desk.stops.begin(who))
        return [gr.Textbox(submit_btn=True, stop_btn=False), [], EMPTY_PANEL, ""]

    def back(self, thread: str, request: gr.Request) -> Iterator[Update]:
        """The conversation that this browser tab kept; its sources once the library is open."""
        turns = unpack(thread)
        if not turns:
            yield [gr.skip()] * 4
            return
        who = visitor(request)
        event = self._desk.stops.begin(who)
        yield [gr.skip(), messages(View(turns, done=True)), gr.skip(), pack(turns)]
        for _ in wait_until_open(self._desk.opening, event):
            yield [gr.skip()] * 4
        if self._desk.stops.is_current(who, event):
            self._desk.stops.end(who, event)
            yield [gr.skip(), gr.skip(), self._panel(View(turns), None)[0], gr.skip()]


def visitor(request: gr.Request | None) -> str:
    """What tells one open page from another; never shown or logged."""
    return str(getattr(request, "session_hash", None) or "nobody")


def thank(event: gr.LikeData) -> None:
    """Say what becomes of a rating."""
    words = "Thank you." if event.liked else "Thank you for telling."
    gr.Info(f"{words} Ratings are not stored anywhere.", duration=4, title="Noted")


# views to messages


def messages(view: View) -> list[dict[str, Any]]:
    """The turns as messages of the chat; follow-ups stand under the last one."""
    found: list[dict[str, Any]] = []
    for number, turn in enumerate(view.turns, 1):
        found += exchange(number, turn, view if number == len(view.turns) else None)
    return found


def exchange(number: int, turn: Turn, view: View | None = None) -> list[dict[str, Any]]:
    """The question and the answer of one turn; of the last one with what `view` says of it."""
    reply = _said(number, turn, view.pending if view else "")
    offered = turn.next_questions if view and view.done else ()
    chips = [{"value": one, "label": one} for one in offered]
    tools = turn.tools if view and view.done else ()
    chips += [{"value": str(wish), "label": f"{wish.label} →"} for wish in tools]
    options = {"options": chips} if chips else {}
    return [
        {"role": "user", "content": harmless(turn.question)},
        {"role": "assistant", "content": reply, **options},
    ]


def _said(number: int, turn: Turn, pending: str) -> str:
    """One answer as Markdown: the words, then small lines about how they came about."""
    parts = [linked(turn.answer, number, (place.n for place in turn.places))] if turn.answer else []
    if turn.note:
        parts.append(_small(turn.note))
    if turn.read_as and turn.answer:
        parts.append(_small(f"Read as: {turn.read_as}"))
    if pending:
        parts.append(_small(f"{pending} …"))
    return "\n\n".join(parts)


def _small(words: str) -> str:
    return f"<small>{harmless(words)}</small>"
