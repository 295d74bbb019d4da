"""Whether a long text is English; the readers here know no other language's small words."""

from __future__ import annotations

import re

from advisor.career import wording as say
from advisor.career.result import CareerError
from advisor.text import STOPWORDS

FEWEST_MARKS = 4
"""Small words of a language before it is believed; names of universities hold one or two."""
_LATIN_END = 0x24F
"""The last letter of the Latin blocks."""


def language_of(text: str) -> str:
    """English, the language whose small words outnumber the English ones, or `another script`."""
    letters = [char for char in text if char.isalpha()]
    if letters and sum(ord(char) > _LATIN_END for char in letters) > len(letters) / 2:
        return "another script"
    words = re.findall(r"[^\W\d_]+", text.lower())
    english = sum(word in say.ENGLISH for word in words)
    strange = [word for word in words if word not in STOPWORDS]
    counts = {name: sum(word in marks for word in strange) for name, marks in say.LANGUAGES.items()}
    best = max(counts, key=lambda name: counts[name])
    foreign = counts[best] >= FEWEST_MARKS and counts[best] > english
    return best if foreign else "English"


def check_english(text: str, what: str) -> None:
    """Refuse a text that is not English.

    Raises:
        CareerError: it is in another language; translate it.
    """
    language = language_of(text)
    if language != "English":
        raise CareerError(
            f"{what} is in {language}, and only English is read here; translate it and try again."
        )
