"""The half of the tab Skills gap that reads job ads: what each really is, and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.job_ad import MOST_ADS, check_ads
from advisor.career.result import CareerError
from advisor.ui import gap_ads_view
from advisor.ui.compare_mode import in_words
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import PRIVATE, Frame, profile_in

LONGEST_PASTE = 40_000
"""Characters that a box takes: twice what is read, so that a cut ad is still told to be too long."""
_EMPTY = (
    '<p class="quiet">Paste the text of a job ad. You see which role it really is, whatever its title '
    "says, and what of it you have by what you told in About you.</p>"
)


@dataclass(frozen=True)
class Reader:
    """The parts of this half."""

    boxes: list[gr.Textbox]
    count: gr.Number
    """Hidden: how many boxes are on the screen; it lives in the browser."""
    add: gr.Button
    check: gr.Button
    discuss: gr.Button
    asked: gr.Textbox
    """Hidden: what the chat would be asked about the ads on the screen."""
    result: gr.HTML


def build() -> Reader:
    """Put the parts into the page."""
    boxes = [
        gr.Textbox(
            label="Text of the job ad" if number == 1 else f"Text of job ad {number}",
            placeholder="Paste the whole ad: title, duties, requirements." if number == 1 else "",
            lines=6,
            max_lines=12,
            max_length=LONGEST_PASTE,
            visible=number == 1,
        )
        for number in range(1, MOST_ADS + 1)
    ]
    with gr.Row(elem_classes="actions"):
        check = gr.Button("Check the ad", variant="primary", scale=0)
        add = gr.Button("Add another ad", scale=0)
        discuss = gr.Button("Discuss this in the chat", visible=False, scale=0)
    count = gr.Number(1, visible="hidden", label="Ads on the screen", precision=0)
    asked = gr.Textbox(visible="hidden", label="Question about the ads")
    result = gr.HTML(_EMPTY, elem_classes="result", apply_default_css=False)
    return Reader(boxes, count, add, check, discuss, asked, result)


def wire(frame: Frame, reader: Reader, sources: gr.HTML) -> None:
    """Connect the parts with the page."""
    outcome = [reader.result, reader.discuss, reader.asked, sources]
    given = [frame.profile, *reader.boxes]
    frame.on(reader.check.click, checked, given, outcome)
    reader.add.click(
        added, [reader.count], [reader.count, *reader.boxes, reader.add], queue=False, **PRIVATE
    )
    frame.on(frame.profile.change, followed, [*given, reader.asked], outcome)
    frame.discuss(reader.discuss, lambda question: question, [reader.asked])
    frame.on_forget([*outcome, *reader.boxes, reader.count, reader.add], forgotten)


def forgotten() -> list[Any]:
    """Values of the outcome, the boxes, their count and the button, as on a first visit."""
    boxes = [gr.Textbox(value="", visible=number == 1) for number in range(1, MOST_ADS + 1)]
    outcome = [_EMPTY, gr.Button(visible=False), "", NO_SOURCES]
    return [*outcome, *boxes, 1, gr.Button(visible=True)]


def added(count: float | None) -> list[Any]:
    """Updates of the count, the boxes and the button for one more ad."""
    count = min(MOST_ADS, max(1, int(count or 1)) + 1)
    boxes = [gr.Textbox(visible=number <= count) for number in range(1, MOST_ADS + 1)]
    return [count, *boxes, gr.Button(visible=count < MOST_ADS)]


def checked(advisor: Advisor, kept: object, *texts: str | None) -> Sequence[Any]:
    """What the ads are and ask for; boxes that were left empty do not count."""
    ads = [text for text in texts[:MOST_ADS] if text and text.strip()]
    if not ads:
        raise CareerError("The ad is empty; paste the text of a job ad.")
    profile = profile_in(kept)
    known = profile if profile.role or profile.skills or profile.overrides else None
    found = check_ads(advisor.library, advisor.lexicon, ads, known)
    notes = Footnotes("ads", advisor.index.document, advisor.library.title)
    shown = gap_ads_view.check_html(advisor.library, found, known is not None, notes)
    question = gap_ads_view.question(found, partial(in_words, advisor))
    return [shown, gr.Button(visible=bool(question)), question, notes.html()]


def followed(advisor: Advisor, kept: object, *values: str | None) -> Sequence[Any]:
    """The ads on the screen read anew for a profile that has changed."""
    *texts, on_screen = values
    if on_screen:
        with suppress(CareerError):  # a box that is being typed in is no ad yet
            return checked(advisor, kept, *texts)
    return [gr.skip()] * 4
