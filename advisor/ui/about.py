"""The tab that says what this is, how good it is, and what becomes of what one types."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

import gradio as gr

import advisor
from advisor.answer import Advisor
from advisor.ui.about_card import card_html, record
from advisor.ui.about_licenses import packages_html, weights_html
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
_LOADING = "<p>The library is still being loaded.</p>"
_ANSWERS = """
<h2>How an answer comes about</h2>
<p>Your question is searched for in a library of short pages about data and AI work. The best
sentences become the answer, and each carries the number of the passage it comes from. Where a
language model is running, it words the answer anew, and every sentence is checked against the
library before it stays. What the library does not know, the answer says. Compare, Skills gap, Plan
and Practice use no language model.</p>
"""
_STORED = """
<h2>What is stored where</h2>
<table class="stored"><thead><tr><th scope="col">Where</th><th scope="col">What</th></tr></thead><tbody>
<tr><th scope="row">In this browser tab</th><td>The conversation. It is there after a reload, and gone
when you close the tab or begin a new one.</td></tr>
<tr><th scope="row">In this browser</th><td>What stands under About you, your plan with its ticks, and
which interview questions you tried. Whoever uses this browser can read it. “Forget me” deletes
it.</td></tr>
<tr><th scope="row">On your device</th><td>The files of your plan, where you save them. They are made
in the browser.</td></tr>
<tr><th scope="row">On the server</th><td>Nothing. It reads what you type to answer it, and keeps
nothing of it, neither in a file nor in a log. A résumé that you upload is deleted as soon as it
has been read, at the latest within two hours. Ratings are not stored.</td></tr>
<tr><th scope="row">Anywhere else</th><td>Nothing. No other service sees what you type. The server may
fetch the files of a language model from the Hugging Face hub when it starts. Whoever runs the server
can see, as with every web page, from which address it was visited.</td></tr>
</tbody></table>
"""
_FOR_PROGRAMS = """
<h2>For programs</h2>
<p>The tools of this page are there for programs, too: “Use via API” below lists the endpoints, such
as <code>/ask</code>, which takes a question and returns the answer with its sources.</p>
"""
_LICENSES = """
<h2>Licenses</h2>
<p>The program and the texts of its library are under the Apache License 2.0: you may use, change and
share both, also for money, if you keep the notice. The works that the library draws on, and the
packages and models that the program is built on, have their own.</p>
"""


def build(frame: Frame, tab: gr.Tab) -> None:
    """Put the tab's text into the page; the library's figures come when the tab is opened."""
    desk = frame.desk
    figures = gr.HTML(_page(desk), elem_id="about", apply_default_css=False)
    tab.select(lambda: _page(desk), None, [figures], queue=False, **PRIVATE)


def _page(desk: Desk) -> str:
    found = desk.opening.advisor
    card = card_html(record(), found.index.manifest.corpus) if found else _LOADING
    library = _library(found) if found else _LOADING
    return (
        f'<div class="about"><div>{_ANSWERS}<h2>How good the answers are</h2>{card}{_STORED}'
        f"{_FOR_PROGRAMS}</div><div><h2>The library</h2>{library}{_LICENSES}"
        f"{weights_html(desk.settings)}{packages_html()}<p>Career Advisor "
        f"{escape(advisor.__version__)}</p></div></div>"
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
        f"quoted{newest}. Indexed on {escape(long_date(manifest.created))}.</p>"
        f"<table>{rows}</table>{_drawn_from(found)}"
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
