"""The map of the poles: every pole is on it or counted, and what it shows is said in words too."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.drawings import Drawings
from community.words import Attachment
from content.geography import locate
from drawing import Drawn
from french.typography import typeset
from handlers import pole_map
from tests.conftest import Clock
from tests.speaking import Speaker, commands, library, speaking, words


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        yield speaker


async def told(marie: Speaker, asked: str = "") -> dict[str, Any]:
    recipe = Attachment("map.png", (asked,), "carte.png")
    return dict(await pole_map.told(marie.ctx.db, library(), recipe))


async def test_every_pole_is_placed_or_counted(marie: Speaker) -> None:
    known = library().fiches.values()
    nowhere = sum(locate(one) is None for one in known)
    assert len(list((await told(marie))["marks"])) == len(known) - nowhere
    said = words(await pole_map.show(marie.request(""), marie.ctx))
    assert f"{len(known) - nowhere} pôles sont sur l’image. {nowhere} n’y sont pas" in said
    lost = sum(not one.region for one in known)
    assert f"ni même la région de {lost} d’entre eux" in said
    legend = [line["said"].replace("\u00a0", " ") for line in (await told(marie))["legend"]]
    assert f"et {nowhere} pôles hors de la carte : lieu inconnu" in legend


async def test_the_legend_shows_a_shape_as_it_is_on_the_map(marie: Speaker) -> None:
    drawn = await told(marie)
    full = {mark["shape"] for mark in drawn["marks"] if not mark["hollow"]}
    lines = [line for line in drawn["legend"] if line["shape"]]
    assert {line["shape"] for line in lines if not line["hollow"]} == full
    assert [line["shape"] for line in lines if line["hollow"]] == ["triangle"]


async def test_a_pole_without_commune_is_hollow_in_its_departement(marie: Speaker) -> None:
    marks = {mark["name"]: mark for mark in (await told(marie))["marks"]}
    assert marks["PTCE niortais"]["hollow"]
    assert not marks["Pôle Sud Archer"]["hollow"]


async def test_the_picture_is_said_in_words(marie: Speaker) -> None:
    reply = await pole_map.show(marie.request("bretagne"), marie.ctx)
    bretons = [one.name for one in library().fiches.values() if one.region == "Bretagne"]
    assert all(typeset(name) in typeset(words(reply)) for name in bretons)
    assert "pôle témoin (2011-2014) : 2" in words(reply)
    assert commands(reply) == ["/fiches 53", "/carte"]
    assert [one.args for one in reply.attachments] == [("53",)]


async def test_what_is_no_filter_is_said_so(marie: Speaker) -> None:
    reply = await pole_map.show(marie.request("Atlantide"), marie.ctx)
    assert "placer « Atlantide »" in words(reply)
    assert not reply.attachments


async def test_the_same_map_is_drawn_once(marie: Speaker) -> None:
    drawings, shown = Drawings(), await told(marie, "53")
    first = await drawings.draw(Drawn.FRANCE, shown)
    assert first.startswith(b"\x89PNG")
    assert await drawings.draw(Drawn.FRANCE, shown) is first
    assert await drawings.draw(Drawn.FRANCE, shown | {"title": "Autre"}) is not first
