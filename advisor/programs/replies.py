"""What a program gets: the JSON of every function of the service, as types.

The field `document` is the path of a page in the library. It is not called `path`, because clients
of gradio take a `path` in an answer for a file and fetch it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from advisor.career import interview, transfer
from advisor.career.ad_text import Need
from advisor.career.compare import Reach
from advisor.career.gap import Weight
from advisor.career.plan import ItemKind, State
from advisor.career.profile import Basis, Verdict

Kind = Literal["role", "skill", "tool", "project"]
File = Literal["markdown", "calendar"]
Detail = Literal["brief", "full"]

LONGEST_MESSAGE = 12_000
"""Characters of one turn of a conversation."""

described = with_config(ConfigDict(use_attribute_docstrings=True))


@described
class Passage(TypedDict):
    """A place in the library: cite it as document:start-end."""

    document: str
    start: int
    end: int
    text: str


@described
class Note(TypedDict):
    """A statement, and the passage that it rests on."""

    text: str
    cited: Passage | None
    """null where the library says nothing."""


# questions


@described
class Said(TypedDict):
    """One earlier turn of a conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=LONGEST_MESSAGE)]


@described
class Source(TypedDict):
    """A numbered passage behind an answer."""

    n: int
    title: str
    heading: str
    document: str
    start: int
    end: int
    text: str


@described
class Answer(TypedDict):
    """An answer with its sources."""

    answer: str
    """Markdown with [n] after each statement."""
    refused: bool
    """True when the library has nothing on the question; then do not answer from elsewhere."""
    sources: list[Source]


@described
class Hit(TypedDict):
    """A passage that a search found."""

    document: str
    title: str
    heading: str
    start: int
    end: int
    text: str
    score: float
    """In [0, 1], higher is better."""


@described
class Hits(TypedDict):
    """Passages, best first."""

    passages: list[Hit]


@described
class Name(TypedDict):
    """An entry of the library."""

    id: str
    title: str


@described
class Names(TypedDict):
    """Everything of one kind that the library has a page on."""

    names: list[Name]


# roles


@described
class Stated(TypedDict):
    """A statement, and the passages that it rests on."""

    text: str
    evidence: list[Passage]


@described
class Row(TypedDict):
    """One aspect of every role."""

    aspect: str
    cells: list[list[Stated]]
    """One a role; empty where the library says nothing."""


@described
class Want(TypedDict):
    """How much one role wants a skill or tool."""

    role: str
    weight: Weight
    cited: Passage | None


@described
class Wanted(TypedDict):
    """A skill or tool that at least one of the roles wants."""

    id: str
    title: str
    reach: Reach
    """How many of the roles want it."""
    by: list[Want]


@described
class Shared(TypedDict):
    """In a sentence what all the roles want; null when there is nothing."""

    skills: Stated | None
    tools: Stated | None


@described
class Comparison(TypedDict):
    """Roles side by side."""

    roles: list[str]
    titles: list[str]
    difference: list[Stated]
    """One sentence, in a piece for each page that it is put together from."""
    more: list[Stated]
    """What the roles' pages say of each other beyond it."""
    shared: Shared
    rows: list[Row]
    skills: list[Wanted]
    tools: list[Wanted]


@described
class TransferLine(TypedDict):
    """One skill on the way from a role to another."""

    skill: str
    title: str
    change: transfer.Change
    weight: transfer.Weight
    credit: float
    """How much of it the first role brings, in [0, 1]."""
    hours: int
    """Of study from nothing."""
    why: str
    evidence: Passage | None
    hours_cited: Passage | None
    """Where the skill's page says how long it takes."""
    known_as: str
    """What the first role calls it, when it is reframed."""
    called: str
    """What the target calls it, when that is another name."""


@described
class Term(TypedDict):
    """One skill of the target in the sum of the distance."""

    skill: str
    title: str
    weight: int
    hours: int
    credit: float


