"""Text to what the page may show: answers as harmless Markdown, passages as escaped HTML.

Gradio cleans scripts away but loads remote images and keeps forms, so nothing of the kind gets that
far: an answer has no markup but its own, and a passage is rendered here, never by the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_IMAGE_OR_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
)
_REFERENCE = re.compile(r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*\S.*$")
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>`|]+", re.IGNORECASE)
_CITATION = re.compile(r"\[(\d{1,3})\]")


def harmless(text: str) -> str:
    """Markdown without raw HTML, images or links; what stood in them stays as plain words."""
    previous, text = "", _REFERENCE.sub("", text)
    while previous != text:  # a link may hold an image
        previous, text = text, _IMAGE_OR_LINK.sub(r"\1", text)
    text = _ADDRESS.sub(lambda found: f"`{found.group()}`", text)
    text = re.sub(r"!(?=\[)", r"\\!", text)
    return re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)


def linked(text: str, turn: int, numbers: Iterable[int]) -> str:
    """The Markdown of an answer with each known [n] as a link to the passage of its own turn."""
    known = set(numbers)

    def link(found: re.Match[str]) -> str:
        number = int(found.group(1))
        return f"[[{number}]](#src-{turn}-{number})" if number in known else found.group()

    return _CITATION.sub(link, harmless(text))


# passages

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private characters that carry the ends of a mark through the Markdown parser."""


def passage_html(text: str, marks: Sequence[tuple[int, int]] = ()) -> str:
    """The passage as paragraphs, lists and tables, with the marked spans in <mark>; all escaped."""
    return str(_renderer().render(_with_ends(text, marks), {"marking": False}))


def _with_ends(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The text with a private character at each end of the marks."""
    text = text.replace(_OPEN, " ").replace(_CLOSE, " ")
    for start, end in reversed(_united(text, marks)):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    return text


def _united(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks inside the text, in order, joined where they touch, clear of block markers."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in marks):
        if spans and not text[spans[-1][1] : start].strip(" "):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    inner = [_inside_block(text, *span) for span in spans]
    return [(start, end) for start, end in inner if start < end]


_MARKER = re.compile(r"(?:[ \t]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>|\|)[ \t]+|[ \t\n|]+)+")


def _inside_block(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the list marker or table border that it begins or ends with."""
    if text.startswith(("```", "~~~"), start):
        return start, start
    at_line_start = not text[:start].rpartition("\n")[2].strip()
    marker = _MARKER.match(text, start, end) if at_line_start else None
    start = marker.end() if marker else start
    while end > start and text[end - 1] in " \t\n|":
        end -= 1
    return start, end


@cache
def _renderer() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_PassageRenderer)
    return parser.enable("table").disable(["code", "autolink"])


class _PassageRenderer(RendererHTML):
    """Marks stay open across tokens and blocks, yet each piece is closed inside its own element."""

    def text(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return _marked(tokens[index].content, env)

    def code_inline(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return f"<code>{_marked(tokens[index].content, env)}</code>"

    def fence(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return f"<pre><code>{_marked(tokens[index].content, env)}</code></pre>\n"

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return ""

    link_close = link_open

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return _marked(tokens[index].content, env)

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "<p><strong>"

    def heading_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</strong></p>\n"


def _marked(text: str, env: Any) -> str:
    """Escaped text, with <mark> around what lies between the private characters."""
    pieces = []
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", text):
        if piece in (_OPEN, _CLOSE):
            env["marking"] = piece == _OPEN
        elif piece:
            safe = escape(piece)
            pieces.append(f"<mark>{safe}</mark>" if env["marking"] and piece.strip() else safe)
    return "".join(pieces)
