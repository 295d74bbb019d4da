"""The career tools in the terminal: compare, transfer, fit, gap, job-ad, plan, project, practice.

They need the library alone, so no model is loaded for any of them but `practice --answer`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor.cli.speak import remark, say_json
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.career.interview import Question
    from advisor.career.plan import Plan
    from advisor.career.profile import Profile
    from advisor.career.shelf import Shelf
    from advisor.settings import Settings
    from advisor.types import Document, Embedder

PROJECT_HOURS = 40.0
EXPORTS = (".md", ".json", ".ics")

RoleArgument = Annotated[str, typer.Argument(metavar="ROLE", help="As 'data engineer'.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index; else the shipped library."),
]
TextOption = Annotated[
    Path | None,
    typer.Option("--text", metavar="FILE", help="What you tell of yourself; - is standard input."),
]
ResumeOption = Annotated[
    Path | None, typer.Option("--resume", metavar="FILE", help="PDF, DOCX, TXT or Markdown.")
]
SkillsOption = Annotated[
    list[str] | None, typer.Option("--skill", help="A skill or tool you have; repeatable.")
]
BuildOption = Annotated[
    float | None, typer.Option("--build", min=0, max=10, help="0 is analyzing, 10 building.")
]
ProductionOption = Annotated[
    float | None, typer.Option("--production", min=0, max=10, help="0 is research, 10 production.")
]
SystemsOption = Annotated[
    float | None, typer.Option("--systems", min=0, max=10, help="0 is people, 10 systems.")
]
EngineeringOption = Annotated[
    float | None,
    typer.Option("--engineering", min=0, max=10, help="0 is mathematics, 10 engineering."),
]
HoursOption = Annotated[float | None, typer.Option("--hours", help="Hours a week.")]
FromOption = Annotated[
    Path | None, typer.Option("--from", metavar="FILE", help="A plan saved as JSON.")
]
StartOption = Annotated[
    str | None, typer.Option("--start", metavar="DATE", help="As 2026-03-02; else today.")
]
ExportOption = Annotated[
    Path | None, typer.Option("--export", metavar="FILE", help="Ends in .md, .json or .ics.")
]
DoneOption = Annotated[
    list[str] | None, typer.Option("--done", metavar="ID", help="Finished; repeatable.")
]


# the library


def open_shelf(index: Path | None) -> Shelf:
    """The library of the index if there is one, else the documents of the corpus.

    Raises:
        IndexMissing: a folder was named, and it holds no index.
        IndexDamaged, IndexForeign: there is an index, and it cannot be read.
    """
    from advisor.settings import load_settings, shipped_corpus

    settings = load_settings(index=index)
    shelf = _shelf(_documents(settings, named=index is not None))
    if shelf.library.roles:
        return shelf
    remark("Your documents describe no role, so the library that comes with the program is used.")
    return _shelf(_read([shipped_corpus()]))


def _shelf(documents: Sequence[Document]) -> Shelf:
    from advisor.career.shelf import Shelf
    from advisor.library.lexicon import build_lexicon
    from advisor.library.load import load_library
    from advisor.text import words

    library = load_library(documents)
    vocabulary = frozenset(word for document in documents for word in words(document.text))
    return Shelf(library, build_lexicon(library, vocabulary.__contains__))


def _documents(settings: Settings, named: bool) -> Sequence[Document]:
    from advisor.errors import IndexMissing
    from advisor.index.store import read_contents, read_manifest

    try:
        manifest = read_manifest(settings.index)
    except IndexMissing:
        if named:
            raise
        return _read(settings.corpus)
    return read_contents(*manifest)[0].documents


def _read(folders: Iterable[Path]) -> list[Document]:
    from advisor.index.readers import read_folders
    from advisor.types import Document

    return [one for one in read_folders(folders) if isinstance(one, Document)]


# what a person gives


def _text_of(file: Path) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        AdvisorError: it cannot be read, or is no text in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise AdvisorError(
            f"{file} cannot be read ({error.strerror or error}); give a text file, or - to type it."
        ) from None
    except UnicodeDecodeError:
        raise AdvisorError(f"{file} is no text in UTF-8; save it as plain text.") from None


def _profile(shelf: Shelf, text: Path | None, resume: Path | None) -> Profile:
    """What a résumé tells, with a text on top of it; empty without both."""
    from advisor.career.profile import Profile
    from advisor.career.profile_text import read_profile
    from advisor.career.resume import read_resume

    profile = read_resume(resume, shelf.lexicon) if resume else Profile()
    if text is None:
        return profile
    return profile.with_told(read_profile(_text_of(text), shelf.lexicon))


def _given_profile(shelf: Shelf, text: Path | None, resume: Path | None) -> Profile | None:
    return _profile(shelf, text, resume) if text or resume else None


# commands


def compare(
    roles: Annotated[list[str], typer.Argument(metavar="ROLE ROLE [ROLE [ROLE]]")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set two to four roles side by side."""
    from advisor.career.compare import MOST
    from advisor.career.compare import compare as set_side_by_side
    from advisor.career.record import comparison_record
    from advisor.cli import career_tables as tables

    if not 2 <= len(roles) <= MOST:
        raise typer.BadParameter(
            f"{len(roles)} names were given; give two to {MOST} roles, a name of several words in "
            "quotes"
        )
    shelf = open_shelf(index)
    found = set_side_by_side(shelf.library, [shelf.named(name, "role") for name in roles])
    if as_json:
        say_json(comparison_record(found))
    else:
        tables.say_comparison(found)


