"""The project beside other programs, in one run, as a table.

    python bench/run.py [--data FOLDER] [--questions N] [--rounds N]

Documents are the shipped library, or those of FOLDER: `docs.jsonl` with a line {"id", "title",
"text"} each, and `queries.jsonl` with {"q"} if it is there. Machines differ and are seldom idle:
quote the ratios of one run, never a single time. A part that cannot run says so and the others go on.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".bench-venv" / "bin" / "python"
QUESTION = "What is the difference between a data engineer and an ML engineer?"
WAIT_SECONDS = 120.0


class CannotRun(Exception):
    """Why a part was not measured, in words."""


def main() -> int:
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="advisor-bench-") as name:
        work = Path(name)
        count = prepare(work, options)
        origin = options.data or ROOT / "corpus"
        print(f"{count} documents of {origin}, {os.cpu_count()} processors\n")
        rows = [*beside_others(work, options.rounds), *at_start(work, options.rounds)]
    print_table(rows)
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the project beside other programs.")
    parser.add_argument("--data", type=Path, help="folder with docs.jsonl instead of the library")
    parser.add_argument("--questions", type=int, default=200, help="questions to search for")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each program; best counts")
    return parser.parse_args()


# documents and questions


def prepare(work: Path, options: argparse.Namespace) -> int:
    """Fill `corpus/` and `questions.json`; how many documents there are."""
    if options.data:
        questions = copy_records(options.data, work / "corpus")
    else:
        shutil.copytree(ROOT / "corpus", work / "corpus")
        questions = headings(work / "corpus")
    random.Random(0).shuffle(questions)
    (work / "questions.json").write_text(json.dumps(questions[: options.questions]))
    return sum(one.is_file() for one in (work / "corpus").rglob("*"))


def copy_records(data: Path, corpus: Path) -> list[str]:
    """The questions; the documents become a Markdown file each."""
    corpus.mkdir()
    titles = []
    for number, record in enumerate(records(data / "docs.jsonl")):
        titles.append(record["title"])
        (corpus / f"{number:06}.md").write_text(f"# {record['title']}\n\n{record['text']}\n")
    queries = data / "queries.jsonl"
    return [record["q"] for record in records(queries)] if queries.is_file() else titles


def records(file: Path) -> Iterator[dict[str, Any]]:
    if not file.is_file():
        raise SystemExit(f"{file} is not there; --data names a folder that holds it.")
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def headings(corpus: Path) -> list[str]:
    """A question for each heading of each page: "Data engineer: tools"."""
    questions = []
    for page in sorted(corpus.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        found = re.search(r"(?m)^title: (.+)$", text)
        title = found.group(1) if found else page.stem
        questions += [f"{title}: {one.lower()}" for one in re.findall(r"(?m)^## (.+)$", text)]
    return questions


# index and search


def beside_others(work: Path, rounds: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the table: building and searching, ours and theirs."""
    best = best_of(rounds, work)
    ours = best["advisor"]
    if isinstance(ours, str):
        yield "index, search", "not measured", "", ours
        return
    build, search = ours["build_seconds"], ours["search_ms"]
    rate = ours["passages"] / build
    yield "index build", f"{build:.1f} s", "", f"{ours['passages']} passages, {rate:.0f} a second"
    for name in ("langchain", "txtai"):
        theirs = best[name]
        if isinstance(theirs, str):
            yield f"  {name}", "not measured", ">= 3x", theirs
            continue
        ratio = theirs["build_seconds"] / build
        label = f"  {name} {theirs['version']}"
        yield label, f"{theirs['build_seconds']:.1f} s", ">= 3x", f"ours is {ratio:.1f}x as fast"
        yield "    its search, p50", f"{theirs['search_ms']:.1f} ms", "", "k = 8"
    yield "search, p50", f"{search:.1f} ms", "< 25 ms", verdict(search < 25)


def best_of(rounds: int, work: Path) -> dict[str, dict[str, Any] | str]:
    """For each program its best time of each measure, or why there is none.

    The programs take turns, so that what else the machine does falls on all of them.
    """
    best: dict[str, dict[str, Any] | str] = {}
    for _ in range(rounds):
        for name in ("advisor", "langchain", "txtai"):
            before = best.get(name)
            if isinstance(before, str) or isinstance(best.get("advisor"), str):
                best.setdefault(name, "the advisor's own part did not run")
                continue
            try:
                now = measure(name, work)
            except CannotRun as error:
                best[name] = str(error)
                continue
            for key in ("build_seconds", "search_ms"):
                now[key] = min(now[key], before[key] if before else now[key])
            best[name] = now
    return best