@described
class Distance(TypedDict):
    """How far the target is, with the sum in the open."""

    value: int
    """From 0 to 100: the missing share of the weighted hours of the target's skills."""
    hours: int
    """Of study that are missing."""
    arithmetic: str
    terms: list[Term]


@described
class TransferMap(TypedDict):
    """The way from one role to another."""

    origin: str
    target: str
    title: str
    computed: bool
    """True when the library has no page on this move."""
    note: str
    summary: Passage | None
    carry_over: list[TransferLine]
    reframe: list[TransferLine]
    learn: list[TransferLine]
    """In the order to learn them."""
    distance: Distance
    months: list[int]
    """From and to, at eight hours a week."""
    months_note: str
    """How they come about."""
    duration: Passage | None
    trap: Passage | None
    convinces: list[Passage]
    """What shows an employer that the move is made."""


@described
class Reason(TypedDict):
    """One thing that speaks for or against a role."""

    text: str
    evidence: list[Passage]
    kind: Literal["skill", "preference"]


@described
class Ranking(TypedDict):
    """A role, how well it fits, and why."""

    role: str
    title: str
    score: int
    """In percent."""
    present: bool
    """True for the role that the person has now."""
    arithmetic: str
    speaks_for: list[Reason]
    speaks_against: list[Reason]
    summary: Passage | None


@described
class Fit(TypedDict):
    """Roles, best first."""

    note: str
    """What the ranking rests on."""
    rule: str
    """How a score is worked out."""
    rankings: list[Ranking]


# a person


@described
class GapLine(TypedDict):
    """One skill or tool that a role wants, and how far the person has it."""

    id: str
    title: str
    weight: Weight
    verdict: Verdict
    basis: Basis
    why: str
    words: str
    """The person's own sentence; empty when they said nothing about it."""
    alias: str
    """The words in it that name the skill or tool."""
    evidence: list[Passage]
    hours: int
    """Of study that are left."""


@described
class Gap(TypedDict):
    """A person against a role."""

    target: str
    title: str
    coverage: int
    """Of the role's core and useful skills, in percent."""
    arithmetic: str
    lines: list[GapLine]


@described
class Words(TypedDict):
    """What an ad or a person says: the characters start to end of the text that was given."""

    text: str
    start: int
    end: int


@described
class Quote(TypedDict):
    """A line of an ad, and the passage on a role that it resembles."""

    words: Words
    evidence: Passage | None


@described
class RoleShare(TypedDict):
    """How much of an ad reads like one role."""

    role: str
    title: str
    percent: int
    quotes: list[Quote]


@described
class Requirement(TypedDict):
    """A skill or tool that an ad asks for."""

    id: str
    title: str
    kind: str
    need: Need
    quote: Words
    alias: str
    alternatives: list[str]
    """Ids that the ad accepts instead."""
    verdict: Verdict | None
    """null when nothing is known of the person."""
    why: str
    evidence: list[Passage]


@described
class Ad(TypedDict):
    """One ad, read."""

    title: str
    titled: str | None
    """The role that the title names."""
    role: str | None
    """The role that the ad really is."""
    sentence: str
    """What the ad is, in one sentence."""
    evidence: Passage | None
    shares: list[RoleShare]
    required: list[Requirement]
    nice: list[Requirement]


@described
class Asked(TypedDict):
    """A skill or tool over all ads."""

    id: str
    title: str
    required_in: int
    nice_in: int
    verdict: Verdict | None


@described
class AdCheck(TypedDict):
    """Job ads, one by one and together."""

    ads: list[Ad]
    asked: list[Asked]
    """What most ads require first."""


# plans


@described
class Resource(TypedDict):
    """Where to read."""

    name: str
    link: str
    licence: str


@described
class Item(TypedDict):
    """One thing to do. Its id is the same in every plan."""

    id: str
    kind: ItemKind
    title: str
    state: State
    hours: int
    own_hours: int | None
    """What the person estimates instead."""
    arithmetic: str
    """How the hours come about."""
    weeks: list[int]
    """First and last; [0, 0] when it is not scheduled."""
    starts: str | None
    ends: str | None
    needs: list[str]
    """Ids of items that come first."""
    project: str
    """Id of the item in which the skill is put to use."""
    why: Note
    proof: Passage | None
    """What shows that it is done."""
    resources: list[Resource]


