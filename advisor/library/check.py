"""Every rule that the library must keep, each breach with file, line and remedy.

Run as `advisor library check`, in `make check`, and while writing.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.index.readers import Skipped, read_folders
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import load_library
from advisor.library.schema import (
    HEADINGS,
    PAGES,
    Page,
    ProjectPage,
    RolePage,
    SkillPage,
    TransitionPage,
    references,
)
from advisor.text import plain, words
from advisor.types import Document, Sentence

_ORPHAN = re.compile(
    r"(?:It|They|These|Those|Such|Here|However|Also|Another|Instead|Otherwise|Both|Neither|"
    r"This|That|The former|The latter|As above|For this reason|He|She)\b(?!:)"
)
"""A sentence that begins like this means nothing when it is quoted alone."""
_GLUED = re.compile(r"(?<![.]g|vs|tc|cf)[.!?]\s+[a-z]")
"""Where the reader sees no end of a sentence, because the next begins with a small letter."""
_HOURS = re.compile(r"\b(\d+)(?:\s*(?:to|–|-)\s*(\d+))?\s+hours\b(?! a (?:week|day))")
_MONTHS = re.compile(r"\b(\w+(?:-\w+)?)(?:\s*(?:to|–|-)\s*(\w+(?:-\w+)?))?\s+months\b")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = dict(zip(_SMALL.split(), range(21), strict=True)) | {"twenty-four": 24, "thirty-six": 36}
_TIME = "How long it takes"
HOURS_A_MONTH = 8 * 52 / 12
"""What eight hours a week give, the pace at which `months` of a transition is meant."""
SHORTEST_ASPECT = 40
"""Characters of text that each heading of a role has at least."""
TWIN = 0.85
"""Share of common words from which two sentences say the same."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One breach of a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


Pages = dict[str, tuple[Document, Page]]
Rule = Callable[[Document, Page, Pages], Iterator[Problem]]


def check(folder: Path) -> tuple[list[Problem], int]:
    """(problems in order of file and line, number of pages read)."""
    problems: list[Problem] = []
    documents: list[Document] = []
    for one in read_folders([folder]):
        if isinstance(one, Skipped):
            problems.append(Problem(one.path, _line_named(one.reason), one.reason))
        else:
            documents.append(one)
    pages: Pages = {}
    for document in documents:
        problems += _enter(document, pages)
    for document, page in pages.values():
        problems += (problem for rule in RULES for problem in rule(document, page, pages))
    for whole in (_aliases, _cycles, _sources, _twins, _rival_figures):
        problems += whole(pages)
    return sorted(set(problems)), len(documents)


def _enter(document: Document, pages: Pages) -> Iterator[Problem]:
    """Put a page among the others; of two pages with one id the first counts."""
    kind = document.meta.get("kind")
    model = PAGES.get(str(kind))
    if model is None:
        found = f"kind is {kind!r}" if document.meta else "there is no front matter"
        yield Problem(document.path, 1, f"{found}; expected one of {', '.join(PAGES)}")
        return
    try:
        page = model.model_validate(document.meta)
    except ValidationError as error:
        for one in error.errors():
            yield _at(document, *_field(one["loc"]), f"{_dotted(one['loc'])} {_wrong(one, kind)}")
        return
    if page.id in pages:
        other = pages[page.id][0].path
        yield _at(document, "id:", 0, f"the id {page.id} is taken by {other}; choose another")
    else:
        pages[page.id] = (document, page)


def _wrong(error: Any, kind: object) -> str:
    """What is wrong with a field, and what to do."""
    if error["type"] == "missing":
        return f"is missing; every {kind} needs it"
    if error["type"] == "extra_forbidden":
        return f"is no field of a {kind}; remove it or spell it right"
    message = str(error["msg"])
    return f"is {error['input']!r}: {message[0].lower()}{message[1:]}"


def _dotted(place: Sequence[Any]) -> str:
    return ".".join(map(str, place))


