"""The writer that needs no model: the best sentences of the library, in the order a reader wants.

Every shape of question has its composition; all of them return parts whose lines are quoted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from advisor.career.compare import compare_parts
from advisor.evidence import Evidence, Scored, SectionEvidence
from advisor.index.structure import section_number
from advisor.library.lexicon import Lexicon
from advisor.library.load import Entry, Library
from advisor.phrases import CHOICE_OF_PROJECT
from advisor.text import count_words, plain, terms
from advisor.types import Document, Draft, Sentence
from advisor.writers.parts import Line, Part, Span, line_of, render

MOST_LIST_WORDS = 230
MOST_TOOLS = 5
ASKED_FOR = 0.6
"""What a section's `wanted` is from, when a move and its steps were asked for by name."""
LEAD = 0.06
"""By so much the best section's score must exceed the next one's to answer alone."""
LEAST_BESIDE = 12
"""Words from which on it is worth adding something to an answer."""
SECTIONS_READ = 5
FAR_BEHIND = 0.45
"""A section whose score is so far below the best one's is about something else."""
USEFUL = {
    "section": 1.6, "sentence": 1.45, "asked for": 0.3, "place": -1.2,
    "item": 0.8, "place in list": -0.6, "lead": 1.5,
}  # fmt: skip
"""Log-odds of a sentence that it holds what is asked: how far its section is behind the best section, and
it behind the best sentence; whether its heading was asked for; how far down it stands; of an item also
that it is one, and how far its lead-in is behind the best sentence."""
LEAST_USEFUL = -2.0
"""Log-odds below which a sentence beside the best section is left out even if there is room."""
TERSE = 0.2
"""How much a short sentence is preferred to a long one that is as useful."""
ONE_PROJECT = re.compile(
    r"\b(?:a|an|one|idea for)\b(?:\W+[\w/-]+){0,5}?\W+(?:project|piece|idea)\b(?!s)", re.IGNORECASE
)
"""One project is asked for, not several."""
STANDALONE = re.compile(
    r"(?:It|They|These|Those|This|That|Such|Here|However|Also|Another|Instead|Otherwise|Next|Then|"
    r"But|And|So|Therefore|For example|For this reason|As (?:above|mentioned))\b(?!:)"
)


