"""A form that was filled in by hand is parted by the names of its fields."""

import pytest

from french.sheets import Sheet, read_sheet

NAMES = {"name": ["Nom", "nom et prénom"], "town": ["Territoire", "département"]}
SAYINGS = {"name": ["je m'appelle…"], "town": ["dans le…"]}


def told(text: str) -> dict[str, str]:
    return {one.name: one.value for one in read_sheet(text, NAMES, SAYINGS).told}


@pytest.mark.parametrize(
    "text",
    [
        "Nom : Marie\nTerritoire : Nord",
        "TERRITOIRE: Nord\nNOM: Marie",
        "nom=Marie\ndepartement=Nord",
        "Nom - Marie\nTerritoire – Nord",
        "Nom : Marie, territoire : Nord",
        "Nom : Marie territoire : Nord",
        "nom Marie\nterritoire Nord",
        "- Nom et prénom : Marie\n- Mon département : « Nord »",
        "1. Nom : Marie\n2. Territoire (un département) : Nord.",
        "> Nom : Marie\n> Territoire : Nord",
        "Nom :\nMarie\n\nTerritoire :\nNord",
        "*Nom :* Marie\n*Territoire :* Nord",
        "Je m’appelle Marie et dans le Nord",
        "Voici :\nJe m'appelle Marie, dans le Nord.",
    ],
)
def test_the_names_of_fields_part_a_text(text: str) -> None:
    assert told(text) == {"name": "Marie", "town": "Nord"}


def test_a_field_left_empty_says_nothing() -> None:
    assert told("Nom : Marie\nTerritoire : ___") == {"name": "Marie", "town": ""}


@pytest.mark.parametrize("text", ["Territoire zéro chômeur", "Marie, dans un Nord", "le nom"])
def test_words_that_a_name_only_resembles_stay_loose(text: str) -> None:
    assert read_sheet(text, NAMES, SAYINGS) == Sheet((), (text,))


def test_lines_below_a_name_are_told_apart_from_its_own() -> None:
    (one,) = read_sheet("Nom : Marie\nLes Jardins\n62", NAMES, SAYINGS).told
    assert (one.value, one.below) == ("Marie", ("Les Jardins", "62"))
