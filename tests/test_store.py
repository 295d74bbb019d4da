"""The index on disk: killed, cut, edited, foreign, full, shared; and brought up to date."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from small_corpus import PAGES, write_pages

from advisor.errors import AdvisorError, DocumentError, IndexDamaged, IndexForeign, IndexMissing
from advisor.index import store
from advisor.index.build import BuildReport, build_index
from advisor.index.search import Index, open_index
from advisor.index.store import only_writer, read_contents, read_manifest
from advisor.types import Embedded, Vector

ROOT = Path(__file__).resolve().parents[1]
FILES = (
    "bm25/data.csc.index.npy",
    "bm25/indices.csc.index.npy",
    "bm25/indptr.csc.index.npy",
    "bm25/params.index.json",
    "bm25/vocab.index.json",
    "chunks.npy",
    "documents.jsonl",
    "sentences.npy",
    "tokens-counts.npy",
    "tokens-ids.npy",
    "tokens-sentences.npy",
    "tokens-vectors.npy",
    "vectors.faiss",
)


class Counting(FakeEmbedder):
    """A fake that remembers what it embedded."""

    def __init__(self, name: str = "fake/words", dim: int = 64) -> None:
        super().__init__(name, dim)
        self.texts: list[str] = []

    def encode(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[Embedded]:
        self.texts += texts
        return super().encode(texts, spans)


class Retrained(Counting):
    """Other weights under the same name."""

    def _vector(self, text: str) -> Vector:
        return np.ascontiguousarray(np.roll(super()._vector(text), 7))


def build(
    corpus: Path,
    index: Path,
    embedder: Counting | None = None,
    chunk_tokens: int = 180,
    rebuild: bool = False,
) -> BuildReport:
    own = embedder or Counting()
    return build_index([corpus], index, own.name, lambda: own, chunk_tokens, rebuild=rebuild)


def opened(index: Path) -> Index:
    return open_index(index, Counting())


def generation(index: Path) -> str:
    return (index / "CURRENT").read_text()


def home_of(index: Path) -> Path:
    return index / "generations" / generation(index)


def paths(index: Path) -> list[str]:
    return [one.path for one in opened(index).documents]


@pytest.fixture
def index(pages: Path, tmp_path: Path) -> Path:
    """A built index over `pages`."""
    build(pages, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index that tests copy before they break it."""
    home = tmp_path_factory.mktemp("pristine")
    build(write_pages(home / "corpus", PAGES), home / "index")
    return home / "index"


@pytest.fixture
def copy(pristine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pristine, tmp_path / "copy")


# what is written is what is read


def test_everything_that_was_built_is_read_back(pages: Path, index: Path) -> None:
    manifest, home = read_manifest(index)
    contents, flat, _ = read_contents(manifest, home)
    assert [one.path for one in contents.documents] == sorted(PAGES)
    assert [one.text for one in contents.documents] == [PAGES[name] for name in sorted(PAGES)]
    assert contents.documents[1].meta == {"id": "data-engineer", "kind": "role"}
    assert len(contents.chunks) == manifest.chunks == flat.ntotal == len(contents.vectors)
    assert np.allclose(np.linalg.norm(contents.vectors, axis=1), 1, atol=1e-6)
    sentences = sum(len(one.sentences) for one in contents.documents)
    assert manifest.sentences == len(contents.sentence_vectors) == sentences
    assert len(contents.tokens.ids) == len(contents.tokens.vectors) == contents.tokens.counts.sum()


def test_each_sentence_has_its_own_vector(index: Path) -> None:
    found = opened(index)
    for document in found.documents:
        vectors = found.sentence_vectors(document)
        own = Counting().embed([document.quote(one) for one in document.sentences])
        assert np.allclose(vectors, own, atol=1e-3)


def test_the_manifest_names_every_file(index: Path) -> None:
    manifest, _ = read_manifest(index)
    assert tuple(sorted(manifest.files)) == FILES


# up to date