class ExtractiveWriter:
    """Evidence to an answer of about `words` words, every line with its source."""

    def __init__(self, library: Library, lexicon: Lexicon, words: int = 120) -> None:
        self._library, self._lexicon, self._words = library, lexicon, words

    def write(self, evidence: Evidence, said: frozenset[str] = frozenset()) -> Draft:
        """The draft for the evidence; `said` holds sentences of earlier answers to leave out."""
        asked = evidence.parts or (evidence,)
        writer = self if len(asked) == 1 else self._shorter()
        parts = [part for one in asked for part in writer._composed(one, said)]
        return render(_without_repeats(parts), evidence)

    def _shorter(self) -> ExtractiveWriter:
        """A writer for each of two questions in one message."""
        return ExtractiveWriter(self._library, self._lexicon, round(0.6 * self._words))

    def _composed(self, evidence: Evidence, said: frozenset[str]) -> list[Part]:
        """The composition of the question's shape, then what else is useful."""
        compose = self._compositions().get(evidence.reading.shape, self._passage)
        parts = compose(evidence) or self._passage(evidence)
        if said and evidence.reading.more:
            parts = _unsaid(parts, said) or _unsaid(self._passage(evidence), said) or parts
        return [*parts, *self._beside(parts, evidence)]

    def _beside(self, parts: Sequence[Part], evidence: Evidence) -> list[Part]:
        """What else is useful, as far as the words reach."""
        left = self._words - sum(part.words for part in parts)
        if left < LEAST_BESIDE or any(part.cells for part in parts):
            return []
        return self._chosen(evidence, left, [line for part in parts for line in part.all_lines])

    def _chosen(self, evidence: Evidence, budget: int, said: Sequence[Line] = ()) -> list[Part]:
        """The most useful sentences of the best sections, each section's together and in its order."""
        sections = [
            one
            for one in evidence.sections[:SECTIONS_READ]
            if one.score >= evidence.sections[0].score - FAR_BEHIND
        ]
        texts = [line.text for line in said]
        chosen: dict[tuple[str, int], list[Scored]] = {}
        for section, one in _most_useful_first(sections):
            size = count_words(one.text)
            if size > budget or _similar(one.text, texts):
                continue
            chosen.setdefault(section.key, []).append(one)
            texts.append(one.text)
            budget -= size
        return [
            part
            for section in sections
            if section.key in chosen
            for part in _together(section, chosen[section.key])
        ]

    def _compositions(self) -> dict[str, Callable[[Evidence], list[Part]]]:
        return {
            "definition": self._definition,
            "comparison": self._comparison,
            "steps": self._steps,
            "list": self._list,
            "who": self._who,
            "projects": self._projects,
            "interview": self._interview,
        }

    # one composition a shape

    def _definition(self, evidence: Evidence) -> list[Part]:
        """Two or three sentences: what it is, then what it is for."""
        if not evidence.sections:
            return []
        first = evidence.sections[0]
        if first.document.id not in evidence.reading.entities:
            return []
        lines = list(_prose(first))[:2]
        for other in evidence.sections[1:6]:
            close = other.document.path == first.document.path and other.wanted > 0
            if close and len(lines) < 3 and _words(lines) < self._words * 0.7:
                lines += list(_prose(other))[:1]
        return [Part(tuple(lines))]

    def _projects(self, evidence: Evidence) -> list[Part]:
        """Projects that show what the role or the skill needs, each with what it is."""
        reading = evidence.reading
        if len(reading.topic) > 1:
            return []  # about a project or a move, not for ideas
        role = reading.target or (reading.roles[-1] if reading.roles else None)
        wanted = {*reading.skills, *reading.tools}
        move = self._library.transitions.get((reading.origin or "", role or ""))
        for_the_move = move.projects if move else ()
        ranked = []
        for id, page in self._library.projects.items():
            found = max((one.score for one in evidence.of(id)), default=0.0)
            fits = 0.5 * (role in page.roles)
            fits += sum(self._lexicon.needs[id].get(one, 0.0) for one in wanted)
            if id not in for_the_move and (found or fits):
                ranked.append((found + fits, id))
        best = [*for_the_move, *(id for _, id in sorted(ranked, reverse=True))]
        if best and wanted and ONE_PROJECT.search(reading.question):
            return self._one_project(best[0], best[1:2])
        return [*self._first_choice(evidence), *self._each_in_a_line(best[:4])] if best else []

    def _one_project(self, id: str, others: Sequence[str]) -> list[Part]:
        """One project with its data and what to show of it, then others by a line each."""
        entry = self._library[id]
        document = entry.document
        told = [*_under(entry, "")[:2], *_under(entry, "Data")[:1]]
        show = [one for i in entry.sections("What to show") for one in _items_of(document, i)]
        beside = [Part((line,)) for other in others if (line := self._in_a_line(other))]
        return [Part(tuple(told)), *_listed(document, show), *beside]

    def _each_in_a_line(self, ids: Sequence[str]) -> list[Part]:
        lines = tuple(line for id in ids if (line := self._in_a_line(id)))
        return [Part(lines, "list")] if lines else []

    def _first_choice(self, evidence: Evidence) -> list[Part]:
        """What the guide says to build, and its choice for the role that is wanted."""
        reading = evidence.reading
        goal = reading.target or (reading.roles[-1] if reading.roles else None)
        page, heading = CHOICE_OF_PROJECT
        for section in evidence.of(page):
            if section.section.heading != heading:
                continue
            advice = [Part(tuple(_prose(section))[:1])]
            items = [one for one in section.sentences if one.sentence.kind == "item"]
            named = [(self._named(one.text), one) for one in items]
            fitting = [(reading.origin in ids, one) for ids, one in named if goal in ids]
            if not fitting:
                return advice
            _, choice = max(fitting, key=lambda pair: pair[0])
            return [*advice, Part((_line(section, choice),))]
        return []

    def _in_a_line(self, id: str) -> Line | None:
        """An entry's name with its page's first sentence."""
        entry = self._library.get(id)
        for sentence in entry.document.sentences if entry else ():
            if entry and not entry.document.sections[sentence.section].trail:
                text = f"**{entry.title}:** {plain(entry.document.quote(sentence))}"
                return line_of(entry.document, sentence.section, sentence.start, sentence.end, text)
        return None

    def _interview(self, evidence: Evidence) -> list[Part]:
        """The rounds of a role's interviews, then the questions; nothing for a question about one."""
        if evidence.reading.topic:
            return []
        for role in evidence.reading.roles:
            page = self._library.interviews.get(role)
            entry = self._library.get(page.id) if page else None
            if entry is None:
                continue
            document = entry.document
            asked = [
                line_of(document, i, section.start, section.end, section.heading)
                for i, section in enumerate(document.sections)
                if section.trail[:1] == ("Questions",) and len(section.trail) == 2
            ]
            rounds = [
                line for i in entry.sections("Rounds") for line in _section_prose(document, i)
            ]
            return [Part(tuple(rounds[:2])), Part(tuple(asked), "list")] if asked else []
        return []

    def _comparison(self, evidence: Evidence) -> list[Part]:
        reading = evidence.reading
        shared = self._on_one_product(evidence)
        if shared:
            return shared
        if len(reading.roles) >= 2:
            parts = compare_parts(self._library, reading.roles[:4], reading.aspect)
            if parts:
                return parts
        table = self._own_table(evidence)
        if table:
            return table
        return self._each_by_name(evidence)

    def _on_one_product(self, evidence: Evidence) -> list[Part]:
        """When the roles are compared on something, the section that tells them apart on it."""
        reading = evidence.reading
        beside = {*reading.guides, *reading.projects, *reading.skills, *reading.tools}
        if len(reading.roles) < 2 or not (beside or len(reading.topic) >= 2):
            return []
        for section in evidence.sections[:12]:
            text = " ".join(one.text for one in section.sentences)
            named = self._named(f"{section.section.heading} {text}")
            about_it = section.topic >= 0.5 or beside & {section.document.id, *named}
            tells_apart = section.document.kind == "guide" and set(reading.roles) <= named
            if about_it and tells_apart:
                rest = [one for one in evidence.sections if one.key != section.key]
                return self._passage(replace(evidence, sections=(section, *rest)))
        return []

    def _own_table(self, evidence: Evidence) -> list[Part]:
        """Rows of a document's own table that name what is compared, under their header."""
        for section in evidence.sections[:16]:
            rows = [
                one
                for one in section.sentences
                if one.sentence.kind == "row" and one.sentence.lead is not None
            ]
            chosen = [(row, self._named(row.text)) for row in rows]
            asked = set(evidence.reading.entities)
            chosen = [(row, ids) for row, ids in chosen if ids & asked] if asked else []
            if len(chosen) >= min(2, len(asked)) and chosen:
                return [_table(section, [row for row, _ in chosen])]
        return []

    def _each_by_name(self, evidence: Evidence) -> list[Part]:
        """For each thing, its best two sentences, under its name."""
        parts = []
        for id in evidence.reading.entities[:4]:
            lines = self._about(id, evidence)[:2]
            if lines:
                title = self._lexicon.title(id)
                first = Line(f"**{title}:** {lines[0].text}", lines[0].spans)
                parts.append(Part((first, *lines[1:])))
        return parts if len(parts) >= 2 else []

    def _about(self, id: str, evidence: Evidence) -> list[Line]:
        """The best sentences about one thing: of its own page, or that name it."""
        found: list[tuple[float, Line]] = []
        others = set(evidence.reading.entities) - {id}
        for section in evidence.sections[:24]:
            own = section.document.id == id
            for one in section.sentences:
                if not _quotable(one, items=True):
                    continue
                mentions = [m.id for m in self._lexicon.spot_exact(one.text)]
                compared = [m for m in mentions if m == id or m in others]
                if own or id in compared:
                    subject = 0.4 if compared[:1] == [id] else -0.4 if compared else 0.0
                    bonus = 0.4 * bool(others & set(compared)) + subject + 0.3 * own
                    bonus += min(0.4, section.wanted)
                    found.append((one.score + bonus, _line(section, one)))
        return [line for _, line in sorted(found, key=lambda pair: -pair[0])]

    def _steps(self, evidence: Evidence) -> list[Part]:
        """All steps, numbered, in the library's order."""
        counted = re.search(r"(phase|stage|step)s?\b", evidence.reading.question, re.IGNORECASE)
        numbered = self._numbered_sections(evidence, counted.group(1) if counted else "")
        if numbered and counted and counted.group(1).lower() != "step":
            return numbered
        asked_for_order = evidence.reading.aspect == "order" or evidence.reading.target
        floor = 0.8 * evidence.sections[0].score if evidence.sections else 0.0
        for section in sorted(
            evidence.sections[: 8 if asked_for_order else 1], key=lambda one: one.wanted < ASKED_FOR
        ):
            steps = [
                one
                for one in section.sentences
                if one.sentence.kind == "step" and one.sentence.depth == 0
            ]
            if len(steps) >= 2 and (section.score >= floor or section.wanted >= ASKED_FOR):
                return self._with_short(evidence, section, steps)
        return numbered or (
            self._list(evidence) if evidence.reading.aspect == "order" else self._passage(evidence)
        )

    def _with_short(
        self, evidence: Evidence, section: SectionEvidence, steps: list[Scored]
    ) -> list[Part]:
        short = [
            other
            for other in evidence.sections[:6]
            if other.document.path == section.document.path and other.section.heading == "In short"
        ]
        opening = [Part(tuple(list(_prose(short[0]))[:2]))] if short else []
        lead = _lead(section, steps[0])
        lines = tuple(_with_children(section, step) for step in steps)
        first = steps[0].sentence.number
        return [*opening, Part(lines, "steps", lead, first_number=1 if first is None else first)]

    def _numbered_sections(self, evidence: Evidence, word: str) -> list[Part]:
        """A roadmap that is written as numbered headings, or as numbered bold lines.

        `word` is what the question calls its parts: a roadmap by phases answers for phases only.
        """
        for section in evidence.sections[:8]:
            document = section.document
            bold = [
                one.index
                for one in section.sentences
                if one.sentence.number is not None and one.sentence.kind == "prose"
            ]
            if len(bold) >= 3 and _counts(word, document.quote(document.sentences[bold[0]])):
                return [Part(tuple(_bold_step(document, section.index, i) for i in bold), "steps")]
            steps = _siblings(section)
            if len(steps) >= 3 and _counts(word, document.sections[steps[0]].heading):
                return [Part(tuple(_section_step(document, i) for i in steps), "steps")]
        return []

    def _list(self, evidence: Evidence) -> list[Part]:
        """The lists of the section that answers best, whole, with their lead-ins."""
        reading = evidence.reading
        if len(reading.roles) > 1 and not reading.target:
            return self._comparison(evidence)  # not the list of one of them
        if reading.aspect == "tools" and not (reading.roles or reading.projects):
            return self._tools_of(reading.skills)
        if not evidence.sections or not evidence.sections[0].wanted:
            return []  # nobody asked for the list of that heading
        if reading.roles and (reading.tools or reading.skills) and not reading.inherited:
            return []  # asked about the thing, not for the list
        for section in evidence.sections[:3]:
            if section.score < 0.8 * evidence.sections[0].score:
                break
            lists = list(_lists(section))
            if lists:
                return self._lists_of(section, lists)
        return []

    def _tools_of(self, skills: Sequence[str]) -> list[Part]:
        """The tools of the named skills, each with what it is."""
        tools = [one for id in skills[:2] for one in self._library.skills[id].tools]
        return self._each_in_a_line(list(dict.fromkeys(tools))[:MOST_TOOLS])

    def _lists_of(self, section: SectionEvidence, lists: list[list[Scored]]) -> list[Part]:
        parts: list[Part] = []
        opening = [line for line in _prose(section) if not line.text.endswith(":")]
        if opening:
            parts.append(Part(tuple(opening[:1])))
        used = sum(part.words for part in parts)
        for items in lists:
            form = "steps" if items[0].sentence.kind == "step" else "list"
            lines = tuple(_with_children(section, item) for item in items)
            part = Part(lines, form, _lead(section, items[0]))
            if used and len(parts) > 1 and used + part.words > MOST_LIST_WORDS:
                break
            parts.append(part)
            used += part.words
        return parts

    def _who(self, evidence: Evidence) -> list[Part]:
        """The role first, then why."""
        first, second = ([one.score for one in evidence.sections[:2]] + [0.0, 0.0])[:2]
        if (
            evidence.sections
            and evidence.sections[0].document.kind == "guide"
            and first - second >= LEAD
        ):
            return []
        best: dict[str, tuple[float, Line]] = {}
        for section in evidence.sections[:14]:
            if section.document.kind == "transition":
                continue  # it tells of a role on its way to another
            owner = section.document.id if section.document.kind == "role" else None
            for one in section.sentences:
                role = self._subject(one.text) or (owner if one.sentence.kind == "item" else None)
                if role is None or not _quotable(one, items=True):
                    continue
                if not self._names_topic(one, evidence):
                    continue
                score = one.score + 0.25 * section.score
                if role not in best or score > best[role][0]:
                    best[role] = (score, _line(section, one))
        ranked = sorted(best.items(), key=lambda pair: -pair[1][0])
        if not ranked:
            return []
        floor = ranked[0][1][0] - 0.2
        chosen = [(role, line) for role, (score, line) in ranked[:3] if score >= floor]
        lines = tuple(
            Line(f"**{self._lexicon.title(role)}:** {line.text}", line.spans)
            for role, line in chosen
        )
        return [Part(lines, "list" if len(lines) > 1 else "prose")]

    def _passage(self, evidence: Evidence) -> list[Part]:
        """The most useful sentences, whatever section they stand in."""
        return self._chosen(evidence, self._words)

    # names

    def _named(self, text: str) -> set[str]:
        return {mention.id for mention in self._lexicon.spot_exact(text)}

    def _names_topic(self, one: Scored, evidence: Evidence) -> bool:
        """Whether a sentence holds a word of what is asked about."""
        reading = evidence.reading
        topic = set(reading.topic)
        return (
            not topic
            or bool(topic & set(terms(one.text)))
            or bool(set(reading.entities) & self._named(one.text))
        )

    def _subject(self, text: str) -> str | None:
        """The role that a sentence begins with."""
        for mention in self._lexicon.spot_exact(text[:60]):
            if mention.kind == "role" and mention.start <= 24:
                return mention.id
        return None


