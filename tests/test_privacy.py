"""A person's rights over her data."""

import json

from sqlalchemy import select

from community.context import Event
from community.db.tables import AddressRow
from community.post import outbox
from community.post.tokens import new_token
from community.privacy import forget_leaving, forget_visitors, rows_about
from community.words import Choice, Reply, Request
from handlers import privacy
from handlers.files import RENDERERS
from tests.people import People, commands, library


async def test_the_information_says_everything(people: People) -> None:
    reply = await people.say("marie", "/confidentialite")
    for said in ("contact@exemple.fr", "base légale", "24 mois", "Telegram", "CNIL", "/effacer"):
        assert said in reply.html.replace("\u00a0", " ")


async def test_my_data_are_shown_and_given(people: People) -> None:
    await people.join("marie", structure="La Fabrique")
    reply = await people.say("marie", "/mesdonnees")
    assert "La Fabrique" in reply.html
    async with people.database.transaction() as session:
        copy = await RENDERERS["my_data.json"](session, library(), reply.attachments[0])
    rows = json.loads(copy.content)
    assert rows["members"][0]["name"] == "Marie"
    assert {"addresses", "consents", "memberships"} <= rows.keys()
    assert "token" not in copy.content.decode()


async def test_a_copy_tells_no_link_that_still_works(people: People) -> None:
    await people.join("marie")
    token = new_token()
    async with people.database.transaction() as session:
        rows = await session.scalars(select(AddressRow))
        id_ = rows.one().id
        reply = Reply(f"<p>/start {token}</p>", (Choice("Accepter", f"/start {token}"),))
        await outbox.add(session, key="invitation", address_id=id_, reply=reply, now=people.clock())
        about = await rows_about(session, [id_], None)
    assert "Accepter" in str(about["deliveries"])
    assert token not in str(about)


async def test_a_visitor_sees_that_little_is_kept(people: People) -> None:
    reply = await people.say("marie", "/mesdonnees")
    assert "seulement l’adresse" in reply.html
    assert reply.attachments[0].args[1] == ""


async def test_erasing_asks_once_more_then_everything_goes(people: People) -> None:
    await people.join("marie")
    assert "rien n’est effacé" in (await people.say("marie", "/effacer", "non")).html
    sure = await people.say("marie", "/effacer")
    assert commands(sure)[0] == "/effacer_oui"
    assert await people.member("marie") is not None
    gone = await people.say("marie", "oui")
    assert "/start" in gone.html
    assert await people.member("marie") is None
    welcome = await people.say("marie", "/start")
    assert "en bref" in welcome.html


async def test_the_process_is_asked_to_compact(people: People) -> None:
    await people.join("marie")
    async with people.context("marie") as ctx:
        await privacy.erased(Request("1", ctx.address, "", ctx.now), ctx)
        assert ctx.events == [Event.PERSON_ERASED]


async def test_a_silent_visitor_is_forgotten_after_two_months(people: People) -> None:
    async with people.context("passante"):
        pass
    await people.join("marie")
    people.clock.forward(days=61)
    async with people.database.transaction() as session:
        assert await forget_leaving(session) == []
        assert await forget_visitors(session, people.clock()) == 1
        assert list(await session.scalars(select(AddressRow.value))) == ["marie"]
