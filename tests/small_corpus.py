"""Pages small enough to be planned by hand, for tests of the index."""

from __future__ import annotations

from pathlib import Path

PAGES = {
    "roles/data-engineer.md": """---
id: data-engineer
kind: role
---
# Data engineer

A data engineer builds pipelines that carry data from sources to warehouses.

## Responsibilities

A data engineer is responsible for:

- Batch pipelines that run every night
- Streams of events with Kafka
- The quality of the data that others use

## Tools

| Tool | Used for |
|---|---|
| Airflow | Scheduling of batch jobs |
| Spark | Transforming large tables |
""",
    "roles/data-scientist.md": """# Data scientist

A data scientist turns questions of a business into models and experiments.

## Skills

Statistics decides whether an experiment shows anything. Python is the language of models.

1. Ask which decision hangs on the answer
2. Explore the data before any model
3. Report what is not known
""",
    "notes/budget.txt": "Cloud bills grow quietly. Tag every job with its owner.",
}


def write_pages(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
