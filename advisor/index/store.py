"""The sealed artefact: immutable generations in a folder, and one pointer to the current one.

    index/
      CURRENT            the id of the generation in use, one line
      generations/<id>/  documents.jsonl chunks.npy vectors.faiss sentences.npy
                         tokens-*.npy bm25/ manifest.json

A generation is written beside the others under a temporary name, its manifest last; then the folder
is renamed and the pointer replaced, each in one step. A killed build leaves the old generation in use.
Opening hashes every file before it is read: FAISS itself loads a file with a flipped byte in silence.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import AdvisorError, IndexDamaged, IndexForeign, IndexMissing
from advisor.index.chunker import CHUNKER
from advisor.index.late import Tokens
from advisor.types import Chunk, Document, Section, Sentence, Vectors

FORMAT = 5
KEPT_GENERATIONS = 2
_ID = re.compile(r"[0-9a-f]{16}")
_SECTION_FIELDS = ("trail", "start", "end")
_SENTENCE_FIELDS = ("section", "start", "end", "kind", "lead", "number", "depth")
_TOKEN_FIELDS = ("ids", "sentences", "counts", "vectors")
REBUILD = "run `advisor index` to build it"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. `created` stays out of its identity."""

    format: int
    chunker: str
    chunk_tokens: int
    embedder: str
    dim: int
    window: int
    probe: tuple[float, ...]
    """The embedder's vector of a fixed sentence: tells weights apart that share a name."""
    corpus: str
    """sha256 over every document's path and digest, in order."""
    documents: int
    chunks: int
    sentences: int
    skipped: tuple[tuple[str, str], ...]
    """(path, reason) of every file that was left out."""
    files: dict[str, str]
    """Name to sha256."""
    created: str = ""


@dataclass(frozen=True)
class Contents:
    """Everything in a generation. Row i of `vectors` is chunk i; sentences follow the documents."""

    documents: Sequence[Document]
    digests: Sequence[str]
    chunks: Sequence[Chunk]
    vectors: Vectors
    sentence_vectors: NDArray[np.float16]
    """shape (sentences, dim), rows of norm 1 up to rounding."""
    tokens: Tokens


# writing


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder for writing.

    Raises:
        AdvisorError: another build holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise AdvisorError(f"Another build is writing {folder}; wait for it to finish.") from None


