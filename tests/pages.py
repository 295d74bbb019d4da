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
MORE = (
    "interviews/interview-data-engineer.md",
    "interviews/interview-ml-engineer.md",
    "projects/recommendation-system.md",
    "skills/api-design.md",
    "skills/containers.md",
    "skills/deep-learning.md",
    "skills/evaluation-metrics.md",
    "skills/experiment-tracking.md",
    "skills/model-serving.md",
    "skills/statistics.md",
    "skills/supervised-learning.md",
)
"""Enough on top for a plan with eight skills and a project, and for two interviews."""


def copy_pages(folder: Path, more: Iterable[str] = ()) -> None:
    """Put the pages into a corpus folder, and more where a test needs them."""
    for page in (*PAGES, *more):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / page, folder / page)
