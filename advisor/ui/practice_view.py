"""The drill as HTML: a question, what an answer covers of it, and how the practice went so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from advisor.career.interview import DrillResult, PointResult, Question, Verdict
from advisor.career.result import Cited, Words
from advisor.ui.footnotes import Footnotes

EMPTY = (
    '<p class="quiet">Choose a role or a topic above. You get interview questions from the library, '
    "write an answer, and see which points of a good answer are in it.</p>"
)
_GROUPS: tuple[tuple[Verdict, str, str], ...] = (
    ("covered", "✓", "You said"),
    ("partly", "◐", "Nearly there"),
    ("missed", "+", "A good answer adds"),
)
_NEAR = (
    '<p class="quiet small">The check compares words and meaning. It can miss a point that you made '
    "in very different words; where it and the passage differ, the passage is right.</p>"
)


def question_html(
    question: Question,
    position: tuple[int, int],
    rounds: Sequence[Cited],
    notes: Footnotes,
    whole: bool = False,
) -> str:
    """The question, what it tests, and the rounds of the interview it belongs to.

    Args:
        whole: let its number open the whole passage, with what a good answer says.
    """
    number, count = position
    first = notes.mark(question.aim if question.aim.found else question.text, whole=whole)
    aim = f'<p class="aim">{escape(question.aim.text)} {first}</p>' if question.aim.found else ""
    return (
        f'<article class="asked-question"><p class="quiet small">Question {number} of {count} · '
        f"{escape(question.page)}</p><h2>{escape(question.text.text)}{'' if aim else ' ' + first}"
        f"</h2>{aim}</article>{_rounds(rounds, notes)}"
    )


def _rounds(rounds: Sequence[Cited], notes: Footnotes) -> str:
    if not rounds:
        return ""
    items = "".join(f"<li>{notes.said(one)}</li>" for one in rounds)
    return f"<details><summary>The rounds of this interview</summary><ol>{items}</ol></details>"


def verdict_html(result: DrillResult, notes: Footnotes) -> str:
    """What an answer covers, what it touches on, and what a good answer adds."""
    if not result.heard:
        return f'<p class="told" role="status">{escape(result.note)}</p>'
    groups = "".join(_group(result.of(one[0]), *one, notes) for one in _GROUPS)
    near = _NEAR if result.partly or result.missed else ""
    verdict, then = _summary(result)
    return (
        f'<div role="status"><p class="verdict">{escape(verdict)}</p><p>{escape(then)}</p></div>'
        f"{groups}{near}"
    )


def points_html(question: Question, notes: Footnotes) -> str:
    """What a good answer says, for a person who did not answer."""
    items = "".join(f"<li>{notes.said(one)}</li>" for one in question.points)
    return f"<h3>A good answer says</h3><ul>{items}</ul>"


def _summary(result: DrillResult) -> tuple[str, str]:
    """The verdict in one sentence, and what to do now."""
    said, near, count = len(result.covered), len(result.partly), len(result.points)
    points = f"{count} point" if count == 1 else f"{count} points"
    touched = f" and touched on {near}" if near else ""
    if said == count:
        everything = "the point" if count == 1 else f"all {points}"
        return f"You said {everything} of a good answer.", ""
    if said:
        return (
            f"You said {said} of {points}{touched}.",
            "Add what stands below, and it is complete.",
        )
    if near:
        return f"You touched on {near} of {points}.", "Say them in full, and add what stands below."
    return (
        f"None of the {points} is there yet." if count > 1 else "The point is not there yet.",
        "Read what a good answer says, then try once more in your own words.",
    )


def _group(
    points: Sequence[PointResult], verdict: Verdict, sign: str, title: str, notes: Footnotes
) -> str:
    if not points:
        return ""
    items = "".join(f"<li>{_point(one, notes)}</li>" for one in points)
    return (
        f'<section class="points {verdict}"><h3><span class="sign" aria-hidden="true">{sign}</span>'
        f"{title}</h3><ul>{items}</ul></section>"
    )


def _point(one: PointResult, notes: Footnotes) -> str:
    return f"<p>{notes.said(one.point)}</p>" + "".join(_yours(one))


def _yours(one: PointResult) -> Iterator[str]:
    """The person's own words for it, and what they lack."""
    if one.said:
        yield f'<p class="yours">You: {_quoted(one.said)}</p>'
    if one.verdict == "partly" or (one.said and one.verdict == "missed"):
        lacking = f" Not in it: {escape(', '.join(one.lacking))}." if one.lacking else ""
        yield f'<p class="quiet small">{escape(one.why)}{lacking}</p>'


def _quoted(said: Sequence[Words]) -> str:
    in_order = sorted(said, key=lambda one: one.start)
    return " … ".join(f"“{escape(one.text)}”" for one in in_order)


def progress_html(tried: Sequence[tuple[Question, int, int]]) -> str:
    """The questions tried, newest first, each with (points said, points touched on) as cells."""
    if not tried:
        return ""
    said = sum(covered for _, covered, _ in tried)
    count = sum(len(question.points) for question, _, _ in tried)
    rows = "".join(map(_row, reversed(tried)))
    questions = "1 question" if len(tried) == 1 else f"{len(tried)} questions"
    return (
        f'<section class="practiced"><h3>Your practice so far</h3><p>{questions} tried, {said} of '
        f'{count} points said.</p><table><thead><tr><th scope="col">Question</th>'
        f'<th scope="col">Points</th></tr></thead><tbody>{rows}</tbody></table><p class="quiet small">'
        "Each box is a point: full when you said it, half when you touched on it. This is kept in "
        "this browser only, and your answers are not kept.</p></section>"
    )


def _row(one: tuple[Question, int, int]) -> str:
    question, covered, partly = one
    count = len(question.points)
    kinds = ["covered"] * covered + ["partly"] * partly + ["missed"] * (count - covered - partly)
    cells = "".join(f'<i class="box {kind}"></i>' for kind in kinds)
    words = f"{covered} of {count} said" + (f", {partly} touched on" if partly else "")
    return (
        f'<tr><th scope="row">{escape(question.text.text)}</th>'
        f'<td><span class="boxes" role="img" aria-label="{words}">{cells}</span></td></tr>'
    )
