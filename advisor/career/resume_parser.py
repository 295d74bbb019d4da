"""The process that parses one résumé file: little memory, little time, no file written.

Run as a module. It reads a path from standard input, where other users of the machine cannot see it,
and writes JSON: {"text": …} or {"error": …}.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from advisor.errors import DocumentError
from advisor.index.readers import decode
from advisor.index.word import read_docx
from advisor.text import mend

MOST_PAGES = 30
MOST_SECONDS = 10
MOST_MEMORY_BYTES = 1_500_000_000
"""Of address space; Python with the readers takes about a third of it before a file is opened."""
LONGEST_TEXT = 60_000
"""Characters; as in `profile_text`, which would take long to import here."""


def main() -> None:
    """Reads the file named on standard input; writes {"text": …} or {"error": …} as JSON."""
    file = Path(os.fsdecode(sys.stdin.buffer.read()))
    limit()
    answer: dict[str, str]
    try:
        answer = {"text": _read(file)[: LONGEST_TEXT + 1]}  # one more shows that it is too long
    except DocumentError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "takes more memory to read than a résumé should; paste its text"}
    except Exception as error:
        answer = {"error": f"cannot be read ({type(error).__name__}); paste its text instead"}
    sys.stdout.write(json.dumps(answer))


def limit() -> None:
    """Caps this process where the system can: memory, processor time, written files."""
    try:
        import resource
    except ImportError:  # Windows has the wall clock alone
        return
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix == ".pdf":
        text = _read_pdf(file)
    elif suffix == ".docx":
        text = read_docx(file)
    else:
        text = decode(file.read_bytes())
    text = mend(text)
    if not text.strip():
        raise DocumentError("holds no text; paste it instead")
    return text


def _read_pdf(file: Path) -> str:
    """The pages in reading order, two columns one after the other."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    from advisor.career.columns import page_text

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader: Any = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is protected by a password; save a copy without one")
        if len(reader.pages) > MOST_PAGES:
            count = len(reader.pages)
            raise DocumentError(f"has {count} pages, and the limit is {MOST_PAGES}; shorten it")
        pages = [page_text(page) for page in reader.pages]
    except DependencyError:
        raise DocumentError("is encrypted; save a copy without protection") from None
    except (PyPdfError, ValueError, KeyError, RecursionError, TypeError, AttributeError):
        raise DocumentError("is no readable PDF; save it as PDF again, or paste its text") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise DocumentError(
            "holds no text and looks like a scan; run it through text recognition, or paste its text"
        )
    return text


if __name__ == "__main__":
    main()
