"""The passages behind the answers, grouped by answer, as HTML in which everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from advisor.types import Source
from advisor.ui.markup import passage_html
from advisor.ui.thread import FindDocument, Mark, Place, Turn, source_at

WHOLE = 0.7
"""Share of a passage from which on a mark would tell nothing apart."""
_TITLE = '<h2 class="sources-title">Sources</h2>'
EMPTY_PANEL = (
    f'{_TITLE}<p class="quiet">The passages behind each answer appear here. '
    "Select a number such as [1] in an answer to open its passage.</p>"
)


def panel(turns: Sequence[Turn], find: FindDocument) -> str:
    """The panel: a group of passages for each answer that has any, the newest on top and open."""
    cited = [(number, turn) for number, turn in enumerate(turns, 1) if turn.places]
    newest = cited[-1][0] if cited else 0
    groups = [_group(number, turn, find, number == newest) for number, turn in reversed(cited)]
    return _TITLE + "".join(groups) if groups else EMPTY_PANEL


def _group(number: int, turn: Turn, find: FindDocument, opened: bool) -> str:
    cards = []
    for place in turn.places:
        source = source_at(place, find)
        known = source and card(number, source, turn.marks, source.strength)
        cards.append(known or _lost(number, place))
    return (
        f'<details class="answer-sources" id="sources-{number}"{" open" if opened else ""}>'
        f'<summary>Answer {number} · <span class="asked">{escape(_short(turn.question))}</span>'
        f"</summary>{''.join(cards)}</details>"
    )


def _lost(number: int, place: Place) -> str:
    """What stands for a passage that was changed or taken out since the answer."""
    return (
        f'<article class="source" id="src-{number}-{place.n}" tabindex="-1"><p class="quiet">'
        f"Source {place.n}: the library has changed since this answer. Ask again to see what it "
        f"says now.</p></article>"
    )


def card(home: int | str, source: Source, marks: Sequence[Mark], strength: str = "") -> str:
    """One passage as HTML; `home` is the number of the answer, or the name of the tool."""
    id = f"src-{home}-{source.n}"
    back = "Back to the answer" if isinstance(home, int) else "Back"
    trail = f'<span class="trail">›&nbsp;{escape(source.heading)}</span>' if source.heading else ""
    own = [(start - source.start, end - source.start) for n, start, end in marks if n == source.n]
    return (
        f'<article class="source" id="{id}" tabindex="-1" aria-labelledby="{id}-name">'
        f'<header><span class="number" aria-hidden="true">{source.n}</span>'
        f'<h3 id="{id}-name"><span class="hidden-text">Source {source.n}: </span>'
        f'<span class="title">{escape(source.title)}</span> {trail}</h3>'
        f"{_strength(strength)}</header>"
        f'<div class="{_passage_class(source, own)}">{passage_html(source.text, own)}</div>'
        f"<footer>{_origin(source)}"
        f'<a class="back" href="#{id}">{back}</a></footer></article>'
    )


def _passage_class(source: Source, own: Sequence[tuple[int, int]]) -> str:
    """Tells the passages apart of which nearly everything is quoted."""
    quoted = {at for start, end in own for at in range(max(0, start), min(end, len(source.text)))}
    return "passage whole" if len(quoted) > WHOLE * len(source.text) else "passage"


def _strength(words: str) -> str:
    return f'<span class="match {escape(words)}">{escape(words)} match</span>' if words else ""


def _origin(source: Source) -> str:
    """When the page was last brought up to date and what it draws on."""
    links = ", ".join(link(name, address) for name, address in source.links if name or address)
    day = f"<span>Updated {escape(long_date(source.updated))}</span>" if source.updated else ""
    return (f'<p class="origin">Draws on {links}</p>' if links else "") + day


def link(name: str, address: str) -> str:
    """A link that tells the other side nothing, or plain words when the address is no web page."""
    words = escape(name or address)
    if not address.startswith(("https://", "http://")):
        return words
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def long_date(day: str) -> str:
    """`2026-11-20` as `20 November 2026`; anything else as it is."""
    try:
        found = date.fromisoformat(day[:10])
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"


def _short(question: str) -> str:
    return question if len(question) <= 90 else question[:88].rsplit(" ", 1)[0] + " …"
