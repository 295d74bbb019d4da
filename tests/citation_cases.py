"""A small library, with sentences that it supports and sentences that it does not.

The supported ones are what a small model makes of such passages: copies with a word changed,
shorter and freer rewordings, two neighboring sentences in one. The others alter one thing each, or
add what a model knows from elsewhere. They were written before the thresholds of
advisor/citations.py were set.
"""
# ruff: noqa: E501 - prose reads best on one line

from __future__ import annotations

from pathlib import Path

_SOURCES = """updated: 2026-11-20
sources:
  - {name: Example, link: "https://example.org/", licence: CC-BY-4.0}
"""
_ROLE = """skills: {core: [sql, python], useful: [], rare: []}
tools: [apache-spark, airflow]
neighbours: []
leans: {build: 9, production: 9, systems: 8, engineering: 9}
"""
_SKILL = "group: data\nhours: 40\nhours_reason: practice\nproof: a project\n"
_TOOL = "category: engine\nalternatives: [apache-kafka]\nskills: [sql]\n"


def _page(kind: str, id: str, title: str, body: str, more: str = "", aliases: str = "") -> str:
    head = f"id: {id}\nkind: {kind}\ntitle: {title}\naliases: [{aliases}]\n"
    return f"---\n{head}{_SOURCES}{more}---\n{body}"


