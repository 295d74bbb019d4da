"""The commands, each a few lines over the same functions that the page calls."""

from __future__ import annotations

import time
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor import __version__
from advisor.cli import career, evaluation, programs
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.answer import Advisor
    from advisor.settings import Settings

app = typer.Typer(
    name="advisor",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cited answers about moving between data and AI roles.",
    epilog="Every setting has a variable, too: `advisor doctor` lists them.",
)
library = typer.Typer(no_args_is_help=True, help="Check the library that comes with the program.")
app.add_typer(library, name="library")


class Writer(str, Enum):
    """Who writes an answer."""

    auto = "auto"
    extractive = "extractive"
    model = "model"


IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")
]
CorpusOption = Annotated[
    list[Path] | None,
    typer.Option("--corpus", metavar="DIR", help="Folder of documents; may be given again."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]
WriterOption = Annotated[
    Writer | None,
    typer.Option("--writer", help="Who writes; auto is the model when there is one."),
]
InputOption = Annotated[
    Path | None,
    typer.Option(
        "--input", metavar="FILE", help="JSON Lines, a question a line; - is standard input."
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="FILE", help="JSON Lines, in input order; - is standard output."
    ),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"advisor {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where an error came from, behind any command.")
    ] = False,
) -> None:
    pass


def _settings(**overrides: Any) -> Settings:
    from advisor.settings import load_settings

    return load_settings(**overrides)


def _open(settings: Settings, writer: str = "extractive") -> Advisor:
    """The advisor over the index, with its language model if the writer wants one."""
    from advisor.answer import open_advisor
    from advisor.index.store import read_manifest

    read_manifest(settings.index)  # no index: say so before the seconds that the embedder takes
    advisor = open_advisor(settings)
    if writer != "extractive":
        from advisor.cli.model import attach_model

        attach_model(advisor, required=writer == "model")
    return advisor


@app.command()
def index(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Embed everything again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Build the index of the documents, or bring it up to date."""
    from advisor.cli.indexing import build, say_report
    from advisor.cli.speak import say_json

    settings = _settings(corpus=tuple(corpus) if corpus else None, index=index)
    report = build(settings, rebuild)
    if as_json:
        say_json(_report_record(settings, report))
    else:
        say_report(settings, report)


def _report_record(settings: Settings, report: Any) -> dict[str, Any]:
    manifest = report.manifest
    return {
        "index": str(settings.index),
        "changed": report.published,
        "documents": manifest.documents,
        "passages": manifest.chunks,
        "embedded": list(report.embedded),
        "unchanged": report.reused,
        "skipped": [{"path": path, "reason": reason} for path, reason in manifest.skipped],
        "seconds": round(report.seconds, 3),
    }


@app.command()
def search(
    words: Annotated[list[str] | None, typer.Argument(help="What to look for.")] = None,
    input: InputOption = None,
    output: OutputOption = None,
    k: Annotated[int, typer.Option("--k", min=1, max=1000, help="Passages for a query.")] = 10,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, for some words or for a file of queries."""
    from advisor.cli import batch, speak

    if words:
        _refuse_both(input, output)
        settings = _settings(index=index)
        query = _words_of(words, "query", settings)
        found = _open(settings).search(query, k)
        if as_json:
            speak.say_json({"query": query, "hits": [speak.hit_record(one) for one in found]})
        else:
            speak.say_passages(found)
        return
    lines, place = _batch(input, output)
    advisor = _open(_settings(index=index))
    _exit_with(batch.run_batch(lines, place, batch.search_reply(advisor, k), "Searching"))


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="The question.")],
    index: IndexOption = None,
    writer: WriterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, the sources below."""
    from advisor.cli import speak

    settings = _settings(index=index, writer=writer and writer.value)
    text = _words_of(question, "question", settings)
    advisor = _open(settings, settings.writer)
    begun = time.perf_counter()
    answer = advisor.ask(text)
    if as_json:
        draft, seconds = answer.final, time.perf_counter() - begun
        speak.say_json({"question": text} | speak.draft_record(draft, seconds))
    else:
        speak.say_sources(speak.stream_answer(answer).sources)


@app.command()
def chat(index: IndexOption = None, writer: WriterOption = None) -> None:
    """Talk, with follow-ups. /2 opens source 2, /quit ends."""
    from advisor.cli.talk import converse

    settings = _settings(index=index, writer=writer and writer.value)
    converse(_open(settings, settings.writer))


@app.command()
def answer(
    input: InputOption = None,
    output: OutputOption = None,
    index: IndexOption = None,
    writer: WriterOption = None,
) -> None:
    """Answer a file of questions: {"id","question","history"} a line."""
    from advisor.cli import batch

    lines, place = _batch(input, output)
    settings = _settings(index=index, writer=writer and writer.value)
    advisor = _open(settings, settings.writer)
    reply = batch.answer_reply(advisor, settings.writer)
    _exit_with(batch.run_batch(lines, place, reply, "Answering"))


@app.command()
def serve(
    index: IndexOption = None,
    corpus: CorpusOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to serve on.")] = None,
    writer: WriterOption = None,
) -> None:
    """Serve the page, on this machine only unless --host says otherwise."""
    settings = _settings(
        index=index,
        corpus=tuple(corpus) if corpus else None,
        host=host,
        port=port,
        writer=writer and writer.value,
    )
    from advisor.ui.server import launch

    launch(settings)


@app.command()
def show(
    place: Annotated[str, typer.Argument(metavar="PATH[:START-END]", help="As sources show it.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a document of the index, or the passage between two characters of it."""
    from advisor.cli.reading import find_span
    from advisor.cli.speak import say, say_json

    settings = _settings(index=index)
    document, start, end = find_span(settings.index, place)
    text = document.text[start:end]
    if as_json:
        record = {"path": document.path, "title": document.title, "start": start, "end": end}
        say_json(record | {"text": text})
        return
    say(f"{document.title}  ({document.path}:{start}-{end})\n")
    say(text.strip("\n"))


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, cached and chosen, and why."""
    from advisor.cli.doctor import examine, say_findings
    from advisor.cli.speak import say_json

    findings = examine(index)
    if as_json:
        say_json(findings)
    else:
        say_findings(findings)
    _exit_with(len(findings["problems"]))


LibraryArgument = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="The shipped library unless given.")
]


@library.command("check")
def library_check(folder: LibraryArgument = None, as_json: JsonOption = False) -> None:
    """Print every breach of the library's rules, with file, line and remedy."""
    from advisor.cli.speak import say, say_json
    from advisor.library.check import check
    from advisor.settings import shipped_corpus

    problems, count = check(folder or shipped_corpus())
    if as_json:
        say_json([{"path": p.path, "line": p.line, "message": p.message} for p in problems])
    else:
        for problem in problems:
            say(str(problem))
        say(f"{count} pages, {len(problems)} problems")
    _exit_with(len(problems))


