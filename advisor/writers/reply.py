"""What a language model wrote, cut into finished sentences.

A sentence that is finished stays as it is when more text comes. Pure functions over strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.text import plain, sentence_spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finished sentence, without what a model may not write."""

    line: int
    text: str
    is_item: bool = False


_MARK = r"\[\d+(?:\s*[,;–-]\s*\d+)*\](?:\([^)]*\))?"
_SOURCE_NAMES = re.compile(
    rf"\s*{_MARK}"
    r"|\s*[(\[](?:see |from )?(?:passage|source)s? [\d, and]+[)\]]"
    r"|^(?:according to|as stated in|based on|as described in|in) (?:the )?(?:passage|source)s?"
    r"(?: \d+)?,? ",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)|\A.*</think>", re.DOTALL)
_MARKER = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_NO_SENTENCE = re.compile(r"\s*(?:\||#|>|```|$)")
MAY_END = re.compile(r"[.!?…\n]")
"""What a sentence can end with: without it in the latest text, nothing new is finished."""
_UNDERLINED = re.compile(r"(?<!\w)_([^_]+)_(?!\w)")
_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")


def without_marks(text: str) -> str:
    return _SOURCE_NAMES.sub("", text).strip()


def finished(reply: str, ended: bool) -> list[Sentence]:
    """The finished sentences of a reply: no thoughts, numbers of sources, headings or tables."""
    found: list[Sentence] = []
    lines = _THOUGHT.sub("", reply).split("\n")
    for number, line in enumerate(lines):
        if _NO_SENTENCE.match(line):
            continue
        is_last = number == len(lines) - 1
        marker = _MARKER.match(line)
        body = line[marker.end() :] if marker else line
        spans = sentence_spans(body)
        if is_last and not (ended and _ENDED.search(without_marks(body))):
            spans = spans[:-1]
        texts = [_tidy(body[start:end]) for start, end in spans]
        found += [Sentence(number, text, bool(marker)) for text in texts if text]
    return found


def _tidy(text: str) -> str:
    """A sentence as it may be shown; empty for lead-ins and questions, which state nothing."""
    text = _UNDERLINED.sub(r"\1", plain(without_marks(text)))
    if text.endswith((":", "?")) or not re.search(r"[A-Za-z]{2}", text):
        return ""
    text = text[0].upper() + text[1:]
    return text if _ENDED.search(text) else f"{text.rstrip(',;')}."
