"""The tab About without a browser: the figures as measured, what is stored where, the licenses."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from advisor.answer import Advisor
from advisor.evaluate.run import GOALS
from advisor.settings import Settings
from advisor.ui import about, about_card, about_licenses
from advisor.ui.conversation import Desk
from advisor.ui.opening import Opening

FIGURE = {"value": 0.8434, "low": 0.7985, "high": 0.8838, "rows": 258}
RECORD: dict[str, Any] = {
    "about": {
        "documents": 347,
        "writer": "extractive",
        "measured": "2026-11-20",
        "library": "7a34",
    },
    "figures": {
        "nugget recall": FIGURE,
        "statements cited": {"value": 1.0, "low": 1.0, "high": 1.0, "rows": 235},
        "words": {"value": 103.7, "low": 98.6, "high": 109.0, "rows": 258},
        "recall@8": FIGURE,
    },
}


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", soup(html).get_text(" ")).strip()


def desk_with(advisor: Advisor | None) -> Desk:
    opening = Opening(Settings())
    if advisor:
        opening.give(advisor)
    return Desk(Settings(), opening)


# the figures


def test_each_figure_is_a_plain_sentence_with_its_range() -> None:
    said = words(about_card.card_html(RECORD, "7a34"))
    assert "84 % of what a complete answer must say is said 80–88 %, 258 questions" in said
    assert "100 % of the statements carry the number of a passage 235 answers" in said
    assert "104 words an answer has on average 258 questions" in said
    assert "Measured with advisor eval on 20 November 2026 on the library" in said
    assert "without a language model" in said
    assert "another one" not in said


def test_the_names_of_the_field_are_there_for_who_wants_them() -> None:
    found = soup(about_card.card_html(RECORD, "7a34")).select_one("details table.evaluation")
    assert found is not None
    rows = {
        row.th.get_text(): row.td.get_text()
        for row in found.select("tbody tr")
        if row.th and row.td
    }
    assert rows["recall@8"] == "0.843" and set(rows) == set(RECORD["figures"])


def test_another_library_than_the_measured_one_is_told() -> None:
    said = words(about_card.card_html(RECORD, "ffff"))
    assert "The library served here is another one, or another state of it" in said
    assert "the library that comes with the program, 347 pages" in said


def test_a_figure_of_a_model_names_it() -> None:
    by_model = {**RECORD, "about": {**RECORD["about"], "writer": "a <model>"}}
    html = about_card.card_html(by_model, "7a34")
    assert "with the model a &lt;model&gt;" in html and "<model>" not in html


def test_a_program_without_figures_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (None, "{", "[]"):
        file = tmp_path / "figures.json"
        if content is not None:
            file.write_text(content)
        monkeypatch.setattr(about_card, "RECORD", file)
        about_card.record.cache_clear()
        assert about_card.record() is None
    about_card.record.cache_clear()
    assert "without measured figures" in words(about_card.card_html(None, ""))


def test_the_shipped_record_is_whole_and_has_every_figure_with_a_goal() -> None:
    found = json.loads(about_card.RECORD.read_text("utf-8"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["about"]["measured"])
    assert re.fullmatch(r"[0-9a-f]{64}", found["about"]["library"])
    assert found["about"]["split"] == "all" and "without" not in found["about"]
    assert set(GOALS) <= set(found["figures"])
    for one in found["figures"].values():
        assert one["low"] <= one["value"] <= one["high"] and one["rows"] > 0
    shown = words(about_card.card_html(found, found["about"]["library"]))
    assert not [name for name in GOALS if name not in shown]


def test_the_record_is_part_of_the_package() -> None:
    assert about_card.RECORD.parent == Path(about.__file__).resolve().parent.parent


# the page


def test_the_page_tells_what_is_stored_where(shipped: Advisor) -> None:
    html = about._page(desk_with(shipped))
    said = words(html)
    for where in ("In this browser tab", "In this browser", "On the server", "Anywhere else"):
        assert where in said
    assert "The conversation. It is there after a reload, and gone when you close the tab" in said
    assert "Whoever uses this browser can read it" in said
    assert "A résumé that you upload is deleted as soon as it has been read" in said
    headings = [one.name for one in soup(html).select("h1, h2, h3, h4")]
    assert set(headings) == {"h2"}
    assert [one for one in soup(html).select("table") if not one.select("th[scope]")] == []


def test_the_library_has_its_size_its_date_and_its_works(shipped: Advisor) -> None:
    said = words(about._page(desk_with(shipped)))
    manifest = shipped.index.manifest
    assert f"{manifest.documents:,} pages with {manifest.sentences:,} sentences" in said
    assert re.search(r"newest page is of \d+ \w+ 20\d\d\. Indexed on \d+ \w+ 20\d\d", said)
    assert "Apache Airflow documentation (Apache-2.0)" in said


def test_before_the_library_is_there_the_page_says_so() -> None:
    said = words(about._page(desk_with(None)))
    assert said.count("The library is still being loaded.") == 2
    assert "What is stored where" in said


# licenses


def test_the_licenses_are_those_of_the_installed_packages() -> None:
    found = {name: (version, license) for name, version, license in about_licenses.packages()}
    assert found["gradio"] == (metadata.version("gradio"), "Apache-2.0")
    assert found["numpy"][1].startswith("BSD-3-Clause")
    assert {"torch", "transformers", "sentence-transformers", "faiss-cpu"} <= set(found)
    assert not {"pytest", "ruff", "mcp"} & set(found)  # for work on it, or only for some
    assert [one for one in found.values() if one[1] == about_licenses.UNSTATED] == []
    assert list(found) == sorted(found, key=str.lower)


def test_a_program_that_is_not_installed_takes_them_from_its_requirements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(about_licenses, "DISTRIBUTION", "there-is-no-such-package")
    about_licenses.packages.cache_clear()
    found = {name for name, _, _ in about_licenses.packages()}
    about_licenses.packages.cache_clear()
    assert {"gradio", "torch", "bm25s", "pydantic"} <= found


def test_a_whole_text_in_the_place_of_a_name_is_not_shown() -> None:
    from email.message import Message

    said = Message()
    said["License"] = "Permission is hereby granted, free of charge, to any person obtaining a copy"
    said["Classifier"] = "License :: OSI Approved :: MIT License"
    assert about_licenses.license_in(said) == "MIT License"  # type: ignore[arg-type]
    assert about_licenses.license_in(Message()) == about_licenses.UNSTATED  # type: ignore[arg-type]


def test_models_of_ones_own_are_named_without_a_guess() -> None:
    said = words(about_licenses.weights_html(Settings(model="someone/<b>model", reranker="x/y")))
    assert "Search model sentence-transformers/all-MiniLM-L6-v2 Apache-2.0" in said
    assert "Language model someone/<b>model see its page" in said
    assert "Re-ranking model x/y see its page" in said