def measure(name: str, work: Path) -> dict[str, Any]:
    python = Path(sys.executable) if name == "advisor" else OTHERS
    if not python.exists():
        raise CannotRun("not installed; `make bench` installs it")
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [str(python), str(Path(__file__).with_name("one.py")), name, str(work)],
        capture_output=True,
        text=True,
        env=environment(work),
        check=False,
    )
    if done.returncode:
        raise CannotRun((done.stderr.strip().splitlines() or ["it failed"])[-1][:120])
    record: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return record


def environment(work: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    return kept | {
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "PASSIVE",  # as the advisor sets it for itself; here for all
        "ADVISOR_CORPUS": str(ROOT / "corpus"),
        "ADVISOR_INDEX": str(work / "index-of-library"),
        "ADVISOR_WRITER": "extractive",
        "PYTHONPATH": str(ROOT),
    }


# the page


def at_start(work: Path, rounds: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the table: from `python app.py` to the page, to an answer, and the memory."""
    try:
        starts = [start(work) for _ in range(rounds)]
    except (CannotRun, OSError) as error:
        yield "start of the page", "not measured", "", str(error)
        return
    page, answer = min(one[0] for one in starts), min(one[1] for one in starts)
    memory = starts[0][2]
    yield "app.py to the page", f"{page:.1f} s", "< 6 s", verdict(page < 6)
    yield "app.py to a cited answer", f"{answer:.1f} s", "< 12 s", verdict(answer < 12)
    if memory is None:
        yield "memory without a model", "not measured", "< 900 MB", "needs Linux"
    else:
        yield "memory without a model", f"{memory:.0f} MB", "< 900 MB", verdict(memory < 900)


def start(work: Path) -> tuple[float, float, float | None]:
    """(seconds to the page, seconds to a cited answer, resident MB after it)."""
    print("measuring the page ...", file=sys.stderr, flush=True)
    dials = environment(work) | {"ADVISOR_PORT": str(free_port())}
    built = subprocess.run(
        [sys.executable, "-c", "from advisor.cli import main; main()", "index"],
        env=dials,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise CannotRun(built.stderr.strip()[-120:])
    begun = time.perf_counter()
    log = (work / "page.log").open("w")
    page = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=dials, stdout=log, stderr=log)
    try:
        base = f"http://127.0.0.1:{dials['ADVISOR_PORT']}"
        until(page, lambda: fetch(base + "/"))
        to_page = time.perf_counter() - begun
        until(page, lambda: "[1]" in ask(base))
        return to_page, time.perf_counter() - begun, resident_mb(page.pid)
    finally:
        page.terminate()
        page.wait(30)
        log.close()


def until(page: subprocess.Popen[bytes], done: Any) -> None:
    """Return when `done()` is true; what it raises while the page comes up means not yet."""
    ends = time.perf_counter() + WAIT_SECONDS
    while time.perf_counter() < ends:
        if page.poll() is not None:
            raise CannotRun(f"app.py ended with {page.returncode}")
        try:
            if done():
                return
        except (OSError, KeyError, ValueError):
            pass
        time.sleep(0.05)
    raise CannotRun(f"nothing within {WAIT_SECONDS:.0f} s")


def ask(base: str) -> str:
    """What the page's endpoint for programs says to one question."""
    call = json.loads(fetch(base + "/gradio_api/call/ask", {"data": [QUESTION]}))
    return fetch(f"{base}/gradio_api/call/ask/{call['event_id']}")


def fetch(address: str, body: Any = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - always this machine
        address, data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        text: str = reply.read().decode()
    return text


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def resident_mb(process: int) -> float | None:
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return None
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found.group(1)) / 1000 if found else None


# the table


def verdict(holds: bool) -> str:
    return "holds" if holds else "DOES NOT HOLD"


def print_table(rows: list[tuple[str, str, str, str]]) -> None:
    rows = [("", "measured", "wanted", ""), *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for name, measured, wanted, note in rows:
        line = f"{name:<{widths[0]}}  {measured:>{widths[1]}}  {wanted:>{widths[2]}}  {note}"
        print(line.rstrip())


if __name__ == "__main__":
    sys.exit(main())
