"""What the career tools show in the terminal: tables with numbered passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from advisor.career.compare import Comparison, Stated, Want, Wanted, shared
from advisor.career.fit import Fit, Ranking, Reason
from advisor.career.footing import Note
from advisor.career.gap import Gap
from advisor.career.interview import DrillResult, Question
from advisor.career.job_ad import AdCheck, AdReading, Requirement
from advisor.career.plan import Item, Plan
from advisor.career.project import ProjectBrief
from advisor.career.result import Cited
from advisor.career.transfer import Transfer, TransferLine
from advisor.cli.speak import console, printable, remark, say
from advisor.writers.parts import NOT_IN_LIBRARY

SHOWN_ROLES = 5
"""Of a ranking, with reasons; the rest is one line."""
SHOWN_REASONS = 2
"""Of a kind."""
SHOWN_POINTS = 2
"""Of an aspect of a role."""


# tables


@dataclass
class Shown:
    """Text and tables on the screen, their passages numbered as they come."""

    numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def mark(self, *cited: Cited) -> str:
        found = [
            f"[{self.numbers.setdefault((one.path, one.start, one.end), len(self.numbers) + 1)}]"
            for one in cited
            if one.found
        ]
        return "".join(dict.fromkeys(found))

    def marked(self, text: str, *cited: Cited) -> str:
        return f"{text} {self.mark(*cited)}".rstrip()

    def quoted(self, cited: Cited) -> str:
        return self.marked(cited.text, cited)

    def note(self, note: Note) -> str:
        return self.marked(note.text, note.cited)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """The rows on the screen; columns named with > in front are numbers."""
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for name in columns:
            number = name.startswith(">")
            table.add_column(
                name.lstrip(">"), justify="right" if number else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*(printable(str(cell)) for cell in row))
        console().print(table)

    def sources(self) -> None:
        """The place of every numbered passage, as `advisor show` takes it."""
        if self.numbers:
            say("Sources (read one with `advisor show PLACE`)")
        for (path, start, end), number in self.numbers.items():
            say(f"[{number}] {path}:{start}-{end}")


def say_comparison(found: Comparison) -> None:
    shown = Shown()
    top = " ".join(shown.marked(one.text, *one.evidence) for one in found.difference)
    for line in filter(None, (top, *(shown.marked(one.text, *one.evidence) for one in found.more))):
        say(line)
    rows = (row for row in found.rows if row.aspect not in ("Skills", "Tools"))
    shown.table(
        ("Aspect", *found.titles),
        [(row.aspect, *(_points(shown, cell) for cell in row.cells)) for row in rows],
    )
    for name, wanted in (("Skill", found.skills), ("Tool", found.tools)):
        both = shared(found, wanted)
        say(both.text if both else f"No {name.lower()} is wanted by all of them.")
        shown.table(
            (name, *found.titles, "Shared"), [_wanted_row(shown, found, one) for one in wanted]
        )
    shown.sources()


def _points(shown: Shown, cell: Sequence[Stated]) -> str:
    mark = "- " if cell[1:] else ""
    lines = (mark + shown.marked(one.text, *one.evidence) for one in cell[:SHOWN_POINTS])
    return "\n".join(lines) or NOT_IN_LIBRARY


def _wanted_row(shown: Shown, found: Comparison, one: Wanted) -> tuple[object, ...]:
    cells = (_want(shown, one.of(role)) for role in found.roles)
    return one.title, *cells, {"all": "by all", "some": "by some", "one": ""}[one.reach]


def _want(shown: Shown, want: Want | None) -> str:
    if want is None:
        return "-"
    return shown.marked("used" if want.weight == "tool" else want.weight, want.cited)


def say_transfer(found: Transfer) -> None:
    shown = Shown()
    say(f"{found.title}. {found.note}")
    say(shown.quoted(found.summary))
    shown.table(
        ("Skill", "Change", "Weight", ">Hours", "Why"),
        [_transfer_row(shown, line) for line in found.lines],
    )
    low, high = found.months
    say(f"Distance: {found.distance.arithmetic}")
    say(shown.marked(f"Time: {low} to {high} months at eight hours a week.", found.duration))
    say(found.months_note)
    if found.trap.found:
        say(f"The usual trap: {shown.quoted(found.trap)}")
    for one in found.convinces:
        say(f"What convinces: {shown.quoted(one)}")
    shown.sources()


def _transfer_row(shown: Shown, line: TransferLine) -> tuple[object, ...]:
    name = f"{line.known_as} → {line.new_name}" if line.known_as else line.title
    hours = round(line.hours * (1 - line.credit))
    return name, line.change, line.weight, hours, shown.marked(line.why, line.evidence)


def say_fit(found: Fit) -> None:
    shown = Shown()
    say(found.note)
    rows = [
        (
            f"{one.title}\n(your role now)" if one.present else one.title,
            f"{one.score} %",
            _reasons(shown, one.speaks_for),
            _reasons(shown, one.speaks_against) or "Nothing that you told.",
        )
        for one in found.rankings[:SHOWN_ROLES]
    ]
    shown.table(("Role", ">Fit", "For", "Against"), rows)
    _say_others(found.rankings[SHOWN_ROLES:])
    shown.sources()


def _reasons(shown: Shown, reasons: Sequence[Reason]) -> str:
    """Some of each kind."""
    chosen = [
        one
        for kind in ("skill", "preference")
        for one in [one for one in reasons if one.kind == kind][:SHOWN_REASONS]
    ]
    return "\n".join(f"- {shown.marked(one.text, *one.evidence)}" for one in chosen)


def _say_others(rankings: Sequence[Ranking]) -> None:
    if rankings:
        say("Then: " + ", ".join(f"{one.title} {one.score} %" for one in rankings) + ".\n")


def say_gap(found: Gap) -> None:
    shown = Shown()
    say(f"{found.title}: {found.arithmetic}")
    rows = [
        (
            line.title,
            line.weight,
            line.verdict,
            line.hours or "",
            shown.marked(line.why, *line.evidence),
        )
        for line in found.lines
    ]
    shown.table(("Skill or tool", "Weight", "You", ">Hours", "Why"), rows)
    shown.sources()


def say_ads(found: AdCheck) -> None:
    shown = Shown()
    for number, ad in enumerate(found.ads, 1):
        label = f"Ad {number}" if len(found.ads) > 1 else ""
        if head := ": ".join(filter(None, (label, ad.title))):
            say(head)
        _say_ad(shown, ad)
    if len(found.ads) > 1:
        rows = [(one.title, one.required_in, one.nice_in, one.verdict or "") for one in found.asked]
        shown.table(("Over all ads", ">Required in", ">Nice in", "You"), rows)
    shown.sources()


def _say_ad(shown: Shown, ad: AdReading) -> None:
    say(shown.marked(ad.sentence, ad.evidence))
    if ad.shares:
        rows = [
            (
                share.title,
                f"{share.percent} %",
                "\n".join(
                    shown.marked(f"“{one.words.text}”", one.evidence) for one in share.quotes[:2]
                ),
            )
            for share in ad.shares
        ]
        shown.table(("Reads like", ">Share", "Because of"), rows)
    asked = (*ad.required, *ad.nice)
    if asked:
        shown.table(("Asked for", "Need", "You", "Line"), [_asked(shown, one) for one in asked])


def _asked(shown: Shown, one: Requirement) -> tuple[object, ...]:
    line = shown.marked(f"“{one.quote.text}” {one.why}".rstrip(), *one.evidence)
    return one.title, one.need, one.verdict or "", line


def say_plan(plan: Plan) -> None:
    shown = Shown()
    for repair in plan.repairs:
        remark(repair)
    say(f"{plan.title}: {_length(plan)}")
    for note in plan.notes:
        say(f"- {shown.note(note)}")
    for phase in plan.phases:
        say(f"\nPhase {phase.number}: {phase.title}")
        shown.table(("Weeks", "What", ">Hours", "State", "Why"), _item_rows(shown, phase.items))
    if plan.later:
        say("Useful later: " + ", ".join(one.title for one in plan.later) + ".\n")
    if plan.known:
        say(
            "Not planned, because you have it: "
            + ", ".join(one.title for one in plan.known)
            + ".\n"
        )
    shown.sources()


def _length(plan: Plan) -> str:
    if not plan.weeks:
        return "nothing is left to do."
    return (
        f"{plan.hours} hours in {plan.weeks} weeks at {plan.hours_per_week:g} hours a week, from "
        f"{plan.start.isoformat()}; {plan.progress:.0%} done."
    )


def _item_rows(shown: Shown, items: Iterable[Item]) -> Iterator[tuple[object, ...]]:
    for one in items:
        weeks = "-".join(dict.fromkeys((str(one.first_week), str(one.last_week))))
        why = shown.note(one.why)
        yield (
            weeks if one.first_week else "",
            f"{one.title}\n{one.id}",
            one.hours.planned,
            one.state,
            why,
        )


def say_project(found: ProjectBrief) -> None:
    shown = Shown()
    say(f"{found.title} ({found.level}, {found.hours} hours)")
    say(shown.note(found.why))
    rows = [
        (name, "\n".join(f"{mark}{shown.quoted(one)}" for one in cited))
        for name, mark, cited in (
            ("Goal", "", found.goal),
            ("Data", "", found.data),
            ("Architecture", "", found.architecture),
            ("Steps", "- ", found.steps),
            ("Measured by", "- ", found.metrics),
            ("To show", "- ", found.show),
            ("Asked about it", "- ", found.questions),
        )
        if cited
    ]
    shown.table(("", "What the page says"), rows)
    for other in found.alternatives:
        say(f"Instead: {other.title} ({other.level}, {other.hours} hours). {shown.note(other.why)}")
    shown.sources()


def say_questions(found: Sequence[Question]) -> None:
    shown = Shown()
    rows = [
        (
            number,
            f"{shown.quoted(one.text)}\n{one.id}",
            shown.quoted(one.aim) if one.aim.found else "",
        )
        for number, one in enumerate(found, 1)
    ]
    shown.table((">", "Question", "What it tests"), rows)
    shown.sources()


def say_drill(found: DrillResult) -> None:
    shown = Shown()
    say(shown.quoted(found.question.text))
    say(found.note)
    rows = [
        (
            one.verdict,
            shown.quoted(one.point),
            " … ".join(words.text for words in one.said),
            f"{one.why} Lacking: {', '.join(one.lacking)}." if one.lacking else one.why,
        )
        for one in found.points
    ]
    shown.table(("Point", "What a good answer says", "You", "Why"), rows)
    shown.sources()