PAGES: dict[str, str] = {
    "roles/data-engineer.md": _page(
        "role",
        "data-engineer",
        "Data engineer",
        """
A data engineer builds and runs the pipelines and storage that turn raw source data into tables and streams other people can trust. The main focus of a data engineer is data infrastructure: pipelines, warehouses, data lakes, and the guarantees around them.

## Responsibilities

A data engineer owns the path from a source system to a dataset that someone else can use without checking it first. A data engineer is responsible for:

- Building and maintaining data pipelines, in batch and as streams, from databases, APIs, files and event logs.
- Guaranteeing data quality, reliability and scalability through tests, alerts, retries and idempotent loads.
- Managing storage in data lakes, warehouses and lakehouses, including partitioning, file sizes and retention.
- Controlling access to sensitive columns and deleting personal data when the law requires it.

## Day to day

A data engineer spends most days changing existing pipelines, reviewing pull requests, and finding out why a number or a load is wrong. A typical morning starts with the runs of the night: which tasks failed, which tables are late, and who is affected. Data engineers talk with source teams constantly, because most broken pipelines begin with an unannounced change upstream.

## Works with

A data engineer sits between the teams that produce data and the teams that use it. Work flows to and from a data engineer:

- Data scientists receive datasets for exploration and return the features that turned out to matter.
- ML engineers receive training data and feature pipelines, and return freshness and latency requirements.

## Misunderstandings

The most common mistake about data engineering is to equate the job with a list of tools. Streaming is not the senior version of batch, and many companies never need Kafka. A data engineer differs from an ML engineer in the product: trusted data for the data engineer, deployed and monitored models for the ML engineer.
""",
        _ROLE,
        "DE, data engineers, data engineering",
    ),
    "roles/ml-engineer.md": _page(
        "role",
        "ml-engineer",
        "ML engineer",
        """
An ML engineer designs and builds machine learning models and deploys them into production. ML engineers bridge the gap between data scientists, who experiment with models, and data engineers, who build the data infrastructure.

## Responsibilities

An ML engineer is responsible for:

- Model deployment: packaging a model as a REST API, a batch job or an in-stream system inside a streaming pipeline.
- Monitoring and maintenance: tracking performance, accuracy and drift, and retraining a model when it is needed.
- Optimization: making a model faster, cheaper and able to scale without losing the accuracy that matters.

## Measured by

An ML engineer is measured by what the model does in production, not by its offline score. Managers judge an ML engineer on:

- Movement of the product metric in an A/B test, such as fraud caught or items bought.
- Prediction latency, throughput and availability against an agreed target.

## Misunderstandings

The commonest mistake about ML engineers is that they spend their days inventing models. A data scientist decides what is worth predicting, whereas an ML engineer makes the prediction arrive correctly, quickly and every day.
""",
        _ROLE,
        "MLE, ML engineers, machine learning engineer",
    ),
    "roles/data-scientist.md": _page(
        "role",
        "data-scientist",
        "Data scientist",
        """
A data scientist answers business questions with statistics, experiments and models. The output of a data scientist is a decision that somebody can defend.

## Deliverables

A data scientist delivers an analysis, an experiment readout, or a model prototype with an honest evaluation.
""",
        _ROLE,
        "DS, data scientists",
    ),
    "roles/data-analyst.md": _page(
        "role",
        "data-analyst",
        "Data analyst",
        "\nA data analyst turns data into reports and dashboards that explain what happened.\n",
        _ROLE,
        "data analysts",
    ),
    "tools/apache-spark.md": _page(
        "tool",
        "apache-spark",
        "Apache Spark",
        """
Apache Spark is the distributed engine that runs SQL and DataFrame jobs over a cluster, used from Python as PySpark.

## Instead of

Choose DuckDB or Polars over Spark when the data fits on one large machine. Choose BigQuery over Spark when the whole job is SQL and nobody wants to run clusters.

## When not

Do not use Spark for small tables, because startup and shuffle cost more than the work. Do not wrap row-wise Python functions in Spark when a built-in function exists.
""",
        _TOOL,
        "Spark, PySpark",
    ),
    "tools/apache-kafka.md": _page(
        "tool",
        "apache-kafka",
        "Apache Kafka",
        "\nApache Kafka is a log that carries events between systems and keeps them for days, so that many consumers can read them.\n",
        _TOOL,
        "Kafka",
    ),
    "tools/airflow.md": _page(
        "tool",
        "airflow",
        "Apache Airflow",
        "\nApache Airflow schedules pipelines as Python code, orders their tasks and retries failures.\n",
        _TOOL,
        "Airflow",
    ),
    "tools/duckdb.md": _page(
        "tool", "duckdb", "DuckDB", "\nDuckDB runs SQL over files on one machine.\n", _TOOL
    ),
    "skills/sql.md": _page("skill", "sql", "SQL", "\nSQL asks questions of tables.\n", _SKILL),
    "skills/python.md": _page(
        "skill", "python", "Python", "\nPython is a programming language.\n", _SKILL
    ),
    "skills/statistics.md": _page(
        "skill", "statistics", "Statistics", "\nStatistics measures uncertainty.\n", _SKILL
    ),
    "transitions/data-analyst-to-data-engineer.md": _page(
        "transition",
        "data-analyst-to-data-engineer",
        "From data analyst to data engineer",
        """
A data analyst who becomes a data engineer moves from the last step of the pipeline to the first. SQL is the bridge; Python, orchestration and responsibility for failures are the far bank.

## The order

A data analyst should become a data engineer in these steps:
1. Put your important queries in Git and rewrite them as a small dbt project.
2. Learn Python by pulling a public API into PostgreSQL, safely rerunnable.
3. Orchestrate ingestion and dbt with Airflow, including a backfill and an alert.

## How long it takes

A data analyst needs about 9 to 14 months at eight hours a week to become a junior data engineer. Daily Python and dbt bring the low end near 9 months.

## The usual trap

A data analyst's trap is learning Spark and Kafka before writing a reliable daily load. Most vacancies test SQL, modeling and Python, then ask what happens when a job runs twice.
""",
        "from: data-analyst\nto: data-engineer\nmonths: [9, 14]\ncarry_over: [sql]\nlearn: [python]\n",
    ),
}


def write_pages(folder: Path) -> Path:
    """The small library as files in the folder; the folder."""
    for name, text in PAGES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


