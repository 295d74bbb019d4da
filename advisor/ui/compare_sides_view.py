"""A comparison as HTML: the sentence, the picture of what is shared, the table, skill by skill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from advisor.career.compare import Comparison, Reach, Row, Stated, Want, Wanted, shared
from advisor.career.footing import front_matter
from advisor.library.load import Library
from advisor.ui.footnotes import Footnotes
from advisor.writers.parts import NOT_IN_LIBRARY

POINTS = {2: 3, 3: 2, 4: 2}
"""How many points of a list a cell shows, by the number of roles."""
MOST_MORE = 6
"""Sentences beside the one on top; four roles make six pairs."""
MOST_TOOLS = 8
"""In a cell; the rest stands in the table below."""
SIGNS: dict[Reach, str] = {"all": "=", "some": "≈", "one": ""}
_NOTHING = f'<span class="quiet">{NOT_IN_LIBRARY}</span>'


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a role a person has."""

    percent: int
    arithmetic: str
    present: bool
    """Whether it is the role that they have now."""


def comparison_html(
    found: Comparison, library: Library, covered: Mapping[str, Covered], notes: Footnotes
) -> str:
    """The whole comparison."""
    pieces = [
        f"<h2>{escape(_names(found.titles))}</h2>",
        f'<p class="lead">{" ".join(_said(one, notes) for one in found.difference) or _NOTHING}</p>',
        _more(found.more, notes),
        _picture(found, library, covered, notes),
        "<h3>Aspect by aspect</h3>",
        _aspects(found, notes),
        "<h3>Skill by skill, tool by tool</h3>",
        _matrix(found, found.skills, "Skill", notes),
        _matrix(found, found.tools, "Tool", notes),
    ]
    return "".join(pieces)


def _more(more: Sequence[Stated], notes: Footnotes) -> str:
    items = "".join(f"<li>{_said(one, notes)}</li>" for one in more[:MOST_MORE])
    return f"<ul>{items}</ul>" if items else ""


def _names(titles: Sequence[str]) -> str:
    return f"{', '.join(titles[:-1])} and {titles[-1]}"


def _said(stated: Stated, notes: Footnotes) -> str:
    return notes.line(stated.text, *stated.evidence)


# the picture


def _words(found: Comparison) -> dict[Reach, str]:
    """How far a skill reaches among these roles, in words."""
    if len(found.roles) == 2:
        return {"all": "wanted by both", "some": "", "one": "wanted by this role only"}
    return {"all": "wanted by all", "some": "wanted by some", "one": "wanted by this role only"}


def _picture(
    found: Comparison, library: Library, covered: Mapping[str, Covered], notes: Footnotes
) -> str:
    rows = "".join(
        _bar(found, role, title, library, covered.get(role), notes)
        for role, title in zip(found.roles, found.titles, strict=True)
    )
    legend = "".join(
        f'<li><span class="swatch {reach}" aria-hidden="true">{SIGNS[reach]}</span>{words}</li>'
        for reach, words in _words(found).items()
        if words
    )
    you = '<li><span class="swatch you" aria-hidden="true"></span>what you have</li>'
    return (
        '<section class="coverage"><h3>How much they share</h3>'
        f'<table class="bars"><caption class="hidden-text">Core skills of each role</caption>'
        f"<tbody>{rows}</tbody></table>"
        f'<ul class="legend">{legend}{you if covered else ""}</ul></section>'
    )


def _bar(
    found: Comparison,
    role: str,
    title: str,
    library: Library,
    covered: Covered | None,
    notes: Footnotes,
) -> str:
    """One role: its core skills by how far they reach, and what the person has of the role."""
    counts, words = found.core(role), _words(found)
    parts = "".join(
        f'<span class="{reach}" style="flex-grow: {counts[reach]}"></span>'
        for reach in words
        if counts[reach]
    )
    told = ", ".join(f"{counts[reach]} {said}" for reach, said in words.items() if counts[reach])
    listed = front_matter(library[role], "skills")
    line = notes.line(f"{counts.total()} core skills: {told}.", listed)
    you = _you(covered, notes.mark(listed)) if covered else ""
    return (
        f'<tr><th scope="row">{escape(title)}</th><td><div class="bar" aria-hidden="true">{parts}'
        f"</div><p>{line}</p>{you}</td></tr>"
    )


def _you(covered: Covered, mark: str) -> str:
    if covered.present:
        return "<p>Your role now.</p>"
    bar = f'<div class="bar you" aria-hidden="true"><span style="width: {covered.percent}%"></span>'
    return f"{bar}</div><p>You have {escape(covered.arithmetic)} {mark}</p>"


# aspect by aspect


