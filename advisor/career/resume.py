"""A résumé file to text, and to a profile. Nothing is kept and nothing is logged.

Files of strangers are parsed in a process of its own, which has little memory, little time, and may
write no file. Run as a module it is that process.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from advisor.career.language import check_english
from advisor.career.profile import Profile
from advisor.career.profile_text import LONGEST_TEXT, read_profile
from advisor.career.result import CareerError
from advisor.errors import DocumentError
from advisor.library.lexicon import Lexicon

LARGEST_BYTES = 5_000_000
LONGEST_SECONDS = 10
MOST_PAGES = 30
MOST_MEMORY_BYTES = 1_500_000_000
"""Of address space; Python with the readers takes about a third of it before a file is opened."""
SUFFIXES = (".pdf", ".docx", ".txt", ".md")
IMAGES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
"""First bytes of images."""
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONHOME")


def read_resume(file: Path, lexicon: Lexicon) -> Profile:
    """The profile that a résumé tells.

    Raises:
        CareerError: the file is no readable résumé, and what to do.
    """
    return read_profile(resume_text(file), lexicon)


def resume_text(file: Path) -> str:
    """The text of a résumé in reading order.

    Raises:
        CareerError: too large, protected, a scan, an image, not English, empty, or unreadable.
    """
    try:
        _check(file)
    except OSError as error:
        raise CareerError(f"The résumé cannot be opened: {error.strerror or error}.") from None
    text = _parsed(file)
    check_english(text, "The résumé")
    return text


def _check(file: Path) -> None:
    """Size and first bytes, before anything is parsed."""
    suffix = file.suffix.lower()
    size = file.stat().st_size
    if size > LARGEST_BYTES:
        raise CareerError(
            f"The résumé is {size / 1e6:.0f} MB, and the limit is {LARGEST_BYTES / 1e6:.0f} MB; "
            "save it without pictures, or paste its text."
        )
    if size == 0:
        raise CareerError("The résumé is empty; choose another file, or paste its text.")
    if suffix not in SUFFIXES:
        kind = f"{suffix} files" if suffix else "files without a suffix"
        raise CareerError(f"No reader for {kind}; save the résumé as PDF, DOCX or plain text.")
    with file.open("rb") as opened:
        head = opened.read(1024)
    image = next((name for mark, name in IMAGES if head.startswith(mark)), None)
    if image and suffix != ".txt":
        raise CareerError(
            f"The résumé is a {image} image named {suffix}; save it as a PDF with text in it."
        )
    if suffix == ".pdf" and b"%PDF-" not in head:
        raise CareerError("The résumé is named .pdf and is no PDF; save it as PDF again.")


def _parsed(file: Path) -> str:
    """What the limited process reads from the file."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "advisor.career.resume"],
            input=os.fsencode(file.resolve()),  # not an argument: other users can list those
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CareerError(_too_much("time")) from None
    try:
        answer: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        raise CareerError(_too_much("memory or time")) from None
    if "error" in answer:
        raise CareerError(f"The résumé {answer['error'].rstrip('.')}.")
    return answer["text"]


def _too_much(what: str) -> str:
    return f"Reading the résumé takes more {what} than a résumé should; paste its text instead."


def _environment() -> dict[str, str]:
    """No secrets of the server reach the parser; the package is found as it was found here."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    home = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": home, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


# in the process of its own


def main() -> None:
    """Reads the file named on standard input; writes {"text": …} or {"error": …} as JSON."""
    file = Path(os.fsdecode(sys.stdin.buffer.read()))
    _limit()
    answer: dict[str, str]
    try:
        answer = {"text": _read(file)[:LONGEST_TEXT]}
    except DocumentError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "takes more memory to read than a résumé should; paste its text"}
    except Exception as error:
        answer = {"error": f"cannot be read ({type(error).__name__}); paste its text instead"}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    """Caps this process where the system can: memory, processor time, written files."""
    try:
        import resource
    except ImportError:  # Windows has the wall clock alone
        return
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
        (resource.RLIMIT_CPU, LONGEST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(file: Path) -> str:
    from advisor.index.readers import decode
    from advisor.index.word import read_docx
    from advisor.text import mend

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
    import logging

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
