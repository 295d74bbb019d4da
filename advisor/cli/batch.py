"""Questions in a file, answers in a file: JSON Lines, in input order, one line for each line.

A line that makes no sense gets an `"error"` in its place and the rest goes on. The output is
written beside its place and put there when it is whole, so that a stop loses nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from advisor.cli.speak import draft_record, hit_record, json_line, progress_bar, remark
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.answer import Advisor
    from advisor.types import Message

Reply = Callable[[dict[str, Any]], dict[str, Any]]
"""A checked line to what is said about it, without the id."""


class BadLine(Exception):
    """What is wrong with a line of the input, in words."""


def read_lines(place: Path) -> list[bytes]:
    """The lines of the input that are not blank; `-` is standard input.

    Raises:
        AdvisorError: the input cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if str(place) == "-" else place.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdvisorError(f"The input {place} cannot be read: {reason}.") from None
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [line for line in lines if line.strip()]


def run_batch(lines: Sequence[bytes], output: Path, reply: Reply, label: str) -> int:
    """Reply to every line into the output; how many lines got an error instead."""
    errors = 0
    with _whole_file(output) as file, progress_bar(label) as (bar, task):
        bar.update(task, total=len(lines))
        for number, line in enumerate(lines, 1):
            record = _reply_to(number, line, reply)
            errors += "error" in record
            file.write(json_line(record) + "\n")
            file.flush()
            bar.advance(task)
    if errors:
        remark(f'{errors} of {len(lines)} lines got an "error" instead; the others were done.')
    return errors


def _reply_to(number: int, line: bytes, reply: Reply) -> dict[str, Any]:
    known: dict[str, Any] = {}
    try:
        record = _parse(number, line)
        if isinstance(record.get("id"), (str, int)):
            known = {"id": record["id"]}
        else:
            raise BadLine(f'line {number} has no "id" that is a text or a number')
        return known | reply(record)
    except (BadLine, AdvisorError) as error:
        return known | {"error": str(error)}
    except Exception as error:  # one question must not cost the others their answers
        return known | {"error": f"unexpected {type(error).__name__}: {error}"}


def _parse(number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine(f"line {number} is not UTF-8") from None
    except json.JSONDecodeError as error:
        reason = f"{error.msg} at character {error.colno}"
        raise BadLine(f"line {number} is not JSON: {reason}") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"line {number} is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise BadLine(f"line {number} is {_kind(record)}, not an object")
    return record


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def _text(record: dict[str, Any], name: str) -> str:
    if name not in record:
        raise BadLine(f'"{name}" is missing')
    value = record[name]
    if not isinstance(value, str):
        raise BadLine(f'"{name}" is {_kind(value)}, not a text')
    return value


def _history(record: dict[str, Any]) -> list[Message]:
    from advisor.types import Message

    turns = record.get("history") or []
    if not isinstance(turns, list):
        raise BadLine(f'"history" is {_kind(turns)}, not a list of {{"role", "content"}}')
    messages: list[Message] = []
    for place, turn in enumerate(turns, 1):
        role = turn.get("role") if isinstance(turn, dict) else None
        if role not in ("user", "assistant"):
            raise BadLine(f'"history" item {place} has no role that is "user" or "assistant"')
        if not isinstance(turn.get("content"), str):
            raise BadLine(f'"history" item {place} has no "content" that is a text')
        messages.append(Message(role, turn["content"]))
    return messages


def search_reply(advisor: Advisor, k: int) -> Reply:
    """{"query"} to {"hits"}, best first."""

    def reply(record: dict[str, Any]) -> dict[str, Any]:
        query = _text(record, "query")
        if not query.strip():
            raise BadLine('"query" is empty')
        return {"hits": [hit_record(one) for one in advisor.search(query, k)]}

    return reply


def answer_reply(advisor: Advisor, writer: str) -> Reply:
    """{"question","history"} to the answer with its sources."""

    def reply(record: dict[str, Any]) -> dict[str, Any]:
        begun = time.perf_counter()
        answer = advisor.ask(_text(record, "question"), _history(record), writer)
        return draft_record(answer.final, time.perf_counter() - begun)

    return reply


def check_output(input: Path, output: Path) -> None:
    """Refuse an output that cannot be written, before anything is loaded.

    Raises:
        AdvisorError: a folder, in a folder that is not there, or the input itself.
    """
    if str(output) == "-":
        return
    if output.is_dir():
        raise AdvisorError(f"The output {output} is a folder; name a file.")
    if not output.parent.is_dir():
        raise AdvisorError(f"The folder {output.parent} of the output is not there; make it first.")
    if output.exists() and input.exists() and output.samefile(input):
        raise AdvisorError(f"The output {output} is the input; name another file.")


@contextmanager
def _whole_file(output: Path) -> Iterator[IO[str]]:
    """A file to write, put at the output's place when whole; `-` is standard output."""
    if str(output) == "-":
        yield sys.stdout
        return
    output = output.resolve()
    special = output.exists() and not output.is_file()  # a pipe or a device is written as it is
    part = output if special else output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file
    except BaseException:
        if not special and part.is_file():
            remark(f"Not finished: {output} is as it was, what was done stands in {part}.")
        raise
    if not special:
        part.replace(output)
