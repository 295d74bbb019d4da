"""A browser and a served page for the tests of this folder.

Where there is no Chromium or no Playwright the tests are skipped with the reason, except under
CI=true, where they fail: a check that cannot be made must not look like one that was passed.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))

from pages import MORE, copy_pages  # noqa: E402 - it stands in the folder above
from quiet import leaving, watch  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"]


def _in_browser(item: pytest.Item) -> bool:
    return Path(item.path).parent == Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They come last: the quick tests speak first, and Playwright leaves an event loop running in
    the main thread, where no other test could start its own."""
    items.sort(key=_in_browser)
    for item in filter(_in_browser, items):
        item.add_marker(pytest.mark.browser)


def _give_up(reason: str) -> None:
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, or the one that CHROMIUM names; nothing is downloaded."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(found).is_file():
        _give_up("there is no chromium: apt-get install chromium, or set CHROMIUM to one")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _give_up('playwright is not installed: pip install -e ".[dev]"')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Server:
    """The page of serve.py as a process that can be started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.uploads = folder / "uploads"
        """Where gradio puts what visitors send."""
        self.away = False
        """Whether a test has stopped it, so that a browser may complain."""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("serve.py")),
                str(self.port),
                self.folder,
            ],
            env={
                **os.environ,
                "HF_HUB_OFFLINE": "1",
                "PYTHONPATH": str(TESTS.parent),
                "GRADIO_TEMP_DIR": str(self.uploads),
            },
            stdout=log,
            stderr=log,
        )

    def stop(self) -> None:
        self.away = True
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(15)

    def wait(self, what: str = '"ready":true', seconds: float = 90) -> None:
        """Until the health check says so."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if what in answer.read().decode():
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text())

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()


@pytest.fixture(scope="session")
def serve_pages(
    chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Starts a server over the few pages of the tests, and more that are named."""
    started = []

    def serve(*more: str) -> Server:
        folder = tmp_path_factory.mktemp("served")
        copy_pages(folder / "corpus", more)
        started.append(Server(folder))
        started[-1].start()
        return started[-1]

    yield serve
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def server(serve_pages: Callable[..., Server]) -> Server:
    return serve_pages()


@pytest.fixture(scope="session")
def full_server(serve_pages: Callable[..., Server]) -> Server:
    """Serves enough for every tool; whoever wants it names it `server` in their module."""
    return serve_pages(*MORE)


@pytest.fixture
def open_page(chromium: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Opens the page in a browser of its own; in the end nothing may have left the machine, and
    the console must be clean."""
    contexts, wrong = [], []

    def open_one(width: int = 1360, height: int = 820, theme: str = "light") -> Any:
        server.away = False
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        watch(page)
        page.on("request", lambda request: wrong.append(f"asked for {request.url}"))

        def complain(line: str) -> None:
            if not (server.away or leaving(page)):
                wrong.append(line)

        page.on("console", lambda line: complain(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: complain(f"error: {error}"))
        page.goto(f"{server.url}/?__theme={theme}")
        page.wait_for_selector("#question textarea")
        return page

    yield open_one
    for context in contexts:
        context.close()
    here = (f"asked for {server.url}/", "asked for data:", "asked for blob:")
    harmless = ("log:", "info:", "debug:", "warning:")
    assert [one for one in wrong if not one.startswith((*here, *harmless))] == []
