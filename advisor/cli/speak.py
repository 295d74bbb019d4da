"""What the terminal shows: plain lines into a pipe, Markdown on a screen, JSON for a program."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from advisor.answer import Answer
    from advisor.types import Draft, Passage, Source

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without what steers a terminal: escapes, control and direction characters."""
    return _UNSEEN.sub("", text.encode("utf-8", "backslashreplace").decode("utf-8"))


def say(text: str = "") -> None:
    sys.stdout.write(printable(text) + "\n")


def remark(text: str) -> None:
    """A line for the person that is no part of the result."""
    sys.stderr.write(printable(text) + "\n")


def json_line(record: Any) -> str:
    """The record on one line. A lone surrogate, which UTF-8 cannot carry, stays escaped."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def say_json(record: Any) -> None:
    sys.stdout.write(json_line(record) + "\n")


def console(error: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=error, highlight=False, markup=False, emoji=False)


@contextmanager
def progress_bar(label: str) -> Iterator[tuple[Progress, Any]]:
    """(bar, task) on stderr, gone from the screen when done; into a file, one line at the end."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Remaining(),
    )
    screen = console(error=True)
    quiet = not screen.is_terminal
    with Progress(*columns, console=screen, transient=True, disable=quiet) as bar:
        yield bar, bar.add_task(label, total=None)
    done = bar.tasks[0]
    if quiet and done.total:
        remark(f"{done.description}: {done.completed:.0f} of {done.total:.0f}")


# records, as they stand in JSON


def hit_record(passage: Passage) -> dict[str, Any]:
    return {
        "path": passage.document.path,
        "title": passage.document.title,
        "start": passage.start,
        "end": passage.end,
        "score": round(passage.score, 6),
        "text": passage.text,
    }


def source_record(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in ("n", "title", "path", "start", "end", "text")}


def draft_record(draft: Draft, seconds: float) -> dict[str, Any]:
    return {
        "answer": draft.text,
        "refused": draft.refused,
        "sources": [source_record(source) for source in draft.sources],
        "writer": draft.writer,
        "seconds": round(seconds, 3),
    }


# an answer on the screen


def stream_answer(answer: Answer) -> Draft:
    """Show every draft while it grows and keep the last one on the screen; the last draft."""
    if sys.stdout.isatty():
        draft = _watch(answer)
        _show_markdown(draft.text)
    else:
        draft = answer.final
        say(draft.text)
    if draft.note:
        remark(draft.note)
    return draft


def _watch(answer: Answer) -> Draft:
    """The last draft. Ctrl-C stops the writing, and what was written stands."""
    from rich.live import Live
    from rich.markdown import Markdown

    draft = answer.first
    with Live(console=console(), transient=True, refresh_per_second=8) as live:
        try:
            for draft in answer:
                live.update(Markdown(printable(draft.text)))
        except KeyboardInterrupt:
            answer.close()
    return draft


def _show_markdown(text: str) -> None:
    from rich.markdown import Markdown

    console().print(Markdown(printable(text), hyperlinks=False))


def say_sources(sources: Sequence[Source]) -> None:
    """The numbered passages behind an answer, each with the words for `advisor show`."""
    if not sources:
        return
    say("\nSources")
    for source in sources:
        say(f"[{source.n}] {heading_of(source)}")
        say(f"    {source.path}:{source.start}-{source.end}")


def heading_of(source: Source) -> str:
    return " › ".join(part for part in (source.title, source.heading) if part)


def say_passages(passages: Iterable[Passage]) -> None:
    for place, passage in enumerate(passages, 1):
        say(f"{place}. {passage.heading}  (score {passage.score:.2f})")
        say(f"   {passage.document.path}:{passage.start}-{passage.end}")
        say("   " + passage.text.strip().replace("\n", "\n   ") + "\n")


def by_folder(paths: Iterable[str]) -> list[str]:
    """A line a folder: its name and the names of its files."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        pure = PurePosixPath(path)
        folders[str(pure.parent)].append(pure.name)
    return [f"{folder}/ ({len(names)}): {', '.join(names)}" for folder, names in folders.items()]
