"""A gap as HTML: the coverage as a picture with words, then every verdict with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advisor.career.gap import WEIGHTS, Gap, GapLine, Weight
from advisor.career.profile import Level, Profile, Verdict
from advisor.career.result import first_under, with_article
from advisor.library.load import Library
from advisor.ui.footnotes import Footnotes

NAMES: dict[Weight, str] = {
    "core": "Core",
    "useful": "Useful",
    "rare": "Sets apart",
    "tool": "Tools",
}
TAGS: dict[Weight, str] = {
    "core": "core",
    "useful": "useful",
    "rare": "sets apart",
    "tool": "tool",
}
VERDICT_WORDS: dict[Verdict, str] = {"have": "have", "partly": "in part", "missing": "missing"}
_READ_AS: tuple[tuple[Level, bool, str], ...] = (
    ("have", False, "You have"),
    ("partly", False, "In part"),
    ("learning", False, "You want to learn"),
    ("none", False, "You do not have"),
    ("none", True, "Other people have"),
)
"""(level, whether it is somebody else's, in words)"""


def summary_html(library: Library, found: Gap, role: str | None, notes: Footnotes) -> str:
    """The coverage: a heading, a picture, and the sum in words."""
    wanted = first_under(library[found.target], "Skills")
    return (
        f"<h2>{escape(found.title)}: {found.coverage} % covered</h2>"
        f"{_picture(found)}"
        f"<p>{notes.line(found.arithmetic, wanted)}</p>"
        f"{_missing_core(found, notes)}{_assumed(library, found, role)}"
    )


def _picture(found: Gap) -> str:
    """One row for each weight: a cell for each skill, and the counts in words beside them."""
    rows = "".join(_picture_row(found, weight) for weight in NAMES)
    legend = "".join(
        f'<li><i class="gap-cell {verdict}" aria-hidden="true"></i>{words}</li>'
        for verdict, words in VERDICT_WORDS.items()
    )
    return (
        f'<ul class="gap-legend" aria-label="What the cells mean">{legend}</ul>'
        '<table class="gap-coverage"><caption class="hidden-text">What you have of each kind</caption>'
        f"<tbody>{rows}</tbody></table>"
    )


def _picture_row(found: Gap, weight: Weight) -> str:
    lines = [line for line in found.lines if line.weight == weight]
    if not lines:
        return ""
    counts = {verdict: sum(line.verdict == verdict for line in lines) for verdict in VERDICT_WORDS}
    cells = "".join(
        f'<i class="gap-cell {verdict}"></i>' * count for verdict, count in counts.items()
    )
    words = " · ".join(f"{count} {VERDICT_WORDS[one]}" for one, count in counts.items() if count)
    points = f"counts {WEIGHTS[weight]} each" if WEIGHTS[weight] else "not counted"
    return (
        f'<tr><th scope="row">{NAMES[weight]} <span class="quiet">{points}</span></th>'
        f'<td class="gap-cells"><div aria-hidden="true">{cells}</div></td><td>{words}</td></tr>'
    )


def _missing_core(found: Gap, notes: Footnotes) -> str:
    """The sentence that people come for."""
    lines = [line for line in found.missing if line.weight == "core"]
    if not lines:
        return "<p>No core skill is missing.</p>"
    named = ", ".join(_named(line, notes) for line in lines)
    return f"<p><strong>Core and missing:</strong> {named}.</p>"


def _assumed(library: Library, found: Gap, role: str | None) -> str:
    """Which part of the picture rests on the role alone."""
    count = sum(_by_role(line) for line in found.lines)
    if not count or role is None:
        return ""
    counts, lacked = ("1 skill counts", "it") if count == 1 else (f"{count} skills count", "one")
    title = escape(with_article(library.title(role)))
    return (
        f'<p class="quiet">{counts} as had because you are {title}. If you lack {lacked}, say so '
        "below.</p>"
    )


def _by_role(line: GapLine) -> bool:
    return line.basis == "role" and line.verdict == "have"


def lines_html(found: Gap, notes: Footnotes) -> str:
    """Every skill and tool of the role under its verdict, each with its reason and passages."""
    return (
        _section("have", f"You have {len(found.have)} of {len(found.lines)}", found.have, notes)
        + _section("partly", f"You have {len(found.partly)} in part", found.partly, notes)
        + _section("missing", f"{len(found.missing)} are missing", found.missing, notes)
    )


def _section(verdict: Verdict, title: str, lines: Sequence[GapLine], notes: Footnotes) -> str:
    if not lines:
        return ""
    by_role = [line for line in lines if _by_role(line)]
    silent = [line for line in lines if line.basis == "nothing"]
    rows = "".join(_row(line, notes) for line in lines if line not in (*by_role, *silent))
    told = f'<table class="gap-verdicts"><tbody>{rows}</tbody></table>' if rows else ""
    return (
        f'<h3><i class="gap-cell {verdict}" aria-hidden="true"></i>{title}</h3>{told}'
        f"{_together('Your role brings these along:', by_role, notes)}"
        f"{_together('Nothing that you told names these:', silent, notes)}"
    )


def _row(line: GapLine, notes: Footnotes) -> str:
    return (
        f'<tr><th scope="row">{_named(line, notes)} <span class="gap-tag">{TAGS[line.weight]}</span></th>'
        f"<td>{why_html(line.why, line.words, line.alias)} {notes.mark(*line.evidence[1:])}</td></tr>"
    )


def _together(intro: str, lines: Sequence[GapLine], notes: Footnotes) -> str:
    """Skills and tools that share a reason, in one row for each weight."""
    if not lines:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{", ".join(named)}</td></tr>'
        for weight, name in NAMES.items()
        if (named := [_named(line, notes) for line in lines if line.weight == weight])
    )
    table = f'<table class="gap-verdicts"><tbody>{rows}</tbody></table>'
    return f'<p class="gap-intro">{intro}</p>{table}'


