"""The tab Compare as a visitor uses it, in Chromium: three modes, the way to the chat and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OpenPage = Callable[..., Any]
MOVE = "I am a data engineer. How do I become an ML engineer?"


def mode(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def pick(page: Any, label: str, *names: str) -> None:
    """Choose in a dropdown of the tab by typing."""
    box = page.locator("#modes").get_by_label(label, exact=True)
    for name in names:
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name, exact=True).last.click()  # an older list fades out
    box.press("Escape")


def result(page: Any) -> Any:
    return page.locator("#modes .result:visible")


def click(page: Any, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).and_(page.locator(":visible")).click()


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_two_roles_side_by_side_and_the_passage_behind_a_cell(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    mode(page, "Compare")
    click(page, "Compare")
    result(page).locator("text=Choose two to four roles").wait_for()
    pick(page, "Roles, two to four", "Data engineer")
    click(page, "Compare")
    result(page).locator("text=1 is chosen").wait_for()
    pick(page, "Roles, two to four", "ML engineer")  # the first is still there
    click(page, "Compare")
    result(page).locator(".lead >> text=trusted data for the data engineer").wait_for()
    assert page.locator("#modes .form:visible").bounding_box()["height"] > 60  # not squeezed
    shared = result(page).locator(".chips .all >> nth=0")
    assert "=" in shared.inner_text()
    link = shared.locator("a")
    card = link.get_attribute("href")[1:]
    link.click()
    assert focused(page) == card
    passage = page.locator(f"#{card}")
    assert passage.locator("mark").count() > 0
    passage.locator(".back").click()
    assert page.evaluate("document.activeElement.closest('.result') !== null")
    page.keyboard.press("Tab")
    result(page).locator("summary >> nth=0").focus()
    page.keyboard.press("Enter")
    result(page).locator(".matrix >> text=Wanted by both").first.wait_for()


def test_the_chat_opens_the_map_and_the_map_asks_the_chat(server: Any, open_page: OpenPage) -> None:
    server.wait('"settled":true')
    page = open_page()
    page.fill("#question textarea", MOVE)
    page.keyboard.press("Enter")
    page.locator("#chat .option", has_text="See what carries over").dispatch_event("click")
    result(page).locator(".map >> text=Same skill, another name").wait_for()
    assert page.get_by_label("From", exact=True).input_value() == "Data engineer"
    assert page.get_by_label("To", exact=True).input_value() == "ML engineer"
    assert "SQL" in result(page).locator(".carry").inner_text()
    result(page).locator("summary").click()
    assert "missing ÷" in result(page).locator("details").inner_text()
    click(page, "Discuss this in the chat")
    page.wait_for_selector('#chat a[href^="#src-2-"]')
    asked = page.locator('#chat [data-testid="user"]').last
    assert asked.inner_text() == MOVE


def test_what_a_person_tells_fills_the_fields_and_forgetting_empties_them(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    mode(page, "Compare")
    mode(page, "Which fits me")
    page.locator("#you .toggle-button, .sidebar .toggle-button").first.click()
    words = "I am a data engineer and want to become an ML engineer. I know SQL and like building."
    page.get_by_label("Or tell it in your own words").fill(words)
    click(page, "Read it")
    page.locator("#modes .token >> text=SQL").wait_for()
    page.wait_for_function(
        "[...document.querySelectorAll('#modes input[type=radio]:checked')]"
        ".some((one) => one.value === 'Building')"
    )
    page.locator("#you .toggle-button, .sidebar .toggle-button").first.click()
    click(page, "Rank the roles")
    result(page).locator(".ranking >> text=your role now").wait_for()
    assert "SQL" in result(page).locator(".reasons").first.inner_text()
    mode(page, "From one to another")
    assert page.get_by_label("From", exact=True).input_value() == "Data engineer"
    assert page.get_by_label("To", exact=True).input_value() == "ML engineer"
    page.locator("#you .toggle-button, .sidebar .toggle-button").first.click()
    click(page, "Forget me")
    page.wait_for_function(
        "document.querySelector('#modes input[aria-label=\"From\"]').value === ''"
    )
    assert page.locator("#modes .ranking").count() == 0


def test_on_a_phone_in_the_dark_nothing_of_it_scrolls_sideways(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page(390, 844, "dark")
    width = "document.documentElement.scrollWidth"
    mode(page, "Compare")
    pick(page, "Roles, two to four", "Data engineer", "ML engineer", "Data scientist")
    click(page, "Compare")
    result(page).locator(".aspects").wait_for()
    assert page.evaluate(width) == 390
    result(page).locator("summary >> nth=0").click()
    assert page.evaluate(width) == 390
    mode(page, "From one to another")
    pick(page, "From", "Data engineer")
    pick(page, "To", "ML engineer")
    click(page, "Show the map")
    result(page).locator(".map").wait_for()
    result(page).locator("summary >> nth=0").click()
    assert page.evaluate(width) == 390
    mode(page, "Which fits me")
    page.locator("#modes").get_by_label("Systems", exact=True).check()
    click(page, "Rank the roles")
    result(page).locator(".rank").first.wait_for()
    assert page.evaluate(width) == 390