# small pieces


def _most_useful_first(
    sections: Sequence[SectionEvidence],
) -> list[tuple[SectionEvidence, Scored]]:
    """The quotable sentences of the sections, the likeliest to hold what is asked first."""
    top = sections[0].score if sections else 0.0
    best = max((section.best for section in sections), default=0.0)

    def useful(section: SectionEvidence, place: int, one: Scored) -> float:
        odds = (
            USEFUL["section"] * (section.score - top)
            + USEFUL["sentence"] * (one.score - best)
            + USEFUL["asked for"] * section.wanted
            - TERSE * math.log(max(1, count_words(one.text)))
        )
        down = min(place, 8) / 8
        if one.sentence.kind == "prose":
            return odds + USEFUL["place"] * down
        lead = _scored_lead(section, one)
        behind = USEFUL["lead"] * (lead.score - best) if lead else 0.0
        return odds + USEFUL["item"] + USEFUL["place in list"] * down + behind

    ranked = [
        (useful(section, place, one), section, one)
        for section in sections
        for place, one in enumerate(section.sentences)
        if _quotable(one, items=True)
    ]
    likely = [row for row in ranked if row[0] >= LEAST_USEFUL or row[1] is sections[0]]
    return [(section, one) for _, section, one in sorted(likely, key=lambda row: -row[0])]


