"""What several test files share: small corpora, the shipped library, the real embedder.

Nothing here reaches the network. The index over the shipped library is kept between runs in the
cache of pytest and brought up to date; a folder named by ADVISOR_INDEX is used when it fits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_corpus import PAGES, write_pages

from advisor.errors import AdvisorError
from advisor.index.readers import read_folders
from advisor.index.store import read_manifest
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import Library, load_library
from advisor.settings import load_settings, shipped_corpus
from advisor.text import words
from advisor.types import Document

if TYPE_CHECKING:
    from advisor.answer import Advisor
    from advisor.index.embedder import SentenceTransformerEmbedder
    from advisor.index.search import Index

os.environ["HF_HUB_OFFLINE"] = "1"
GIVEN_INDEX = os.environ.pop("ADVISOR_INDEX", "")

"""A corpus that is small enough to know by heart."""


@pytest.fixture
def no_dials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings as they are where nobody has set a variable."""
    for name in os.environ:
        if name.startswith("ADVISOR_"):
            monkeypatch.delenv(name)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with the pages of PAGES."""
    return write_pages(tmp_path / "corpus", PAGES)


@pytest.fixture(scope="session")
def minilm() -> SentenceTransformerEmbedder:
    """The real embedder, loaded once."""
    from advisor.index.embedder import open_embedder

    return open_embedder(load_settings())


@pytest.fixture(scope="session")
def shipped_documents() -> list[Document]:
    return [one for one in read_folders([shipped_corpus()]) if isinstance(one, Document)]


@pytest.fixture(scope="session")
def shipped_library(shipped_documents: list[Document]) -> Library:
    return load_library(shipped_documents)


@pytest.fixture(scope="session")
def shipped_lexicon(shipped_library: Library, shipped_documents: list[Document]) -> Lexicon:
    known = {word for one in shipped_documents for word in words(one.text)}
    return build_lexicon(shipped_library, known.__contains__)


@pytest.fixture(scope="session")
def shipped_index_folder(
    request: pytest.FixtureRequest,
    minilm: SentenceTransformerEmbedder,
    shipped_documents: list[Document],
) -> Path:
    """Where the index over the shipped library is, built only when the library has changed."""
    if GIVEN_INDEX and _fits(Path(GIVEN_INDEX), shipped_documents):
        return Path(GIVEN_INDEX)
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("shipped-index")
    _patiently(lambda: _build(folder, minilm))
    return Path(folder)


@pytest.fixture(scope="session")
def shipped_index(shipped_index_folder: Path, minilm: SentenceTransformerEmbedder) -> Index:
    """The index over the shipped library with the real embedder."""
    from advisor.index.search import open_index

    return open_index(shipped_index_folder, minilm)


@pytest.fixture(scope="session")
def shipped(shipped_index: Index) -> Advisor:
    """The advisor over the shipped library, without a language model."""
    from advisor.answer import assemble

    return assemble(shipped_index, load_settings())


def _fits(folder: Path, documents: object) -> bool:
    from advisor.index.store import corpus_digest, document_digest

    assert isinstance(documents, list)
    try:
        manifest, _ = read_manifest(folder)
    except AdvisorError:
        return False
    now = corpus_digest(documents, [document_digest(one) for one in documents])
    return manifest.corpus == now and manifest.embedder == load_settings().embedder


def _build(folder: Path, embedder: SentenceTransformerEmbedder) -> None:
    from advisor.index.build import build_index

    settings = load_settings()
    build_index(settings.corpus, folder, settings.embedder, lambda: embedder, settings.chunk_tokens)


def _patiently(build: Callable[[], None]) -> None:
    """Another run of the tests may be building the same index at this moment."""
    for _ in range(90):
        try:
            return build()
        except AdvisorError as error:
            if "Another build" not in str(error):
                raise
        time.sleep(1)
    return build()
