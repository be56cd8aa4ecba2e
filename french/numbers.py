"""Whole numbers written in words: « quatorze », « vingt-deux », « deux mille vingt-six »."""

from collections.abc import Sequence

_UNITS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
NUMBERS = {word: value for value, word in enumerate(_UNITS.split())} | {
    "une": 1,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "mille": 1000,
}
_TENS = frozenset({20, 30, 40, 50, 60})


def number_at(words: Sequence[str], start: int = 0) -> tuple[int, int] | None:
    """The number that begins at a folded word, and how many words it takes; None without one."""
    thousands = _below_hundred(words, start)
    at = start + (thousands[1] if thousands else 0)
    if _word(words, at) == "mille":
        rest = _below_hundred(words, at + 1) or (0, 0)
        return (thousands[0] if thousands else 1) * 1000 + rest[0], at + 1 + rest[1] - start
    return thousands


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """As `number_at`, up to 99."""
    if _word(words, at) == "quatre" and _word(words, at + 1) in {"vingt", "vingts"}:
        more = _below_twenty(words, at + 2) or (0, 0)
        return 80 + more[0], 2 + more[1]
    tens = NUMBERS.get(_word(words, at))
    if tens not in _TENS:
        return _below_twenty(words, at)
    return _after_tens(words, at, tens)


def _after_tens(words: Sequence[str], at: int, tens: int) -> tuple[int, int]:
    """« vingt », « vingt et un », « trente-deux », « soixante-dix »."""
    linked = _word(words, at + 1) == "et"
    more = _below_twenty(words, at + 1 + linked)
    if more is None or (linked and more[0] not in {1, 11}) or (more[0] > 9 and tens != 60):
        return tens, 1
    return tens + more[0], 1 + linked + more[1]


def _below_twenty(words: Sequence[str], at: int) -> tuple[int, int] | None:
    value = NUMBERS.get(_word(words, at))
    if value is None or value > 16:
        return None
    more = NUMBERS.get(_word(words, at + 1), 0)
    return (10 + more, 2) if value == 10 and more in {7, 8, 9} else (value, 1)


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
