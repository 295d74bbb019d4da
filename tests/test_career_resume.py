"""Résumé files: reading order, traps, and one sentence for everything that is no résumé."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
import resume_files as files

from advisor.career import resume
from advisor.career.columns import in_order, placed
from advisor.career.result import CareerError
from advisor.career.resume import read_resume, resume_text
from advisor.library.lexicon import Lexicon

LEFT = ["Skills", "Python, SQL", "Airflow", "no", "Kubernetes yet", "Languages", "English"]
RIGHT = [
    "Experience",
    "Data engineer at Acme, 2020 – present",
    "Worked with the Kafka team on the",
    "names of events in our shop",
    "BI developer at Foo, 2016 – 2020",
    "Dashboards in Power BI",
    "Education",
    "BSc in Statistics, 2016",
]
HEAD = (40.0, 800.0, 18, "Ada Example, data engineer with ten years of practice in warehouses")


@pytest.fixture
def saved(tmp_path: Path):  # type: ignore[no-untyped-def]
    def save(name: str, data: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return save


def levels(file: Path, lexicon: Lexicon) -> dict[str, str]:
    return {id: one.level for id, one in read_resume(file, lexicon).skills.items()}


# reading order


def test_two_columns_are_read_one_after_the_other(saved, shipped_lexicon: Lexicon) -> None:  # type: ignore[no-untyped-def]
    page = [HEAD, *files.column(40, 760, LEFT), *files.column(230, 760, RIGHT)]
    file = saved("two.pdf", files.pdf([page]))
    assert resume_text(file).splitlines() == [HEAD[3], *LEFT, *RIGHT]
    found = read_resume(file, shipped_lexicon)
    named = {id: one.level for id, one in found.skills.items()}
    assert named["kubernetes"] == "none", "the line broke between `no` and `Kubernetes`"
    assert named["apache-kafka"] == "none", "that was another team"
    assert named["python"] == named["airflow"] == named["power-bi"] == "have"
    assert found.role == "data-engineer"


def test_columns_whose_lines_do_not_align(saved) -> None:  # type: ignore[no-untyped-def]
    page = [
        HEAD,
        *files.column(40, 750, RIGHT, step=17),
        *files.column(400, 757, LEFT, step=12, size=9),
    ]
    text = resume_text(saved("aside.pdf", files.pdf([page])))
    assert text.splitlines() == [HEAD[3], *RIGHT, *LEFT]


def test_a_line_across_both_columns_parts_them(saved) -> None:  # type: ignore[no-untyped-def]
    across = (
        "I have worked in three countries and in two languages, always close to the warehouse team."
    )
    page = [
        *files.column(40, 800, LEFT),
        *files.column(230, 800, RIGHT),
        (40.0, 660.0, 10, across),
        *files.column(40, 640, ["Interests", "Chess"]),
        *files.column(230, 640, ["Awards", "None"]),
    ]
    lines = resume_text(saved("bands.pdf", files.pdf([page]))).splitlines()
    assert lines == [*LEFT, *RIGHT, across, "Interests", "Chess", "Awards", "None"]


def test_dates_at_the_right_edge_are_no_column(saved) -> None:  # type: ignore[no-untyped-def]
    jobs = ["Data analyst, Foo", "Data analyst, Bar", "Intern, Baz", "Tutor, Uni", "Student, Uni"]
    dates = ["2019 – 2021", "2017 – 2019", "2016 – 2017", "2015 – 2016", "2011 – 2015"]
    page = [*files.column(40, 800, jobs, step=40), *files.column(480, 800, dates, step=40)]
    page += [
        (50.0, 780.0 - 40 * at, 10, "SQL and Tableau for the sales department") for at in range(5)
    ]
    text = resume_text(saved("dates.pdf", files.pdf([page])))
    assert [line for line in text.splitlines() if "20" in line] == [
        f"{job}  {date}" for job, date in zip(jobs, dates, strict=True)
    ]


def test_labels_and_values_stay_together(saved, shipped_lexicon: Lexicon) -> None:  # type: ignore[no-untyped-def]
    labels = ["Expert", "Familiar", "Learning", "Tools", "Spoken"]
    values = ["Python, SQL", "Spark, Kafka", "Kubernetes", "Git", "English"]
    page = [*files.column(40, 700, labels), *files.column(200, 700, values)]
    found = levels(saved("table.pdf", files.pdf([page])), shipped_lexicon)
    assert found == {
        "python": "have",
        "sql": "have",
        "apache-spark": "partly",
        "apache-kafka": "partly",
        "kubernetes": "learning",
        "git": "have",
    }


def test_words_set_one_by_one_are_one_line() -> None:
    words = ["Built", "forty", "pipelines", "in", "Airflow"]
    places = [40.0, 66.0, 96.0, 145.0, 157.0]
    runs = [
        placed(x, y, 10, word) for y in (700, 686) for x, word in zip(places, words, strict=True)
    ]
    assert in_order(reversed(runs)).splitlines() == [" ".join(words)] * 2


def test_several_pages(saved) -> None:  # type: ignore[no-untyped-def]
    pages = [files.column(40, 800, ["Data analyst", "SQL"]), files.column(40, 800, ["No Python"])]
    assert resume_text(saved("pages.pdf", files.pdf(pages))).split("\n\n") == [
        "Data analyst\nSQL",
        "No Python",
    ]


def test_word_and_text(tmp_path: Path, shipped_lexicon: Lexicon) -> None:
    document = tmp_path / "ada.docx"
    files.word(
        document,
        ["Data analyst. I know SQL, no Kubernetes yet.", "I worked with the Airflow team."],
        [("Familiar", "Spark, Kafka"), ("Expert", "Excel, Python")],
    )
    assert levels(document, shipped_lexicon) == {
        "sql": "have",
        "kubernetes": "none",
        "airflow": "none",
        "apache-spark": "partly",
        "apache-kafka": "partly",
        "excel": "have",
        "python": "have",
    }
    plain = tmp_path / "ada.txt"
    plain.write_text("I use Excel and SQL; I want to learn dbt", encoding="utf-16")
    assert levels(plain, shipped_lexicon) == {"excel": "have", "sql": "have", "dbt": "learning"}


SIDE = [
    "SKILLS",
    "SQL (expert)",
    "Python (basic)",
    "Tableau",
    "",
    "LEARNING",
    "Apache Spark",
    "dbt",
]
SIDE += ["", "INTERESTS", "Kubernetes home lab", "Chess, running", "", "LANGUAGES", "English C1"]
MAIN = ["EXPERIENCE", "Data analyst, Acme Retail, 2021 - present"]
MAIN += ["- Build sales dashboards in Tableau for 40 store", "  managers, refreshed each night"]
MAIN += ["- Worked with the Airflow team on late loads", "- No Docker yet, IT does deployments"]
MAIN += ["- Reports on Snowflake, models deployed by our platform team on SageMaker", "EDUCATION"]
MAIN += ["BSc Economics, 2016 - 2019", "Coursework: R, econometrics", "GOAL"]
MAIN += ["Become an analytics engineer"]


def test_traps_in_two_columns(saved, shipped_lexicon: Lexicon) -> None:  # type: ignore[no-untyped-def]
    head = [(40.0, 800.0, 18, "Ada Example"), (40.0, 782.0, 11, "Data analyst")]
    page = [*head, *files.column(40, 750, SIDE), *files.column(220, 750, MAIN)]
    found = resume.read_resume(saved("traps.pdf", files.pdf([page])), shipped_lexicon)
    assert (found.role, found.target) == ("data-analyst", "analytics-engineer")
    assert {id: one.level for id, one in found.skills.items()} == {
        "sql": "have",
        "python": "partly",
        "tableau": "have",
        "apache-spark": "learning",
        "dbt": "learning",
        "kubernetes": "learning",
        "dashboard-design": "have",
        "airflow": "none",
        "docker": "none",
        "snowflake": "have",
        "sagemaker": "none",
        "r-programming": "partly",
    }
    others = {id for id, one in found.skills.items() if one.others}
    assert others == {"airflow", "sagemaker"}


def test_traps_in_a_page_of_prose(tmp_path: Path, shipped_lexicon: Lexicon) -> None:
    file = tmp_path / "bo.md"
    file.write_text(
        "ML engineer, Beta GmbH (Jan 2020 - today)\n"
        "* Trained fraud models in PyTorch; introduced MLflow.\n"
        "* Serving through FastAPI on Kubernetes, which is operated by the platform team.\n"
        "* Handed feature pipelines over to data engineers using Spark and Kafka.\n"
        "* Never got to use Redis. Airflow and Terraform are on my list.\n"
        "* I have not worked with R professionally, but I completed a course.\n\n"
        "HOBBIES\nSailing, tinkering with Home Assistant in Docker\n"
    )
    found = levels(file, shipped_lexicon)
    assert found["pytorch"] == found["mlflow"] == found["fastapi"] == "have"
    assert found["kubernetes"] == found["apache-spark"] == found["apache-kafka"] == "none"
    assert found["redis"] == "none"
    assert found["airflow"] == found["terraform"] == "learning"
    assert found["r-programming"] == "partly"
    assert found["docker"] in ("learning", "partly")


# what is no résumé

PAGE = files.pdf([files.column(40, 800, ["Data analyst", "I know SQL and Excel"])])
BAD: dict[str, tuple[bytes, str]] = {
    "empty.pdf": (b"", "is empty; choose another file"),
    "secret.pdf": (files.encrypted(PAGE), "protected by a password; save a copy without one"),
    "scan.pdf": (files.pdf([[]]), "holds no text and looks like a scan"),
    "photo.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "is a PNG image named .pdf"),
    "photo.docx": (b"\xff\xd8\xff\xe0" + bytes(2000), "is a JPEG image named .docx"),
    "fake.pdf": (b"hello", "named .pdf and is no PDF"),
    "cut.pdf": (PAGE[:300], "no readable PDF; save it as PDF again"),
    "pages.pdf": (files.pdf([[(40.0, 800.0, 10, "x")]] * 31), "has 31 pages, and the limit is 30"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + bytes(2000), "or an old .doc; save it as plain .docx"),
    "noise.docx": (b"PK\x03\x04" + bytes(range(256)) * 9, "is not a readable DOCX"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + bytes(2000), "No reader for .doc files; save the résumé as"),
    "resume": (b"I know SQL", "No reader for files without a suffix"),
    "noise.txt": (bytes(range(256)) * 40, "is not text"),
    "blank.txt": (b" \n \n", "holds no text"),
    "german.txt": (
        "Ich bin Analyst und habe mit SQL bei einer Bank für den Vertrieb gearbeitet.".encode(),
        "The résumé is in German, and only English is read here",
    ),
    "french.txt": (
        "Analyste de données avec cinq ans d'expérience dans la banque, maîtrise de SQL et de "
        "Tableau pour les rapports de la direction.".encode(),
        "The résumé is in French",
    ),
    "russian.txt": ("Аналитик данных, пять лет опыта, SQL".encode(), "is in another script"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_clear_sentence(name: str, saved) -> None:  # type: ignore[no-untyped-def]
    data, match = BAD[name]
    with pytest.raises(CareerError, match=match) as caught:
        resume_text(saved(name, data))
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "Traceback" not in said
    assert len(said) < 200


def test_a_large_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(CareerError, match="is 50 MB, and the limit is 5 MB"):
        resume_text(file)
    assert time.perf_counter() - start < 0.1


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    files.bomb(file)
    start = time.perf_counter()
    with pytest.raises(CareerError, match="unpacks to 300 MB in 2 parts: too large"):
        resume_text(file)
    assert time.perf_counter() - start < resume.LONGEST_SECONDS


def test_a_swarm_of_paragraphs_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "swarm.docx"
    files.swarm(file)
    with pytest.raises(CareerError, match=r"more than 50,000 paragraphs|takes more"):
        resume_text(file)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(CareerError, match="cannot be opened: No such file"):
        resume_text(tmp_path / "gone.pdf")


def test_time_runs_out(saved, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(resume, "LONGEST_SECONDS", 0.01)
    with pytest.raises(CareerError, match="takes more time than a résumé should; paste its text"):
        resume_text(saved("slow.pdf", PAGE))


def test_the_parser_has_little_of_everything() -> None:
    """In a child, as the real parser: memory, processor time and written files are capped."""
    import subprocess
    import sys

    code = (
        "from advisor.career.resume_parser import limit; import resource as r; limit();"
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_FSIZE)[0]);"
        "bytearray(2_000_000_000)"
    )
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["1500000000", "10", "0"]
    assert "MemoryError" in done.stderr


def test_the_parser_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    assert "secret" not in resume._environment().values()
    assert "HF_TOKEN" not in resume._environment()


def test_nothing_is_kept_and_nothing_is_logged(
    saved, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    file = saved("ada.pdf", PAGE)
    with caplog.at_level(logging.DEBUG):
        assert "SQL" in resume_text(file)
        with pytest.raises(CareerError):
            resume_text(saved("scan.pdf", files.pdf([[]])))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ada.pdf", "scan.pdf"]
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_the_name_of_the_file_is_no_argument_of_a_process(
    saved, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    seen: list[list[str]] = []
    real = resume.subprocess.run

    def run(arguments: list[str], **more: object):  # type: ignore[no-untyped-def]
        seen.append(arguments)
        return real(arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(resume.subprocess, "run", run)
    resume_text(saved("Ada Example.pdf", PAGE))
    assert seen
    assert not any("Ada" in one for one in seen[0])
