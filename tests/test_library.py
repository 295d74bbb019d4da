"""The library itself, and the check that guards it.

One copy of the library is broken in many places at once: a check that stops at the first fault,
or that one broken file silences, fails here.
"""

from __future__ import annotations

import re
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.index.readers import read_folders
from advisor.library.check import Problem, check
from advisor.library.load import Library, load_library
from advisor.library.schema import ASPECTS
from advisor.text import plain, terms
from advisor.types import Document

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [one for one in read_folders([CORPUS]) if isinstance(one, Document)]


@pytest.fixture(scope="module")
def library(documents: list[Document]) -> Library:
    return load_library(documents)


def test_the_library_keeps_every_rule() -> None:
    problems, count = check(CORPUS)
    assert [str(one) for one in problems] == []
    assert count == len(list(CORPUS.rglob("*.md")))


# planted faults

Fault = tuple[str, str, str, int, str]
"""(file, what is replaced, by what, line of the problem or 0 for any, words of its message)"""
FAULTS: list[Fault] = [
    ("roles/data-analyst.md", "tools: [excel,", "tools: [exel,", 18, "exel, but there is no such"),
    ("roles/data-engineer.md", "neighbours: [", "neighbours: [sql, ", 0, "sql, which is a skill"),
    ("skills/sql.md", "prerequisites: []", "prerequisites: [data-modelling]", 0, "in a circle"),
    ("tools/polars.md", "aliases: [", "aliases: [pandas, ", 5, "'pandas' is claimed by pandas too"),
    ("tools/duckdb.md", "## When not", "## When to avoid it", 0, "'When to avoid it' is none of"),
    ("tools/duckdb.md", "", "", 1, "the heading 'When not' is missing"),
    ("roles/statistician.md", "## Measured by", "### Measured by", 1, "'Measured by' is missing"),
    ("tools/redis.md", "  licence: linked only\n", "", 8, "licence is missing; every tool needs"),
    ("tools/helm.md", "category:", "level: hard\ncategory:", 11, "level is no field of a tool"),
    ("tools/vllm.md", "https://docs.vllm.ai/", "http://docs.vllm.ai/", 0, "link is 'http://docs"),
    ("tools/trino.md", "Trino stores no data", "It stores no data", 0, "quoted alone; name the s"),
    ("tools/kserve.md", "KServe began as", "kserve began as", 0, "hides a second sentence"),
    ("tools/ray.md", "win in these cases:", "win.", 0, "has no lead-in"),
    ("skills/git.md", "hours: 15", "hours: 25", 0, "'15 hours' in the prose, hours: 25 above"),
    ("transitions/data-engineer-to-ml-engineer.md", "months: [10, 15]", "months: [5, 8]", 0,
     "'10 to 15 months' in the prose, months: [5, 8] above"),
    ("transitions/data-engineer-to-ml-engineer.md", "", "", 0, "learn sums to 13.5 months"),
    ("transitions/statistician-to-ml-engineer.md", "learn: [python, sql, git,",
     "learn: [sql, git,", 0, "core skills of ml-engineer in none of the lists: python"),
    ("transitions/data-engineer-to-data-scientist.md", "learn: [probability, statistics,",
     "learn: [statistics, probability,", 0, "statistics before probability, which it needs"),
    ("transitions/data-analyst-to-ml-engineer.md", "learn: [python,", "learn: [sql, python,", 0,
     "sql is in two of carry_over, learn and reframe"),
    ("guides/internal-moves.md", "## Should I become a manager?\n",
     "## Should I become a manager?\nAn online master's from a known university is respected by "
     "most employers, above all if you worked in the field at the same time.\n", 0,
     "nearly the same sentence stands in guides/degrees.md"),
    ("guides/learning-plans.md", "## How many hours a week should I learn?\n",
     "## How many hours a week should I learn?\nKubernetes and Docker aside, 99 hours of stream "
     "processing are enough.\n", 0, "'99 hours' for stream-processing, whose page has hours: 70"),
    ("guides/portfolio.md", "## What should I build?\n", "## What should I build?\nFrom data "
     "analyst to data scientist, plan 30 months.\n", 0, "'30 months' for data-analyst-to-data-sci"),
    ("tools/fivetran.md", "- name: Fivetran documentation\n  link: https://fivetran.com/docs",
     "- name: Docs\n  link: https://docs.getdbt.com/", 9, "https://docs.getdbt.com/ is 'dbt"),
    ("interviews/interview-bi-developer.md", "title: ", "title: [", 5, "not valid YAML, line 5"),
]  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What the check finds in a library with every fault planted."""
    folder = tmp_path_factory.mktemp("broken") / "corpus"
    shutil.copytree(CORPUS, folder)
    for path, old, new, _, _ in FAULTS:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} no longer has {old!r}"
        (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(folder / "tools/dvc.md", folder / "tools/zz-dvc.md")
    (folder / "guides/burnout-and-bad-fits.md").rename(folder / "guides/tired.md")
    (folder / "skills/not-text.md").write_bytes(b"\x00\x01\x02" * 99)
    bi = folder / "roles/bi-developer.md"
    bi.write_text(re.sub(r"(?s)(## Measured by\n).*?(## Ways in)", r"\1Use.\n\2", bi.read_text()))
    return check(folder)[0]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: f"{one[0]}: {one[4][:24]}")
def test_a_planted_fault_is_found_in_its_file(broken: list[Problem], fault: Fault) -> None:
    path, _, _, line, message = fault
    found = [one for one in broken if one.path == path and message in one.message]
    assert found, [str(one) for one in broken if one.path == path]
    assert not line or line in [one.line for one in found]


def test_faults_of_whole_files_are_found(broken: list[Problem]) -> None:
    found = "\n".join(map(str, broken))
    assert "tools/zz-dvc.md:2: the id dvc is taken by tools/dvc.md; choose another" in found
    assert "guides/tired.md:1: the file of guide burnout-and-bad-fits should be guides/" in found
    assert "skills/not-text.md:1: is not text" in found
    assert "under 'Measured by' stand 4 characters; expected 40 or more" in found


def test_every_problem_names_a_line_that_the_file_has(broken: list[Problem]) -> None:
    assert all(one.line >= 1 and one.message[0] != " " for one in broken)
    assert len({one.path for one in broken}) >= 20


# what must be there


def test_every_aspect_of_every_role_has_text(library: Library) -> None:
    assert len(library.roles) >= 18
    for id in library.roles:
        entry = library[id]
        for aspect in ASPECTS:
            sections = [entry.document.sections[one] for one in entry.sections(aspect)]
            text = " ".join(entry.document.quote(one) for one in sections)
            assert len(text) >= 40, f"{id}: {aspect}"


def test_every_skill_that_a_role_needs_has_a_page(library: Library) -> None:
    for id, role in library.roles.items():
        needed = (*role.skills.core, *role.skills.useful, *role.skills.rare)
        assert [one for one in needed if one not in library.skills] == [], id
        assert 8 <= len(role.skills.core) <= 12, id


def test_every_role_leads_to_ml_engineer(library: Library) -> None:
    for id in set(library.roles) - {"ml-engineer"}:
        assert (id, "ml-engineer") in library.transitions


def test_the_library_is_as_broad_as_promised(library: Library) -> None:
    counts = {
        "roles": len(library.roles), "skills": len(library.skills), "tools": len(library.tools),
        "projects": len(library.projects), "transitions": len(library.transitions),
        "interviews": len(library.interviews),
    }  # fmt: skip
    least = {
        "roles": 18, "skills": 90, "tools": 80, "projects": 16, "transitions": 20, "interviews": 16,
    }  # fmt: skip
    assert all(counts[one] >= least[one] for one in least), counts


def test_roles_name_their_skills_and_tools_in_the_prose(library: Library) -> None:
    """The lists that programs read and the sentences that people read agree."""
    for id, role in library.roles.items():
        entry = library[id]
        for heading, ids in (("Skills", role.skills.core), ("Tools", role.tools)):
            sections = [entry.document.sections[one] for one in entry.sections(heading)]
            text = set(terms(" ".join(entry.document.quote(one) for one in sections)))
            for one in ids:
                page = library[one].page
                names = (page.title, one.replace("-", " "), *page.aliases)
                assert any(set(terms(name)) <= text for name in names), f"{id}: {heading}: {one}"


_CLAIM = re.compile(r"\b(\d+)(?: to (\d+))? (hours|months)\b(?! a (?:week|day))")


def _claims(documents: list[Document]) -> Iterator[tuple[str, str, str]]:
    """(subject, unit, figure) of every figure on the page of a skill, a project or a move."""
    for document in documents:
        if document.kind not in ("skill", "project", "transition"):
            continue
        unit = "months" if document.kind == "transition" else "hours"
        value = document.meta[unit]
        yield document.id, unit, str(value)
        for sentence in document.sentences:
            heading = document.sections[sentence.section].trail[:1]
            for low, high, said in _CLAIM.findall(plain(document.quote(sentence))):
                if said == unit and high and heading == ("How long it takes",):
                    yield document.id, unit, f"[{low}, {high}]"
                elif said == unit and unit == "hours" and heading == ("How long it takes",):
                    yield document.id, unit, low


def test_no_subject_has_two_figures(documents: list[Document]) -> None:
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, unit, figure in _claims(documents):
        said[subject, unit].add(figure)
    assert len(said) > 170
    assert {one: figures for one, figures in said.items() if len(figures) > 1} == {}


def test_loading_the_library_takes_no_two_seconds() -> None:
    start = time.perf_counter()
    found = [one for one in read_folders([CORPUS]) if isinstance(one, Document)]
    library = load_library(found)
    assert time.perf_counter() - start < 2
    assert len(library.entries) == len(found)


# the facts of the example document, each under its own words and in an obvious place

FACTS: list[tuple[str, str]] = [
    ("ML/AI engineer designs builds deploys machine learning models production", "ml-engineer"),
    ("bridge the gap data scientists data engineers", "ml-engineer"),
    ("production-ready scalable efficient", "ml-engineer"),
    ("data engineer main focus data infrastructure", "data-engineer"),
    ("building maintaining data pipelines", "data-engineer"),
    ("data quality reliability scalability", "data-engineer"),
    ("storage data lakes warehouses", "data-engineer"),
    ("tools Spark Kafka Airflow Snowflake", "data-engineer"),
    ("data scientist main focus analytics model development", "data-scientist"),
    ("exploring analyzing data", "data-scientist"),
    ("building ML models prototypes experiments", "data-scientist"),
    ("performing statistical analysis", "data-scientist"),
    ("communicating insights stakeholders", "data-scientist"),
    ("research and development R&D", "data-scientist"),
    ("takes models from data scientists productionizes", "ml-engineer"),
    ("faster cheaper scale optimization", "ml-engineer"),
    ("REST API batch job in-stream", "ml-engineer"),
    ("monitoring performance accuracy drift retraining", "ml-engineer"),
    ("MLOps CI/CD machine learning workflows GitHub Actions MLflow Kubeflow", "ml-engineer"),
    ("selecting algorithms tuning hyperparameters engineering features", "ml-engineer"),
    ("Docker Kubernetes cloud ML services", "ml-engineer"),
    ("automating pipelines train test deploy models", "ml-engineer"),
    ("collaboration data pipelines data engineers model design data scientists", "ml-engineer"),
    ("languages Python R Scala", "ml-engineer"),
    ("TensorFlow PyTorch scikit-learn XGBoost", "ml-engineer"),
    ("Azure ML AWS SageMaker GCP Vertex AI", "ml-engineer"),
    ("Apache Spark Kafka Hadoop", "ml-engineer"),
    ("SQL data warehouses Snowflake BigQuery Redshift", "ml-engineer"),
    ("Prometheus Grafana system EvidentlyAI WhyLogs model", "ml-engineer"),
    ("system monitoring", "prometheus"),
    ("system monitoring", "grafana"),
    ("EvidentlyAI model monitoring drift", "evidently"),
    ("WhyLogs model monitoring", "whylogs"),
    ("self-driving car data engineer collects cleans streams camera sensor data", "ml-engineer"),
    ("self-driving car analogy", "who-does-what"),
    ("computer vision models object detection lane recognition", "who-does-what"),
    ("optimizes real time car's hardware deploys monitors", "who-does-what"),
    ("six steps data engineer become ML/AI engineer", "data-engineer-to-ml-engineer"),
    ("strengthen ML AI fundamentals", "data-engineer-to-ml-engineer"),
    ("supervised versus unsupervised learning", "data-engineer-to-ml-engineer"),
    ("regression classification clustering", "data-engineer-to-ml-engineer"),
    ("feature engineering feature scaling", "data-engineer-to-ml-engineer"),
    ("overfitting cross-validation regularization", "data-engineer-to-ml-engineer"),
    ("scikit-learn classical ML pandas NumPy data manipulation", "data-engineer-to-ml-engineer"),
    ("Andrew Ng ML course Coursera Fast.ai", "data-engineer-to-ml-engineer"),
    ("Andrew Ng course Coursera", "courses-and-books"),
    ("Fast.ai", "courses-and-books"),
    ("PyTorch or TensorFlow more popular industry", "data-engineer-to-ml-engineer"),
    ("pick one PyTorch TensorFlow more popular industry now", "pytorch"),
    ("CNNs images RNNs LSTMs time series transformers", "data-engineer-to-ml-engineer"),
    ("NLP Hugging Face Transformers", "data-engineer-to-ml-engineer"),
    ("computer vision OpenCV PyTorch TensorFlow", "data-engineer-to-ml-engineer"),
    ("OpenCV PyTorch", "opencv"),
    ("model packaging Docker", "data-engineer-to-ml-engineer"),
    ("orchestration Kubernetes", "data-engineer-to-ml-engineer"),
    ("CI/CD pipelines for ML", "data-engineer-to-ml-engineer"),
    ("model versioning tracking MLflow DVC", "data-engineer-to-ml-engineer"),
    ("feature stores Feast Tecton", "data-engineer-to-ml-engineer"),
    ("drift detection accuracy monitoring", "data-engineer-to-ml-engineer"),
    ("Kubeflow Airflow MLflow", "data-engineer-to-ml-engineer"),
    ("ETL Spark Kafka warehouse", "data-engineer-to-ml-engineer"),
    ("real-time feature pipelines Kafka Spark Streaming", "data-engineer-to-ml-engineer"),
    ("training data Parquet Delta Lake", "data-engineer-to-ml-engineer"),
    ("large-scale training data cloud storage S3 ADLS GCS", "data-engineer-to-ml-engineer"),
    ("large-scale training data cloud storage S3 ADLS GCS", "object-storage"),
    ("hybrid data engineer ML engineer called MLOps engineer", "data-engineer-to-ml-engineer"),
    ("hybrid called MLOps engineer", "mlops-engineer"),
    ("end-to-end ML pipelines projects", "portfolio"),
    ("recommendation system ALS Spark ML FastAPI Docker", "data-engineer-to-ml-engineer"),
    ("ALS Spark ML FastAPI Docker", "recommendation-system"),
    ("image classifier PyTorch Kubernetes GPU scaling", "data-engineer-to-ml-engineer"),
    ("PyTorch Kubernetes GPU scaling", "image-classifier"),
    ("fraud detection Kafka streaming Spark ML REST API", "data-engineer-to-ml-engineer"),
    ("Kafka streaming Spark ML deployed REST API", "fraud-detection-stream"),
    ("NLP chatbot transformers cloud deployment", "data-engineer-to-ml-engineer"),
    ("Transformers cloud deployment", "nlp-chatbot"),
    ("deploy one project AWS Azure GCP cloud ML expertise", "data-engineer-to-ml-engineer"),
    ("soft skills communication explaining ML results business", "data-engineer-to-ml-engineer"),
    ("explaining ML results business stakeholders", "communicating-results"),
    ("collaboration data scientists model design data pipelines", "collaboration"),
    ("experimentation A/B testing metrics precision recall ROC AUC", "experimentation-culture"),
    ("A/B testing metrics design precision recall ROC AUC", "data-engineer-to-ml-engineer"),
    ("phase 1 ML basics scikit-learn pandas NumPy", "five-phases"),
    ("phase 2 ML frameworks PyTorch TensorFlow Hugging Face", "five-phases"),
    ("phase 3 MLOps Docker Kubernetes MLflow Kubeflow", "five-phases"),
    ("phase 4 cloud ML AWS SageMaker Azure ML GCP Vertex AI", "five-phases"),
    ("phase 5 advanced AI computer vision NLP reinforcement learning", "five-phases"),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda one: f"{one[1]}: {one[0]}")
def test_a_fact_of_the_example_document_stands_in_one_section(
    library: Library, fact: tuple[str, str]
) -> None:
    said, id = fact
    document = library[id].document
    wanted = set(terms(said))
    sections = [set(terms(_context(document, one))) for one in range(len(document.sections))]
    nearest = min(sections, key=lambda found: len(wanted - found))
    assert wanted <= nearest, f"not in one section of {id}: {wanted - nearest}"


def _context(document: Document, section: int) -> str:
    """What a reader of a section sees: the title, the headings and the text."""
    found = document.sections[section]
    return " ".join([document.title, *found.trail, document.quote(found)])


def test_the_five_phases_stand_in_their_order(library: Library) -> None:
    document = library["five-phases"].document
    steps = [plain(document.quote(one)) for one in document.sentences if one.kind == "step"]
    names = ["ML basics", "ML frameworks", "MLOps", "Cloud ML", "Advanced AI"]
    assert [step.split(": ")[0] for step in steps[:5]] == [
        f"Phase {number}, {name}" for number, name in enumerate(names, 1)
    ]


def test_the_six_steps_stand_in_their_order(library: Library) -> None:
    document = library["data-engineer-to-ml-engineer"].document
    steps = [plain(document.quote(one)) for one in document.sentences if one.kind == "step"]
    starts = ["Strengthen ML", "Go deep into ML", "Learn MLOps", "Bridge", "Build", "Practice the"]
    assert [step.startswith(start) for step, start in zip(steps, starts, strict=True)] == [True] * 6


# questions that people ask, and the page that answers them

ASKED: list[tuple[str, str]] = [
    ("remote work", "ways-of-working"), ("part-time", "ways-of-working"),
    ("freelancing", "ways-of-working"), ("fewest meetings", "ways-of-working"),
    ("contractor employee", "ways-of-working"), ("overtime night", "ways-of-working"),
    ("academia physics", "other-backgrounds"), ("career break", "other-backgrounds"),
    ("teaching accounting nursing", "other-backgrounds"), ("testers", "other-backgrounds"),
    ("web developers AI engineering", "other-backgrounds"),
    ("DevOps system administration", "other-backgrounds"),
    ("Kaggle worth", "kaggle-and-open-source"), ("mentor", "kaggle-and-open-source"),
    ("open-source contribution", "kaggle-and-open-source"),
    ("stay current", "kaggle-and-open-source"), ("hackathons", "kaggle-and-open-source"),
    ("classical machine learning dead", "llms-and-classical-ml"),
    ("LLM hype", "llms-and-classical-ml"), ("train a language model", "llms-and-classical-ml"),
    ("Python or Java", "which-language"), ("Scala worth", "which-language"),
    ("Python or R", "which-language"), ("Rust Go C++", "which-language"),
    ("SQL first", "which-language"), ("TypeScript", "which-language"),
    ("data engineer without Spark", "what-you-can-skip"),
    ("data engineer without Kafka", "what-you-can-skip"),
    ("ML engineer without Kubernetes", "what-you-can-skip"),
    ("data scientist without deep learning", "what-you-can-skip"),
    ("AI engineer without machine learning", "what-you-can-skip"),
    ("without coding", "what-you-can-skip"), ("prompt engineer job", "other-titles"),
    ("DevOps MLOps engineer", "other-titles"), ("forward deployed engineer", "other-titles"),
    ("research scientist applied scientist research engineer", "other-titles"),
    ("imposter syndrome", "doubts-and-bad-teams"), ("ready to apply", "doubts-and-bad-teams"),
    ("bad team", "doubts-and-bad-teams"), ("bad manager", "doubts-and-bad-teams"),
    ("rejected", "doubts-and-bad-teams"), ("without senior people", "doubts-and-bad-teams"),
    ("portfolio certificate", "certificates"), ("vibe coding", "ai-assistants-at-work"),
    ("assistants juniors", "ai-assistants-at-work"), ("specialist generalist", "seniority-levels"),
    ("internship junior", "getting-the-first-interview"), ("three months", "learning-plans"),
    ("dislike meetings mathematics programming", "choosing-a-role"),
    ("without a degree", "degrees"), ("bad at math", "how-much-mathematics"),
    ("read papers", "reading-papers"), ("too old", "getting-the-first-interview"),
    ("on-call hate", "burnout-and-bad-fits"), ("replace data engineers", "ai-assistants-at-work"),
    ("first data hire", "team-shapes"), ("consulting good start", "company-types"),
    ("pay level internal move", "internal-moves"), ("LeetCode", "interview-formats"),
    ("gaps layoffs", "presenting-experience"), ("surprise bill", "which-cloud"),
    ("AI for everything manager", "working-with-stakeholders"),
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: f"{one[1]}: {one[0]}")
def test_what_people_ask_has_a_section(library: Library, asked: tuple[str, str]) -> None:
    said, id = asked
    document = library[id].document
    wanted = set(terms(said))
    sections = [set(terms(_context(document, one))) for one in range(len(document.sections))]
    assert any(wanted <= found for found in sections)


def test_no_alias_is_an_everyday_word(library: Library) -> None:
    """A name that people use for other things would pull their questions to the wrong page."""
    everyday = {
        "pipeline", "model", "cloud", "testing", "go", "data", "work", "job", "role", "team",
        "learning", "project", "cursor", "networking", "open source", "skills", "tools", "time",
    }  # fmt: skip
    for entry in library.entries.values():
        claimed = everyday & {alias.casefold() for alias in entry.page.aliases}
        assert claimed == set(), entry.id
