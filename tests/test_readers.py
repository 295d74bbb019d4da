"""Every kind of file, and the files that people and attackers leave in a folder.

A bad file ends in a sentence about that file; it never raises anything else, never hangs, and never
keeps the others out. The letters and numbers (C2, C11 …) are rows of the list of hostile inputs.
"""

from __future__ import annotations

import io
import os
import socket
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document as new_docx
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from advisor.errors import DocumentError
from advisor.index import readers
from advisor.index.readers import READERS, Skipped, decode, read_file, read_folders
from advisor.types import Document

TEXT = "Data engineers build pipelines. Data scientists build models."


def write(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def quotes(document: Document) -> list[str]:
    return [document.quote(sentence) for sentence in document.sentences]


def pdf(lines: list[str], password: str | None = None) -> bytes:
    """A PDF of one page with a line of text for each line."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream.set_data(f"BT /F1 12 Tf 50 750 Td {shown}ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(body: str = "", fill: str = "") -> bytes:
    """A DOCX with raw XML as its body; `fill` goes into a part that nobody reads."""
    blank = io.BytesIO()
    new_docx().save(blank)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(blank) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                xml = data.decode()
                start, end = xml.index("<w:body>") + len("<w:body>"), xml.index("<w:sectPr")
                data = (xml[:start] + body + xml[end:]).encode()
            new.writestr(part.filename, data)
        if fill:
            new.writestr("word/fill.xml", fill)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


# kinds of file


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx"])
def test_each_kind_gives_its_sentences(tmp_path: Path, suffix: str) -> None:
    data = {
        ".pdf": pdf([TEXT]),
        ".docx": docx(paragraph(TEXT)),
    }.get(suffix, TEXT.encode())
    document = read_file(write(tmp_path, f"who-builds-what{suffix}", data))
    assert " ".join(quotes(document)) == TEXT
    assert document.title == "Who builds what"


def test_the_table_of_readers_is_the_one_that_is_tested() -> None:
    assert set(READERS) == {".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx"}


def test_suffixes_are_read_in_any_case(tmp_path: Path) -> None:
    assert read_file(write(tmp_path, "NOTES.MD", TEXT)).title == "Notes"


def test_html_keeps_headings_lists_and_tables_and_drops_scripts(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Roles</title><style>p{}</style></head><body><nav>Home</nav>"
        "<script>alert(1)</script><h2>Tools</h2><p>They use <b>SQL</b> daily.</p>"
        "<ul><li>Spark</li><li>Kafka</li></ul>"
        "<table><tr><th>Role</th><th>Builds</th></tr><tr><td>DE</td><td>Pipelines</td></tr></table>"
        "<img src='http://tracker.example/a.png'><footer>Imprint</footer></body></html>"
    )
    document = read_file(write(tmp_path, "roles.html", page))
    assert document.title == "Roles"
    assert "Tools" in [section.heading for section in document.sections]
    for kind, words in {"prose": "SQL", "item": "Kafka", "row": "Pipelines"}.items():
        assert any(s.kind == kind and words in document.quote(s) for s in document.sentences), kind
    for gone in ("alert", "Home", "Imprint", "tracker.example", "p{}"):
        assert gone not in document.text


def test_pdf_bullets_become_a_list_and_words_are_joined_over_lines(tmp_path: Path) -> None:
    lines = [
        "Engineers need these:",
        "\\225 SQL and Spark",
        "\\225 Docker",
        "They build pipe-",
        "lines.",
    ]
    document = read_file(write(tmp_path, "needs.pdf", pdf(lines)))
    assert "pipelines." in document.text
    items = [document.quote(s) for s in document.sentences if s.kind == "item"]
    assert items[0] == "SQL and Spark"


def test_docx_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    page = new_docx()
    page.add_heading("Becoming an engineer", 0)
    page.add_heading("Steps", 1)
    page.add_paragraph("Learn these in order:")
    page.add_paragraph("SQL", style="List Number")
    page.add_paragraph("Spark", style="List Number")
    page.add_paragraph("Any cloud", style="List Bullet")
    table = page.add_table(2, 2)
    for cell, words in zip(table._cells, ["Role", "Builds", "DE", "A | B"], strict=True):
        cell.text = words
    page.save(str(tmp_path / "steps.docx"))
    document = read_file(tmp_path / "steps.docx")
    assert document.title == "Becoming an engineer"
    steps = [document.quote(s) for s in document.sentences if s.kind == "step"]
    assert [step.split()[-1] for step in steps] == ["SQL", "Spark"]
    assert any(s.kind == "item" and "Any cloud" in document.quote(s) for s in document.sentences)
    assert any(s.kind == "row" and "A \\| B" in document.quote(s) for s in document.sentences)
    assert "Steps" in [section.heading for section in document.sections]


def test_docx_text_in_content_controls_is_read(tmp_path: Path) -> None:
    """Résumé templates of Word keep all of their text there."""
    control = f"<w:sdt><w:sdtContent>{paragraph(TEXT)}</w:sdtContent></w:sdt>"
    document = read_file(write(tmp_path, "resume.docx", docx(control)))
    assert " ".join(quotes(document)) == TEXT


def test_docx_text_deleted_in_tracked_changes_is_gone(tmp_path: Path) -> None:
    changed = (
        "<w:p><w:r><w:t>I know </w:t></w:r><w:del><w:r><w:delText>COBOL</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Python.</w:t></w:r></w:ins></w:p>"
    )
    document = read_file(write(tmp_path, "changed.docx", docx(changed)))
    assert document.text.strip() == "I know Python."


def test_docx_span_of_a_billion_columns_is_one_cell(tmp_path: Path) -> None:
    span = '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    table = f"<w:tbl><w:tr><w:tc>{span}{paragraph(TEXT)}</w:tc></w:tr></w:tbl>"
    document = read_file(write(tmp_path, "span.docx", docx(table)))
    assert document.text.count(TEXT) == 1
    assert len(document.text) < 1000


def test_front_matter_is_metadata_and_not_text(tmp_path: Path) -> None:
    page = f"---\ntitle: Roles\nupdated: 2026-11-01\n---\n{TEXT}\n"
    document = read_file(write(tmp_path, "roles.md", page))
    assert (document.title, document.meta["updated"]) == ("Roles", "2026-11-01")
    assert " ".join(quotes(document)) == TEXT


# encodings (C11)


@pytest.mark.parametrize(
    "data",
    [
        "Café – naïve “quotes”.".encode(),
        b"\xef\xbb\xbf" + "Café – naïve “quotes”.".encode(),
        "Café – naïve “quotes”.".encode("cp1252"),
        "Café – naïve “quotes”.".encode("utf-16"),
        b"\xfe\xff" + "Café – naïve “quotes”.".encode("utf-16-be"),
    ],
    ids=["utf-8", "byte-order mark", "cp1252", "utf-16-le", "utf-16-be"],
)
def test_encodings_give_the_same_text(tmp_path: Path, data: bytes) -> None:
    document = read_file(write(tmp_path, "a.txt", data))
    assert quotes(document) == ["Café – naïve “quotes”."]


def test_a_byte_order_mark_does_not_hide_front_matter(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + f"---\r\ntitle: Roles\r\n---\r\n{TEXT}".encode()
    assert read_file(write(tmp_path, "a.md", data)).title == "Roles"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Data\x00engineers" + b"\x00" * 50, "NUL bytes"),
        ("Data engineers".encode("utf-16-le"), "NUL bytes"),
        (b"a" * 5000 + b"\x00\x01" * 300, "control characters"),
        (b"\xff\xfe" + b"\x00\xdc" * 400, "control characters"),
        (b"caf\x81 \x8d", "neither UTF-8 nor"),
        (bytes(range(1, 32)) * 40, "control characters"),
    ],
    ids=["nul", "utf-16 without mark", "late nul", "lone surrogates", "no code page", "controls"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        decode(data)


# files that are not what they seem, or not whole


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20
BAD_FILES = {
    "image.pdf": (PNG, "not a readable PDF"),
    "image.txt": (PNG, "not text"),
    "image.docx": (PNG, "no zip archive"),
    "program.pdf": (b"MZ" + bytes(4000), "not a readable PDF"),
    "garbage.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 100, "not a readable PDF"),
    "half.pdf": (pdf([TEXT])[:300], "not a readable PDF"),
    "empty.pdf": (b"", "not a readable PDF"),
    "scan.pdf": (pdf([]), "looks like a scan"),
    "locked.pdf": (pdf([TEXT], password="secret"), "protected by a password"),
    "half.docx": (docx(paragraph(TEXT))[:9000], "no zip archive"),
    "other.docx": (b"PK\x05\x06" + bytes(18), "not a readable DOCX"),
    "old.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
        "protected by a password or an old",
    ),
    "empty.docx": (docx(), "holds no text"),
    "empty.md": (b"", "holds no text"),
    "blank.txt": (b" \n\t\r\n \xc2\xa0 \n", "holds no text"),
    "blank.html": (b"<html><body><p> </p></body></html>", "holds no text"),
    "headings.md": (b"# One\n\n## Two\n", "headings but no sentences"),
    "archive.zip": (b"PK", r"no reader for \.zip \(has \.docx"),
    "README": (b"text", "no reader for a file without suffix"),
    "front.md": (b"---\na: [1\n---\nText here.\n", r"not valid YAML, line \d"),
    "aliases.md": (b"---\na: &a [1]\nb: [*a, *a]\n---\nText here.\n", "YAML aliases"),
    "brackets.md": (
        b"---\na: " + b"[" * 5000 + b"]" * 5000 + b"\n---\nText.\n",
        "nested beyond|cannot be read as",
    ),
    "divs.html": (b"<div>" * 30_000 + b"text", "cannot be read as"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    data, reason = BAD_FILES[name]
    with pytest.raises(DocumentError, match=reason) as caught:
        read_file(write(tmp_path, name, data))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_bad_files_keep_none_of_the_good_ones_out(tmp_path: Path) -> None:
    for name, (data, _) in BAD_FILES.items():
        write(tmp_path, name, data)
    write(tmp_path, "zz-good.md", TEXT)
    found = list(read_folders([tmp_path]))
    assert [one.path for one in found if isinstance(one, Document)] == ["zz-good.md"]
    assert {one.path for one in found if isinstance(one, Skipped)} == set(BAD_FILES)


def test_a_cipher_without_its_package_is_named_rather_than_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pypdf raises an error of its own for a cipher that it has no package for."""

    def cannot(self: PdfReader, password: str) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PdfReader, "decrypt", cannot)
    with pytest.raises(DocumentError, match="encrypted; save a copy without protection"):
        read_file(write(tmp_path, "aes.pdf", pdf([TEXT], password="")))


