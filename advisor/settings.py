"""Every dial, in one place.

Read from ADVISOR_* variables; an option of the terminal overrides its variable. An unknown
variable is refused by name, because a mistyped dial that silently does nothing costs an evening.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from advisor.errors import SettingsError

PREFIX = "ADVISOR_"
DEFAULT_EMBEDDER = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_MODEL = "Qwen/Qwen3-0.6B"


def shipped_corpus() -> Path:
    """The library that comes with the program: beside the package, or inside it once installed."""
    package = Path(__file__).resolve().parent
    beside = package.parent / "corpus"
    return beside if beside.is_dir() else package / "_corpus"


def default_index() -> Path:
    """`.index` beside the checkout, or in the user's cache when installed elsewhere."""
    root = Path(__file__).resolve().parent.parent
    if (root / "pyproject.toml").is_file():
        return root / ".index"
    return Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "career-advisor/index"


class Settings(BaseSettings):
    """All settings, checked. Units stand in the names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    corpus: Annotated[tuple[Path, ...], NoDecode] = Field(
        default_factory=lambda: (shipped_corpus(),),
        description="folders of documents, separated as in PATH",
    )
    index: Path = Field(default_factory=default_index, description="folder of the sealed index")
    embedder: str = Field(DEFAULT_EMBEDDER, description="sentence-transformers name or folder")
    embedder_folder: Path | None = Field(
        None, description="folder that holds the weights of the embedder, looked in first"
    )
    reranker: str = Field(
        "",
        description="cross-encoder, name or folder, that re-reads the best passages; empty: none",
    )
    model: str = Field(DEFAULT_MODEL, description="causal chat model, name or folder")
    writer: Literal["auto", "extractive", "model"] = Field(
        "auto", description="who writes: the model when there is one, or one of the two"
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field("auto", description="where models run")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = Field(
        "auto", description="of the language model"
    )
    offline: bool = Field(False, description="never try the network")
    connect_seconds: float = Field(10.0, gt=0, le=120, description="one try to reach the hub")
    passages: int = Field(8, ge=1, le=50, description="passages found for a question")
    answer_words: int = Field(138, ge=20, le=600, description="what the extractive writer aims at")
    max_new_tokens: int = Field(220, ge=16, le=2048, description="of the language model")
    prompt_tokens: int = Field(700, ge=200, le=8000, description="budget for the passages")
    answer_seconds: float = Field(60.0, gt=0, le=600, description="then the model is stopped")
    question_chars: int = Field(4000, ge=100, le=100_000, description="longer ones are cut")
    history_turns: int = Field(12, ge=0, le=200, description="turns read for a follow-up")
    chunk_tokens: int = Field(180, ge=32, le=2000, description="aim for one chunk")
    host: str = Field("127.0.0.1", description="address that the page is served on")
    port: int = Field(7860, ge=0, le=65535, description="port that the page is served on")

    @field_validator("corpus", mode="before")
    @classmethod
    def _split_folders(cls, value: Any) -> Any:
        if isinstance(value, (str, Path)):
            value = [part for part in str(value).split(os.pathsep) if part]
        if not value:
            raise ValueError("the name of at least one folder")
        return tuple(Path(part).expanduser() for part in value)

    @field_validator("index", "embedder_folder", mode="after")
    @classmethod
    def _expand(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else value


def load_settings(**overrides: Any) -> Settings:
    """The settings from the environment, with the overrides that are not None.

    Raises:
        SettingsError: an unknown ADVISOR_* variable, or a value that cannot be.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            hint = f"did you mean {near[0]}?" if near else "run `advisor doctor` to see them all."
            raise SettingsError(f"{name} is not a setting; {hint}")


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    expected = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()} is {first['input']!r}, but it should be {expected}."