@library.command("links")
def library_links(folder: LibraryArgument = None, as_json: JsonOption = False) -> None:
    """Print every address that the library names, and the pages that name it."""
    from advisor.cli.reading import addresses
    from advisor.cli.speak import say, say_json
    from advisor.settings import shipped_corpus

    found = addresses(folder or shipped_corpus())
    if as_json:
        say_json([{"link": link, "pages": pages} for link, pages in found.items()])
        return
    for link, pages in found.items():
        say(f"{link}  {', '.join(pages)}")


def _batch(input: Path | None, output: Path | None) -> tuple[list[bytes], Path]:
    """(the lines of the input, where the output goes), both checked before anything is loaded."""
    from advisor.cli.batch import check_output, read_lines

    if input is None or output is None:
        missing = "--input" if input is None else "--output"
        raise typer.BadParameter(f"{missing} is missing; a file of questions needs both")
    check_output(input, output)
    return read_lines(input), output


def _words_of(arguments: list[str], kind: str, settings: Settings) -> str:
    from advisor.cli.speak import remark
    from advisor.text import clean_question

    text = " ".join(arguments)
    if not clean_question(text):
        raise AdvisorError(f"The {kind} is empty; type some words behind the command.")
    if len(text) > settings.question_chars:
        remark(f"The {kind} is long; only its first {settings.question_chars} characters count.")
    return text


def _refuse_both(input: Path | None, output: Path | None) -> None:
    if input is not None or output is not None:
        raise typer.BadParameter("give words, or --input and --output, not both")


def _exit_with(problems: int) -> None:
    if problems:
        raise typer.Exit(1)


app.command("eval")(evaluation.evaluate)
app.command("eval-public")(evaluation.evaluate_public)
app.command()(evaluation.calibrate)
app.command()(career.compare)
app.command()(career.transfer)
app.command()(career.fit)
app.command()(career.gap)
app.command("job-ad")(career.job_ad)
app.command()(career.plan)
app.command()(career.project)
app.command()(career.practice)
app.command()(programs.mcp)
