"""A conversation as the browser keeps it: turns, and their sources as places in the library.

The server holds no conversation. What comes back from a browser is believed in nothing: lengths,
types and places are checked, and a passage is always read from the library, never from the browser.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from advisor.text import clean_question
from advisor.types import Document, Draft, Message, Section, Source, Strength
from advisor.ui.rereading import Asked, packed, unpacked
from advisor.ui.wishes import Wish, wish_in

MOST_TURNS = 30
MOST_CHARACTERS = 120_000
"""Of a packed thread; older turns are let go."""
LONGEST_ANSWER = 12_000
LONGEST_QUESTION = 4_000
LONGEST_LINE = 400
MOST_SOURCES = 40
MOST_MARKS = 160

FindDocument = Callable[[str], Document]
"""The document of a path. Raises KeyError for a path that the library does not have."""
Mark = tuple[int, int, int]
"""(number of the source, start, end) of a quoted span; offsets are those of the document."""


_STRENGTHS: dict[str, Strength] = {"strong": "strong", "weak": "weak"}


class Place(NamedTuple):
    """Where a numbered source stands in the library."""

    n: int
    start: int
    end: int
    check: int
    """CRC-32 of the text, to notice that the library has changed since."""
    path: str
    strength: str


@dataclass(frozen=True)
class Turn:
    """A question and the answer that the page shows to it."""

    question: str
    answer: str = ""
    """Markdown with [n]; empty while there is none yet."""
    places: tuple[Place, ...] = ()
    """Of the answer's sources."""
    marks: tuple[Mark, ...] = ()
    """What of the sources is quoted."""
    read_as: str = ""
    """How the question was read, when that is not plain."""
    asked: Asked | None = None
    """How it was read, for whoever wants to change that."""
    note: str = ""
    """One line about how the answer came about."""
    next_questions: tuple[str, ...] = ()
    tools: tuple[Wish, ...] = ()
    """Tools that go on from here."""
    heard: bool = True
    """False for what is no part of the conversation, such as a limit that was reached."""


def places_of(draft: Draft) -> tuple[Place, ...]:
    """Where the sources of a draft stand."""
    return tuple(
        Place(one.n, one.start, one.end, _check(one.text), one.path, one.strength)
        for one in draft.sources
    )


def source_at(place: Place, find: FindDocument) -> Source | None:
    """The source as it was when the answer was written; None when the library no longer has it."""
    try:
        document = find(place.path)
    except KeyError:
        return None
    text = document.text[place.start : place.end]
    if not text or _check(text) != place.check:
        return None
    strength = _STRENGTHS.get(place.strength, "fair")
    return source_of(document, place.n, place.start, place.end, strength)


def source_of(
    document: Document, n: int, start: int, end: int, strength: Strength = "fair"
) -> Source:
    """The passage `document.text[start:end]` as a numbered source."""
    section = section_at(document, start)
    listed = [one for one in document.meta.get("sources") or () if isinstance(one, dict)]
    return Source(
        n=n,
        title=document.title,
        heading=" › ".join(section.trail) if section else "",
        path=document.path,
        start=start,
        end=end,
        text=document.text[start:end],
        strength=strength,
        updated=str(document.meta.get("updated", "")),
        links=tuple((str(one.get("name", "")), str(one.get("link", ""))) for one in listed),
    )


def section_at(document: Document, at: int) -> Section | None:
    """The section that holds a position of the text."""
    return next((one for one in document.sections if one.start <= at < one.end), None)


def _check(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def history(turns: Sequence[Turn]) -> list[Message]:
    """What was said, for the advisor to read a follow-up from."""
    said: list[Message] = []
    for turn in turns:
        if turn.heard and turn.answer:
            said += [Message("user", turn.question), Message("assistant", turn.answer)]
    return said


# to the browser and back


def pack(turns: Sequence[Turn]) -> str:
    """The turns as JSON of bounded size, the newest kept."""
    kept: list[str] = []
    size = 0
    for turn in reversed(turns[-MOST_TURNS:]):
        line = json.dumps(_record(turn), ensure_ascii=False, separators=(",", ":"))
        size += len(line)
        if kept and size > MOST_CHARACTERS:
            break
        kept.insert(0, line)
    return f"[{','.join(kept)}]"


def _record(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "answer": turn.answer[:LONGEST_ANSWER],
        "places": [list(place) for place in turn.places[:MOST_SOURCES]],
        "marks": [list(mark) for mark in turn.marks[:MOST_MARKS]],
        "read_as": turn.read_as,
        "asked": packed(turn.asked),
        "note": turn.note,
        "next": list(turn.next_questions),
        "tools": [str(wish) for wish in turn.tools],
        "heard": turn.heard,
    }


def unpack(text: object) -> tuple[Turn, ...]:
    """The turns of a packed thread; whatever is not as `pack` writes it is left out."""
    if not isinstance(text, str) or not 0 < len(text) <= 2 * MOST_CHARACTERS:
        return ()
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(records, list):
        return ()
    turns = [_turn(one) for one in records[-MOST_TURNS:] if isinstance(one, dict)]
    return tuple(turn for turn in turns if turn.question and turn.answer)


def _turn(record: dict[str, Any]) -> Turn:
    listed = _list(record.get("places"), MOST_SOURCES)
    places = {place.n: place for one in listed if (place := _place(one))}
    marks = (_numbers(one, 3) for one in _list(record.get("marks"), MOST_MARKS))
    return Turn(
        question=_line(record.get("question"), LONGEST_QUESTION),
        answer=_text(record.get("answer"), LONGEST_ANSWER),
        places=tuple(places.values()),
        marks=tuple((one[0], one[1], one[2]) for one in marks if one),
        read_as=_line(record.get("read_as")),
        asked=unpacked(record.get("asked")),
        note=_line(record.get("note")),
        next_questions=tuple(map(_line, _list(record.get("next"), 4))),
        tools=tuple(filter(None, map(wish_in, _list(record.get("tools"), 3)))),
        heard=record.get("heard") is not False,
    )


def _place(value: object) -> Place | None:
    if not isinstance(value, list) or len(value) != 6:
        return None
    numbers = _numbers(value[:4], 4)
    path, strength = _text(value[4], LONGEST_LINE), _text(value[5], LONGEST_LINE)
    if numbers is None or not path:
        return None
    n, start, end, check = numbers
    return Place(n, start, end, check, path, strength)


def _numbers(value: object, count: int) -> tuple[int, ...] | None:
    """The whole numbers of a list of that length, each in [0, 2**32); None for anything else."""
    if not isinstance(value, list) or len(value) != count:
        return None
    whole = all(type(one) is int and 0 <= one < 2**32 for one in value)
    return tuple(value) if whole else None


def _list(value: object, longest: int) -> list[Any]:
    return value[:longest] if isinstance(value, list) else []


def _text(value: object, longest: int) -> str:
    """A string that can be encoded, or nothing."""
    if not isinstance(value, str):
        return ""
    return value[:longest].encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def _line(value: object, longest: int = LONGEST_LINE) -> str:
    return clean_question(_text(value, longest))
