"""The rows of an evaluation set, read from JSON lines and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from advisor.errors import AdvisorError

Nugget = tuple[str, ...]
"""Alternatives, lower case; one that begins with `re:` is a regular expression."""


class Case(BaseModel):
    """What every row has."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    split: Literal["tune", "test"] = "test"


class Single(Case):
    question: str
    twin: str
    oblique: str = ""
    """The same wish in a roundabout way, with hardly a word in common; few rows have one."""
    nuggets: tuple[Nugget, ...]
    pages: tuple[str, ...]
    shape: str = "open"
    order: tuple[Nugget, ...] = ()


class Multi(Case):
    turns: tuple[str, ...]
    nuggets: tuple[Nugget, ...]
    pages: tuple[str, ...] = ()


class Unanswerable(Case):
    question: str
    kind: Literal["near", "far"]


class Hostile(Case):
    question: str
    must_not: tuple[str, ...] = ()


class SmallTalk(Case):
    question: str
    kind: str


class Cases(BaseModel):
    """A whole evaluation set."""

    single: tuple[Single, ...] = ()
    multi: tuple[Multi, ...] = ()
    unanswerable: tuple[Unanswerable, ...] = ()
    hostile: tuple[Hostile, ...] = ()
    small_talk: tuple[SmallTalk, ...] = ()

    def only(self, split: str) -> Cases:
        """The rows of one split; all for "all"."""
        if split == "all":
            return self
        return Cases(
            **{
                name: tuple(case for case in getattr(self, name) if case.split == split)
                for name in Cases.model_fields
            }
        )


C = TypeVar("C", bound=Case)


def load_cases(folder: Path) -> Cases:
    """The evaluation set in a folder of `single.jsonl`, `multi.jsonl` and the others.

    Raises:
        AdvisorError: no rows there, or a row that does not fit, with file and line.
    """

    def rows(name: str, kind: type[C]) -> tuple[C, ...]:
        return tuple(_rows(folder / f"{name}.jsonl", kind))

    cases = Cases(
        single=rows("single", Single),
        multi=rows("multi", Multi),
        unanswerable=rows("unanswerable", Unanswerable),
        hostile=rows("hostile", Hostile),
        small_talk=rows("small_talk", SmallTalk),
    )
    if not any(getattr(cases, name) for name in Cases.model_fields):
        raise AdvisorError(f"{folder} holds no evaluation rows (single.jsonl, multi.jsonl, …).")
    return cases


def _rows(file: Path, kind: type[C]) -> Iterator[C]:
    if not file.is_file():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate(json.loads(line))
        except (ValidationError, json.JSONDecodeError) as error:
            reason = str(error).splitlines()[0]
            raise AdvisorError(
                f"{file}, line {number}: not a row of this kind ({reason})."
            ) from None


def holds(nugget: Nugget, text: str) -> bool:
    """Whether any alternative of a nugget stands in a text."""
    return position(nugget, text) >= 0


def position(nugget: Nugget, text: str) -> int:
    """Where the first alternative of a nugget begins in a text, or -1."""
    lowered = text.lower()
    places = []
    for alternative in nugget:
        if alternative.startswith("re:"):
            found = re.search(alternative[3:], text, re.IGNORECASE | re.DOTALL)
            places.append(found.start() if found else -1)
        else:
            places.append(lowered.find(alternative.lower()))
    return min((place for place in places if place >= 0), default=-1)