def test_an_unchanged_corpus_does_nothing_and_opens_no_embedder(pages: Path, index: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in index.rglob("*") if file.is_file()}

    def never() -> Counting:
        raise AssertionError("the embedder was opened")

    report = build_index([pages], index, "fake/words", never, fixed_weights=True)
    assert (report.published, report.embedded, report.reused) == (False, (), 3)
    after = {file: file.stat().st_mtime_ns for file in index.rglob("*") if file.is_file()}
    assert {f: t for f, t in after.items() if f.name != ".lock"} == {
        f: t for f, t in before.items() if f.name != ".lock"
    }


def test_the_same_weights_embed_nothing_again_and_other_ones_everything(
    pages: Path, index: Path
) -> None:
    same = build(pages, index)
    assert (same.published, same.embedded, same.reused) == (False, (), 3)
    other = build(pages, index, Retrained())
    assert (other.published, other.reused, sorted(other.embedded)) == (True, 0, sorted(PAGES))
    assert open_index(index, Retrained()).search("pipelines", 1)


def test_one_changed_file_is_the_only_one_embedded(pages: Path, index: Path) -> None:
    (pages / "notes/budget.txt").write_text("Spot machines are cheap. They vanish.")
    embedder = Counting()
    report = build(pages, index, embedder)
    assert (report.embedded, report.reused) == (("notes/budget.txt",), 2)
    texts = [text for text in embedder.texts if "Data engineers build pipelines" not in text]
    assert texts == ["Budget\nSpot machines are cheap. They vanish."]
    assert "Spot machines" in opened(index).search("spot machines vanish", 1)[0].text


def test_a_removed_file_disappears(pages: Path, index: Path) -> None:
    (pages / "roles/data-scientist.md").unlink()
    embedder = Counting()
    report = build(pages, index, embedder)
    assert (report.embedded, report.reused, report.published) == ((), 2, True)
    assert all(text.startswith("Data engineers build") for text in embedder.texts)
    assert paths(index) == ["notes/budget.txt", "roles/data-engineer.md"]
    found = opened(index).search("statistics experiment models python", 9)
    assert "roles/data-scientist.md" not in {one.document.path for one in found}


def test_a_moved_file_keeps_its_rows_and_changes_its_path(pages: Path, index: Path) -> None:
    (pages / "roles/data-scientist.md").rename(pages / "scientist.md")
    assert build(pages, index).embedded == ()
    assert paths(index) == ["notes/budget.txt", "roles/data-engineer.md", "scientist.md"]
    assert opened(index).search("statistics python models", 1)[0].document.path == "scientist.md"


def test_a_file_left_out_is_recorded_and_forgotten_again(pages: Path, index: Path) -> None:
    (pages / "photo.png").write_bytes(b"\x89PNG")
    report = build(pages, index)
    assert (report.published, report.embedded) == (True, ())
    assert [path for path, _ in read_manifest(index)[0].skipped] == ["photo.png"]
    assert not build(pages, index).published
    (pages / "photo.png").unlink()
    assert build(pages, index).manifest.skipped == ()


def test_two_files_with_one_text_both_stand_in_the_index(pages: Path, index: Path) -> None:
    shutil.copy(pages / "roles/data-scientist.md", pages / "roles/twin.md")
    assert build(pages, index).embedded == ()
    assert "roles/twin.md" in paths(index)
    (pages / "roles/data-scientist.md").unlink()
    assert build(pages, index).embedded == ()
    assert paths(index)[-1] == "roles/twin.md"


def test_what_is_brought_up_to_date_equals_what_is_built_anew(pages: Path, tmp_path: Path) -> None:
    def edit(name: str, text: str) -> None:
        write_pages(pages, {name: text})

    steps: list[Callable[[], object]] = [
        lambda: edit("a.md", "# First\n\nKafka moves events."),
        lambda: edit("notes/budget.txt", "Changed. Entirely."),
        lambda: (pages / "roles/data-engineer.md").rename(pages / "zz.md"),
        lambda: edit("b/twin.md", PAGES["roles/data-scientist.md"]),
        (pages / "a.md").unlink,
        lambda: edit("notes/budget.txt", PAGES["notes/budget.txt"]),
        lambda: edit("bad.png", "not text"),
    ]
    for number, step in enumerate(steps):
        step()
        build(pages, tmp_path / "kept")
        build(pages, tmp_path / f"new-{number}")
        assert generation(tmp_path / "kept") == generation(tmp_path / f"new-{number}"), number


