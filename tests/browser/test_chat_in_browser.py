"""The page as a visitor uses it, in Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from quiet import reload

COMPARE = "What is the difference between a data engineer and an ML engineer?"
MOVE = "I am a data engineer. How do I become an ML engineer?"
SLOWLY = "Slowly: what is the main focus of a data engineer?"
OpenPage = Callable[..., Any]


def ask(page: Any, question: str, turn: int = 1) -> None:
    """Ask and wait until the answer is complete."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#chat a[href="#src-{turn}-1"]')
    page.wait_for_selector("#question .submit-button")


def bubbles(page: Any, who: str) -> list[str]:
    return [one.inner_text() for one in page.query_selector_all(f'#chat [data-testid="{who}"]')]


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def wait_until_seen(page: Any, selector: str) -> None:
    """Until the element's beginning lies within the window, and stays."""
    where = "(e => e.getBoundingClientRect().top)(document.querySelector(s))"
    seen = f"s => {where} >= 0 && {where} < innerHeight"
    page.wait_for_function(seen, arg=selector)
    page.wait_for_timeout(400)
    assert page.evaluate(seen, selector)


def test_the_page_is_there_and_answers_while_the_library_is_still_loading(
    server: Any, open_page: OpenPage
) -> None:
    server.wait('"status":"ok"')
    page = open_page()
    assert page.title() == "Career Advisor"
    page.click("#chat .example >> nth=1")
    page.wait_for_selector('#chat a[href="#src-1-1"]', timeout=60_000)
    assert bubbles(page, "user") == [MOVE]
    page.wait_for_function("document.querySelector('#state').textContent.includes('parrot')")


def test_the_model_writes_while_one_watches_and_stop_stops_it(
    server: Any, open_page: OpenPage
) -> None:
    server.wait('"settled":true')
    page = open_page()
    page.fill("#question textarea", SLOWLY)
    page.keyboard.press("Enter")
    page.wait_for_selector("#question .stop-button")
    page.wait_for_selector('#chat a[href="#src-1-1"]')
    page.wait_for_selector("text=The language model is writing")
    assert page.input_value("#question textarea") == ""
    begun = time.monotonic()
    page.click("#question .stop-button")
    page.wait_for_selector("text=Stopped.")
    assert time.monotonic() - begun < 2
    page.wait_for_selector("#question .submit-button")
    said = bubbles(page, "bot")[0]
    notes = server.folder / "notes.txt"
    while not notes.is_file() and time.monotonic() - begun < 5:
        time.sleep(0.05)
    assert int(notes.read_text()) < 60  # of some hundred words that it had to say
    ask(page, "What is Docker?", 2)
    assert bubbles(page, "bot")[0] == said


def test_a_new_question_takes_over_from_an_answer_that_is_being_written(
    server: Any, open_page: OpenPage
) -> None:
    server.wait('"settled":true')
    page = open_page()
    page.fill("#question textarea", SLOWLY)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The language model is writing")
    ask(page, "What is Docker?", 2)
    page.wait_for_selector("#chat .option")
    assert bubbles(page, "user") == [SLOWLY, "What is Docker?"]
    assert "Docker" in bubbles(page, "bot")[1]


