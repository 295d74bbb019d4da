"""Whether the library can answer, decided from evidence before anything is written; and the words
for when it cannot, or when nothing was asked."""

from __future__ import annotations

import math
import re

from advisor.evidence import Evidence
from advisor.index.search import Index
from advisor.phrases import JOB, NO_KIND, OUTSIDE, PAY, PROPER_NAME
from advisor.question import Reading
from advisor.text import STOPWORDS, stem, terms, words
from advisor.types import Draft

SURE_HEADING = 0.45
"""What `evidence.wanted` gives the heading of an aspect that was asked for by name."""
PAY_HEADING = 0.7
MOST_COUNTED = 2
"""Other jobs and strange names beyond this say no more."""
MOST_TOPIC = 1
"""A longer topic may stand in a section by chance, word by word."""
FEATURES = (
    "cosine", "sentence", "fused", "heading", "named", "aspect", "coverage", "unknown", "rarity",
    "outside", "other jobs", "strange names",
)  # fmt: skip
WEIGHTS = (3.925, 3.240, 2.863, 1.075, 0.704, -0.693, 0.668, -0.868, -1.304, -5.676, -4.280, -2.267)
BIAS = 0.879
THRESHOLD = 0.45
"""Logistic regression over the tuning rows of tests/eval, made by `advisor calibrate`; the threshold refuses
2 % of the answerable ones and 98 % of the others."""


class Gate:
    """Decides whether the library of an index can answer. Safe to share between threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._jobs = frozenset(job for document in index.documents for job in _jobs(document.text))
        """Kinds of jobs that the library speaks of, as (kind, worker)."""

    def answerable(self, evidence: Evidence) -> bool:
        """Whether the evidence can carry an answer."""
        decided = self.by_rule(evidence)
        return self.confidence(evidence) >= THRESHOLD if decided is None else decided

    def by_rule(self, evidence: Evidence) -> bool | None:
        """The decision where it needs no weighing, else None."""
        if not evidence.sections or _about_pay(evidence):
            return False
        rules = (_has_its_heading, _says_it_all, _compares_known_things)
        return True if any(rule(evidence) for rule in rules) else None

    def confidence(self, evidence: Evidence) -> float:
        """How sure it is that the library can answer, in [0, 1]."""
        values = zip(WEIGHTS, self.features(evidence), strict=True)
        return 1 / (1 + math.exp(-BIAS - sum(weight * value for weight, value in values)))

    def features(self, evidence: Evidence) -> tuple[float, ...]:
        """What the decision rests on, in the order of FEATURES."""
        reading, passages, sections = evidence.reading, evidence.passages, evidence.sections
        idf = [self._index.idf(term) for term in terms(reading.question)]
        return (
            max((passage.cosine for passage in passages), default=0.0),
            max((section.best for section in sections[:5]), default=0.0),
            max((passage.score for passage in passages), default=0.0),
            max((section.heading for section in sections[:3]), default=0.0),
            float(bool(reading.entities or reading.inherited)),
            float(bool(reading.aspect)),
            evidence.coverage,
            float(sum(not self._index.knows(term) for term in reading.topic)),
            sum(idf) / len(idf) if idf else 0.0,
            float(bool(OUTSIDE.search(reading.raw))),
            float(min(MOST_COUNTED, len(_jobs(reading.nameless) - self._jobs))),
            float(min(MOST_COUNTED, self._strange_names(reading.raw))),
        )

    def _strange_names(self, question: str) -> int:
        """How many proper names the question has that no document knows."""
        found = (words(one.group()) for one in PROPER_NAME.finditer(question))
        return sum(not all(self._index.knows(stem(word)) for word in name) for name in found)


def _jobs(text: str) -> set[tuple[str, str]]:
    """The kinds of jobs that a text names, as (kind, worker): ("game", "design")."""
    return {
        (stem(kind.lower().rpartition("-")[2]), stem(worker.lower()))
        for kind, worker in JOB.findall(text)
        if kind.lower() not in NO_KIND | STOPWORDS
    }


def _about_pay(evidence: Evidence) -> bool:
    """Pay is asked for; no section has a heading that comes near to that."""
    near = max(section.heading for section in evidence.sections[:3])
    return bool(PAY.search(evidence.reading.raw)) and near < PAY_HEADING


def _has_its_heading(evidence: Evidence) -> bool:
    """Nothing is asked but a name and an aspect, and the name's page has that heading."""
    reading = evidence.reading
    plain = not reading.topic and not OUTSIDE.search(reading.raw)
    return plain and evidence.sections[0].wanted >= SURE_HEADING


