"""Word documents to Markdown: headings, lists with their numbers, tables, content controls.

python-docx opens the package and names the styles; the blocks are walked here, because its own walk
leaves out content controls, in which most résumé templates keep all of their text, and takes a
millisecond a paragraph.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.errors import DocumentError

LARGEST_UNPACKED_BYTES = 60_000_000
LARGEST_RATIO = 150
MOST_PARTS = 2000
MOST_BLOCKS = 50_000
MOST_COLUMNS = 63
"""Word's own limit; a span beyond it is an attack on whoever repeats the cell."""
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {_MAIN + "tab": " ", _MAIN + "br": "\n", _MAIN + "cr": "\n", _MAIN + "noBreakHyphen": "-"}


def read_docx(file: Path) -> str:
    """The text of a DOCX as Markdown.

    Raises:
        DocumentError: not a DOCX, protected, or larger than a document can be.
    """
    check_archive(file)
    from docx import Document as open_docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = open_docx(str(file))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DocumentError(f"is not a readable DOCX: {reason}") from None
    page = _Page(document)
    text = ""
    for kind, block in page.blocks(document.element.body):
        if block:
            tight = kind == "item" and page.last == "item"
            text += ("\n" if tight else "\n\n") + block
            page.last = kind
    return text.strip()


def check_archive(file: Path) -> None:
    """Refuse a zip whose directory announces more than a document can need.

    Raises:
        DocumentError: not a zip, too many parts, or too large once unpacked.
    """
    with file.open("rb") as opened:
        old = opened.read(4) == b"\xd0\xcf\x11\xe0"
    if old:
        raise DocumentError("is protected by a password or an old .doc; save it as plain .docx")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError):
        raise DocumentError("is not a readable DOCX: it is no zip archive") from None
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED_BYTES:
        raise DocumentError(f"unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts: too large")
    if unpacked > 5_000_000 and unpacked / packed > LARGEST_RATIO:
        raise DocumentError(f"unpacks to {unpacked / packed:.0f} times its size: refused")


class _Page:
    """The blocks of one document, with the names of its styles and the formats of its lists."""

    def __init__(self, document: Any) -> None:
        self.last = ""
        self._styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        self._numbered = _numbered_levels(document)
        self._count = 0

    def blocks(self, parent: Any) -> Iterator[tuple[str, str]]:
        """(kind, Markdown) of each paragraph and table, in order."""
        for child in parent:
            if child.tag in (_MAIN + "p", _MAIN + "tbl"):
                self._count += 1
                if self._count > MOST_BLOCKS:
                    raise DocumentError(f"has more than {MOST_BLOCKS:,} paragraphs; split it")
            if child.tag == _MAIN + "p":
                yield self._paragraph(child)
            elif child.tag == _MAIN + "tbl":
                yield "table", _table(child)
            elif child.tag in (_MAIN + "sdt", _MAIN + "sdtContent", _MAIN + "customXml"):
                yield from self.blocks(child)

    def _paragraph(self, node: Any) -> tuple[str, str]:
        text = _text(node)
        style = self._styles.get(_value(node, "pPr/pStyle"), "")
        level = re.match(r"heading (\d)", style)
        if level or style == "title":
            marks = "#" * (int(level.group(1)) if level else 1)
            return "heading", f"{marks} {_flat(text)}" if text else ""
        number, depth = _value(node, "pPr/numPr/numId"), _value(node, "pPr/numPr/ilvl") or "0"
        if text and (style.startswith("list") or number not in ("", "0")):
            numbered = "number" in style or (number, depth) in self._numbered
            indent = "   " * min(int(depth) if depth.isdigit() else 0, 8)
            return "item", indent + ("1. " if numbered else "- ") + _flat(text)
        return "text", text


def _numbered_levels(document: Any) -> set[tuple[str, str]]:
    """(list, level) of every list level that counts, as opposed to one with bullets."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return set()
    counted = {
        (_attribute(abstract, "abstractNumId"), _attribute(level, "ilvl"))
        for abstract in root.iter(_MAIN + "abstractNum")
        for level in abstract.iter(_MAIN + "lvl")
        if _value(level, "numFmt") not in ("bullet", "none", "")
    }
    lists = {
        _attribute(one, "numId"): _value(one, "abstractNumId") for one in root.iter(_MAIN + "num")
    }
    return {
        (number, level)
        for number, used in lists.items()
        for abstract, level in counted
        if abstract == used
    }


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _table(node: Any) -> str:
    rows: list[list[str]] = []
    for row in _children(node, "tr"):
        cells: list[str] = []
        for cell in _children(row, "tc"):
            above = rows[-1][len(cells)] if rows and len(cells) < len(rows[-1]) else ""
            continued = _find(cell, "tcPr/vMerge")
            merged = continued is not None and _attribute(continued, "val") != "restart"
            text = re.sub(r"\s*\n\s*", "; ", _text(cell)).replace("|", "\\|")
            span = _value(cell, "tcPr/gridSpan")
            width = min(int(span), MOST_COLUMNS) if span.isdigit() else 1
            cells += [above if merged else text] + [""] * (width - 1)
        rows.append(cells)
    if not any(cell for row in rows for cell in row):
        return ""
    columns = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (columns - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])


def _text(node: Any) -> str:
    """The words under a node; what was deleted in tracked changes is kept elsewhere in the XML."""
    words: list[str] = []
    for one in _visible(node):
        if one.tag == _MAIN + "t":
            words.append(one.text or "")
        elif one.tag in _MARKS:
            words.append(_MARKS[one.tag])
        elif one.tag == _MAIN + "p" and words:
            words.append("\n")
    return "".join(words).strip()


def _visible(node: Any) -> Iterator[Any]:
    """The node and everything below it, in order, but for the second copy of a text box."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.tag != _FALLBACK:
            yield one
            stack.extend(reversed(one))


def _children(node: Any, name: str) -> Iterator[Any]:
    """The children of that name, also those inside content controls."""
    for child in node:
        if child.tag == _MAIN + name:
            yield child
        elif child.tag in (_MAIN + "sdt", _MAIN + "sdtContent"):
            yield from _children(child, name)


def _find(node: Any, path: str) -> Any:
    return node.find("/".join(_MAIN + part for part in path.split("/")))


def _value(node: Any, path: str) -> str:
    found = _find(node, path)
    return "" if found is None else _attribute(found, "val")


def _attribute(node: Any, name: str) -> str:
    return str(node.get(_MAIN + name) or "")
