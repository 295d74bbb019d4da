"""The cards behind a result of a tool, where what is cited is a line of a page's front matter."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from advisor.career.result import Cited, cite, listed
from advisor.index.structure import parse
from advisor.library.load import Library
from advisor.types import Document
from advisor.ui.footnotes import Footnotes

TITLES = {"python": "Python", "sql": "SQL", "data-engineer": "Data engineer", "ci": "CI/CD"}
PAGE = """---
id: baker
kind: role
title: Baker
skills:
  core: [python, sql]
  rare: [<b>ci</b>, "a & b"]
tools: [sql, oven]
leans: {build: 9, systems: 2.5}
also_called:
  data-engineer: "bread, in batches"
alternatives: [sql,
  python]
reframe:
  - {have: ci, as: sql, how: "It rises, then it bakes"}
updated: 2026-09-09
---

# Baker

Bakes bread with Python.

tools: [sql]
"""


@pytest.fixture(scope="module")
def page() -> Document:
    return parse("roles/baker.md", PAGE)


def line(page: Document, words: str) -> Cited:
    """The whole line that begins with some words."""
    start = page.text.index(words)
    return cite(page, start, page.text.index("\n", start))


def shown(page: Document, *cited: Cited) -> list[str]:
    """The passage of each card, as it is read."""
    notes = Footnotes("gap", lambda path: page, lambda id: TITLES.get(id, id))
    notes.mark(*cited)
    cards = BeautifulSoup(notes.html(), "html.parser").select(".passage")
    return [one.get_text().strip() for one in cards]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("  core", "core skills: Python, SQL"),
        ("  rare", "rare skills: <b>ci</b>, a & b"),
        ("tools", "tools: SQL, oven"),
        ("leans", "where it stands from 0 to 10: build: 9; systems: 2.5"),
        ("  data-engineer", "other names: Data engineer: bread, in batches"),
        ("  - {", "what changes its name: have: CI/CD; as: SQL; how: It rises, then it bakes"),
        ("updated", "updated: 2026-09-09"),
    ],
)
def test_a_line_of_front_matter_is_read_as_words(page: Document, words: str, read: str) -> None:
    assert shown(page, line(page, words)) == [f"Listed on this page under {read}"]


def test_a_line_that_goes_on_below_it_is_read_as_far_as_it_goes(page: Document) -> None:
    (read,) = shown(page, line(page, "alternatives"))
    assert read == "Listed on this page: alternatives: sql"


def test_what_a_page_lists_is_escaped_and_marked_to_its_end(page: Document) -> None:
    notes = Footnotes("gap", lambda path: page)
    notes.mark(line(page, "  rare"))
    card = BeautifulSoup(notes.html(), "html.parser")
    assert card.select("b") == []
    (mark,) = card.select(".passage.whole mark")
    assert mark.get_text() == "Listed on this page under rare skills: <b>ci</b>, a & b"


def test_what_is_no_line_of_the_front_matter_stays_as_it_is(page: Document) -> None:
    """A sentence inside of a line is prose, and so is what only looks like front matter."""
    at = page.text.index("It rises")
    inside = cite(page, at, at + len("It rises, then it bakes"))
    body = page.text.rindex("tools: [sql]")
    looks_alike = cite(page, body, body + len("tools: [sql]"))
    first, second = shown(page, inside, looks_alike)
    assert first == "It rises, then it bakes"
    assert "tools: [sql]" in second and "Listed on" not in second


def test_no_list_of_the_shipped_library_is_shown_as_yaml(shipped_library: Library) -> None:
    seen = 0
    for role in shipped_library.roles:
        entry = shipped_library[role]
        ids = (*entry.page.model_dump()["skills"]["core"], *entry.page.model_dump()["tools"])
        for id in (*ids, "build"):
            cited = listed(entry, id)
            notes = Footnotes("fit", lambda path, at=entry: at.document, shipped_library.title)
            notes.mark(cited)
            read = BeautifulSoup(notes.html(), "html.parser").select_one(".passage")
            assert read is not None and cited.found
            text = read.get_text().strip()
            assert text.startswith("Listed on this page under ") and not set("[]{}") & set(text)
            assert shipped_library.title(id) in text
            seen += 1
    assert seen > 300
