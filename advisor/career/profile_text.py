"""A person's own words, or their résumé, as a profile, negation and wishes respected.

It reads what somebody says of skills, roles, hours and likings. Names, ages, pronouns and places
are not looked for. Nothing is kept: text goes in, a profile comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from advisor.career import wording as say
from advisor.career.language import check_english
from advisor.career.names import Names
from advisor.career.profile import Holding, Level, Preferences, Profile
from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon, Mention
from advisor.text import mend, sentence_spans

LONGEST_TEXT = 60_000
"""Characters; a résumé of ten pages has about thirty thousand."""
LONGEST_WORDS = 220
"""Characters of a sentence that a verdict shows."""
BESIDE = 3
"""Characters between two cues that belong together."""
_BULLET = re.compile(r"^[ \t]*(?:[-*•▪●◦‣∙·–>]|\d{1,2}[.)])[ \t]+")
_OPEN_END = re.compile(r"(?:,|\b(?:with|and|or|of|in|the|a|to|no|not|for|by|on|using|about|as))$")
_WIDE_LINE = 55
"""Characters from which a line without a full stop is taken to go on in the next."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, a bullet or a list of a person's text, and what its heading says of it."""

    text: str
    start: int
    level: Level
    """What a name counts as when nothing beside it says otherwise."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of one skill or tool."""

    id: str
    level: Level
    words: str
    alias: str
    denied: bool = False
    """Said by a negation, as opposed to belonging to somebody else."""


def read_profile(text: str, lexicon: Lexicon) -> Profile:
    """What a person tells of themselves. Parts that read like a job ad are left out.

    Raises:
        CareerError: the text is too long, or not English.
    """
    text = mend(text)
    if len(text) > LONGEST_TEXT:
        raise CareerError(
            f"The text is longer than {LONGEST_TEXT:,} characters; give the part about your work."
        )
    check_english(text, "The text")
    by_self = bool(say.FIRST_PERSON.search(text) or re.search(r"\b(?:we|our)\b", text))
    statements = [] if reads_like_an_ad(text) else list(own_statements(text))
    names = Names(lexicon)
    mentions = [names.spot(one.text) for one in statements]
    pairs = list(zip(statements, mentions, strict=True))
    said = [one for statement, found in pairs for one in _said(statement, found, by_self)]
    role, target = _roles(pairs)
    return Profile(
        skills=_merged(said),
        role=role,
        target=target,
        hours_per_week=_hours(text),
        preferences=_preferences(statements),
    )


def reads_like_an_ad(text: str) -> bool:
    """Whether a text is about what somebody asks for, and nothing in it is about the writer."""
    own = say.FIRST_PERSON.search(text) or say.DATES.search(text)
    asks = sum(1 for line in text.splitlines() for _ in say.AD_LINE.finditer(line))
    return not own and asks > 1


# from text to statements


def own_statements(text: str) -> Iterator[Statement]:
    """The statements that are the person's own, in order."""
    level: Level = "have"
    for start, end in _blocks(text):
        block = text[start:end]
        level = _heading(block) or ("have" if _UNKNOWN_PART.match(block) else level)
        bullet = _BULLET.match(block)
        for begin, stop in _sentences(text, start + (bullet.end() if bullet else 0), end):
            yield Statement(text[begin:stop], begin, level)


