"""Fiches near a commune, a postal code or a département, the nearest first."""

from collections.abc import AsyncIterator

import pytest

from content.communes import communes_at, communes_named
from content.geography import centres, distance
from content.pages import ROOT
from content.places import key
from handlers import fiches
from handlers.fiche_near import near_what
from handlers.spoken import line_of, pole_of
from tests.conftest import Clock
from tests.speaking import Speaker, become_member, commands, labels, library, speaking, words


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        yield speaker


@pytest.mark.parametrize("place", ["26100", "Romans-sur-Isère", "romans sur isere", "c26281"])
async def test_the_nearest_comes_first(place: str, marie: Speaker) -> None:
    reply = await fiches.browse(marie.request(f"près de {place}"), marie.ctx)
    assert commands(reply)[:2] == ["/fiche pole-sud-archer", "/fiche place-des-possibles"]
    assert "Pôle Sud Archer : 1 km" in words(reply)
    assert len(reply.choices) <= 10


async def test_a_pole_without_commune_is_counted_from_its_departement(marie: Speaker) -> None:
    said = words(await fiches.browse(marie.request("près de 26100"), marie.ctx))
    assert "Entrepreneurs solidaires du Centre-Isère : environ 47 km" in said
    assert "sa distance est celle du centre de son département" in said
    assert "31 fiches n’ont pas de département connu" in said


@pytest.mark.parametrize("asked", ["26", "la Drôme", "drome"])
async def test_a_departement_is_asked_from_its_middle(asked: str, marie: Speaker) -> None:
    said = words(await fiches.browse(marie.request(f"près de {asked}"), marie.ctx))
    assert said.startswith("Drôme : les pôles les plus proches, à vol d’oiseau, depuis le centre")


async def test_homonyms_are_offered(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("près de Valence"), marie.ctx)
    assert labels(reply)[:2] == ["Valence (Drôme)", "Valence (Tarn-et-Garonne)"]
    there = await fiches.browse(
        marie.request(commands(reply)[0].removeprefix("/fiches ")), marie.ctx
    )
    assert words(there).startswith("Valence (Drôme) : les pôles les plus proches")


async def test_a_city_is_not_asked_twice_for_its_departement(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("près de Paris"), marie.ctx)
    assert words(reply).startswith("Paris (Paris) : les pôles les plus proches")


async def test_a_region_is_listed(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("près de la Bretagne"), marie.ctx)
    assert words(reply).startswith("Bretagne : 9")


async def test_an_unknown_place_is_said_so(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("près de Atlantide"), marie.ctx)
    assert "le lieu « atlantide »" in words(reply)
    assert commands(reply) == ["/fiches"]


async def test_the_pages_go_on_from_the_same_place(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("près de 26100 p2"), marie.ctx)
    assert "/fiches pres c26281 p3" in commands(reply)


@pytest.mark.parametrize(
    "said", ["fiches près de Romans", "pôles près de 26100", "Les pôles autour de Lyon ?"]
)
def test_it_is_asked_in_free_words(said: str) -> None:
    line = line_of(said, library())
    assert line is not None
    assert line.startswith("/fiches ")
    assert near_what(line.removeprefix("/fiches ")) in {"romans", "26100", "lyon"}


@pytest.mark.parametrize("said", ["près de vous", "un pôle près de chez moi peut-il m'aider à"])
def test_other_words_are_left_to_the_search(said: str) -> None:
    assert line_of(said, library()) is None


def test_the_very_name_of_a_pole_is_its_fiche() -> None:
    assert pole_of("labsport", library()) == "/fiche labsport"
    assert pole_of("Brie'Nov, merci", library()) == "/fiche brie-nov"


def test_communes_are_kept_under_the_key_they_are_asked_by() -> None:
    lines = (ROOT / "places/communes.csv").read_text("utf-8").splitlines()[1:]
    assert len(lines) == 34969
    rows = [line.split(",") for line in lines]
    assert [row[0] for row in rows] == [key(row[2]) for row in rows]


def test_a_postal_code_may_be_of_several_communes() -> None:
    assert [one.name for one in communes_at("26100")] == ["Romans-sur-Isère"]
    assert communes_at("75011")[0].name == "Paris"
    assert communes_at("00000") == ()


def test_a_greater_commune_that_begins_so_is_meant_too() -> None:
    names = [one.name for one in communes_named("romans")]
    assert names == ["Romans-sur-Isère", "Romans", "Romans"]
    assert communes_named("") == ()


def test_distances_are_in_kilometres() -> None:
    paris, lyon = communes_named("paris")[0].position, communes_named("lyon")[0].position
    assert paris is not None
    assert lyon is not None
    assert distance(paris, lyon) == pytest.approx(392, abs=3)
    assert centres().keys() >= {row for row in library().departements if row < "96"}


async def test_near_home_is_near_the_territory_that_a_member_told(marie: Speaker) -> None:
    unknown = await fiches.browse(marie.request("près de chez moi"), marie.ctx)
    assert "le lieu « chez moi »" in words(unknown)
    await become_member(marie)
    assert marie.ctx.member is not None
    marie.ctx.member.territory = "DEP-26"
    home = await fiches.browse(marie.request("près de chez moi"), marie.ctx)
    assert words(home).startswith("Drôme : les pôles les plus proches")
