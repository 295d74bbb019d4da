"""What happens between a question and the page: limits, waiting, drafts, stopping. Knows no gradio.

`converse` yields what the page is to show: at once, then whenever there is something new, and at
least four times a second, so that a visitor who stops or leaves is noticed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Any

from advisor.answer import Advisor, Answer
from advisor.errors import AdvisorError
from advisor.programs.service import too_long
from advisor.settings import Settings
from advisor.text import clean_question
from advisor.types import Draft, Message
from advisor.ui.limits import Limits, Stops
from advisor.ui.opening import Opening
from advisor.ui.rereading import asked_in
from advisor.ui.suggest import fitting_tools, next_questions, read_as
from advisor.ui.thread import Turn, history, places_of, unpack

_log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 0.2
THROTTLE_SECONDS = 0.08
GRACE_SECONDS = 5.0
"""Past `answer_seconds`, after which the page no longer waits for the writer to stop itself."""
OPENING_SECONDS = 900.0
"""Building the index of a large library on a slow machine takes minutes, and is shown."""

READING = "Reading the library"
WRITING = "The language model is writing its own version"
STOPPED = "Stopped."
NOT_YET = "The library is not loaded yet. Please ask again in a minute."
FAILED = "Something went wrong here, and it is not your question. Please ask again."


@dataclass
class Desk:
    """What the handlers of the page share. Nothing in it belongs to a visitor's conversation."""

    settings: Settings
    opening: Opening
    limits: Limits = field(default_factory=Limits)
    stops: Stops = field(default_factory=Stops)


@dataclass(frozen=True)
class View:
    """What the page shows at one moment."""

    turns: tuple[Turn, ...]
    pending: str = ""
    """What is being done, while something is."""
    done: bool = False


def converse(desk: Desk, question: object, thread: object, visitor: str) -> Iterator[View]:
    """The views from a question to its answer; the last one is done."""
    asked = clean_question(question if isinstance(question, str) else "")
    before = unpack(thread)
    refusal = too_long(asked, desk.settings.question_chars) or desk.limits.enter(visitor)
    if refusal:
        yield View((*before, Turn(_clipped(asked), refusal, heard=False)), done=True)
        return
    stop = desk.stops.begin(visitor)
    try:
        for view in _guarded(desk, asked, before, stop):
            if not desk.stops.is_current(visitor, stop):
                return
            yield view
    finally:
        stop.set()
        desk.stops.end(visitor, stop)
        desk.limits.leave()


def _clipped(asked: str) -> str:
    return asked if len(asked) <= 300 else asked[:300].rsplit(" ", 1)[0] + " …"


def _guarded(
    desk: Desk, asked: str, before: tuple[Turn, ...], stop: threading.Event
) -> Iterator[View]:
    """The views, with every failure told in a sentence that is no part of the conversation."""
    turn = Turn(asked or "…")
    yield View((*before, turn), pending=READING)
    try:
        for doing in wait_until_open(desk.opening, stop):
            yield View((*before, turn), pending=doing)
        if desk.opening.advisor is None:
            why = desk.opening.failure or (STOPPED if stop.is_set() else NOT_YET)
            raise AdvisorError(why)
        yield from _answered(desk.opening.advisor, asked, before, stop)
    except AdvisorError as error:
        yield View((*before, replace(turn, answer=str(error), heard=False)), done=True)
    except Exception:
        _log.exception("A question could not be answered")
        yield View((*before, replace(turn, answer=FAILED, heard=False)), done=True)


def _answered(
    advisor: Advisor, asked: str, before: tuple[Turn, ...], stop: threading.Event
) -> Iterator[View]:
    said = history(before)
    answer = advisor.ask(asked, said)
    read = asked_in(answer.reading, answer.refused)
    turn = Turn(asked or "…", read_as=read_as(answer, advisor), asked=read)
    words_it = answer.passages and not answer.refused and advisor.rewriter is not None
    pending = WRITING if words_it else ""
    view = View(before)
    for step in follow(answer, stop, advisor.settings.answer_seconds + GRACE_SECONDS):
        newer = View((*before, _drafted(turn, step)), "" if step.is_last else pending)
        view = view if newer == view else newer
        yield view
    turn = view.turns[-1]
    now_said = [*said, Message("user", asked), Message("assistant", turn.answer)]
    following = next_questions(answer, advisor, now_said)
    turn = replace(turn, next_questions=following, tools=fitting_tools(answer, advisor))
    yield View((*before, turn), done=True)


def wait_until_open(opening: Opening, stop: threading.Event) -> Iterator[str]:
    """What is being done, again and again, until the advisor is there or cannot be."""
    opening.start()
    ends = time.monotonic() + OPENING_SECONDS
    while opening.advisor is None and not opening.failure and not stop.is_set():
        if time.monotonic() > ends:
            return
        yield opening.doing
        time.sleep(HEARTBEAT_SECONDS)


@dataclass(frozen=True)
class Step:
    """The newest draft of an answer."""

    draft: Draft
    note: str = ""
    """Why there will be no other, when the answer did not end by itself."""
    is_last: bool = False


def _drafted(turn: Turn, step: Step) -> Turn:
    draft = step.draft
    return replace(
        turn,
        answer=draft.text,
        places=places_of(draft),
        marks=tuple((one.n, one.start, one.end) for one in draft.claims),
        note=" ".join(filter(None, (draft.note, step.note))),
    )


def follow(answer: Answer, stop: threading.Event, seconds: float) -> Iterator[Step]:
    """The answer's drafts as they get better, at most one in THROTTLE_SECONDS.

    The drafts are read in a thread, because a model may be silent for seconds; an unchanged step
    comes at least every HEARTBEAT_SECONDS. Setting `stop`, closing this generator, or the end of
    the seconds stops the work behind the answer before its next draft.
    """
    step = Step(answer.first)
    yield step
    arrived: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_read_drafts, args=(answer, arrived, stop), daemon=True).start()
    ends = time.monotonic() + seconds
    shown_at, shown = time.monotonic(), step
    try:
        while True:
            step, over = _newest(arrived, step)
            now = time.monotonic()
            if stop.is_set() or now > ends:
                note = STOPPED if stop.is_set() else f"Stopped after {seconds:g} seconds."
                step, over = replace(step, note=note), True
            if over:
                yield replace(step, is_last=True)
                return
            pause = HEARTBEAT_SECONDS if step is shown else THROTTLE_SECONDS
            if now - shown_at >= pause:
                shown_at, shown = now, step
                yield step
    finally:
        stop.set()


def _read_drafts(answer: Answer, arrived: SimpleQueue[Any], stop: threading.Event) -> None:
    """Put every draft, then the failure or None, into the queue; close the answer in the end."""
    try:
        for draft in answer:
            if stop.is_set():
                break
            arrived.put(draft)
        arrived.put(None)
    except Exception as error:
        arrived.put(error)
    finally:
        answer.close()


def _newest(arrived: SimpleQueue[Any], step: Step) -> tuple[Step, bool]:
    """The newest draft that has arrived within the throttle, and whether it is the last."""
    try:
        item = arrived.get(timeout=THROTTLE_SECONDS)
        while True:
            if item is None:
                return step, True
            if isinstance(item, Exception):
                return replace(step, note=_told(item)), True
            step = step if item is step.draft else Step(item)
            item = arrived.get_nowait()
    except Empty:
        return step, False


def _told(error: Exception) -> str:
    if isinstance(error, AdvisorError):
        return f"The language model stopped early: {error}"
    _log.error("The language model failed", exc_info=error)
    return "The language model failed; what stands here rests on the library."
