"""What a chip of the chat asks a tool to show, as text that goes to the browser and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK = "open "
"""Begins a chip that opens a tool; no question begins so that means to be one."""
LONGEST = 1200
"""Characters of a wish."""


@dataclass(frozen=True)
class Wish:
    """A tab to open, and what it is to show."""

    tab: str
    label: str
    about: Mapping[str, Any] = field(default_factory=dict)
    """Names of the tab's own choosing: `role`, `target`, `roles`, `skills`, `topic`."""

    def __str__(self) -> str:
        return MARK + json.dumps([self.tab, self.label, dict(self.about)], ensure_ascii=False)


def wish_in(text: object) -> Wish | None:
    """The wish that a text holds; None for a question, and for what no page of ours wrote."""
    if not isinstance(text, str) or not text.startswith(MARK + "[") or len(text) > LONGEST:
        return None
    try:
        found = json.loads(text.removeprefix(MARK))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) != 3:
        return None
    tab, label, about = found
    well_made = isinstance(tab, str) and isinstance(label, str) and isinstance(about, dict)
    return Wish(tab, label, about) if well_made else None


def texts(about: Mapping[str, Any], name: str) -> list[str]:
    """The strings under a name, whether one or a list."""
    value = about.get(name)
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str)][:20]
