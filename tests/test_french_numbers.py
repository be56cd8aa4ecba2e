"""Numbers in words."""

import pytest

from french.numbers import number_at


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", 0),
        ("une", 1),
        ("quatorze", 14),
        ("dix huit", 18),
        ("vingt et un", 21),
        ("vingt deux", 22),
        ("cinquante cinq", 55),
        ("soixante et onze", 71),
        ("quatre vingts", 80),
        ("quatre vingt dix neuf", 99),
        ("mille", 1000),
        ("deux mille vingt six", 2026),
    ],
)
def test_a_number_is_read_whole(words: str, value: int) -> None:
    assert number_at(words.split()) == (value, len(words.split()))


@pytest.mark.parametrize(
    ("words", "value", "taken"),
    [
        ("vingt trente", 20, 1),
        ("dix onze", 10, 1),
        ("vingt et deux", 20, 1),
        ("quatre jours", 4, 1),
        ("vingt quinze", 20, 1),
    ],
)
def test_what_makes_no_number_together_is_left(words: str, value: int, taken: int) -> None:
    assert number_at(words.split()) == (value, taken)


def test_another_word_is_no_number() -> None:
    assert number_at(["mardi"]) is None
    assert number_at([]) is None
