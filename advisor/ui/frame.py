"""What the tabs of the page share: the desk, the profile in the browser, and the ways between tabs.

A tool hands a question to the chat (`discuss`); the chat hands a wish to a tool (`wish`). Every
handler of a tool goes through `on`, so that a failure is one sentence in its place.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.profile import Profile, read_json
from advisor.errors import AdvisorError
from advisor.ui.conversation import FAILED, NOT_YET, Desk, wait_until_open
from advisor.ui.wishes import wish_in

_log = logging.getLogger(__name__)
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""For every event of the page; the public endpoints are made in endpoints.py."""

Fill = Callable[[Advisor, Profile], Sequence[Any]]
"""New values for parts, from the library and from what the person told of themselves."""
Handler = Callable[..., Sequence[Any]]
"""(advisor, values of the inputs...) to updates of the outputs."""


@dataclass
class Frame:
    """The page around the tabs, while it is being built."""

    blocks: gr.Blocks
    desk: Desk
    tabs: gr.Tabs
    profile: gr.BrowserState
    """JSON of a `Profile`; lives in the browser alone."""
    question: gr.Textbox
    """Hidden: what a tool asks the chat."""
    asked_in_chat: Callable[[Any], None] = lambda event: None
    """Continues an event by asking `question`; the chat sets it."""
    chat: gr.Chatbot | None = None
    """Whose chips can open a tool."""
    _wishes: dict[str, gr.Textbox] = field(default_factory=dict)
    _fills: list[tuple[Fill, list[Any]]] = field(default_factory=list)

    def on(
        self, trigger: Any, handler: Handler, inputs: Sequence[Any], outputs: Sequence[Any]
    ) -> Any:
        """Wire an event of a tool; the first output must be HTML, and shows what went wrong."""
        count = len(outputs)

        def handle(*values: Any) -> Iterator[list[Any]]:
            for shown in self._handled(handler, values):
                if isinstance(shown, str):
                    yield [told(shown), *[gr.skip()] * (count - 1)]
                else:
                    yield list(shown)

        return trigger(handle, list(inputs), list(outputs), **PRIVATE)

    def _handled(self, handler: Handler, values: Sequence[Any]) -> Iterator[str | Sequence[Any]]:
        """What is being waited for, then the updates, or one sentence when there are none."""
        for doing in wait_until_open(self.desk.opening, threading.Event()):
            yield f"{doing} …"
        advisor = self.desk.opening.advisor
        try:
            if advisor is None:
                raise AdvisorError(self.desk.opening.failure or NOT_YET)
            yield handler(advisor, *values)
        except AdvisorError as error:
            yield str(error)
        except Exception:
            _log.exception("A tool of the page failed")
            yield FAILED

    def when_open(self, fill: Fill, outputs: Sequence[Any]) -> None:
        """Fill parts when the page has been loaded and the library is open."""
        self._fills.append((fill, list(outputs)))

    def on_wish(
        self, tab: str, handler: Callable[..., Sequence[Any]], outputs: Sequence[Any]
    ) -> Any:
        """Show what a chip of the chat asks for: `handler(advisor, about)` to updates.

        `about` is the wish's own mapping, which comes back from the browser: believe nothing in it.
        The returned event can be continued with `.then`.
        """
        box = gr.Textbox(visible="hidden", label=f"Asked of {tab}")
        self._wishes[tab] = box

        def shown(advisor: Advisor, text: str) -> Sequence[Any]:
            wish = wish_in(text.partition("\n")[2])
            return handler(advisor, wish.about if wish else {})

        return self.on(box.change, shown, [box], outputs)

    def open_wish(self, event: gr.SelectData) -> list[Any]:
        """Updates of the tabs and the wish boxes for a chip that was selected in the chat."""
        value = event.value
        wish = wish_in(value.get("value", "") if isinstance(value, dict) else value)
        if wish is None or wish.tab not in self._wishes:
            return [gr.skip()] * (1 + len(self._wishes))
        # the first line makes the same wish a change when it comes again
        text = f"{time.monotonic_ns()}\n{wish}"
        boxes = [text if tab == wish.tab else gr.skip() for tab in self._wishes]
        return [gr.Tabs(selected=wish.tab), *boxes]

    def discuss(
        self, button: gr.Button, compose: Callable[..., str], inputs: Sequence[Any]
    ) -> None:
        """Let a button ask the chat what `compose` makes of the inputs; nothing asks nothing."""

        def handed(*values: Any) -> list[Any]:
            question = compose(*values)
            return [question, gr.Tabs(selected="Chat") if question else gr.skip()]

        event = button.click(handed, list(inputs), [self.question, self.tabs], **PRIVATE)
        self.asked_in_chat(event)

    def finish(self) -> None:
        """Wire what has been gathered; call it when every tab has been built."""
        if self.chat is not None:
            opened = [self.tabs, *self._wishes.values()]
            self.chat.option_select(self.open_wish, None, opened, queue=False, **PRIVATE)
        outputs = [part for _, parts in self._fills for part in parts]

        def filled(kept: Any) -> Iterator[list[Any]]:
            for _ in wait_until_open(self.desk.opening, threading.Event()):
                yield [gr.skip()] * len(outputs)
            advisor = self.desk.opening.advisor
            if advisor is not None:
                profile = profile_in(kept)
                yield [value for fill, _ in self._fills for value in fill(advisor, profile)]

        if outputs:
            self.blocks.load(filled, [self.profile], outputs, **PRIVATE)


def told(words: str) -> str:
    """A sentence in the place of a result."""
    return f'<p class="told" role="status">{escape(words)}</p>' if words else ""


def profile_in(kept: object) -> Profile:
    """The profile that the browser kept; an empty one for what is none."""
    if isinstance(kept, str) and kept:
        try:
            return read_json(kept)
        except AdvisorError:
            _log.info("A kept profile was not readable and is left out")
    return Profile()


def keep(profile: Profile) -> str:
    """The profile as the browser keeps it."""
    return "" if profile == Profile() else profile.model_dump_json(exclude_defaults=True)


def role_choices(advisor: Advisor) -> list[tuple[str, str]]:
    """(title, id) of every role, in alphabetical order."""
    return sorted((page.title, id) for id, page in advisor.library.roles.items())


def skill_choices(advisor: Advisor) -> list[tuple[str, str]]:
    """(title, id) of every skill and tool, in alphabetical order."""
    library = advisor.library
    return sorted((library.title(id), id) for id in (*library.skills, *library.tools))
