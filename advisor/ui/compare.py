"""The tab that sets roles side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.compare import compare_parts
from advisor.career.profile import Profile
from advisor.career.record import cited_of
from advisor.career.result import CareerError
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import Frame, role_choices
from advisor.ui.wishes import texts
from advisor.writers.parts import NOT_IN_LIBRARY, Line, Part

TITLE = "Compare"
MOST = 4
_EMPTY = '<p class="quiet">Choose two to four roles, and see them side by side.</p>'


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's parts and their events into the page."""
    with gr.Row(elem_classes="tool"):
        with gr.Column(scale=8, min_width=300):
            roles = gr.Dropdown(
                [], label="Roles", multiselect=True, max_choices=MOST, allow_custom_value=True
            )
            with gr.Row(elem_classes="actions"):
                show = gr.Button("Compare", variant="primary", scale=0)
                discuss = gr.Button("Discuss this in the chat", scale=0)
            result = gr.HTML(_EMPTY, elem_classes="result", apply_default_css=False)
        with gr.Column(scale=5, min_width=300, elem_classes="tool-sources"):
            sources = gr.HTML(NO_SOURCES, apply_default_css=False)
    frame.on(show.click, _compared, [roles], [result, sources])
    frame.on_wish(TITLE, _wished, [result, sources, roles])
    frame.discuss(discuss, _question, [roles])
    frame.when_open(_filled, [roles])


def _filled(advisor: Advisor, profile: Profile) -> Sequence[Any]:
    chosen = [one for one in (profile.role, profile.target) if one]
    return [gr.Dropdown(choices=role_choices(advisor), value=chosen)]


def _wished(advisor: Advisor, about: Mapping[str, Any]) -> Sequence[Any]:
    names = texts(about, "roles")
    return [*_compared(advisor, names), names]


def _question(names: Sequence[str] | None) -> str:
    listed = [name.replace("-", " ") for name in names or ()]
    return f"What is the difference between {' and '.join(listed)}?" if len(listed) > 1 else ""


def _compared(advisor: Advisor, names: Sequence[str] | None) -> Sequence[Any]:
    """The comparison and its passages, as HTML."""
    ids = list(dict.fromkeys(advisor.shelf.named(name, "role") for name in names or ()))
    if not 2 <= len(ids) <= MOST:
        raise CareerError(f"Choose two to {MOST} roles that differ; {len(ids)} is chosen.")
    notes = Footnotes("compare", advisor.index.document)
    shown = "".join(_part(part, notes) for part in compare_parts(advisor.library, ids))
    return [shown, notes.html()]


def _part(part: Part, notes: Footnotes) -> str:
    lines = "".join(f"<p>{notes.line(line.text, *cited_of(line))}</p>" for line in part.lines)
    if not part.cells:
        return lines
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in part.header)
    rows = (
        f'<tr><th scope="row">{escape(name)}</th>{_cells(cells, part.header[1:], notes)}</tr>'
        for name, cells in part.cells
    )
    return f"{lines}<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cells(cells: Sequence[Line | None], titles: Sequence[str], notes: Footnotes) -> str:
    """The cells of a row; on a phone each says of which role it is."""
    return "".join(
        f'<td data-of="{escape(title)}">'
        f"{notes.line(one.text, *cited_of(one)) if one else NOT_IN_LIBRARY}</td>"
        for title, one in zip(titles, cells, strict=True)
    )
