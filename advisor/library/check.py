"""Every rule that the library must keep, each breach with file, line and remedy.

Run as `advisor library check`, in `make check`, and while writing.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pydantic import ValidationError

from advisor.index.readers import Skipped, read_folders
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
from advisor.text import plain
from advisor.types import Document

_ORPHAN = re.compile(
    r"(?:It|They|These|Those|Such|Here|However|Also|Another|Instead|Otherwise|Both|Neither|"
    r"This|That|The former|The latter|As above|For this reason|He|She)\b(?!:)"
)
"""A sentence that begins like this means nothing when it is quoted alone."""
_HOURS = re.compile(r"\b(\d+)(?:\s*(?:to|–|-)\s*(\d+))?\s+hours\b(?! a (?:week|day))")
_MONTHS = re.compile(r"\b(\d+|\w+)(?:\s*(?:to|–|-)\s*(\d+|\w+))?\s+months\b")
_NUMBERS = {
    name: value
    for value, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
} | {"twenty-four": 24, "thirty": 30, "thirty-six": 36}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One breach of a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(folder: Path) -> tuple[list[Problem], int]:
    """(problems in order of file and line, number of pages read)."""
    problems: list[Problem] = []
    documents: list[Document] = []
    for one in read_folders([folder]):
        if isinstance(one, Skipped):
            problems.append(Problem(one.path, 1, one.reason))
        else:
            documents.append(one)
    pages: dict[str, tuple[Document, Page]] = {}
    for document in documents:
        page = _page(document, problems)
        if page is None:
            continue
        if page.id in pages:
            other = pages[page.id][0].path
            problems.append(_at(document, "id:", f"the id {page.id} is taken by {other}"))
        pages[page.id] = (document, page)
    for rule in RULES:
        for document, _page_ in pages.values():
            problems.extend(rule(document, _page_, pages))
    problems += _aliases(pages) + _cycles(pages) + _twins(pages)
    return sorted(set(problems)), len(documents)


Pages = dict[str, tuple[Document, Page]]
Rule = Callable[[Document, Page, Pages], Iterator[Problem]]


def _page(document: Document, problems: list[Problem]) -> Page | None:
    kind = document.meta.get("kind")
    if kind not in PAGES:
        known = ", ".join(PAGES)
        found = f"kind is {kind!r}" if document.meta else "there is no front matter"
        problems.append(Problem(document.path, 1, f"{found}; expected one of {known}"))
        return None
    try:
        return PAGES[kind].model_validate(document.meta)
    except ValidationError as error:
        for one in error.errors():
            name = ".".join(map(str, one["loc"]))
            first = str(one["loc"][0]) if one["loc"] else ""
            problems.append(_at(document, f"{first}:", f"{name}: {one['msg'].lower()}"))
        return None


def _at(document: Document, needle: str, message: str) -> Problem:
    at = document.text.find(needle)
    return Problem(document.path, document.text.count("\n", 0, max(at, 0)) + 1, message)


def _line(document: Document, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def _file_name(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    wanted = f"{page.kind}s/{page.id}.md"
    if document.path != wanted:
        yield Problem(document.path, 1, f"the file of {page.kind} {page.id} should be {wanted}")


def _links(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    for name, target, kind in references(page):
        if target not in pages:
            yield _at(document, target, f"{name} names {target}, but there is no such page")
        elif kind and pages[target][1].kind != kind:
            found = pages[target][1].kind
            yield _at(document, target, f"{name} names {target}, which is a {found}, not a {kind}")


def _headings(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    wanted = HEADINGS.get(page.kind)
    found = [section.trail[0] for section in document.sections if section.trail]
    found = list(dict.fromkeys(found))
    if wanted is None:
        if not 4 <= len(found) <= 12:
            yield Problem(document.path, 1, f"a guide has 4 to 12 headings, found {len(found)}")
        return
    for heading in found:
        if heading not in wanted:
            yield _at(document, f"## {heading}", f"the heading {heading!r} is none of {wanted}")
    for heading in wanted:
        if heading not in found:
            yield Problem(document.path, 1, f"the heading {heading!r} is missing")


def _empty_sections(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    filled = {document.sections[one.section].trail[:1] for one in document.sentences}
    for section in document.sections:
        if section.trail and section.trail[:1] not in filled:
            line = _line(document, section.start)
            yield Problem(document.path, line, f"nothing stands under {section.heading!r}")
    if () not in filled:
        yield Problem(document.path, 1, "no sentence before the first heading says what it is")


def _orphans(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    for sentence in document.sentences:
        text = plain(document.quote(sentence))
        if sentence.kind == "prose" and _ORPHAN.match(text):
            start = " ".join(text.split()[:6])
            yield Problem(
                document.path,
                _line(document, sentence.start),
                f"begins with a word that means nothing when quoted alone: {start!r}",
            )


def _figures(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    """Hours and months in the prose agree with the front matter."""
    if isinstance(page, (SkillPage, ProjectPage)):
        for found in _HOURS.finditer(document.text, _body(document)):
            low, high = int(found.group(1)), int(found.group(2) or found.group(1))
            section = _heading_at(document, found.start())
            if section in ("How long it takes", "") and not low <= page.hours <= high:
                message = f"{found.group()!r} in the prose, hours: {page.hours} in the front matter"
                yield Problem(document.path, _line(document, found.start()), message)
    if isinstance(page, TransitionPage):
        for found in _MONTHS.finditer(document.text, _body(document)):
            if _heading_at(document, found.start()) != "How long it takes":
                continue
            values = [_as_number(word) for word in found.groups() if word]
            values = [value for value in values if value is not None]
            if values and not any(value in page.months for value in values):
                message = f"{found.group()!r} in the prose, months: {page.months} above"
                yield Problem(document.path, _line(document, found.start()), message)


def _as_number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())


def _body(document: Document) -> int:
    return document.sections[0].start if document.sections else 0


def _heading_at(document: Document, offset: int) -> str:
    for section in document.sections:
        if section.start <= offset < section.end:
            return section.trail[0] if section.trail else ""
    return ""


def _core_has_pages(document: Document, page: Page, pages: Pages) -> Iterator[Problem]:
    """What a transition teaches and carries over covers the core of the role it leads to."""
    if not isinstance(page, TransitionPage) or page.to not in pages:
        return
    target = pages[page.to][1]
    if not isinstance(target, RolePage):
        return
    groups = [set(page.carry_over), set(page.learn), {one.as_ for one in page.reframe}]
    for i, one in enumerate(groups):
        for other in groups[i + 1 :]:
            for shared in sorted(one & other):
                yield _at(document, shared, f"{shared} is in two of carry_over, learn and reframe")
    missing = set(target.skills.core) - groups[0] - groups[1] - groups[2]
    if missing:
        names = ", ".join(sorted(missing))
        yield _at(document, "learn:", f"core skills of {page.to} in none of the lists: {names}")


RULES: Sequence[Rule] = (
    _file_name, _links, _headings, _empty_sections, _orphans, _figures, _core_has_pages,
)  # fmt: skip


def _aliases(pages: Pages) -> list[Problem]:
    claims: dict[str, list[str]] = defaultdict(list)
    for one, (_, page) in pages.items():
        if page.kind in ("transition", "interview"):
            continue
        for name in {alias.casefold() for alias in (page.title, *page.aliases)}:
            claims[name].append(one)
    problems = []
    for name, owners in claims.items():
        for owner in owners[1:]:
            document = pages[owner][0]
            problems.append(
                _at(document, "aliases:", f"the alias {name!r} is claimed by {owners[0]} too")
            )
    return problems


def _cycles(pages: Pages) -> list[Problem]:
    graph = {
        one: set(page.prerequisites)
        for one, (_, page) in pages.items()
        if isinstance(page, SkillPage)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        document = pages[circle[0]][0]
        return [
            _at(document, "prerequisites:", f"prerequisites go in a circle: {' → '.join(circle)}")
        ]
    return []


def _twins(pages: Pages) -> list[Problem]:
    """The same sentence on two pages."""
    seen: dict[str, str] = {}
    problems = []
    for document, _ in pages.values():
        for sentence in document.sentences:
            text = plain(document.quote(sentence)).casefold()
            if len(text.split()) < 9 or sentence.kind == "code":
                continue
            other = seen.setdefault(text, document.path)
            if other != document.path:
                line = _line(document, sentence.start)
                problems.append(
                    Problem(document.path, line, f"the same sentence stands in {other}")
                )
    return problems


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus")
    problems, count = check(folder)
    for problem in problems:
        print(problem)
    print(f"{count} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
