"""A question within a conversation: what it leaves out is filled in from what was asked before.

The state is computed from the questions that the caller passes in. Nothing that an earlier answer claims
is believed; its lists are only looked at to know what "the second one" is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor import phrases as say
from advisor.library.lexicon import Lexicon, Mention
from advisor.question import (
    MOVE_ASPECTS,
    SMALL_TALK,
    Reading,
    Shape,
    aspect_of,
    distinct,
    from_mentions,
    read_alone,
)
from advisor.text import clean_question, plain, terms, words
from advisor.types import Message

BARE_WORDS = 4
"""Of a message that is a name and nothing else."""


def read(question: str, history: Sequence[Message], lexicon: Lexicon) -> Reading:
    """The reading of the last question of a conversation."""
    state: Reading | None = None
    shown = ""
    for message in history:
        if message.role == "user":
            state = _read_next(clean_question(message.content), state, shown, lexicon)
        else:
            shown = message.content
    return _read_next(clean_question(question), state, shown, lexicon)


def _read_next(raw: str, state: Reading | None, shown: str, lexicon: Lexicon) -> Reading:
    own = read_alone(raw, lexicon)
    if state is None:
        return own
    if own.shape in SMALL_TALK:
        return _keep(own, state)
    if say.NEW_TOPIC.search(raw) or not (_depends_on_before(own) or _bare_name(own, state)):
        return own
    return _resolve(own, state, shown, lexicon)


def _keep(reading: Reading, state: Reading) -> Reading:
    """Small talk leaves the thread of the conversation where it was."""
    names = (
        "roles",
        "origin",
        "target",
        "skills",
        "tools",
        "projects",
        "guides",
        "entities",
        "aspect",
    )
    return replace(reading, **{name: getattr(state, name) for name in names})


def _depends_on_before(own: Reading) -> bool:
    size = len(words(own.raw))
    if say.FOLLOW_UP.search(own.raw) and size <= 14:
        return True
    if not own.entities and len(terms(own.raw)) <= 7:
        return True
    return bool(say.PRONOUN.search(own.raw)) and size <= 16 and not own.roles[1:]


def _bare_name(own: Reading, state: Reading) -> bool:
    """`Data engineer?` after a question about another role."""
    kinds = ("roles", "tools", "skills")
    alike = any(len(getattr(own, kind)) == 1 and getattr(state, kind) for kind in kinds)
    return alike and not own.aspect and not own.topic and len(words(own.raw)) <= BARE_WORDS


def _resolve(own: Reading, state: Reading, shown: str, lexicon: Lexicon) -> Reading:
    """The question with what the conversation already established."""
    if say.ONLY_WHY.search(own.raw) or say.MORE.search(own.raw):
        return _again(own, state)
    picked = _picked(own.raw, shown)
    if picked:
        return _about_item(own, picked, state, lexicon)
    if not own.entities and say.AMONG.search(own.raw):
        candidates = state.roles if len(state.roles) > 1 else state.entities
        if say.EASIER.search(own.raw) and state.origin and not own.aspect:
            own = replace(own, aspect="duration")  # the shorter way is the easier one
        return _in_words(_inherit(own, state, candidates, "recommendation"), lexicon)
    if own.entities and not own.aspect and state.shape not in SMALL_TALK:
        swapped = _swapped(own, state, lexicon)
        if swapped:
            return swapped
    return _in_words(_inherit(own, state), lexicon, state.question)


def _again(own: Reading, state: Reading) -> Reading:
    """`Why?` and `Go on`: the earlier question, for what was not said yet."""
    if say.MORE.search(own.raw):
        return replace(state, raw=own.raw, follow_up=True, more=True, inherited=state.entities)
    choice = len(state.tools) > 1 or len(state.skills) > 1
    aspect = state.aspect or ("instead" if choice else "why")
    shape: Shape = "recommendation" if choice else "why"
    return replace(
        state, raw=own.raw, question=f"why {state.question}", shape=shape, aspect=aspect,
        follow_up=True, more=True, inherited=state.entities,
    )  # fmt: skip


def _about_item(own: Reading, item: str, state: Reading, lexicon: Lexicon) -> Reading:
    """`The second one`: the question put to an item of the last list."""
    question = f"{own.raw.rstrip('?')}: {item}?"
    merged = from_mentions(question, distinct(lexicon.spot(question))[:3], lexicon)
    if merged.shape == "steps" and not merged.projects:  # what one step says, not all steps again
        merged = replace(merged, shape="open", aspect="")
    else:
        merged = replace(merged, aspect=own.aspect or merged.aspect)
    return replace(
        merged, raw=own.raw, follow_up=True, origin=state.origin, inherited=merged.entities
    )


def _swapped(own: Reading, state: Reading, lexicon: Lexicon) -> Reading | None:
    """`And for MLOps?`: the earlier question with other names of the same kind, read anew."""
    if (own.topic and not say.SWAP.search(own.raw)) or say.SUPPOSE.search(own.raw):
        return None
    wanted = lexicon.spot(own.raw)
    text, replaced = state.question, 0
    for kind in ("role", "tool", "skill", "project"):
        new = [one for one in wanted if one.kind == kind]
        old = [one for one in _mentions(state.question, lexicon) if one.kind == kind]
        if new and old:
            text = _substitute(text, old[-len(new) :], new[-len(old) :], lexicon)
            replaced += 1
    if not replaced:
        return None
    again = from_mentions(text, distinct(lexicon.spot(text)), lexicon)
    kept = tuple(one for one in again.entities if one not in own.entities)
    origin = again.origin or (state.origin if state.origin != again.target else None)
    return replace(again, raw=own.raw, origin=origin, follow_up=True, inherited=kept)


def _mentions(text: str, lexicon: Lexicon) -> list[Mention]:
    """The things that a text names, and those inside the name of a guide."""
    found = []
    for one in lexicon.spot(text):
        found.append(one)
        if one.kind == "guide":
            inner = lexicon.spot(one.text.partition(" ")[2])
            at = one.end - len(one.text.partition(" ")[2])
            found += [replace(m, start=at + m.start, end=at + m.end) for m in inner]
    return found


def _substitute(text: str, old: Sequence[Mention], new: Sequence[Mention], lexicon: Lexicon) -> str:
    for before, after in sorted(zip(old, new, strict=False), key=lambda pair: -pair[0].start):
        text = text[: before.start] + lexicon.title(after.id) + text[before.end :]
    return text


def _inherit(
    own: Reading, state: Reading, candidates: tuple[str, ...] = (), shape: Shape | None = None
) -> Reading:
    """The question with the roles, and where it names no thing itself, the things of the state."""
    names_role = re.search(r"\b(?:that|this|the) (?:role|job|position)\b", own.raw, re.IGNORECASE)
    keep_things = not (own.entities or names_role) or bool(say.SUPPOSE.search(own.raw))
    thing = re.search(r"\b(?:it|that|this|this one|them)\b", own.raw, re.IGNORECASE)
    things = (*state.tools, *state.skills, *state.projects)
    keep_roles = not own.roles and not (thing and things and keep_things)
    inherited = [*(state.roles if keep_roles else ())]
    values: dict[str, tuple[str, ...]] = {}
    for kind in ("skills", "tools", "projects", "guides"):
        mine, before = getattr(own, kind), getattr(state, kind)
        added = tuple(one for one in before if one not in mine) if keep_things else ()
        values[kind] = (*mine, *added)
        inherited += added
    aspect = own.aspect
    free = not own.topic and (not own.entities or say.SWAP.search(own.raw))
    if aspect in ("", "why") and state.aspect and (aspect == "why" or free):
        aspect = state.aspect
    roles = own.roles or (state.roles if keep_roles else ())
    origin = own.origin or (state.origin if keep_roles or own.target else None)
    target = own.target or (state.target if keep_roles else None)
    if own.origin and not target:  # `and if I come from analysis?`
        ends = [one for one in (state.target, *state.roles) if one and one != own.origin]
        target = ends[0] if len(set(ends)) == 1 else None
        roles = (*roles, *dict.fromkeys(one for one in ends if one not in roles))
    if aspect in MOVE_ASPECTS and len(roles) == 2 and not (origin and target):
        origin, target = roles  # `How long does the move take?` after two roles were compared
    return replace(
        own,
        roles=roles,
        skills=values["skills"],
        tools=values["tools"],
        projects=values["projects"],
        guides=values["guides"],
        origin=origin,
        target=target,
        aspect=aspect,
        shape=shape or own.shape,
        inherited=candidates or tuple(inherited),
        follow_up=True,
    )


def _in_words(reading: Reading, lexicon: Lexicon, asked_before: str = "") -> Reading:
    """The reading with a question that names what it inherits, so that search can see it."""
    missing = [lexicon.title(one) for one in reading.inherited if one not in reading.entities]
    if reading.target and reading.target not in (*reading.entities, *reading.inherited):
        missing.append(lexicon.title(reading.target))
    aspect = reading.aspect if reading.aspect and not aspect_of(reading.raw) else ""
    more = " ".join(dict.fromkeys([*missing, aspect])).strip() or (
        "" if reading.entities else asked_before
    )
    if not more:
        return reading
    return replace(reading, question=f"{reading.question.rstrip(' ?')} {more}?".strip())


def _picked(raw: str, shown: str) -> str | None:
    """The item of the last answer's list that an ordinal points at."""
    items = _items(shown)
    counted = say.COUNTED.search(raw)
    if counted and 0 < int(counted.group(1)) <= len(items):
        return items[int(counted.group(1)) - 1]
    found = say.ORDINAL.search(raw)
    if not found or not items or _is_adverb(found.group(), raw):
        return None
    at = say.ORDINALS[found.group(1).lower()]
    return items[at] if at < len(items) else None


def _is_adverb(ordinal: str, raw: str) -> bool:
    """`What do I learn first?` points at no list."""
    first = re.search(r"\bfirst\b", ordinal, re.IGNORECASE)
    return bool(
        first and re.search(r"(?:learn|start|do|study|go)\b.{0,14}first\b", raw, re.IGNORECASE)
    )


_ITEM = r"^[ ]{0,3}(?:[-*+]|\d{1,2}[.)])[ ]+(.+)$"
_LIST = re.compile(rf"(?:{_ITEM.replace('(.+)', '.+')}\n?)+", re.MULTILINE)


def _items(shown: str) -> list[str]:
    """The items of an answer's longest list, without numbers of sources."""
    longest = max(_LIST.findall(shown), key=lambda one: one.count("\n"), default="")
    lines = re.findall(_ITEM, longest, re.MULTILINE)
    return [plain(re.sub(r"\s*\[\d+\](?:\([^)]*\))?", "", line)) for line in lines]
