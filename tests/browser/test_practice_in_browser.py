"""The tabs Practice and About as a visitor uses them, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from quiet import reload

OpenPage = Callable[..., Any]
ANSWER = (
    "I make the load idempotent, so running it five times leaves the same table. I overwrite the "
    "whole partition instead of appending blindly."
)
NOTHING_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def server(full_server: Any) -> Any:
    """A library with interviews."""
    return full_server


def open_tab(page: Any, name: str = "Practice") -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def choose(page: Any, label: str, option: str) -> None:
    page.locator(".practice").get_by_label(label, exact=True).fill(option)
    page.keyboard.press("Enter")


def question(page: Any, words: str) -> None:
    """Wait until it is asked."""
    page.wait_for_selector(f'.asked-question h2:has-text("{words}")')


def check(page: Any, answer: str = ANSWER) -> None:
    page.get_by_label("Your answer").fill(answer)
    page.get_by_role("button", name="Check my answer").click()
    page.wait_for_selector(".practice .verdict")


def kept(page: Any) -> str:
    return str(page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"))


def in_window(page: Any, selector: str) -> None:
    page.wait_for_function(
        "s => { const at = document.querySelector(s).getBoundingClientRect();"
        " return at.top >= 0 && at.top < innerHeight; }",
        arg=selector,
    )


def test_from_the_chat_to_a_checked_answer_and_back(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    page.fill("#question textarea", "What do interviewers ask a data engineer?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Practice these questions").click()
    question(page, "How do you rerun a month of data without duplicates?")
    box = page.locator(".practice")
    assert "never the current time" not in box.inner_text()
    page.get_by_label("Your answer").fill(ANSWER)
    choose(page, "Question", "1")  # leaving the list must not take the answer away
    page.get_by_label("Your answer").click()
    page.wait_for_timeout(400)
    assert page.input_value('.practice textarea[placeholder^="A few"]') == ANSWER
    page.get_by_role("button", name="Check my answer").click()
    page.wait_for_selector('.verdict:has-text("You said 2 of 3 points.")')
    assert box.locator(".points.missed li").inner_text().startswith("The run reads a fixed data")
    box.locator(".points a").first.click()
    assert page.evaluate("document.activeElement.id") == "src-practice-1"
    assert "never the current time" in page.inner_text("#src-practice-1")
    page.click("#src-practice-1 .back")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#src-practice-1"
    box.get_by_role("button", name="Discuss this in the chat").click()
    page.wait_for_selector(
        '#chat [data-testid="user"] >> text=Interview question: How do you rerun'
    )
    page.wait_for_selector('#chat a[href="#src-2-1"]')


def test_a_new_server_a_reload_and_what_the_browser_keeps(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    open_tab(page)
    page.wait_for_selector("text=Choose a role or a topic above")
    choose(page, "Role or topic", "Data engineer")
    question(page, "How do you rerun a month")
    check(page, f"{ANSWER} My secret is Xylophone.")
    page.wait_for_selector("text=1 question tried, 2 of 3 points said.")
    server.stop()
    server.start()
    server.wait()
    page.get_by_role("button", name="Another question").click()
    question(page, "The source team renames a column")
    server.away = False
    check(page, "Nobody knows.")
    page.wait_for_selector('.verdict:has-text("None of the 4 points is there yet.")')
    page.wait_for_selector("text=2 questions tried, 2 of 7 points said.")
    assert "career-advisor.practice" in kept(page)
    reload(page)
    open_tab(page)
    page.wait_for_selector("text=2 questions tried, 2 of 7 points said.")
    choose(page, "Role or topic", "falconry")
    page.wait_for_selector("text=The library asks nothing about 'falconry'")
    choose(page, "Role or topic", "DE")
    question(page, "One Spark task runs far longer")  # the first that was not tried
    page.locator("#you .toggle-button, .sidebar .toggle-button").first.click()
    page.get_by_role("button", name="Forget me").click()
    page.wait_for_selector("text=Forgotten.")
    page.wait_for_selector("text=2 questions tried", state="hidden")
    assert page.locator(".practiced").count() == 0
    assert "Xylophone" not in kept(page) + server.log


def test_on_a_phone_nothing_scrolls_sideways(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page(390, 844, "dark")
    open_tab(page)
    choose(page, "Role or topic", "Data engineer")
    question(page, "How do you rerun a month")
    page.click("text=The rounds of this interview")
    check(page)
    in_window(page, ".verdict")
    assert page.evaluate(NOTHING_SIDEWAYS)
    wide = "[...document.querySelectorAll('.practice *')].filter(e => e.scrollWidth > 391).length"
    assert page.evaluate(wide) == 0
    open_tab(page, "About")
    page.wait_for_selector(".about table.figures")
    for summary in page.locator(".about summary").all():
        summary.click()
    assert page.evaluate(NOTHING_SIDEWAYS)
    assert page.evaluate("Math.max(...[...document.querySelectorAll('.about *')]"
                         ".map(e => e.getBoundingClientRect().right)) <= innerWidth")  # fmt: skip


def test_the_about_tab_has_figures_licenses_and_what_is_stored(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    open_tab(page, "About")
    page.wait_for_selector("#about >> text=20 pages with")
    said = page.inner_text("#about")
    assert "of what a complete answer must say is said" in said
    assert "The library served here is another one" in said  # it is the small one of the tests
    assert "What is stored where" in said and "Apache License 2.0" in said
    page.click("text=The packages that it is built on")
    assert "gradio" in page.inner_text("#about table.packages >> nth=1")