def _aspects(found: Comparison, notes: Footnotes) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in found.titles)
    body = "".join(_aspect(found, row, notes) for row in found.rows)
    return (
        f'<table class="aspects"><thead><tr><th scope="col">Aspect</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _aspect(found: Comparison, row: Row, notes: Footnotes) -> str:
    if row.aspect == "Skills":
        cells = [_chips(found, found.skills, role, "core", notes) for role in found.roles]
    elif row.aspect == "Tools":
        cells = [_chips(found, found.tools, role, "tool", notes) for role in found.roles]
    else:
        cells = [_points(cell, POINTS[len(found.roles)], notes) for cell in row.cells]
    name = {"Skills": "Core skills"}.get(row.aspect, row.aspect)
    tds = "".join(
        f'<td data-of="{escape(title)}">{cell or _NOTHING}</td>'
        for title, cell in zip(found.titles, cells, strict=True)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{tds}</tr>'


def _points(cell: Sequence[Stated], most: int, notes: Footnotes) -> str:
    if len(cell) == 1:
        return f"<p>{_said(cell[0], notes)}</p>"
    items = "".join(f"<li>{_said(one, notes)}</li>" for one in cell[:most])
    return f"<ul>{items}</ul>" if items else ""


def _chips(
    found: Comparison, wanted: Sequence[Wanted], role: str, weight: str, notes: Footnotes
) -> str:
    """What a role wants, shared before own, each with its mark, word and number."""
    own = [(one, want) for one in wanted if (want := one.of(role)) and want.weight == weight]
    most = MOST_TOOLS if weight == "tool" else len(own)
    words = _words(found)
    chips = "".join(_chip(one, want, words, notes) for one, want in own[:most])
    rest = f'<li class="rest">and {len(own) - most} more below</li>' if len(own) > most else ""
    return f'<ul class="chips">{chips}{rest}</ul>' if own else ""


def _chip(one: Wanted, want: Want, words: Mapping[Reach, str], notes: Footnotes) -> str:
    sign = SIGNS[one.reach]
    mark = f'<span class="sign" aria-hidden="true">{sign}</span> ' if sign else ""
    said = f'<span class="hidden-text"> ({words[one.reach]})</span>' if sign else ""
    return f'<li class="{one.reach}">{mark}{escape(one.title)}{said} {notes.mark(want.cited)}</li>'


# skill by skill


def _matrix(found: Comparison, wanted: Sequence[Wanted], name: str, notes: Footnotes) -> str:
    """Every skill or tool by role, grouped by who wants it, behind a summary."""
    both = shared(found, wanted)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in found.titles)
    groups = "".join(_group(found, *group, notes) for group in _groups(found, wanted))
    said = f"<p>{_said(both, notes)}</p>" if both else f"<p>They share no {name.lower()}.</p>"
    return (
        f"{said}<details><summary>All {len(wanted)} {name.lower()}s</summary>"
        f'<table class="matrix"><thead><tr><th scope="col">{name}</th>{head}</tr></thead>{groups}'
        "</table></details>"
    )


def _groups(
    found: Comparison, wanted: Sequence[Wanted]
) -> Iterator[tuple[Reach, str, list[Wanted]]]:
    words = _words(found)
    for reach in ("all", "some"):
        yield reach, words[reach].capitalize(), [one for one in wanted if one.reach == reach]
    for role, title in zip(found.roles, found.titles, strict=True):
        own = [one for one in wanted if one.reach == "one" and one.of(role)]
        yield "one", f"{title} only", own


def _group(
    found: Comparison, reach: Reach, name: str, wanted: Sequence[Wanted], notes: Footnotes
) -> str:
    if not wanted:
        return ""
    sign = f'<span aria-hidden="true">{SIGNS[reach]}</span> ' if SIGNS[reach] else ""
    rows = "".join(_matrix_row(found, one, notes) for one in wanted)
    return (
        f'<tbody class="{reach}"><tr><th scope="rowgroup" colspan="{len(found.roles) + 1}">{sign}'
        f"{escape(name)} ({len(wanted)})</th></tr>{rows}</tbody>"
    )


def _matrix_row(found: Comparison, one: Wanted, notes: Footnotes) -> str:
    cells = "".join(
        f'<td data-of="{escape(title)}">{_want(one.of(role), notes)}</td>'
        for role, title in zip(found.roles, found.titles, strict=True)
    )
    return f'<tr><th scope="row">{escape(one.title)}</th>{cells}</tr>'


def _want(want: Want | None, notes: Footnotes) -> str:
    if want is None:
        return '<span class="quiet">not listed</span>'
    return notes.line("used" if want.weight == "tool" else want.weight, want.cited)
