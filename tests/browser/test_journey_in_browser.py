"""The whole way of a new visitor, in Chromium: from the first question to being forgotten.

The server is started anew in the middle. At every step nothing may scroll sideways, and in the end
nothing of what the visitor wrote may stand in the server's log or lie on its disk; `open_page` sees
to a clean console, and that nothing leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar
from quiet import reload

MOVE = "I am a data engineer. How do I become an ML engineer?"
TOLD = (
    "I am a data engineer and want to become an ML engineer. "
    "I use SQL and deep learning every day at Quokkaworks, no Docker yet. 6 hours a week."
)
ANSWER = "I would ask Quokkaworks for a log of the features, offline and online, and compare them."
VISITORS_OWN = ("Quokkaworks", "How do I become", "no Docker yet")
OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def server(full_server: Any) -> Any:
    return full_server


def nothing_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def press(page: Any, button: str) -> None:
    page.get_by_role("button", name=button).locator("visible=true").first.click()


def sidebar(page: Any) -> None:
    page.get_by_role("button", name="About you").click()


def progress(page: Any, words: str) -> None:
    page.wait_for_selector(f'.plan-progress[aria-label*="{words}"]')


def saved(page: Any, button: str) -> str:
    with page.expect_download() as download:
        press(page, button)
    return str(download.value.path().read_bytes().decode())


def ours_in_storage(page: Any) -> list[str]:
    own = "Object.keys(localStorage).filter((key) => key.startsWith('career-advisor')).sort()"
    return list(page.evaluate(own))


# the steps


def ask_and_open_a_citation(page: Any) -> None:
    page.locator("#chat .example", has_text=MOVE).click()
    number = page.locator('#chat a[href="#src-1-1"]').first
    page.wait_for_selector("#chat .option")
    number.click()
    assert page.evaluate("document.activeElement.id") == "src-1-1"
    assert page.locator("#src-1-1 .passage").inner_text().strip()
    page.click("#src-1-1 .back")
    nothing_sideways(page)


def see_the_gap_and_overrule_it(page: Any) -> None:
    press(page, "See your skills gap")
    page.wait_for_selector(".gap h2:has-text('ML engineer:')")
    page.locator(".gap-more > button").click()
    page.get_by_label("A text about yourself, or your résumé").fill(TOLD)
    press(page, "Read the text")
    page.wait_for_selector("text=Read, and kept in About you.")
    missing = page.locator('.gap tr:has(th:has-text("Docker"))')
    missing.filter(has_text="no Docker yet").wait_for()
    known = page.locator('.gap tr:has(th:has-text("Deep learning"))')
    assert "Quokkaworks" in known.inner_text()
    nothing_sideways(page)
    page.get_by_label("I do not have this", exact=True).fill("Deep learning")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    known.filter(has_text="You decided this.").wait_for()
    nothing_sideways(page)


def plan_tick_and_download(page: Any) -> None:
    press(page, "Make a plan from this")
    page.wait_for_selector(".plan-length:has-text('at 6 hours a week')")
    boxes = page.locator(".plan-ticks input")
    assert boxes.count() == 9  # eight skills, of which one was overruled, and a project
    boxes.first.check()
    progress(page, "Done: 1 of 9 items")
    nothing_sideways(page)
    text = saved(page, "Download text")
    assert text.startswith("# To ML engineer\n") and "`skill:deep-learning`" in text
    assert text.count("- [x] ") == 1 and text.count("- [ ] ") == 8
    events = Calendar.from_ical(saved(page, "Download calendar")).walk("VEVENT")
    names = " ".join(str(one["SUMMARY"]) for one in events)
    assert "Model serving" in names and "Deep learning" in names


def go_on_with_a_new_server(page: Any, server: Any) -> None:
    server.stop()
    server.start()
    server.wait()
    page.locator(".plan-ticks input").nth(1).check()  # the page of the old server goes on
    progress(page, "Done: 2 of 9 items")
    reload(page)
    page.wait_for_selector('#chat a[href="#src-1-1"]')
    server.away = False
    open_tab(page, "Plan")
    progress(page, "Done: 2 of 9 items")
    sidebar(page)
    page.locator("#you .token >> text=SQL").wait_for()
    assert page.locator("#you").get_by_label("I want to become").input_value() == "ML engineer"
    assert page.locator("#you").get_by_label("Hours a week").input_value() == "6"
    nothing_sideways(page)
    sidebar(page)
    open_tab(page, "Skills gap")
    press(page, "Show my gap")
    page.locator(
        '.gap tr:has(th:has-text("Deep learning"))', has_text="You decided this."
    ).wait_for()


def practice_and_discuss(page: Any) -> None:
    open_tab(page, "Practice")
    page.wait_for_selector(".asked-question:has-text('Interviews for ML engineers')")
    question = page.inner_text(".asked-question h2").removesuffix("[1]").strip()
    page.get_by_label("Your answer").fill(ANSWER)
    press(page, "Check my answer")
    page.wait_for_selector(".practice .verdict")
    page.wait_for_selector("text=1 question tried")
    nothing_sideways(page)
    press(page, "Discuss this in the chat")
    asked = page.locator('#chat [data-testid="user"]').nth(1)
    asked.wait_for()
    assert asked.inner_text() == f"Interview question: {question}"
    page.locator('#chat a[href="#src-2-1"]').first.wait_for()
    nothing_sideways(page)


def be_forgotten(page: Any) -> None:
    kept = ("plan", "practice", "profile")
    assert ours_in_storage(page) == [f"career-advisor.{one}" for one in kept]
    open_tab(page, "About")
    page.wait_for_selector("#about >> text=“Forget me” deletes it")
    nothing_sideways(page)
    sidebar(page)
    press(page, "Forget me")
    page.wait_for_selector("text=Forgotten. Nothing of it is kept anywhere.")
    page.wait_for_function("!Object.keys(localStorage).join().includes('career-advisor')")
    reload(page)
    page.wait_for_selector("#question textarea")
    open_tab(page, "Plan")
    page.wait_for_function("document.querySelector('.plan-fields textarea').value")
    assert page.locator(".plan-length, .plan-phase:visible").count() == 0
    sidebar(page)
    you = page.locator("#you")
    for label in ("I am", "I want to become", "Hours a week to learn"):
        assert you.get_by_label(label, exact=True).input_value() == ""
    assert you.locator(".token").count() == 0
    assert ours_in_storage(page) == []
    nothing_sideways(page)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("width", "height", "theme"),
    [(1360, 820, "light"), (390, 844, "dark")],
    ids=["desktop", "phone"],
)
def test_from_the_first_question_to_being_forgotten(
    server: Any, open_page: OpenPage, width: int, height: int, theme: str
) -> None:
    server.wait('"settled":true')
    page = open_page(width, height, theme)
    nothing_sideways(page)
    ask_and_open_a_citation(page)
    see_the_gap_and_overrule_it(page)
    plan_tick_and_download(page)
    go_on_with_a_new_server(page, server)
    practice_and_discuss(page)
    be_forgotten(page)
    assert [words for words in VISITORS_OWN if words in server.log] == []
    assert [one for one in server.uploads.rglob("*") if one.is_file()] == []
