"""A project brief as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from advisor.career.project import Criterion, Practice, ProjectBrief
from advisor.career.result import Cited
from advisor.ui.footnotes import Footnotes
from advisor.ui.sources import link


def brief_html(brief: ProjectBrief, notes: Footnotes) -> str:
    """The project from its reason to its rubric; every line has its number."""
    return "".join(
        (
            f"<h2>{escape(brief.title)}</h2>",
            f'<p class="quiet">{escape(brief.level.capitalize())}, {brief.hours} hours</p>',
            f"<p>{notes.line(brief.why.text, brief.why.cited)}</p>",
            *(f"<h3>{name}</h3>{body}" for name, body in _parts(brief, notes) if body),
            _others(brief, notes),
        )
    )


def _parts(brief: ProjectBrief, notes: Footnotes) -> Iterator[tuple[str, str]]:
    yield "What it practices", _skills(brief, notes)
    yield "Goal", _told(brief.goal, notes)
    yield "Data", _told(brief.data, notes) + _sources(brief)
    yield "Architecture", _told(brief.architecture, notes)
    yield "Steps", _listed(brief.steps, notes, "ol")
    yield "Measured by", _listed(brief.metrics, notes)
    yield "What to show", _listed(brief.show, notes)
    yield "What an interviewer will ask", _listed(brief.questions, notes)
    yield f"Rubric, {brief.most_points} points", _rubric(brief.rubric, notes)


def _skills(brief: ProjectBrief, notes: Footnotes) -> str:
    rows = (
        ("It shows" if brief.proving else "You lack", brief.covers),
        ("You have", brief.repeats),
        ("To pick up on the way", brief.beyond),
    )
    lines = "".join(
        f"<dt>{name}</dt><dd>{_names(skills, notes)}</dd>" for name, skills in rows if skills
    )
    return f"<dl>{lines}</dl>" if lines else ""


def _names(skills: Sequence[Practice], notes: Footnotes) -> str:
    return ", ".join(notes.line(one.title, one.cited) for one in skills)


def _told(passages: Sequence[Cited], notes: Footnotes) -> str:
    return f"<p>{' '.join(notes.said(one) for one in passages)}</p>" if passages else ""


def _listed(passages: Sequence[Cited], notes: Footnotes, tag: str = "ul") -> str:
    items = "".join(f"<li>{notes.said(one)}</li>" for one in passages)
    return f"<{tag}>{items}</{tag}>" if items else ""


def _sources(brief: ProjectBrief) -> str:
    links = ", ".join(link(name, address) for name, address in brief.sources)
    return f"<p>Where to begin: {links}</p>" if links else ""


def _rubric(rubric: Sequence[Criterion], notes: Footnotes) -> str:
    """What each number of points means, once for each kind of criterion."""
    shown = []
    for about, name in (("metric", "For what is measured"), ("evidence", "For what is shown")):
        own = [one for one in rubric if one.about == about]
        if own:
            levels = "".join(f"<li>{escape(level)}</li>" for level in own[0].levels)
            criteria = "".join(f"<li>{notes.said(one.cited)}</li>" for one in own)
            shown.append(
                f"<h4>{name}, 0 to 4 points for each</h4><ul>{criteria}</ul>"
                f'<ol start="0" class="levels">{levels}</ol>'
            )
    return "".join(shown)


def _others(brief: ProjectBrief, notes: Footnotes) -> str:
    items = "".join(
        f"<li><b>{escape(one.title)}</b>, {escape(one.level)}, {one.hours} hours. "
        f"{notes.line(one.why.text, one.why.cited)}</li>"
        for one in brief.alternatives
    )
    if not items:
        return ""
    return (
        f"<h3>If you would rather build something else</h3><ul>{items}</ul><p>Choose it above.</p>"
    )
