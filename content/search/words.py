"""A text as the index sees it: its folded words, and their stems."""

import re
from functools import lru_cache

from snowballstemmer import stemmer

from french.folding import fold

WORD = re.compile(r"[^\W_]+")
FRENCH = stemmer("french")


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word."""
    return fold(FRENCH.stemWord(word))
