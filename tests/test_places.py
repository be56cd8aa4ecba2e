"""Départements and régions, found from what people write."""

from zoneinfo import ZoneInfo

import pytest

from content.places import (
    Departement,
    Kind,
    Territory,
    find_territories,
    read_departements,
    zone,
)


@pytest.fixture(scope="module")
def departements() -> dict[str, Departement]:
    return read_departements(None, [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("26", "Drôme"),
        ("1", "Ain"),
        ("2a", "Corse-du-Sud"),
        ("974", "La Réunion"),
        ("drome", "Drôme"),
        ("DRÔME", "Drôme"),
        ("dans la Drôme", "Drôme"),
        ("26 - Drôme", "Drôme"),
        ("Drôme (26)", "Drôme"),
        ("Paris 13", "Paris"),
        ("la réunion", "La Réunion"),
        ("Loire", "Loire"),
        ("seine st denis", "Seine-Saint-Denis"),
        ("val d’oise", "Val-d'Oise"),
        ("auvergne rhone alpes", "Auvergne-Rhône-Alpes"),
        ("en région Bretagne", "Bretagne"),
        ("PACA", "Provence-Alpes-Côte d'Azur"),
        ("idf", "Île-de-France"),
    ],
)
def test_a_place_is_known_however_it_is_written(
    departements: dict[str, Departement], written: str, meant: str
) -> None:
    assert [place.name for place in find_territories(written, departements)] == [meant]


@pytest.mark.parametrize(
    ("begun", "meant"),
    [
        ("bour", ["Bourgogne-Franche-Comté"]),
        ("cor", ["Corrèze", "Corse-du-Sud", "Corse"]),
        ("garonne", ["Haute-Garonne", "Lot-et-Garonne", "Tarn-et-Garonne"]),
        ("rhône-alpes", ["Auvergne-Rhône-Alpes"]),
        ("bo", []),
    ],
)
def test_a_beginning_is_completed(
    departements: dict[str, Departement], begun: str, meant: list[str]
) -> None:
    assert [place.name for place in find_territories(begun, departements)] == meant


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("finistaire", "Finistère"),
        ("bretange", "Bretagne"),
        ("bourgonne franche comte", "Bourgogne-Franche-Comté"),
        ("lot et garone", "Lot-et-Garonne"),
    ],
)
def test_a_slip_is_forgiven(
    departements: dict[str, Departement], mistyped: str, meant: str
) -> None:
    assert [place.name for place in find_territories(mistyped, departements)] == [meant]


@pytest.mark.parametrize(
    "word", ["", "?", "oui", "aide", "99", "Nantes", "Rennes", "je ne sais pas"]
)
def test_what_is_no_territory_is_not_guessed(
    departements: dict[str, Departement], word: str
) -> None:
    assert find_territories(word, departements) == ()


def test_a_departement_and_its_region_of_one_name_are_one_place(
    departements: dict[str, Departement],
) -> None:
    assert find_territories("Mayotte", departements) == (
        Territory("976", "Mayotte", Kind.DEPARTEMENT),
    )


def test_a_number_is_a_departement_even_when_a_region_has_it_too(
    departements: dict[str, Departement],
) -> None:
    assert find_territories("84", departements) == (Territory("84", "Vaucluse", Kind.DEPARTEMENT),)


def test_the_mainland_lives_by_paris() -> None:
    assert zone(Territory("84", "Auvergne-Rhône-Alpes", Kind.REGION)) == "Europe/Paris"


def test_overseas_has_its_own_time() -> None:
    assert zone(Territory("974", "La Réunion", Kind.DEPARTEMENT)) == "Indian/Reunion"


def test_every_zone_exists(departements: dict[str, Departement]) -> None:
    for row in departements.values():
        ZoneInfo(zone(Territory(row.code, row.name, Kind.DEPARTEMENT)))
