"""A zone is said, and found in what people write."""

import pytest

from french.zones import find_zone, zone_name


@pytest.mark.parametrize(
    ("written", "key", "rest"),
    [
        ("mardi à 14 h, heure de La Réunion", "Indian/Reunion", "mardi à 14 h,"),
        ("mardi 14h (heure de Paris)", "Europe/Paris", "mardi 14h"),
        ("mardi heure de la réunion 14h", "Indian/Reunion", "mardi 14h"),
        ("14h heure de Saint-Pierre et Miquelon", "America/Miquelon", "14h"),
        ("14h HEURE DE NOUVELLE-CALÉDONIE", "Pacific/Noumea", "14h"),
        ("14h heure métropolitaine", "Europe/Paris", "14h"),
        ("14h heure de Paris, salle 3", "Europe/Paris", "14h , salle 3"),
        ("dans une heure", "", "dans une heure"),
        ("14h, heure de Tombouctou", "", "14h, heure de Tombouctou"),
        ("une heure de réunion mardi", "", "une heure de réunion mardi"),
        ("l’heure de la réunion 14h", "", "l’heure de la réunion 14h"),
        ("heure de la réunion : 14h", "", "heure de la réunion : 14h"),
    ],
)
def test_a_zone_is_found_and_taken_out(written: str, key: str, rest: str) -> None:
    assert find_zone(written) == (key, rest)


@pytest.mark.parametrize("key", ["Europe/Paris", "Indian/Reunion", "America/Miquelon"])
def test_what_is_said_is_found(key: str) -> None:
    assert find_zone(f"14 h, {zone_name(key)}") == (key, "14 h,")
