"""Repairing a question: short forms, sounds, slips, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from french.common import common_words
from french.repair import Repairer
from french.sms import SMS
from french.sounds import sound

REPAIRER = Repairer(
    ["Qu’est-ce qu’un PTCE ?", "La mutualisation des locaux", "Le financement, l’État, le pôle"]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("c koi un ptce", "c’est quoi un ptce"),
        ("c koi 1 ptce", "c’est quoi un PTCE"),
        ("phase 1 et phase 2", "phase 1 et phase 2"),
        ("Koi ?", "quoi ?"),
        ("cmt ça marche ds un ptce", "comment ça marche dans un ptce"),
        ("finansement", "financement"),  # said alike
        ("mutualisaton des locaus", "mutualisation des locaux"),  # a letter lost, a sound
        ("mutulaistion", "mutualisation"),  # two slips, in a long word
        ("un ptec", "un ptce"),  # two letters swapped
        ("letat", "l’état"),  # no apostrophe on a phone
    ],
)
def test_it_writes_what_was_meant(written: str, meant: str) -> None:
    assert REPAIRER.repair(written) == meant


@pytest.mark.parametrize(
    "right",
    [
        "Quel est le prix du pain ?",  # common words, though not ours
        "financement de l’État",
        "CPTS",  # an acronym is no slip
        "xyz",  # too short to guess
        "zorglubique",  # like nothing we know
        "2014 !!! 👍",
    ],
)
def test_it_leaves_the_rest_alone(right: str) -> None:
    assert REPAIRER.repair(right) == right


def test_a_common_word_is_never_taken_for_one_of_ours() -> None:
    assert Repairer(["le pôle des pays"]).repair("un pacs") == "un pacs"
    assert Repairer(["les pôles"]).repair("la poste") == "la poste"


def test_the_common_words_are_many_and_folded() -> None:
    assert len(common_words()) == 30_000
    assert {"bonjour", "economie", "fete"} <= common_words()


def test_short_forms_are_folded_and_mean_something() -> None:
    assert all(short == short.lower() and meant for short, meant in SMS.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [("finansement", "financement"), ("ekonomie", "economie"), ("vilene", "vilaine")],
)
def test_words_said_alike_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_words_said_otherwise_do_not() -> None:
    assert sound("pole") != sound("poule")


@given(st.text())
def test_any_text_can_be_repaired(text: str) -> None:
    assert isinstance(REPAIRER.repair(text), str)
