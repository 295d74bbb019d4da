"""The tab Plan as a visitor uses it, in Chromium: from the first question to a downloaded plan."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar
from quiet import reload

MOVE = "I am a data engineer. How do I become an ML engineer?"
ITEMS = 9
"""Eight skills and a project: what the library of the tests has for this move."""
OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def server(full_server: Any) -> Any:
    """A library with enough skills for a plan, and a project."""
    return full_server


def length(page: Any) -> str:
    return str(page.inner_text(".plan-length"))


def progress(page: Any) -> str:
    return str(page.inner_text(".plan-progress + p"))


def wait_for_progress(page: Any, words: str) -> None:
    page.wait_for_selector(f'.plan-progress[aria-label*="{words}"]')


def open_tab(page: Any) -> None:
    page.get_by_role("tab", name="Plan", exact=True).click()


def choose(page: Any, label: str, role: str) -> None:
    field = page.locator(".plan-fields").get_by_label(label, exact=True)
    field.click()
    options = page.locator(f"#{field.get_attribute('aria-controls')}")
    options.get_by_role("option", name=role, exact=True).click()


def make_plan(page: Any) -> None:
    open_tab(page)
    page.wait_for_function("document.querySelector('.plan-fields textarea').value")
    choose(page, "I am", "Data engineer")
    choose(page, "I want to become", "ML engineer")
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_selector(".plan-length")


def downloaded(page: Any, button: str) -> tuple[str, str]:
    """(name, content) of what a button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, download.value.path().read_bytes().decode()


def test_from_the_first_question_to_a_downloaded_plan(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    begun = time.monotonic()
    page.fill("#question textarea", MOVE)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make a plan").click()
    page.wait_for_selector(".plan-length")
    name, text = downloaded(page, "Download text")
    assert time.monotonic() - begun < 30
    assert name == "career-plan.md"
    assert text.startswith("# To ML engineer\n")
    assert "`project:recommendation-system`" in text
    assert re.match(r"\d+ weeks at 8 hours a week, from ", length(page))
    name, text = downloaded(page, "Download calendar")
    assert name == "career-plan.ics"
    assert len(Calendar.from_ical(text).walk("VEVENT")) >= ITEMS
    page.get_by_role("button", name="Discuss this in the chat").first.click()
    page.wait_for_selector('#chat [data-testid="user"] >> nth=1')
    assert page.inner_text('#chat [data-testid="user"] >> nth=1') == MOVE


def test_ticks_stay_through_a_reload_other_hours_and_a_file(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    make_plan(page)
    weeks = length(page)
    boxes = page.locator(".plan-ticks input")
    count = boxes.count()
    assert count == ITEMS
    for place in (0, 1, 2):  # faster than the answers come
        boxes.nth(place).check()
    wait_for_progress(page, f"Done: 3 of {count} items")
    assert length(page) != weeks
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.get_by_label("Learning now").click()
    page.get_by_role("option", name="Deep learning").click()
    page.keyboard.press("Escape")
    wait_for_progress(page, "Learning now: Deep learning.")
    boxes.nth(1).uncheck()
    wait_for_progress(page, f"Done: 2 of {count} items")
    reload(page)
    page.wait_for_selector("#question textarea")
    open_tab(page)
    wait_for_progress(page, f"Done: 2 of {count} items")
    target = page.locator(".plan-fields").get_by_label("I want to become", exact=True)
    assert target.input_value() == "ML engineer"
    kept = progress(page)
    page.get_by_label("Hours a week", exact=True).fill("4")
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_selector(".plan-length:has-text('at 4 hours')")
    assert progress(page) == kept
    name, text = downloaded(page, "Download data")
    assert json.loads(text)["hours_per_week"] == 4
    page.locator("#you button").first.click()
    page.get_by_role("button", name="Forget me").click()
    page.wait_for_selector("text=Say which role you have")
    assert page.locator(".plan-length").count() == 0
    assert "recommendation" not in page.evaluate("JSON.stringify(localStorage)")
    file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.locator(".plan input[type=file]").set_input_files(file)
    wait_for_progress(page, f"Done: 2 of {count} items")
    assert "at 4 hours" in length(page)
    assert [one for one in server.uploads.rglob("*") if one.is_file()] == []
    junk = {"name": "plan.json", "mimeType": "application/json", "buffer": b'{"a": 1}'}
    page.locator(".plan input[type=file]").set_input_files(junk)
    page.wait_for_selector("text=This plan names no target role")
    assert "at 4 hours" in length(page)


def test_on_a_phone_the_timeline_opens_and_a_project_is_found(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    width = 390
    page = open_page(width, 820, "dark")
    make_plan(page)
    page.locator(".plan-weeks summary").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".plan-weeks details[open] ol")
    page.locator(".plan-phase a").first.click()
    assert page.evaluate("document.activeElement.id").startswith("src-plan-")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("tab", name="A project to build").click()
    page.get_by_role("button", name="Find a project").click()
    page.wait_for_selector("text=What an interviewer will ask")
    assert page.locator(".plan-phase:visible").count() == 0
    page.locator(".plan .result:visible a").first.click()
    assert page.evaluate("document.activeElement.id").startswith("src-project-")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
