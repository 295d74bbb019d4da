"""Reading one question: what is asked, about whom, in which shape. Pure; no model, no search.

What a question leaves out because it was said before is filled in by `follow_up`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from advisor import phrases as say
from advisor.library.lexicon import Lexicon, Mention
from advisor.text import STOPWORDS, terms, words

Shape = Literal[
    "empty", "greeting", "thanks", "goodbye", "capabilities", "distress", "hostile", "foreign",
    "definition", "comparison", "who", "steps", "list", "projects", "interview", "recommendation",
    "why", "open",
]  # fmt: skip
SMALL_TALK = frozenset(
    {"greeting", "thanks", "goodbye", "capabilities", "distress", "hostile", "empty", "foreign"}
)


@dataclass(frozen=True)
class Reading:
    """How a question was understood; part of the answer, shown to the person."""

    raw: str
    """The question as typed, cleaned."""
    question: str
    """The question made whole: what earlier turns say is filled in."""
    shape: Shape = "open"
    aspect: str = ""
    """A key of `phrases.ASPECT_HEADINGS`, or empty."""
    roles: tuple[str, ...] = ()
    origin: str | None = None
    """The role that the person has."""
    target: str | None = None
    """The role that the person wants."""
    skills: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    """Which of the entities come from earlier turns."""
    follow_up: bool = False
    more: bool = False
    """Only what was not said yet is wanted."""
    topic: tuple[str, ...] = ()
    """Stemmed content words that are neither a name nor the wording of the aspect."""
    aspect_words: tuple[str, ...] = ()
    """Stemmed content words of the aspect's wording, as typed."""
    nameless: str = ""
    """The question with an X for every name that the library knows."""
    language: str = "English"
    entities: tuple[str, ...] = field(default=(), compare=False)
    """All entities in the order of the question."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question as typed and as resolved: both are searched."""
        return tuple(dict.fromkeys((self.question, self.raw)))


def read_alone(raw: str, lexicon: Lexicon) -> Reading:
    """The reading of one cleaned question without anything before it."""
    if not words(raw):
        return Reading(raw, raw, "empty", language=_language(raw))
    talk = _small_talk(raw)
    if talk:
        return Reading(raw, raw, talk)
    if _language(raw) != "English":
        return Reading(raw, raw, "foreign", language=_language(raw))
    text = _spelled_out(in_library_words(raw), lexicon)
    return replace(from_mentions(text, distinct(lexicon.spot(text)), lexicon), raw=raw)


_APART = re.compile(
    r"\?\s+(?:and\s+)?(?=\w)|,?\s+and\s+(?=(?:what|how|why|which|when|where|should|can|do|does|is)\b)",
    re.IGNORECASE,
)
LEAST_WORDS = 3
"""Of a question that stands beside another one."""


def asked_apart(question: str) -> tuple[str, ...]:
    """The two questions that one message asks, or the one."""
    pieces = [piece for piece in _APART.split(question, maxsplit=1) if piece]
    if len(pieces) < 2 or any(len(words(piece)) < LEAST_WORDS for piece in pieces):
        return (question,)
    if not ("?" in pieces[1] or say.ASKS.search(pieces[1])):
        return (question,)  # `… ? I am a data analyst.` says who asks
    return (f"{pieces[0].rstrip(' ?')}?", pieces[1])


def in_library_words(text: str) -> str:
    """The question with everyday words in the library's: `cert` is a certificate."""
    for pattern, words_ in _EVERYDAY:
        text = pattern.sub(words_, text)
    return _BRITISH.sub(r"\1ization\2", text)


_BRITISH = re.compile(r"\b(\w{3,})isation(s?)\b", re.IGNORECASE)
_EVERYDAY = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), words_)
    for pattern, words_ in say.EVERYDAY
)
_JOINED = re.compile(r"\b([\w-]+)( and | or | vs\.? |/| versus )([\w-]+) ([\w-]+)", re.IGNORECASE)


def _spelled_out(text: str, lexicon: Lexicon) -> str:
    """`supervised and unsupervised learning` with the noun that both share after each."""

    def both(found: re.Match[str]) -> str:
        first, joint, second, noun = found.groups()
        shared = noun.lower()
        named = [(word.lower(), shared) in lexicon.names for word in (first, second)]
        alone = (first.lower(),) in lexicon.names
        whole = (first.lower(), second.lower(), shared) in lexicon.names  # `ML/AI engineer`
        return (
            f"{first} {noun}{joint}{second} {noun}"
            if all(named) and not alone and not whole
            else found.group()
        )

    return _JOINED.sub(both, text)


