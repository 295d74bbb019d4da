"""Job ads as HTML: the roles that an ad reads like, with its own lines, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from advisor.career.job_ad import AdCheck, AdReading, Asked, Quote, Requirement, RoleShare
from advisor.career.profile import Verdict
from advisor.career.result import Cited, definition
from advisor.library.load import Library
from advisor.ui.footnotes import Footnotes
from advisor.ui.gap_view import VERDICT_WORDS, why_html

LONGEST_QUOTE = 240
"""Characters of a line of an ad; the rest is in the box above."""


def check_html(library: Library, found: AdCheck, known: bool, notes: Footnotes) -> str:
    """Every ad, and over several what they ask for together."""
    several = len(found.ads) > 1
    together = _together(library, found.asked, len(found.ads), known, notes) if several else ""
    ads = "".join(
        _ad(ad, f"Ad {number}" if several else "The ad", known, notes)
        for number, ad in enumerate(found.ads, 1)
    )
    hint = (
        ""
        if known
        else '<p class="quiet">Tell what you have in About you, and each line says it.</p>'
    )
    return f"{hint}{together}{ads}"


def question(found: AdCheck, in_words: Callable[[str], str]) -> str:
    """What to ask the chat about the ads: the difference between title and truth, else the role."""
    for ad in found.ads:
        if ad.role and ad.titled and ad.role != ad.titled:
            names = f"{in_words(ad.titled)} and {in_words(ad.role)}"
            return f"What is the difference between {names}?"
    role = next((ad.role for ad in found.ads if ad.role), None)
    return f"What does {in_words(role)} do?" if role else ""


def _together(
    library: Library, asked: Sequence[Asked], count: int, known: bool, notes: Footnotes
) -> str:
    """What several ads ask for, the most wanted first."""
    shared = [one for one in asked if one.required_in + one.nice_in > 1]
    if not shared:
        return f"<h2>All {count} ads</h2><p>No skill or tool is asked for by more than one of them.</p>"
    head = ("Skill or tool", "Required in", "Nice to have in", *(("You",) if known else ()))
    rows = (
        [
            notes.line(one.title, definition(library, one.id)),
            f"{one.required_in} of {count}",
            f"{one.nice_in} of {count}",
            *((_verdict(one.verdict),) if known else ()),
        ]
        for one in shared
    )
    return f"<h2>What more than one ad asks for</h2>{_table(head, rows)}"


def _ad(ad: AdReading, label: str, known: bool, notes: Footnotes) -> str:
    title = f"{label}: {ad.title}" if ad.title else label
    return (
        f"<h2>{escape(_short(title))}</h2>"
        f'<p class="told">{notes.line(ad.sentence, ad.evidence)}</p>'
        f"{_shares(ad.shares, notes)}"
        f"{_asked('Required', ad.required, known, notes)}"
        f"{_asked('Nice to have', ad.nice, known, notes)}"
    )


def _shares(shares: Sequence[RoleShare], notes: Footnotes) -> str:
    """A bar for each role with the lines of the ad that speak for it."""
    if not shares:
        return ""
    rows = "".join(
        f'<li><p class="gap-share"><span class="role">{escape(one.title)}</span>'
        f'<span class="track" aria-hidden="true"><i style="width:{one.percent}%"></i></span>'
        f'<span class="percent">{one.percent} %</span></p>'
        f"<ul>{''.join(_quote(quote, notes) for quote in one.quotes)}</ul></li>"
        for one in shares
    )
    rest = 100 - sum(one.percent for one in shares)
    over = f'<p class="quiet">{rest} % is spread over other roles.</p>' if rest > 0 else ""
    return f'<h3>What it reads like, and the lines that say so</h3><ol class="gap-shares">{rows}</ol>{over}'


def _quote(quote: Quote, notes: Footnotes) -> str:
    text = f'<span class="gap-own">“{escape(_short(quote.words.text))}”</span>'
    return f"<li>{text} {notes.mark(quote.evidence)}</li>"


def _asked(title: str, asked: Sequence[Requirement], known: bool, notes: Footnotes) -> str:
    if not asked:
        return ""
    head = ("Skill or tool", *(("You",) if known else ()), "The ad says")
    rows = ([*_cells(one, known, notes)] for one in asked)
    count = ""
    if known:
        had = sum(one.verdict == "have" for one in asked)
        count = f": you have {had} of {len(asked)}"
    return f"<h3>{title}{count}</h3>{_table(head, rows)}"


def _cells(one: Requirement, known: bool, notes: Footnotes) -> list[str]:
    line = why_html(f"“{_around(one)}”", _around(one), one.alias)
    why = (
        f'<p class="gap-why">{escape(one.why)} {notes.mark(*one.evidence[1:])}</p>'
        if one.why
        else ""
    )
    verdict = [_verdict(one.verdict)] if known else []
    return [
        _name(one.title, one.evidence[:1], notes),
        *verdict,
        line + why,
    ]


def _name(title: str, evidence: Sequence[Cited], notes: Footnotes) -> str:
    return f"<span>{notes.line(title, *evidence)}</span>"


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    words = VERDICT_WORDS[verdict]
    return f'<span class="gap-standing"><i class="gap-cell {verdict}" aria-hidden="true"></i>{words}</span>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are HTML already; the first of a row names it."""
    top = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(
            f'<td data-of="{name}">{cell}</td>' for name, cell in zip(head[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _around(one: Requirement) -> str:
    """The line of the ad, cut around the name when it is long."""
    text, at = one.quote.text, max(0, one.quote.text.find(one.alias))
    if len(text) <= LONGEST_QUOTE:
        return text
    start = max(0, at - LONGEST_QUOTE // 2)
    cut = text[start : start + LONGEST_QUOTE]
    return f"{'… ' if start else ''}{cut}{' …' if start + LONGEST_QUOTE < len(text) else ''}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
