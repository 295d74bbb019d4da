"""Under which licenses the program, its library and what it is built on come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib import metadata
from pathlib import Path

from advisor.settings import DEFAULT_EMBEDDER, DEFAULT_MODEL, Settings

DISTRIBUTION = "career-advisor"
REQUIREMENTS = Path(__file__).resolve().parent.parent.parent / "requirements.txt"
PLATFORM_BRINGS = ("gradio", "huggingface-hub")
"""What a Space has by itself, so that requirements.txt does not name it."""
UNSTATED = "not stated in the package"
_WEIGHTS = {DEFAULT_EMBEDDER: "Apache-2.0", DEFAULT_MODEL: "Apache-2.0"}
_LONGEST_NAME = 40
"""Some packages put the whole text where the name of the license belongs."""


def packages_html() -> str:
    """The packages that the program needs directly, with version and license."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(version)}</td>'
        f"<td>{escape(license)}</td></tr>"
        for name, version, license in packages()
    )
    return (
        "<details><summary>The packages that it is built on</summary><table class='packages'>"
        '<thead><tr><th scope="col">Package</th><th scope="col">Version</th>'
        f'<th scope="col">License</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def weights_html(settings: Settings) -> str:
    """The models that the settings name, with the license of their weights."""
    models = [("Search model", settings.embedder), ("Language model", settings.model)]
    if settings.reranker:
        models.append(("Re-ranking model", settings.reranker))
    rows = "".join(
        f'<tr><th scope="row">{what}</th><td>{escape(name)}</td>'
        f"<td>{_WEIGHTS.get(name, 'see its page')}</td></tr>"
        for what, name in models
    )
    return (
        '<table class="packages weights"><thead><tr><th scope="col">Weights</th><th scope="col">Name</th>'
        f'<th scope="col">License</th></tr></thead><tbody>{rows}</tbody></table>'
    )


@cache
def packages() -> tuple[tuple[str, str, str], ...]:
    """(name, version, license) of what the program needs directly and what is installed of it."""
    return tuple(_installed(dict.fromkeys(_needed())))


def _needed() -> Iterable[str]:
    """By the program's own metadata or, where it runs from a folder, by requirements.txt."""
    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        lines = REQUIREMENTS.read_text("utf-8").splitlines() if REQUIREMENTS.is_file() else []
        lines = [*lines, *PLATFORM_BRINGS]
    for line in lines:
        found = re.match(r"[A-Za-z0-9][\w.-]*", line)
        if found and "extra ==" not in line:
            yield found.group()


def _installed(names: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    for name in sorted(names, key=str.lower):
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # a package for another platform
        yield found["Name"], found["Version"], license_in(found)


def license_in(found: metadata.PackageMetadata) -> str:
    """The license that a package states: as an expression, in a line, or by its classifiers."""
    expression, line = (
        "".join((found.get_all(name) or [""])[:1]) for name in ("License-Expression", "License")
    )
    stated = [expression, _one_line(line)]
    for classifier in found.get_all("Classifier") or ():
        kind, _, name = classifier.rpartition(" :: ")
        if kind.startswith("License"):
            stated.append(name)
    return next(filter(None, stated), UNSTATED)


def _one_line(text: str) -> str:
    return text.strip() if len(text.strip()) <= _LONGEST_NAME and "\n" not in text.strip() else ""
