"""Markdown pages for property tests, made of blocks whose every word is written once."""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable

from hypothesis import strategies as st


def _page(choices: list[tuple[str, int]]) -> tuple[str, list[str]]:
    """(the page, its words in order) for kinds of blocks and how long each is."""
    numbers = itertools.count()
    words: list[str] = []

    def new() -> str:
        number, name = next(numbers), ""
        for _ in range(4):
            number, digit = divmod(number, 26)
            name = string.ascii_lowercase[digit] + name
        words.append("q" + name)
        return words[-1]

    blocks = [_block(kind, size, new) for kind, size in choices]
    return "\n\n".join(blocks) + "\n", words


def _block(kind: str, size: int, new: Callable[[], str]) -> str:
    many = range(1, size + 1)
    makers: dict[str, Callable[[], str]] = {
        "title": lambda: f"# {new()} {new()}",
        "heading": lambda: f"## {new()}",
        "deep heading": lambda: f"{'#' * (2 + size % 4)} {new()}",
        "empty heading": lambda: "##",
        "prose": lambda: " ".join(f"{new().capitalize()} {new()}." for _ in many),
        "giant": lambda: " ".join(new() for _ in range(size * 40)),
        "lead-in": lambda: f"{new().capitalize()} {new()}:",
        "list": lambda: "\n".join(f"- {new()} {new()}" for _ in many),
        "steps": lambda: "\n".join(f"{n}. {new()}" for n in many),
        "nested": lambda: "\n".join(f"- {new()}\n  - {new()}\n\n    {new()}" for _ in many),
        "table": lambda: "\n".join(
            [f"| {new()} | {new()} |", "|---|---|", *(f"| {new()} | {new()} |" for _ in many)]
        ),
        "code": lambda: "```python\n" + "\n".join(f"{new()} = {new()}" for _ in many) + "\n```",
        "quote": lambda: "\n".join(f"> {new()} {new()}" for _ in many),
        "bold line": lambda: f"**{new()}**\n{new()} | {new()}",
        "rule": lambda: "---",
    }
    return makers[kind]()


KINDS = (
    "title", "heading", "deep heading", "empty heading", "prose", "giant", "lead-in", "list",
    "steps", "nested", "table", "code", "quote", "bold line", "rule",
)  # fmt: skip

PAGES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 14)), min_size=1, max_size=8).map(
    _page
)
"""(text, words)"""