def test_the_same_content_has_the_same_id(pages: Path, index: Path, tmp_path: Path) -> None:
    first = generation(index)
    assert build(pages, index, rebuild=True).published
    assert generation(index) == first
    assert opened(index).search("kafka", 1)
    script = (
        "import sys; from pathlib import Path; from test_store import build;"
        "build(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    run(script, pages, tmp_path / "elsewhere", PYTHONHASHSEED="7")
    assert generation(tmp_path / "elsewhere") == first


def test_the_id_tells_what_differs(pages: Path, index: Path, tmp_path: Path) -> None:
    ids = {generation(index)}
    build(pages, tmp_path / "small", chunk_tokens=32)
    build(pages, tmp_path / "named", Counting("fake/other"))
    build(pages, tmp_path / "narrow", Counting(dim=32))
    (pages / "roles/data-scientist.md").rename(pages / "scientist.md")
    build(pages, tmp_path / "moved")
    ids |= {generation(tmp_path / name) for name in ("small", "named", "narrow", "moved")}
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("embedder", "chunk_tokens"),
    [(Counting("fake/other"), 180), (Counting(), 40), (Retrained(), 180), (Counting(dim=32), 180)],
    ids=["name", "chunks", "weights", "width"],
)
def test_rows_of_another_embedder_or_size_are_never_mixed_in(
    pages: Path, index: Path, embedder: Counting, chunk_tokens: int
) -> None:
    (pages / "notes/budget.txt").write_text("A change, so that there is something to do.")
    report = build(pages, index, embedder, chunk_tokens=chunk_tokens)
    assert (len(report.embedded), report.reused) == (3, 0)
    assert open_index(index, embedder).search("kafka", 1)[0].cosine > 0