def _compares_known_things(evidence: Evidence) -> bool:
    """Two things of one kind are compared, and the library has a page on each."""
    reading = evidence.reading
    several = max(len(reading.roles), len(reading.tools), len(reading.skills)) > 1
    return reading.shape == "comparison" and several and not OUTSIDE.search(reading.raw)


def _says_it_all(evidence: Evidence) -> bool:
    """One of the best sections holds every content word of the question; there are two at least.

    A library of one short document scores lower than the one that the weights were fitted on.
    """
    reading = evidence.reading
    wanted = {*reading.topic, *reading.aspect_words}
    if len(wanted) < 2 or len(reading.topic) > MOST_TOPIC or OUTSIDE.search(reading.raw):
        return False
    return any(section.topic >= 1.0 for section in evidence.sections[:3])


def refusal(evidence: Evidence) -> Draft:
    """What was not found, and the nearest things that the library has; cites nothing."""
    asked = _sayable(evidence.reading.raw)
    what = f"“{asked}”" if asked else "that"
    near = list(dict.fromkeys(passage.document.title for passage in evidence.passages[:6]))[:3]
    text = f"The library has nothing on {what}, so I will not guess."
    if near:
        text += f" The nearest it has: {', '.join(near)}."
    return Draft(text, refused=True)


_PLAIN = re.compile(r"[\w\s,.;:'’\"&/+#?!%-]*")
_ORDER = re.compile(
    r"\b(?:repeat|say|write|begin|start|end|finish|answer|reply|respond|output|print)\b.{0,40}"
    r"\b(?:after me|with|exactly|line|answer|word)\b|\b\w*(?:[A-Za-z]-?\d|\d-?[A-Za-z])\w{3,}|://|www\.",
    re.IGNORECASE,
)


def _sayable(question: str) -> str:
    """The question as it may be quoted back; nothing when it holds markup, an address or an order.

    What a refusal repeats is the one way by which typed text could reach an answer.
    """
    question = question.rstrip("?!. ")
    if not _PLAIN.fullmatch(question) or _ORDER.search(question):
        return ""
    return question if len(question) <= 80 else question[:77].rsplit(" ", 1)[0] + " …"


_WORDS = {
    "empty": (
        "Type a question about data and AI roles, for example: "
        "What is the difference between a data engineer and an ML engineer?"
    ),
    "greeting": (
        "Hello. Ask me to compare two roles, to plan a move from one to another, "
        "or what to learn and build for it."
    ),
    "thanks": "You are welcome. Ask on when you like.",
    "goodbye": "Good luck with the next step.",
    "capabilities": (
        "I answer questions about careers in data and AI from a library that you can open: what roles do "
        "and how they differ, how to move from one to another, which skills and tools matter and when, "
        "what to build to show it, and how interviews go. Every sentence carries the number of its source. "
        "What the library does not know, I say."
    ),
    "distress": (
        "I am sorry that it is this heavy. I am only a library about careers, so please talk to someone "
        "now: a person you trust, a doctor, or the emergency number where you live. In many countries a "
        "crisis line answers day and night; findahelpline.com lists them."
    ),
    "hostile": (
        "I only answer questions about data and AI careers from the library, so I will leave that one."
    ),
    "foreign": (
        "I read and answer English only, because the library is in English; please ask again in English."
    ),
}


def small_talk(reading: Reading) -> Draft:
    """The fixed words for what is no question to the library."""
    return Draft(_WORDS[reading.shape], refused=reading.shape in ("hostile", "foreign", "empty"))
