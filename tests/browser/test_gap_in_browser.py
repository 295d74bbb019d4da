"""The tab Skills gap as a visitor uses it, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import resume_files as files
from job_ads import ADS
from quiet import reload

TOLD = "I am a data engineer. I use SQL every day, no Docker yet. I want to become an ML engineer."
OpenPage = Callable[..., Any]


def gap_tab(page: Any) -> None:
    page.click('[role="tab"] >> text=Skills gap')
    page.wait_for_selector("text=Choose the role that you want to become. Tick")


def tell(page: Any, text: str = TOLD) -> None:
    page.get_by_label("A text about yourself, or your résumé").fill(text)
    page.get_by_role("button", name="Read the text").click()


def coverage(page: Any, words: str) -> None:
    """Wait until the heading of the result says so."""
    page.wait_for_selector(f'.gap h2:has-text("{words}")')


def pick(page: Any, label: str, option: str) -> None:
    """Type a name and enter it, then leave the field."""
    page.get_by_label(label, exact=True).fill(option)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")


def send(page: Any, name: str, data: bytes) -> None:
    button = page.get_by_role("button", name="Read a résumé file")
    if not button.is_visible():
        page.click(".gap-more > button")
        button.wait_for()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator(".gap-more input[type=file]").set_input_files(file)


def left_on_the_server(server: Any) -> list[Path]:
    return [one for one in server.uploads.rglob("*") if one.is_file()]


def test_from_a_text_to_a_gap_a_changed_verdict_and_a_plan(
    server: Any, open_page: OpenPage
) -> None:
    server.wait()
    page = open_page()
    gap_tab(page)
    tell(page)
    coverage(page, "ML engineer: 100 % covered")  # SQL is the only skill of the small library
    page.wait_for_selector("text=Read, and kept in About you. You are a data engineer")
    docker = page.locator('.gap tr:has(th:has-text("Docker"))')
    assert "which reads as not having it" in docker.inner_text()
    docker.locator("td a").first.click()
    opened = page.locator(".source.opened")
    assert "Docker" in opened.inner_text()
    opened.locator(".back").click()
    pick(page, "I do not have this", "SQL")
    coverage(page, "ML engineer: 0 % covered")
    assert "You decided this." in page.inner_text(".gap-result")
    pick(page, "I have this in part", "sql")
    coverage(page, "ML engineer: 50 % covered")
    page.click('.gap-decide .token:has-text("SQL") .token-remove')
    coverage(page, "ML engineer: 100 % covered")
    pick(page, "I have this", "Docker")
    page.wait_for_selector("text=You have 2 of 3")
    reload(page)
    page.click('[role="tab"] >> text=Skills gap')
    page.get_by_role("button", name="Show my gap").click()
    page.wait_for_selector("text=You have 2 of 3")
    page.get_by_role("button", name="Make a plan from this").click()
    page.wait_for_selector('[role="tab"][aria-selected="true"] >> text=Plan')
    wanted = page.locator(".plan").get_by_label("I want to become", exact=True)
    assert wanted.input_value() == "ML engineer"


def test_a_resume_is_read_and_nothing_of_it_or_of_any_other_file_stays(
    server: Any, open_page: OpenPage, tmp_path: Path
) -> None:
    server.wait()
    page = open_page()
    gap_tab(page)
    left = ["SKILLS", "SQL (expert)", "", "HOBBIES", "Docker at home"]
    right = ["EXPERIENCE", "Data engineer, Acme, 2020 - today", "- Airflow pipelines", "GOAL",
             "Become an ML engineer"]  # fmt: skip
    two = files.pdf([[*files.column(40, 750, left), *files.column(230, 750, right)]])
    send(page, "Ada Example.pdf", two)
    page.wait_for_selector("text=You have: SQL, Apache Airflow. You want to learn: Docker.")
    coverage(page, "ML engineer: 100 % covered")
    files.bomb(tmp_path / "bomb.docx")
    secret = files.encrypted(two)
    german = "Ich habe mit SQL bei einer Bank für den Vertrieb gearbeitet und mit Excel."
    for name, data, told in (
        ("bomb.docx", (tmp_path / "bomb.docx").read_bytes(), "unpacks to 300 MB"),
        ("secret.pdf", secret, "is protected by a password"),
        ("scan.pdf", files.pdf([[]]), "looks like a scan"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(2000), "is a PNG image named .pdf"),
        ("empty.txt", b"", "is empty; choose another file"),
        ("german.txt", german.encode(), "is in German"),
    ):
        send(page, name, data)
        page.wait_for_selector(f'.gap .told:has-text("{told}")')
    with (tmp_path / "large.pdf").open("wb") as large:
        large.truncate(50_000_000)
    page.locator(".gap-more input[type=file]").set_input_files(tmp_path / "large.pdf")
    page.wait_for_selector("text=“large.pdf” is larger than 2 MB, and nothing of it was sent.")
    send(page, "notes.txt", b"I have never used Airflow.")
    page.wait_for_selector("text=You do not have: Apache Airflow.")
    assert left_on_the_server(server) == []
    assert "Ada" not in server.log


def test_ads_are_read_side_by_side_and_discussed(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page()
    gap_tab(page)
    page.click('[role="tab"] >> text=Against job ads')
    check = page.get_by_role("button", name="Check the ad")
    check.click()
    page.wait_for_selector("text=The ad is empty; paste the text of a job ad.")
    page.get_by_label("Text of the job ad").fill(ADS["liar_mle_is_de"][2])
    page.get_by_role("button", name="Add another ad").click()
    page.get_by_label("Text of job ad 2").fill(ADS["de_is_ds"][2])
    check.click()
    page.wait_for_selector("text=Titled ML engineer, it reads")
    headings = page.locator(".gap h2").locator("visible=true").all_inner_texts()
    assert headings[0] == "What more than one ad asks for"
    assert [one[:5] for one in headings[1:3]] == ["Ad 1:", "Ad 2:"]
    assert "SQL" in page.locator(".gap table").first.inner_text()
    page.locator(".gap-shares a").first.click()
    assert "src-ads-" in page.evaluate("document.activeElement.id")
    page.get_by_role("button", name="Discuss this in the chat").locator("visible=true").click()
    page.wait_for_selector('#chat a[href="#src-1-1"]')
    asked = page.locator('#chat [data-testid="user"]').inner_text()
    assert asked == "What is the difference between an ML engineer and a data engineer?"


def test_on_a_phone_in_the_dark_nothing_scrolls_sideways(server: Any, open_page: OpenPage) -> None:
    server.wait()
    page = open_page(390, 844, "dark")
    width = "document.documentElement.scrollWidth"
    gap_tab(page)
    assert page.evaluate(width) == 390
    tell(page)
    coverage(page, "100 % covered")
    assert page.evaluate(width) == 390
    assert page.evaluate("Object.keys(localStorage).join()") == "career-advisor.profile"
    page.click('[role="tab"] >> text=Against job ads')
    page.get_by_label("Text of the job ad").fill(ADS["ds_honest"][2])
    page.get_by_role("button", name="Check the ad").click()
    page.wait_for_selector("text=Titled data scientist, and it is one")
    assert page.evaluate(width) == 390
