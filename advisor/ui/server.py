"""Serving the page: settings of the launch, headers, health. `launch` is what the terminal and the
Space call."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from advisor.answer import Advisor
from advisor.errors import AdvisorError
from advisor.generators import ModelLoader, Opened, on_zero_gpu, open_generator
from advisor.generators.weights import Progress
from advisor.settings import Settings, load_settings
from advisor.types import Generator

if TYPE_CHECKING:
    from advisor.ui.conversation import Desk

MOST_BODY_BYTES = 512_000
"""Of a request other than an upload; a full conversation is a quarter of it."""
MOST_UPLOAD_BYTES = 2_200_000
"""Of an upload: a file of 2 MB, and what a form adds to it."""
HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "frame-ancestors 'self' https://huggingface.co https://*.hf.space",
            "form-action 'none'",
            "base-uri 'self'",
            "object-src 'none'",
        )
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Gradio sends none of these and needs inline script; the rest is shut."""

OpenModel = Callable[[Settings, Progress], Opened]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def launch(settings: Settings, open_model: OpenModel = open_generator, block: bool = True) -> Any:
    """Serve the page until it is stopped; with `block` False, return it while it serves.

    Page first, then the library, then the language model, each behind the back of what is there.

    Raises:
        AdvisorError: the port cannot be had.
    """
    host, port = address(settings)
    port = free_port(host, port)
    _keep_to_itself()
    from advisor.ui.conversation import Desk
    from advisor.ui.opening import Opening

    loader = ModelLoader(settings, lambda generator: opening.equip(_wording(generator)), open_model)
    opening = Opening(settings, loader.start)
    if on_zero_gpu():
        loader.start()  # weights must be there before the launch
    page = serve(Desk(settings, opening), loader, host, port)
    opening.start()  # only now: its imports would slow the page's own
    if not block:
        return page
    sys.stdout.write(f"Career Advisor is at http://{host}:{port} - stop it with Ctrl+C.\n")
    sys.stdout.flush()
    _until_stopped(page)
    return None


def _wording(generator: Generator) -> Callable[[Advisor], None]:
    """What lets an advisor's answers be worded by the model."""
    from advisor.writers.model import ModelWriter

    def equip(advisor: Advisor) -> None:
        advisor.rewriter = ModelWriter(advisor.index, advisor.lexicon, generator, advisor.settings)

    return equip


def address(settings: Settings) -> tuple[str, int]:
    """Host and port: as set for this program, else as a Space sets them for Gradio."""
    host, port = settings.host, settings.port
    if "host" not in settings.model_fields_set:
        host = os.environ.get("GRADIO_SERVER_NAME", host)
    named = os.environ.get("GRADIO_SERVER_PORT", "")
    if "port" not in settings.model_fields_set and named.isdigit():
        port = int(named)
    return host, port


def free_port(host: str, port: int) -> int:
    """The port, or any free one for 0.

    Raises:
        AdvisorError: another program has it, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AdvisorError(_unavailable(host, port, error)) from None
        return int(probe.getsockname()[1])


def _unavailable(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program; stop that program, or choose another port, "
            f"for example ADVISOR_PORT={port + 1 if port < 65535 else 7860}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved by the system; choose one above 1023 with ADVISOR_PORT."
    found = error.strerror or error
    return f"The page cannot be served on {host} ({found}); set ADVISOR_HOST=127.0.0.1."


def _keep_to_itself() -> None:
    """Switch off, before gradio is imported, what would call other machines or keep a trace."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["GRADIO_SSR_MODE"] = "False"
    os.environ["GRADIO_CACHE_EXAMPLES"] = "False"
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else each start logs its own check


