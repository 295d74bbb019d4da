"""Whether the library can answer, decided from evidence before anything is written; and the words
for when it cannot, or when nothing was asked."""

from __future__ import annotations

from advisor.evidence import Evidence
from advisor.library.load import Library
from advisor.question import Reading
from advisor.types import Draft

FLOOR = {"named": 0.15, "topic": 0.25}
"""The least cosine of the best passage: when the question names a thing of the library, and else."""
STRENGTH = 0.56
"""What cosine and covered topic must come to together for a question that names nothing."""
SURE_COVERAGE = 0.45
"""Share of the topic's words, by rarity, that the best sections must hold when a thing is named."""


def answerable(evidence: Evidence) -> bool:
    """Whether the evidence can carry an answer."""
    if not evidence.sections or not evidence.passages:
        return False
    reading = evidence.reading
    best = max(passage.cosine for passage in evidence.passages)
    if reading.entities or (reading.aspect and not reading.topic):
        covered = not reading.topic or evidence.coverage >= SURE_COVERAGE or best >= 0.65
        return best >= FLOOR["named"] and covered
    return best >= FLOOR["topic"] and best + 0.3 * evidence.coverage >= STRENGTH


def refusal(evidence: Evidence, library: Library) -> Draft:
    """What was not found, and the nearest things that the library has; cites nothing."""
    asked = evidence.reading.raw.rstrip("?!. ")
    asked = asked if len(asked) <= 80 else asked[:77].rsplit(" ", 1)[0] + " …"
    near = list(dict.fromkeys(passage.document.title for passage in evidence.passages[:6]))[:3]
    text = f"The library has nothing on “{asked}”, so I will not guess."
    if near:
        text += f" The nearest it has: {', '.join(near)}."
    return Draft(text, refused=True)


_KIND = {
    "empty": "Type a question about data and AI roles, for example: What is the difference between a data engineer and an ML engineer?",
    "greeting": "Hello. Ask me to compare two roles, to plan a move from one to another, or what to learn and build for it.",
    "thanks": "You are welcome. Ask on when you like.",
    "goodbye": "Good luck with the next step.",
    "capabilities": "I answer questions about careers in data and AI from a library that you can open: what roles do and how they differ, how to move from one to another, which skills and tools matter and when, what to build to show it, and how interviews go. Every sentence carries the number of its source. What the library does not know, I say.",
    "distress": "I am sorry that it is this heavy. I am only a library about careers, so please talk to someone now: a person you trust, a doctor, or the emergency number where you live. In many countries a crisis line answers day and night; findahelpline.com lists them.",
    "hostile": "I only answer questions about data and AI careers from the library, so I will leave that one.",
    "foreign": "I read and answer English only, because the library is in English; please ask again in English.",
}


def small_talk(reading: Reading, library: Library) -> Draft:
    """The fixed words for what is no question to the library."""
    return Draft(_KIND[reading.shape], refused=reading.shape in ("hostile", "foreign", "empty"))
