"""Buttons below a message, as a narrow telephone shows them."""

import pytest

from bot.doors.telegram.keyboard import keyboard
from community.words import Choice
from handlers import knowledge
from tests.people import library

FITS = 34  # characters of a button alone on its row


def rows(*labels: str) -> list[list[str]]:
    made = keyboard([Choice(label, "/aide") for label in labels], lambda _: None)
    assert made is not None
    return [[button.text for button in row] for row in made.inline_keyboard]


def test_a_few_short_answers_share_a_row() -> None:
    assert rows("J’accepte", "Non merci", "Annuler") == [["J’accepte", "Non merci", "Annuler"]]


def test_a_long_one_has_its_own() -> None:
    found = rows("Je n’ai pas de structure", "Corriger", "Annuler")
    assert found == [["Je n’ai pas de structure"], ["Corriger", "Annuler"]]


def test_a_short_one_does_not_stand_beside_one_that_would_be_cut() -> None:
    assert rows("Karim", "Marie (La Fabrique)") == [["Karim"], ["Marie (La Fabrique)"]]


def test_a_list_is_read_down() -> None:
    assert rows("Nord", "Ain", "Aude", "Gard", "Lot", "Var") == [
        ["Nord"],
        ["Ain"],
        ["Aude"],
        ["Gard"],
        ["Lot"],
        ["Var"],
    ]


def test_the_small_answers_of_a_live_card_stand_side_by_side() -> None:
    labels = ("A me va", "B si besoin", "C ne va pas", "D me va", "E me va", "F me va", "Toutes")
    made = keyboard([Choice(label, "/aide") for label in labels], lambda _: None, live=True)
    assert made is not None
    assert [[button.text for button in row] for row in made.inline_keyboard] == [
        ["A me va", "B si besoin"],
        ["C ne va pas", "D me va"],
        ["E me va", "F me va", "Toutes"],
    ]


@pytest.mark.parametrize("document", [one.id for one in library().documents()])
def test_what_we_know_fits_on_a_button(document: str) -> None:
    offered = knowledge.offer(library(), document)
    assert offered is not None
    assert len(offered.label) <= FITS, f"give it a `button`: {offered.label}"


@pytest.mark.parametrize("label", ["join", "leave", "more"])
@pytest.mark.parametrize("theme", library().themes)
def test_the_ways_in_and_out_of_a_theme_fit_too(theme: str, label: str) -> None:
    known = library().themes[theme]
    said = library().texts.label(f"themes.{label}", title=known.button or known.title)
    assert len(said) <= FITS, f"give it a `button`: {said}"
