"""The 30 000 commonest French words, folded: what must never be "repaired" into something else.

`common.txt.gz` comes from wordfreq 3.1.1 (Robyn Speer), list `large_fr`, data under CC BY-SA 4.0
(https://creativecommons.org/licenses/by-sa/4.0/): its first words made of letters alone, without
accents, in alphabetical order. That file stays under the same licence.
"""

import gzip
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("common.txt.gz")


@cache
def common_words() -> frozenset[str]:
    """The folded words. Read at the first call, then kept."""
    return frozenset(gzip.decompress(FILE.read_bytes()).decode().split())