def _scored_lead(section: SectionEvidence, item: Scored) -> Scored | None:
    """The sentence that introduces an item, with its score."""
    lead = item.sentence.lead
    return next((one for one in section.sentences if one.index == lead), None)


def _counts(word: str, label: str) -> bool:
    """Whether a label such as `Phase 2 → Frameworks` counts what the question counts."""
    own = re.search(r"phase|stage", label, re.IGNORECASE)
    return (
        (own is not None and own.group().lower() == word.lower())
        if word in ("phase", "stage")
        else own is None
    )


def _quotable(one: Scored, items: bool = False) -> bool:
    """A sentence that means something when it is quoted alone."""
    kinds = ("prose", "item", "step") if items else ("prose",)
    if one.sentence.kind not in kinds or one.text.endswith(":"):
        return False
    if one.sentence.kind == "prose" and (
        STANDALONE.match(one.text) or one.sentence.number is not None
    ):
        return False
    return len(one.text.split()) >= 3


def _line(section: SectionEvidence, one: Scored) -> Line:
    sentence, text = one.sentence, one.text
    if sentence.kind in ("item", "step"):
        text = _closed(text)
    return line_of(section.document, section.index, sentence.start, sentence.end, text)


def _closed(text: str) -> str:
    """A list item with the full stop that it may lack."""
    return text if text[-1:] in (".", "!", "?") else f"{text}."


