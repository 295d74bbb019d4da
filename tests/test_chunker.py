"""Chunks follow the headings, fit the window, and lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from fakes import FakeEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_pages import PAGES

from advisor.index.build import embedded_text
from advisor.index.chunker import CountTokens, chunk, heading_line
from advisor.index.embedder import SentenceTransformerEmbedder
from advisor.index.structure import parse
from advisor.types import Chunk, Document

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def characters(texts: Sequence[str]) -> list[int]:
    """The worst tokenizer there is: every character that shows is a token."""
    return [len("".join(text.split())) for text in texts]


def check(
    document: Document, chunks: list[Chunk], count: CountTokens, aim: int, window: int
) -> None:
    """The rules that hold for the chunks of every document."""
    sizes = count([embedded_text(document, one) for one in chunks])
    assert max(sizes) <= window, [document.quote(one) for one in chunks][sizes.index(max(sizes))]
    at = 0
    for i, one in enumerate(chunks):
        first, last = one.sentences
        assert document.text[one.start : one.end] == document.quote(one) != ""
        inside = document.sentences[first:last]
        assert {sentence.section for sentence in inside} == {one.section}
        assert inside[0].start <= one.start < one.end <= inside[-1].end
        if first == at:
            assert one.start == inside[0].start
            at = last
        else:  # a further piece of one sentence that is longer than the window
            assert (first, last) == chunks[i - 1].sentences == (at - 1, at)
            assert document.text[chunks[i - 1].end : one.start].strip() == ""
        if i + 1 == len(chunks) or chunks[i + 1].sentences != (first, last):
            assert one.end == inside[-1].end
    assert at == len(document.sentences)


def chunked(
    text: str, aim: int = 40, window: int = 60, count: CountTokens = words
) -> tuple[Document, list[str]]:
    document = parse("x.md", text)
    chunks = chunk(document, 0, count, aim, window)
    check(document, chunks, count, aim, window)
    return document, [document.quote(one) for one in chunks]


def items(count: int, words_each: int = 3) -> str:
    return "\n".join(f"- item {n}" + " word" * (words_each - 2) for n in range(count))


# what belongs together


def test_a_section_is_one_chunk_when_it_fits_and_sections_are_never_mixed() -> None:
    _, texts = chunked("# T\n\nOne. Two.\n\n## A\n\nThree. Four.\n\n## B\n\nFive.\n")
    assert texts == ["One. Two.", "Three. Four.", "Five."]


def test_a_list_stays_whole_with_its_lead_in_though_it_is_beyond_the_aim() -> None:
    text = f"Before is {'long ' * 30}prose.\n\nA data engineer owns:\n\n{items(14)}\n\nAfter it."
    _, texts = chunked(text, aim=30, window=80)
    assert [one for one in texts if "owns:" in one] == [f"A data engineer owns:\n\n{items(14)}"]


def test_a_table_stays_whole_with_its_header() -> None:
    table = "\n".join(["| Tool | Use |", "|---|---|", *(f"| T{n} | use {n} |" for n in range(6))])
    _, texts = chunked(f"Long {'prose ' * 30}here.\n\n{table}\n\nAfter.", aim=30, window=80)
    assert [one for one in texts if "Tool" in one] == [table]


def test_a_list_that_does_not_fit_is_cut_between_items_and_keeps_its_lead_in() -> None:
    document, texts = chunked(f"An engineer owns:\n\n{items(40)}\n", aim=40, window=60)
    assert texts[0].startswith("An engineer owns:\n\n- item 0")
    starts = {one.start for one in document.sentences}
    assert len(texts) > 2
    assert all(document.text.index(one) in starts for one in texts[1:])


def test_nested_items_stay_with_their_item() -> None:
    text = "Tools:\n\n- Docker:\n  - images\n  - layers\n\n  More on it. Much more.\n- Helm\n"
    assert len(chunked(text, aim=8, window=60)[1]) == 1


def test_a_bold_label_stays_with_its_lines() -> None:
    text = (
        f"Intro {'word ' * 20}end.\n\n**Phase 1**\nPandas | NumPy\n\n**Phase 2**\nPyTorch | Keras\n"
    )
    _, texts = chunked(text, aim=6, window=60)
    assert "**Phase 1**\nPandas | NumPy" in texts and "**Phase 2**\nPyTorch | Keras" in texts


def test_sentences_are_packed_up_to_the_aim() -> None:
    _, texts = chunked("Four words are here. " * 30, aim=40, window=60)
    assert [len(one.split()) for one in texts] == [40, 40, 40]


# what does not fit


def test_markers_between_items_count_too() -> None:
    """Each `-` is a token; forty of them went over the window once and were cut off unseen."""
    text = "Skills:\n\n" + "\n".join(f"- w{n}" for n in range(90)) + "\n"
    chunked(text, aim=90, window=100)
    chunked(text, aim=90, window=100, count=characters)


def test_one_giant_sentence_is_divided_at_spaces() -> None:
    document, texts = chunked("word " * 110 + "end.", aim=40, window=60)
    assert len(document.sentences) == 1 and len(texts) > 1
    assert " ".join(texts) == document.text


@pytest.mark.parametrize(
    "text",
    [
        "数据工程师负责构建数据管道" * 60,
        "x" * 1500,
        "- " + "word " * 400,
        "| " + "cell " * 400 + "|\n|---|\n| " + "more " * 300 + "|",
        "```\n" + "value = call(value)\n" * 200 + "```",
        "> " + "quoted " * 300,
        "=" * 5 + "*_|" * 300,
    ],
)
def test_what_never_stops_is_divided_and_covered(text: str) -> None:
    chunked(f"# T\n\n{text}\n\nAfter.\n", aim=40, window=60)
    chunked(f"# T\n\n{text}\n\nAfter.\n", aim=180, window=254, count=characters)


def test_a_heading_without_end_leaves_room_for_text() -> None:
    document, texts = chunked(f"# {'Title ' * 200}\n\n## {'Sub ' * 100}\n\nThe text.\n")
    assert texts == ["The text."]
    assert len(heading_line(document, len(document.sections) - 1)) == 160


def test_empty_headings_make_no_chunk() -> None:
    _, texts = chunked("# T\n\n## A\n\n## B\n\n##\n\nText.\n\n## C\n")
    assert texts == ["Text."]


def test_a_document_without_sentences_has_no_chunks() -> None:
    assert chunk(parse("x.md", "# Only\n\n## Headings\n"), 0, words, 40, 60) == []


@SLOW
@given(PAGES, st.integers(5, 60), st.integers(0, 60))
def test_any_page_keeps_the_rules(page: tuple[str, list[str]], aim: int, more: int) -> None:
    document = parse("x.md", page[0])
    if document.sentences:
        window = 40 + aim + more
        check(document, chunk(document, 0, words, aim, window), words, aim, window)


@SLOW
@given(PAGES)
def test_any_page_fits_the_worst_tokenizer(page: tuple[str, list[str]]) -> None:
    document = parse("x.md", page[0])
    if document.sentences:
        check(document, chunk(document, 0, characters, 180, 254), characters, 180, 254)


@SLOW
@given(st.text("ab1 \n#>-*|.:`日本", min_size=1, max_size=800) | st.text(min_size=1, max_size=500))
def test_any_text_keeps_the_rules(text: str) -> None:
    document = parse("x.md", text)
    if document.sentences:
        check(document, chunk(document, 0, characters, 30, 200), characters, 30, 200)


@SLOW
@given(PAGES)
def test_two_neighbours_that_would_fit_the_aim_are_one_chunk(page: tuple[str, list[str]]) -> None:
    document = parse("x.md", page[0])
    chunks = chunk(document, 0, words, 40, 120)
    for one, following in pairwise(chunks):
        if one.section == following.section and one.sentences != following.sentences:
            together = words([document.text[one.start : following.end]])[0]
            assert together > 40 - 4


def test_the_fake_and_the_real_window_are_respected_on_the_shipped_pages(
    shipped_documents: list[Document], minilm: SentenceTransformerEmbedder
) -> None:
    for embedder in (FakeEmbedder(), minilm):
        for document in shipped_documents[::6]:
            chunks = chunk(document, 0, embedder.count_tokens, 180, embedder.window)
            check(document, chunks, embedder.count_tokens, 180, embedder.window)


@SLOW
@given(page=PAGES, aim=st.integers(32, 250))
def test_any_page_fits_the_real_window(
    minilm: SentenceTransformerEmbedder, page: tuple[str, list[str]], aim: int
) -> None:
    document = parse("x.md", page[0])
    if document.sentences:
        chunks = chunk(document, 0, minilm.count_tokens, aim, minilm.window)
        check(document, chunks, minilm.count_tokens, aim, minilm.window)


ODD = ["数据工程师", "Ünïcödé ", "value=call(x);", "🚀 ", "a.b.c/d ", "1234567890"]


@pytest.mark.parametrize("unit", ODD)
def test_odd_letters_fit_the_real_window(minilm: SentenceTransformerEmbedder, unit: str) -> None:
    document = parse("x.md", f"# T\n\n{unit * 300}\n\n- {unit * 200}\n")
    chunks = chunk(document, 0, minilm.count_tokens, 180, minilm.window)
    check(document, chunks, minilm.count_tokens, 180, minilm.window)
