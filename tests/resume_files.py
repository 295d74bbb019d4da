"""Résumés made in the test: a PDF writer of forty lines, two columns, tables, and hostile files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

Placed = tuple[float, float, int, str]
"""x, y, size, text"""


def pdf(pages: Iterable[Iterable[Placed]]) -> bytes:
    """A PDF with text at given places, in Helvetica."""
    pages = [list(page) for page in pages]
    objects: list[bytes] = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    ]
    home = 2 + 2 * len(pages)
    kids = []
    for page in pages:
        content = b"".join(_shown(*placed) for placed in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 1 0 R >> >> >>" % (home, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % home)
    return _written(objects)


def _shown(x: float, y: float, size: int, text: str) -> bytes:
    code = text.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        code = code.replace(mark, b"\\" + mark)
    return b"BT /F1 %d Tf %g %g Td (%s) Tj ET\n" % (size, x, y, code)


def _written(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return out + head + table + tail + b"startxref\n%d\n%%%%EOF" % len(out)


def column(
    x: float, top: float, lines: Iterable[str], step: float = 14, size: int = 10
) -> list[Placed]:
    """Lines below each other."""
    return [(x, top - step * number, size, text) for number, text in enumerate(lines)]


def encrypted(data: bytes) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(file: Path, lines: Iterable[str], table: Iterable[tuple[str, str]] = ()) -> None:
    """A DOCX with paragraphs and a table of two columns."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    rows = list(table)
    if rows:
        cells = document.add_table(len(rows), 2)
        for number, (left, right) in enumerate(rows):
            cells.cell(number, 0).text, cells.cell(number, 1).text = left, right
    document.save(str(file))


def bomb(file: Path) -> None:
    """A DOCX of 300 kB that unpacks to 300 MB."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)


def swarm(file: Path) -> None:
    """A DOCX within the limits of its directory that holds more paragraphs than a person writes."""
    import random

    word(file, ["x"])
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(1)  # noqa: S311 - only so that it does not compress
    many = "".join(
        f"<w:p><w:r><w:t>{chance.getrandbits(64):x}</w:t></w:r></w:p>" for _ in range(90_000)
    )
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("<w:sectPr", many + "<w:sectPr", 1).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
