"""The agenda says what is coming, where and when, at whose hour, and what is only a sample."""

from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from community.db.tables import Exchange
from handlers import agenda
from tests.conftest import Clock
from tests.speaking import Speaker, become_member, commands, speaking, with_agenda, words


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        await with_agenda(speaker)
        yield speaker


async def test_a_newcomer_sees_everything_that_is_coming(marie: Speaker) -> None:
    reply = await agenda.agenda(marie.request(""), marie.ctx)
    said = words(reply)
    assert said.startswith("Aucun échange n’est encore prévu. Voici des exemples")
    assert "Lundi 7 décembre 2026, de 14 h à 16 h\nEn ligne\nThème : Sécurisation" in said
    assert said.count("(exemple)") == 4
    assert commands(reply)[-1] == "/themes"


async def test_one_real_exchange_is_enough_to_have_something_to_come(marie: Speaker) -> None:
    first = update(Exchange).where(Exchange.id == 1).values(sample=False)
    await marie.ctx.db.execute(first)
    reply = await agenda.agenda(marie.request(""), marie.ctx)
    assert words(reply).startswith("Les prochains échanges :")


async def test_a_member_sees_her_themes_first(marie: Speaker) -> None:
    await become_member(marie, "renouveau-productif")
    hers = await agenda.agenda(marie.request(""), marie.ctx)
    assert words(hers).startswith("Aucun échange n’est encore prévu dans vos thèmes.")
    assert "Sécurisation" not in words(hers)
    assert commands(hers)[-2:] == ["/agenda all", "/agenda mine"]
    assert "Sécurisation" in words(await agenda.agenda(marie.request("all"), marie.ctx))


async def test_nothing_to_come_is_said_with_a_way_on(marie: Speaker) -> None:
    marie.ctx.now += timedelta(days=400)
    reply = await agenda.agenda(marie.request(""), marie.ctx)
    assert "Aucun échange n’est prévu" in words(reply)
    assert commands(reply) == ["/themes"]


async def test_the_card_says_where_when_what_and_that_it_is_a_sample(marie: Speaker) -> None:
    reply = await agenda.exchange(marie.request("1"), marie.ctx)
    said = words(reply)
    assert "Lundi 21 décembre 2026, de 9 h 30 à 16 h 30\nLille" in said
    assert "C’est un exemple" in said
    assert "9 h 30 : Accueil, café" in said
    assert commands(reply)[-2:] == ["/rejoindre renouveau-productif", "/agenda"]


async def test_the_link_of_a_video_meeting_is_for_members(marie: Speaker) -> None:
    before = await agenda.exchange(marie.request("2"), marie.ctx)
    assert "visio.example.org" not in before.html
    assert "donné aux membres" in words(before)
    await become_member(marie)
    after = await agenda.exchange(marie.request("2"), marie.ctx)
    assert 'href="https://visio.example.org' in after.html


async def test_the_hour_is_named_when_it_is_not_the_reader_s(marie: Speaker) -> None:
    marie.ctx.zone = ZoneInfo("Indian/Reunion")
    assert "de 14 h à 16 h (heure de Paris)" in words(
        await agenda.agenda(marie.request(""), marie.ctx)
    )


@pytest.mark.parametrize("text", ["999", "0", "-1", "²", "abc", "9" * 40, ""])
async def test_an_exchange_that_is_gone_gets_a_kind_line(marie: Speaker, text: str) -> None:
    reply = await agenda.exchange(marie.request(text), marie.ctx)
    assert "n’est plus à l’agenda" in words(reply)
    assert commands(reply) == ["/agenda"]