def _prose(section: SectionEvidence) -> Iterator[Line]:
    """The sentences of a section that stand outside lists."""
    for one in section.sentences:
        if (
            one.sentence.kind == "prose"
            and one.sentence.number is None
            and not one.text.endswith(":")
        ):
            yield line_of(
                section.document, section.index, one.sentence.start, one.sentence.end, one.text
            )


def _under(entry: Entry, heading: str) -> list[Line]:
    """The quotable sentences under a top heading."""
    found = entry.sections(heading)
    return [line for i in found for line in _section_prose(entry.document, i)]


def _items_of(document: Document, section: int) -> list[Sentence]:
    return [one for one in document.sentences if one.section == section and one.kind == "item"]


def _listed(document: Document, items: Sequence[Sentence]) -> list[Part]:
    """Items of one list under their lead-in; nothing for none."""
    if not items:
        return []
    lines = tuple(
        line_of(document, one.section, one.start, one.end, _closed(plain(document.quote(one))))
        for one in items
    )
    if items[0].lead is None:
        return [Part(lines, "list")]
    lead = document.sentences[items[0].lead]
    return [Part(lines, "list", line_of(document, lead.section, lead.start, lead.end))]


def _section_prose(document: Document, section: int) -> Iterator[Line]:
    """The quotable sentences of a section that was not searched for."""
    for sentence in document.sentences:
        text = plain(document.quote(sentence))
        if sentence.section == section and sentence.kind == "prose" and not text.endswith(":"):
            yield line_of(document, section, sentence.start, sentence.end, text)