SUPPORTED: tuple[str, ...] = (
    # copies with little changed
    "A data engineer builds and runs pipelines and storage that turn raw data into tables other people can trust.",
    "The main focus of data engineers is data infrastructure, such as pipelines, warehouses and data lakes.",
    "A data engineer is responsible for building and maintaining data pipelines in batch and as streams.",
    "Data engineers guarantee data quality, reliability and scalability through tests, alerts and retries.",
    "Data engineers manage storage in data lakes, warehouses and lakehouses.",
    "They control access to sensitive columns and delete personal data when the law requires it.",
    "An ML engineer designs and builds machine learning models and deploys them into production.",
    "ML engineers bridge the gap between data scientists and data engineers.",
    "An ML engineer is measured by what the model does in production, not by its offline score.",
    "A data scientist answers business questions with statistics, experiments and models.",
    "Apache Spark is a distributed engine that runs SQL and DataFrame jobs over a cluster.",
    "Do not use Spark for small tables, because startup and shuffle cost more than the work.",
    "Choose DuckDB over Spark when the data fits on one large machine.",
    "Airflow schedules pipelines, orders their tasks and retries failures.",
    "Kafka carries events between systems and keeps them for days.",
    "A data analyst needs about 9 to 14 months at eight hours a week to become a junior data engineer.",
    # shorter and freer
    "A data engineer makes raw data trustworthy by building pipelines and storage.",
    "Data engineers own the path from the source system to a usable dataset.",
    "Most of a data engineer's day goes into changing existing pipelines and reviewing pull requests.",
    "They also find out why a load is wrong.",
    "The morning typically starts with the runs of the night: which tasks failed and which tables are late.",
    "Most broken pipelines begin with an unannounced change upstream.",
    "ML engineers track the performance, accuracy and drift of a model and retrain it when needed.",
    "ML engineers package models as a REST API or a batch job.",
    "ML engineers make models faster and cheaper without losing accuracy.",
    "Success for an ML engineer is judged by prediction latency, throughput and availability.",
    "It is a mistake to think that ML engineers spend their days inventing models.",
    "An ML engineer does not spend their days inventing models.",
    "The data scientist decides what is worth predicting, while the ML engineer makes the prediction arrive correctly and quickly.",
    "Data engineers deliver trusted data, whereas ML engineers deliver deployed and monitored models.",
    "You should avoid Spark for small tables.",
    "If your data fits on one machine, choose DuckDB or Polars instead of Spark.",
    "You need 9-14 months at 8 hours per week.",
    "It takes about nine to fourteen months to become a junior data engineer.",
    "SQL is the bridge, while Python and orchestration are on the far bank.",
    "First, put your important queries in Git and rewrite them as a small dbt project.",
    "Then learn Python by pulling a public API into PostgreSQL.",
    "Orchestrate dbt with Airflow, including a backfill and an alert.",
    "The usual trap is learning Spark and Kafka before writing a reliable daily load.",
    "Many companies never need Kafka.",
    "Streaming isn't the senior version of batch.",
    "Data scientists get datasets for exploration from the data engineer.",
    "A data scientist delivers an analysis, an experiment readout or a model prototype.",
    # two sentences of one passage in one
    "Data engineers build pipelines in batch and as streams, and guarantee data quality with tests and alerts.",
    "An ML engineer monitors models for drift and makes them faster and cheaper.",
    "Learn Python by pulling a public API into PostgreSQL, then orchestrate ingestion with Airflow.",
)