def test_documents_divided_in_another_way_are_embedded_again(
    pages: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer parser with an older index: its rows would belong to other sentences."""
    monkeypatch.setattr("advisor.index.structure.sentence_spans", lambda text, a, b: [(a, b)])
    report = build(pages, index)
    assert report.embedded == ("notes/budget.txt", "roles/data-scientist.md")
    found = opened(index)
    for document in found.documents:
        assert len(found.sentence_vectors(document)) == len(document.sentences)


def test_progress_reaches_the_number_of_chunks(pages: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    embedder = Counting()
    report = build_index(
        [pages], tmp_path / "i", "fake/words", lambda: embedder, 180, lambda *at: seen.append(at)
    )
    chunks = report.manifest.chunks
    assert seen == [(done, chunks) for done in range(1, chunks + 1)]


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere is not there; give a folder"):
        build(tmp_path / "nowhere", tmp_path / "i")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/x.png").write_text("x")
    with pytest.raises(AdvisorError, match=r"No readable document in .*empty \(x\.png no reader"):
        build(tmp_path / "empty", tmp_path / "i")
    assert not (tmp_path / "i").exists()


# damage


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _append(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")


def _remove(file: Path) -> None:
    file.unlink()


def _become_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [_flip, _cut, _append, _remove, _become_a_folder])
@pytest.mark.parametrize("name", FILES)
def test_a_harmed_file_is_named(copy: Path, name: str, harm: Callable[[Path], None]) -> None:
    file = home_of(copy) / name
    harm(file)
    with pytest.raises(IndexDamaged, match="advisor index") as caught:
        opened(copy)
    assert str(file) in str(caught.value)


def test_a_harmed_index_is_healed_by_the_next_build(pages: Path, index: Path) -> None:
    before = generation(index)
    for name in FILES:
        _flip(home_of(index) / name)
        assert build(pages, index).published
        assert generation(index) == before
        assert opened(index).search("kafka", 1)


@pytest.mark.parametrize("field", ["dim", "chunks", "embedder", "files", "probe", "skipped"])
def test_an_edited_manifest_is_refused(copy: Path, field: str) -> None:
    file = home_of(copy) / "manifest.json"
    record = json.loads(file.read_text())
    record[field] = {"x": "y"}
    file.write_text(json.dumps(record))
    with pytest.raises(IndexDamaged, match=r"manifest .* was changed after the build"):
        opened(copy)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(copy: Path, data: bytes) -> None:
    (home_of(copy) / "manifest.json").write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"manifest .* was changed"):
        opened(copy)


@pytest.mark.parametrize(
    "pointer",
    [b"", b"\n", b"../../evil", b"..", b"/etc", b"0" * 16, b"A" * 16, b"x" * 10_000, b"\xff\x00"],
)
def test_a_pointer_to_nowhere_is_refused(copy: Path, pointer: bytes) -> None:
    evil = copy.parent / "evil"
    shutil.copytree(home_of(copy), evil)
    (copy / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexDamaged, match=r"points at no generation; run `advisor index`"):
        opened(copy)


def test_a_line_end_after_the_pointer_does_no_harm(copy: Path) -> None:
    (copy / "CURRENT").write_text(generation(copy) + "\r\n")
    assert opened(copy).documents


def test_a_folder_without_an_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"no index in .*; run `advisor index` to build it"):
        opened(tmp_path)


def test_a_generation_under_another_name_is_refused(copy: Path) -> None:
    home_of(copy).rename(copy / "generations" / ("ab" * 8))
    (copy / "CURRENT").write_text("ab" * 8)
    with pytest.raises(IndexDamaged, match="was changed after the build"):
        opened(copy)


# foreign


def test_another_embedder_is_refused_with_both_names_and_the_command(copy: Path) -> None:
    with pytest.raises(
        IndexForeign, match=r"with fake/words \(64 .*not with fake/other \(64\)"
    ) as e:
        open_index(copy, Counting("fake/other"))
    assert "run `advisor index`" in str(e.value)
    assert "ADVISOR_EMBEDDER=fake/words" in str(e.value)


def test_another_width_is_refused(copy: Path) -> None:
    with pytest.raises(IndexForeign, match=r"fake/words \(64 dimensions\), not .* \(32\)"):
        open_index(copy, Counting(dim=32))


def test_other_weights_of_the_same_name_are_refused(copy: Path) -> None:
    with pytest.raises(
        IndexForeign, match=r"other weights of fake/words .*advisor index.*--rebuild"
    ):
        open_index(copy, Retrained())


@pytest.mark.parametrize(("name", "value"), [("FORMAT", 3), ("CHUNKER", "headings/1")])
def test_an_index_of_another_version_is_refused_and_then_rebuilt(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    with monkeypatch.context() as older:
        older.setattr(store, name, value)
        build(pages, tmp_path / "old")
    with pytest.raises(IndexForeign, match=rf"has .*{value}.*; this version reads .*advisor index"):
        opened(tmp_path / "old")
    assert len(build(pages, tmp_path / "old").embedded) == 3
    assert opened(tmp_path / "old").documents


# two at once


def test_a_second_writer_is_turned_away_and_a_reader_is_not(pages: Path, index: Path) -> None:
    (pages / "new.md").write_text("New text.")
    with only_writer(index):
        with pytest.raises(AdvisorError, match=r"Another build is writing .*index; wait"):
            build(pages, index)
        assert opened(index).documents
    assert build(pages, index).published


def test_the_folder_is_free_again_after_a_failure(pages: Path, index: Path) -> None:
    (pages / "new.md").write_text("New text.")
    broken = Counting()
    broken.encode = lambda *_: (_ for _ in ()).throw(RuntimeError("out of memory"))  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="out of memory"):
        build(pages, index, broken)
    assert build(pages, index).published


def test_of_many_writers_one_wins_and_the_index_is_whole(pages: Path, index: Path) -> None:
    (pages / "new.md").write_text("New text of many.")
    outcomes: list[str] = []

    def one() -> None:
        try:
            outcomes.append("built" if build(pages, index).published else "nothing to do")
        except AdvisorError as error:
            outcomes.append("busy" if "Another build" in str(error) else str(error))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("built") == 1
    assert set(outcomes) <= {"built", "busy", "nothing to do"}
    assert "new.md" in paths(index)


def test_old_generations_go_and_the_one_before_stays(pages: Path, index: Path) -> None:
    reader = opened(index)
    ids = [generation(index)]
    for number in range(4):
        (pages / "new.md").write_text(f"Text number {number}.")
        build(pages, index)
        ids.append(generation(index))
    assert {one.name for one in (index / "generations").iterdir()} == set(ids[-2:])
    assert reader.search("kafka", 1)[0].document.path == "roles/data-engineer.md"


# no room, no right


def test_a_full_disk_leaves_the_old_index_whatever_was_being_written(
    pages: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generation(index)
    (pages / "new.md").write_text("New text.")
    calls = 0
    limit = 0

    def full() -> None:
        nonlocal calls
        calls += 1
        if calls > limit:
            raise OSError(errno.ENOSPC, "No space left on device")

    def guard(name: str) -> None:
        real = getattr(store, name)

        def guarded(*given: object) -> object:
            full()
            return real(*given)

        monkeypatch.setattr(store, name, guarded)

    for name in ("_write", "_save_array", "_sync_all", "_put_in_place", "_write_contents"):
        guard(name)
    for limit in range(12):  # noqa: B007 - read by full()
        calls = 0
        with pytest.raises(AdvisorError, match=r"cannot be written to .*No space left.*untouched"):
            build(pages, index)
        assert generation(index) == before
        assert opened(index).documents
        assert [one.name for one in (index / "generations").iterdir()] == [before]
    limit = 1000
    assert build(pages, index).published


def run(script: str, *given: object, **environment: str) -> str:
    """What a script prints in a process of its own that can import the tests."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, given)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


FILE_TOO_LARGE = """
import resource, sys
from pathlib import Path
from test_store import build, opened, generation
from advisor.errors import AdvisorError
corpus, index = map(Path, sys.argv[1:])
before = generation(index)
for size in (0, 100, 1000, 3000, 6000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        build(corpus, index)
        print("built")
    except AdvisorError as error:
        print(error)
    assert generation(index) == before
    assert opened(index).documents
    assert [one.name for one in (index / "generations").iterdir()] == [before]
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are of POSIX")
def test_a_real_limit_on_the_disk_leaves_the_old_index(pages: Path, index: Path) -> None:
    (pages / "new.md").write_text("# New\n\n" + "Some more text about pipelines.\n" * 300)
    lines = run(FILE_TOO_LARGE, pages, index).splitlines()
    assert len(lines) == 5
    assert all("cannot be written to" in line and "untouched" in line for line in lines), lines


def test_an_index_folder_that_is_a_file_is_refused_in_words(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(AdvisorError, match=r"cannot be written to .*taken .*--index"):
        build(pages, tmp_path / "taken")


READ_ONLY = """
import os, sys
from pathlib import Path
from test_store import build, opened
from advisor.errors import AdvisorError
corpus, index, warm = map(Path, sys.argv[1:])
build(corpus, warm)
opened(warm).search("kafka", 1)  # imports everything while that is allowed
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
assert opened(index).search("kafka", 1)
print("opened")
for folder in (index, index.parent / "elsewhere"):
    try:
        build(corpus, folder)
        print("built")
    except AdvisorError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of files are of POSIX")
def test_a_read_only_index_is_opened_and_cannot_be_written(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        build(write_pages(home / "corpus", PAGES), home / "index")
        (home / "corpus/new.md").write_text("New.")
        places = [home, *home.rglob("*")]
        for place in places:
            place.chmod(0o555 if place.is_dir() else 0o444)
        lines = run(READ_ONLY, home / "corpus", home / "index", tmp_path / "warm").splitlines()
        for place in places:
            place.chmod(0o755 if place.is_dir() else 0o644)
    assert lines[0] == "opened"
    assert len(lines) == 3
    assert all("cannot be written to" in line and "ermission" in line for line in lines[1:]), lines


# killed


KILLED_AT = """
import os, sys
from pathlib import Path
from test_store import build, opened, generation
from advisor.index import store, build as building
corpus, index, points = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]

def die(*given, **more):
    os._exit(9)

def after(real):
    def work(*given, **more):
        real(*given, **more)
        os._exit(9)
    return work

for number, point in enumerate(points):
    (corpus / "new.md").write_text(f"# New {number}\\n\\nText number {number}.")
    old = generation(index)
    when, name = point.split()
    child = os.fork()
    if child == 0:
        home, _, attribute = name.rpartition(".")
        owner = {"": store, "Path": Path, "os": os, "building": building}[home]
        real = getattr(owner, attribute)
        setattr(owner, attribute, after(real) if when == "after" else die)
        build(corpus, index)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WEXITSTATUS(status) == 9, (point, status)
    texts = [one.text for one in opened(index).documents]
    new = any(f"number {number}" in text for text in texts)
    print(point, "new" if new else "old")
    assert new or generation(index) == old
    if number % 2:
        assert build(corpus, index).published != new
        assert any(f"number {number}" in one.text for one in opened(index).documents)
        assert not [one for one in (index / "generations").iterdir() if one.name.startswith(".")]
"""
POINTS = {
    "before publish": "old",
    "before _write_contents": "old",
    "before _document_line": "old",
    "after _save_array": "old",
    "after _write_contents": "old",
    "before _sync_all": "old",
    "after _sync_all": "old",
    "before _put_in_place": "old",
    "after _put_in_place": "old",
    "before Path.replace": "old",
    "after Path.replace": "new",
    "before _drop_old": "new",
    "after _drop_old": "new",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a build is killed in a forked process")
def test_a_build_that_dies_at_any_point_leaves_an_index(pages: Path, index: Path) -> None:
    """Nothing of the dying build runs on: no `finally`, no `except`."""
    points = [point.replace("before publish", "before building.publish") for point in POINTS]
    lines = run(KILLED_AT, pages, index, *points).splitlines()
    assert dict(line.replace("building.", "").rsplit(" ", 1) for line in lines) == POINTS


DIES_REPLACING = """
import os, sys
from pathlib import Path
from test_store import build, opened
from advisor.index import store
corpus, index = map(Path, sys.argv[1:])
real = Path.rename
child = os.fork()
if child == 0:
    Path.rename = lambda *given: os._exit(9)
    build(corpus, index, rebuild=True)
    os._exit(0)
print(os.WEXITSTATUS(os.waitpid(child, 0)[1]))
assert opened(index).documents
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a build is killed in a forked process")
def test_building_the_same_again_never_takes_the_index_away(pages: Path, index: Path) -> None:
    """The generation in use has the id of the new one; it must not be removed to make room."""
    run(DIES_REPLACING, pages, index)
    assert opened(index).documents


SIGKILLED = """
import os, random, signal, sys, time
from pathlib import Path
from test_store import build, opened, generation
from advisor.errors import AdvisorError
corpus, index = Path(sys.argv[1]), Path(sys.argv[2])
random.seed(5)

def page(number):
    (corpus / "new.md").write_text(f"# New\\n\\n" + f"Text number {number}.\\n\\n" * 200)

for number in (-2, -1):  # the first one imports what the others find imported
    page(number)
    begun = time.perf_counter()
    build(corpus, index)
    usual = time.perf_counter() - begun
for number in range(20):
    page(number)
    child = os.fork()
    if child == 0:
        build(corpus, index)
        os._exit(0)
    time.sleep(random.uniform(0, 1.3 * usual))
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    texts = " ".join(one.text for one in opened(index).documents)
    last = max(n for n in range(-1, number + 1) if f"number {n}." in texts)
    print("finished" if status == 0 else "killed", "new" if last == number else "old")
page(20)
build(corpus, index)
assert "number 20." in " ".join(one.text for one in opened(index).documents)
assert not [one for one in (index / "generations").iterdir() if one.name.startswith(".")]
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a build is killed in a forked process")
def test_twenty_builds_killed_at_random_leave_an_index_each_time(pages: Path, index: Path) -> None:
    lines = run(SIGKILLED, pages, index).splitlines()
    assert len(lines) == 20
    assert lines.count("killed old") >= 3, lines
    assert "finished old" not in lines
