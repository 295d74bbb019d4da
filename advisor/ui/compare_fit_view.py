"""A ranking of roles as HTML: bars, and what speaks for and against each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advisor.career.fit import Fit, Ranking, Reason
from advisor.ui.footnotes import Footnotes

SHOWN = 5
"""With their reasons in the open; the others open one by one."""


def fit_html(found: Fit, notes: Footnotes) -> str:
    """The whole ranking."""
    best = "".join(f"<li>{_head(one)}{_body(one, notes)}</li>" for one in found.rankings[:SHOWN])
    rest = "".join(_folded(one, notes) for one in found.rankings[SHOWN:])
    others = f'<h3>The other roles</h3><ol class="ranking" start="{SHOWN + 1}">{rest}</ol>'
    return (
        f"<h2>What fits you</h2><p>{escape(found.note)}</p>"
        f'<p class="quiet">{escape(found.rule)}</p>'
        f'<ol class="ranking">{best}</ol>{others if rest else ""}'
    )


def _head(one: Ranking, name: str = "h3") -> str:
    """Name, bar and percent; in a summary the name is no heading."""
    now = ' <span class="tag">your role now</span>' if one.present else ""
    box = "div" if name == "h3" else "span"
    return (
        f'<{box} class="rank"><{name} class="name">{escape(one.title)}{now}</{name}>'
        f'<span class="bar" aria-hidden="true"><span style="width: {one.score}%"></span></span>'
        f"<strong>{one.score} %</strong></{box}>"
    )


def _body(one: Ranking, notes: Footnotes) -> str:
    return (
        f'<p class="quiet">{notes.said(one.summary)} <br>Score: {escape(one.arithmetic)}.</p>'
        f'<div class="reasons">{_reasons("For", one.speaks_for, notes)}'
        f"{_reasons('Against', one.speaks_against, notes)}</div>"
    )


def _folded(one: Ranking, notes: Footnotes) -> str:
    return f"<li><details><summary>{_head(one, 'span')}</summary>{_body(one, notes)}</details></li>"


def _reasons(name: str, reasons: Sequence[Reason], notes: Footnotes) -> str:
    items = "".join(f"<li>{notes.line(one.text, *one.evidence)}</li>" for one in reasons)
    nothing = '<p class="quiet">Nothing that you told.</p>'
    sign = {"For": "+", "Against": "−"}[name]
    return (
        f'<section class="{name.lower()}"><h4><span aria-hidden="true">{sign}</span> {name}</h4>'
        f"{f'<ul>{items}</ul>' if items else nothing}</section>"
    )