ALTERED: tuple[tuple[str, str], ...] = (
    # numbers
    ("A data analyst needs about 3 to 6 months to become a junior data engineer.", "made up"),
    ("A data analyst needs about 9 to 14 weeks at eight hours a week.", "made up"),
    ("A data analyst needs 9 to 14 months at twenty hours a week.", "made up"),
    ("It takes one month to become a junior data engineer.", "made up"),
    ("Kafka carries events between systems and keeps them for 7 days.", "made up"),
    ("The three main focuses of a data engineer are pipelines, warehouses and data lakes.", "made up"),
    # another role
    ("An ML engineer builds and runs the pipelines and storage that turn raw data into tables.", "misattributed"),
    ("A data scientist is responsible for building and maintaining data pipelines in batch and as streams.", "misattributed"),
    ("A data analyst manages storage in data lakes, warehouses and lakehouses.", "misattributed"),
    ("A data engineer designs and builds machine learning models and deploys them into production.", "misattributed"),
    ("Data engineers package models as a REST API or a batch job.", "misattributed"),
    ("A data engineer answers business questions with statistics, experiments and models.", "misattributed"),
    ("The data engineer decides what is worth predicting.", "misattributed"),
    ("The ML engineer decides what is worth predicting, whereas the data scientist makes the prediction arrive correctly and quickly.", "misattributed"),
    ("An ML engineer delivers trusted data, and a data engineer delivers deployed and monitored models.", "misattributed"),
    ("An ML engineer needs about 9 to 14 months at eight hours a week to become a junior data scientist.", "misattributed"),
    ("Data engineers receive datasets for exploration and return the features that turned out to matter.", "misattributed"),
    ("ML engineers talk with source teams constantly, because most broken pipelines begin upstream.", "misattributed"),
    # another tool
    ("Apache Kafka is the distributed engine that runs SQL and DataFrame jobs over a cluster.", "misattributed"),
    ("Choose Spark over DuckDB when the data fits on one large machine.", ""),
    ("Airflow carries events between systems and keeps them for days.", ""),
    ("Many companies never need Airflow.", ""),
    ("Learn Python by pulling a public API into MongoDB.", ""),
    ("Orchestrate ingestion and dbt with Prefect, including a backfill and an alert.", ""),
    # negated or turned round
    ("A data engineer does not build or maintain data pipelines.", "made up"),
    ("Use Spark for small tables.", "made up"),
    ("Streaming is the senior version of batch.", "made up"),
    ("All companies need Kafka.", "made up"),
    ("An ML engineer is measured by the offline score of the model.", "made up"),
    ("An ML engineer is measured by its offline score, not by what the model does in production.", "made up"),
    ("ML engineers spend their days inventing models.", "made up"),
    ("ML engineers make models slower and cheaper to scale.", "made up"),
    ("Data engineering can be equated with a list of tools.", ""),
    ("Learn Spark and Kafka after writing a reliable daily load is the usual trap.", "made up"),
    ("A data analyst who becomes a data engineer moves from the first step of the pipeline to the last.", ""),
    # added from elsewhere
    ("A data engineer earns about $130,000 a year in the United States.", "made up"),
    ("Data engineers often work at Google, Amazon and Netflix.", ""),
    ("You should take the Google Professional Data Engineer certification.", ""),
    ("Data engineers build pipelines and storage, and they also present quarterly results to the board of directors.", "made up"),
    ("A data engineer needs a degree in computer science.", "made up"),
    ("ML engineers are in high demand in the job market.", "made up"),
    ("The field of machine learning is evolving rapidly, so continuous learning is essential.", "made up"),
    ("Data engineers use tools such as Hadoop, Informatica and Talend.", ""),
    ("See https://dataengineer.academy for a full course on data pipelines.", ""),
    ("Communication skills are very important for every data engineer.", "made up"),
    ("Becoming a data engineer is a great choice for your career.", "made up"),
    ("A data engineer designs neural networks for image recognition.", "made up"),
    ("Data engineers write unit tests for front-end components.", "made up"),
    ("An ML engineer is responsible for labeling images by hand.", "made up"),
    ("The passages do not mention a salary for data engineers.", "made up"),
    ("You are on the right track with your experience.", "made up"),
    ("Data engineers guarantee data quality by hiring external auditors and consultants every spring.", "made up"),
    ("Apache Spark was created at the University of California in Berkeley.", ""),
    ("Airflow schedules pipelines, orders their tasks and encrypts passwords of all users.", "made up"),
    # parts of different passages made one
    ("Data engineers delete personal data when the law requires it after a typical morning of late tables.", ""),
    ("Airflow retries failures in the runs of the night when the law requires it.", ""),
    ("The usual trap is to use Spark for small tables, because startup and shuffle cost more than a reliable daily load.", ""),
)  # fmt: skip
"""(sentence, expected failure; empty where several kinds would be fair)"""
