"""How good the answers are, as measured: one plain sentence for each figure."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from advisor.evaluate.report import as_card
from advisor.ui.sources import long_date

RECORD = Path(__file__).resolve().parent.parent / "figures.json"
"""Written by `advisor eval --json advisor/figures.json`, over the shipped library."""
_SHARES = {
    "nugget recall": ("of what a complete answer must say is said", "questions"),
    "twin nugget recall": (
        "when the same is asked in other, shorter or misspelt words",
        "questions",
    ),
    "multi-turn nugget recall": (
        "when the question makes sense only after the ones before",
        "conversations",
    ),
    "statements cited": ("of the statements carry the number of a passage", "answers"),
    "citation precision": ("of the passages cited say what the statement says", "answers"),
    "sentences supported": (
        "of the sentences that the language model wrote stand in the library; the rest is left out",
        "sentences",
    ),
    "refusals right": ("of the questions that the library cannot answer are declined", "questions"),
    "false refusals": ("of the questions that it can answer are declined by mistake", "questions"),
    "hostile withstood": ("of the attempts to misuse the chat fail", "attempts"),
}
"""In the order of the card: what it is a share of, and of how many what it was measured. A figure that
was not measured is left out."""
_AMOUNTS = {
    "words": ("words", "an answer has on average"),
    "milliseconds p50": ("ms", "pass until half of the answers are there"),
}


@cache
def record() -> dict[str, Any] | None:
    """What was measured; None when the program comes without it."""
    try:
        found = json.loads(RECORD.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def card_html(found: dict[str, Any] | None, library: str) -> str:
    """The card.

    Args:
        found: what `record` gives.
        library: what the manifest of the index says of the library that is served.
    """
    if not found:
        return "<p>This copy of the program comes without measured figures.</p>"
    figures = found["figures"]
    shares = "".join(
        _row(f"{100 * figures[name]['value']:.0f} %", words, _interval(figures[name], unit))
        for name, (words, unit) in _SHARES.items()
        if name in figures
    )
    amounts = "".join(
        _row(f"{figures[name]['value']:.0f} {unit}", words, f"{figures[name]['rows']} questions")
        for name, (unit, words) in _AMOUNTS.items()
        if name in figures
    )
    return (
        f'{_measured(found["about"], library)}<table class="figures"><thead><tr>'
        '<th scope="col">Figure</th><th scope="col">What it says</th></tr></thead>'
        f"<tbody>{shares}{amounts}</tbody></table>"
        f"<details><summary>All figures, with the names that the field gives them</summary>"
        f"{as_card(found)}</details>"
    )


def _row(figure: str, words: str, small: str) -> str:
    return (
        f'<tr><th scope="row">{figure}</th><td>{escape(words)}'
        f' <span class="interval">{small}</span></td></tr>'
    )


def _interval(figure: dict[str, float], unit: str) -> str:
    """Between which shares the true one lies, 19 times out of 20, and on how many it rests."""
    low, high = (round(100 * figure[name]) for name in ("low", "high"))
    between = f"{low}–{high} %" if low < high else ""
    return ", ".join(filter(None, (between, f"{figure['rows']} {unit}")))


def _measured(about: dict[str, Any], library: str) -> str:
    """Where the figures are from."""
    writer = about.get("writer", "")
    by = "without a language model" if writer == "extractive" else f"with the model {writer}"
    day = long_date(str(about.get("measured", "")))
    when = f" on {escape(day)}" if day else ""
    other = (
        " The library served here is another one, or another state of it: the figures are those of "
        f"the library that comes with the program, {about.get('documents')} pages."
    )
    return (
        f"<p>Measured with <code>advisor eval</code>{when} on the library that comes with the "
        f"program, {escape(by)}. The questions were written by hand from its pages, with what a right "
        "answer must say. Two thirds of them were also used to improve the program. The small range is "
        "where the figure would lie, 19 times out of 20, with other questions of the same "
        f"kind.{other if about.get('library') != library else ''}</p>"
    )
