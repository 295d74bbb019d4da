"""The page over a small library, for the browser tests: run as a program, with a port and a folder.

Its language model is a script: it says the first passage of its prompt again, and for a question
with the word "slowly" it takes its time and notes in a file how many words it said until it was
stopped.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor.generators import Opened
from advisor.settings import load_settings
from advisor.types import Message
from advisor.ui.server import launch


class Parrot:
    """A `Generator` that repeats the first passage of its prompt."""

    name = "parrot"

    def __init__(self, notes: Path) -> None:
        self._notes = notes

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, messages: Sequence[Message], system: str = "") -> Iterator[str]:
        prompt = messages[-1].content
        passage = prompt.split("\n\n")[1].split("\n", 1)[1]
        slowly = "slowly" in prompt.rpartition("Question:")[2].lower()
        said = 0
        try:
            for word in passage.split(" ") * (20 if slowly else 1):
                time.sleep(0.15 if slowly else 0.005)
                yield f" {word}"
                said += 1
        finally:
            if slowly:
                self._notes.write_text(str(said))


def main(port: int, folder: Path) -> None:
    settings = load_settings(
        corpus=(folder / "corpus",), index=folder / "index", port=port, host="127.0.0.1"
    )

    def open_parrot(*_: object) -> Opened:
        return Parrot(folder / "notes.txt"), "A parrot writes the answers."

    launch(settings, open_parrot)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
