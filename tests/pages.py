"""A few pages of the library, enough to compare roles, plan a move and ask about a tool."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PAGES = (
    "roles/data-engineer.md",
    "roles/ml-engineer.md",
    "roles/mlops-engineer.md",
    "roles/data-scientist.md",
    "roles/analytics-engineer.md",
    "tools/airflow.md",
    "tools/docker.md",
    "skills/sql.md",
    "transitions/data-engineer-to-ml-engineer.md",
)


def copy_pages(folder: Path, more: Iterable[str] = ()) -> None:
    """Put the pages into a corpus folder, and more where a test needs them."""
    for page in (*PAGES, *more):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / page, folder / page)
