"""How often the check of citations is right, on the shipped library.

    python bench/citations.py [--sentences 400]

First on sentences written by hand for three pages (they were not looked at when the thresholds were
set; two rules were added after their first run, which kept 33 of 35 and let 7 of 40 through). Then on
sentences of the library itself, altered by machine in one way each. Needs no index and no network.
"""

# ruff: noqa: E501 - sentences stand on one line
from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from advisor.citations import Candidate, candidates_of, check
from advisor.index.embedder import open_embedder
from advisor.index.readers import read_folders
from advisor.library.lexicon import Lexicon, build_lexicon
from advisor.library.load import load_library
from advisor.settings import Settings, shipped_corpus
from advisor.statements import content, state
from advisor.types import Document, Embedder

PAGES = ("mlops-engineer", "dbt", "software-engineer-to-ml-engineer")
SUPPORTED = """
An MLOps engineer makes model releases repeatable, observable and reversible.
The customer of an MLOps engineer is the data scientist or ML engineer who wants to ship without a ticket.
MLOps engineers version three things: code, data and the model.
They are responsible for the path from a commit to a monitored model.
An MLOps engineer runs training pipelines on a schedule, on new data or on a drift alert.
MLOps engineers build CI/CD for models, with tests on code, data and metrics before promotion.
They manage GPU and CPU capacity, including quotas, scheduling and the cloud bill.
MLOps engineers respond to incidents when a model misbehaves.
An MLOps engineer spends the day on infrastructure code and on helping model teams.
Stuck jobs are often GPU pods waiting for a node that the quota will never grant.
An MLOps engineer hands over runbooks for rollback, backfill and a full retrain.
They deliver dashboards that show latency, errors, drift and cost for each model.
A model registry records the data version, commit, metrics and approver of every model.
dbt turns SQL SELECT statements into tested and documented tables inside a data warehouse.
dbt is used for the transformation step in ELT.
dbt resolves the order of models, runs data tests and publishes documentation.
Teams use dbt with Snowflake, BigQuery, Redshift, Databricks or DuckDB.
Choose Apache Spark instead of dbt when transformations need Python libraries or heavy custom code.
SQLMesh is the closest rival of dbt.
You should not use dbt to extract data from sources, since it only transforms what is already in the warehouse.
A dbt project proves that you can apply Git, tests and code review to SQL.
dbt is the core tool of analytics engineers.
Interviewers ask about incremental models, snapshots and the grain of a fact table.
Start by creating a dbt project on DuckDB with staging and mart layers.
Add unique, not-null and relationship tests to every key.
As a software engineer, you already have production skills, but statistical judgment must be built.
Learn data and evaluation before neural networks, then return to deployment.
Tabular problems with gradient boosting teach more per attempt than transformers.
A software engineer brings tested, reviewed and typed Python to an ML team.
API design, containers, deployment and rollback are everyday routine for a software engineer.
An integration test becomes an evaluation run with a threshold that blocks the release.
A canary deployment stays a canary, but it is also judged by prediction quality.
You have to learn probability and sampling, enough to doubt a two-point improvement.
Accuracy misleads under imbalance, where precision and recall decide.
MLOps engineers handle access control, secrets and audit trails, and they manage the model registry.
""".strip().splitlines()
ALTERED = """
An MLOps engineer makes data dashboards repeatable, observable and reversible for executives.
The customer of an MLOps engineer is the marketing team that wants to ship without a ticket.
MLOps engineers version four things: code, data, the model and the dashboard.
A data scientist is responsible for the path from a commit to a monitored model.
The software engineer runs training pipelines on a schedule, on new data or on a drift alert.
MLOps engineers build CI/CD for models without tests on code, data and metrics.
They manage the hiring budget and GPU capacity of the company.
An MLOps engineer spends the day on building new neural network architectures.
Stuck jobs are often GPU pods waiting for a password.
An MLOps engineer never hands over runbooks.
A model registry deletes the data version and commit of every model.
Apache Spark turns SQL SELECT statements into tested and documented tables inside a data warehouse.
dbt is used for the extraction step in ELT.
dbt runs data tests and trains machine learning models.
Teams use dbt with MongoDB, Cassandra and Redis.
Choose dbt over Apache Spark when transformations need Python libraries or heavy custom code.
Dagster is the closest rival of dbt.
You should use dbt to extract data from sources.
A dbt project proves that you can apply Kubernetes and Terraform to SQL.
dbt is the core tool of MLOps engineers.
Interviewers ask about linked lists, recursion and dynamic programming.
Start by creating a dbt project on Snowflake with staging and mart layers.
Add unique, not-null and relationship tests to five keys.
As a software engineer, you already have statistical judgment, but production skill must be built.
Learn neural networks before data and evaluation.
Transformers teach more per attempt than tabular problems with gradient boosting.
A data scientist brings tested, reviewed and typed Python to an ML team.
API design, containers, deployment and rollback are entirely new to a software engineer.
A canary deployment is judged only by the number of visitors.
You have to learn probability and sampling, enough to publish papers at NeurIPS.
Accuracy decides under imbalance, where precision and recall mislead.
It takes about six months to become an ML engineer.
MLOps engineers should know Kubernetes, Jenkins and Ansible.
ML engineers earn more than software engineers.
Python is the most popular language for machine learning.
A strong portfolio on GitHub will help you get hired.
dbt was founded by Fishtown Analytics in 2016.
You could also take an online course on Coursera.
An ML engineer designs a paved road of templates that model teams use without understanding Kubernetes.
MLOps engineers turn SQL into tested tables, which run on GPU pods.
""".strip().splitlines()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=400)
    wanted = parser.parse_args().sentences
    settings = Settings()
    documents = [one for one in read_folders([shipped_corpus()]) if isinstance(one, Document)]
    lexicon = build_lexicon(load_library(documents))
    embedder = open_embedder(settings)
    by_hand(documents, lexicon, embedder)
    by_machine(documents, lexicon, embedder, wanted)


