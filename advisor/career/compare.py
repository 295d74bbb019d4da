"""Two to four roles side by side, every cell with its passage."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.library.load import Entry, Library
from advisor.phrases import ASPECT_HEADINGS
from advisor.text import plain
from advisor.writers.parts import Line, Part, line_of

TABLE_ASPECTS = ("Focus", "Deliverables", "Tools", "Measured by")
ITEMS_IN_CELL = {"": 2, "one aspect": 5}
"""Few in a table of several aspects, more when one aspect is compared."""


def compare_parts(library: Library, roles: Sequence[str], aspect: str = "") -> list[Part]:
    """What sets the roles apart in sentences, then a table of role by aspect; [] below two pages."""
    entries = [entry for entry in map(library.get, roles) if entry and entry.kind == "role"]
    if len(entries) < 2:
        return []
    heading = ASPECT_HEADINGS.get(aspect, {}).get("role")
    aspects = [heading] if heading else list(TABLE_ASPECTS)
    most = ITEMS_IN_CELL["one aspect" if heading else ""]
    rows = tuple(
        (name, tuple(_cell(library, entry, name, most) for entry in entries)) for name in aspects
    )
    header = ("Aspect", *(entry.title for entry in entries))
    opening = _differences(library, entries)
    table = Part((), "table", header=header, cells=rows)
    return [Part(tuple(opening)), table] if opening else [table]


def _differences(library: Library, entries: Sequence[Entry]) -> list[Line]:
    """Sentences in which one page names what sets it apart from another of the roles."""
    found: list[Line] = []
    for entry in entries:
        for section in entry.sections("Misunderstandings"):
            for sentence in entry.document.sentences:
                text = plain(entry.document.quote(sentence))
                if sentence.section == section and _names_another(text, entry, entries):
                    found.append(
                        line_of(entry.document, section, sentence.start, sentence.end, text)
                    )
    if found:
        return found[:2]
    return [line for entry in entries[:3] if (line := _first_sentence(entry, "Focus"))]


def _names_another(text: str, entry: Entry, entries: Sequence[Entry]) -> bool:
    lowered = text.lower()
    names_self = entry.title.lower() in lowered
    return names_self and any(
        other.title.lower() in lowered for other in entries if other.id != entry.id
    )


def _first_sentence(entry: Entry, heading: str) -> Line | None:
    for section in entry.sections(heading):
        for sentence in entry.document.sentences:
            if sentence.section == section:
                return line_of(entry.document, section, sentence.start, sentence.end)
    return None


def _cell(library: Library, entry: Entry, heading: str, most: int) -> Line | None:
    """The gist of a section: its first sentence, or the heads of its list."""
    if heading == "Tools":
        return _tools_cell(library, entry)
    for section in entry.sections(heading):
        owned = [one for one in entry.document.sentences if one.section == section]
        items = [one for one in owned if one.kind in ("item", "step")]
        if items and heading != "Focus":
            text = "; ".join(_short(plain(entry.document.quote(one))) for one in items[:most])
            last = items[:most][-1]
            return line_of(entry.document, section, items[0].start, last.end, text)
        if owned:
            return line_of(entry.document, section, owned[0].start, owned[0].end)
    return None


def _tools_cell(library: Library, entry: Entry) -> Line | None:
    from advisor.library.schema import RolePage

    page = entry.page
    for section in entry.sections("Tools"):
        if isinstance(page, RolePage):
            names = [library.title(one) for one in page.tools[:5]]
            where = entry.document.sections[section]
            return line_of(entry.document, section, where.start, where.end, ", ".join(names))
    return None


def _short(text: str) -> str:
    """An item up to its first subordinate part."""
    for mark in (", ", "; ", ": ", " so that ", " because ", " which "):
        head = text.split(mark, maxsplit=1)[0]
        if 3 <= len(head.split()) < len(text.split()):
            return head.rstrip(".")
    return text.rstrip(".")
