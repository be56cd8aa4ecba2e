"""Who follows a fiche is told once when it changes; who finds one lacking says what, unnamed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from community.context import Place
from community.db.tables import Delivery, FicheOpinion, FicheWatch, Member
from community.errors import NotMember
from community.fiche_opinions import count_opinion
from community.fiche_watches import next_watchers, watch
from community.privacy import erase_member, rows_about
from content.entries import Fiche
from content.fiche_parts import PARTS, parts_of
from handlers.fiche_card import card
from handlers.fiche_ways import ways
from tests.calls import palabre
from tests.conftest import Clock
from tests.people import People, commands, library
from tests.stage import Stage, open_stage
from tests.test_cli import folder, transaction

__all__ = ["folder"]

ARCHER = "pole-sud-archer"
THEME = "renouveau-productif"


@pytest.fixture
async def stage(database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Marie follows Archer; it is Monday, 10 h."""
    async with open_stage(database_url, clock) as opened:
        await opened.join("Marie", THEME)
        await opened.say("Marie", f"/suivre {ARCHER}")
        yield opened


async def test_it_is_told_once_on_both_engines(stage: Stage) -> None:
    await stage.pass_time(1, "minute")
    assert stage.read("Marie") == ""
    stage.change_fiche(ARCHER)
    await stage.pass_time(1, "minute")
    told = stage.read("Marie")
    assert "La fiche Pôle Sud Archer a changé." in told
    assert "Ce qui change\u00a0: la présentation" in told
    await stage.pass_time(2, "jours")
    assert "Archer" not in stage.read("Marie")


async def test_a_release_that_changes_it_while_the_bot_is_away_is_told_at_the_start(
    stage: Stage,
) -> None:
    async with stage.app.database.transaction() as session:
        row = (await session.scalars(select(FicheWatch))).one()
        row.digest, row.parts = "another", json.dumps({"name": "another"})
    await stage.restart()
    await stage.pass_time(1, "minute")
    assert "Nouveau\u00a0: le lieu, la présentation" in stage.read("Marie")


async def test_a_pause_is_kept(stage: Stage) -> None:
    await stage.say("Marie", "/pause 15 jours")
    stage.change_fiche(ARCHER)
    await stage.pass_time(14, "jours")
    assert stage.read("Marie") == ""
    await stage.pass_time(2, "jours")
    assert "Archer a changé" in stage.read("Marie")


async def test_nothing_is_said_at_night(stage: Stage) -> None:
    await stage.pass_time(12, "heures")
    stage.change_fiche(ARCHER)
    await stage.pass_time(1, "minute")
    assert stage.read("Marie") == ""
    await stage.pass_time(11, "heures")
    assert "Archer a changé" in stage.read("Marie")


async def test_stop_stops_it(stage: Stage) -> None:
    await stage.say("Marie", "STOP")
    stage.change_fiche(ARCHER)
    await stage.pass_time(1, "jour")
    assert stage.read("Marie") == ""


async def test_who_writes_by_mail_asks_in_words_and_is_told_by_mail(
    sqlite_url: str, clock: Clock
) -> None:
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        await stage.join("Marie", THEME, by_mail=True)
        await stage.write("Marie", "/fiche archer", verified=True)
        assert "je vous écrirai" in await stage.write("Marie", "Prévenez-moi", "Marie")
        stage.change_fiche(ARCHER)
        await stage.pass_time(1, "minute")
        told = stage.read_mail("Marie")
        assert "Pôle Sud Archer a changé" in told
        assert "/" not in told
        assert "ne vous écrirai plus" in await stage.write("Marie", "ne plus suivre", "Marie")


async def test_a_fiche_that_is_no_more_is_told_and_followed_no_more(stage: Stage) -> None:
    async with stage.app.database.transaction() as session:
        row = (await session.scalars(select(FicheWatch))).one()
        row.fiche = "disparue"
    await stage.restart()
    await stage.pass_time(1, "minute")
    assert "1\u00a0fiche que vous suiviez n’est plus publiée." in stage.read("Marie")
    async with stage.app.database.transaction() as session:
        assert list(await session.scalars(select(FicheWatch.id))) == []


async def test_many_followers_are_told_in_batches(people: People) -> None:
    await people.join("marie")
    async with people.database.transaction() as session:
        for number in range(205):
            member = Member(
                name=f"M{number}",
                structure="",
                territory="",
                zone="Europe/Paris",
                created_at=people.clock(),
                seen_at=people.clock(),
            )
            session.add(member)
            await session.flush()
            await watch(session, member.id, ARCHER, {"name": "other"}, people.clock())
        known = {ARCHER: parts_of(library().fiches[ARCHER])}
        assert [len(await next_watchers(session, known)) for _ in range(3)] == [200, 5, 0]


