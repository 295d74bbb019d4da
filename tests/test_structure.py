"""What a document is made of: sections, sentences and what introduces what."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_pages import PAGES

from advisor.errors import DocumentError
from advisor.index.structure import parse, section_number
from advisor.text import plain
from advisor.types import Document

TEXT = """# Data engineer

A data engineer builds pipelines. Everyone else uses them.

## Duties

A data engineer is responsible for:

- Batch pipelines
- Streams:
  - with Kafka
  - with Flink

  A stream never ends.
- Quality

## Steps

1. Learn SQL
2. Learn Python
   and its libraries

### Tools

| Tool | Use |
|---|---|
| Airflow | Schedules |
| Spark | Transforms |
"""


def quotes(document: Document) -> list[str]:
    return [document.quote(sentence) for sentence in document.sentences]


def lead_of(document: Document, quote: str) -> str | None:
    lead = document.sentences[quotes(document).index(quote)].lead
    return None if lead is None else quotes(document)[lead]


def check(document: Document) -> None:
    """The rules that hold for every document."""
    places = [(one.start, one.end) for one in document.sections]
    edges = [edge for place in places for edge in place]
    assert edges == sorted(edges) and edges[-1] <= len(document.text)
    starts = [one.start for one in document.sentences]
    assert starts == sorted(starts)
    for row, one in enumerate(document.sentences):
        section = document.sections[one.section]
        assert section.start <= one.start < one.end <= section.end
        assert document.quote(one).strip() == document.quote(one)
        if one.lead is not None:
            assert 0 <= one.lead < row
            assert document.sentences[one.lead].section == one.section
    for one, following in zip(document.sentences, document.sentences[1:], strict=False):
        assert one.end <= following.start


def test_sections_know_the_headings_above_them() -> None:
    document = parse("x.md", TEXT)
    assert document.title == "Data engineer"
    trails = [one.trail for one in document.sections if one.end > one.start]
    assert trails == [(), ("Duties",), ("Steps",), ("Steps", "Tools")]
    check(document)


def test_a_list_knows_its_lead_in_and_a_nested_one_its_item() -> None:
    document = parse("x.md", TEXT)
    lead = "A data engineer is responsible for:"
    assert lead_of(document, "Batch pipelines") == lead
    assert lead_of(document, "Quality") == lead
    assert lead_of(document, "with Kafka") == "Streams:"
    assert lead_of(document, "A stream never ends.") == "Streams:"
    depths = {document.quote(one): one.depth for one in document.sentences if one.kind == "item"}
    assert (depths["Batch pipelines"], depths["with Flink"], depths["Quality"]) == (0, 1, 0)


def test_steps_are_numbered_and_rows_know_their_header() -> None:
    document = parse("x.md", TEXT)
    steps = [(one.number, document.quote(one)) for one in document.sentences if one.kind == "step"]
    assert steps == [(1, "Learn SQL"), (2, "Learn Python\n   and its libraries")]
    rows = [document.quote(one) for one in document.sentences if one.kind == "row"]
    assert rows == ["| Tool | Use |", "| Airflow | Schedules |", "| Spark | Transforms |"]
    assert lead_of(document, "| Spark | Transforms |") == "| Tool | Use |"
    assert lead_of(document, "| Tool | Use |") is None


def test_only_a_sentence_with_a_colon_in_the_same_section_introduces_a_list() -> None:
    document = parse("x.md", "No colon.\n\n- one\n\nLead:\n\n## Next\n\n- two\n")
    assert lead_of(document, "one") is None
    assert lead_of(document, "two") is None


def test_a_second_table_has_its_own_header() -> None:
    document = parse("x.md", "| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n")
    assert lead_of(document, "| 2 |") == "| b |"


def test_a_bold_line_introduces_what_follows_and_carries_its_number() -> None:
    document = parse("x.md", "**Phase 2 → Frameworks**\nPyTorch | Keras\n\n**Not:** a label\n")
    label, tools, prose = document.sentences
    assert (label.number, tools.lead, prose.lead) == (2, 0, None)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("2. Deep dive", 2),
        ("Phase 4 — Cloud", 4),
        ("Step 3: Ship", 3),
        ("10) Last", 10),
        ("First 90 days", None),
        ("5 phases", None),
        ("2024. A year", None),
    ],
)
def test_a_heading_carries_a_number_only_as_a_label(heading: str, number: int | None) -> None:
    document = parse("x.md", f"## {heading}\n\nText.\n")
    assert section_number(document.sections[-1]) == number


def test_block_quotes_lose_their_marks() -> None:
    document = parse("x.md", "> Quoted text. More.\n\n> - an item\n> - a second\n\n- > in one\n")
    assert quotes(document) == ["Quoted text.", "More.", "an item", "a second", "in one"]
    wrapped = parse("x.md", "> One sentence that\n> goes on.\n")
    assert [plain(quote) for quote in quotes(wrapped)] == ["One sentence that goes on."]


def test_a_deeply_nested_list_keeps_its_items_and_what_comes_after() -> None:
    nested = "\n".join("  " * depth + f"- level {depth}" for depth in range(30))
    document = parse("x.md", f"{nested}\n\n## Next\n\nAfter.\n")
    assert quotes(document) == [f"level {depth}" for depth in range(30)] + ["After."]
    check(document)


def test_code_is_one_sentence_and_its_comments_are_no_headings() -> None:
    document = parse("x.md", "# T\n\nRun it:\n\n```sh\n# not a heading\n\nmake. It. Now.\n```\n")
    assert [one.kind for one in document.sentences] == ["prose", "code"]
    assert len(document.sections) == 2


def test_empty_headings_have_no_name_and_keep_the_text_below() -> None:
    document = parse("x.md", "# T\n\n## A\n\n##\n\nText below.\n\n#\n\nMore.\n")
    assert quotes(document) == ["Text below.", "More."]
    assert all(all(name for name in one.trail) for one in document.sections)


def test_a_document_without_any_markup_is_prose() -> None:
    document = parse("notes.txt", "One. Two.", fallback_title="Notes")
    assert (document.title, quotes(document)) == ("Notes", ["One.", "Two."])


def test_underlined_headings_and_other_bullets() -> None:
    document = parse("x.md", "Title\n=====\n\nSub\n---\n\nLead:\n\n* a\n\n+ b\n")
    assert document.title == "Title" and document.sections[-1].trail == ("Sub",)
    assert quotes(document) == ["Lead:", "a", "b"]


# front matter


def test_front_matter_is_data_and_its_title_wins() -> None:
    document = parse(
        "x.md", '---\ntitle: "The *title*"\nupdated: 2026-11-20\n---\n# Other\n\nText.\n'
    )
    assert document.title == "The title"
    assert document.meta == {"title": "The *title*", "updated": "2026-11-20"}
    assert quotes(document) == ["Text."]


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("a: [1", "not valid YAML, line"),
        ("a: &x 1\nb: *x", "YAML aliases"),
        ("a: !!python/object/apply:os.system [ls]", "not valid YAML"),
        ("a: 2026-13-01", "not valid YAML: month must be in"),
        ("a: " + "[" * 40 + "]" * 40, "nested beyond 20 levels"),
        ("a: " + "[" * 100_000 + "]" * 100_000, "nested beyond 20 levels"),
        ("a: " + "{b: " * 50_000 + "1" + "}" * 50_000, "nested beyond 20 levels"),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused_in_words(front: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse("x.md", f"---\n{front}\n---\nText.\n")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    document = parse("x.md", "---\n\nText: more.\n\n---\n\nEnd.\n")
    assert (document.meta, quotes(document)) == ({}, ["Text: more.", "End."])


# whatever comes


@given(PAGES)
def test_every_word_of_a_page_is_in_a_sentence_or_a_heading(page: tuple[str, list[str]]) -> None:
    text, words = page
    document = parse("x.md", text)
    check(document)
    headings = " ".join(name for one in document.sections for name in one.trail)
    shown = " ".join([document.title, headings, *quotes(document)]).lower()
    assert [word for word in words if word not in shown] == []


@given(st.text("ab12 \n\t#>-*+|.:`[]()!<&\\_~=", max_size=300) | st.text(max_size=300))
def test_any_text_is_parsed_and_keeps_the_rules(text: str) -> None:
    document = parse("x.md", text)
    check(document)


@pytest.mark.parametrize("unit", ["> ", "- ", "#", "* a\n  ", "| a ", "[a](", "**a** ", "`"])
def test_repeated_marks_are_parsed_in_time(unit: str) -> None:
    document = parse("x.md", f"Before.\n\n{unit * 4000}\n\nAfter.\n")
    assert quotes(document)[0] == "Before." and re.search(r"After\.$", quotes(document)[-1])
