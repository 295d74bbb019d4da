"""The line that says how a question was read, as a visitor changes it, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from quiet import reload

MOVE = "I am a data engineer. How do I become an ML engineer?"
LINE = "Read as: Data engineer → ML engineer · how long it takes"
OpenPage = Callable[..., Any]


def ask(page: Any, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def read_as(page: Any, words: str) -> Any:
    """The line, once it says so."""
    line = page.locator("#reread > button", has_text=words)
    line.wait_for()
    return line


def test_another_aspect_is_asked_and_answered_and_a_reload_keeps_the_line(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    assert page.locator("#reread > button").count() == 0
    ask(page, MOVE)
    line = read_as(page, "Data engineer → ML engineer")
    assert line.get_attribute("aria-expanded") == "false"
    line.focus()
    page.keyboard.press("Enter")
    aspect = page.get_by_label("What of it")
    aspect.wait_for()
    assert line.get_attribute("aria-expanded") == "true"
    aspect.fill("how long")
    page.keyboard.press("Enter")
    question = "How long does it take to move from a data engineer to an ML engineer?"
    page.wait_for_selector(f"#reread >> text={question}")
    page.get_by_role("button", name="Answer this instead").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('#chat a[href="#src-2-1"]')
    assert page.locator('#chat [data-testid="user"]').all_inner_texts() == [MOVE, question]
    assert "months" in page.locator('#chat [data-testid="bot"]').last.inner_text()
    read_as(page, LINE)
    assert not aspect.is_visible()
    page.wait_for_selector("#question .submit-button")
    assert page.evaluate("document.activeElement.matches('#reread > button')")
    reload(page)
    read_as(page, LINE)
    page.click("#new")
    page.wait_for_selector("#reread > button", state="detached")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_a_refusal_is_put_right(server: Any, open_page: OpenPage, theme: str) -> None:
    server.wait()
    page = open_page(390, 844, theme)
    ask(page, "Where is the best pizza in Naples?")
    line = read_as(page, "nothing I know")
    assert line.bounding_box()["height"] < 30
    line.click()
    page.get_by_role("button", name="Answer this instead").click()
    page.wait_for_selector("#reread >> text=Choose a role, skill, tool or project")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Answer this instead"
    for name in ("Data engineer", "ML engineer"):
        page.get_by_label("About", exact=True).fill(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.click("text=move from ML engineer to data engineer")
    page.wait_for_selector("#reread >> text=Asks: How do I move from an ML engineer to a data")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("text=compare them")
    page.get_by_role("button", name="Answer this instead").click()
    read_as(page, "Data engineer, ML engineer")
    seen = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('#chat')"
    assert page.evaluate(f"{seen}.getBoundingClientRect())")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
