"""Every dial: read from its variable, checked, and refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from advisor import settings as settings_module
from advisor.errors import SettingsError
from advisor.settings import PREFIX, Settings, default_index, load_settings, shipped_corpus

pytestmark = pytest.mark.usefixtures("no_dials")


def test_the_defaults_need_no_variable() -> None:
    settings = load_settings()
    assert settings.corpus == (shipped_corpus(),)
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.embedder == "sentence-transformers/all-MiniLM-L6-v2"
    assert settings.model == "Qwen/Qwen3-0.6B"
    assert (settings.writer, settings.offline) == ("auto", False)


def test_the_shipped_library_is_there() -> None:
    assert (shipped_corpus() / "roles" / "data-engineer.md").is_file()


def test_the_index_stands_beside_a_checkout_and_in_the_cache_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(settings_module.__file__).parent.parent
    assert default_index() == root / ".index"
    installed = tmp_path / "site-packages" / "advisor" / "settings.py"
    monkeypatch.setattr(settings_module, "__file__", str(installed))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert default_index() == tmp_path / "cache" / "career-advisor" / "index"
    assert shipped_corpus() == installed.parent / "_corpus"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", "8000", 8000),
        ("offline", "1", True),
        ("connect_seconds", "2.5", 2.5),
        ("writer", "extractive", "extractive"),
        ("index", "/tmp/elsewhere", Path("/tmp/elsewhere")),  # noqa: S108 - only a name
        ("index", "~/index", Path.home() / "index"),
        ("embedder_folder", "~/weights", Path.home() / "weights"),
        ("corpus", f"a{os.pathsep}b{os.pathsep}", (Path("a"), Path("b"))),
        ("corpus", "~/notes", (Path.home() / "notes",)),
    ],
)
def test_variables_are_read(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), text)
    assert getattr(load_settings(), name) == value


def test_an_option_overrides_its_variable_and_none_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ADVISOR_PORT", "8000")
    monkeypatch.setenv("ADVISOR_HOST", "0.0.0.0")  # noqa: S104 - what a container sets
    settings = load_settings(port=9000, host=None)
    assert (settings.port, settings.host) == (9000, "0.0.0.0")  # noqa: S104
    assert load_settings(corpus=(Path("a"), Path("b"))).corpus == (Path("a"), Path("b"))


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("ADVISOR_PROT", "ADVISOR_PROT is not a setting; did you mean ADVISOR_PORT?"),
        (
            "ADVISOR_ZZZZZZ",
            "ADVISOR_ZZZZZZ is not a setting; run `advisor doctor` to see them all.",
        ),
        ("ADVISOR_", "ADVISOR_ is not a setting"),
        ("ADVISOR_port", "ADVISOR_port is not a setting"),
    ],
)
def test_an_unknown_variable_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, words: str
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("port", "many", "a valid integer"),
        ("port", "70000", "less than or equal to 65535"),
        ("port", "-1", "greater than or equal to 0"),
        ("port", "", "a valid integer"),
        ("writer", "poet", "'auto', 'extractive' or 'model'"),
        ("device", "tpu", "'auto', 'cpu', 'cuda' or 'mps'"),
        ("dtype", "int8", "'auto', 'float32', 'bfloat16' or 'float16'"),
        ("offline", "perhaps", "a valid boolean"),
        ("connect_seconds", "0", "greater than 0"),
        ("connect_seconds", "inf", "less than or equal to 120"),
        ("answer_seconds", "nan", "less than or equal to 600"),
        ("corpus", "", "the name of at least one folder"),
        ("passages", "0", "greater than or equal to 1"),
        ("answer_words", "5", "greater than or equal to 20"),
        ("chunk_tokens", "1", "greater than or equal to 32"),
    ],
)
def test_an_impossible_value_is_refused_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: str
) -> None:
    variable = PREFIX + name.upper()
    monkeypatch.setenv(variable, text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    assert message.startswith(f"{variable} is '{text}', but it should be ")
    assert expected in message
    assert "\n" not in message


def test_an_option_that_is_no_setting_is_refused() -> None:
    with pytest.raises(SettingsError, match="ADVISOR_COLOUR"):
        load_settings(colour="red")


def test_settings_do_not_change_and_can_be_copied() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]
    assert settings.model_copy(update={"port": 1}).port == 1


def test_every_dial_says_what_it_is_for() -> None:
    for name, dial in Settings.model_fields.items():
        assert dial.description, name
        assert len(dial.description) > 10, name
