"""The tab Skills gap without a browser: its handlers over the shipped library, its files, its events."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest
import resume_files as files
from cited import QUICK_SECONDS, seconds
from job_ads import ADS

from advisor.career.gap import gap
from advisor.career.profile import Holding, Profile, ticked
from advisor.career.result import CareerError
from advisor.ui import gap as tab
from advisor.ui import gap_ads, gap_view
from advisor.ui import gap_answers as answer
from advisor.ui.discreet import discreet
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import keep, profile_in
from advisor.ui.server import MOST_UPLOAD_BYTES, Guard
from advisor.ui.uploads import uploaded
from advisor.ui.wishes import wish_in

if TYPE_CHECKING:
    from advisor.answer import Advisor

TOLD = (
    "I am a data analyst. I write SQL every day. I know Python from a few scripts, nothing in "
    "production. No Docker yet. I worked with the Kafka team. I want to become a data engineer."
)
SKIPPED = gr.skip()


@pytest.fixture
def told(shipped: Advisor) -> list[Any]:
    """Updates of the tab after TOLD was read on a first visit."""
    return list(answer.words_read(shipped, "", None, None, TOLD))


def outcome_of(updates: list[Any]) -> dict[str, Any]:
    """The last parts of every handler that shows a gap, by name."""
    names = ("more", "result", "summary", "have", "partly", "missing", "lines", "shown", "sources")
    return dict(zip(names, updates[-len(names) :], strict=True))


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# what is told


def test_a_text_goes_into_the_profile_the_fields_and_the_gap(told: list[Any]) -> None:
    message, kept, box, role, target, *_ = told
    profile = profile_in(kept)
    assert (role, target, box) == ("data-analyst", "data-engineer", "")
    assert profile.role == "data-analyst"
    assert profile.held == ("sql",)
    assert profile.skills["python"].level == "partly"
    assert profile.skills["apache-kafka"].others
    said = words_of(message)
    assert "You have: SQL." in said
    assert "In part: Python." in said
    assert "You do not have: Docker." in said
    assert "Other people have: Apache Kafka." in said
    shown = outcome_of(told)
    assert shown["shown"] == "data-engineer"
    assert "Data engineer: " in shown["summary"]


def test_every_verdict_stands_with_the_persons_words_and_the_alias(told: list[Any]) -> None:
    lines = outcome_of(told)["lines"]
    assert "“I write <strong>SQL</strong> every day.”" in lines
    assert "“I worked with the <strong>Kafka</strong> team.”" in lines
    assert "which reads as somebody else having it." in lines
    have, partly, missing = re.split(r"(?=<h3>)", lines)[1:]
    assert "SQL" in words_of(have)
    assert "Python" in words_of(partly)
    assert "Docker" in words_of(missing)
    assert "Nothing that you told names these:" in missing


def test_the_picture_has_a_cell_for_each_skill_and_the_counts_in_words(
    shipped: Advisor, told: list[Any]
) -> None:
    summary = outcome_of(told)["summary"]
    found = gap(shipped.library, profile_in(told[1]), "data-engineer")
    cells = re.findall(r'gap-cell (have|partly|missing)"></i>', summary.split("<tbody>")[1])
    for verdict in ("have", "partly", "missing"):
        assert cells.count(verdict) == len(found.of(verdict))  # type: ignore[arg-type]
    core = [line for line in found.lines if line.weight == "core"]
    counts = {one: sum(line.verdict == one for line in core) for one in ("have", "partly")}
    assert f"{counts['have']} have · {counts['partly']} in part" in summary
    assert found.arithmetic in summary


def test_every_number_opens_a_passage_and_every_name_has_one(told: list[Any]) -> None:
    shown = outcome_of(told)
    numbers = set(re.findall(r'href="#(src-gap-\d+)"', shown["summary"] + shown["lines"]))
    assert numbers
    assert all(f'id="{one}"' in shown["sources"] for one in numbers)
    for row in re.findall(r"<tr>.*?</tr>", shown["lines"]):
        assert "#src-gap-" in row, row


def test_what_a_person_types_is_escaped(shipped: Advisor) -> None:
    text = 'I use SQL <img src=x onerror="alert(1)"> & Airflow daily'
    shown = outcome_of(list(answer.words_read(shipped, "", None, "data-engineer", text)))
    assert "<img" not in shown["lines"]
    assert "&lt;img" in shown["lines"]


def test_a_text_keeps_what_was_known_and_waits_for_a_target(shipped: Advisor) -> None:
    kept = keep(ticked("airflow", role="data-engineer"))
    updates = list(answer.words_read(shipped, kept, "data-engineer", None, "I know dbt."))
    assert profile_in(updates[1]).held == ("airflow", "dbt")
    assert "Choose the role that you want to become" in updates[0]
    assert outcome_of(updates)["summary"] == SKIPPED


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (" \n ", "The box is empty: paste a few sentences"),
        (ADS["liar_mle_is_de"][2], "reads like a job ad; paste it under Against job ads"),
        ("I like tea and long walks.", "No skill, tool or role that the library knows"),
        ("I use SQL every day. " * 5_000, "longer than 60,000 characters; give the part about"),
        (
            "Ich bin Analyst und habe mit SQL bei einer Bank für den Vertrieb gearbeitet.",
            "is in German, and only English is read here",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(shipped: Advisor, text: str, match: str) -> None:
    with pytest.raises(CareerError, match=match) as caught:
        answer.words_read(shipped, "", None, None, text)
    assert "\n" not in str(caught.value)


def test_ticks_are_the_profile_and_count_before_any_verdict(shipped: Advisor) -> None:
    before = (
        ticked("sql")
        .overruled("docker", "missing")
        .with_skills({"python": Holding(level="none", words="no Python", alias="Python")})
    )
    names = ["sql", "Docker", "pyhton"]  # an id, a title, and a typing error
    _, kept = answer.ticked(shipped, keep(before), names, "")
    after = profile_in(kept)
    assert after.held == ("sql", "docker", "python")
    assert after.overrides == {}
    _, kept = answer.ticked(shipped, kept, [], "data-engineer")
    assert profile_in(kept) == Profile()
    with pytest.raises(CareerError, match="'juggling' is no skill or tool of the library"):
        answer.ticked(shipped, keep(before), ["juggling"], "")


def test_a_decision_wins_moves_and_is_taken_back(shipped: Advisor, told: list[Any]) -> None:
    kept = told[1]
    _, kept = answer.decided(shipped, kept, ["docker", "git"], "have")
    _, kept = answer.decided(shipped, kept, ["git"], "partly")
    _, kept = answer.decided(shipped, kept, ["sql"], "missing")
    assert profile_in(kept).overrides == {"docker": "have", "git": "partly", "sql": "missing"}
    followed = list(
        answer.followed(shipped, kept, "data-analyst", "data-engineer", ["sql"], "data-engineer")
    )
    assert followed[3] == ["docker"]  # what the list of skills shows
    shown = outcome_of(followed)
    assert [shown[one]["value"] for one in ("have", "partly", "missing")] == [
        ["docker"],
        ["git"],
        ["sql"],
    ]
    assert "You decided this." in shown["lines"]
    _, kept = answer.decided(shipped, kept, [], "missing")
    assert "sql" in profile_in(kept).held


def test_the_gap_follows_the_profile_only_when_it_is_on_the_screen(shipped: Advisor) -> None:
    kept = keep(ticked("sql", role="data-analyst", target="data-engineer"))
    first = list(answer.followed(shipped, kept, None, None, [], ""))
    assert first[1:4] == ["data-analyst", "data-engineer", ["sql"]]
    assert outcome_of(first)["summary"] == SKIPPED
    later = list(
        answer.followed(shipped, kept, "statistician", "ml-engineer", ["sql"], "ml-engineer")
    )
    assert later[1:4] == [SKIPPED] * 3
    assert "ML engineer: " in outcome_of(later)["summary"]
    forged = list(answer.followed(shipped, kept, None, None, [], "<b>no role</b>"))
    assert outcome_of(forged)["summary"] == SKIPPED


def test_the_button_takes_what_stands_in_the_fields(shipped: Advisor) -> None:
    updates = list(answer.shown(shipped, "", None, "data-engineer", ["sql", "kuberntes"]))
    assert profile_in(updates[1]).held == ("sql", "kubernetes")
    assert updates[0] == ""
    nothing = list(answer.shown(shipped, "", None, "data-engineer", None))
    assert "You have told nothing yet" in nothing[0]
    with pytest.raises(CareerError, match="Choose the role that you want to become"):
        answer.shown(shipped, "", None, None, [])
    with pytest.raises(CareerError, match="Docker is a tool and no role"):
        answer.shown(shipped, "", None, "docker", [])


# ways between the tabs


def test_a_chip_of_the_chat_shows_the_gap_and_an_odd_one_asks_gently(shipped: Advisor) -> None:
    about = {"role": "data-engineer", "target": "ml-engineer"}
    updates = list(answer.wished(shipped, about, "", None, None))
    assert updates[1:3] == ["data-engineer", "ml-engineer"]
    assert "ML engineer: " in outcome_of(updates)["summary"]
    for odd in ({"target": "emperor"}, {"target": 5}, {"skills": ["sql"]}, {}):
        updates = list(answer.wished(shipped, odd, "", None, None))
        assert "Choose the role that you want to become." in updates[0]
        assert outcome_of(updates)["summary"] == SKIPPED


def test_the_plan_opens_with_the_gap_on_the_screen() -> None:
    wish = answer.plan("data-engineer", "ml-engineer")
    assert wish is not None
    assert (wish.tab, wish.about) == ("Plan", {"role": "data-engineer", "target": "ml-engineer"})
    assert wish_in(str(wish)) == wish
    assert answer.plan("data-engineer", "") is None
    bare = answer.plan(None, "ml-engineer")
    assert bare is not None
    assert bare.about == {"target": "ml-engineer"}


def test_the_chat_is_asked_what_the_gap_is_about(shipped: Advisor) -> None:
    asked = answer.question(shipped, "data-engineer", "ml-engineer")
    assert asked == "I am a data engineer. What do I need to learn to become an ML engineer?"
    assert answer.question(shipped, None, "ml-engineer") == "Which skills does an ML engineer need?"
    assert answer.question(shipped, None, "") == ""
    assert not shipped.ask(asked).refused


# a file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where gradio puts uploads."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    (tmp_path / "uploads").mkdir()
    yield tmp_path / "uploads"


def sent(folder: Path, name: str, data: bytes) -> dict[str, str]:
    """What an upload event tells of a file."""
    place = folder / "0a1b"
    place.mkdir()
    (place / name).write_bytes(data)
    return {"path": str(place / name), "orig_name": name}


def test_a_resume_is_read_and_nothing_of_it_stays(shipped: Advisor, folder: Path) -> None:
    page = files.pdf([files.column(40, 800, ["Data analyst", "I know SQL.", "No Docker yet."])])
    payload = sent(folder, "Ada Example.pdf", page)
    updates = list(answer.file_read(shipped, "", None, "data-engineer", payload))
    assert profile_in(updates[1]).held == ("sql",)
    assert updates[2] == SKIPPED  # the box may hold another text
    assert list(folder.iterdir()) == []


BAD = {
    "secret.pdf": "protected by a password",
    "scan.pdf": "holds no text and looks like a scan",
    "photo.pdf": "is a PNG image named .pdf",
    "bomb.docx": "too large",
    "german.txt": "is in German, and only English is read here",
    "empty.pdf": "is empty; choose another file",
    "long.txt": "longer than 60,000 characters",
    "tea.txt": "No skill, tool or role that the library knows",
}


def bad(name: str, scratch: Path) -> bytes:
    if name == "bomb.docx":
        files.bomb(scratch / name)
        return (scratch / name).read_bytes()
    return {
        "secret.pdf": files.encrypted(files.pdf([[(40.0, 800.0, 10, "SQL")]])),
        "scan.pdf": files.pdf([[]]),
        "photo.pdf": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "german.txt": "Ich habe mit SQL bei einer Bank für den Vertrieb gearbeitet und mit Excel.".encode(),
        "empty.pdf": b"",
        "long.txt": b"I use SQL every day. " * 5_000,
        "tea.txt": b"I like tea and long walks.",
    }[name]


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_resume_gets_a_sentence_and_goes_too(
    shipped: Advisor,
    folder: Path,
    tmp_path: Path,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    payload = sent(folder, name, bad(name, tmp_path))
    with caplog.at_level("DEBUG"), pytest.raises(CareerError, match=BAD[name]) as caught:
        answer.file_read(shipped, "", None, None, payload)
    assert "\n" not in str(caught.value)
    assert list(folder.iterdir()) == []
    assert name not in caplog.text


@pytest.mark.parametrize("payload", [None, "x", {}, {"path": 5}, {"path": ""}, {"path": "gone"}])
def test_what_is_no_upload_opens_nothing(payload: object, folder: Path) -> None:
    with pytest.raises(CareerError, match="No file has arrived"), uploaded(payload):
        raise AssertionError("it was opened")


def test_a_path_out_of_the_uploads_is_neither_read_nor_deleted(
    folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("I know SQL.")
    (folder / "deep" / "er").mkdir(parents=True)
    shutil.copy(secret, folder / "deep" / "er" / "a.txt")
    shutil.copy(secret, folder / "loose.txt")
    forged = (secret, folder / ".." / "secret.txt", folder / "deep/er/a.txt", folder / "loose.txt")
    for path in forged:
        with pytest.raises(CareerError, match="No file has arrived"), uploaded({"path": str(path)}):
            raise AssertionError("it was opened")
        assert path.is_file()


def test_the_same_file_twice_at_once_does_no_harm(folder: Path) -> None:
    payload = sent(folder, "a.txt", b"SQL")
    with uploaded(payload) as path:
        (path.parent / "b.txt").write_text("another visitor's")
        path.unlink()
    assert [one.name for one in (folder / "0a1b").iterdir()] == ["b.txt"]


# an upload on its way


def guarded(messages: list[dict[str, Any]], length: int = 0) -> tuple[list[dict[str, Any]], bytes]:
    """(what the server sends, the body that the page under the guard sees) for an upload."""
    seen, sent_out = [], []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        seen.append(message["body"])
        assert not message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent_out.append(message)

    headers = [(b"content-length", str(length).encode())] if length else []
    scope = {"type": "http", "path": "/gradio_api/upload", "headers": headers}
    asyncio.run(Guard(page)(scope, receive, send))
    return sent_out, b"".join(seen)


def part(body: bytes, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_an_upload_reaches_the_page_when_it_is_whole() -> None:
    out, seen = guarded([part(b"one "), part(b"two", more=False)])
    assert seen == b"one two"
    assert out[0]["status"] == 200


def test_an_upload_that_breaks_off_never_reaches_the_disk() -> None:
    _, seen = guarded([part(b"half a resume")])
    assert seen == b""


@pytest.mark.parametrize("told_length", [0, 50_000_000])
def test_an_upload_that_is_too_large_is_refused(told_length: int) -> None:
    piece = bytes(MOST_UPLOAD_BYTES // 2)
    out, seen = guarded([part(piece), part(piece), part(piece, more=False)], told_length)
    assert out[0]["status"] == 413
    assert seen == b""


# an event that does not fit


def test_an_event_of_an_older_page_is_told_to_reload_and_prints_no_input(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with gr.Blocks() as page:
        one, two = gr.Textbox(), gr.Textbox()
        one.submit(lambda *given: given, [one, two], [one, two])
    event = next(iter(discreet(page).fns.values()))
    with pytest.raises(gr.Error, match="This page is older than the server") as caught:
        asyncio.run(page.preprocess_data(event, ["my salary is 30k"], None))
    assert caught.value.print_exception is False
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "salary" not in "".join((caplog.text, *capfd.readouterr()))
    assert asyncio.run(page.preprocess_data(event, ["a", "b"], None)) == ["a", "b"]


# job ads


def test_an_ad_is_told_what_it_is_with_its_lines(shipped: Advisor) -> None:
    kept = keep(ticked("sql", "airflow"))
    ad = ADS["liar_mle_is_de"][2]
    shown, button, asked, sources = gap_ads.checked(shipped, kept, ad, "", None)
    said = words_of(shown)
    assert "The ad: Machine Learning Engineer" in said
    assert "Titled ML engineer, it reads 9" in said
    assert "“Schedule and monitor Airflow DAGs, handle retries and backfills”" in said
    assert re.search(r"Required: you have \d+ of \d+", said)
    assert "Nice to have: you have 0 of" in said
    assert "“Terraform is a plus”" in said.replace(" ”", "”").replace("“ ", "“")
    assert asked == "What is the difference between an ML engineer and a data engineer?"
    assert button.visible
    numbers = set(re.findall(r'href="#(src-ads-\d+)"', shown))
    assert all(f'id="{one}"' in sources for one in numbers)
    for row in re.findall(r"<tr><th scope=.row.*?</tr>", shown):
        assert "#src-ads-" in row, row


def test_several_ads_begin_with_what_more_than_one_asks_for(shipped: Advisor) -> None:
    ads = [ADS[one][2] for one in ("liar_mle_is_de", "platform_titled_de", "ds_honest")]
    shown = gap_ads.checked(shipped, keep(ticked("sql")), *ads)[0]
    first = shown.index("What more than one ad asks for")
    assert first < shown.index("Ad 1: Machine Learning Engineer") < shown.index("Ad 3: ")
    table = words_of(shown[first : shown.index("Ad 1: ")])
    assert re.search(r"Apache Airflow \[\d+\] 2 of 3 0 of 3", table)
    assert re.search(r"Kubernetes \[\d+\] 1 of 3 1 of 3", table)


def test_a_person_stands_the_same_in_every_ad(shipped: Advisor) -> None:
    kept = keep(Profile(role="data-analyst"))
    ads = [ADS[one][2] for one in ("ai_is_da", "de_is_ds")]
    shown = gap_ads.checked(shipped, kept, *ads)[0]
    cells = re.findall(r"<tr><th scope=.row.>(?:<span>)?SQL .*?</tr>", shown)
    assert len(cells) == 3
    assert all("gap-cell have" in one for one in cells)


def test_without_a_profile_an_ad_is_read_all_the_same(shipped: Advisor) -> None:
    shown, *_ = gap_ads.checked(shipped, "", ADS["ds_honest"][2])
    assert "Tell what you have in About you" in shown
    assert "gap-standing" not in shown


@pytest.mark.parametrize(
    ("texts", "match"),
    [
        (("", " \n", None), "The ad is empty; paste the text of a job ad"),
        (("Data engineer wanted",), "only 3 words"),
        (("pipeline " * 4_000,), "the limit is 20,000"),
    ],
)
def test_what_is_no_ad(shipped: Advisor, texts: tuple[str | None, ...], match: str) -> None:
    with pytest.raises(CareerError, match=match):
        gap_ads.checked(shipped, "", *texts)


def test_boxes_are_added_up_to_five() -> None:
    count: float | None = None
    for expected in (2, 3, 4, 5, 5):
        count, *boxes, button = gap_ads.added(count)
        assert count == expected
        assert [one.visible for one in boxes] == [number < expected for number in range(5)]
    assert not button.visible


def test_an_ad_on_the_screen_follows_the_profile_and_no_other_does(shipped: Advisor) -> None:
    ad, kept = ADS["ds_honest"][2], keep(ticked("sql"))
    assert gap_ads.followed(shipped, kept, ad, "")[0] == SKIPPED
    assert "gap-standing" in gap_ads.followed(shipped, kept, ad, "asked")[0]
    assert gap_ads.followed(shipped, kept, "half an", "asked")[0] == SKIPPED


# the whole


def test_a_first_visit_says_what_to_do_and_forgetting_leads_back_to_it(shipped: Advisor) -> None:
    blank = answer.forgotten()
    assert blank[0] == answer.EMPTY
    assert blank[-1] == NO_SOURCES
    assert not any(isinstance(one, str) and "SQL" in one for one in blank)
    filled = answer.filled(shipped, ticked("sql", role="data-analyst"))
    assert [filled[0].value, filled[1].value] == ["data-analyst", None]
    assert filled[2]["value"] == ["sql"]
    assert ("ML engineer", "ml-engineer") in filled[1].choices


def test_what_was_kept_is_never_an_empty_text() -> None:
    """Gradio writes no empty text to the browser, and the profile before would come back."""
    assert json.loads(keep(Profile())) == {}
    assert profile_in(keep(Profile())) == Profile()


def test_every_role_is_drawn_and_quickly(shipped: Advisor) -> None:
    profile = ticked("sql", "airflow", "python").overruled("docker", "partly")
    for target in shipped.library.roles:
        found = gap(shipped.library, profile, target)
        notes = Footnotes("gap", shipped.index.document)
        drawn = gap_view.lines_html(found, notes)
        assert all(
            f"{line.title.split(' (')[0]}" in words_of(drawn).replace("&amp;", "&")
            for line in found.lines
        )
    kept = keep(profile)
    work = lambda: answer.shown(shipped, kept, "data-engineer", "ml-engineer", list(profile.held))  # noqa: E731
    assert seconds(work) < QUICK_SECONDS
    ad = ADS["liar_mle_is_de"][2]
    assert seconds(lambda: gap_ads.checked(shipped, kept, ad)) < QUICK_SECONDS


def test_the_title_is_what_other_tabs_wish_for() -> None:
    assert tab.TITLE == answer.TITLE == "Skills gap"
