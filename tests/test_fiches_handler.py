"""Poles are found as people write them, browsed by what they are, and shown with their sources."""

from collections.abc import AsyncIterator

import pytest

from handlers import fiches
from tests.conftest import Clock
from tests.speaking import Speaker, commands, labels, library, speaking, words


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        yield speaker


@pytest.mark.parametrize(
    "text", ["Archer", "le pôle de Romans", "groupe archer", "pole sud-archer", "archr", "ROMANS"]
)
async def test_any_part_of_a_name_a_place_or_an_alias_will_do(marie: Speaker, text: str) -> None:
    reply = await fiches.fiche(marie.request(text), marie.ctx)
    assert words(reply).startswith("Pôle Sud Archer\nRomans-sur-Isère, Drôme, Auvergne-Rhône-Alpes")


async def test_the_card_dates_its_figures_and_names_its_sources(marie: Speaker) -> None:
    said = words(await fiches.fiche(marie.request("pole-sud-archer"), marie.ctx))
    assert "Statut : pôle témoin (2011-2014)" in said
    assert "plus de 4 000 (chiffre ancien, de 2014)" in said
    assert "Dossier de la journée régionale PTCE, Lille, 2014 ; leatherfashiondesign.fr" in said
    assert "et 6 autres. Vérifié en novembre 2026." in said


async def test_all_the_sources_can_be_read(marie: Speaker) -> None:
    reply = await fiches.sources(marie.request("pole-sud-archer"), marie.ctx)
    assert reply.html.count("<li>") == len(library().fiches["pole-sud-archer"].sources)
    assert commands(reply)[0] == "/fiche pole-sud-archer"


async def test_several_are_offered_and_near_names_when_there_are_none(marie: Speaker) -> None:
    several = await fiches.fiche(marie.request("paris"), marie.ctx)
    assert "Plusieurs fiches" in words(several)
    assert len([one for one in commands(several) if one.startswith("/fiche ")]) > 1
    near = await fiches.fiche(marie.request("achrer"), marie.ctx)
    assert "/fiche pole-sud-archer" in commands(near)
    none = await fiches.fiche(marie.request("<b>xkcdqzz</b>"), marie.ctx)
    assert "&lt;b&gt;" in none.html
    assert commands(none) == ["/fiches", "/question"]


@pytest.mark.parametrize("facet", ["region", "secteur", "statut"])
async def test_every_fiche_with_a_value_is_reached_by_tapping(marie: Speaker, facet: str) -> None:
    async def leaves(command: str) -> set[str]:
        text = command.removeprefix("/fiches").strip()
        reply = await fiches.browse(marie.request(text), marie.ctx)
        assert len(reply.choices) <= 10
        found = {one for one in commands(reply) if one.startswith("/fiche ")}
        for one in commands(reply):
            if one.startswith(f"/fiches {facet}"):
                found |= await leaves(one)
        return found

    has = {"region": "region", "secteur": "sectors", "statut": "status"}[facet]
    expected = {f"/fiche {slug}" for slug, one in library().fiches.items() if getattr(one, has)}
    assert await leaves(f"/fiches {facet}") == expected


async def test_values_are_counted_and_go_by_name_too(marie: Speaker) -> None:
    ways = await fiches.browse(marie.request(""), marie.ctx)
    assert labels(ways)[0] == "Je cherche par région"
    bretagne = await fiches.browse(marie.request("bretagne"), marie.ctx)
    assert words(bretagne) == "Bretagne : 3 fiches. Laquelle voulez-vous lire ?"
    nowhere = await fiches.browse(marie.request("region 999 p7"), marie.ctx)
    assert labels(nowhere)[0] == "Auvergne-Rhône-Alpes : 14"
