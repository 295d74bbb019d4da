"""Text as people leave it: mended, split into sentences, shown without markup.

Pure functions over strings; no model, no file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_MOJIBAKE = re.compile(
    r"(?:[ÃâÂÅï]|[ğð](?=[Ÿ\x9f]))[\u0080-\u00ff\u0152-\u017f\u02c6\u02dc\u2010-\u2122]+"
)
"""What is left of UTF-8 read as a one-byte code page once ftfy has mended what it can.

ğ and ð are letters of Turkish and Icelandic: damage only in front of what emoji begin with.
"""
_LONE_LEADS = re.compile(r"(?<!\w)[ğâ]\S?(?=\s|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufeff]")
_UPPER_CONTROL = re.compile(r"[\u0080-\u009f]")
"""Second bytes of letters in a wrong decoding: taken out only after it was undone."""
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\U000e0000-\U000e007f]"
)
_PICTOGRAPH = re.compile(
    "[\u2190-\u2191\u2194-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d"
    "\U0001f000-\U0001ffff]"
)


def mend(text: str) -> str:
    """The text with wrong decodings repaired and what cannot be repaired dropped.

    A text without damage loses only what cannot be seen.
    When there was damage, emoji are dropped too: a lost byte turns one emoji into another.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    before, text = "", _visible(text)
    while text != before and _MOJIBAKE.search(text):  # some texts were decoded wrongly twice
        before, text = text, _visible(_decode_again(text))
    return _UPPER_CONTROL.sub("", text)


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", _CONTROL.sub("", text))


def _decode_again(text: str) -> str:
    import ftfy

    mended = "\n".join(ftfy.fix_encoding(line) for line in text.split("\n"))
    if mended == text:
        return text
    mended = "".join(char for char in mended if unicodedata.category(char) not in {"Cn", "Co"})
    for pattern in (_MOJIBAKE, _LONE_LEADS, _PICTOGRAPH):
        mended = pattern.sub("", mended)
    return re.sub(r"(?m)(?<=\S)[ \t]+(?=[ \t]|$)", "", mended)


