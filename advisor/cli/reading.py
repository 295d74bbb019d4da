"""Reading without a model: a document of the index, and the addresses in the library."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.types import Document

_SPAN = re.compile(r"(?P<path>.+?):(?P<start>\d+)-(?P<end>\d+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|)\]]+")


def find_span(index: Path, place: str) -> tuple[Document, int, int]:
    """(document, start, end) of `path` or `path:start-end` in the index.

    Raises:
        IndexMissing, IndexDamaged: there is no index to read.
        AdvisorError: no such document, or the span lies outside it.
    """
    from advisor.index.store import read_contents, read_manifest

    contents, _, _ = read_contents(*read_manifest(index))
    documents = {document.path: document for document in contents.documents}
    if place in documents:
        return documents[place], 0, len(documents[place].text)
    span = _SPAN.fullmatch(place)
    path = span["path"] if span else place
    if path not in documents:
        raise AdvisorError(_no_such_document(path, list(documents)))
    start, end = (int(span["start"]), int(span["end"])) if span else (0, 0)
    length = len(documents[path].text)
    if not start < end <= length:
        raise AdvisorError(f"{path} has characters 0-{length}; {start}-{end} is no part of it.")
    return documents[path], start, end


def _no_such_document(path: str, known: list[str]) -> str:
    ending = [one for one in known if one.endswith(f"/{path}") or Path(one).stem == path]
    near = ending or difflib.get_close_matches(path, known, n=1, cutoff=0.5)
    hint = f"did you mean {' or '.join(near[:3])}?" if near else "`advisor search` finds documents."
    return f"The index has no document {path}; {hint}"


def addresses(folder: Path) -> dict[str, list[str]]:
    """Every address in the documents of a folder, in order, with the paths that name it.

    Raises:
        DocumentError: the folder is not there.
    """
    from advisor.index.readers import read_folders

    found: dict[str, list[str]] = {}
    for one in read_folders([folder]):
        if isinstance(one, Document):
            for link in dict.fromkeys(_ADDRESS.findall(one.text)):
                found.setdefault(link.rstrip(".,;:"), []).append(one.path)
    return dict(sorted(found.items()))
