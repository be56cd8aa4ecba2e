"""Links that lead to a theme, personal invitations, the first administrator's code."""

from sqlalchemy import select

from community import invitations, roles
from community.addresses import keep_addresses
from community.db.tables import Invitation
from community.invitations import Invitee, first_code
from community.words import Address
from handlers.files import RENDERERS
from tests.people import PRODUCTIVE, People, commands, library


async def _link(people: People) -> str:
    await people.join("paul")
    await people.grant("paul", roles.ANIMATOR, PRODUCTIVE)
    reply = await people.say("paul", "/inviter")
    async with people.database.transaction() as session:
        picture = await RENDERERS["qr"](session, library(), reply.attachments[0])
    assert picture.content.startswith(b"\x89PNG")
    return reply.attachments[0].args[0]


async def test_a_link_leads_to_its_theme(people: People) -> None:
    link = await _link(people)
    for who in ("marie", "lucie"):
        asked = await people.say(who, link)
        assert "Paul vous invite" in asked.html
        done = await people.say(who, "oui", who.capitalize(), "aucune", "59")
        assert "Bienvenue" in done.html


async def test_a_revoked_or_expired_link_is_said_kindly(people: People) -> None:
    link = await _link(people)
    people.clock.forward(days=31)
    assert "/rejoindre" in commands(await people.say("marie", link))
    reply = await people.say("paul", "/inviter")
    revoke = next(c for c in commands(reply) if c.startswith("/revoquer"))
    await people.say("paul", revoke)
    expired = await people.say("marie", reply.attachments[0].args[0])
    assert "ne fonctionne plus" in expired.html
    assert "ne fonctionne plus" in (await people.say("marie", "/start n'importe quoi")).html


async def test_a_personal_invitation_asks_only_the_rest(people: People) -> None:
    token = await _invite_lucie(people)
    asked = await people.say("lucie", f"/start {token}")
    assert "Lucie" in asked.html
    done = await people.say("lucie", "oui", "Nord")
    assert "Bienvenue" in done.html
    assert await _listed(people) == ("", "")


async def test_a_forwarded_invitation_tells_nothing_and_answers_for_nobody(
    people: People,
) -> None:
    token = await _invite_lucie(people)
    asked = await people.say("un inconnu", f"/start {token}")
    assert "Lucie" not in asked.html
    await people.say("un inconnu", "non")
    assert await _listed(people) == ("Lucie", "La Coopérative")


async def test_who_says_no_to_an_invitation_is_forgotten(people: People) -> None:
    token = await _invite_lucie(people)
    await people.say("lucie", f"/start {token}", "non")
    assert await _listed(people) == ("", "")
    assert "ne fonctionne plus" in (await people.say("lucie", f"/start {token}")).html


async def _invite_lucie(people: People) -> str:
    address = Address("terminal", "lucie")
    async with people.database.transaction() as session:
        ids = await keep_addresses(session, [address], people.clock())
        invitee = Invitee(ids[address], "Lucie", "La Coopérative", "quelque part")
        made = await invitations.invite_person(session, invitee, PRODUCTIVE, people.clock())
    assert made is not None
    return made.token


async def _listed(people: People) -> tuple[str, str]:
    async with people.database.transaction() as session:
        row = (await session.scalars(select(Invitation))).one()
        return row.name, row.structure


async def test_a_code_sent_alone_is_understood(people: People) -> None:
    async with people.database.transaction() as session:
        code = await first_code(session, people.clock())
    assert code is not None
    await people.say("alice", code.upper())
    async with people.database.transaction() as session:
        assert await first_code(session, people.clock()) is None


async def test_the_first_code_makes_an_administrator_once(people: People) -> None:
    async with people.database.transaction() as session:
        code = await first_code(session, people.clock())
    assert "/etat" in commands(await people.say("anne", f"/start {code}"))
    assert "ne fonctionne plus" in (await people.say("bob", f"/start {code}")).html
    async with people.context("anne") as ctx:
        assert ctx.rights.administrator