def _field(place: Sequence[Any]) -> tuple[str, int]:
    """(what to look for in the file, how many of it to pass over) for a field's place."""
    if len(place) > 1 and place[0] == "sources":
        return "name:", int(place[1])
    return (f"{place[0]}:" if place else "---"), 0


def _at(document: Document, needle: str, skip: int, message: str) -> Problem:
    """A problem at the line where the needle stands, at the first line where it does not."""
    at = document.text.find(needle)
    for _ in range(skip):
        following = document.text.find(needle, at + 1)
        at = following if following >= 0 else at
    return Problem(document.path, _line(document, max(at, 0)), message)


def _line(document: Document, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def _line_named(reason: str) -> int:
    found = re.search(r"\bline (\d+)", reason)
    return int(found.group(1)) if found else 1


# rules for one page


def _file_name(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    wanted = f"{page.kind}s/{page.id}.md"
    if document.path != wanted:
        yield Problem(document.path, 1, f"the file of {page.kind} {page.id} should be {wanted}")


def _links(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    for name, target, kind in references(page):
        if target not in pages:
            message = f"{name} names {target}, but there is no such page; write it or remove the id"
            yield _at(document, target, 0, message)
        elif kind and pages[target][1].kind != kind:
            found = pages[target][1].kind
            message = f"{name} names {target}, which is a {found}; expected a {kind}"
            yield _at(document, target, 0, message)


def _headings(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    wanted = HEADINGS.get(page.kind)
    found = [section.trail[0] for section in document.sections if section.trail]
    found = list(dict.fromkeys(found))
    if wanted is None:
        if not 4 <= len(found) <= 12:
            yield Problem(
                document.path, 1, f"a {page.kind} has 4 to 12 headings, found {len(found)}"
            )
        return
    for heading in found:
        if heading not in wanted:
            known = ", ".join(wanted)
            message = f"the heading {heading!r} is none of a {page.kind}; choose from: {known}"
            yield _at(document, f"## {heading}", 0, message)
    for heading in wanted:
        if heading not in found:
            yield Problem(document.path, 1, f"the heading {heading!r} is missing; add it")
    known_ones = [heading for heading in found if heading in wanted]
    if known_ones != [heading for heading in wanted if heading in found]:
        yield Problem(document.path, 1, f"the headings should stand in order: {', '.join(wanted)}")


def _empty_sections(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    length: dict[str, int] = defaultdict(int)
    for sentence in document.sentences:
        length[_top(document, sentence)] += sentence.end - sentence.start
    for section in document.sections:
        top = section.trail[0] if section.trail else ""
        least = SHORTEST_ASPECT if page.kind == "role" else 1
        if top and length[top] < least:
            message = f"under {top!r} stand {length[top]} characters; expected {least} or more"
            yield Problem(document.path, _line(document, section.start), message)
    if not length[""]:
        yield Problem(document.path, 1, "no sentence before the first heading says what it is")


def _sentences(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    """Sentences that mean nothing alone, that the reader cannot part, and lists without a lead."""
    for sentence in document.sentences:
        text = plain(document.quote(sentence))
        start = " ".join(text.split()[:6])
        if sentence.kind == "prose" and _ORPHAN.match(text):
            message = f"means nothing when it is quoted alone; name the subject in {start!r}"
        elif _GLUED.search(text):
            message = f"hides a second sentence; begin that one with a capital letter: {start!r}"
        elif sentence.kind in ("item", "step") and not _is_led(document, sentence):
            message = f"has no lead-in; end the sentence above with a colon: {start!r}"
        else:
            continue
        yield Problem(document.path, _line(document, sentence.start), message)


def _is_led(document: Document, sentence: Sentence) -> bool:
    if sentence.lead is None:
        return False
    return plain(document.quote(document.sentences[sentence.lead])).endswith(":")


def _top(document: Document, sentence: Sentence) -> str:
    trail = document.sections[sentence.section].trail
    return trail[0] if trail else ""


def _figures(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    """Hours and months in the prose agree with the front matter."""
    for sentence in document.sentences:
        if _top(document, sentence) not in (_TIME, ""):
            continue
        for said, low, high in _spans(document.quote(sentence), page):
            if not _agrees(page, low, high):
                message = f"{said!r} in the prose, {_promise(page)} above; make the two agree"
                yield Problem(document.path, _line(document, sentence.start), message)


def _spans(text: str, page: Page) -> Iterator[tuple[str, int, int]]:
    """(words, low, high) of each figure that the kind of page has in its front matter."""
    pattern = _MONTHS if isinstance(page, TransitionPage) else _HOURS
    for found in pattern.finditer(text):
        values = [_as_number(word) for word in found.groups() if word]
        known = [value for value in values if value is not None]
        if known:
            yield found.group(), known[0], known[-1]


def _agrees(page: Page, low: int, high: int) -> bool:
    if isinstance(page, (SkillPage, ProjectPage)):
        return low <= page.hours <= high
    if isinstance(page, TransitionPage):
        return {low, high} <= set(page.months)
    return True


def _promise(page: Page) -> str:
    if isinstance(page, (SkillPage, ProjectPage)):
        return f"hours: {page.hours}"
    return f"months: {list(page.months)}" if isinstance(page, TransitionPage) else ""


def _as_number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())


def _transition(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    """What a transition teaches covers its target, in an order and a time that can be kept."""
    if not isinstance(page, TransitionPage):
        return
    lists = (set(page.carry_over), set(page.learn), {one.as_ for one in page.reframe})
    for one, other in combinations(lists, 2):
        for shared in sorted(one & other):
            message = f"{shared} is in two of carry_over, learn and reframe; keep one"
            yield _at(document, shared, 0, message)
    target = pages.get(page.to, (None, None))[1]
    if isinstance(target, RolePage):
        missing = set(target.skills.core) - set().union(*lists)
        if missing:
            names = ", ".join(sorted(missing))
            message = f"core skills of {page.to} in none of the lists: {names}; add them to one"
            yield _at(document, "learn:", 0, message)
    yield from _time_to_learn(document, page, pages)


def _time_to_learn(document: Document, page: TransitionPage, pages: Pages) -> Iterator[Problem]:
    found = [pages[one][1] for one in page.learn if one in pages]
    skills = [one for one in found if isinstance(one, SkillPage)]
    months = sum(one.hours for one in skills) / HOURS_A_MONTH
    low, high = page.months
    if not low <= round(months) <= high:
        message = f"learn sums to {months:.1f} months of 8 hours a week, months: {[low, high]}"
        yield _at(document, "months:", 0, f"{message}; mend the list or the months")
    for place, one in enumerate(skills):
        late = set(one.prerequisites) & {other.id for other in skills[place + 1 :]}
        for needed in sorted(late):
            message = f"learn has {one.id} before {needed}, which it needs; put {needed} first"
            yield _at(document, "learn:", 0, message)


RULES: Sequence[Rule] = (
    _file_name, _links, _headings, _empty_sections, _sentences, _figures, _transition,
)  # fmt: skip


# rules between pages


def _aliases(pages: Pages) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for one, (document, page) in pages.items():
        if page.kind in ("transition", "interview"):
            continue
        for name in {alias.casefold() for alias in (page.title, *page.aliases)}:
            owner = owners.setdefault(name, one)
            if owner != one:
                message = f"the alias {name!r} is claimed by {owner} too; leave it to one of them"
                yield _at(document, "aliases:", 0, message)


def _cycles(pages: Pages) -> Iterator[Problem]:
    skills = {one: page for one, (_, page) in pages.items() if isinstance(page, SkillPage)}
    graph = {one: set(page.prerequisites) for one, page in skills.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        message = f"prerequisites go in a circle, {' → '.join(circle)}; take one out"
        yield _at(pages[circle[0]][0], "prerequisites:", 0, message)


def _sources(pages: Pages) -> Iterator[Problem]:
    """One address has one name and one licence."""
    said: dict[str, tuple[str, str, str]] = {}
    for document, page in pages.values():
        for one in page.sources:
            name, licence, path = said.setdefault(one.link, (one.name, one.licence, document.path))
            if (name, licence) != (one.name, one.licence):
                message = f"{one.link} is {name!r} under {licence!r} in {path}; make the two agree"
                yield _at(document, one.link, 0, message)


def _twins(pages: Pages) -> Iterator[Problem]:
    """Two pages that say nearly the same sentence.

    Pairs that could be alike share one of their rarest words, so only those are compared.
    """
    found = list(_statements(pages))
    count: dict[str, int] = defaultdict(int)
    for _, _, said in found:
        for word in said:
            count[word] += 1
    holding: dict[str, list[int]] = defaultdict(list)
    for number, (document, sentence, said) in enumerate(found):
        rare = sorted(said, key=lambda word: (count[word], word))
        rare = rare[: int(len(said) * (1 - TWIN)) + 1]
        others = sorted({other for word in rare for other in holding[word]})
        twin = next((one for one in others if _alike(found[one], document, said)), None)
        if twin is not None:
            message = f"nearly the same sentence stands in {found[twin][0].path}; say it once"
            yield Problem(document.path, _line(document, sentence.start), message)
        for word in rare:
            holding[word].append(number)


Statement = tuple[Document, Sentence, frozenset[str]]


def _alike(other: Statement, document: Document, said: frozenset[str]) -> bool:
    if other[0].path == document.path:
        return False
    return len(said & other[2]) >= TWIN * len(said | other[2])


def _statements(pages: Pages) -> Iterator[Statement]:
    """Sentences that could be twins.

    Lead-ins are alike on purpose, and so are the sentences on time of two moves, which differ in
    the roles that they name.
    """
    for document, page in pages.values():
        for sentence in document.sentences:
            if isinstance(page, TransitionPage) and _top(document, sentence) == _TIME:
                continue
            text = plain(document.quote(sentence))
            said = frozenset(words(text))
            if len(said) >= 8 and sentence.kind != "code" and not text.endswith(":"):
                yield document, sentence, said


def _rival_figures(pages: Pages) -> Iterator[Problem]:
    """Hours of a skill and months of a move, stated on another page with another number."""
    lexicon = build_lexicon(load_library(document for document, _ in pages.values()))
    for document, page in pages.values():
        for sentence in document.sentences:
            text = document.quote(sentence)
            if "hours" in text or "months" in text:
                subjects = _subjects(lexicon, plain(text), pages)
                yield from _rivals(document, page, sentence, subjects)


def _rivals(
    document: Document, page: Page, sentence: Sentence, subjects: Iterable[Page]
) -> Iterator[Problem]:
    timed = isinstance(page, (SkillPage, ProjectPage, TransitionPage))
    if timed and _top(document, sentence) in (_TIME, ""):
        return  # the page's own figure, which `_figures` compares
    for subject in subjects:
        for said, low, high in _spans(document.quote(sentence), subject):
            if not _agrees(subject, low, high):
                message = f"{said!r} for {subject.id}, whose page has {_promise(subject)}"
                message += "; make the two agree"
                yield Problem(document.path, _line(document, sentence.start), message)


def _subjects(lexicon: Lexicon, text: str, pages: Pages) -> Iterator[Page]:
    """The skill, project or move that a sentence is about; none where it names several."""
    named = list(dict.fromkeys(one.id for one in lexicon.spot_exact(text)))
    found = [pages[one][1] for one in named if one in pages]
    timed = [one for one in found if isinstance(one, (SkillPage, ProjectPage))]
    if len(timed) == 1:
        yield timed[0]
    move = "-to-".join(one.id for one in found if isinstance(one, RolePage))
    if move in pages:
        yield pages[move][1]


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus")
    problems, count = check(folder)
    for problem in problems:
        print(problem)
    print(f"{count} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
