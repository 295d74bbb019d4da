"""A conversation on the terminal. The history lives here, as in every door."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from advisor.cli.speak import heading_of, remark, say, say_sources, stream_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.answer import Advisor
    from advisor.types import Message, Source

_OPEN = re.compile(r"/(\d+)")


def converse(advisor: Advisor) -> None:
    """Questions and answers until /quit, the end of the input, or Ctrl-C at the prompt."""
    from advisor.types import Message

    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() its line editing
    history: list[Message] = []
    sources: Sequence[Source] = ()
    remark("Ask about data and AI roles. /2 opens source 2, /quit ends.")
    while (question := _next_question()) is not None:
        if not question.strip():
            continue
        if chosen := _OPEN.fullmatch(question.strip()):
            _say_source(int(chosen.group(1)), sources)
            continue
        draft = stream_answer(advisor.ask(question, history))
        sources = draft.sources
        say_sources(sources)
        say()
        history += [Message("user", question), Message("assistant", draft.text)]


def _next_question() -> str | None:
    try:
        question = input("> " if sys.stdin.isatty() else "")
    except (EOFError, KeyboardInterrupt):
        return None
    return None if question.strip() in ("/quit", "/exit") else question


def _say_source(n: int, sources: Sequence[Source]) -> None:
    for source in sources:
        if source.n == n:
            say(f"[{n}] {heading_of(source)}  ({source.path})\n\n{source.text}\n")
            return
    remark(f"The last answer has no source {n}.")