def transfer(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="The role you have.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The role you want.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what carries over from one role to another, what changes its name, what is new."""
    from advisor.career.record import transfer_record
    from advisor.career.transfer import transfer as work_out
    from advisor.cli import career_tables as tables

    shelf = open_shelf(index)
    found = work_out(shelf.library, shelf.named(origin, "role"), shelf.named(target, "role"))
    if as_json:
        say_json(transfer_record(found))
    else:
        tables.say_transfer(found)


def fit(  # noqa: PLR0913, PLR0917 - its options
    skill: SkillsOption = None,
    text: TextOption = None,
    resume: ResumeOption = None,
    build: BuildOption = None,
    production: ProductionOption = None,
    systems: SystemsOption = None,
    engineering: EngineeringOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the roles by your skills and by where you like to stand."""
    from advisor.career.fit import fit as rank
    from advisor.career.profile import ticked
    from advisor.career.record import as_record
    from advisor.cli import career_tables as tables

    shelf = open_shelf(index)
    scales = {
        "build": build,
        "production": production,
        "systems": systems,
        "engineering": engineering,
    }
    held = ticked(*(shelf.named(name, "skill", "tool") for name in skill or ()))
    profile = _profile(shelf, text, resume).with_skills(held.skills)
    chosen = {scale: value for scale, value in scales.items() if value is not None}
    wishes = profile.preferences.model_copy(update=chosen)
    found = rank(shelf.library, profile.model_copy(update={"preferences": wishes}))
    if as_json:
        say_json(as_record(found))
    else:
        tables.say_fit(found)


def gap(
    role: RoleArgument,
    text: TextOption = None,
    resume: ResumeOption = None,
    have: Annotated[
        list[str] | None, typer.Option("--have", help="A skill or tool you have; repeatable.")
    ] = None,
    not_have: Annotated[
        list[str] | None, typer.Option("--not-have", help="One you do not have; repeatable.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold a résumé or a text about yourself against a role."""
    from advisor.career.gap import gap as measure
    from advisor.career.record import gap_record
    from advisor.cli import career_tables as tables

    shelf = open_shelf(index)
    target = shelf.named(role, "role")
    had = [shelf.named(name, "skill", "tool") for name in have or ()]
    lacked = [shelf.named(name, "skill", "tool") for name in not_have or ()]
    both = next((id for id in had if id in lacked), None)
    if both:
        raise AdvisorError(
            f"{shelf.library.title(both)} stands behind --have and --not-have; give one of them."
        )
    profile = _profile(shelf, text, resume)
    for id in had:
        profile = profile.overruled(id, "have")
    for id in lacked:
        profile = profile.overruled(id, "missing")
    found = measure(shelf.library, profile, target)
    if as_json:
        say_json(gap_record(found))
    else:
        tables.say_gap(found)


def job_ad(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Up to five ads; - is standard input.")
    ],
    resume: ResumeOption = None,
    text: TextOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which role an ad really is, and what it asks for."""
    from advisor.career.job_ad import check_ads
    from advisor.career.record import ads_record
    from advisor.cli import career_tables as tables

    ads = [_text_of(file) for file in files]
    shelf = open_shelf(index)
    profile = _given_profile(shelf, text, resume)
    found = check_ads(shelf.library, shelf.lexicon, ads, profile)
    if as_json:
        say_json(ads_record(found))
    else:
        tables.say_ads(found)


def plan(  # noqa: PLR0913, PLR0917 - its options
    role: Annotated[
        str | None, typer.Argument(metavar="ROLE", help="Where to; not needed with --from.")
    ] = None,
    hours: HoursOption = None,
    resume: ResumeOption = None,
    text: TextOption = None,
    from_file: FromOption = None,
    start: StartOption = None,
    export: ExportOption = None,
    done: DoneOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan what to learn for a role, week by week, or take up a plan again."""
    from advisor.career.plan_file import to_json
    from advisor.cli import career_tables as tables

    if role is None and from_file is None:
        raise typer.BadParameter("give a ROLE, or a saved plan with --from")
    begin = _date(start) if start else None
    if export:
        _check_export(export)
    shelf = open_shelf(index)
    profile = _given_profile(shelf, text, resume)
    target = shelf.named(role, "role") if role else None
    if from_file:
        made = _continued(shelf, from_file, profile, target, hours, begin, bool(done))
    else:
        made = _new_plan(shelf, profile, target or "", hours, begin)
    made = _with_done(shelf, made, done or ())
    if export:
        _export(made, export)
    if as_json:
        sys.stdout.write(to_json(made) + "\n")
    else:
        tables.say_plan(made)


def project(
    role: Annotated[str | None, typer.Option("--role", help="The role to get to.")] = None,
    gap: Annotated[
        list[str] | None, typer.Option("--gap", help="A skill to practice; repeatable.")
    ] = None,
    hours: Annotated[float, typer.Option("--hours", help="For the whole of it.")] = PROJECT_HOURS,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the project that puts most of what you lack to use."""
    from advisor.career.profile import Profile
    from advisor.career.project import project_brief
    from advisor.career.record import as_record
    from advisor.cli import career_tables as tables

    if not role and not gap:
        raise typer.BadParameter("give --role, or --gap with a skill to practice")
    shelf = open_shelf(index)
    target = shelf.named(role, "role") if role else None
    gaps = [shelf.named(name, "skill") for name in gap or ()]
    found = project_brief(shelf.library, gaps or Profile(), hours, target)
    if as_json:
        say_json(as_record(found))
    else:
        tables.say_project(found)


def practice(
    subject: Annotated[str, typer.Argument(metavar="ROLE|TOPIC", help="What is asked about.")],
    question: Annotated[
        str | None, typer.Option("--question", metavar="ID", help="Or its number in the list.")
    ] = None,
    answer: Annotated[
        str | None, typer.Option("--answer", metavar="TEXT", help="Yours; - is standard input.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List interview questions, or hold your answer against the key points of one."""
    from advisor.career.interview import check_answer, find_question
    from advisor.career.record import as_record
    from advisor.cli import career_tables as tables

    if (question is None) != (answer is None):
        raise typer.BadParameter("--question and --answer belong together; give both or none")
    shelf = open_shelf(index)
    asked = _questions(shelf, subject)
    if question is None or answer is None:
        if as_json:
            say_json(as_record(asked))
        else:
            tables.say_questions(asked)
        return
    if question.isdecimal() and 1 <= int(question) <= len(asked):
        question = asked[int(question) - 1].id
    said = _text_of(Path("-")) if answer == "-" else answer
    find_question(shelf.library, question)  # a wrong id need not wait for the model
    result = check_answer(shelf.library, _search_model(index), question, said, shelf.lexicon)
    if as_json:
        say_json(as_record(result))
    else:
        tables.say_drill(result)


def _search_model(index: Path | None) -> Embedder | None:
    """What judges an answer by its meaning, as on the page; None where it cannot be opened."""
    from advisor.index.embedder import open_embedder
    from advisor.settings import load_settings

    try:
        return open_embedder(load_settings(index=index))
    except AdvisorError as error:
        remark(f"Your answer is judged by its words only, for its meaning is not read: {error}")
        return None


def _questions(shelf: Shelf, subject: str) -> Sequence[Question]:
    from advisor.career.interview import questions
    from advisor.career.result import CareerError

    id = shelf.lexicon.find(subject)
    try:
        return questions(shelf.library, id or subject)
    except CareerError:
        if id:
            raise
        near = shelf.nearest(subject, ("role", "skill", "tool"))
        raise AdvisorError(f"The library asks nothing about {subject[:60]!r}; {near}.") from None


# plans


def _date(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise AdvisorError(f"{given[:40]!r} is no date; write it as 2026-03-02.") from None


def _check_export(file: Path) -> None:
    if file.suffix.lower() not in EXPORTS:
        raise AdvisorError(
            f"{file.name} cannot be written: its name has to end in .md, .json or .ics."
        )
    if not file.parent.is_dir():
        raise AdvisorError(f"There is no folder {file.parent}; make it first.")


def _new_plan(
    shelf: Shelf, profile: Profile | None, target: str, hours: float | None, start: date | None
) -> Plan:
    """The plan; without --hours for the hours a week that the person's text tells."""
    from advisor.career.plan import make_plan
    from advisor.career.profile import Profile

    profile = profile or Profile()
    weekly = profile.hours_per_week if hours is None else hours
    if weekly is None:
        raise AdvisorError("A plan needs the hours that you have a week; give --hours, such as 8.")
    return make_plan(shelf.library, profile, target, weekly, start or date.today())


def _continued(
    shelf: Shelf,
    file: Path,
    profile: Profile | None,
    target: str | None,
    hours: float | None,
    start: date | None,
    ticks: bool,
) -> Plan:
    """A saved plan. When anything of it changes, what is left begins today, or at its start."""
    from dataclasses import replace

    from advisor.career.plan import replan
    from advisor.career.plan_file import read_plan

    today = date.today()
    old = read_plan(shelf.library, _text_of(file), today)
    same = (profile, target, hours) == (None, None, None) and not ticks
    begin = start or (old.start if same else max(today, old.start))
    made = replan(shelf.library, old, begin, profile=profile, target=target, hours_per_week=hours)
    return replace(made, repairs=old.repairs)


def _with_done(shelf: Shelf, made: Plan, done: Sequence[str]) -> Plan:
    """The plan with items ticked, named by their ids or by what they are called."""
    from dataclasses import replace

    from advisor.career.plan import ticked

    repairs = made.repairs
    for name in done:
        id = name
        if ":" not in name:
            found = shelf.named(name, "skill", "project")
            id = f"{shelf.lexicon.kinds[found]}:{found}"
        made = ticked(shelf.library, made, id, "done", made.start)
    return replace(made, repairs=repairs)


def _export(made: Plan, file: Path) -> None:
    from advisor.career.plan_file import to_calendar, to_json, to_markdown

    write: dict[str, Any] = {".md": to_markdown, ".json": to_json, ".ics": to_calendar}
    content: str | bytes = write[file.suffix.lower()](made)
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    remark(f"Wrote {file}.")