def test_a_number_of_an_older_answer_opens_its_own_passage_and_leads_back(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    ask(page, COMPARE, 1)
    ask(page, "What is Docker for?", 2)
    assert page.get_attribute("#sources-1", "open") is None
    link = page.locator('#chat a[href="#src-1-1"]').first
    link.click()
    assert focused(page) == "src-1-1"
    assert page.get_attribute("#sources-1", "open") is not None
    assert "opened" in page.get_attribute("#src-1-1", "class")
    wait_until_seen(page, "#src-1-1")
    wait_until_seen(page, "#question")
    quoted = page.inner_text("#src-1-1 mark >> nth=0")
    assert quoted.split(". ")[0] in bubbles(page, "bot")[0].replace("\n", " ")
    page.click("#src-1-1 .back")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#src-1-1"
    assert page.evaluate("document.activeElement.closest('#chat') !== null")
    assert "#src" not in page.url


def test_a_follow_up_says_how_it_was_read_and_chips_ask_on(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    ask(page, MOVE, 1)
    chip = page.locator("#chat .option").first
    question = chip.inner_text()
    chip.click()
    page.wait_for_selector('#chat a[href="#src-2-1"]')
    assert bubbles(page, "user") == [MOVE, question]
    assert "Read as: Data engineer → ML engineer" in bubbles(page, "bot")[1]
    newest = page.locator('#chat [data-testid="user"]').last
    page.wait_for_timeout(500)
    log = page.locator('#chat [role="log"]').bounding_box()
    assert newest.bounding_box()["y"] >= log["y"]


def test_two_visitors_never_see_each_other(server: Any, open_page: OpenPage) -> None:
    server.wait()
    ours, theirs = open_page(), open_page()
    ask(ours, MOVE)
    ask(theirs, "What is Docker?")
    assert bubbles(ours, "user") == [MOVE]
    assert bubbles(theirs, "user") == ["What is Docker?"]
    assert "ML engineer" not in theirs.inner_text("#chat")
    assert theirs.locator("#sources >> text=From data engineer to ML engineer").count() == 0
    reload(theirs)
    theirs.wait_for_selector('#chat [data-testid="user"]')
    assert bubbles(theirs, "user") == ["What is Docker?"]


def test_on_a_phone_nothing_scrolls_sideways(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page(390, 844, "dark")
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) == 390
    ask(page, COMPARE)
    assert page.evaluate(width) == 390
    assert page.evaluate("document.querySelector('#chat [role=log]').scrollWidth") <= 390
    chat, sources = page.locator("#chat").bounding_box(), page.locator("#sources").bounding_box()
    assert sources["y"] > chat["y"] + chat["height"]
    cells = page.eval_on_selector_all("#chat th", "all => all.map((th) => th.offsetWidth)")
    assert min(filter(None, cells)) >= 100  # no word is cut into letters
    link = page.locator('#chat a[href^="#src-1-"]').last
    id = link.get_attribute("href")[1:]
    link.click()
    assert focused(page) == id
    wait_until_seen(page, f"#{id}")
    page.click(f"#{id} .back")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#{id}"
    wait_until_seen(page, f'#chat a[href="#{id}"]')


def test_a_reload_and_a_new_server_lose_nothing_and_a_new_conversation_does(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    ask(page, MOVE)
    said = bubbles(page, "bot")
    reload(page)
    page.wait_for_selector("#src-1-1", state="attached")
    assert bubbles(page, "bot") == said
    page.fill("#question textarea", SLOWLY)
    page.keyboard.press("Enter")
    page.wait_for_selector("#src-2-1", state="attached")
    page.wait_for_timeout(500)
    server.stop()  # in the middle of the answer
    server.start()
    server.wait('"settled":true')
    page.wait_for_selector("#question .submit-button")
    page.wait_for_selector("#src-2-1", state="attached")
    server.away = False
    assert bubbles(page, "user") == [MOVE, SLOWLY] and bubbles(page, "bot")[0] == said[0]
    ask(page, "How do I become one?", 3)
    page.locator('#chat a[href="#src-1-1"]').first.click()
    assert focused(page) == "src-1-1"
    page.click("#new")
    page.wait_for_selector("#chat .example")
    assert bubbles(page, "user") == [] and page.locator(".source").count() == 0
    reload(page)
    page.wait_for_selector("#chat .example")
    assert page.evaluate("sessionStorage.length") == 0


def test_what_a_person_types_is_shown_as_words_and_loads_nothing(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    hostile = (
        "What is Docker? ![x](http://evil.test/a.png) <img src=http://evil.test/b onerror=alert(1)>"
        " <form action=http://evil.test><input type=password></form> <style>*{display:none}</style>"
    )
    page.fill("#question textarea", hostile)
    page.keyboard.press("Enter")
    page.wait_for_selector('#chat [data-testid="bot"]')
    page.wait_for_selector("#question .submit-button")
    assert "<img src=" in bubbles(page, "user")[0]
    inside = "#chat .message :is(img, form, input, style, script, iframe)"
    assert page.locator(inside).count() == 0


def test_a_copied_answer_names_its_sources(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, MOVE)
    page.click('#chat .message-buttons-left [aria-label="Copy message"]')
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "](#src" not in copied
    assert re.search(
        r"\[1\].*\n\nSources\n\[1\] From data engineer to ML engineer › ", copied, re.S
    )


def test_a_rating_is_acknowledged(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    ask(page, MOVE)
    page.click('#chat .message-buttons-left [aria-label*="like" i] >> nth=0')
    page.wait_for_selector("text=Ratings are not stored anywhere")


def test_the_keyboard_is_enough(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the question"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#question textarea')")
    page.keyboard.type(MOVE)
    page.keyboard.press("Enter")
    page.wait_for_selector('#chat a[href="#src-1-1"]')
    page.locator('#chat a[href="#src-1-1"]').first.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "src-1-1"
    page.wait_for_selector('#question button[aria-label="Ask"]')


def test_the_about_tab_tells_the_size_of_the_library(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    page.click('[role="tab"] >> text=About')
    page.wait_for_selector("#about >> text=9 pages with")
    assert "keeps nothing of it" in page.inner_text("#about")
