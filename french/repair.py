"""A question as it was meant: short forms written out, misspelt words put right."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from french.common import common_words
from french.folding import fold
from french.sms import SMS
from french.sounds import sound

WORD = re.compile(r"[^\W\d_]+")
SHORT = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, SMS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
LONG = 8  # from this many letters on, two slips are forgiven
SHORTEST, LONGEST = 4, 30  # letters of what may be misspelt
STUCK = re.compile(r"(qu|[cdjlmnst])([aeiouyh].{2,})")


class Repairer:
    """Puts words right by sound, then by distance, against the words of what can be found."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in WORD.findall(text.lower()))
        self._spelling: dict[str, str] = {}
        for word, _ in counts.most_common():
            self._spelling.setdefault(fold(word), word)
        self._targets = [word for word in self._spelling if SHORTEST <= len(word) <= LONGEST]
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._targets:
            self._alike[sound(word)].append(word)

    def repair(self, text: str) -> str:
        """The text with its short forms written out and its unknown words put right."""
        meant = SHORT.sub(lambda match: SMS.get(match[0].lower(), match[0]), text)
        return WORD.sub(lambda match: self._word(match[0]), meant)

    def _word(self, written: str) -> str:
        word = fold(written)
        if not SHORTEST <= len(word) <= LONGEST or self._known(word) or _is_acronym(written):
            return written
        return self._unstuck(word) or self._by_sound(word) or self._by_distance(word) or written

    def _known(self, word: str) -> bool:
        return word in self._spelling or word in common_words()

    def _unstuck(self, word: str) -> str | None:
        """« letat », « daide »: the apostrophe nobody types on a phone."""
        stuck = STUCK.fullmatch(word)
        if stuck is None:
            return None
        rest = self._spelling.get(stuck[2])
        if rest is None and stuck[1] == "l":  # « lapel »; others begin too many words
            rest = self._by_sound(stuck[2])
        return f"{stuck[1]}’{rest}" if rest else None

    def _by_sound(self, word: str) -> str | None:
        alike = self._alike.get(sound(word), ())
        nearest = min(alike, key=lambda other: OSA.distance(word, other), default=None)
        return self._spelling[nearest] if nearest else None

    def _by_distance(self, word: str) -> str | None:
        slips = 2 if len(word) >= LONG else 1
        near = extract(word, self._targets, scorer=OSA.distance, score_cutoff=slips, limit=1)
        return self._spelling[near[0][0]] if near else None


def _is_acronym(written: str) -> bool:
    """« CPTS » is not a misspelt PTCE."""
    return written.isupper() and len(written) <= 5
