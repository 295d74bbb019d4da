"""The functions of the service as tools of the Model Context Protocol, over the official SDK.

The SDK is an extra of the package. It is used at its lower level: there a refusal reaches the agent
as the one sentence that it is, and schemas and descriptions are those of the endpoints.
"""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor import __version__
from advisor.answer import Advisor
from advisor.career.shelf import Shelf
from advisor.errors import AdvisorError
from advisor.index.store import read_manifest
from advisor.programs.calls import Call, calls
from advisor.programs.service import Service
from advisor.settings import Settings
from advisor.ui.opening import Opening

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp_types import CallToolResult, Tool

_log = logging.getLogger(__name__)
SDK_MAJOR = 2
"""Of the package `mcp`. With 2.0 handlers came into the constructor and field names into snake case."""
INSTALL = 'pip install "mcp>=2.3,<3"'
HOST = "127.0.0.1"
MOST_BODY_BYTES = 512_000
OPENING_SECONDS = 900.0
FAILED = "Something went wrong here, and it is not your call. Please try again."
INSTRUCTIONS = """
Facts about data and AI careers from a library of cited pages: what roles do, how to change from one
to another, what skills and tools are for, what to build, how to practice interviews. Every statement
comes with its passage (document, start, end, text): cite it, and add no facts of your own. null
means that the library says nothing there. Names may be abbreviated or misspelt. An error is one
sentence that says what to change.
""".strip().replace("\n", " ")


def serve(settings: Settings, index: Path | None = None, port: int | None = None) -> None:
    """Serve the tools over stdin and stdout until stdin ends, or over HTTP on a port of this machine.

    Args:
        index: folder of an index that was asked for by name.

    Raises:
        AdvisorError: the SDK is missing or of another version, or the port cannot be had.
        IndexMissing, IndexDamaged, IndexForeign: there is no good index in the folder.
    """
    check_sdk()
    import anyio

    if index is not None:
        read_manifest(index)
    line = None if port is None else _free(port)
    opening = Opening(settings)
    opening.start()  # behind the back of the first messages
    server = tool_server(service_of(opening, index))
    anyio.run(partial(_over_http, server, line) if line else partial(_over_stdio, server))


def check_sdk() -> None:
    """Nothing, when the SDK is here and of the version that this module is written for.

    Raises:
        AdvisorError: it is not; the sentence says how to get it.
    """
    try:
        found = metadata.version("mcp")
    except metadata.PackageNotFoundError:
        found = ""
    if found and found.partition(".")[0] != str(SDK_MAJOR):
        raise AdvisorError(
            f"mcp {found} is installed, and `advisor mcp` needs mcp {SDK_MAJOR}: {INSTALL}."
        )
    try:
        import mcp.server.lowlevel
        import mcp.server.stdio  # noqa: F401
    except ImportError as error:
        reason = f"cannot be loaded ({error})" if found else "is not installed"
        raise AdvisorError(
            f"The MCP SDK {reason}, and `advisor mcp` needs it: {INSTALL}."
        ) from None


def service_of(opening: Opening, index: Path | None = None) -> Service:
    """The service over what is being opened; what needs only the library does not wait for it."""
    from advisor.cli.career import open_shelf

    def advisor() -> Advisor:
        opening.start()
        found = opening.wait(OPENING_SECONDS)
        if found is None:
            raise AdvisorError(opening.failure or f"{opening.doing}: please try again in a minute.")
        return found

    @cache
    def shelf() -> Shelf:
        return open_shelf(index)

    return Service(advisor, shelf)


def tool_server(service: Service) -> Server[Any]:
    """An MCP server with a tool for each function of the service."""
    import anyio
    import mcp_types as types
    from mcp.server.lowlevel import Server

    known = {call.name: call for call in calls(service)}
    tools = [_tool(call) for call in known.values()]

    async def list_tools(context: Any, parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(
        context: Any, parameters: types.CallToolRequestParams
    ) -> types.CallToolResult:
        call = known.get(parameters.name)
        if call is None:
            return _text(f"There is no such tool; there are {', '.join(known)}.", is_error=True)
        return await anyio.to_thread.run_sync(_called, call, parameters.arguments or {})

    return Server(
        "career-advisor",
        title="Career Advisor",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _tool(call: Call) -> Tool:
    import mcp_types as types

    return types.Tool(
        name=call.name,
        title=call.name.replace("_", " ").capitalize(),
        description=call.description,
        input_schema=call.takes,
        output_schema=call.gives,
        annotations=types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _called(call: Call, given: dict[str, Any]) -> CallToolResult:
    """The result as text and as structure, or the sentence that says why there is none."""
    try:
        record = call(given)
    except AdvisorError as error:
        return _text(str(error), is_error=True)
    except Exception:
        _log.exception("A call of %s failed", call.name)
        return _text(FAILED, is_error=True)
    found = _text(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    return found.model_copy(update={"structured_content": record})


def _text(words: str, is_error: bool = False) -> CallToolResult:
    import mcp_types as types

    return types.CallToolResult(
        content=[types.TextContent(type="text", text=words)], is_error=is_error
    )


async def _over_stdio(server: Server[Any]) -> None:
    from mcp.server.stdio import stdio_server

    # a thread waits for the next line of stdin, and Python's own handler would wait for that thread
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def _over_http(server: Server[Any], line: socket.socket) -> None:
    """Serve on the loopback address alone; the SDK refuses what names another host."""
    import uvicorn

    app = server.streamable_http_app(
        host=HOST, stateless_http=True, json_response=True, max_request_body_size=MOST_BODY_BYTES
    )
    sys.stderr.write(
        f"MCP is at http://{HOST}:{line.getsockname()[1]}/mcp - stop it with Ctrl+C.\n"
    )
    sys.stderr.flush()
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    await uvicorn.Server(config).serve(sockets=[line])


def _free(port: int) -> socket.socket:
    """A socket on the port.

    Raises:
        AdvisorError: another program has it.
    """
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        line.bind((HOST, port))
    except OSError:
        line.close()
        raise AdvisorError(
            f"Port {port} is in use by another program; choose another one with --port."
        ) from None
    return line
