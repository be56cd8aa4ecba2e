"""A programme is kept as one hour and one thing a line."""

import pytest

from french.programme import programme


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("10h-11h Visite de la grappe", "10 h – 11 h : Visite de la grappe"),
        ("- 9h30 à 10h : accueil, café", "9 h 30 – 10 h : accueil, café"),
        ("9:30-10:00 Accueil", "9 h 30 – 10 h : Accueil"),
        ("14h Tour de table", "14 h : Tour de table"),
        ("de 12 h à 14 h – déjeuner", "12 h – 14 h : déjeuner"),
        ("• Pause", "Pause"),
        ("Accueil\n\n  10h Visite  ", "Accueil\n10 h : Visite"),
        ("3 heures de marche", "3 heures de marche"),
    ],
)
def test_a_programme_is_read_as_people_write_it(written: str, kept: str) -> None:
    assert programme(written) == kept


def test_what_is_kept_is_kept_again() -> None:
    once = programme("9h30-10h Accueil\n10h Visite")
    assert programme(once) == once
