"""What an entry claims and its facts must hold: numbers in digits or words, months, addresses.

« Un » and « deux » are no numbers here, for French says them of anything (« l’un des deux »); nor
are the ordinals, but for those in digits. Everything else counts, whatever it is the number of.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.entries import FaqEntry, Redirect, Term, Theme
from content.facts import Fact
from content.faults import Fault
from content.pages import Page
from french.dates import MONTHS
from french.folding import fold
from french.numbers import NUMBERS, number_at

Claimed = FaqEntry | Term | Theme | Redirect

TOO_COMMON = frozenset({0, 1, 2})
ABOUT = "~"
ROUND = {
    "dizaine": "10",
    "douzaine": "12",
    "quinzaine": "15",
    "vingtaine": "20",
    "trentaine": "30",
    "quarantaine": "40",
    "cinquantaine": "50",
    "centaine": "100",
    "millier": "1000",
}
PARTS = frozenset({"moitie", "tiers", "quart"})
_MONTHS = frozenset(map(fold, MONTHS))

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]»]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ITEM = re.compile(r"^\d+\. ", re.MULTILINE)
_SPACE = "[ \u00a0\u202f]"
_PHONE = re.compile(r"(?<!\w)0\d(?:[. \u00a0\u202f]\d\d){4}(?!\w)")
_DIGITS = re.compile(
    rf"(?<![\w,])(\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d+(?:,\d+)?)"
    rf"(?:{_SPACE}?(%|million|milliard))?"
)
_WORD = re.compile(r"[^\W\d_]+")
_LIEU = re.compile(r"[-‑ ]lieu")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said that must be so: as it is written, where, and `key`, the same in one form."""

    words: str
    offset: int
    key: str

    def is_in(self, known: Container[str]) -> bool:
        """Whether it is known; who knows that there are 20 may say « une vingtaine »."""
        return self.key in known or self.key.removeprefix(ABOUT) in known


def claim_faults(page: Page, entry: Claimed, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    """What an entry says, in its title or its body, that its facts do not.

    One that names no facts is not held to any: a federation writes of its own meetings as it likes.
    """
    if not entry.facts:
        return
    known = held(facts[number] for number in entry.facts if number in facts)
    known |= {source.url for source in getattr(entry, "sources", ())}
    cure = "ajoutez à « facts: » le numéro du fait qui le dit, ou corrigez la phrase"
    for claim in claims(page.body):
        if not claim.is_in(known):
            said = f"« {claim.words} » n’est dans aucun des faits de cette page"
            yield page.body_fault(said, cure, claim.offset)
    for key, title in _titles(entry):
        for claim in claims(title):
            if not claim.is_in(known):
                yield page.fault(f"« {claim.words} » n’est dans aucun de ses faits", cure, key)


def held(facts: Iterable[Fact]) -> set[str]:
    """All that these facts allow to say."""
    said = [text for fact in facts for text in (fact.text, fact.under, *fact.sources)]
    return {claim.key for text in said for claim in claims(text)}


def claims(text: str) -> Iterator[Claim]:
    """Every claim of a text, addresses first."""
    for pattern in (_ADDRESS, _PHONE):
        for match in pattern.finditer(text):
            key = match[0] if pattern is _ADDRESS else re.sub(r"\D", "", match[0])
            yield Claim(match[0], match.start(), key)
        text = pattern.sub(_blank, text)
    text = _ITEM.sub(_blank, text)
    yield from _in_digits(text)
    yield from _in_words(text)


def _titles(entry: Claimed) -> Iterator[tuple[str, str]]:
    for key in ("question", "button", "title", "term", "meaning", "note", "tip"):
        if title := getattr(entry, key, None):
            yield key, title


def _in_digits(text: str) -> Iterator[Claim]:
    for match in _DIGITS.finditer(text):
        key = re.sub(_SPACE, "", match[1]).replace(",", ".") + (match[2] or "")
        yield Claim(match[0], match.start(), key)


def _in_words(text: str) -> Iterator[Claim]:
    """Numbers in words, months, and words that stand for a number, singular or plural."""
    found = list(_WORD.finditer(text))
    words = [fold(match[0]) for match in found]
    at = 0
    while at < len(words):
        key, taken = _key(words, at)
        first, last = found[at], found[at + taken - 1]
        if key and not (words[at] == "tiers" and _LIEU.match(text, first.end())):
            yield Claim(text[first.start() : last.end()], first.start(), key)
        at += taken


def _key(words: list[str], at: int) -> tuple[str, int]:
    """What is said from this word on, empty when it claims nothing, and how many words it takes."""
    word = words[at]
    one = word.removesuffix("s")
    if word in _MONTHS or word in PARTS:
        return word, 1
    if one in ROUND:
        return ABOUT + ROUND[one], 1
    if word in NUMBERS and (number := number_at(words, at)):
        value, taken = number
        return "" if value in TOO_COMMON else str(value), taken
    return "", 1


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
