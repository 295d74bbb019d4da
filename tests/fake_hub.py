"""A model hub on the loopback interface: as much as a download needs, and its ways to fail."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """Serves one folder as `tiny/chat`.

    Args:
        mode: well, hangs, portal (a page in place of the answer), or an HTTP status to answer with.
        damage: name of a file whose last byte is altered on the way.
    """

    def __init__(self, folder: Path | None, mode: str | int = "well", damage: str = "") -> None:
        self.files = {one.name: one.read_bytes() for one in folder.iterdir()} if folder else {}
        self.mode, self.damage = mode, damage
        self.asked: list[str] = []
        self.address = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        if self.mode == "hangs":
            time.sleep(5)
        elif self.mode == "portal":
            _send(handler, b"<html>Please log in to the wireless network</html>", "text/html")
        elif isinstance(self.mode, int):
            codes = {401: "RepoNotFound", 403: "GatedRepo", 404: "RepoNotFound"}
            code = {"X-Error-Code": codes[self.mode]} if self.mode in codes else {}
            _send(handler, b"{}", status=self.mode, **code)
        elif "/api/models/" in handler.path:
            self._tell(handler)
        else:
            self._serve(handler)

    def _tell(self, handler: BaseHTTPRequestHandler) -> None:
        if "/tree/" in handler.path:
            answer: Any = [self._entry(name) for name in self.files]
        else:
            siblings = [{"rfilename": name} for name in self.files]
            answer = {"id": "tiny/chat", "sha": COMMIT, "siblings": siblings}
        _send(handler, json.dumps(answer).encode(), "application/json")

    def _entry(self, name: str) -> dict[str, Any]:
        data = self.files[name]
        digest = hashlib.sha256(data).hexdigest()
        entry = {"type": "file", "path": name, "size": len(data), "oid": digest[:40]}
        if name.endswith(".safetensors"):
            entry["lfs"] = {"oid": digest, "size": len(data), "pointerSize": 134}
        return entry

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.rsplit("/", 1)[-1]
        data = self.files[name]
        digest = hashlib.sha256(data).hexdigest()
        if name == self.damage:
            data = data[:-1] + bytes([data[-1] ^ 1])
        tag = digest if name.endswith(".safetensors") else digest[:40]
        _send(handler, data, **{"X-Repo-Commit": COMMIT, "ETag": f'"{tag}"'})


def _send(
    handler: BaseHTTPRequestHandler,
    data: bytes,
    kind: str = "application/octet-stream",
    status: int = 200,
    **headers: str,
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(data)


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    """The hub, answering at `hub.address` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.answer(self)

        do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