def _words(lines: Iterable[Line]) -> int:
    return sum(count_words(line.text) for line in lines)


def _lists(section: SectionEvidence) -> Iterator[list[Scored]]:
    """Runs of outer list items that share a lead-in."""
    run: list[Scored] = []
    for one in section.sentences:
        outer = one.sentence.kind in ("item", "step") and one.sentence.depth == 0
        if outer and run and run[0].sentence.lead == one.sentence.lead:
            run.append(one)
        elif outer:
            if run:
                yield run
            run = [one]
    if run:
        yield run


def _lead(section: SectionEvidence, item: Scored) -> Line | None:
    """The sentence that introduces a list, or nothing."""
    lead = item.sentence.lead
    if lead is None:
        return None
    sentence = section.document.sentences[lead]
    return line_of(section.document, section.index, sentence.start, sentence.end)


def _with_children(section: SectionEvidence, item: Scored) -> Line:
    """An item with what is nested in it: `Deployment: package models; use Docker`."""
    children = _nested(section.document, item.index)
    text, end = item.text, item.sentence.end
    if children:
        parts = [plain(section.document.quote(child)).rstrip(".") for child in children]
        text = f"{text.rstrip(':.')}: {'; '.join(parts)}."
        end = children[-1].end
    return line_of(section.document, section.index, item.sentence.start, end, text)


def _nested(document: Document, parent: int) -> list[Sentence]:
    return [one for one in document.sentences[parent + 1 : parent + 40] if one.lead == parent]


def _bold_step(document: Document, section: int, index: int) -> Line:
    """`Phase 1 → Basics: Scikit-learn, Pandas` from a bold line and what follows it."""
    label = document.sentences[index]
    children = _nested(document, index)
    body = "; ".join(plain(document.quote(child)) for child in children).replace(" | ", ", ")
    text = plain(document.quote(label)).rstrip(":.")
    end = children[-1].end if children else label.end
    return line_of(document, section, label.start, end, f"{text}: {body}" if body else text)


def _siblings(section: SectionEvidence) -> list[int]:
    """Sections beside this one whose headings count 1, 2, 3, …; empty when they do not."""
    document, parent = section.document, section.section.trail[:-1]
    found = [
        (number, i)
        for i, other in enumerate(document.sections)
        if other.trail[:-1] == parent and (number := section_number(other)) is not None
    ]
    in_order = [number for number, _ in found] == list(range(1, len(found) + 1))
    return [i for _, i in found] if in_order else []


def _section_step(document: Document, section: int) -> Line:
    """A numbered heading and the gist of what stands under it."""
    heading = re.sub(
        r"^\W*(?:step|phase|stage)?\s*\d{1,2}\s*[.):–—→-]\s*",
        "",
        document.sections[section].heading,
        flags=re.I,
    )
    owned = [one for one in document.sentences if one.section == section]
    outer = [one for one in owned if one.kind in ("item", "step") and one.depth == 0]
    gist = []
    for one in outer:
        index = document.sentences.index(one)
        children = [plain(document.quote(child)).rstrip(".") for child in _nested(document, index)]
        own = plain(document.quote(one)).rstrip(":.")
        gist.append(f"{own}: {', '.join(children)}" if children else own)
    if not gist and owned:
        gist = [plain(document.quote(owned[0])).rstrip(".")]
    start, end = document.sections[section].start, document.sections[section].end
    return line_of(
        document, section, start, end, f"{heading}: {'; '.join(gist)}." if gist else heading
    )