def _small_talk(raw: str) -> Shape | None:
    patterns: tuple[tuple[Shape, re.Pattern[str]], ...] = (
        ("distress", say.DISTRESS),
        ("hostile", say.HOSTILE),
        ("greeting", say.GREETING),
        ("thanks", say.THANKS),
        ("goodbye", say.BYE),
    )
    for shape, pattern in patterns:
        if pattern.search(raw):
            return shape
    if say.CAPABILITIES.search(raw) and len(raw.split()) <= 8:
        return "capabilities"
    return None


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.id, mention)
    return list(seen.values())


def from_mentions(raw: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Reading:
    by_kind = {
        kind: tuple(mention.id for mention in mentions if mention.kind == kind)
        for kind in ("role", "skill", "tool", "project", "guide")
    }
    named = lexicon.spot(raw)  # with repetitions, which `mentions` may lack
    nameless = without_names(raw, named)
    wording = without_names(raw, [one for one in named if one.kind != "guide"])
    aspect = aspect_of(wording)
    if aspect == "projects":
        within = _within_a_project(wording, mentions, lexicon)
        if within:
            aspect, mentions = within
            by_kind["guide"], by_kind["project"] = (), (mentions[0].id,)
    roles = [one for one in mentions if one.kind == "role"]
    origin, target = _ends_of_a_move(raw, mentions, aspect, lexicon)
    about = by_kind["role"]
    if origin and not target and aspect in OF_A_ROLE:  # `I am a statistician: what do others do?`
        about = tuple(one for one in about if one != origin) or about
    corrected = _corrected(raw, mentions, lexicon)
    reading = Reading(
        raw, corrected, aspect=aspect, roles=about, origin=origin, target=target,
        skills=by_kind["skill"], tools=by_kind["tool"], projects=by_kind["project"],
        guides=by_kind["guide"], entities=tuple(mention.id for mention in mentions),
        topic=_topic(nameless, aspect), aspect_words=_aspect_words(nameless, aspect),
        nameless=nameless, language=_language(raw),
    )  # fmt: skip
    reading = replace(reading, shape=shape_of(raw, reading))
    if target or len(roles) != 1 or not (origin or aspect in ("projects", *MOVE_ASPECTS)):
        return reading
    aim = _field_of(nameless, roles[0].id, lexicon)  # though no move is asked for
    return replace(reading, origin=roles[0].id, target=aim) if aim else reading


def without_names(raw: str, mentions: Sequence[Mention]) -> str:
    """The question with its entities blanked, so that `Prompt engineering skills` names one aspect."""
    text = raw
    for mention in sorted(mentions, key=lambda one: -one.start):
        text = text[: mention.start] + "X" + text[mention.end :]
    return text


_PROJECT = re.compile(r"\b(?:portfolio|side|pet|showcase|end-to-end|projects?)\b", re.IGNORECASE)
_INSIDE = frozenset({"data", "order", "architecture", "interview", "measured"})
"""Aspects that a project's page answers for that project."""


def _within_a_project(
    wording: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[str, list[Mention]] | None:
    """The aspect and the project of `where is data for an A/B test portfolio piece`, project first."""
    aspect = aspect_of(_PROJECT.sub(" ", wording))
    used = {one.id for one in mentions if one.kind in ("skill", "tool")}
    best = max(
        (id for id in lexicon.needs if lexicon.kinds[id] == "project"),
        key=lambda id: sum(lexicon.needs[id].get(one, 0.0) for one in used),
        default=None,
    )
    if aspect not in _INSIDE or best is None or not used & set(lexicon.needs[best]):
        return None
    kept = [one for one in mentions if one.kind != "guide"]
    return aspect, [Mention(best, "project", 0, 0, "", exact=True), *kept]


def _topic(nameless: str, aspect: str) -> tuple[str, ...]:
    """What is asked about beside the names: `salary`, `Berlin`, `on-call`."""
    pattern = dict(say.ASPECT_WORDS).get(aspect)
    whole = rf"(?:{pattern})\w*"  # not the `iliti` of `responsibilities`
    rest = re.sub(whole, " ", nameless, flags=re.IGNORECASE) if pattern else nameless
    found = (term for word in words(rest) if word not in say.EMPTY_WORDS for term in terms(word))
    return tuple(dict.fromkeys(term for term in found if term != "x" and not term.isdigit()))


def _aspect_words(nameless: str, aspect: str) -> tuple[str, ...]:
    pattern = dict(say.ASPECT_WORDS).get(aspect)
    found = (
        re.findall(
            r"\w+", " ".join(one.group() for one in re.finditer(pattern, nameless, re.IGNORECASE))
        )
        if pattern
        else []
    )
    return tuple(
        dict.fromkeys(
            term for word in found if word.lower() not in say.EMPTY_WORDS for term in terms(word)
        )
    )


def _corrected(raw: str, mentions: Sequence[Mention], lexicon: Lexicon) -> str:
    """The question with misspelt names set right, so that words match too."""
    text = raw
    for mention in sorted(mentions, key=lambda one: -one.start):
        typed = mention.end > mention.start  # a project may only be meant
        if mention.kind != "guide" and typed and (not mention.exact or len(mention.text) <= 3):
            name = lexicon.title(mention.id)
            text = text[: mention.start] + name + text[mention.end :]
    return text


_BETWEEN = re.compile(
    r"^\W*(?:dev|developer|role|job|work|position|background|wants?|going)?\W*(?:and )?(?:i )?"
    r"(?:to|->|→|=>|into|becom(?:e|ing)|turn(?:s|ing)? into|"
    r"(?:want(?:s|ing)? |hoping |trying )?to (?:be|become)|"
    r"going for|moving to|switch(?:ing)? to|for)\b|->|→",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:become|becoming|switch\w*|move|moving|transition\w*|get into|break into|go(?:ing)? from|"
    r"pivot\w*|turn(?:ing)? (?:\w+ ){0,2}into|(?:wants?|hop(?:es?|ing)|tr(?:y|ies|ying)) to (?:be|work as)|"
    r"change (?:in)?to|cross(?:ing)? (?:in)?to|coming from|come from)\b|->|→",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\W*or\W+(?:an?\W+|the\W+)?(?:rather\W+)?(?:an?\W+)?", re.IGNORECASE)
OF_A_ROLE = frozenset(
    {"responsibilities", "day", "deliverables", "tools", "works with", "measured", "seniority"}
)
MOVE_ASPECTS = frozenset({"duration", "order", "carries over", "reframe", "new", "proof"})


def _ends_of_a_move(
    raw: str, mentions: Sequence[Mention], aspect: str, lexicon: Lexicon
) -> tuple[str | None, str | None]:
    """The role a person has and the one they want, as far as said or implied."""
    roles = [one for one in mentions if one.kind == "role"]
    origin, target = _origin_and_target(raw, roles, aspect)
    if not target and len(roles) == 1:
        origin, target = _into_a_field(raw, roles[0], origin, lexicon)
    if target and not origin:
        origin = _background(raw, mentions, target, lexicon)
    return origin, target


def _origin_and_target(
    raw: str, roles: Sequence[Mention], aspect: str
) -> tuple[str | None, str | None]:
    """The role a person has and the one they want, from the words around each."""
    origin = target = None
    for mention in roles:
        before, after = raw[: mention.start], raw[mention.end :]
        own = say.OWN.search(before) and say.EXPERIENCE.match(after)
        if origin is None and (own or say.FROM_ROLE.search(before)):
            origin = mention.id
        elif say.TO_ROLE.search(before):
            target = mention.id
    if len(roles) == 2:
        origin, target = _of_two(raw, roles, aspect, origin, target)
    elif len(roles) > 2 and _BETWEEN.search(raw[roles[0].end : roles[1].start]):
        return roles[0].id, None  # from the first to one of the others
    return (None if origin == target else origin), target


_FIELDS = (
    (
        r"(?:gen ?)?ai(?! tools?| assistants?)|artificial intelligence|llms?(?! platform)",
        "ai-engineer",
    ),
    (r"ml|machine learning", "ml-engineer"),
)


def _into_a_field(
    raw: str, own: Mention, origin: str | None, lexicon: Lexicon
) -> tuple[str | None, str | None]:
    """Both ends of `from data engineering to ML`, where the other end is named by its field."""
    for names, role in _fields_but(own.id, lexicon):
        if re.search(rf"{re.escape(own.text)}\W+(?:in)?to\W+(?:{names})\b", raw, re.IGNORECASE):
            return own.id, role
        if origin and re.search(rf"\b(?:in)?to (?:{names})\b", raw, re.IGNORECASE):
            return origin, role
    return origin, None


def _field_of(nameless: str, origin: str, lexicon: Lexicon) -> str | None:
    """The role of the field that a question names beside the role that somebody has."""
    for names, role in _fields_but(origin, lexicon):
        if re.search(rf"\b(?:{names})\b", nameless, re.IGNORECASE):
            return role
    return None


def _fields_but(own: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    return ((names, role) for names, role in _FIELDS if role in lexicon.kinds and role != own)


def _background(raw: str, mentions: Sequence[Mention], target: str, lexicon: Lexicon) -> str | None:
    """The role that most needs what somebody says they work with: `I run Airflow pipelines today`."""
    used = {
        one.id
        for one in mentions
        if one.kind in ("skill", "tool") and say.WORKS_WITH.search(raw[: one.start])
    }
    fitting = {
        origin: sum(lexicon.needs.get(origin, {}).get(one, 0.0) for one in used)
        for origin, end in lexicon.moves
        if end == target
    }
    best = max(fitting, key=lambda one: (fitting[one], one), default=None)
    return best if best and fitting[best] else None


def _of_two(
    raw: str, roles: Sequence[Mention], aspect: str, origin: str | None, target: str | None
) -> tuple[str | None, str | None]:
    """Who is left and who is wanted when a question names two roles."""
    first, second = roles[0].id, roles[1].id
    between = raw[roles[0].end : roles[1].start]
    if _EITHER.fullmatch(between):
        return None, None  # a choice between them
    moves = _MOVES.search(raw) or aspect in MOVE_ASPECTS
    if say.DIFFERENCE.search(raw) or not (moves or _BETWEEN.search(between) or (origin and target)):
        return origin, target
    if origin:
        return origin, second if origin == first else first
    if target and not (target == second and re.search(r"\bfrom\W*(?:an? )?$", between)):
        return (first if target == second else second), target
    if re.search(r"\bfrom\W*(?:an? )?$", between):
        return second, first
    return first, second


def aspect_of(text: str) -> str:
    """The aspect whose wording a text uses, or nothing."""
    for aspect, pattern in say.ASPECT_WORDS:
        if re.search(pattern, text, re.IGNORECASE):
            return aspect
    return ""


def shape_of(raw: str, reading: Reading) -> Shape:
    """The first shape of the table whose cue the question shows."""
    return next((shape for shape, shows in _SHAPES if shows(raw, reading)), "open")


def _peers(reading: Reading) -> bool:
    """Whether two things of one kind stand side by side, and not as a move from one to the other."""
    most = max(len(reading.roles), len(reading.tools), len(reading.skills))
    return most >= 2 and not _moving(reading)


def _moving(reading: Reading) -> bool:
    return reading.origin is not None and reading.target is not None


def _asks_who(raw: str, reading: Reading) -> bool:
    about_entry = reading.aspect in ("order", "ways in", "projects")
    return bool(say.WHO.search(raw)) and not (
        say.FIT.search(raw) or reading.roles[1:] or about_entry
    )


def _names_one_thing(raw: str, reading: Reading) -> bool:
    short = bool(reading.entities) and len(words(reading.raw)) <= 4
    return short and not reading.aspect and not say.YES_NO.search(raw)


_LISTED = ("tools", "skills", "responsibilities", "deliverables")
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_SHAPES: tuple[tuple[Shape, Callable[[str, Reading], object]], ...] = (
    ("comparison", lambda raw, it: _peers(it) and say.DIFFERENCE.search(raw)),
    ("who", _asks_who),
    (
        "recommendation",
        lambda raw, it: _peers(it) and say.ALTERNATIVES.search(raw) and say.CHOICE.search(raw),
    ),
    ("comparison", lambda raw, it: _peers(it) and say.COMPARISON.search(raw)),
    ("projects", lambda raw, it: it.aspect == "projects" and not it.projects),
    ("interview", lambda raw, it: it.aspect == "interview" and not it.projects),
    ("steps", lambda raw, it: _moving(it) and it.aspect in ("", "order")),
    ("list", lambda raw, it: _moving(it)),
    (
        "steps",
        lambda raw, it: it.aspect == "order" and (say.STEPS.search(raw) or it.projects),
    ),
    ("why", lambda raw, it: _WHY.search(raw)),
    (
        "recommendation",
        lambda raw, it: say.CHOICE.search(raw) and it.aspect not in ("tools", "skills"),
    ),
    ("definition", lambda raw, it: it.aspect in ("", "focus") and say.DEFINITION.search(raw)),
    ("definition", _names_one_thing),
    ("list", lambda raw, it: say.LISTING.search(raw) or it.aspect in _LISTED),
    ("steps", lambda raw, it: say.STEPS.search(raw)),
)
"""Shapes with their cues; the first that shows decides."""


def _language(text: str) -> str:
    """English, or the language whose small words stand there; "another script" for other alphabets."""
    letters = [char for char in text if char.isalpha()]
    if letters and sum(ord(char) > 0x24F for char in letters) > len(letters) / 2:
        return "another script"
    tokens = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    english = sum(token in STOPWORDS for token in tokens)
    best, language = 0, "English"
    for name, markers in say.FOREIGN.items():
        hits = sum(token in markers and token not in say.SHARED_WITH_ENGLISH for token in tokens)
        if hits > best:
            best, language = hits, name
    return language if best >= 2 and best > english else "English"
