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
from functools import partial
from html import escape
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.profile import Profile, read_json
from advisor.errors import AdvisorError
from advisor.ui.conversation import FAILED, NOT_YET, Desk, wait_until_open
from advisor.ui.wishes import Wish, wish_in

_log = logging.getLogger(__name__)
FREE: dict[str, Any] = {"allow_custom_value": True}
"""For every dropdown: a choice is checked by the library's names and not by gradio, whose list is
gone when the server has been started anew under an open page."""
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""For every event of the page; the public endpoints are made in endpoints.py."""

Fill = Callable[..., Sequence[Any]]
"""(advisor, profile, values of what else the browser keeps...) to new values for parts."""
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
    plan: gr.BrowserState
    """JSON of a plan, likewise. Such parts stand outside of the tabs, for what is in a tab is not
    read before the tab is opened."""
    practice: gr.BrowserState
    """JSON of which interview questions were tried, likewise."""
    question: gr.Textbox
    """Hidden: what a tool asks the chat."""
    asked_in_chat: Callable[[Any], None] = lambda event: None
    """Continues an event by asking `question`; the chat sets it."""
    chat: gr.Chatbot | None = None
    """Whose chips can open a tool."""
    _wishes: dict[str, gr.Textbox] = field(default_factory=dict)
    _fills: list[tuple[Fill, list[Any], list[Any]]] = field(default_factory=list)
    _openers: list[tuple[gr.Button, Callable[..., Wish | None], list[Any]]] = field(
        default_factory=list
    )
    forgets: list[tuple[list[Any], Callable[[], Sequence[Any]]]] = field(default_factory=list)
    """Parts, and what they show when the person wants to be forgotten."""

    def on(
        self,
        trigger: Any,
        handler: Handler,
        inputs: Sequence[Any],
        outputs: Sequence[Any],
        **options: Any,
    ) -> Any:
        """Wire an event of a tool; the first output must be HTML, and shows what went wrong.

        With `preprocess=False` a CheckboxGroup or a Radio gives what the browser says, unchecked:
        gradio knows their choices no more when the server was started anew under an open page.
        """
        count = len(outputs)

        def handle(*values: Any) -> Iterator[list[Any]]:
            for shown in self._handled(handler, values):
                if isinstance(shown, str):
                    yield [told(shown), *[gr.skip()] * (count - 1)]
                else:
                    yield list(shown)

        return trigger(handle, list(inputs), list(outputs), **PRIVATE, **options)

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

    def when_open(self, fill: Fill, outputs: Sequence[Any], kept: Sequence[Any] = ()) -> None:
        """Fill parts when the page has been loaded and the library is open.

        Args:
            kept: parts of the browser's own, beside the profile, whose values the fill gets.
        """
        self._fills.append((fill, list(outputs), list(kept)))

    def on_forget(
        self, outputs: Sequence[Any], values: Sequence[Any] | Callable[[], Sequence[Any]]
    ) -> None:
        """Give parts these values when the person wants to be forgotten, beside the profile.

        A function makes the values when they are wanted: an update of a part, made while the page
        is built, would become a part of the page itself.
        """
        self.forgets.append((list(outputs), values if callable(values) else lambda: values))

    def on_wish(
        self,
        tab: str,
        handler: Callable[..., Sequence[Any]],
        outputs: Sequence[Any],
        inputs: Sequence[Any] = (),
    ) -> Any:
        """Show what a chip of the chat asks for: `handler(advisor, about, inputs...)` to updates.

        `about` is the wish's own mapping, which comes back from the browser: believe nothing in it.
        The returned event can be continued with `.then`.
        """
        box = gr.Textbox(visible="hidden", label=f"Asked of {tab}")
        self._wishes[tab] = box

        def shown(advisor: Advisor, text: str, *values: Any) -> Sequence[Any]:
            wish = wish_in(text.partition("\n")[2])
            return handler(advisor, wish.about if wish else {}, *values)

        return self.on(box.change, shown, [box, *inputs], outputs)

    def open_wish(self, event: gr.SelectData) -> list[Any]:
        """Updates of the tabs and the wish boxes for a chip that was selected in the chat."""
        value = event.value
        return self._opened(wish_in(value.get("value", "") if isinstance(value, dict) else value))

    def open(
        self, button: gr.Button, compose: Callable[..., Wish | None], inputs: Sequence[Any]
    ) -> None:
        """Let a button open another tab with the wish that `compose` makes of the inputs."""
        self._openers.append((button, compose, list(inputs)))

    def _opened(self, wish: Wish | None) -> list[Any]:
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
        opened = [self.tabs, *self._wishes.values()]
        if self.chat is not None:
            self.chat.option_select(self.open_wish, None, opened, queue=False, **PRIVATE)
        for button, compose, inputs in self._openers:
            button.click(partial(self._wished, compose), inputs, opened, **PRIVATE)
        outputs = [part for _, parts, _ in self._fills for part in parts]
        kept = [part for _, _, parts in self._fills for part in parts]
        if outputs:
            self.blocks.load(self._filled, [self.profile, *kept], outputs, **PRIVATE)

    def _wished(self, compose: Callable[..., Wish | None], *values: Any) -> list[Any]:
        return self._opened(compose(*values))

    def _filled(self, profile: Any, *kept: Any) -> Iterator[list[Any]]:
        count = sum(len(parts) for _, parts, _ in self._fills)
        for _ in wait_until_open(self.desk.opening, threading.Event()):
            yield [gr.skip()] * count
        advisor = self.desk.opening.advisor
        if advisor is None:
            return
        values = list(kept)
        found: list[Any] = []
        for fill, _, parts in self._fills:
            own, values = values[: len(parts)], values[len(parts) :]
            found += fill(advisor, profile_in(profile), *own)
        yield found


def chosen(part: gr.Dropdown) -> Any:
    """The trigger for a choice of several names.

    Of a name that was typed and entered, and of one taken out by the keyboard, gradio tells nothing
    before the field is left.
    """
    return partial(gr.on, [part.input, part.blur])


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
    """The profile as the browser keeps it.

    Never an empty text: gradio does not write what is empty, and the profile before would come back.
    """
    return profile.model_dump_json(exclude_defaults=True)


def role_choices(advisor: Advisor) -> list[tuple[str, str]]:
    """(title, id) of every role, in alphabetical order."""
    return sorted((page.title, id) for id, page in advisor.library.roles.items())


def skill_choices(advisor: Advisor) -> list[tuple[str, str]]:
    """(title, id) of every skill and tool, in alphabetical order."""
    library = advisor.library
    return sorted((library.title(id), id) for id in (*library.skills, *library.tools))
