"""Files to documents: a table by suffix, and a walk that never stops at a bad file.

Unknown suffixes are reported by name, never skipped in silence. Only regular files are opened:
a link, a pipe or a device in a corpus is named and left alone.
"""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import DocumentError
from advisor.index.structure import parse
from advisor.index.word import read_docx
from advisor.text import mend, tidy_tables
from advisor.types import Document

LARGEST_FILE_BYTES = 20_000_000
LARGEST_TEXT_CHARS = 5_000_000
LARGEST_HTML_BYTES = 2_000_000
MOST_PAGES = 800


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed, and why."""

    path: str
    reason: str


def read_folders(folders: Iterable[Path]) -> Iterator[Document | Skipped]:
    """Every document of the folders in a stable order, and every file left out with its reason.

    A file that two folders share is read once; of two files with the same path, the second gets
    its folder's name in front.

    Raises:
        DocumentError: a folder is not there.
    """
    taken: set[str] = set()
    seen: set[Path] = set()
    for folder in folders:
        if not folder.is_dir():
            what = "a file" if folder.exists() else "not there"
            raise DocumentError(
                f"The corpus folder {folder} is {what}; give a folder of documents."
            )
        for file, trouble in _walk(folder):
            place = file.parent.resolve() / file.name
            if place in seen:
                continue
            seen.add(place)
            path = _free(_printable(file.relative_to(folder).as_posix()), folder, taken)
            yield Skipped(path, trouble) if trouble else _read_or_skip(file, path)


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, "") of all that is not hidden, (folder, trouble) if it cannot be listed; sorted."""
    found: list[tuple[Path, str]] = []

    def cannot_list(error: OSError) -> None:
        found.append((Path(error.filename), f"cannot be listed: {error.strerror or error}"))

    for home, inner, names in os.walk(folder, onerror=cannot_list):
        links = [name for name in inner if Path(home, name).is_symlink()]
        inner[:] = [name for name in inner if not name.startswith(".")]
        found += [(Path(home, name), "") for name in (*names, *links) if not name.startswith(".")]
    return iter(sorted(found))


def _free(path: str, folder: Path, taken: set[str]) -> str:
    """The path, changed as little as needed to be unlike those taken; taken from now on."""
    name, count = path, 1
    while name in taken:
        name = f"{_printable(folder.name)}/{path}" if count == 1 else f"{path} ({count})"
        count += 1
    taken.add(name)
    return name


def _read_or_skip(file: Path, path: str) -> Document | Skipped:
    try:
        return read_file(file, path)
    except DocumentError as error:
        return Skipped(path, str(error))


def read_file(file: Path, path: str | None = None) -> Document:
    """One file as a document.

    Raises:
        DocumentError: what is wrong with the file, in words.
    """
    path = path or _printable(file.name)
    try:
        _check_regular(file)
        return _parsed(file, path, _reader(file)(file))
    except DocumentError:
        raise
    except OSError as error:
        raise DocumentError(f"cannot be opened: {error.strerror or error}") from None
    except Exception as error:  # whatever a parser of somebody else raises on a hostile file
        reason = f"{type(error).__name__} {error}".splitlines()[0][:160]
        raise DocumentError(f"cannot be read as {file.suffix.lower()}: {reason}") from error


def _reader(file: Path) -> Callable[[Path], str]:
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        kind = _printable(file.suffix) or "a file without suffix"
        raise DocumentError(f"no reader for {kind} (has {known})")
    return reader


def _parsed(file: Path, path: str, text: str) -> Document:
    if len(text) > LARGEST_TEXT_CHARS:
        size, limit = len(text) / 1e6, LARGEST_TEXT_CHARS / 1e6
        raise DocumentError(f"holds {size:.0f} M characters; the limit is {limit:.0f} M, split it")
    text = tidy_tables(mend(text))
    if not text.strip():
        raise DocumentError("holds no text")
    document = parse(path, text, fallback_title=_title_from(file))
    if not document.sentences:
        raise DocumentError("holds headings but no sentences")
    return document


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", " ")


def _title_from(file: Path) -> str:
    return _printable(re.sub(r"[-_]+", " ", file.stem)).strip().capitalize()


def _check_regular(file: Path) -> None:
    info = file.lstat()
    if not stat.S_ISREG(info.st_mode):
        raise DocumentError("is a link, a pipe or a device; only regular files are read")
    if info.st_size > LARGEST_FILE_BYTES:
        size, limit = info.st_size / 1e6, LARGEST_FILE_BYTES / 1e6
        raise DocumentError(f"is {size:.0f} MB; the limit is {limit:.0f} MB, split it")


# readers: one a kind of file, each returns Markdown


def read_text(file: Path) -> str:
    return decode(file.read_bytes())


def decode(data: bytes) -> str:
    """Bytes as text: byte-order marks, UTF-8, else the Windows code page.

    Raises:
        DocumentError: the bytes are no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _checked(data.decode("utf-16", "replace"))
    if b"\x00" in data[:4096]:
        raise DocumentError("is not text: it holds NUL bytes")
    try:
        return _checked(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    try:
        return _checked(data.decode("cp1252"))
    except UnicodeDecodeError:
        reason = "is neither UTF-8 nor Windows-1252 text; save it as UTF-8"
        raise DocumentError(reason) from None


def _checked(text: str) -> str:
    start = text[:20_000]
    odd = sum((char < " " and char not in "\t\n\r\f") or char == "\ufffd" for char in start)
    if odd > len(start) * 0.005:
        raise DocumentError("is not text: it is full of control characters")
    return text


def read_html(file: Path) -> str:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    if file.stat().st_size > LARGEST_HTML_BYTES:
        limit = LARGEST_HTML_BYTES / 1e6
        raise DocumentError(f"is HTML of more than {limit:.0f} MB; split it")
    soup = BeautifulSoup(decode(file.read_bytes()), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup(["script", "style", "noscript", "template", "nav", "footer", "form", "head"]):
        tag.decompose()
    converter = MarkdownConverter(heading_style="ATX", bullets="-", strip=["img", "a"])
    body = re.sub(r"\n{3,}", "\n\n", converter.convert_soup(soup)).strip()
    return body if not title or re.search(r"(?m)^# ", body) else f"# {title}\n\n{body}"


def read_pdf(file: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is protected by a password; save a copy without one")
        if len(reader.pages) > MOST_PAGES:
            count = len(reader.pages)
            raise DocumentError(f"has {count} pages; the limit is {MOST_PAGES}, split it")
        pages = [page.extract_text() or "" for page in reader.pages]
    except DependencyError:
        raise DocumentError("is encrypted; save a copy without protection") from None
    except (PyPdfError, ValueError, KeyError, RecursionError, TypeError) as error:
        raise DocumentError(f"is not a readable PDF: {error or type(error).__name__}") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise DocumentError("holds no text; it looks like a scan, run it through OCR first")
    return _unwrap(text)


_HYPHEN_BREAK = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_BULLET = re.compile(r"(?m)^[ \t]*[•▪●◦‣∙·–][ \t]+")


def _unwrap(text: str) -> str:
    """Text of a page layout as Markdown: bullets as lists, words joined over line ends."""
    text = _BULLET.sub("- ", _HYPHEN_BREAK.sub("", text))
    return re.sub(r"\n(?=- )", "\n\n", re.sub(r"(?m)^(#+)(?=\S)", r"\\\1", text))


READERS: dict[str, Callable[[Path], str]] = {
    ".md": read_text,
    ".markdown": read_text,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
