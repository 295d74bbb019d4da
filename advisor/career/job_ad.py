"""Job ads: what they require, what would be nice to have, and which role they really are.

A line of an ad speaks for the roles whose pages use its words and list its skills. The shares are
the mixture of roles that explains all lines best; the title has no say in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.career import wording as say
from advisor.career.ad_text import (
    AdLine,
    Need,
    Part,
    ad_lines,
    alternatives,
    holds_several,
    needs,
    title_of,
)
from advisor.career.gap import gap_line
from advisor.career.language import check_english
from advisor.career.names import Names
from advisor.career.profile import Profile, Verdict
from advisor.career.result import (
    CareerError,
    Cited,
    Words,
    definition,
    first_under,
    in_a_sentence,
    passage_about,
    role_wants,
)
from advisor.career.role_mix import Line, Mix, Voices
from advisor.library.lexicon import Lexicon, Mention
from advisor.library.load import Library
from advisor.text import mend

MOST_ADS = 5
LONGEST_AD = 20_000
"""Characters; an ad has about four thousand."""
FEWEST_WORDS = 12
"""Words below which a text holds no duties to judge."""
PART_WEIGHT: dict[Part, float] = {
    "title": 0.0,
    "duties": 1.0,
    "required": 0.7,
    "nice": 0.3,
    "aside": 0.0,
}
"""The verbs of the duties reveal the role; lists of tools say less (guide on reading a job ad)."""
ABOUT_OTHERS = 0.3
"""The weight of a line on whom one works with, which says less of what one does."""
SMALLEST_SHARE = 5
"""Percent; smaller shares are chance words."""
CLEAR_SHARE = 50
"""Percent from which an ad is called one role rather than a mixture."""
MOST_QUOTES = 4
GUIDE, GUIDE_HEADING = "reading-a-job-ad", "Which role is it really?"


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of the ad that speaks for a role, and the passage of the role that it resembles."""

    words: Words
    evidence: Cited


@dataclass(frozen=True, slots=True)
class RoleShare:
    """How much of an ad reads like one role."""

    role: str
    title: str
    percent: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A skill or tool that an ad asks for."""

    id: str
    title: str
    kind: str
    need: Need
    quote: Words
    """The line of the ad."""
    alias: str
    """The words in it that name the skill or tool."""
    alternatives: tuple[str, ...]
    """Ids that the ad accepts instead: `Snowflake or BigQuery`."""
    verdict: Verdict | None
    """None when there is no profile."""
    why: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class AdReading:
    """One ad, read."""

    title: str
    """As the ad has it; empty when it has none."""
    titled: str | None
    """The role that the title names."""
    sentence: str
    """What the ad is, in one sentence."""
    evidence: Cited
    """How the library tells this role."""
    shares: tuple[RoleShare, ...]
    """Largest first; what is missing to 100 is spread over other roles."""
    required: tuple[Requirement, ...]
    nice: tuple[Requirement, ...]

    @property
    def role(self) -> str | None:
        """The role that the ad really is."""
        return self.shares[0].role if self.shares else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill or tool over all ads."""

    id: str
    title: str
    required_in: int
    nice_in: int
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class AdCheck:
    """One to five ads, read one by one and together."""

    ads: tuple[AdReading, ...]
    asked: tuple[Asked, ...]
    """What most ads require first."""


def check_ads(
    library: Library, lexicon: Lexicon, ads: Sequence[str], profile: Profile | None = None
) -> AdCheck:
    """What each ad asks for, set against a profile, and which role it is.

    Raises:
        CareerError: no ad, too many, an empty one, two in one, or one that is not English.
    """
    if not 1 <= len(ads) <= MOST_ADS:
        raise CareerError(f"There are {len(ads)} ads; paste one to {MOST_ADS}, each on its own.")
    reader = _Reader(library, Names(lexicon), Voices(library), profile)
    readings = tuple(
        reader.read(mend(ad), _label(number, len(ads))) for number, ad in enumerate(ads, 1)
    )
    return AdCheck(readings, tuple(_asked(readings)))