def publish(folder: Path, contents: Contents, facts: dict[str, Any], created: str) -> Manifest:
    """Write a generation, seal it, make it the current one; the caller holds `only_writer`."""
    home = folder / "generations"
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        _write_contents(draft, contents)
        manifest = Manifest(
            format=FORMAT,
            chunker=CHUNKER,
            corpus=corpus_digest(contents.documents, contents.digests),
            documents=len(contents.documents),
            chunks=len(contents.chunks),
            sentences=len(contents.sentence_vectors),
            files={name: _sha256((draft / name).read_bytes()) for name in _file_names(draft)},
            created=created,
            **facts,
        )
        record = asdict(manifest)
        generation = _identity(record)
        _write(draft / "manifest.json", json.dumps(record, indent=1, sort_keys=True).encode())
        _sync_all(draft)
        _put_in_place(draft, home / generation)
        _write(folder / ".CURRENT", generation.encode())
        (folder / ".CURRENT").replace(folder / "CURRENT")
        _sync_folder(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _drop_old(home, keep=generation)
    return manifest


def _write_contents(draft: Path, contents: Contents) -> None:
    import faiss

    lines = (_document_line(*one) for one in zip(contents.documents, contents.digests, strict=True))
    _write(draft / "documents.jsonl", "".join(lines).encode())
    rows = [(c.document, c.section, c.start, c.end, *c.sentences) for c in contents.chunks]
    _save_array(draft / "chunks.npy", np.array(rows, np.int32).reshape(-1, 6))
    _save_array(draft / "sentences.npy", contents.sentence_vectors)
    for name in _TOKEN_FIELDS:
        _save_array(draft / f"tokens-{name}.npy", getattr(contents.tokens, name))
    flat = faiss.IndexFlatIP(contents.vectors.shape[1])
    flat.add(np.ascontiguousarray(contents.vectors))
    _write(draft / "vectors.faiss", faiss.serialize_index(flat).tobytes())
    from advisor.index.lexical import build_bm25

    build_bm25(contents.documents, contents.chunks).save(str(draft / "bm25"), show_progress=False)


def _document_line(document: Document, digest: str) -> str:
    record = {
        "path": document.path,
        "title": document.title,
        "digest": digest,
        "meta": document.meta,
        "text": document.text,
        "sections": [[getattr(one, name) for name in _SECTION_FIELDS] for one in document.sections],
        "sentences": [[getattr(s, name) for name in _SENTENCE_FIELDS] for s in document.sentences],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _save_array(path: Path, array: NDArray[Any]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _identity(record: dict[str, Any]) -> str:
    """The id of the generation with this manifest: the same content has the same id for ever."""
    told = {name: value for name, value in record.items() if name != "created"}
    return _sha256(json.dumps(told, sort_keys=True).encode())[:16]


def _put_in_place(draft: Path, home: Path) -> None:
    if home.exists():  # the same content was published before, perhaps damaged since
        if _is_whole(home):
            return  # moving it away would leave a moment in which there is no index
        shutil.rmtree(home)
    draft.rename(home)
    _sync_folder(home.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_whole(home: Path) -> bool:
    try:
        record = _read_record(home / "manifest.json")
        if _identity(record) != home.name:
            return False
        for name, wanted in record["files"].items():
            _read_checked(home / name, wanted)
    except (OSError, IndexDamaged):
        return False
    return True


def _sync_all(folder: Path) -> None:
    """Put on the disk what another library wrote, before the pointer says that it is there."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _drop_old(home: Path, keep: str) -> None:
    others = [one for one in home.iterdir() if one.name != keep]
    newest_first = sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)
    kept = [one for one in newest_first if _ID.fullmatch(one.name)][: KEPT_GENERATIONS - 1]
    for one in others:
        if one not in kept:
            shutil.rmtree(one, ignore_errors=True)


# reading


def read_manifest(folder: Path) -> tuple[Manifest, Path]:
    """The manifest of the current generation and the generation's folder.

    Raises:
        IndexMissing: no generation was ever published here.
        IndexDamaged: the pointer or the manifest is not what was written.
        IndexForeign: written by another version of the program.
    """
    if not (folder / "CURRENT").is_file():
        raise IndexMissing(f"There is no index in {folder}; {REBUILD}.")
    try:
        home, record = _current(folder)
    except OSError as error:
        reason = error.strerror or error
        raise IndexDamaged(f"The index in {folder} cannot be read ({reason}).") from None
    generation = home.name
    if _identity(record) != generation:
        raise IndexDamaged(f"The manifest in {home} was changed after the build; {REBUILD} again.")
    if record.get("format") != FORMAT or record.get("chunker") != CHUNKER:
        found = f"format {record.get('format')}, chunker {record.get('chunker')}"
        raise IndexForeign(
            f"The index in {folder} has {found}; this version reads format {FORMAT}, chunker "
            f"{CHUNKER}: {REBUILD} again."
        )
    record["skipped"] = tuple((path, reason) for path, reason in record["skipped"])
    record["probe"] = tuple(record["probe"])
    return Manifest(**record), home


def _current(folder: Path) -> tuple[Path, dict[str, Any]]:
    """(folder, manifest) of the generation that the pointer names."""
    generation = (folder / "CURRENT").read_bytes()[:64].decode("ascii", "replace").strip()
    home = folder / "generations" / generation
    if not _ID.fullmatch(generation) or not (home / "manifest.json").is_file():
        raise IndexDamaged(f"The index in {folder} points at no generation; {REBUILD} again.")
    return home, _read_record(home / "manifest.json")


def _read_record(path: Path) -> dict[str, Any]:
    """The manifest as JSON, empty when it is none: an empty one is no generation's."""
    try:
        record = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def read_contents(manifest: Manifest, home: Path) -> tuple[Contents, Any, Any]:
    """(contents, FAISS index, BM25) of a generation, every byte checked first.

    Raises:
        IndexDamaged: a file is missing, changed, or does not fit the manifest.
    """
    import bm25s
    import faiss

    data = {name: _read_checked(home / name, wanted) for name, wanted in manifest.files.items()}
    documents, digests = _read_documents(data["documents.jsonl"])
    chunks = [
        Chunk(int(row[0]), int(row[1]), int(row[2]), int(row[3]), (int(row[4]), int(row[5])))
        for row in _load_array(data["chunks.npy"])
    ]
    flat = faiss.deserialize_index(np.frombuffer(data["vectors.faiss"], np.uint8))
    counts = (len(documents), len(chunks), flat.ntotal, flat.d)
    if counts != (manifest.documents, manifest.chunks, manifest.chunks, manifest.dim):
        raise IndexDamaged(
            f"The parts of the index in {home} do not fit together; {REBUILD} again."
        )
    vectors = flat.reconstruct_n(0, flat.ntotal) if flat.ntotal else np.empty((0, flat.d), "f4")
    sentence_vectors = _load_array(data["sentences.npy"])
    tokens = Tokens(*(_load_array(data[f"tokens-{name}.npy"]) for name in _TOKEN_FIELDS))
    bm25 = bm25s.BM25.load(str(home / "bm25"), load_corpus=False, mmap=False)
    return Contents(documents, digests, chunks, vectors, sentence_vectors, tokens), flat, bm25


def _read_checked(path: Path, wanted: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        raise IndexDamaged(f"{path} is missing from the index; {REBUILD} again.") from None
    if _sha256(data) != wanted:
        raise IndexDamaged(f"{path} was changed after the build; {REBUILD} again.")
    return data


def _read_documents(data: bytes) -> tuple[list[Document], list[str]]:
    documents, digests = [], []
    for line in data.splitlines():
        record = json.loads(line)
        sections = tuple(
            Section(tuple(trail), start, end) for trail, start, end in record["sections"]
        )
        sentences = tuple(Sentence(*fields) for fields in record["sentences"])
        documents.append(
            Document(
                record["path"], record["title"], record["text"], record["meta"], sections, sentences
            )
        )
        digests.append(record["digest"])
    return documents, digests


def _load_array(data: bytes) -> NDArray[Any]:
    return np.load(BytesIO(data), allow_pickle=False)  # type: ignore[no-any-return]


def _file_names(folder: Path) -> list[str]:
    files = (one for one in sorted(folder.rglob("*")) if one.is_file())
    return [one.relative_to(folder).as_posix() for one in files]


def corpus_digest(documents: Sequence[Document], digests: Sequence[str]) -> str:
    lines = [f"{doc.path}\0{digest}" for doc, digest in zip(documents, digests, strict=True)]
    return _sha256("\n".join(lines).encode())


def document_digest(document: Document) -> str:
    """sha256 of the text, which holds the front matter too, and of how it was divided."""
    parts = (document.title, document.text, document.sections, document.sentences)
    return _sha256("\0".join(map(str, parts)).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
