"""One spelling for everything people type alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from french.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Drôme", "drome"),
        ("L’Économie", "l economie"),
        ("Cœur et Æthuse", "coeur et aethuse"),
        ("Provence-Alpes–Côte\u00a0d'Azur", "provence alpes cote d azur"),
        ("  trop \t d'\nespaces ", "trop d espaces"),
        ("zéro\u200b-\ufefflargeur", "zero largeur"),
        ("con\u00adtrôle\x07", "controle"),
        ("14 h 30 ?", "14 h 30 ?"),
        ("", ""),
    ],
)
def test_what_people_type_alike_is_folded_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert fold("e\u0301cole") == fold("\u00e9cole")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