@described
class Phase(TypedDict):
    """Items that belong together."""

    number: int
    title: str
    weeks: list[int]
    steps: list[Passage]
    items: list[Item]


@described
class LaterItem(TypedDict):
    """Useful for the role, and not scheduled."""

    id: str
    title: str
    state: State
    hours: int
    own_hours: int | None
    why: Note


@described
class Known(TypedDict):
    """A skill on the way that is not planned, and why."""

    id: str
    title: str
    why: Note


@described
class Elsewhere(TypedDict):
    """What was ticked or estimated and is in no phase of this plan."""

    id: str
    state: State
    own_hours: int | None


@described
class Files(TypedDict):
    """The plan as files, as far as they were asked for."""

    markdown: str | None
    calendar: str | None
    """In the format iCalendar (.ics)."""


@described
class Plan(TypedDict):
    """A way to a role, week by week. Give it back as `previous_plan` to go on from it."""

    format: str
    version: int
    title: str
    target: str
    hours_per_week: float
    start: str
    hours: int
    """Left to do."""
    weeks: int
    months: float
    page_months: list[int] | None
    """What the library's page on this move says, at about eight hours a week."""
    progress: float
    """Done so far, in [0, 1]."""
    profile: dict[str, object]
    """Levels and decisions, without anybody's own words."""
    notes: list[Note]
    phases: list[Phase]
    later: list[LaterItem]
    known: list[Known]
    elsewhere: list[Elsewhere]
    repairs: list[str]
    """What was mended in the previous plan."""
    files: Files


# projects and interviews


@described
class Practice(TypedDict):
    """A skill that a project puts to use."""

    skill: str
    title: str
    cited: Passage | None


@described
class Criterion(TypedDict):
    """One line of the rubric."""

    about: Literal["metric", "evidence"]
    cited: Passage | None
    levels: list[str]
    """The points 0 to 4 in words."""


@described
class Alternative(TypedDict):
    """Another project, and what speaks for it."""

    id: str
    title: str
    level: str
    hours: int
    covers: list[Practice]
    why: Note


@described
class Project(TypedDict):
    """A project from goal to interview."""

    id: str
    title: str
    level: str
    hours: int
    role: str | None
    why: Note
    covers: list[Practice]
    """Gaps that it closes."""
    repeats: list[Practice]
    """What the person already has."""
    beyond: list[Practice]
    """What it uses that is neither."""
    goal: list[Passage]
    data: list[Passage]
    architecture: list[Passage]
    steps: list[Passage]
    metrics: list[Passage]
    show: list[Passage]
    questions: list[Passage]
    """That it raises in an interview."""
    rubric: list[Criterion]
    sources: list[list[str]]
    """[name, address]"""
    alternatives: list[Alternative]
    fitting: list[str]
    """Ids of all projects that close a gap within the hours, this one first."""
    proving: bool
    """The person lacks nothing of the role: the project is to show it."""


@described
class Question(TypedDict):
    """An interview question."""

    id: str
    """For `check_answer`."""
    text: Passage | None
    aim: Passage | None
    """What the question tests."""
    points: int
    """How many points a good answer makes."""
    page: str
    """Title of the page that asks."""


@described
class Questions(TypedDict):
    """Interview questions, in the order of the library."""

    questions: list[Question]


@described
class Point(TypedDict):
    """One key point, and how far the answer has it."""

    point: Passage | None
    verdict: interview.Verdict
    said: list[Words]
    """The sentences of the answer that come nearest."""
    lacking: list[str]
    """For a point made in part: words of the passage that the answer does not have."""
    score: float
    why: str


@described
class Drill(TypedDict):
    """An answer against the key points of a question."""

    question: Question
    points: list[Point]
    note: str
    """One sentence on the whole."""
