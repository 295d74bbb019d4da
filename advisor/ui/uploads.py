"""A file that a visitor has sent: read once, then gone from the server whatever happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from advisor.career.result import CareerError

NO_FILE = "No file has arrived; choose it again, or paste its text."


@contextmanager
def uploaded(payload: object) -> Iterator[Path]:
    """Where gradio has put an upload, as an event with `preprocess=False` tells it.

    The file is deleted on the way out, with the folder that was made for it. Gradio's own way to a
    path leaves an empty file behind at every upload, and keeps the upload for an hour.

    Raises:
        CareerError: there is no such file.
    """
    path = _path(payload)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # another visitor may have sent the same bytes a moment later
            path.parent.rmdir()


def _path(payload: object) -> Path:
    """The path in what came from the browser; only within a folder of gradio's uploads."""
    from gradio.utils import get_upload_folder

    named = payload.get("path") if isinstance(payload, dict) else None
    if not isinstance(named, str) or not named:
        raise CareerError(NO_FILE)
    root, path = Path(get_upload_folder()).resolve(), Path(named).resolve()
    if path.parent.parent != root or not path.is_file():
        raise CareerError(NO_FILE)
    return path
