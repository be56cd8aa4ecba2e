"""A text as the index sees it: its folded words, and their stems."""

import re
from functools import lru_cache

from snowballstemmer import stemmer

from content.search.function_words import FUNCTION_WORDS
from french.folding import fold

WORD = re.compile(r"[^\W_]+")
FRENCH = stemmer("french")
LONG_NAME = re.compile(
    r"\bp[oô]les?\s+territ+oria(?:l|ux)\s+de\s+coop[eé]rations?\s+[eé]conomiques?\b", re.IGNORECASE
)
FAINT = 0.5  # what a word that only builds the sentence counts, where others count 1


def short(text: str) -> str:
    """The text with its subject under its short name: written out, it says « économique » too."""
    return LONG_NAME.sub("PTCE", text)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(short(text)))


@lru_cache(maxsize=5_000)
def stem(word: str) -> str:
    """The stem of a folded word."""
    return fold(FRENCH.stemWord(word))


FAINT_STEMS = frozenset(map(stem, FUNCTION_WORDS))


def weigh(word: str) -> float:
    """How much a folded word counts."""
    return FAINT if word in FUNCTION_WORDS else 1.0
