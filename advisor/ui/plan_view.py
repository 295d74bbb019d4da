"""A plan as HTML: how long it takes, what is done, a timeline, and each item with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape

from advisor.career.footing import Note
from advisor.career.plan import WEEKS_A_MONTH, Item, Phase, Plan, State
from advisor.career.result import Cited
from advisor.ui.footnotes import Footnotes
from advisor.ui.sources import link, long_date

MONTHS_A_MARK = (1, 2, 3, 6, 12, 24, 60, 120, 240)
MOST_MARKS = 6
"""On the axis of the timeline; more do not fit on a phone."""
MOST_NAMED = 3
_ARITHMETIC = ("No hours are left", *"0123456789")
"""How the note with the arithmetic begins."""
_STATE_WORDS: dict[State, str] = {
    "open": "",
    "learning": "learning now",
    "done": "",
    "skipped": "skipped",
}


# how long, and how far


def summary_html(plan: Plan, notes: Footnotes, today: date) -> str:
    """The heading, how long it takes with the arithmetic, what is late, and the progress."""
    told = "".join(f"<p>{notes.line(one.text, one.cited)}</p>" for one in _told_first(plan))
    return (
        f"<h2>{escape(plan.title)}</h2>{_length(plan)}{_late(plan, today)}{_progress(plan)}{told}"
    )


def _told_first(plan: Plan) -> Sequence[Note]:
    """The notes that stand with the length: the arithmetic, and before it what else there is."""
    if not plan.items:
        return plan.notes[:2]
    arithmetic = (n for n, one in enumerate(plan.notes, 1) if one.text.startswith(_ARITHMETIC))
    return plan.notes[: next(arithmetic, 1)]


def _length(plan: Plan) -> str:
    if not plan.items:
        return (
            "<p>By what you told, nothing is left to learn for this role. Find a project that "
            "shows it, practice for the interview, or say below what you lack after all.</p>"
        )
    if not plan.weeks:
        return "<p>Every item is done or skipped. Nothing is left to plan.</p>"
    ends = plan.start + timedelta(weeks=plan.weeks, days=-1)
    return (
        f'<p class="plan-length"><strong>{_count(plan.weeks, "week")}</strong> at '
        f"{_count(plan.hours_per_week, 'hour')} a week, from {_day(plan.start)} to {_day(ends)}.</p>"
    )


def _late(plan: Plan, today: date) -> str:
    """What should be done by now and is not."""
    late = [item for item in plan.items if item.active and item.ends and item.ends < today]
    if not late:
        return ""
    names = ", ".join(item.title for item in late[:MOST_NAMED])
    more = f" and {len(late) - MOST_NAMED} more" if len(late) > MOST_NAMED else ""
    return (
        f'<p class="told">By these dates, {escape(names)}{more} would be done by now. Tick what '
        "is done; to spread the rest from today, set the start to today and make the plan again.</p>"
    )


def _progress(plan: Plan) -> str:
    """A bar of what is done, being learned and left, with the same in words."""
    counted = [item for item in plan.items if item.state != "skipped"]
    hours = sum(item.hours.planned for item in counted)
    if not hours:
        return ""
    done, learning = _in_state(counted, "done"), _in_state(counted, "learning")
    words = (
        f"Done: {len(done)} of {_count(len(counted), 'item')}, "
        f"{_hours(done)} of {_count(hours, 'hour')}."
    )
    if learning:
        words += f" Learning now: {', '.join(item.title for item in learning)}."
    bars = "".join(
        f'<i class="{name}" style="width:{100 * _hours(items) / hours:.2f}%"></i>'
        for name, items in (("done", done), ("learning", learning))
    )
    return (
        f'<div class="plan-progress" role="img" aria-label="{escape(words)}">{bars}</div>'
        f'<p class="quiet">{escape(words)}</p>'
    )


def _in_state(items: Sequence[Item], state: State) -> list[Item]:
    return [item for item in items if item.state == state]


def _hours(items: Sequence[Item]) -> int:
    return sum(item.hours.planned for item in items)


# the timeline


def timeline_html(plan: Plan) -> str:
    """Phases as bars over the weeks, each of which opens to its items; nothing for an empty plan."""
    total = sum(item.hours.planned for item in plan.items if item.active)
    if not total:
        return ""
    begun, rows, learning = 0, [], ""
    if any(item.state == "learning" for item in plan.items):
        learning = '<span><i class="skill learning"></i> learning now</span>'
    for phase in plan.phases:
        rows.append(_phase_row(phase, begun, total))
        begun += sum(item.hours.planned for item in phase.items if item.active)
    return (
        '<h3>Timeline</h3><div class="plan-weeks"><p class="legend" aria-hidden="true">'
        '<span><i class="skill"></i> skill</span><span><i class="project"></i> project</span>'
        f"{learning}<span>Open a phase to see its items.</span></p>{_axis(plan)}"
        f"<ol>{''.join(rows)}</ol></div>"
    )


def _axis(plan: Plan) -> str:
    """Months along the top, at most MOST_MARKS of them."""
    months = plan.weeks / float(WEEKS_A_MONTH)
    step = next((one for one in MONTHS_A_MARK if months / one <= MOST_MARKS), MONTHS_A_MARK[-1])
    width = 100 * step / max(months, 0.1)
    marks = []
    for number in range(int(months / step) + 1):
        day = _after(plan.start, number * step)
        if day and number * width < 92:  # a name at the very end would stand outside
            marks.append(f'<span style="left:{number * width:.2f}%">{day:%b %Y}</span>')
    return f'<div class="axis" aria-hidden="true"><div>{"".join(marks)}</div></div>'


def _after(start: date, months: int) -> date | None:
    years, month = divmod(start.month - 1 + months, 12)
    if start.year + years > date.max.year:
        return None
    return date(start.year + years, month + 1, 1)


def _phase_row(phase: Phase, begun: int, total: int) -> str:
    bars, rows, at = [], [], begun
    for item in phase.items:
        if not item.active:
            continue
        bar = _bar(item, at, total)
        at += item.hours.planned
        bars.append(bar)
        rows.append(f"<li>{_row(item.title, _weeks(item.first_week, item.last_week), bar)}</li>")
    if not bars:
        rows_done = f'<span class="what"><b>{phase.number}</b> {escape(phase.label)}</span>'
        return f'<li class="over">{rows_done}<span class="when">nothing left</span></li>'
    row = _row(phase.label, _weeks(*phase.weeks), "".join(bars), f"<b>{phase.number}</b> ")
    return f"<li><details><summary>{row}</summary><ol>{''.join(rows)}</ol></details></li>"


def _row(title: str, when: str, bars: str, number: str = "") -> str:
    return (
        f'<span class="what">{number}{escape(title)}</span>'
        f'<span class="line" aria-hidden="true">{bars}</span><span class="when">{when}</span>'
    )


def _bar(item: Item, begun: int, total: int) -> str:
    left, width = 100 * begun / total, 100 * item.hours.planned / total
    kind = f"{item.kind} learning" if item.state == "learning" else item.kind
    return (
        f'<i class="{kind}" style="left:{left:.2f}%;width:{width:.2f}%" '
        f'title="{escape(item.title)}"></i>'
    )


# phases and items


def phase_html(phase: Phase, notes: Footnotes, before: Sequence[Cited] = ()) -> str:
    """The heading of a phase: what it is for, and when.

    Args:
        before: steps that stand with an earlier phase, and are not said again.
    """
    named = [one for one in phase.steps if phase.title.split(" (part ")[0] in one.text]
    told = "".join(
        f'<p class="step">{notes.said(one)}</p>'
        for one in phase.steps
        if one not in named and one not in before
    )
    mark = notes.mark(*named)
    return f"<h3>Phase {phase.number}: {escape(phase.title)} {mark}</h3>{_when(phase)}{told}"


def _when(phase: Phase) -> str:
    dated = [item for item in phase.items if item.starts and item.ends]
    if not dated:
        return '<p class="quiet">Nothing is left in this phase.</p>'
    starts, ends = dated[0].starts, max(item.ends for item in dated if item.ends)
    hours = _count(_hours([item for item in phase.items if item.active]), "hour")
    weeks = _weeks(*phase.weeks).capitalize()
    return (
        f'<p class="quiet">{weeks}, {_day(starts) if starts else ""} to {_day(ends)}, {hours}.</p>'
    )


def tick_choices(phase: Phase) -> list[tuple[str, str]]:
    """(name with hours and weeks, id) of each item, to be ticked."""
    return [(_tick_name(item), item.id) for item in phase.items]


def _tick_name(item: Item) -> str:
    kind = "Project: " if item.kind == "project" else ""
    weeks = _weeks(item.first_week, item.last_week) if item.first_week else ""
    parts = (f"{kind}{item.title}", f"{item.hours.planned} h", weeks, _STATE_WORDS[item.state])
    return " · ".join(filter(None, parts))


def items_html(phase: Phase, plan: Plan, notes: Footnotes, opened: bool = False) -> str:
    """Why each item of a phase is there, its hours, what to read, and what proves it."""
    titles = {item.id: item.title for item in plan.items}
    shown = "".join(_item(item, titles, notes) for item in phase.items)
    return (
        f'<details class="items"{" open" if opened else ""}><summary>Why, what to read, how to '
        f"prove it</summary>{shown}</details>"
    )


def _item(item: Item, titles: dict[str, str], notes: Footnotes) -> str:
    lines = "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in _lines(item, titles, notes))
    return f"<h4>{escape(item.title)}</h4><dl>{lines}</dl>"


def _lines(item: Item, titles: dict[str, str], notes: Footnotes) -> Iterator[tuple[str, str]]:
    yield "Why", notes.line(item.why.text, item.why.cited)
    yield "Hours", notes.line(item.hours.text, item.hours.cited)
    if item.hours.share != "full":
        yield "Less, because", notes.line(item.hours.because.text, item.hours.because.cited)
    if item.resources:
        yield "Read", ", ".join(link(one.name, one.link) for one in item.resources)
    yield "Proof", notes.said(item.proof)
    if item.project in titles:
        yield "Put to use in", escape(titles[item.project])


def rest_html(plan: Plan, notes: Footnotes) -> str:
    """What is not scheduled: useful later, counted as known; and how the hours were counted."""
    known = [
        f"<b>{escape(one.title)}</b>: {notes.line(one.why.text, one.why.cited)}"
        for one in plan.known
    ]
    later = [f"<b>{escape(one.title)}</b>: {_noted(one, notes)}" for one in plan.later]
    counted = [notes.line(one.text, one.cited) for one in plan.notes[len(_told_first(plan)) :]]
    return "".join(
        f"<details><summary>{name} ({len(lines)})</summary><ul>"
        f"{''.join(f'<li>{line}</li>' for line in lines)}</ul></details>"
        for name, lines in (
            ("Not planned, because you have it", known),
            ("Useful later", later),
            ("How the hours are counted", counted),
        )
        if lines
    )


def _noted(item: Item, notes: Footnotes) -> str:
    why = notes.line(item.why.text, item.why.cited)
    return f"{why} {notes.line(f'{item.hours.planned} h.', item.hours.cited)}"


# words


def _weeks(first: int, last: int) -> str:
    return f"week {first}" if first == last else f"weeks {first}–{last}"


def _day(day: date) -> str:
    return long_date(day.isoformat())


def _count(number: float, what: str) -> str:
    return f"{number:,g} {what}" if number == 1 else f"{number:,.10g} {what}s"