def _named(line: GapLine, notes: Footnotes) -> str:
    """The title with the passages that want it, and those of the role that brings it along."""
    cited = line.evidence if _by_role(line) else line.evidence[:1]
    return f"<span>{notes.line(line.title, *cited)}</span>"


def why_html(why: str, words: str, alias: str) -> str:
    """A reason with the person's own words set off, and in them what names the skill."""
    quoted = f"“{words}”"
    before, found, after = why.partition(quoted)
    if not words or not found:
        return escape(why)
    head, name, tail = quoted.partition(alias) if alias else (quoted, "", "")
    strong = f"<strong>{escape(name)}</strong>" if name else ""
    return (
        f'{escape(before)}<span class="gap-own">{escape(head)}{strong}{escape(tail)}</span>'
        f"{escape(after)}"
    )


def read_html(library: Library, found: Profile, lacks_target: bool) -> str:
    """What was read from a text or a file, in words, and what is still wanted."""
    named = [
        (words, ", ".join(_titles(library, found, level, others)))
        for level, others, words in _READ_AS
    ]
    ends = " and ".join(
        f"{words} {with_article(library.title(id))}"
        for words, id in (("you are", found.role), ("you want to become", found.target))
        if id
    )
    parts = [f"{escape(ends[:1].upper() + ends[1:])}."] if ends else []
    parts += [f"<strong>{words}:</strong> {escape(names)}." for words, names in named if names]
    ask = " Choose the role that you want to become, and press Show my gap." if lacks_target else ""
    return f'<p class="told" role="status">Read, and kept in About you. {" ".join(parts)}{ask}</p>'


def _titles(library: Library, found: Profile, level: Level, others: bool) -> list[str]:
    return [
        library.title(id)
        for id, one in found.skills.items()
        if one.level == level and one.others == others
    ]
