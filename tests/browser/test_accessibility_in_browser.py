"""Every tab under axe-core, with a result on the screen: light and dark, desktop and phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accessibility import Allowed, accessible
from job_ads import ADS

pytestmark = pytest.mark.timeout(300)
OpenPage = Callable[..., Any]
MOVE = "I am a data engineer. How do I become an ML engineer?"
TOLD = f"{MOVE} I use SQL every day, no Docker yet. 8 hours a week. I like building."


@pytest.fixture(scope="module")
def server(full_server: Any) -> Any:
    return full_server


@pytest.fixture
def page(server: Any, open_page: OpenPage) -> Any:
    server.wait('"settled":true')
    return open_page()


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def press(page: Any, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).locator("visible=true").click()


def sidebar(page: Any) -> None:
    page.locator(".sidebar .toggle-button").click()


def tell(page: Any) -> None:
    """Fill the fields of all tools."""
    sidebar(page)
    page.get_by_label("Or tell it in your own words").fill(TOLD)
    press(page, "Read it")
    page.wait_for_selector("#you >> text=Read: SQL")
    page.locator("#you .token >> text=SQL").wait_for()


def test_chat(page: Any) -> None:
    accessible(page, "chat before the first question")
    page.fill("#question textarea", MOVE)
    page.keyboard.press("Enter")
    page.wait_for_selector("#chat .option")
    page.locator('#chat a[href="#src-1-1"]').first.click()
    page.click("#reread > button")
    page.get_by_label("What of it").wait_for()
    accessible(page, "chat with an answer")
    page.fill("#question textarea", "What does a beekeeper earn?")
    page.keyboard.press("Enter")
    page.wait_for_selector('#chat [data-testid="bot"] >> nth=1')
    page.wait_for_selector("#question .submit-button")
    accessible(page, "chat with a refusal")


def test_about_you(page: Any) -> None:
    tell(page)
    accessible(page, "about you")


def test_compare(page: Any) -> None:
    tell(page)
    sidebar(page)
    tab(page, "Compare")
    press(page, "Compare")
    page.wait_for_selector("#modes .aspects")
    page.locator("#modes .result:visible summary").first.click()
    accessible(page, "compare side by side")
    tab(page, "From one to another")
    press(page, "Show the map")
    page.wait_for_selector("#modes .map")
    page.locator("#modes .result:visible summary").first.click()
    accessible(page, "compare from one to another")
    tab(page, "Which fits me")
    press(page, "Rank the roles")
    page.wait_for_selector("#modes .ranking")
    accessible(page, "compare which fits")


def test_skills_gap(page: Any) -> None:
    tab(page, "Skills gap")
    press(page, "Show my gap")
    page.wait_for_selector(".gap .told")
    accessible(page, "gap with an error")
    large = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"0" * 3_000_000}
    page.locator(".gap-more input[type=file]").set_input_files(large)
    page.wait_for_selector("text=is larger than 2 MB")
    accessible(page, "gap with a file that is too large")
    page.get_by_label("A text about yourself, or your résumé").fill(TOLD)
    press(page, "Read the text")
    page.wait_for_selector(".gap-verdicts")
    accessible(page, "gap against a role")
    tab(page, "Against job ads")
    page.get_by_label("Text of the job ad").fill(ADS["ds_honest"][2])
    press(page, "Check the ad")
    page.wait_for_selector("text=Titled data scientist, and it is one")
    accessible(page, "gap against an ad")


def test_plan(page: Any) -> None:
    tell(page)
    sidebar(page)
    tab(page, "Plan")
    press(page, "Make my plan")
    page.wait_for_selector(".plan-length")
    page.locator(".plan-ticks input").first.check()
    page.wait_for_selector('.plan-progress[aria-label*="Done: 1 of"]')
    page.locator(".plan-weeks summary").first.click()
    accessible(page, "plan week by week")
    tab(page, "A project to build")
    press(page, "Find a project")
    page.wait_for_selector("text=What an interviewer will ask")
    accessible(page, "plan of a project")


def test_practice(page: Any) -> None:
    tab(page, "Practice")
    accessible(page, "practice before a question")
    page.locator(".practice").get_by_label("Role or topic").fill("ML engineer")
    page.keyboard.press("Enter")
    page.wait_for_selector(".asked-question")
    page.get_by_label("Your answer").fill("I compare the features offline and online, by a log.")
    press(page, "Check my answer")
    page.wait_for_selector(".practice .verdict")
    accessible(page, "practice with a verdict")


def test_about(page: Any) -> None:
    tab(page, "About")
    page.wait_for_selector("#about table.figures")
    for summary in page.locator("#about summary").all():
        summary.click()
    accessible(page, "about")


def test_the_check_finds_what_is_wrong_and_what_is_allowed_no_more(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content(
        "<html lang=en><title>Wrong</title><main><h1>Wrong</h1><input class=ours>"
        "<p style='color: #ccc; background: #fff'>Pale</p></main>"
    )
    with pytest.raises(AssertionError, match=r"(?s)px dark: color-contrast at p.*label at input"):
        accessible(page, "wrong")
    ours = Allowed("label", "main > .ours", "for the test", ("wrong",))
    pale = Allowed("color-contrast", "p", "for the test", ("wrong",))
    accessible(page, "wrong", (ours, pale))
    page.evaluate("document.querySelector('.ours').remove()")
    with pytest.raises(AssertionError, match=r"does not occur any more.*main > \.ours"):
        accessible(page, "wrong", (ours, pale))
    accessible(page, "elsewhere", (ours, pale))
    page.close()
