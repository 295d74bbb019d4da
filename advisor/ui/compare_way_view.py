"""A transfer map as HTML: the way, three columns, the distance worked out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advisor.career.transfer import Transfer, TransferLine
from advisor.ui.footnotes import Footnotes


def transfer_html(found: Transfer, notes: Footnotes) -> str:
    """The whole map."""
    return "".join(
        [
            f"<h2>{escape(found.title)}</h2>",
            f'<p class="lead">{notes.said(found.summary)}</p>',
            f'<p class="quiet">{escape(found.note)}</p>',
            _way(found, notes),
            _columns(found, notes),
            _advice(found, notes),
            _distance(found, notes),
        ]
    )


def _way(found: Transfer, notes: Footnotes) -> str:
    """The way as a line: what of it the person has behind them, and how long the rest takes."""
    left = found.distance.value
    low, high = found.months
    months = f"{low} to {high} months" if high > low else "a month" if low == 1 else f"{low} months"
    time = f"{months[0].upper()}{months[1:]} at eight hours a week"
    time = f"About {time[0].lower()}{time[1:]}, worked out below" if found.computed else time
    time = notes.line(f"{time}.", found.duration)
    start, _, end = found.title.removeprefix("From ").partition(" to ")
    return (
        f'<section class="way"><h3 class="hidden-text">The distance</h3>'
        f'<div class="road" aria-hidden="true"><b>{escape(_capital(start))}</b><span class="track">'
        f'<span style="width: {100 - left}%"></span></span><b>{escape(_capital(end))}</b></div>'
        f"<p><strong>{100 - left} %</strong> comes with you, <strong>{left} %</strong> is to learn, "
        f"counted in weighted hours of study. {time}</p></section>"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_COLUMNS = (
    ("carry", "Carries over", "You have it already."),
    ("reframe", "Same skill, another name", "Half of it you have, under the first name."),
    ("learn", "Learn new", "In the order to learn it."),
)


def _columns(found: Transfer, notes: Footnotes) -> str:
    lines = (found.carry_over, found.reframe, found.learn)
    columns = "".join(
        _column(*column, own, notes) for column, own in zip(_COLUMNS, lines, strict=True)
    )
    return f'<div class="map">{columns}</div>'


def _column(
    kind: str, name: str, hint: str, lines: Sequence[TransferLine], notes: Footnotes
) -> str:
    tag = "ol" if kind == "learn" else "ul"
    items = "".join(f"<li>{_line(kind, one, notes)}</li>" for one in lines)
    body = f'<p class="quiet">{hint}</p><{tag}>{items}</{tag}>' if lines else _no_lines(kind)
    return f'<section class="{kind}"><h3>{name} ({len(lines)})</h3>{body}</section>'


def _no_lines(kind: str) -> str:
    words = {
        "carry": "The library names no skill that carries over.",
        "reframe": "The library names no skill that only changes its name.",
        "learn": "Nothing: all that the library names comes with you.",
    }
    return f'<p class="quiet">{words[kind]}</p>'


def _line(kind: str, one: TransferLine, notes: Footnotes) -> str:
    weight = "" if one.weight == "other" else one.weight
    tag = f' <span class="weight">{weight}</span>' if weight else ""
    if kind == "reframe":
        name = f"<s>{escape(one.known_as)}</s> → <b>{escape(one.new_name)}</b>"
        return f"{name}<br>{notes.line(one.why, one.evidence)}{tag}"
    name = f"<b>{escape(one.title)}</b>"
    if kind == "learn":
        hours = " · ".join(filter(None, (weight, f"{one.hours} h")))
        mark = notes.mark(one.evidence)
        return f'{name} {mark}<span class="sub">{notes.line(hours, one.hours_cited)}</span>'
    return f"{name}{tag} {notes.line('' if one.credit == 1 else one.why, one.evidence)}"


def _advice(found: Transfer, notes: Footnotes) -> str:
    trap = notes.said(found.trap)
    shows = "".join(f"<li>{notes.said(one)}</li>" for one in found.convinces)
    convinces = f"<ul>{shows}</ul>" if shows else '<p class="quiet">not in the library</p>'
    return (
        f'<div class="advice"><section><h3>The usual trap</h3><p>{trap}</p>'
        f"</section><section><h3>What convinces</h3>{convinces}</section></div>"
    )


def _distance(found: Transfer, notes: Footnotes) -> str:
    """The sum behind the distance, term by term."""
    counted = [one for one in found.lines if one.weight != "other"]
    factor = {term.skill: term.weight for term in found.distance.terms}
    rows = "".join(_term(one, factor[one.skill], notes) for one in counted)
    return (
        "<details><summary>How the distance is worked out</summary>"
        f"<p>{escape(found.distance.arithmetic)} {escape(found.months_note)}</p>"
        '<table class="terms"><thead><tr><th scope="col">Skill of the target</th>'
        '<th scope="col">Hours</th><th scope="col">Counts</th><th scope="col">Had</th>'
        f'<th scope="col">Missing</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _term(one: TransferLine, factor: int, notes: Footnotes) -> str:
    had = {1.0: "all", 0.5: "half", 0.0: "none"}.get(one.credit, f"{one.credit:.0%}")
    missing = f"{one.hours * factor * (1 - one.credit):g}"
    cells = (
        ("Hours", notes.line(str(one.hours), one.hours_cited)),
        ("Counts", f"× {factor} ({one.weight})"),
        ("Had", notes.line(had, one.evidence)),
        ("Missing", missing),
    )
    tds = "".join(f'<td data-of="{name}">{cell}</td>' for name, cell in cells)
    return f'<tr><th scope="row">{escape(one.title)}</th>{tds}</tr>'
