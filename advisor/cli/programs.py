"""The command for other programs: mcp."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HTTP_PORT = 7870


def mcp(
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Over HTTP on this machine, at /mcp.")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="For --http.")] = HTTP_PORT,
) -> None:
    """Serve the tools to an AI agent by the Model Context Protocol, over stdin and stdout."""
    from advisor.programs.mcp_server import serve
    from advisor.settings import load_settings

    serve(load_settings(index=index), index, port if http else None)