def serve(desk: Desk, loader: ModelLoader, host: str, port: int) -> Any:
    """The page, served from a thread of its own.

    Raises:
        AdvisorError: the port cannot be had.
    """
    from advisor.ui.discreet import discreet
    from advisor.ui.page import build
    from advisor.ui.theme import head, style, theme

    page = discreet(build(desk))
    page.queue(max_size=512, default_concurrency_limit=32)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            theme=theme(),
            css=style(),
            head=head(),
            footer_links=["api", "settings"],
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            run_history=False,
            enable_monitoring=False,
            show_error=False,
            pwa=False,
            mcp_server=False,
            max_file_size="2mb",
            max_threads=64,
            state_session_capacity=500,
            allowed_paths=[],
            app_kwargs=_app_settings(desk, loader),
        )
    except OSError as error:
        raise AdvisorError(_unavailable(host, port, error)) from None
    return page


def _app_settings(desk: Desk, loader: ModelLoader) -> dict[str, Any]:
    """What the web server under gradio gets: our route and headers, none of its own pages."""
    from starlette.middleware import Middleware
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    from advisor.ui import endpoints

    async def health(request: Any) -> JSONResponse:
        return JSONResponse(condition(desk, loader), headers={"cache-control": "no-store"})

    return {
        "docs_url": None,
        "redoc_url": None,
        "openapi_url": None,
        "routes": [Route("/healthz", health, methods=["GET", "HEAD"]), *endpoints.routes(desk)],
        "exception_handlers": endpoints.refusals(desk),
        "middleware": [Middleware(Guard)],
    }


def condition(desk: Desk, loader: ModelLoader) -> dict[str, Any]:
    """How the program stands: `ready` once the library answers, and one line for the page."""
    opening = desk.opening
    ready = opening.advisor is not None
    words = loader.line if ready else opening.failure or f"{opening.doing} …"
    return {"status": "ok", "ready": ready, "settled": ready and loader.done, "state": words}


class Guard:
    """Security headers on every response, and a limit on the size of a request. Plain ASGI, because
    Starlette's own base class for this holds streams back."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                pairs = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *pairs]
            await send(message)

        upload = scope["path"].endswith("/upload")
        most = MOST_UPLOAD_BYTES if upload else MOST_BODY_BYTES
        if _declared_bytes(scope) > most:
            await _refuse(send_with_headers)
            return
        limited = _limited(receive, most)
        inner = await _arrived(limited) if upload else limited
        if inner is None:  # too large without saying so, or nobody is there any more
            await _refuse(send_with_headers)
            return
        await self._app(scope, inner, send_with_headers)


def _declared_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _limited(receive: Receive, most: int) -> Receive:
    """`receive` that ends a body which is longer than it may be, and than it said."""
    taken = 0

    async def receive_some() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= most else {"type": "http.disconnect"}

    return receive_some


async def _arrived(receive: Receive) -> Receive | None:
    """`receive` over a body that is all here; None for one that breaks off.

    Gradio writes an upload to the disk while it comes, and leaves there what came of one that
    breaks off: a piece of somebody's résumé. So it sees an upload only when it is whole.
    """
    pieces: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    whole = [{"type": "http.request", "body": b"".join(pieces), "more_body": False}]

    async def receive_whole() -> MutableMapping[str, Any]:
        return whole.pop() if whole else await receive()

    return receive_whole


async def _refuse(send: Send) -> None:
    words = b"The request is too large."
    head = [(b"content-type", b"text/plain"), (b"content-length", str(len(words)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": head})
    await send({"type": "http.response.body", "body": words})


def _until_stopped(page: Any) -> None:
    """Wait for Ctrl+C or a request to end, then close the server."""
    stopped = threading.Event()
    if threading.current_thread() is threading.main_thread():
        # without a handler, the first process of a container ignores this signal
        signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
    try:
        while not stopped.wait(0.5):
            pass
    except KeyboardInterrupt:
        pass
    page.close(verbose=False)


def main() -> None:
    """Serve with the settings of the environment; a failure is one sentence and exit code 1."""
    try:
        launch(load_settings())
    except AdvisorError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None