def clean_question(text: str) -> str:
    """One line without control, invisible or lone surrogate characters."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return re.sub(r"\s+", " ", _UPPER_CONTROL.sub(" ", _CONTROL.sub(" ", text))).strip()


_BREAK = re.compile(r"\s*<br\s*/?>\s*(?:[-*]\s+)?", re.IGNORECASE)
_UNTIDY_ROW = re.compile(r"(?m)^[ \t]*\|.*(?:<br|[ \t]{4}).*\|[ \t]*$")


def tidy_tables(text: str) -> str:
    """The text with padding and line breaks taken out of the cells of Markdown tables."""
    return _UNTIDY_ROW.sub(lambda row: _tidy_row(row.group()), text)


def _tidy_row(row: str) -> str:
    row = re.sub(r"-{4,}", "---", re.sub(r"\|\s*[-*]\s+", "| ", row))
    return re.sub(r"[ \t]{2,}", " ", _BREAK.sub("; ", row))


_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|~~)(?=\S)(.{1,400}?)(?<=[^\s*])\1")
_UNDERLINES = re.compile(r"(?<!\w)(__|_)(?=\S)(.{1,400}?)(?<=\S)\1(?!\w)")
_QUOTE_MARK = re.compile(r"(?<=\n)[ \t]*(?:>[ \t]?)+")
_LITERAL = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|&<>~])|`([^`]+)`")
"""What stands for itself: an escaped mark, and code."""
_HIDE = {ord(mark): 0x100000 + ord(mark) for mark in "\\`*_{}[]()#+-.!|&<>~"}
_SHOW = {hidden: mark for mark, hidden in _HIDE.items()}


def plain(markdown: str) -> str:
    """A quoted span as prose: no markup, no emoji, single spaces."""
    text = _LITERAL.sub(lambda own: (own[1] or own[2]).translate(_HIDE), markdown)
    text = _LINK.sub(r"\1", _BREAK.sub("; ", _QUOTE_MARK.sub("", text)))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    for _ in range(2):
        text = _UNDERLINES.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = re.sub(r"\s+", " ", _PICTOGRAPH.sub("", text.replace("`", ""))).strip(" \t|")
    return text.translate(_SHOW)


_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|cf|approx|Dr|Mr|Ms|Mrs|Prof|Inc|Ltd|No|Fig|St|Jr|Sr|U\.S|Ph\.D)\.|"
    r"\b[A-Z]\.)$"
)
_LOWER_CASE_NAMES = (
    r"(?:[a-z]+[A-Z]|(?:dbt|pandas|pytest|pgvector|scikit-learn|sklearn|seaborn|statsmodels|"
    r"matplotlib|llama\.cpp|numpy|kubectl|git|npm|pip)\b)"
)
"""How a sentence may begin though the letter is small: dbt, pandas, vLLM, spaCy."""
_STOP = re.compile(
    r"[.!?…]+[\"'”’)\]*_]*(?=\s+[\"'“‘(\[*_`]*(?:[A-Z0-9À-Ý]|" + _LOWER_CASE_NAMES + "))"
    r"|[。！？]+[”’」』）]*|\n{2,}"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """(start, end) of each sentence of `text[start:end]`, whitespace trimmed, in order."""
    end = len(text) if end is None else end
    spans, begin = [], start
    for stop in _STOP.finditer(text, start, end):
        if _ABBREVIATION.search(
            text, max(begin, stop.end() - 12), stop.end()
        ) and stop.group().startswith("."):
            continue
        spans.append((begin, stop.end()))
        begin = stop.end()
    spans.append((begin, end))
    return [cut for span in spans for cut in _cut_long(text, *trim(text, *span)) if cut[1] > cut[0]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the whitespace at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


LONGEST_SENTENCE = 600
"""Characters; a longer run without a stop is a list or a log and is cut at a space."""


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = []
    while end - start > LONGEST_SENTENCE:
        at = max(text.rfind(mark, start, start + LONGEST_SENTENCE) for mark in ("; ", "\n", " "))
        at = at + 1 if at > start else start + LONGEST_SENTENCE
        cuts.append(trim(text, start, at))
        start = trim(text, at, end)[0]
    return [*cuts, (start, end)]


_WORD = re.compile(r"[^\W_]+(?:[.+#/&'-][^\W_]+)*[+#]*")
_MARKS = re.compile("[\u0300-\u036f]")
_PLAIN_LETTERS = {
    code: plain_letter
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (plain_letter := unicodedata.normalize("NFD", chr(code))[0]).isascii()
}
_stemmer = Stemmer.Stemmer("english")

STOPWORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "don't",
        "each",
        "for",
        "from",
        "further",
        "get",
        "give",
        "go",
        "going",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "i've",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "let",
        "like",
        "many",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "need",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "please",
        "really",
        "s",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "t",
        "tell",
        "than",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "want",
        "was",
        "we",
        "were",
        "what",
        "what's",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
    ]
)


def without_accents(text: str) -> str:
    """The text with `é` as `e`, of the same length: people type `resume` and mean `résumé`."""
    return text if text.isascii() else text.translate(_PLAIN_LETTERS)


def words(text: str) -> list[str]:
    """Lower-case words without accents; `C++`, `ci/cd` and `scikit-learn` stay whole."""
    return _WORD.findall(_MARKS.sub("", without_accents(text)).lower().replace("’", "'"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def terms(text: str) -> list[str]:
    """Stemmed content words, in order: what BM25 counts. Compounds count whole and in parts."""
    found = []
    for word in words(text):
        if word in STOPWORDS:
            continue
        found.append(stem(word))
        parts = re.split(r"[./&'’-]", word)
        if len(parts) > 1:
            found += [stem(part) for part in parts if part and part not in STOPWORDS]
    return found


def with_article(name: str) -> str:
    """The name with its article: `an ML engineer`, `a data engineer`."""
    spelled = len(name) > 1 and name[1].isupper()
    vowel = name[:1] in "AEFHILMNORSX" if spelled else name[:1].lower() in "aeiou"
    return f"{'an' if vowel else 'a'} {name}"


def count_words(text: str) -> int:
    return len(text.split())
