"""MCP by a real client of the SDK: over stdio and HTTP against the real process, and in-process."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from program_calls import MOVE, RIGHT, WRONG, check_passages, keys

from advisor import __version__
from advisor.answer import Advisor
from advisor.cli.programs import HTTP_PORT
from advisor.errors import AdvisorError
from advisor.library.load import Library
from advisor.programs import mcp_server
from advisor.programs.calls import NAMES, calls
from advisor.programs.service import Service


@pytest.fixture(scope="session")
def environment(shipped_index_folder: Path) -> dict[str, str]:
    """Variables of a process that answers from the index over the shipped library."""
    folder = str(shipped_index_folder)
    return {"HF_HUB_OFFLINE": "1", "ADVISOR_INDEX": folder, "PATH": os.environ["PATH"]}


def command(*arguments: str) -> list[str]:
    """The command as the terminal runs it."""
    return [sys.executable, "-c", "from advisor.cli import main; main()", "mcp", *arguments]


def talk(server: Any, conversation: Callable[[Client], Awaitable[None]], **options: Any) -> None:
    """Have a conversation with a server."""

    async def whole() -> None:
        with anyio.fail_after(100):
            async with Client(server, **options) as client:
                await conversation(client)

    anyio.run(whole)


def said(result: Any) -> str:
    (content,) = result.content
    assert content.type == "text"
    return str(content.text)


# the real process


def test_a_client_over_stdio_lists_calls_and_is_refused(
    environment: dict[str, str], tmp_path: Path, shipped_library: Library
) -> None:
    """The client of the SDK itself checks each result against the schema of its tool."""
    program, *arguments = command()
    parameters = StdioServerParameters(command=program, args=arguments, env=environment)

    async def conversation(client: Client) -> None:
        assert client.server_info.name == "career-advisor"
        assert client.server_info.version == __version__
        assert "cite it" in (client.instructions or "")
        await check_tools(client)
        for name, given, is_right in RIGHT:
            found = await client.call_tool(name, given)
            assert not found.is_error, said(found)
            assert is_right(found.structured_content), name
            assert json.loads(said(found)) == found.structured_content
            check_passages(shipped_library, found.structured_content)
            assert "path" not in keys(found.structured_content)
        await check_refusals(client, WRONG[:8])

    with (tmp_path / "log").open("w+") as log:
        talk(stdio_client(parameters, errlog=log), conversation)
        log.seek(0)
        assert "Traceback" not in log.read()


async def check_tools(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert [one.name for one in tools] == list(NAMES)
    for tool in tools:
        first = (tool.description or "").split("\n\n")[0]
        assert first.endswith(".") and len(tool.description or "") > 120
        assert tool.input_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert all(one["description"] for one in tool.input_schema["properties"].values())
        assert tool.output_schema is not None and tool.output_schema["type"] == "object"
        assert tool.annotations is not None and tool.annotations.read_only_hint
    (gap,) = (one for one in tools if one.name == "gap")
    assert gap.input_schema["required"] == ["target"]
    assert gap.input_schema["properties"]["skills"]["maxItems"] == 200
    (plan,) = (one for one in tools if one.name == "plan")
    states = plan.input_schema["properties"]["states"]["additionalProperties"]["enum"]
    assert states == ["open", "learning", "done", "skipped"]


async def check_refusals(client: Client, wrong: list[tuple[str, dict[str, Any], str]]) -> None:
    for name, given, sentence in wrong:
        found = await client.call_tool(name, given)
        assert found.is_error and found.structured_content is None
        assert re.match(sentence, said(found)), name
        assert "\n" not in said(found)
    nobody = await client.call_tool("salary", {})
    assert nobody.is_error and said(nobody).startswith("There is no such tool; there are ask, ")


def test_nothing_but_the_protocol_is_on_stdout_and_the_end_of_stdin_ends_it(
    environment: dict[str, str],
) -> None:
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "names", "arguments": {}}},
    ]  # fmt: skip
    with running(environment) as process:
        assert process.stdin and process.stdout
        for one in messages:
            process.stdin.write(json.dumps(one) + "\n")
        process.stdin.write("this is no message\n")
        process.stdin.flush()
        first = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        rest = [json.loads(line) for line in process.stdout]
        assert process.wait(30) == 0
    answers = {one["id"]: one for one in (*first, *rest) if "id" in one}
    assert answers[1]["result"]["serverInfo"]["name"] == "career-advisor"
    assert answers[2]["result"]["structuredContent"]["names"]
    assert all(one["jsonrpc"] == "2.0" for one in (*first, *rest))


def test_ctrl_c_ends_it_at_once(environment: dict[str, str]) -> None:
    with running(environment) as process:
        assert process.stdin and process.stdout and process.stderr
        message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == -signal.SIGINT
        assert "Traceback" not in process.stderr.read()


def test_a_client_over_http_on_this_machine_alone(environment: dict[str, str]) -> None:
    import urllib.error
    import urllib.request

    async def conversation(client: Client) -> None:
        assert len((await client.list_tools()).tools) == len(NAMES)
        found = await client.call_tool("transfer_map", {"origin": "DE", "target": "MLE"})
        assert found.structured_content["title"] == "From data engineer to ML engineer"
        await check_refusals(client, WRONG[:2])

    with running(environment, "--http", "--port", "0") as process:
        assert process.stderr
        line = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/mcp", line)
        assert address, line
        url = address.group()
        until_listening(url)
        talk(url, conversation)
        for headers in ({"Host": "evil.test"}, {"Origin": "http://evil.test"}):
            request = urllib.request.Request(
                url, b"{}", {"content-type": "application/json", **headers}
            )
            with pytest.raises(urllib.error.HTTPError, match=r"42[1]|403"):
                urllib.request.urlopen(request, timeout=10)
        port = re.findall(r":(\d+)/", url)[0]
        done = run(environment, "--http", "--port", port)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            f"Port {port} is in use by another program; choose another one with --port.\n"
        )
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


def until_listening(url: str, seconds: float = 60) -> None:
    """The address is said a moment before it is served; on busy cores that takes longer."""
    host, port = re.findall(r"//(.+):(\d+)/", url)[0]
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens at {url}")


@contextmanager
def running(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_configuration_in_the_readme_names_the_command() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?s)```json\n(.*?)```", readme)
    (server,) = json.loads(block)["mcpServers"].values()
    assert server["command"].endswith("/.venv/bin/advisor") and server["args"] == ["mcp"]
    assert f"http://127.0.0.1:{HTTP_PORT}/mcp" in readme


def test_the_extra_is_what_the_sentence_says_to_install() -> None:
    tomllib = pytest.importorskip("tomllib", reason="tomllib comes with Python 3.11")
    project = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    extras = tomllib.loads(project)["project"]["optional-dependencies"]
    (wanted,) = extras["mcp"]
    assert wanted in extras["dev"]
    assert f'"{wanted}"' in mcp_server.INSTALL
    assert f">={mcp_server.SDK_MAJOR}." in wanted and f"<{mcp_server.SDK_MAJOR + 1}" in wanted


# without the SDK, or with another


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """A folder that comes before the installed packages."""
    (tmp_path / "first/mcp").mkdir(parents=True)
    return tmp_path / "first"


def install(folder: Path, version: str, code: str = "") -> None:
    """Put a package `mcp` of a version into a folder."""
    (folder / "mcp/__init__.py").write_text(code)
    about = folder / f"mcp-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: mcp\nVersion: {version}\n")


@pytest.mark.parametrize("version", ["1.30.0", "3.0.0"])
def test_another_version_of_the_sdk_is_one_sentence(library_path: Path, version: str) -> None:
    install(library_path, version)
    done = run({"PYTHONPATH": str(library_path)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f'mcp {version} is installed, and `advisor mcp` needs mcp 2: pip install "mcp>=2.3,<3".\n'
    )


def test_an_sdk_that_cannot_be_loaded_is_one_sentence(library_path: Path) -> None:
    install(library_path, "2.3.0", "import a_part_that_is_missing")
    done = run({"PYTHONPATH": str(library_path)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The MCP SDK cannot be loaded (No module named 'a_part_that_is_missing'), and `advisor "
        'mcp` needs it: pip install "mcp>=2.3,<3".\n'
    )


def test_no_sdk_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise mcp_server.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(mcp_server.metadata, "version", missing)
    for name in [one for one in sys.modules if one.partition(".")[0] == "mcp"]:
        monkeypatch.setitem(sys.modules, name, None)
    sentence = (
        'The MCP SDK is not installed, and `advisor mcp` needs it: pip install "mcp>=2.3,<3".'
    )
    with pytest.raises(AdvisorError, match=f"^{re.escape(sentence)}$"):
        mcp_server.check_sdk()


def test_an_index_that_is_named_and_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = run({"HF_HUB_OFFLINE": "1"}, "--index", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere" in done.stderr and done.stderr.count("\n") == 1


# in-process


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_those_of_the_endpoints(shipped: Advisor, mode: str) -> None:
    """By the handshake of today, and by the one before it."""
    service = Service(lambda: shipped, lambda: shipped.shelf)

    async def conversation(client: Client) -> None:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        for call in calls(service):
            tool = tools[call.name]
            assert (tool.description, tool.input_schema) == (call.description, call.takes)
            assert tool.output_schema == call.gives
        await check_refusals(client, WRONG)

    talk(mcp_server.tool_server(service), conversation, mode=mode)


def test_a_failure_of_ours_tells_nothing(
    shipped: Advisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path sk-123")

    async def conversation(client: Client) -> None:
        found = await client.call_tool("gap", {"target": "mle", "text": "I am Anna, I use SQL."})
        assert found.is_error and said(found) == mcp_server.FAILED

    monkeypatch.setattr("advisor.career.gap.gap", fail)
    service = Service(lambda: shipped, lambda: shipped.shelf)
    talk(mcp_server.tool_server(service), conversation)
    assert "sk-123" in caplog.text and "Anna" not in caplog.text


def test_why_there_is_no_library_is_a_sentence(tmp_path: Path) -> None:
    from advisor.settings import Settings
    from advisor.ui.opening import Opening

    opening = Opening(Settings(corpus=(tmp_path,), index=tmp_path / "index"))
    opening.start = lambda: None  # type: ignore[method-assign]
    opening.failure = "No readable document in corpus; put Markdown there."
    with pytest.raises(AdvisorError, match=r"^No readable document in corpus"):
        mcp_server.service_of(opening).ask(MOVE)
