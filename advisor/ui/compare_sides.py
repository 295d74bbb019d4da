"""Two to four roles side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.compare import MOST, compare
from advisor.career.gap import gap
from advisor.career.profile import Profile
from advisor.career.result import CareerError
from advisor.ui.compare_mode import Mode, in_words, known_roles
from advisor.ui.compare_sides_view import Covered, comparison_html
from advisor.ui.footnotes import Footnotes
from advisor.ui.frame import FREE, profile_in, role_choices
from advisor.ui.wishes import texts

TITLE = "Side by side"
_EMPTY = (
    "Choose two to four roles and press Compare. You see in one sentence what sets them apart, then "
    "what they share, skill by skill."
)


def build() -> Mode:
    """The mode, put into the page."""
    mode = Mode(TITLE, shown, _wished, _filled, _discussed, _EMPTY)
    return mode.lay_out(_fields, "Compare")


def _fields() -> list[Any]:
    label = "Roles, two to four"
    return [gr.Dropdown([], label=label, multiselect=True, max_choices=MOST, **FREE)]


def _filled(advisor: Advisor, profile: Profile) -> list[Any]:
    chosen = known_roles(advisor, [profile.role, profile.target])
    return [gr.Dropdown(choices=role_choices(advisor), value=chosen, **FREE)]


def _wished(advisor: Advisor, profile: Profile, about: Mapping[str, Any]) -> list[Any] | None:
    roles = known_roles(advisor, texts(about, "roles"))
    return [roles[:MOST]] if roles else None


def _discussed(advisor: Advisor, names: object) -> str:
    roles = [in_words(advisor, id) for id in known_roles(advisor, names)]
    if len(roles) < 2:
        return ""
    return f"What is the difference between {', '.join(roles[:-1])} and {roles[-1]}?"


def shown(advisor: Advisor, kept: object, names: Sequence[str] | None) -> Sequence[str]:
    """The comparison and its passages, as HTML."""
    if not isinstance(names, (list, tuple)) or not names:
        raise CareerError(_EMPTY)
    ids = [advisor.shelf.named(str(name), "role") for name in names[: MOST + 1]]
    found = compare(advisor.library, ids)
    notes = Footnotes("compare", advisor.index.document, advisor.library.title)
    covered = _covered(advisor, profile_in(kept), ids)
    return [comparison_html(found, advisor.library, covered, notes), notes.html()]


def _covered(advisor: Advisor, profile: Profile, roles: Sequence[str]) -> dict[str, Covered]:
    """How much of each role the person has, if they told anything that they can do."""
    told = any(one.level in ("have", "partly") for one in profile.skills.values())
    if not told and profile.role not in advisor.library.roles and not profile.overrides:
        return {}
    gaps = {id: gap(advisor.library, profile, id) for id in roles}
    return {
        id: Covered(one.coverage, one.arithmetic, id == profile.role) for id, one in gaps.items()
    }
