"""What the tab Practice answers: plain functions from what stands in it to what it shows.

An answer is read, judged and forgotten: it goes to no file, no log and no browser storage. What the
browser keeps is which questions were tried, and how many points were said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.interview import (
    Question,
    check_answer,
    find_question,
    questions,
    rounds,
    subjects,
)
from advisor.career.profile import Profile
from advisor.career.result import CareerError
from advisor.ui import practice_view as view
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import profile_in, told
from advisor.ui.wishes import texts

MOST_TRIED = 300
"""Questions that the browser remembers; the library has some two hundred."""
LONGEST_KEPT = 60_000
"""Characters of what the browser remembers."""
SHOWN = 7
"""Parts that `asking` gives values to: message, question, list of questions, answer, verdict, sources,
and what is on the screen."""
_HIDDEN_POINTS = (
    '<p class="quiet small">The rest of the passage is what a good answer says. It appears here '
    "when you check your answer, or show the points.</p>"
)
_NO_TOPIC = "Choose a role or a topic first."


@dataclass(frozen=True, slots=True)
class Tried:
    """A question that was answered, and what the last answer to it had."""

    id: str
    covered: int
    partly: int


# what is asked


def filled(advisor: Advisor, profile: Profile, kept: object) -> Sequence[Any]:
    """The choices, and a first question where the person told what they want to become."""
    topics = subjects(advisor.library, advisor.lexicon)
    choices = [(advisor.library.title(id), id) for id in topics]
    topic = next((one for one in (profile.target, profile.role) if one in topics), None)
    first = chosen(advisor, topic, kept) if topic else nothing_asked()
    return [*first, gr.Dropdown(choices=choices, value=topic), *progressed(advisor, kept)]


def again(advisor: Advisor, profile: object, topic: str | None, kept: object) -> Sequence[Any]:
    """A first question for what the person now wants to become, where none is shown."""
    wanted = profile_in(profile).target
    if topic or not wanted:
        return [gr.skip()] * (SHOWN + 1)
    return [*chosen(advisor, wanted, kept), wanted]


def wished(
    advisor: Advisor, about: Mapping[str, Any], kept: object, shown: object = ""
) -> Sequence[Any]:
    """The first question about what a chip of the chat, or another tab, was about."""
    named = [*texts(about, "topic"), *texts(about, "target"), *texts(about, "role")]
    if not named:
        raise CareerError(_NO_TOPIC)
    return [*chosen(advisor, named[0], kept, shown), _id_of(advisor, named[0])]


def chosen(advisor: Advisor, topic: str | None, kept: object, shown: object = "") -> Sequence[Any]:
    """The first question about a topic that was not tried yet.

    A field says its value again when it is left; what is on the screen then stays as it is.
    """
    if not isinstance(topic, str) or not topic.strip():
        raise CareerError(_NO_TOPIC)
    id = _id_of(advisor, topic)
    if id == _on_screen(shown)[0]:
        return [gr.skip()] * SHOWN
    asked = _asked(advisor, id)
    return asking(advisor, id, asked, _next(asked, "", kept))


def picked(advisor: Advisor, value: object, shown: object) -> Sequence[Any]:
    """The question with an id or, for a person who types, with that text or number."""
    topic, current = _on_screen(shown)
    asked = _asked(advisor, topic)
    typed = " ".join(str(value or "").lower().split())
    for number, one in enumerate(asked, 1):
        if typed in (one.id, one.text.text.lower(), str(number)):
            same = one.id == current
            return [gr.skip()] * SHOWN if same else asking(advisor, topic, asked, one)
    raise CareerError("That is none of the questions; take one from the list.")


def another(advisor: Advisor, topic: str | None, kept: object, shown: object) -> Sequence[Any]:
    on_screen, current = _on_screen(shown)
    if not on_screen:
        return chosen(advisor, topic, kept)
    asked = _asked(advisor, on_screen)
    return asking(advisor, on_screen, asked, _next(asked, current, kept))


def _on_screen(shown: object) -> tuple[str, str]:
    """Topic and id of the question on the screen, both empty when there is none."""
    topic, _, id = shown.partition("\n") if isinstance(shown, str) else ("", "", "")
    return topic, id


def _asked(advisor: Advisor, topic: str) -> Sequence[Question]:
    """The questions about what a person typed or chose."""
    if not topic:
        raise CareerError(_NO_TOPIC)
    try:
        return questions(advisor.library, topic, advisor.lexicon)
    except CareerError:
        near = advisor.shelf.nearest(topic[:60], ("role", "skill", "tool"))
        raise CareerError(f"The library asks nothing about {topic[:60]!r}; {near}.") from None


def _id_of(advisor: Advisor, topic: str) -> str:
    """The id of what a topic names; other words stay as they are."""
    words = " ".join(topic.split())[:200]
    return words if words in advisor.library else advisor.lexicon.find(words) or words


def _next(asked: Sequence[Question], id: str, kept: object) -> Question:
    """The question after the one with this id, those not tried yet first."""
    at = next((place for place, one in enumerate(asked) if one.id == id), -1)
    in_turn = [*asked[at + 1 :], *asked[: at + 1]]
    tried = {one.id for one in tried_in(kept)}
    return next((one for one in in_turn if one.id not in tried), in_turn[0])


def asking(advisor: Advisor, topic: str, asked: Sequence[Question], one: Question) -> Sequence[Any]:
    """A question without its key points, which stand in the same passage."""
    notes = Footnotes("practice", advisor.index.document, advisor.library.title)
    position = asked.index(one) + 1, len(asked)
    html = view.question_html(one, position, rounds(advisor.library, one), notes)
    choices = [(f"{n}. {each.text.text}", each.id) for n, each in enumerate(asked, 1)]
    question = gr.Dropdown(choices=choices, value=one.id)
    return ["", html, question, "", "", notes.html() + _HIDDEN_POINTS, f"{topic}\n{one.id}"]


def nothing_asked() -> list[Any]:
    return ["", view.EMPTY, gr.Dropdown(choices=[], value=None), "", "", NO_SOURCES, ""]


# what is answered


def checked(advisor: Advisor, shown: object, answer: str, kept: object) -> Sequence[Any]:
    """What the answer covers, its passages, and what the browser keeps of it."""
    one = _question(advisor, shown)
    if not (answer or "").strip():
        raise CareerError("There is no answer yet; write two or three sentences.")
    embedder, names = advisor.index.embedder, advisor.lexicon
    result = check_answer(advisor.library, embedder, one.id, answer, names)
    if not result.heard:
        return [told(result.note), gr.skip(), gr.skip()]
    notes = _whole(advisor, one)
    tried = Tried(one.id, len(result.covered), len(result.partly))
    return [view.verdict_html(result, notes), notes.html(), with_tried(kept, tried)]


def revealed(advisor: Advisor, shown: object) -> Sequence[Any]:
    """What a good answer says, for a person who gives none."""
    one = _question(advisor, shown)
    notes = _whole(advisor, one)
    return [view.points_html(one, notes), notes.html()]


def _whole(advisor: Advisor, one: Question) -> Footnotes:
    """Whole passages, with the numbers that the question on the page has."""
    notes = Footnotes("practice", advisor.index.document, advisor.library.title)
    view.question_html(one, (1, 1), rounds(advisor.library, one), notes, whole=True)
    return notes


def _question(advisor: Advisor, shown: object) -> Question:
    id = _on_screen(shown)[1]
    if not id:
        raise CareerError(_NO_TOPIC)
    return find_question(advisor.library, id)


def for_the_chat(advisor: Advisor | None, shown: object) -> str:
    """The question at hand, as the chat answers it best; nothing without one."""
    try:
        return f"Interview question: {_question(advisor, shown).text.text}" if advisor else ""
    except CareerError:
        return ""


# what the browser keeps


def tried_in(kept: object) -> list[Tried]:
    """What the browser kept, in the order of the tries; whatever is not ours is left out."""
    if not isinstance(kept, str) or not 0 < len(kept) <= LONGEST_KEPT:
        return []
    try:
        listed = json.loads(kept)
    except (ValueError, RecursionError):
        return []
    found = [_tried(one) for one in listed[-MOST_TRIED:]] if isinstance(listed, list) else []
    return [one for one in found if one]


def _tried(record: object) -> Tried | None:
    if not isinstance(record, list) or len(record) != 3:
        return None
    id, *counts = record
    sound = isinstance(id, str) and all(type(one) is int and 0 <= one < 100 for one in counts)
    return Tried(id, *counts) if sound else None


def with_tried(kept: object, new: Tried) -> str:
    """What the browser keeps from now on; the last try of a question counts."""
    tried = [one for one in tried_in(kept) if one.id != new.id]
    listed = [[one.id, one.covered, one.partly] for one in (*tried, new)][-MOST_TRIED:]
    return json.dumps(listed, separators=(",", ":"))


def progressed(advisor: Advisor, kept: object) -> Sequence[Any]:
    shown = []
    for one in tried_in(kept):
        try:
            question = find_question(advisor.library, one.id)
        except CareerError:
            continue  # the library has changed since
        if one.covered + one.partly <= len(question.points):
            shown.append((question, one.covered, one.partly))
    return [view.progress_html(shown)]