def _label(number: int, count: int) -> str:
    return "The ad" if count == 1 else f"Ad {number}"


def _asked(readings: Sequence[AdReading]) -> list[Asked]:
    found: dict[str, Asked] = {}
    for reading in readings:
        for one in (*reading.required, *reading.nice):
            before = found.get(one.id, Asked(one.id, one.title, 0, 0, one.verdict))
            required = one.need == "required"
            found[one.id] = Asked(
                one.id,
                one.title,
                before.required_in + required,
                before.nice_in + (not required),
                one.verdict,
            )
    return sorted(found.values(), key=lambda one: (-one.required_in, -one.nice_in, one.title))


@dataclass(frozen=True)
class _Reader:
    """Reads ads against one library and one profile."""

    library: Library
    names: Names
    voices: Voices
    profile: Profile | None

    def read(self, ad: str, label: str) -> AdReading:
        self._check(ad, label)
        lines = list(ad_lines(ad))
        mentions = [self.names.spot(line.words.text) for line in lines]
        title, titled = title_of(lines, mentions)
        pairs = list(zip(lines, mentions, strict=True))
        shares = self._shares([one for one in pairs if PART_WEIGHT[one[0].part]])
        role = shares[0].role if shares else titled
        asked = self._requirements(pairs, role)
        return AdReading(
            title=title,
            titled=titled,
            sentence=_sentence(self.library, titled, shares),
            evidence=_told_by(self.library, role),
            shares=shares,
            required=tuple(one for one in asked if one.need == "required"),
            nice=tuple(one for one in asked if one.need == "nice to have"),
        )

    def _check(self, ad: str, label: str) -> None:
        if not ad.strip():
            raise CareerError(f"{label} is empty; paste the text of a job ad.")
        if len(ad) > LONGEST_AD:
            raise CareerError(
                f"{label} has {len(ad):,} characters, and the limit is {LONGEST_AD:,}; "
                "paste the ad alone, without the page around it."
            )
        check_english(ad, label)
        if len(ad.split()) < FEWEST_WORDS:
            raise CareerError(
                f"{label} has only {len(ad.split())} words; paste its duties and requirements too."
            )
        if holds_several(ad, self.names):
            raise CareerError(f"{label} holds more than one ad; paste each of them on its own.")

    # what the ad is

    def _shares(self, pairs: Sequence[tuple[AdLine, list[Mention]]]) -> tuple[RoleShare, ...]:
        """The roles that the lines of an ad speak for."""
        told = [_without_roles(line, mentions) for line, mentions in pairs]
        found = self.voices.mix(told) if any(line.ids for line in told) else None
        if found is None:
            return ()
        lines = [line for line, _ in pairs]
        order = sorted(range(len(found.roles)), key=lambda at: -found.shares[at])
        return tuple(
            RoleShare(
                role=found.roles[at],
                title=self.library.title(found.roles[at]),
                percent=round(100 * found.shares[at]),
                quotes=self._quotes(found, at, lines),
            )
            for at in order
            if round(100 * found.shares[at]) >= SMALLEST_SHARE
        )

    def _quotes(self, found: Mix, at: int, lines: Sequence[AdLine]) -> tuple[Quote, ...]:
        """The lines that belong to a role more than to any other, the surest first.

        A share that no line belongs to most is told by the line that belongs to it best.
        """
        ranked = sorted(
            zip(found.belongs, found.votes, lines, strict=True),
            key=lambda one: -one[0][at] * one[1],
        )
        own = [line for row, vote, line in ranked if vote and row[at] == max(row)]
        role = found.roles[at]
        return tuple(
            Quote(line.words, self.voices.resembling(role, line.words.text))
            for line in own[:MOST_QUOTES] or [ranked[0][2]]
        )

    # what the ad asks for

    def _requirements(
        self, pairs: Sequence[tuple[AdLine, list[Mention]]], role: str | None
    ) -> list[Requirement]:
        """Every skill and tool once, as required if one line requires it."""
        found: dict[str, Requirement] = {}
        for line, mentions in pairs:
            if line.part in ("title", "aside"):
                continue
            for mention, need in needs(line, [one for one in mentions if one.kind != "role"]):
                known = found.get(mention.id)
                others = alternatives(self.library, line.words.text, mention, mentions)
                if known is None or _tells_more(known, need, others):
                    found[mention.id] = self._requirement(line, mention, need, others, role)
        return list(found.values())

    def _requirement(
        self, line: AdLine, mention: Mention, need: Need, others: tuple[str, ...], role: str | None
    ) -> Requirement:
        verdict, why, evidence = self._judged(mention.id, others, role)
        return Requirement(
            id=mention.id,
            title=self.library.title(mention.id),
            kind=mention.kind,
            need=need,
            quote=line.words,
            alias=mention.text,
            alternatives=others,
            verdict=verdict,
            why=why,
            evidence=evidence,
        )

    def _judged(
        self, id: str, others: tuple[str, ...], role: str | None
    ) -> tuple[Verdict | None, str, tuple[Cited, ...]]:
        """(verdict, why, evidence) of the person for one requirement."""
        page = self.library.roles.get(role or "")
        if self.profile is None or page is None:
            wanted = role_wants(self.library, page.id, id) if page else definition(self.library, id)
            return None, "", (wanted if wanted.found else definition(self.library, id),)
        lines = [gap_line(self.library, self.profile, page, "core", one) for one in (id, *others)]
        best = min(lines, key=lambda one: ("have", "partly", "missing").index(one.verdict))
        why = best.why if best.id == id else f"{best.title} is accepted instead. {best.why}"
        evidence = tuple(one for one in best.evidence if one.found)
        return best.verdict, why, evidence or (definition(self.library, id),)


