"""Documents with front matter as typed, linked, frozen entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from advisor.library.schema import (
    PAGES,
    InterviewPage,
    Page,
    ProjectPage,
    RolePage,
    SkillPage,
    ToolPage,
    TransitionPage,
)
from advisor.types import Document

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the library knows, and the document that says it."""

    page: Page
    document: Document

    @property
    def id(self) -> str:
        return self.page.id

    @property
    def kind(self) -> str:
        return self.page.kind

    @property
    def title(self) -> str:
        return self.page.title

    def sections(self, heading: str) -> list[int]:
        """Indices of the document's sections under a top heading; "" is what stands before all."""
        wanted = heading.casefold()
        return [
            index
            for index, section in enumerate(self.document.sections)
            if (section.trail[0].casefold() if section.trail else "") == wanted
        ]


@dataclass(frozen=True)
class Library:
    """Every entry by id; pages without valid front matter are no entries, only documents."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def __contains__(self, id: object) -> bool:
        return id in self.entries

    def __getitem__(self, id: str) -> Entry:
        return self.entries[id]

    def get(self, id: str | None) -> Entry | None:
        return self.entries.get(id) if id else None

    def pages(self, kind: type[P]) -> dict[str, P]:
        """The front matter of every page of one kind, by id."""
        return {one.id: one.page for one in self.entries.values() if isinstance(one.page, kind)}

    @cached_property
    def roles(self) -> dict[str, RolePage]:
        return self.pages(RolePage)

    @cached_property
    def skills(self) -> dict[str, SkillPage]:
        return self.pages(SkillPage)

    @cached_property
    def tools(self) -> dict[str, ToolPage]:
        return self.pages(ToolPage)

    @cached_property
    def projects(self) -> dict[str, ProjectPage]:
        return self.pages(ProjectPage)

    @cached_property
    def transitions(self) -> dict[tuple[str, str], TransitionPage]:
        return {(page.from_, page.to): page for page in self.pages(TransitionPage).values()}

    @cached_property
    def interviews(self) -> dict[str, InterviewPage]:
        """By the id of the role."""
        return {page.role: page for page in self.pages(InterviewPage).values()}

    def title(self, id: str) -> str:
        entry = self.entries.get(id)
        return entry.title if entry else id


def load_library(documents: Iterable[Document]) -> Library:
    """The entries among the documents. The first of two pages with one id is taken."""
    entries: dict[str, Entry] = {}
    for document in documents:
        model = PAGES.get(str(document.meta.get("kind", "")))
        if model is None:
            continue
        try:
            page = model.model_validate(document.meta)
        except ValidationError:
            continue  # a page that breaks the schema is searched like any other document
        entries.setdefault(page.id, Entry(page, document))
    return Library(MappingProxyType(entries))
