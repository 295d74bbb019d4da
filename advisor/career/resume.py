"""A résumé file to text, and to a profile. Nothing is kept and nothing is logged.

Files of strangers are parsed by `resume_parser` in a process of its own, with little memory and time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from advisor.career.language import check_english
from advisor.career.profile import Profile
from advisor.career.profile_text import read_profile
from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon

LARGEST_BYTES = 5_000_000
LONGEST_SECONDS = 10
"""By the clock; the parser itself has as much processor time."""
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
            [sys.executable, "-m", "advisor.career.resume_parser"],
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