def _table(section: SectionEvidence, rows: Sequence[Scored]) -> Part:
    document = section.document
    lead = rows[0].sentence.lead
    header = _cells(document.quote(document.sentences[lead])) if lead is not None else []
    cells = []
    for row in rows:
        values = _cells(row.text if "|" in row.text else document.quote(row.sentence))
        span = Span(document, section.index, row.sentence.start, row.sentence.end)
        cells.append((values[0], tuple(Line(value, (span,)) for value in values[1:])))
    return Part((), "table", header=tuple(header), cells=tuple(cells))


def _cells(row: str) -> list[str]:
    return [plain(cell) for cell in row.strip().strip("|").split("|")]


def _together(section: SectionEvidence, group: list[Scored]) -> list[Part]:
    """Chosen sentences of one section: prose as a paragraph, items as a list under their lead-in."""
    group = sorted(group, key=lambda one: one.index)
    labelled = [one for one in group if _label(section, one)]
    prose = tuple(
        _line(section, one) for one in group if one.sentence.kind == "prose" and one not in labelled
    )
    parts = [Part(prose)] if prose else []
    labels = dict.fromkeys(one.sentence.lead for one in labelled)
    steps = tuple(
        _bold_step(section.document, section.index, label) for label in labels if label is not None
    )
    parts += [Part(steps, "list")] if steps else []
    items = [one for one in group if one.sentence.kind != "prose"]
    by_lead: dict[int | None, list[Scored]] = {}
    for one in items:
        by_lead.setdefault(one.sentence.lead, []).append(one)
    for same in by_lead.values():
        lines = tuple(_line(section, one) for one in same)
        lead = _lead(section, same[0])
        parts.append(Part(lines, "list", lead or _heading_lead(section)))
    return parts


def _label(section: SectionEvidence, one: Scored) -> bool:
    """Whether a sentence stands under a bold line that labels it."""
    lead = one.sentence.lead
    return (
        one.sentence.kind == "prose"
        and lead is not None
        and section.document.sentences[lead].kind == "prose"
    )


def _heading_lead(section: SectionEvidence) -> Line | None:
    """Where a list has no lead-in, its headings say what it lists."""
    trail = [section.document.title, *section.section.trail][-2:]
    span = Span(section.document, section.index, section.section.start, section.section.start)
    return Line(f"{' › '.join(trail)}:", (span,)) if trail else None


def _similar(text: str, others: Sequence[str]) -> bool:
    """Whether most of the words were said already."""
    words = set(text.lower().split())
    return any(
        len(words & set(other.lower().split())) > 0.7 * min(len(words), len(other.split()))
        for other in others
    )


def _without_repeats(parts: Sequence[Part]) -> list[Part]:
    """The parts without lines that were already said."""
    seen: set[str] = set()
    kept: list[Part] = []
    for part in parts:
        lines = []
        for line in part.lines:
            key = normal(line.text)
            if key not in seen:
                seen.add(key)
                lines.append(line)
        if not lines and not part.cells:
            continue
        before = kept[-1] if kept else None
        if before and part.lead and before.lead == part.lead and before.form == part.form:
            kept[-1] = replace(before, lines=(*before.lines, *lines))  # one list, not two
        else:
            kept.append(replace(part, lines=tuple(lines)))
    return kept


def _unsaid(parts: Sequence[Part], said: frozenset[str]) -> list[Part]:
    """The parts without lines of earlier answers."""
    kept = []
    for part in parts:
        lines = tuple(line for line in part.lines if normal(line.text) not in said)
        if lines:
            kept.append(Part(lines, part.form, part.lead, first_number=part.first_number))
    return kept


def normal(text: str) -> str:
    """A sentence as a key: lower case, letters and digits only."""
    return re.sub(
        r"[^a-z0-9]+", " ", re.sub(r"\[\d+\](?:\([^)]*\))?|\*\*[^*]+:\*\*", " ", text).lower()
    ).strip()
