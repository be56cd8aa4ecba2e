"""Help says what this person may ask; administrators see how the bot is."""

import pytest

from community.context import Event
from community.post import inbox, statuses
from community.post.inbox import Outcome
from community.roles import Rights, Role
from community.words import Choice
from handlers import COMMANDS, help, state  # noqa: A004 - it is /aide
from tests.conftest import Clock
from tests.speaking import Speaker, commands, library, speaking, words


async def test_help_grows_with_the_role(sqlite_url: str, clock: Clock) -> None:
    async with speaking(sqlite_url, clock) as newcomer:
        reply = await help.help_(newcomer.request(""), newcomer.ctx)
        said = words(reply)
        assert said.startswith("Écrivez simplement votre question")
        assert "Je participe : les thèmes" in said
        assert "/aide animer" not in commands(reply)
        newcomer.ctx.rights = Rights(administrator=True)
        everything = await help.help_(newcomer.request(""), newcomer.ctx)
        assert "J’anime un thème : les membres" in words(everything)
        assert commands(everything)[0] == "/aide animer"
        assert "/aide service" in commands(everything)


async def test_a_topic_tells_what_each_of_its_commands_does(sqlite_url: str, clock: Clock) -> None:
    async with speaking(sqlite_url, clock) as newcomer:
        reply = await help.help_(newcomer.request("participer"), newcomer.ctx)
        assert commands(reply) == ["/themes", "/rejoindre", "/agenda", "/aide"]
        assert reply.choices[2].label == "Voir les prochains échanges"


@pytest.mark.parametrize("topic", ["animer", "toujours", "la météo"])
async def test_a_topic_that_is_not_hers_is_the_whole_help(
    sqlite_url: str, clock: Clock, topic: str
) -> None:
    async with speaking(sqlite_url, clock) as newcomer:
        reply = await help.help_(newcomer.request(topic), newcomer.ctx)
        assert reply == await help.help_(newcomer.request(""), newcomer.ctx)


def test_every_command_is_told_and_can_be_a_choice() -> None:
    told = {command.name for command in COMMANDS if not command.hidden}
    assert told == set(library().commands)
    for name in told:
        assert Choice(library().commands[name].summary, f"/{name}")
    names = [name for command in COMMANDS for name in (command.name, *command.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("contact", "said"), [("a@b.fr", "a@b.fr"), ("", "COORACE")])
async def test_a_person_can_be_reached(
    sqlite_url: str, clock: Clock, contact: str, said: str
) -> None:
    async with speaking(sqlite_url, clock, contact=contact) as speaker:
        reply = await help.contact(speaker.request(""), speaker.ctx)
        assert said in words(reply)


async def test_the_state_says_what_waits_and_offers_to_try_again(
    sqlite_url: str, clock: Clock
) -> None:
    async with speaking(sqlite_url, clock, rights=Rights(administrator=True)) as admin:
        assert admin.ctx.role is Role.ADMINISTRATOR
        row_id = await _shelve(admin)
        await statuses.report(admin.ctx.db, "mail", clock(), "3 messages lus")
        admin.ctx.report = lambda: {"version": "1.2.3", "other": "autre"}
        reply = await state.state(admin.request(""), admin.ctx)
        said = words(reply)
        assert "Version : 1.2.3\nother : autre" in said
        assert "mail : lundi 23 novembre 2026 à 10 h (3 messages lus)" in said
        assert "Demandes mises de côté : 1" in said
        assert commands(reply)[0] == f"/reprendre_demande {row_id}"
        again = await state.retry(admin.request(str(row_id)), admin.ctx)
        assert f"La demande n° {row_id} est reprise." in words(again)
        assert await inbox.shelved(admin.ctx.db) == []
        late = await state.retry(admin.request(str(row_id)), admin.ctx)
        assert "rien à relancer" in words(late)


async def test_content_is_read_again_once_committed(sqlite_url: str, clock: Clock) -> None:
    async with speaking(sqlite_url, clock, rights=Rights(administrator=True)) as admin:
        await state.reload(admin.request(""), admin.ctx)
        assert admin.ctx.events == [Event.CONTENT_CHANGED]


async def _shelve(speaker: Speaker) -> int:
    ctx = speaker.ctx
    await inbox.receive(ctx.db, [speaker.request("une panne")], ctx.now)
    taken = await inbox.take_next(ctx.db, {ctx.address_id})
    row_id = taken[ctx.address_id].id
    await inbox.close(ctx.db, row_id, Outcome.SHELVED, ctx.now)
    return row_id
