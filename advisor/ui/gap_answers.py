"""What the tab Skills gap answers: plain functions from what stands in it to what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.gap import gap
from advisor.career.profile import Profile, Verdict
from advisor.career.profile_text import read_profile, reads_like_an_ad
from advisor.career.result import CareerError
from advisor.career.resume import read_resume
from advisor.ui import gap_view
from advisor.ui.compare_mode import in_words, known_roles
from advisor.ui.footnotes import NO_SOURCES, Footnotes
from advisor.ui.frame import keep, profile_in, role_choices, skill_choices, told
from advisor.ui.uploads import uploaded
from advisor.ui.wishes import Wish, texts

TITLE = "Skills gap"
MOST_NAMES = 600
"""Of skills and tools in one field; the library has about two hundred."""
EMPTY = (
    '<p class="quiet">Choose the role that you want to become. Tick what you have, or let a text or '
    "a résumé tell it. Then press Show my gap.</p>"
)
VERDICTS: tuple[tuple[Verdict, str], ...] = (
    ("have", "I have this"),
    ("partly", "I have this in part"),
    ("missing", "I do not have this"),
)
_OUTCOMES = 6 + len(VERDICTS)


def filled(advisor: Advisor, profile: Profile) -> Sequence[Any]:
    """The choices, with what the person told of themselves."""
    roles = role_choices(advisor)
    return [
        gr.Dropdown(choices=roles, value=profile.role),
        gr.Dropdown(choices=roles, value=profile.target),
        gr.update(choices=skill_choices(advisor), value=list(profile.held)),
    ]


def forgotten() -> list[Any]:
    """Values of message, box, person and outcome as on a first visit."""
    hidden = [gr.Accordion(open=True), gr.Column(visible=False), "", *([] for _ in VERDICTS)]
    return [EMPTY, "", None, None, [], *hidden, "", "", NO_SOURCES]


def shown(
    advisor: Advisor, kept: object, role: str | None, target: str | None, names: object
) -> Sequence[Any]:
    """The gap for what stands in the fields, which goes into the profile, too."""
    if not target:
        raise CareerError("Choose the role that you want to become.")
    profile = profile_in(kept).holding(_skills(advisor, names))
    now = _as(advisor, profile, role)
    return [_untold(now), keep(profile), *outcome(advisor, now, target)]


def _untold(profile: Profile) -> str:
    told_any = profile.skills or profile.overrides or profile.role
    return "" if told_any else told("You have told nothing yet, so all of it counts as missing.")


def ticked(advisor: Advisor, kept: object, names: object, on_screen: str) -> Sequence[Any]:
    """The profile with just these skills and tools; a tick counts before any verdict."""
    profile = profile_in(kept).holding(_skills(advisor, names))
    return ["" if on_screen else EMPTY, keep(profile)]


def decided(advisor: Advisor, kept: object, names: object, verdict: Verdict) -> Sequence[Any]:
    """The profile in which the person decided so on just these skills and tools."""
    ids, profile = _skills(advisor, names), profile_in(kept)
    others = {id: one for id, one in profile.overrides.items() if one != verdict and id not in ids}
    overrides = others | dict.fromkeys(ids, verdict)
    return ["", keep(profile.model_copy(update={"overrides": overrides}))]


def words_read(
    advisor: Advisor, kept: object, role: str | None, target: str | None, words: str | None
) -> Sequence[Any]:
    """What a text tells, in the profile and in the gap; the box is empty then."""
    if not words or not words.strip():
        raise CareerError(
            "The box is empty: paste a few sentences about your work, or your résumé."
        )
    if reads_like_an_ad(words):
        raise CareerError("This reads like a job ad; paste it under Against job ads.")
    return _told(advisor, kept, role, target, read_profile(words, advisor.lexicon), "")


def file_read(
    advisor: Advisor, kept: object, role: str | None, target: str | None, payload: object
) -> Sequence[Any]:
    """What a résumé tells, in the profile and in the gap; the file is gone then."""
    with uploaded(payload) as path:
        found = read_resume(path, advisor.lexicon)
    return _told(advisor, kept, role, target, found, gr.skip())


def followed(
    advisor: Advisor,
    kept: object,
    role: str | None,
    target: str | None,
    names: Sequence[str] | None,
    on_screen: str,
) -> Sequence[Any]:
    """The fields and the gap after the profile has changed, here or elsewhere on the page."""
    profile = profile_in(kept)
    held = list(profile.held)
    fields = [
        gr.skip() if role else profile.role,
        gr.skip() if target else profile.target,
        gr.skip() if set(names or ()) == set(held) else held,
    ]
    if on_screen not in advisor.library.roles:
        return [gr.skip(), *fields, *[gr.skip()] * _OUTCOMES]
    _, *rest = outcome(advisor, _as(advisor, profile, role), on_screen)
    return [gr.skip(), *fields, gr.skip(), *rest]  # the box for texts stays as it is


def wished(
    advisor: Advisor,
    about: Mapping[str, Any],
    kept: object,
    role: str | None,
    target: str | None,
) -> Sequence[Any]:
    """The gap that a chip of the chat asks for; what stands in the fields fills in."""
    asked_role = next(iter(known_roles(advisor, texts(about, "role"))), None)
    asked = next(iter(known_roles(advisor, texts(about, "target"))), None)
    role, target = asked_role or role, asked or target
    opened = [role, target, gr.Tabs(selected="role")]
    if not target:
        words = told("Choose the role that you want to become.")
        return [words, *opened, *[gr.skip()] * _OUTCOMES]
    now = _as(advisor, profile_in(kept), role)
    return [_untold(now), *opened, *outcome(advisor, now, target)]


def _told(
    advisor: Advisor,
    kept: object,
    role: str | None,
    target: str | None,
    found: Profile,
    words: Any,
) -> list[Any]:
    """Updates of message, profile, box, ends and outcome for what was read."""
    if found == Profile():
        raise CareerError(
            "No skill, tool or role that the library knows was found in it; tick what you have."
        )
    profile = profile_in(kept).with_told(found)
    role, target = found.role or role, found.target or target
    message = gap_view.read_html(advisor.library, found, lacks_target=not target)
    told_so = [message, keep(profile), words, role, target]
    if not target:
        return [*told_so, *[gr.skip()] * _OUTCOMES]
    return [*told_so, *outcome(advisor, _as(advisor, profile, role), target)]


def outcome(advisor: Advisor, profile: Profile, target: str) -> list[Any]:
    """Updates of the parts that show a gap."""
    found = gap(advisor.library, profile, advisor.shelf.named(target, "role"))
    notes = Footnotes("gap", advisor.index.document, advisor.library.title)
    summary = gap_view.summary_html(advisor.library, found, profile.role, notes)
    lines = gap_view.lines_html(found, notes)
    title = advisor.library.title
    names = dict.fromkeys((*(line.id for line in found.lines), *profile.overrides))
    choices = sorted((title(id), id) for id in names if id in advisor.library)
    decisions = [
        gr.update(
            choices=choices, value=[id for id, one in profile.overrides.items() if one == verdict]
        )
        for verdict, _ in VERDICTS
    ]
    opened = [gr.Accordion(open=False), gr.Column(visible=True)]
    return [*opened, summary, *decisions, lines, found.target, notes.html()]


def _as(advisor: Advisor, profile: Profile, role: str | None) -> Profile:
    """The profile of somebody in this role; an empty field is no role."""
    now = advisor.shelf.named(role, "role") if role else None
    return profile.model_copy(update={"role": now})


def _skills(advisor: Advisor, names: object) -> list[str]:
    listed = [one for one in names if isinstance(one, str)] if isinstance(names, list) else []
    return [advisor.shelf.named(one, "skill", "tool") for one in listed[:MOST_NAMES]]


def plan(role: str | None, on_screen: str) -> Wish | None:
    """What opens the tab Plan with the gap on the screen."""
    about = {"role": role, "target": on_screen} if role else {"target": on_screen}
    return Wish("Plan", "Make a plan", about) if on_screen else None


def question(advisor: Advisor, role: str | None, on_screen: str) -> str:
    """What to ask the chat about the gap on the screen; empty when there is none."""
    if on_screen not in advisor.library.roles:
        return ""
    target = in_words(advisor, on_screen)
    if role not in advisor.library.roles or role == on_screen:
        return f"Which skills does {target} need?"
    return f"I am {in_words(advisor, role)}. What do I need to learn to become {target}?"
