"""Poles are found as people write them, browsed by what they are, and shown with their sources."""

from collections.abc import AsyncIterator

import pytest

from content.fiche_names import find_fiches
from content.simple_html import plain
from handlers import fiches
from handlers.fiche_card import card
from handlers.fiche_filters import FACETS, count
from tests.conftest import Clock
from tests.speaking import Speaker, commands, labels, library, speaking, words

SCREEN = 900  # characters: 740 px of a telephone of 800, with the choices


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


async def test_the_card_names_its_sources(marie: Speaker) -> None:
    said = words(await fiches.fiche(marie.request("pole-sud-archer"), marie.ctx))
    assert "Statut : pôle témoin (2011-2014)" in said
    assert "Dossier de la journée régionale PTCE, Lille, 2014 ; leatherfashiondesign.fr" in said
    assert "et 7 autres. Vérifié en novembre 2026." in said


@pytest.mark.parametrize("slug", library().fiches)
def test_each_card_has_room_on_one_screen(slug: str) -> None:
    said = plain(card(library(), library().fiches[slug]).html)
    assert len(said) <= SCREEN


async def test_figures_are_a_tap_away_with_their_year_and_sources(marie: Speaker) -> None:
    said = words(await fiches.further(marie.request("pole-sud-archer"), marie.ctx))
    assert "plus de 4 000 (chiffre ancien, de 2014)" in said
    assert "Dossier de la journée régionale PTCE, Lille, 2014 ; leatherfashiondesign.fr" in said


async def test_who_knows_a_pole_we_know_little_of_is_asked(marie: Speaker) -> None:
    gare = await fiches.fiche(marie.request("gare"), marie.ctx)
    assert (
        "Vous connaissez ce pôle ? Il nous manque sa région, son département, sa commune ou son "
        "territoire et son activité." in words(gare)
    )
    assert (labels(gare)[0], commands(gare)[0]) == (
        "Je connais ce pôle",
        "/proposer_fiche gare",
    )
    archer = await fiches.fiche(marie.request("archer"), marie.ctx)
    assert "Vous connaissez ce pôle" not in words(archer)


@pytest.mark.parametrize("slug", library().fiches)
def test_each_fiche_is_found_by_its_name_and_by_what_else_it_is_called(slug: str) -> None:
    known = library().fiches[slug]
    for name in (known.name, *known.aliases, slug):
        assert known in find_fiches(name, library()).fiches, name


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


@pytest.mark.parametrize("facet", ["region", "secteur", "statut", "impulsion"])
async def test_every_fiche_with_a_value_is_reached_by_tapping(marie: Speaker, facet: str) -> None:
    async def leaves(command: str) -> set[str]:
        text = command.removeprefix("/fiches").strip()
        reply = await fiches.browse(marie.request(text), marie.ctx)
        assert len(reply.choices) <= 10
        found = {one for one in commands(reply) if one.startswith("/fiche ")}
        for one in commands(reply):
            if one.startswith("/fiches ") and not one.endswith(" preciser"):
                found |= await leaves(one)
        return found

    has = {"region": "region", "secteur": "sectors", "statut": "status", "impulsion": "impulse"}
    expected = {
        f"/fiche {slug}" for slug, one in library().fiches.items() if getattr(one, has[facet])
    }
    assert await leaves(f"/fiches {facet}") == expected


async def test_values_are_counted_and_go_by_name_too(marie: Speaker) -> None:
    ways = await fiches.browse(marie.request(""), marie.ctx)
    assert labels(ways)[0] == "Je cherche par région"
    bretagne = await fiches.browse(marie.request("bretagne"), marie.ctx)
    assert words(bretagne) == "Bretagne : 9 fiches. Laquelle voulez-vous lire ?"
    nowhere = await fiches.browse(marie.request("region 999 p7"), marie.ctx)
    assert labels(nowhere)[0] == "Occitanie : 18"


async def test_a_list_is_narrowed_by_what_parts_it(marie: Speaker) -> None:
    ways = await fiches.browse(marie.request("53 preciser"), marie.ctx)
    assert commands(ways)[:2] == ["/fiches 53 secteur", "/fiches 53 statut"]
    statuses = await fiches.browse(marie.request("53 statut"), marie.ctx)
    assert words(statuses).startswith("Bretagne.\nQuel statut vous intéresse ?")
    assert "/fiches 53 temoin" in commands(statuses)
    both = await fiches.browse(marie.request("53 temoin"), marie.ctx)
    assert words(both).startswith("Bretagne, pôle témoin (2011-2014) : 2")
    assert commands(both)[0] == "/fiche eoliennes-pays-de-vilaine"


async def test_several_values_are_read_in_words(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("Bretagne culture lauréat en 2013"), marie.ctx)
    assert "pour tout cela à la fois : Bretagne, culture, lauréat en 2013." in words(reply)
    assert "/fiches culture laureat_2013" in commands(reply)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("lauréats en 2013", "Lauréat en 2013 : 19 fiches"),
        ("les pôles lauréats de 2013", "Lauréat en 2013 : 19 fiches"),
        ("lauréat 2013", "Lauréat en 2013 : 19 fiches"),
        ("les lauréats de Bretagne de 2013", "Lauréat en 2013, Bretagne : 1 fiche"),
        ("lauréats Bretagne 2013", "Lauréat en 2013, Bretagne : 1 fiche"),
    ],
)
async def test_a_status_is_read_in_the_plural_and_its_year_anywhere(
    marie: Speaker, said: str, shown: str
) -> None:
    reply = await fiches.browse(marie.request(said), marie.ctx)
    assert words(reply).startswith(shown)


async def test_a_status_without_its_year_asks_for_one_among_the_chosen(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("les lauréats de Bretagne"), marie.ctx)
    assert words(reply).startswith("Bretagne.\nQuel statut vous intéresse ?")


async def test_a_status_is_asked_for_before_another_facet(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("les lauréats de la région Bretagne"), marie.ctx)
    assert words(reply).startswith("Bretagne.\nQuel statut vous intéresse ?")


@pytest.mark.parametrize("part", ["Filières locales", "Productions", "Coopératives"])
async def test_the_plural_of_a_sector_may_be_in_the_name_of_a_pole(
    marie: Speaker, part: str
) -> None:
    reply = await fiches.browse(marie.request(part), marie.ctx)
    assert part.lower() in words(reply).lower()


async def test_what_is_also_the_name_of_a_pole_is_that_pole(marie: Speaker) -> None:
    reply = await fiches.browse(marie.request("pôle laine"), marie.ctx)
    assert words(reply).startswith("Pôle Laine")


def test_four_values_and_a_page_fit_on_a_button() -> None:
    known, all_fiches = library(), tuple(library().fiches.values())
    longest = [
        max((value.code for value in count(facet, all_fiches, known)), key=len) for facet in FACETS
    ]
    assert len(f"/fiches {' '.join(longest)} p10".encode()) <= 64


def test_each_value_has_a_code_of_its_own() -> None:
    known, all_fiches = library(), tuple(library().fiches.values())
    values = {value for facet in FACETS for value in count(facet, all_fiches, known)}
    assert len({value.code for value in values}) == len(values)
