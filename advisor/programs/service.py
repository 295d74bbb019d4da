"""What the program can do for another program: the functions behind the endpoints and behind MCP.

Plain JSON goes in and comes out: `parameters` and `replies` have the types. The docstrings are what
an agent reads, so they say when to use a function and what to do with its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from advisor.answer import Advisor, Answer
from advisor.career.compare import compare
from advisor.career.interview import Question
from advisor.career.profile import Profile, ticked
from advisor.career.record import as_record, comparison_record
from advisor.career.result import CareerError
from advisor.career.shelf import Shelf
from advisor.errors import AdvisorError
from advisor.programs import parameters as given
from advisor.programs import plans, replies
from advisor.text import clean_question
from advisor.types import Draft, Message

Reply = TypeVar("Reply")
_SOURCE_FIELDS = ("n", "title", "heading", "path", "start", "end", "text")


@dataclass(frozen=True)
class Service:
    """Every function that other programs can call. Remembers nothing between two calls."""

    advisor: Callable[[], Advisor]
    """Raises AdvisorError as long as there is none."""
    shelf: Callable[[], Shelf]
    """The library for the career tools; of these only `check_answer` needs a model, that of the search.
    Raises AdvisorError likewise."""
    settle: Callable[[Answer], Draft] = lambda answer: answer.final
    """Waits for the draft of an answer that counts."""

    # questions

    def ask(self, question: given.Question, history: given.History = ()) -> replies.Answer:
        """Answer a question about data and AI careers from the library, with sources.

        Use it for what roles do, how they differ, how to change from one to another, what skills
        and tools are for, and what to build. The answer is Markdown with [n] after each statement,
        and `sources` has the passage of each n. When `refused` is true the library has nothing on
        the question: say so, and do not fill the gap.
        """
        advisor = self.advisor()
        asked = clean_question(question)
        refusal = too_long(asked, advisor.settings.question_chars)
        if refusal:
            raise AdvisorError(refusal)
        draft = self.settle(advisor.ask(asked, _messages(history)))
        record = {
            "answer": draft.text,
            "refused": draft.refused,
            "sources": [
                {name: getattr(one, name) for name in _SOURCE_FIELDS} for one in draft.sources
            ],
        }
        return _reply(record, replies.Answer)

    def search(self, query: given.Query, count: given.Count = 5) -> replies.Hits:
        """Find the passages of the library that are nearest to some words, best first.

        Use it to read what the library says when `ask` is too short or refuses. A search always
        finds something: judge by the text whether it is about the matter.
        """
        advisor = self.advisor()
        words = clean_question(query)
        refusal = too_long(words, advisor.settings.question_chars)
        if refusal or not words:
            raise AdvisorError(refusal or "The query is empty; give some words to look for.")
        found = [
            {
                "path": one.document.path,
                "title": one.document.title,
                "heading": " › ".join(one.section.trail),
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "score": round(one.score, 4),
            }
            for one in advisor.search(words, count)
        ]
        return _reply({"passages": found}, replies.Hits)

    def names(self, kind: given.NameKind = "role") -> replies.Names:
        """List the roles, skills, tools or projects that the library has a page on.

        Use it once to learn what can be asked about. The other functions take any usual name, so
        'MLE' and 'k8s' need not be looked up.
        """
        library = self.shelf().library
        found = [
            {"id": one.id, "title": one.title}
            for one in library.entries.values()
            if one.kind == kind
        ]
        found.sort(key=lambda one: one["title"])
        return _reply({"names": found}, replies.Names)

    # roles

    def compare(self, roles: given.Roles, detail: given.HowMuch = "brief") -> replies.Comparison:
        """Set two to four roles side by side.

        Use it for "X or Y?". `difference` states in a sentence what sets them apart; `rows` is a
        table of aspects whose cells stand in the order of `roles`, an empty cell meaning that the
        library says nothing; `skills` and `tools` say which of the roles want each of them.
        """
        shelf = self.shelf()
        found = compare(shelf.library, [shelf.named(one, "role") for one in roles])
        record = comparison_record(found)
        return _reply(record if detail == "full" else _brief(record), replies.Comparison)

    def transfer_map(self, origin: given.Origin, target: given.Wanted) -> replies.TransferMap:
        """Show what carries over from one role to another, what only changes its name, what is new.

        Use it for "I am an X, how do I become a Y?" when nothing more is known of the person;
        otherwise use `gap` and `plan`. `learn` stands in the order to learn it, and `distance`
        shows how the number from 0 to 100 comes about.
        """
        from advisor.career.record import transfer_record
        from advisor.career.transfer import transfer

        shelf = self.shelf()
        found = transfer(shelf.library, shelf.named(origin, "role"), shelf.named(target, "role"))
        return _reply(transfer_record(found), replies.TransferMap)

    def fit(
        self,
        skills: given.Skills = (),
        text: given.About = "",
        build: given.Build = None,
        production: given.Production = None,
        systems: given.Systems = None,
        engineering: given.Engineering = None,
        most: given.MostRoles = 5,
    ) -> replies.Fit:
        """Rank the roles by a person's skills and by where they like to stand, with reasons.

        Use it for "which role fits me?". Give at least one skill, a text or one scale. Each role
        has what speaks for it and what speaks against it; name, age, gender and nationality in the
        text change nothing.
        """
        from advisor.career.fit import fit

        shelf = self.shelf()
        person = _person(shelf, skills, text)
        scales = {
            "build": build,
            "production": production,
            "systems": systems,
            "engineering": engineering,
        }
        chosen = {scale: value for scale, value in scales.items() if value is not None}
        wishes = person.preferences.model_copy(update=chosen)
        found = fit(shelf.library, person.model_copy(update={"preferences": wishes}))
        record = as_record(replace(found, rankings=found.rankings[:most]))
        return _reply(record, replies.Fit)

    # a person

    def gap(
        self,
        target: given.Role,
        skills: given.Skills = (),
        text: given.About = "",
        have: given.Have = (),
        not_have: given.NotHave = (),
    ) -> replies.Gap:
        """Hold a person against a role: what they have, have in part, and miss, and why.

        Use it for "what am I missing for X?". Every line says what decided it, with the person's
        own words and the library's passage. When the person disagrees, call it again with `have`
        or `not_have`.
        """
        from advisor.career.gap import gap
        from advisor.career.record import gap_record

        shelf = self.shelf()
        role = shelf.named(target, "role")
        had = [shelf.named(one, "skill", "tool") for one in have]
        lacked = [shelf.named(one, "skill", "tool") for one in not_have]
        both = next((id for id in had if id in lacked), None)
        if both:
            title = shelf.library.title(both)
            raise CareerError(f"{title} stands in `have` and in `not_have`; give one of them.")
        person = _person(shelf, skills, text)
        for id in had:
            person = person.overruled(id, "have")
        for id in lacked:
            person = person.overruled(id, "missing")
        return _reply(gap_record(gap(shelf.library, person, role)), replies.Gap)

    def job_ads(
        self, ads: given.Ads, skills: given.Skills = (), text: given.About = ""
    ) -> replies.AdCheck:
        """Say which role a job ad really is, and what it requires and would like to have.

        Use it before applying: `sentence` tells when the title says one thing and the duties
        another, with the lines quoted. With `skills` or `text` each requirement has a verdict.
        """
        from advisor.career.job_ad import check_ads
        from advisor.career.record import ads_record

        shelf = self.shelf()
        person = _person(shelf, skills, text) if skills or text.strip() else None
        found = check_ads(shelf.library, shelf.lexicon, ads, person)
        return _reply(ads_record(found), replies.AdCheck)

    # plans

    def plan(  # noqa: PLR0913, PLR0917 - what a plan rests on
        self,
        target: given.Target = "",
        hours_per_week: given.Hours = None,
        skills: given.Skills = (),
        text: given.About = "",
        start: given.Start = "",
        states: given.States = None,
        previous_plan: given.PreviousPlan = None,
        files: given.Files = (),
    ) -> replies.Plan:
        """Plan what to learn for a role, week by week, in an order that respects prerequisites.

        Use it once target and hours a week are known; tell of the person what is known. Each item
        says why it is there, what proves it, where to read, and how its hours come about. To tick
        items, or when the pace or the target changes, call it again with `previous_plan` and what
        has changed: what was done is never planned again.
        """
        shelf = self.shelf()
        role = shelf.named(target, "role") if target.strip() else None
        person = _person(shelf, skills, text) if skills or text.strip() else None
        begin = plans.start_of(start) if start.strip() else None
        if previous_plan is None:
            made = plans.new_plan(shelf, person, role, hours_per_week, begin)
        else:
            changes = {"profile": person, "target": role, "hours_per_week": hours_per_week}
            made = plans.continued(shelf, previous_plan, changes, begin, bool(states))
        made = plans.with_states(shelf, made, states or {})
        return _reply(plans.plan_record(made, files), replies.Plan)

    # projects and interviews

    def project(
        self,
        role: given.ProjectRole = "",
        gaps: given.Gaps = (),
        hours: given.ProjectHours = 40,
        chosen: given.Chosen = "",
    ) -> replies.Project:
        """Find the project that puts most of what a person lacks to use, as a brief with a rubric.

        Use it for "what should I build to show it?". Give the role, or the missing skills as `gap`
        names them, or both. Goal, data, architecture, steps and metrics are passages of the
        library; the rubric says what each criterion takes.
        """
        from advisor.career.project import project_brief

        shelf = self.shelf()
        if not role.strip() and not gaps:
            raise CareerError("A project needs a `role`, or `gaps` with the skills to practice.")
        target = shelf.named(role, "role") if role.strip() else None
        wanted = [shelf.named(one, "skill") for one in gaps]
        project = shelf.named(chosen, "project") if chosen.strip() else None
        found = project_brief(shelf.library, wanted or Profile(), hours, target, project)
        if project not in (None, found.id):
            title = shelf.library.title(project)
            raise CareerError(f"{title} closes none of these gaps within {hours:g} hours.")
        return _reply(as_record(found), replies.Project)

    def interview_questions(self, topic: given.Topic) -> replies.Questions:
        """List interview questions about a role or a topic, without what a good answer says.

        Use it to hold a practice interview: ask one question at a time, and give the person's
        answer to `check_answer` with the question's id.
        """
        from advisor.career.interview import questions

        shelf = self.shelf()
        id = shelf.lexicon.find(topic)
        try:
            found = questions(shelf.library, id or topic)
        except CareerError:
            if id:
                raise
            near = shelf.nearest(topic, ("role", "skill", "tool"))
            raise CareerError(f"The library asks nothing about {topic[:60]!r}; {near}.") from None
        return _reply({"questions": list(map(_question, found))}, replies.Questions)

    def check_answer(self, question_id: given.QuestionId, answer: given.Spoken) -> replies.Drill:
        """Hold an answer to an interview question against the key points of the library.

        Each point is covered, partly made or missed, with the sentence of the answer that comes
        nearest and the passage that makes the point. Points in very different words can be
        missed: read both before you tell the person that something is lacking.
        """
        from advisor.career.interview import check_answer, find_question

        shelf = self.shelf()
        find_question(shelf.library, question_id)  # a wrong id need not wait for the model
        embedder = self.advisor().index.embedder
        found = check_answer(shelf.library, embedder, question_id, answer, shelf.lexicon)
        record = {"points": as_record(found.points), "note": found.note}
        return _reply(record | {"question": _question(found.question)}, replies.Drill)


def too_long(asked: str, most: int) -> str:
    """Why a question is not read, or nothing when it is short enough."""
    if len(asked) <= most:
        return ""
    return (
        f"Your question has {len(asked):,} characters; I read up to {most:,}. "
        "Please ask it in fewer words."
    )


def _reply(record: Mapping[str, Any], kind: type[Reply]) -> Reply:
    """The record as its type promises it: what the type does not name is left out."""
    checker: TypeAdapter[Any] = _checker(cast("Any", kind))
    return cast("Reply", checker.validate_python(_with_documents(record), strict=True))


@cache
def _checker(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _with_documents(value: Any) -> Any:
    """The value with `document` for every `path`, see `replies`."""
    if isinstance(value, Mapping):
        names = (("document" if key == "path" else key, one) for key, one in value.items())
        return {name: _with_documents(one) for name, one in names}
    return [_with_documents(one) for one in value] if isinstance(value, (list, tuple)) else value


def _messages(history: Sequence[replies.Said]) -> list[Message]:
    """The turns that say something, without control characters in what was asked."""
    said = []
    for one in history:
        content = clean_question(one["content"]) if one["role"] == "user" else one["content"]
        if content.strip():
            said.append(Message(one["role"], content))
    return said


def _person(shelf: Shelf, skills: Sequence[str], text: str) -> Profile:
    """What the text tells, with the skills that are named on top."""
    from advisor.career.profile_text import read_profile

    told = read_profile(text, shelf.lexicon) if text.strip() else Profile()
    named = ticked(*(shelf.named(one, "skill", "tool") for one in skills))
    return told.with_skills(named.skills)


def _brief(record: Mapping[str, Any]) -> dict[str, Any]:
    """The comparison in half the words, see `compare`."""
    return {
        **record,
        "rows": [one for one in record["rows"] if one["aspect"] != "Skills"],
        "skills": [one for one in record["skills"] if "core" in {by["weight"] for by in one["by"]}],
        "tools": [one for one in record["tools"] if one["reach"] != "one"],
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": as_record(one.text),
        "aim": as_record(one.aim),
        "points": len(one.points),
        "page": one.page,
    }