_UNKNOWN_PART = re.compile(rf"[A-Z][A-Z &/]{{3,30}}$|.*(?i:{say.DATES.pattern})")
"""A heading in capitals, or a line with years: what a part on hobbies said ends here."""


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, a short question together with what answers it: `Kubernetes? Never.`"""
    open_from = None
    for begin, stop in sentence_spans(text, start, end):
        begin = begin if open_from is None else open_from  # noqa: PLW2901 - the span grows
        open_from = None
        if text[begin:stop].endswith("?") and len(text[begin:stop].split()) <= 3 and stop < end:
            open_from = begin
        else:
            yield begin, stop


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each paragraph or list item that is no part of an ad."""
    in_ad = False
    for start, end in _paragraphs(text):
        block = text[start:end]
        personal = bool(say.FIRST_PERSON.search(block) or say.DATES.search(block))
        if say.AD_LINE.search(block) and not say.FIRST_PERSON.search(block):
            in_ad = True
        elif personal:
            in_ad = False
        if not in_ad:
            yield start, end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those joined that one sentence was broken over."""
    begin = end = -1
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        goes_on = begin >= 0 and text.count("\n", end, line.start()) == 1
        if goes_on and _continues(text[begin:end], line.group()):
            end = line.end()
            continue
        if begin >= 0:
            yield begin, end
        begin, end = line.start(), line.end()
    if begin >= 0:
        yield begin, end


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    last = before.rpartition("\n")[2].rstrip()
    if _BULLET.match(line) or _heading(line) or last.endswith((".", ":", ";", "!", "?")):
        return False
    if _OPEN_END.search(last):
        return True
    return len(last) >= _WIDE_LINE or (line.lstrip()[:1].islower() and len(last) >= 30)


def _heading(block: str) -> Level | None:
    """What the names under a heading count as; None when the block is no heading."""
    label = say.LABEL.match(block)
    if not label or len(label.group(1).split()) > 5:
        return None
    if label.end() < len(block.rstrip()):
        return None
    for level, pattern in say.HEADINGS:
        if pattern.match(label.group(1).strip()):
            return _LEVELS[level]
    return None


_LEVELS: dict[str, Level] = {
    "have": "have",
    "partly": "partly",
    "learning": "learning",
    "none": "none",
}


# from a statement to what it says of each name


def _said(statement: Statement, mentions: Sequence[Mention], by_self: bool) -> Iterator[Said]:
    """What a statement says of each name; `by_self` when the text is told in the first person."""
    text = statement.text
    if text.rstrip().endswith("?") and ":" not in text:
        return  # a question is about a skill, and claims none
    if say.AD_LINE.search(text) and not say.FIRST_PERSON.search(text):
        return
    blanked = _blanked(text, mentions)
    levels = _levels(blanked, mentions, statement.level)
    for mention, level in zip(mentions, levels, strict=True):
        if mention.kind == "role" or level is None:
            continue
        words, alias = _excerpt(text, mention), _one_line(mention.text)
        told_of = _spoken_of(blanked, mention, mentions)
        if say.DONE_BY.match(blanked[told_of.end :]) or _somebody_elses(blanked, mention, by_self):
            yield Said(mention.id, "none", words, alias)
            continue
        final = _behind(blanked, told_of) or level
        if final == "have" and mention.text.lower() in say.WEAK:
            final = "partly"
        yield Said(mention.id, final, words, alias, denied=final == "none")


def _blanked(text: str, mentions: Sequence[Mention]) -> str:
    """The text of the same length with every skill and tool as holes."""
    for one in mentions:
        if one.kind != "role":
            text = text[: one.start] + say.HOLE * (one.end - one.start) + text[one.end :]
    return text


@dataclass(frozen=True, slots=True)
class _State:
    """What holds at one place of a sentence, read from left to right."""

    level: Level | None
    fresh: bool = False
    """A cue was read and no name yet."""
    reach: Literal["", "list", "name"] = ""
    """How far the cue goes: to the end of the clause, of the list, or of the next name."""
    heard: int = 0
    """Where the cue ends."""


def _levels(blanked: str, mentions: Sequence[Mention], default: Level) -> list[Level | None]:
    """For each mention what the words in front of it make of it; None for nothing at all."""
    default = _label(blanked) or default
    events = [(cue.start(), cue) for cue in say.CUE.finditer(blanked)]
    state, levels, named_before, last = _State(default), [], 0, 0
    for mention in mentions:
        while events and events[0][0] < mention.start:
            cue = events.pop(0)[1]
            state = _after_cue(state, cue, blanked, default, named_before)
        if state.reach and not say.IN_A_LIST.fullmatch(blanked[last : mention.start]):
            state = state if state.fresh else _State(default)
        levels.append(state.level)
        last = mention.end
        state = replace(state, fresh=False)
        named_before += mention.kind != "role"
    return levels


def _label(blanked: str) -> Level | None:
    """The level that a label at the head of the line gives: `Learning: Spark, Kafka`."""
    label = say.LABEL.match(blanked)
    if not label or label.end() >= len(blanked.rstrip()):
        return None
    for level, pattern in say.HEADINGS:
        if pattern.match(label.group(1).strip()):
            return _LEVELS[level]
    return None


def _after_cue(
    state: _State, cue: re.Match[str], blanked: str, default: Level, named_before: int
) -> _State:
    kind = re.sub(r"\d+$", "", cue.lastgroup or "")
    if kind == "break":
        mark = cue.group().strip()
        waits = state.fresh and mark not in (";", ".", "!", "?", ")") and not mark[-1:].isalpha()
        return state if waits else _State(default)
    if kind == "comma":
        alone = state.reach == "name" and not state.fresh and cue.group() == ","
        return _State(default) if alone and not _list_goes_on(blanked, cue) else state
    if kind == "except":  # "no tools except Excel", "everything except Kubernetes"
        return _State("have" if state.level == "none" else "none", fresh=True)
    if state.fresh and _outlives(state, kind, default, cue.start()):
        return state
    if kind == "have" and default == "learning":
        return state  # "Hobbies: a home server with Docker", "Goals: get good at Spark"
    return _heard(cue, kind, blanked, named_before)


def _outlives(state: _State, kind: str, default: Level, at: int) -> bool:
    """Whether an unused cue outlives the next: `no basic knowledge`, `want to get experience`."""
    if kind == "learning":
        return state.level == "none" and at - state.heard <= BESIDE  # "not interested in"
    if kind not in ("have", "partly"):
        return False
    return state.level in ("partly", "none") or state.level not in ("have", default)


def _heard(cue: re.Match[str], kind: str, blanked: str, named_before: int) -> _State:
    directly = blanked[cue.end() :].lstrip().startswith(say.HOLE)
    level = None if kind == "ignore" else _LEVELS[kind]
    if not directly or not say.DETERMINER.fullmatch(cue.group()):
        return _State(level, fresh=True, heard=cue.end())
    return _State(level, fresh=True, reach="name" if named_before else "list", heard=cue.end())


def _list_goes_on(blanked: str, comma: re.Match[str]) -> bool:
    """Whether an `or` closes the list that a comma is in."""
    return bool(say.LIST_GOES_ON.match(blanked[comma.start() :]))


def _spoken_of(blanked: str, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """The name behind which a verdict on this one stands: `Airflow and Docker are on my list`."""
    last = mention
    for one in mentions:
        if one.start >= last.end and say.IN_A_LIST.fullmatch(blanked[last.end : one.start]):
            last = one
    return last if say.OF_ALL.match(blanked[last.end :]) else mention


def _behind(blanked: str, mention: Mention) -> Level | None:
    """What stands right behind a name and decides about it: `(basic)`, `2/5`, `in college`."""
    after = blanked[mention.end : mention.end + 60]
    rating = say.RATING.match(after)
    if rating:
        return _rated(rating)
    for level, pattern in say.AFTER:
        if pattern.match(after):
            return _LEVELS[level]
    return None


def _rated(rating: re.Match[str]) -> Level:
    points, scale, percent, full, empty = rating.groups()
    if full:
        share = len(full) / (len(full) + len(empty))
    else:
        share = int(points) / int(scale) if points else int(percent) / 100
    return "none" if share == 0 else "partly" if share <= 0.5 else "have"


def _somebody_elses(blanked: str, mention: Mention, by_self: bool) -> bool:
    """Whether the name belongs to another team, an employer or an ad."""
    before, after = blanked[: mention.start], blanked[mention.end : mention.end + 60]
    if say.LIKE_IT.match(after):
        return True
    clause = re.split(
        r"[;.!?](?=\s)|\bbut\b|,\s*(?:and |so )?(?=(?:I|we)\b)|\band (?=(?:I|we)\b)", before
    )[-1]
    if say.OTHERS_AFTER.match(after):
        return not say.OWN_TEAM.search(clause)
    third_person = by_self and say.THIRD_PERSON.search(clause)
    return bool(third_person or say.OTHERS_BEFORE.search(clause))


def _excerpt(text: str, mention: Mention) -> str:
    """The sentence on one line, cut around the name when it is long."""
    if len(text) <= LONGEST_WORDS:
        return _one_line(text)
    half = max(0, LONGEST_WORDS - len(mention.text)) // 2
    start = max(0, mention.start - half)
    end = min(len(text), mention.end + half)
    start = text.find(" ", start, mention.start) + 1 if start else 0
    end = max(mention.end, text.rfind(" ", mention.end, end)) if end < len(text) else end
    cut = _one_line(text[start:end])
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _one_line(text: str) -> str:
    """The text on one line, without the bars around the row of a table."""
    return re.sub(r"\s+", " ", text).strip(" |")


_ORDER: dict[Level, int] = {"have": 0, "partly": 1, "learning": 2, "none": 3}


def _merged(said: Iterable[Said]) -> dict[str, Holding]:
    """One holding for each name: the most that was said, in part when it was denied elsewhere."""
    best: dict[str, Said] = {}
    denials: dict[str, Said] = {}
    for one in said:
        if one.denied:
            denials.setdefault(one.id, one)
        if one.id not in best or _ORDER[one.level] < _ORDER[best[one.id].level]:
            best[one.id] = one
    return {id: _holding(one, denials.get(id)) for id, one in best.items()}


def _holding(one: Said, denial: Said | None) -> Holding:
    if one.level == "have" and denial and denial.words != one.words:
        words = f"{one.words[:280]} … {denial.words[:280]}"
        return Holding(level="partly", words=words, alias=one.alias)
    if one.level == "none" and denial:
        return Holding(level="none", words=denial.words, alias=denial.alias)
    return Holding(level=one.level, words=one.words, alias=one.alias, others=one.level == "none")


# roles, hours, likings


def _roles(
    pairs: Sequence[tuple[Statement, Sequence[Mention]]],
) -> tuple[str | None, str | None]:
    """(the role that the person has, the role that the person wants)."""
    now: dict[int, str] = {}
    target = None
    for index, (statement, mentions) in enumerate(pairs):
        for mention in (one for one in mentions if one.kind == "role"):
            before = statement.text[: mention.start]
            if say.TOWARD.search(before) or statement.level == "learning":
                target = target or mention.id
            elif say.BEING.search(before) and _is_a_person(mention):
                now.setdefault(_rank(statement, before, index), mention.id)
    role = now[min(now)] if now else None
    return role, None if target == role else target


def _is_a_person(mention: Mention) -> bool:
    """`data analyst`, and not `data analytics` or `data analysts`; two letters are no role."""
    text = mention.text
    return len(text) > 3 and not re.search(r"(?:ing|ics|science|ers|sts|opers|ps)$", text)


def _rank(statement: Statement, before: str, index: int) -> int:
    """Lower is surer to be the present role: in the first person, dated till now, the first."""
    text, near = statement.text, before.rpartition(",")[2]
    if re.search(r"\b(?:was|former|from)\b", near, re.IGNORECASE):
        return 3_000_000 + index
    if say.FIRST_PERSON.search(before):
        return index
    return (1_000_000 if say.NOW.search(text) else 2_000_000) + index


def _hours(text: str) -> int | None:
    found = say.HOURS.search(text)
    return int(found.group(1)) if found and int(found.group(1)) <= 100 else None


def _preferences(statements: Sequence[Statement]) -> Preferences:
    """Where the likings that a text tells stand on the four scales; several are averaged."""
    points: dict[str, list[float]] = {}
    for statement in statements:
        for clause in re.split(r"[.;]|\bbut\b", statement.text):
            for scale, value in _liked(clause):
                points.setdefault(scale, []).append(value)
    return Preferences(**{scale: sum(found) / len(found) for scale, found in points.items()})


def _liked(clause: str) -> Iterator[tuple[str, float]]:
    """(scale, value) of each liking of a clause; a dislike leads to the other end."""
    likes = say.LIKES.search(clause)
    dislikes = say.DISLIKES.search(clause)
    if not likes and not dislikes:
        return
    for scale, value, pattern in say.LIKED:
        for found in pattern.finditer(clause):
            against = dislikes is not None and dislikes.end() <= found.start()
            for_it = likes is not None and likes.end() <= found.start()
            if against or for_it:
                yield scale, 10 - value if against else value