def test_each_part_that_a_card_shows_is_watched() -> None:
    watched = {key for keys in PARTS.values() for key in keys}
    fiche = library().fiches[ARCHER]
    shown = card(library(), fiche).html
    changes: dict[str, object] = {
        "position": (1.0, 2.0),
        "phrasings": ("x",),
        "aliases": ("x",),
        "button": "x",
        "impulse": "citoyenne",
        "dynamic": "filiere",
        "shared_place": False,
        "site": "https://a.example/",
    }
    for key, value in changes.items():
        other = Fiche.model_validate(fiche.model_dump() | {key: value})
        assert card(library(), other).html == shown, key
    unwatched = {"id", "checked", "confidence", *changes}
    assert watched | unwatched == set(Fiche.model_fields)


async def test_only_members_follow_and_not_before_a_group(people: People) -> None:
    visitor = await people.say("paul", f"/fiche {ARCHER}")
    assert f"/suivre {ARCHER}" not in commands(visitor)
    assert f"/utile {ARCHER} oui" in commands(visitor)
    await people.join("marie")
    assert f"/suivre {ARCHER}" in commands(await people.say("marie", f"/fiche {ARCHER}"))
    with pytest.raises(NotMember):
        await people.say("paul", f"/suivre {ARCHER}")
    async with people.context("marie") as ctx:
        ctx.place = Place(ctx.address_id, THEME)
        assert await ways(library().fiches[ARCHER], ctx) == []


async def test_her_watches_are_shown_given_and_erased(people: People) -> None:
    await people.join("marie")
    await people.say("marie", f"/suivre {ARCHER}", f"/suivre {ARCHER}")
    assert "Pôle Sud Archer" in (await people.say("marie", "/mesdonnees")).html
    async with people.context("marie") as ctx:
        member = ctx.require_member()
        about = await rows_about(ctx.db, [ctx.address_id], member.id)
        assert [row["fiche"] for row in about["fiche_watches"]] == [ARCHER]
        await erase_member(ctx.db, member)
        assert list(await ctx.db.scalars(select(FicheWatch.id))) == []


async def test_what_is_said_of_use_is_counted_without_a_name(people: People) -> None:
    await people.say("paul", f"/utile {ARCHER} oui", f"/utile {ARCHER} oui")
    asked = await people.say("paul", f"/utile {ARCHER} non")
    assert "manquait" not in asked.html  # nobody would read it
    async with people.context("paul") as ctx:
        (row,) = await ctx.db.scalars(select(FicheOpinion))
        assert (row.fiche, row.useful, row.not_useful) == (ARCHER, 2, 1)
    assert [key.column.table.name for key in FicheOpinion.__table__.foreign_keys] == []


@pytest.mark.parametrize("said", ["inconnue oui", f"{ARCHER} peut-être", ARCHER, ""])
async def test_of_what_is_no_fiche_nothing_is_counted(people: People, said: str) -> None:
    reply = await people.say("paul", f"/utile {said}")
    assert commands(reply) == ["/fiches"]
    async with people.context("paul") as ctx:
        assert list(await ctx.db.scalars(select(FicheOpinion))) == []


async def test_what_was_missing_is_told_once_a_day_and_kept_nowhere(people: People) -> None:
    await people.grant("ana", "administrator")
    for words in ("Le téléphone du pôle.", "Encore un mot."):
        await people.say("paul", f"/utile {ARCHER} non", words)
    async with people.context("ana") as ctx:
        query = select(Delivery).where(Delivery.key.startswith("fiche-lacks/"))
        (told,) = await ctx.db.scalars(query)
        assert told.address_id == ctx.address_id
        assert "Le téléphone du pôle." in str(told.reply)
        assert "paul" not in str(told.reply).lower()


async def test_the_report_counts_what_was_said(folder: Path) -> None:
    async with transaction(folder) as session:
        for useful in (True, True, False):
            await count_opinion(session, ARCHER, useful=useful)
    lines = palabre(folder, "fiches", "report", "--json").stdout.splitlines()
    (archer,) = (one for one in map(json.loads, lines) if one["id"] == ARCHER)
    assert (archer["useful"], archer["not_useful"]) == (2, 1)
    assert "utile 2 fois, pas utile 1 fois" in palabre(folder, "fiches", "report").stdout
