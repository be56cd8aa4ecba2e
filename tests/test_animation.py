"""What an animator does for her theme."""

import pytest
from sqlalchemy import select

from community import roles
from community.db.tables import Delivery
from community.errors import NotAnimator
from community.post.codec import load_reply
from community.words import Attachment, Reply
from handlers.files import RENDERERS
from tests.people import JOBS, PRODUCTIVE, People, commands, library


@pytest.fixture
async def led(people: People) -> People:
    """Paul animates the theme where Marie is."""
    await people.join("paul")
    await people.grant("paul", roles.ANIMATOR, PRODUCTIVE)
    await people.join("marie", structure="=1+1;La Fabrique")
    return people


async def _told(people: People, key: str) -> list[Reply]:
    async with people.context("paul") as ctx:
        query = select(Delivery.reply).where(Delivery.key.startswith(key))
        return [load_reply(reply) for reply in await ctx.db.scalars(query) if reply]


async def _id(people: People, who: str) -> int:
    member = await people.member(who)
    assert member is not None
    return member.id


async def test_the_members_are_listed_with_a_table(led: People) -> None:
    reply = await led.say("paul", "/membres")
    assert "2 membres" in reply.html.replace("\u00a0", " ")
    assert reply.attachments == (
        Attachment("members.csv", (PRODUCTIVE, "Europe/Paris"), f"membres-{PRODUCTIVE}.csv"),
    )
    async with led.database.transaction() as session:
        table = await RENDERERS["members.csv"](session, library(), reply.attachments[0])
    assert table.content.startswith(b"\xef\xbb\xbfnom;structure;territoire;depuis;joignable")
    assert 'Marie;"\'=1+1;La Fabrique";Nord;23/11/2026' in table.content.decode()


async def test_a_long_list_goes_on_in_the_table(led: People) -> None:
    for number in range(31):
        await led.join(f"membre {number}")
    reply = await led.say("paul", "/membres")
    assert "3 autres membres" in reply.html.replace("\u00a0", " ")
    page = await led.say("paul", "/retirer")
    assert commands(page)[-2:] == [f"/retirer {PRODUCTIVE} suite 8", f"/membres {PRODUCTIVE}"]
    assert len((await led.say("paul", commands(page)[-2])).choices) == 10


async def test_who_does_not_animate_may_not(led: People) -> None:
    for line in ("/membres", f"/inviter {PRODUCTIVE}", f"/retirer_oui {PRODUCTIVE} 1"):
        with pytest.raises(NotAnimator):
            await led.say("marie", line)
    with pytest.raises(NotAnimator):
        await led.say("paul", f"/membres {JOBS}")


async def test_removing_asks_once_more_and_tells_once(led: People) -> None:
    marie = await _id(led, "marie")
    whom = await led.say("paul", "/retirer")
    assert commands(whom) == [f"/retirer {PRODUCTIVE} {marie}", f"/membres {PRODUCTIVE}"]
    sure = await led.say("paul", commands(whom)[0])
    assert commands(sure)[0] == f"/retirer_oui {PRODUCTIVE} {marie}"
    await led.say("paul", "oui")
    again = await led.say("paul", f"/retirer_oui {PRODUCTIVE} {marie}")
    assert "n’est plus" in again.html
    told = await _told(led, "removed")
    assert len(told) == 1
    assert "/themes" in commands(told[0])


async def test_a_theme_is_handed_to_another_member(led: People) -> None:
    marie = await _id(led, "marie")
    await led.say("paul", f"/confier {PRODUCTIVE} {marie}", "oui")
    assert "Paul" in (await _told(led, "handed"))[0].html
    assert "2 membres" in (await led.say("marie", "/membres")).html.replace("\u00a0", " ")
    with pytest.raises(NotAnimator):
        await led.say("paul", "/membres")
