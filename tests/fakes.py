"""Stand-ins for the two models, predictable enough that a test can state what they must do."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from advisor.errors import GenerationFailed
from advisor.text import terms
from advisor.types import Embedded, Message, Vector, Vectors


class FakeEmbedder:
    """An `Embedder` whose cosine is the share of content words that two texts have in common.

    A word is one dimension, chosen by its checksum, so vectors are the same in every process.
    A token is what stands between spaces.
    """

    def __init__(self, name: str = "fake/words", dim: int = 1024, window: int = 200) -> None:
        self.name, self.dim, self.window = name, dim, window

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._rows(texts)

    def encode(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[Embedded]:
        for text, inner in zip(texts, spans, strict=True):
            tokens = [found.span() for found in re.finditer(r"\S+", text)]
            words = [text[start:end] for start, end in tokens]
            yield Embedded(
                self._vector(text),
                self._rows([text[start:end] for start, end in inner]),
                np.array([zlib.crc32(word.encode()) % 30_000 for word in words], np.int32),
                np.array(tokens, np.int32).reshape(-1, 2),
                self._rows(words),
            )

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def _vector(self, text: str) -> Vector:
        vector = np.zeros(self.dim, np.float32)
        for term in terms(text):
            vector[zlib.crc32(term.encode()) % self.dim] += 1
        if not vector.any():
            vector[0] = 1
        return vector / np.linalg.norm(vector)


class ScriptedGenerator:
    """A `Generator` that says its lines in turn, and remembers what it was told.

    Each reply is a text (said word by word) or a list of pieces; the last reply is repeated.

    Args:
        error: raised once `pieces_before_error` pieces were said.
        hold: waited for before every piece, as a slow model would make one wait; None for no wait.
        endless: says its reply again and again.
    """

    def __init__(
        self,
        *replies: str | Iterable[str],
        name: str = "fake/scripted",
        error: BaseException | None = None,
        pieces_before_error: int = 0,
        hold: threading.Event | None = None,
        endless: bool = False,
    ) -> None:
        self.name = name
        self.calls: list[tuple[tuple[Message, ...], str]] = []
        self.said: list[str] = []
        """Every piece of every call, in order."""
        self.closed = 0
        """Calls that ended, one way or another."""
        self._replies = [_pieces(reply) for reply in replies] or [[]]
        self._error, self._before_error = error, pieces_before_error
        self._hold, self._endless = hold, endless

    @property
    def prompts(self) -> list[str]:
        """The last message of every call."""
        return [messages[-1].content for messages, _ in self.calls]

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, messages: Sequence[Message], system: str = "") -> Iterator[str]:
        reply = self._replies[min(len(self.calls), len(self._replies) - 1)]
        self.calls.append((tuple(messages), system))
        try:
            yield from self._say(reply)
        finally:
            self.closed += 1

    def _say(self, reply: Sequence[str]) -> Iterator[str]:
        said = 0
        while True:
            for piece in reply:
                self._fail_after(said)
                while self._hold is not None and not self._hold.wait(0.02):
                    yield ""  # what a real generator does while the model is thinking
                self.said.append(piece)
                said += 1
                yield piece
            self._fail_after(said)
            if not (self._endless and reply):
                return

    def _fail_after(self, said: int) -> None:
        if self._error is not None and said >= self._before_error:
            raise self._error


def out_of_memory() -> GenerationFailed:
    return GenerationFailed("The language model ran out of memory in the middle of the answer.")


def _pieces(reply: str | Iterable[str]) -> list[str]:
    if not isinstance(reply, str):
        return list(reply)
    words = reply.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:]
