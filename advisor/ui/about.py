"""The tab that says what this is, what it rests on, and what becomes of what one types."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

import gradio as gr

import advisor
from advisor.answer import Advisor
from advisor.ui.conversation import Desk
from advisor.ui.frame import PRIVATE, Frame
from advisor.ui.sources import link, long_date

TITLE = "About"
_KINDS = (
    ("role", "roles"),
    ("transition", "moves between roles"),
    ("skill", "skills"),
    ("tool", "tools"),
    ("project", "projects"),
    ("guide", "guides"),
    ("interview", "interview pages"),
)
_WORDS = """
<div><h2>How an answer comes about</h2>
<p>Your question is searched for in a library of short pages about data and AI work. The best
sentences become the answer, and each carries the number of the passage it comes from. Where a
language model is running, it words the answer anew, and every sentence is checked against the
library before it stays. What the library does not know, the answer says.</p>
<h2>What becomes of what you type</h2>
<p>The conversation stays in this browser tab: it is there after a reload, and gone when you close
the tab or begin a new one. The server reads a question to answer it and keeps nothing of it,
neither in a file nor in a log. Ratings are not stored. Nothing is sent to any other service.</p>
<h2>For programs</h2>
<p>The endpoint <code>/ask</code> takes a question and returns the answer, whether it was refused,
and its sources; “Use via API” below shows how to call it.</p></div>
"""


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's text into the page; the library's figures come when the tab is opened."""
    desk = frame.desk
    figures = gr.HTML(_page(desk), elem_id="about", apply_default_css=False)
    tab.select(lambda: _page(desk), None, [figures], queue=False, **PRIVATE)


def _page(desk: Desk) -> str:
    found = desk.opening.advisor
    library = _library(found) if found else "<p>The library is still being loaded.</p>"
    return (
        f'<div class="about">{_WORDS}<div><h2>The library</h2>{library}'
        f"<h2>The program</h2><p>Career Advisor {escape(advisor.__version__)}, Apache-2.0.</p>"
        "</div></div>"
    )


def _library(found: Advisor) -> str:
    counted = Counter(document.kind for document in found.index.documents)
    rows = "".join(
        f"<tr><th scope='row'>{name.capitalize()}</th><td>{counted[kind]}</td></tr>"
        for kind, name in _KINDS
        if counted[kind]
    )
    manifest = found.index.manifest
    days = [str(document.meta.get("updated", "")) for document in found.index.documents]
    newest = f"; the newest page is of {escape(long_date(max(days)))}" if max(days) else ""
    return (
        f"<p>{manifest.documents:,} pages with {manifest.sentences:,} sentences that can be "
        f"quoted{newest}.</p><table>{rows}</table>{_drawn_from(found)}"
    )


def _drawn_from(found: Advisor) -> str:
    """The works that the pages draw on, each once, with its licence."""
    works: dict[str, tuple[str, str]] = {}
    for document in found.index.documents:
        for one in document.meta.get("sources") or ():
            if isinstance(one, dict) and one.get("link"):
                works.setdefault(str(one["link"]), _name_and_licence(one))
    if not works:
        return ""
    rows = "".join(
        f"<li>{link(name, address)}{f' ({escape(licence)})' if licence else ''}</li>"
        for address, (name, licence) in sorted(works.items(), key=lambda item: item[1][0].lower())
    )
    summary = f"<summary>The {len(works)} works that it draws on</summary>"
    return f"<details>{summary}<ul>{rows}</ul></details>"


def _name_and_licence(one: dict[str, Any]) -> tuple[str, str]:
    return str(one.get("name", "")), str(one.get("licence", ""))
