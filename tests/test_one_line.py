"""An exchange said on one line."""

import pytest

from handlers.one_line import read_line
from handlers.planning_fields import split_where
from tests.people import People


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        (
            "Visite apprenante Pôle Sud Archer, vendredi 18 décembre 9h30-16h30, Romans",
            {
                "kind": "visite_apprenante",
                "title": "Visite apprenante Pôle Sud Archer",
                "when": "20261218T0930/T1630",
                "where": "Romans",
            },
        ),
        (
            "vendredi 18 décembre, de 9h30 à 16h30, visite du pôle, 20 places, à Romans",
            {
                "kind": "visite_apprenante",
                "title": "Visite du pôle",
                "when": "20261218T0930/T1630",
                "where": "Romans",
                "capacity": "20",
            },
        ),
        (
            "atelier compta le mardi 8 décembre à 14h",
            {"kind": "atelier", "title": "Atelier compta", "when": "20261208T1400"},
        ),
        (
            "Webinaire ; Les achats ; https://visio.exemple.fr/achats ; 8/12 à 11h",
            {
                "kind": "webinaire",
                "title": "Les achats",
                "when": "20261208T1100",
                "where": "https://visio.exemple.fr/achats",
            },
        ),
        (
            "Échange de pratiques : recruter ensemble, limité à 12 personnes, 10 rue Neuve, Lille",
            {
                "kind": "echange_de_pratiques",
                "title": "Échange de pratiques : recruter ensemble",
                "where": "10 rue Neuve, Lille",
                "capacity": "12",
            },
        ),
        (
            "Visite, vendredi 18 décembre 9h30-16h30, Romans",
            {"kind": "visite_apprenante", "when": "20261218T0930/T1630", "where": "Romans"},
        ),
        (
            "atelier mardi 8 décembre à 14h à Lille",
            {"kind": "atelier", "when": "20261208T1400", "where": "Lille"},
        ),
        (
            "Webinaire, mardi 8 décembre 14h, Mieux acheter",
            {"kind": "webinaire", "title": "Mieux acheter", "when": "20261208T1400"},
        ),
        ("Journée régionale", {"kind": "journee"}),
        ("atelier", {"kind": "atelier"}),
        ("Faire la laine", {"title": "Faire la laine"}),
        ("mardi 8 décembre", {"when": "20261208"}),
        ("", {}),
    ],
)
async def test_what_a_line_says_is_filled_in(
    people: People, line: str, understood: dict[str, str]
) -> None:
    async with people.context("sophie") as ctx:
        assert read_line(line, ctx).answers == understood


async def test_a_wrong_date_is_said_at_once(people: People) -> None:
    async with people.context("sophie") as ctx:
        heard = read_line("Atelier laine, le 31 avril à 14h", ctx)
    assert "31 avril" in heard.said
    assert heard.answers == {"kind": "atelier", "title": "Atelier laine"}


async def test_a_date_that_may_mean_two_is_kept_to_be_asked(people: People) -> None:
    async with people.context("sophie") as ctx:
        heard = read_line("Atelier laine mardi prochain à 14h", ctx)
    assert heard.answers["phrase"] == "mardi prochain à 14h"
    assert "when" not in heard.answers


@pytest.mark.parametrize(
    ("said", "place", "link"),
    [
        ("La Grappe, 75 rue Winston, Lille", "La Grappe, 75 rue Winston, Lille", ""),
        ("en visio", "En ligne", ""),
        ("https://visio.exemple.fr/a", "En ligne", "https://visio.exemple.fr/a"),
        ("Lille et visio.exemple.fr/a", "Lille et", "https://visio.exemple.fr/a"),
        ("Lille (https://visio.exemple.fr/a).", "Lille", "https://visio.exemple.fr/a"),
        (
            "Lille, lien : https://visio.exemple.fr/a?b=1,2",
            "Lille, lien",
            "https://visio.exemple.fr/a?b=1,2",
        ),
        ("", "", ""),
    ],
)
async def test_a_place_and_a_link_are_told_apart(
    people: People, said: str, place: str, link: str
) -> None:
    async with people.context("sophie") as ctx:
        assert split_where(said, ctx) == (place, link)
