"""The terminal's door: `advisor`. Prints what others have worked out, and knows no rule of its own.

Whatever goes wrong ends here, in one sentence and an exit code: 1 for what a person can mend,
2 for wrong usage, 130 for a stop by hand.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress

from advisor.errors import AdvisorError

TRACEBACK = "--traceback"
STOPPED = 130


def main() -> None:
    """Run the command that the terminal gave, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:  # JSON is UTF-8, whatever the locale
            reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(sys.argv[1:])
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.exit(code)
    _silence_output()
    sys.exit(1)


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command; every message is printed, nothing is raised."""
    words, show_traceback = _without_traceback_option(arguments)
    if not show_traceback:
        _quiet_libraries()
    try:
        from advisor.cli.commands import app

        code = app(words, prog_name="advisor", standalone_mode=False)
        if code == STOPPED:
            _complain("Stopped.")
        return int(code or 0)
    except KeyboardInterrupt:
        _complain("Stopped.")
        return STOPPED
    except BrokenPipeError:
        _silence_output()
        return 1
    except SystemExit as error:  # the library below exits by itself when a pipe breaks
        return error.code if isinstance(error.code, int) else 1
    except BaseException as error:
        if show_traceback:
            traceback.print_exc()
        return _explain(error)


def _quiet_libraries() -> None:
    """What goes wrong below is said once, by us, and not by every library on the way."""
    warnings.filterwarnings("ignore")
    for name in ("HF_HUB_VERBOSITY", "TRANSFORMERS_VERBOSITY"):
        os.environ.setdefault(name, "error")


def _without_traceback_option(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """`--traceback` may stand anywhere before `--`, so that it can be put behind what failed."""
    words = list(arguments)
    end = words.index("--") if "--" in words else len(words)
    head = [word for word in words[:end] if word != TRACEBACK]
    return head + words[end:], len(head) < end


def _explain(error: BaseException) -> int:
    """Print one sentence about the error; its exit code."""
    if isinstance(error, AdvisorError):
        _complain(str(error))
        return 1
    wording: Callable[[], str] | None = getattr(error, "format_message", None)
    if wording:  # wrong usage, as Typer found it
        sentence = wording().strip().rstrip(".")
        _complain(f"{sentence}. `advisor --help` shows what there is.")
        return 2
    if isinstance(error, OSError):
        _complain(_explain_system(error))
        return 1
    reason = str(error).strip().splitlines()
    detail = f"{type(error).__name__}: {reason[0]}" if reason else type(error).__name__
    _complain(f"Something unexpected went wrong ({detail[:300]}). {_HOW_TO_SEE}")
    return 1


_HOW_TO_SEE = f"Run the same command with {TRACEBACK} to see where."


def _explain_system(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}; free some space and run the command again."
    if error.errno == errno.EADDRINUSE:
        return "The port is in use; choose another one with --port."
    return f"The system refused: {error.strerror or error}{place}. {_HOW_TO_SEE}"


def _complain(sentence: str) -> None:
    from advisor.cli.speak import printable

    with suppress(OSError):
        sys.stderr.write(printable(sentence) + "\n")
        sys.stderr.flush()


def _silence_output() -> None:
    """Nobody reads any more: let Python's last flush go nowhere instead of failing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
