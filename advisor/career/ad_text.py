"""An ad as lines: which part of the ad each stands in, what it names, how much it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.career import wording as say
from advisor.career.names import Names
from advisor.career.result import Words
from advisor.library.lexicon import Mention
from advisor.library.load import Library
from advisor.text import plain, sentence_spans

Part = say.AdPart
Need = Literal["required", "nice to have"]


@dataclass(frozen=True, slots=True)
class AdLine:
    """A sentence or bullet of an ad."""

    words: Words
    part: Part


_BULLET = re.compile(r"\s*[-*•▪●◦‣·–—✓✔]\s*\w")
_MARKS = " \t-*•▪●◦‣∙·–—>#_✓✔"


def ad_lines(ad: str) -> Iterator[AdLine]:
    """The sentences and bullets of an ad, each with the part of the ad that it stands in."""
    part: Part = "title"
    for number, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", ad)):
        heading = _heading(line.group())
        if heading:
            part, rest = heading
            start = line.start() + rest
        else:
            start = line.end() - len(line.group().lstrip(_MARKS))
            if part == "title" and _no_title(number, line.group()):
                part = "required"
        for begin, end in sentence_spans(ad, min(start, line.end()), line.end()):
            aside = say.ABOUT_THE_PERSON.search(ad, begin, end)
            yield AdLine(Words(ad[begin:end], begin, end), "aside" if aside else part)


def _no_title(number: int, line: str) -> bool:
    """Whether a line of an ad without headings is past the title: far down, long, or a bullet."""
    return number > 2 or len(line.split()) > 12 or (number > 0 and bool(_BULLET.match(line)))


def _heading(line: str) -> tuple[Part, int] | None:
    """(part, where the text behind the heading begins) of a line that opens a part of an ad.

    A heading ends in a colon, or stands alone on its line without a bullet.
    """
    label = re.match(r"[\W_]*([^:\n]{3,60}?)[\s*_]*(?::[\s*_]*|[\W_]*$)", line)
    if not label or len(label.group(1).split()) > 8:
        return None
    if ":" not in label.group() and (_BULLET.match(line) or "," in line):
        return None
    for part, pattern in say.AD_PARTS:
        if pattern.search(label.group(1)):
            return part, label.end()
    return None


def title_of(lines: Sequence[AdLine], mentions: Sequence[list[Mention]]) -> tuple[str, str | None]:
    """(title as the ad has it, the role that it names); an ad may have either without the other."""
    heads = [
        (re.sub(r"^(?:job )?title\s*:\s*", "", plain(line.words.text), flags=re.IGNORECASE), found)
        for line, found in zip(lines, mentions, strict=True)
        if line.part == "title"
    ]
    for title, found in heads:
        role = _role(found)
        if role:
            return title, role.id
    for line, found in zip(lines, mentions, strict=True):
        role = _role(found)
        if role and say.HIRING.search(line.words.text[: role.start]):
            return role.text, role.id
    return (heads[0][0], None) if heads else ("", None)


def _role(mentions: Sequence[Mention]) -> Mention | None:
    return next((one for one in mentions if one.kind == "role"), None)


def holds_several(ad: str, names: Names) -> bool:
    """Whether two titles stand in the text, each followed by duties or requirements of its own."""
    opened, complete = False, 0
    for line in ad.splitlines():
        heading = _heading(line)
        if heading and heading[0] in ("duties", "required") and opened:
            complete, opened = complete + 1, False
        elif not heading and _is_title(line, names):
            opened = True
    return complete > 1


def _is_title(line: str, names: Names) -> bool:
    """A short line that is little else than the name of a role, or the sentence that seeks one."""
    words = line.split()
    if not words or re.match(r"\s*[-*•]", line):
        return False
    roles = [one for one in names.spot(line) if one.kind == "role"]
    if not roles:
        return False
    if len(words) <= 9 and not line.rstrip().endswith((".", ",", ";")):
        return len(roles[0].text.split()) >= 0.3 * len(words)
    return False


def needs(line: AdLine, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Need]]:
    """Each mention with how much it is needed; what is not needed is left out."""
    text = line.words.text
    for index, mention in enumerate(mentions):
        last = mentions[index - 1].end if index else 0
        clause = max(text.rfind(mark, 0, mention.start) for mark in (";", ". ")) + 1
        stops = [at for at in (text.find(";", mention.end), text.find(". ", mention.end)) if at > 0]
        rest = text[mention.end : min(stops, default=len(text))]
        before, behind = text[clause : mention.start], rest
        if say.NOT_NEEDED.search(before) or say.NOT_NEEDED_AFTER.match(behind):
            continue
        nice = say.NICE.search(before) or _nice_behind(behind, text[last : mention.start])
        must = say.MUST_AFTER.match(behind)
        yield mention, "nice to have" if (nice or line.part == "nice") and not must else "required"


def _nice_behind(behind: str, between: str) -> bool:
    """`Spark and Kafka are a plus`; in `Python, Spark a plus` the cue does not reach Python."""
    found = say.NICE.search(behind)
    if not found:
        return False
    return "," not in behind[: found.start()] or "," not in between


def alternatives(
    library: Library, text: str, mention: Mention, mentions: Sequence[Mention]
) -> tuple[str, ...]:
    """Ids of the tools that an ad accepts instead of one: `Snowflake, BigQuery or Redshift`."""
    for run in _runs(text, [one for one in mentions if one.kind == "tool"]):
        joined = text[run[0].start : run[-1].end]
        if mention in run and re.search(r"\bor\b|/", joined):
            others = [one for one in run if one.id != mention.id]
            return tuple(one.id for one in others if _exchanged(library, text, mention, one))
    return ()


def _runs(text: str, tools: Sequence[Mention]) -> list[list[Mention]]:
    """Tools that stand in one list."""
    runs: list[list[Mention]] = []
    for one in tools:
        if runs and re.fullmatch(r"[\s,/()]*(?:or\b)?[\s(]*", text[runs[-1][-1].end : one.start]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _exchanged(library: Library, text: str, one: Mention, other: Mention) -> bool:
    """Whether two tools of a list are joined by `or`, or do the same work by the library."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    if re.fullmatch(r"[\s,]*(?:or|/)\s*", text[first.end : second.start]):
        return True
    pages = library.tools.get(one.id), library.tools.get(other.id)
    if pages[0] is None or pages[1] is None:
        return False
    named = other.id in pages[0].alternatives or one.id in pages[1].alternatives
    return named and bool(set(pages[0].skills) & set(pages[1].skills))
