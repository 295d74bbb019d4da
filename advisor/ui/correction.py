"""The line under the chat that says how the last question was read, and lets one change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.result import CareerError
from advisor.ui.frame import PRIVATE, Frame, chosen, told
from advisor.ui.rereading import (
    ANYTHING,
    KINDS,
    MOST,
    Asked,
    Thing,
    aspects,
    line,
    manner,
    nearest,
    question_of,
    unpacked,
)
from advisor.ui.suggest import ASPECT_NAMES, in_text

COMPARE, THERE, BACK = "compare", "there", "back"
"""What is asked of two roles: the second of them after the first, or the first after the second."""
_NOTHING = "Choose a role, skill, tool or project to ask about."


@dataclass(frozen=True)
class Correction:
    """The parts: what folds, what is inside of it, and what the thread says of the last turn."""

    fold: gr.Accordion
    about: gr.Dropdown
    aspect: gr.Dropdown
    way: gr.Radio
    said: gr.HTML
    button: gr.Button
    read: gr.Textbox

    @property
    def fields(self) -> list[Any]:
        return [self.about, self.aspect, self.way]


def build() -> Correction:
    """The parts, put into the page; there is nothing to see before a question was answered."""
    with gr.Accordion("Read as", open=False, visible=False, elem_id="reread") as fold:
        with gr.Row(elem_id="reread-fields"):
            about = gr.Dropdown(
                [],
                label="About",
                multiselect=True,
                max_choices=MOST,
                allow_custom_value=True,  # the ids are checked by the library's names
                scale=3,
                min_width=220,
            )
            label = "What of it"
            aspect = gr.Dropdown([("anything", ANYTHING)], label=label, scale=2, min_width=180)
        way = gr.Radio([], label="These two roles", visible=False)
        with gr.Row(elem_id="reread-ask"):
            said = gr.HTML("", apply_default_css=False)
            button = gr.Button("Answer this instead", size="sm", variant="primary", scale=0)
    read = gr.Textbox(visible="hidden", label="How the last question was read")
    return Correction(fold, about, aspect, way, said, button, read)


def wire(frame: Frame, parts: Correction, thread: gr.Textbox) -> None:
    """Fill the parts when a question was answered, and ask what was chosen in them."""
    thread.change(None, [thread], [parts.read], js="advisorPage.lastReading", **PRIVATE)
    filled = [parts.said, parts.fold, *parts.fields]
    frame.on(parts.read.change, shown, [parts.read], filled)
    # gradio knows the choices no more when the server was started anew under an open page
    raw: dict[str, Any] = {"preprocess": False}
    for trigger in (chosen(parts.about), parts.aspect.input, parts.way.input):
        frame.on(trigger, changed, parts.fields, [parts.said, parts.aspect, parts.way], **raw)
    outputs = [parts.said, frame.question, parts.fold]
    event = frame.on(parts.button.click, composed, parts.fields, outputs, **raw)
    frame.asked_in_chat(event)
    event.then(None, [frame.question], None, js="advisorPage.folded", **PRIVATE)


def shown(advisor: Advisor, text: str) -> Sequence[Any]:
    """The line and the fields for how the last question was read; nothing hides the line."""
    asked = reading_in(text)
    if asked is None:
        return ["", gr.Accordion(visible=False, open=False), *[gr.skip()] * 3]
    kinds = advisor.lexicon.kinds
    about = tuple(id for id in asked.about if id in kinds)
    ids = [id for id in about if kinds[id] in KINDS]
    how = manner([kinds[id] for id in ids], asked.moves)
    known = replace(asked, about=about, aspect=nearest(asked.aspect, how) or asked.aspect)
    words = line(known, advisor.lexicon.title, _in_words)
    said, aspect, way = _fitted(advisor, ids, known.aspect, THERE if asked.moves else COMPARE)
    fold = gr.Accordion(label=f"Read as: {words}", open=False, visible=True)
    things = gr.Dropdown(choices=_choices(advisor), value=ids, allow_custom_value=True)
    return [said, fold, things, aspect, way]


def _in_words(aspect: str) -> str:
    return ASPECT_NAMES.get(aspect, aspect)


def reading_in(text: object) -> Asked | None:
    """How the last turn was read, from what the browser says; None when it says nothing of it."""
    if not isinstance(text, str) or not 0 < len(text) <= 2000:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return unpacked(found[1]) if isinstance(found, list) and len(found) == 2 else None


def changed(advisor: Advisor, about: object, aspect: object, way: object) -> Sequence[Any]:
    """The question that the fields make, and what else can be asked of what was chosen."""
    return _fitted(advisor, _ids(advisor, about), aspect, way)


def composed(advisor: Advisor, about: object, aspect: object, way: object) -> Sequence[Any]:
    """The question for the chat, and the parts folded away; or why there is none."""
    try:
        question = _question(advisor, _ids(advisor, about), aspect, way)
    except CareerError as error:
        return [told(str(error)), "", gr.skip()]
    if not question:
        return [told(_NOTHING), "", gr.skip()]
    return ["", question, gr.Accordion(open=False)]


def _ids(advisor: Advisor, names: object) -> list[str]:
    listed = names if isinstance(names, list) else []
    found = [advisor.shelf.named(str(name), *KINDS) for name in listed[:MOST]]
    return list(dict.fromkeys(found))


def _fitted(advisor: Advisor, ids: Sequence[str], aspect: object, way: object) -> list[Any]:
    """Updates of what is said, of the aspects and of what is asked of two roles."""
    kinds = [advisor.lexicon.kinds[id] for id in ids]
    how = manner(kinds, way in (THERE, BACK))
    one = nearest(aspect if isinstance(aspect, str) else ANYTHING, how)
    question = _question(advisor, ids, one, way)
    names = [in_text(id, advisor) for id, kind in zip(ids, kinds, strict=True) if kind == "role"]
    offered = [(_in_words(key) or "anything", key) for key in aspects(how)]
    return [
        told(f"Asks: {question}" if question else _NOTHING),
        gr.Dropdown(choices=offered, value=one),
        _ways(names, way if how == "move" else COMPARE),
    ]


def _ways(names: Sequence[str], way: object) -> gr.Radio:
    if len(names) != 2:
        return gr.Radio(visible=False, value=COMPARE)
    one, other = names
    labels = ("compare them", f"move from {one} to {other}", f"move from {other} to {one}")
    listed = list(zip(labels, (COMPARE, THERE, BACK), strict=True))
    return gr.Radio(choices=listed, value=way, visible=True)


def _question(advisor: Advisor, ids: Sequence[str], aspect: object, way: object) -> str:
    things = [Thing(advisor.lexicon.kinds[id], in_text(id, advisor)) for id in ids]
    if way == BACK:
        things.reverse()
    one = aspect if isinstance(aspect, str) else ANYTHING
    return question_of(things, one, way in (THERE, BACK))


def _choices(advisor: Advisor) -> list[tuple[str, str]]:
    """(title, id) of what can be asked about: roles first, each kind in alphabetical order."""
    titles, kinds = advisor.lexicon.titles, advisor.lexicon.kinds
    listed = [(KINDS.index(kinds[id]), titles[id], id) for id in titles if kinds[id] in KINDS]
    return [(title, id) for _, title, id in sorted(listed)]
