"""Files to documents: a table by suffix, and a walk that never stops at a bad file.

Unknown suffixes are reported by name, never skipped in silence. Only regular files are opened:
a link, a pipe or a device in a corpus is named and left alone.
"""

from __future__ import annotations

import logging
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import DocumentError
from advisor.index.structure import parse
from advisor.text import mend, tidy_tables
from advisor.types import Document

LARGEST_FILE_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 60_000_000
LARGEST_RATIO = 150
MOST_PAGES = 800


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed, and why."""

    path: str
    reason: str


def read_folders(folders: Iterable[Path]) -> Iterator[Document | Skipped]:
    """Every document of the folders in a stable order, and every file left out with its reason.

    With more than one folder, a path that two folders share gets its folder's name in front.

    Raises:
        DocumentError: a folder is not there.
    """
    taken: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            what = "a file" if folder.exists() else "not there"
            raise DocumentError(f"The corpus folder {folder} is {what}; give a folder of documents.")
        for file in sorted(folder.rglob("*")):
            relative = _printable(file.relative_to(folder).as_posix())
            if _is_hidden(relative) or (file.is_dir() and not file.is_symlink()):
                continue
            path = f"{folder.name}/{relative}" if relative in taken else relative
            taken.add(path)
            try:
                yield read_file(file, path)
            except DocumentError as error:
                yield Skipped(path, str(error))


def read_file(file: Path, path: str | None = None) -> Document:
    """One file as a document.

    Raises:
        DocumentError: what is wrong with the file, in words.
    """
    path = path or file.name
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        raise DocumentError(f"no reader for {file.suffix or 'a file without suffix'} (has {known})")
    try:
        _check_regular(file)
        text = reader(file)
    except OSError as error:
        raise DocumentError(f"cannot be opened: {error.strerror or error}") from None
    text = tidy_tables(mend(text))
    if not text.strip():
        raise DocumentError("holds no text")
    document = parse(path, text, fallback_title=_title_from(file))
    if not document.sentences:
        raise DocumentError("holds headings but no sentences")
    return document


def _is_hidden(relative: str) -> bool:
    return any(part.startswith(".") for part in relative.split("/"))


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
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        raise DocumentError("is not text: it holds NUL bytes")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(char < " " and char not in "\t\n\r\f" for char in text[:20_000])
        if odd > len(text[:20_000]) * 0.005:
            raise DocumentError("is not text: it is full of control characters")
        return text
    raise DocumentError("is neither UTF-8 nor Windows-1252 text; save it as UTF-8")


def read_html(file: Path) -> str:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(decode(file.read_bytes()), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup(["script", "style", "noscript", "template", "nav", "footer", "form", "head"]):
        tag.decompose()
    converter = MarkdownConverter(heading_style="ATX", bullets="-", strip=["img", "a"])
    body = re.sub(r"\n{3,}", "\n\n", converter.convert_soup(soup)).strip()
    return body if not title or re.search(r"(?m)^# ", body) else f"# {title}\n\n{body}"


def read_pdf(file: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is protected by a password; save a copy without one")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentError(f"has {len(reader.pages)} pages; the limit is {MOST_PAGES}, split it")
        pages = [page.extract_text() or "" for page in reader.pages]
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


def read_docx(file: Path) -> str:
    check_archive(file)
    from docx import Document as open_docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = open_docx(str(file))
        blocks = [_docx_block(block) for block in document.iter_inner_content()]
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DocumentError(f"is not a readable DOCX: {error}") from None
    lines = ""
    for kind, markdown in blocks:
        if markdown:
            lines += ("\n" if kind == "item" and lines.endswith("\n-") else "\n\n") + markdown
    return lines.strip()


def _docx_block(block: Any) -> tuple[str, str]:
    if not hasattr(block, "style") or hasattr(block, "rows"):
        rows = [[re.sub(r"\s*\n\s*", "; ", cell.text) for cell in row.cells] for row in block.rows]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        rule = "|" + " --- |" * len(rows[0]) if rows else ""
        return "table", "\n".join([*lines[:1], rule, *lines[1:]])
    style, text = (block.style.name or "").lower() if block.style else "", block.text.strip()
    level = re.match(r"heading (\d)", style)
    if level or style == "title":
        return "heading", "#" * (int(level.group(1)) if level else 1) + " " + text if text else ""
    if style.startswith("list") and text:
        return "item", ("1. " if "number" in style else "- ") + text
    return "text", text


def check_archive(file: Path) -> None:
    """Refuse a zip whose directory announces more than a document can need.

    Raises:
        DocumentError: not a zip, too many members, or too large once unpacked.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError):
        raise DocumentError("is not a readable DOCX: it is no zip archive") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > 2000 or unpacked > LARGEST_UNPACKED_BYTES:
        raise DocumentError(f"unpacks to {unpacked / 1e6:.0f} MB in {len(members)} parts: too large")
    if unpacked > 5_000_000 and unpacked / packed > LARGEST_RATIO:
        raise DocumentError(f"unpacks to {unpacked / packed:.0f} times its size: refused")


READERS: dict[str, Callable[[Path], str]] = {
    ".md": read_text,
    ".markdown": read_text,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