def all_candidates(document: Document, lexicon: Lexicon, embedder: Embedder) -> list[Candidate]:
    """The sentences of a document, each with its vector in the context of its section."""
    vectors = np.zeros((len(document.sentences), embedder.dim), np.float32)
    for section in range(len(document.sections)):
        owned = [i for i, one in enumerate(document.sentences) if one.section == section]
        if not owned:
            continue
        begin = document.sentences[owned[0]].start
        head = " › ".join((document.title, *document.sections[section].trail)) + "\n"
        spans = [
            (one.start - begin + len(head), one.end - begin + len(head))
            for one in (document.sentences[i] for i in owned)
        ]
        text = head + document.text[begin : document.sentences[owned[-1]].end]
        vectors[owned] = next(iter(embedder.encode([text], [spans]))).spans
    return candidates_of(document, range(len(document.sentences)), vectors, lexicon)


def by_hand(documents: Sequence[Document], lexicon: Lexicon, embedder: Embedder) -> None:
    pages = [one for one in documents if one.id in PAGES]
    candidates = [one for page in pages for one in all_candidates(page, lexicon, embedder)]
    for name, texts in (("supported", SUPPORTED), ("altered", ALTERED)):
        begun = time.perf_counter()
        found = [
            check(state(text, vector, lexicon), candidates).support is not None
            for text, vector in zip(texts, embedder.embed(texts), strict=True)
        ]
        each = 1000 * (time.perf_counter() - begun) / len(texts)
        print(f"by hand, {name:10} accepted {sum(found):3} of {len(texts)}   {each:.1f} ms each")
        for text, accepted in zip(texts, found, strict=True):
            if accepted == (name == "altered"):
                print(f"    {'let through' if accepted else 'lost'}: {text}")


# by machine

Altered = tuple[str, str]
"""(kind, sentence)"""


def by_machine(
    documents: Sequence[Document], lexicon: Lexicon, embedder: Embedder, wanted: int
) -> None:
    chance = random.Random(7)
    kinds = ("role", "tool", "transition", "skill")
    pages = [one for one in documents if one.kind in kinds]
    texts = " ".join(page.text for page in pages)
    strange = sorted({word for word in re.findall(r"\b[a-z]{6,}\b", texts) if content(word)})
    accepted: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for page in chance.sample(pages, min(len(pages), max(1, wanted // 8))):
        candidates = all_candidates(page, lexicon, embedder)
        usable = [one for one in candidates if 8 <= len(one.said.text.split()) <= 30]
        for one in chance.sample(usable, min(8, len(usable))):
            for kind, text in altered(one, candidates, lexicon, strange, chance):
                vector = embedder.embed([text])[0]
                tried[kind] += 1
                accepted[kind] += (
                    check(state(text, vector, lexicon), candidates).support is not None
                )
    for kind in tried:
        share = 100 * accepted[kind] / tried[kind]
        print(
            f"by machine, {kind:26} accepted {accepted[kind]:4} of {tried[kind]:4}  {share:5.1f} %"
        )


def altered(
    one: Candidate,
    candidates: Sequence[Candidate],
    lexicon: Lexicon,
    strange: Sequence[str],
    chance: random.Random,
) -> Iterator[Altered]:
    text = one.said.text
    yield "as it is (supported)", text
    if "," in text[20:] and len(text.rsplit(",", 1)[0].split()) >= 6:
        yield "shortened (supported)", text.rsplit(",", 1)[0] + "."
    for kind in ("role", "tool"):
        for mention in one.said.of_kind(kind)[:1]:
            others = [
                id for id, its in lexicon.kinds.items() if its == kind and id not in one.said.names
            ]
            other = lexicon.title(chance.choice(others))
            yield f"another {kind}", text[: mention.start] + other + text[mention.end :]
    if number := re.search(r"\b\d+\b", text):
        other = str(int(number.group()) + chance.randint(1, 9))
        yield "another number", text[: number.start()] + other + text[number.end() :]
    if verb := re.search(r"\b(?:is|are|must|should|can|will)\b(?! not)", text):
        yield "negated", f"{text[: verb.end()]} not{text[verb.end() :]}"
    elsewhere = [two for two in candidates if two.section != one.section]
    if elsewhere:
        first, second = text.split(), chance.choice(elsewhere).said.text.split()
        yield (
            "halves of two passages",
            " ".join(first[: len(first) // 2] + second[len(second) // 2 :]),
        )
    yield "a word replaced", with_a_strange_word(text, strange, chance)


def with_a_strange_word(text: str, strange: Sequence[str], chance: random.Random) -> str:
    """A content word of the second half, replaced by one from anywhere in the library."""
    places = [
        found.span() for found in re.finditer(r"\b[a-z]{5,}\b", text) if content(found.group())
    ]
    start, end = chance.choice(places[len(places) // 2 :] or [(0, 0)])
    return text[:start] + chance.choice(strange) + text[end:]


if __name__ == "__main__":
    main()