def test_a_pdf_locked_only_against_editing_is_read(tmp_path: Path) -> None:
    document = read_file(write(tmp_path, "owner.pdf", pdf([TEXT], password="")))
    assert " ".join(quotes(document)) == TEXT


# bombs: refused quickly (C2, C3, C4, C7, C14)


def test_zip_bombs_are_refused_from_the_directory(tmp_path: Path) -> None:
    bomb = write(tmp_path, "bomb.docx", docx(paragraph(TEXT), fill="0" * 70_000_000))
    assert bomb.stat().st_size < 200_000
    begun = time.perf_counter()
    with pytest.raises(DocumentError, match=r"unpacks to 7\d MB"):
        read_file(bomb)
    assert time.perf_counter() - begun < 1
    dense = write(tmp_path, "dense.docx", docx(paragraph(TEXT), fill="0" * 20_000_000))
    with pytest.raises(DocumentError, match="times its size"):
        read_file(dense)


def test_a_docx_of_too_many_paragraphs_is_refused_in_time(tmp_path: Path) -> None:
    begun = time.perf_counter()
    with pytest.raises(DocumentError, match="more than 50,000 paragraphs"):
        read_file(write(tmp_path, "many.docx", docx("<w:p/>" * 400_000)))
    assert time.perf_counter() - begun < 10