def _tells_more(known: Requirement, need: Need, others: tuple[str, ...]) -> bool:
    """Whether another line requires what was nice to have, or accepts something instead."""
    if known.need == need:
        return bool(others) and not known.alternatives
    return need == "required"


def _without_roles(line: AdLine, mentions: Sequence[Mention]) -> Line:
    """A line for the mixture: whom one works with is no sign of who one is."""
    text = line.words.text
    for one in mentions:
        if one.kind == "role":
            text = text.replace(one.text, " ")
    named = [one for one in mentions if one.kind != "role"]
    ids = frozenset(one.id for one, _ in needs(line, named))
    weight = PART_WEIGHT[line.part]
    if named and not ids:
        weight = 0.0  # "You do not need Python" tells nothing
    elif say.WORKING_WITH.search(text):
        weight *= ABOUT_OTHERS
    return Line(text, ids, weight)


def _told_by(library: Library, role: str | None) -> Cited:
    """The guide's line on the verbs of a role, else what the role's page says it focuses on."""
    if role is None:
        return definition(library, GUIDE)
    guide = library.get(GUIDE)
    if guide:
        found = passage_about(library, role, guide, GUIDE_HEADING, anywhere=False)
        if found.found:
            return found
    return first_under(library[role], "Focus")


def _sentence(library: Library, titled: str | None, shares: Sequence[RoleShare]) -> str:
    if not shares:
        return "No line of it names a duty or a skill that the library knows."
    parts = ", ".join(f"{one.percent} % {in_a_sentence(one.title)}" for one in shares[:3])
    if shares[0].percent < CLEAR_SHARE:
        parts = f"as a mixture: {parts}"
    if titled is None:
        return f"It reads {parts}."
    name = in_a_sentence(library.title(titled))
    if shares[0].role == titled and shares[0].percent >= CLEAR_SHARE:
        return f"Titled {name}, and it is one: it reads {parts}."
    return f"Titled {name}, it reads {parts}."
