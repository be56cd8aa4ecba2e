"""What a member sees, changes and hears."""

from datetime import timedelta

import pytest

from french.durations import days
from tests.people import People, commands


async def test_moi_shows_what_is_known_and_how_to_change_it(people: People) -> None:
    await people.join("marie", structure="La Fabrique")
    reply = await people.say("marie", "/moi")
    for known in ("Marie", "La Fabrique", "Nord", "Renouveau productif"):
        assert known in reply.html
    assert {"/changer nom", "/changer structure", "/changer territoire"} <= set(commands(reply))


async def test_one_thing_is_changed_without_asking_the_rest(people: People) -> None:
    await people.join("marie", structure="La Fabrique")
    changed = await people.say("marie", "/changer territoire", "La Réunion")
    assert "changé" in changed.html
    member = await people.member("marie")
    assert member is not None
    assert (member.name, member.structure) == ("Marie", "La Fabrique")
    assert (member.territory, member.zone) == ("DEP-974", "Indian/Reunion")


async def test_a_pause_is_said_and_ended(people: People) -> None:
    await people.join("marie")
    offers = await people.say("marie", "/pause")
    assert commands(offers) == ["/pause 7 jours", "/pause 15 jours", "/pause 30 jours"]
    paused = await people.say("marie", "/pause 2 semaines")
    assert "lundi 7 décembre 2026" in paused.html
    member = await people.member("marie")
    assert member is not None
    assert member.paused_until == people.clock() + timedelta(days=14)
    await people.say("marie", "/reprendre")
    member = await people.member("marie")
    assert member is not None
    assert member.paused_until is None


async def test_stop_keeps_memberships(people: People) -> None:
    await people.join("marie")
    stopped = await people.say("marie", "STOP")
    assert "/reprendre" in commands(stopped)
    seen = await people.say("marie", "/moi")
    assert "Renouveau productif" in seen.html
    assert "arrêtés" in seen.html


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("15 jours", 15),
        ("15", 15),
        ("15j", 15),
        ("une semaine", 7),
        ("2 semaines", 14),
        ("1 mois", 30),
        ("trois mois", 90),
        ("pendant 10 jours.", 10),
        ("1 an", 365),
        ("longtemps", None),
        ("15 lunes", None),
        ("", None),
    ],
)
def test_durations_are_read_as_people_write_them(said: str, length: int | None) -> None:
    assert days(said) == length