def test_entities_in_a_docx_are_not_expanded(tmp_path: Path) -> None:
    laughs = docx(paragraph("&lol;"))
    with zipfile.ZipFile(io.BytesIO(laughs)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    xml = parts["word/document.xml"].decode()
    secret = write(tmp_path, "secret", "the secret words")
    doctype = f'<!DOCTYPE x [<!ENTITY lol SYSTEM "{secret.as_uri()}">]>'
    head = xml.index("?>") + 2
    parts["word/document.xml"] = (xml[:head] + doctype + xml[head:]).encode()
    with zipfile.ZipFile(tmp_path / "entity.docx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(DocumentError, match=r"holds no text|not a readable DOCX"):
        read_file(tmp_path / "entity.docx")


def test_a_huge_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(10_000_000_000)
    with pytest.raises(DocumentError, match="is 10000 MB; the limit is 20 MB"):
        read_file(tmp_path / "sparse.txt")


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST_TEXT_CHARS", 1000)
    with pytest.raises(DocumentError, match="split it"):
        read_file(write(tmp_path, "a.txt", TEXT * 30))


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(readers.MOST_PAGES + 1):
        writer.add_blank_page(10, 10)
    writer.write(str(tmp_path / "pages.pdf"))
    with pytest.raises(DocumentError, match="has 801 pages; the limit is 800"):
        read_file(tmp_path / "pages.pdf")


@pytest.mark.parametrize(
    "unit",
    ["*", "[", "![", "`", "> ", "|", "_", "<", "# ", "(", "\\", "- ", ". A", "**a ", "a@", "â€™ "],
)
def test_repeated_marks_are_read_in_time(tmp_path: Path, unit: str) -> None:
    begun = time.perf_counter()
    found = readers._read_or_skip(
        write(tmp_path, "marks.md", unit * (60_000 // len(unit))), "marks.md"
    )
    assert found.path == "marks.md"
    assert time.perf_counter() - begun < 10


# the folder itself (C12, C13, C15, C19)


def test_only_regular_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(tmp_path, "outside.md", "The secret outside.")
    (tmp_path / "elsewhere").mkdir()
    write(tmp_path / "elsewhere", "inner.md", "The secret elsewhere.")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    (folder / "dangling.md").symlink_to(tmp_path / "gone.md")
    (folder / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.md")
    door = socket.socket(socket.AF_UNIX)
    monkeypatch.chdir(folder)  # the name of a socket may not be long
    door.bind("door.md")
    write(folder, "good.md", TEXT)
    found = {one.path: one for one in read_folders([folder])}
    door.close()
    assert isinstance(found.pop("good.md"), Document)
    assert set(found) == {"link.md", "dangling.md", "folder", "loop", "pipe.md", "door.md"}
    for one in found.values():
        assert isinstance(one, Skipped)
        assert "only regular files are read" in one.reason


@pytest.mark.parametrize(
    "name",
    [
        b"odd \xff\xfe.md",
        b"new\nline.md",
        ("x" * 252 + ".md").encode(),
        b"<img src=x onerror=alert(1)>.md",
        b"  spaces  .md",
        b"-rf.md",
        "日本語.md".encode(),
        "\u202egnp.md".encode(),
    ],
)
def test_odd_names_are_read_and_can_be_printed(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(TEXT)
    (document,) = read_folders([tmp_path])
    assert isinstance(document, Document)
    document.path.encode("utf-8")
    document.title.encode("utf-8")
    assert "\n" not in document.path


def test_composed_and_decomposed_names_are_two_documents(tmp_path: Path) -> None:
    write(tmp_path, "caf\u00e9.md", TEXT)
    write(tmp_path, "cafe\u0301.md", TEXT)
    assert len({one.path for one in read_folders([tmp_path])}) == 2


def test_names_that_print_alike_stay_apart(tmp_path: Path) -> None:
    for name in ("a b.md", "a\nb.md"):
        write(tmp_path, name, TEXT)
    assert len({one.path for one in read_folders([tmp_path])}) == 2


def test_two_folders_share_a_path_and_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    for name in ("one/docs", "two/docs", "three/docs"):
        (tmp_path / name).mkdir(parents=True)
        write(tmp_path / name, "a.md", TEXT)
    folders = [
        tmp_path / name for name in ("one/docs", "two/docs", "three/docs", "one/docs", "one")
    ]
    paths = [one.path for one in read_folders(folders)]
    assert paths == ["a.md", "docs/a.md", "a.md (2)"]


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", "a.md", TEXT)
    write(tmp_path, ".draft.md", TEXT)
    write(tmp_path, "good.md", TEXT)
    assert [one.path for one in read_folders([tmp_path])] == ["good.md"]


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere is not there; give a folder"):
        list(read_folders([tmp_path / "nowhere"]))
    file = write(tmp_path, "a.md", TEXT)
    with pytest.raises(DocumentError, match=r"a\.md is a file; give a folder"):
        list(read_folders([file]))


def test_a_file_that_vanishes_or_cannot_be_opened_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "gone.md", TEXT)
    write(tmp_path, "good.txt", TEXT)

    def vanish(file: Path) -> str:
        file.unlink()
        return file.read_text()

    monkeypatch.setitem(READERS, ".md", vanish)
    gone, good = read_folders([tmp_path])
    assert isinstance(good, Document)
    assert gone == Skipped("gone.md", "cannot be opened: No such file or directory")


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    write(tmp_path, "good.md", TEXT)
    scan = os.scandir

    def refuse(folder: str | Path) -> object:
        if str(folder).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    closed, good = read_folders([tmp_path])
    assert isinstance(good, Document)
    assert closed == Skipped("closed", "cannot be listed: Permission denied")


def test_an_error_nobody_foresaw_is_still_about_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(file: Path) -> str:
        raise ZeroDivisionError("deep inside\na parser")

    monkeypatch.setitem(READERS, ".md", explode)
    with pytest.raises(
        DocumentError, match=r"cannot be read as \.md: ZeroDivisionError deep inside$"
    ):
        read_file(write(tmp_path, "a.md", TEXT))
