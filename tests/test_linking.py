"""A code or a link proves that two addresses are one person's, and nothing else does."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from community.db.tables import AddressRow, LinkCode, RoleRow
from community.roles import ANIMATOR
from tests.conftest import Clock
from tests.stage import Stage, open_stage

THEME = "renouveau-productif"
MAIL = "marie@exemple.fr"


@pytest.fixture
async def stage(database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(database_url, clock, by_mail=True) as opened:
        await opened.join("Marie", THEME)
        yield opened


async def linked(stage: Stage) -> int:
    """How many addresses are a member's."""
    async with stage.app.database.transaction() as session:
        rows = await session.scalars(select(AddressRow).where(AddressRow.member_id.is_not(None)))
        return len(rows.all())


async def ask(stage: Stage, who: str = "Marie", address: str = MAIL) -> str:
    said = await stage.say(who, f"/relier {address}")
    stage.read_mail(address.partition("@")[0])
    return said


def wrong(stage: Stage) -> str:
    right = "".join(filter(str.isdecimal, stage.recalled["chiffres"]))
    return f"{(int(right) + 1) % 10**6:06}"


async def test_a_code_links(stage: Stage) -> None:
    await ask(stage)
    assert "C’est fait" in await stage.say("Marie", "{chiffres}")
    assert await linked(stage) == 2


async def test_an_address_that_the_mail_server_cannot_write_to_is_kindly_refused(
    stage: Stage,
) -> None:
    assert stage.mail is not None
    stage.mail.takes_accents = False
    said = await ask(stage, address="rené@exemple.fr")
    assert "accent" in said
    assert "/relier" in said
    assert stage.read_mail("rené") == ""
    stage.mail.takes_accents = True
    await ask(stage, address="rené@exemple.fr")
    assert "C’est fait" in await stage.say("Marie", "{chiffres}")


async def test_a_code_is_tried_five_times(stage: Stage) -> None:
    await ask(stage)
    tries = [await stage.say("Marie", wrong(stage)) for _ in range(5)]
    assert ["reste" in said for said in tries] == [True] * 4 + [False]
    assert "ne sert plus" in tries[-1]
    await stage.say("Marie", "{chiffres}")
    assert await linked(stage) == 1


async def test_a_code_serves_for_a_quarter_of_an_hour(stage: Stage) -> None:
    await ask(stage)
    await stage.pass_time(16, "minutes")
    assert "ne sert plus" in await stage.say("Marie", "{chiffres}")
    assert await linked(stage) == 1


async def test_a_code_serves_where_it_was_asked_for(stage: Stage) -> None:
    await ask(stage)
    await stage.join("Paul", THEME)
    await stage.say("Paul", "/relier paul@exemple.fr")
    await stage.say("Paul", stage.recalled["chiffres"])
    assert await linked(stage) == 2  # Marie here, Paul here


async def test_an_address_is_sent_three_codes_an_hour_whoever_asks(stage: Stage) -> None:
    said = [await ask(stage) for _ in range(3)]
    said += [await ask(stage, "Paul"), await ask(stage, "Zoé")]
    assert ["J’envoie" in one for one in said] == [True] * 3 + [False] * 2
    await stage.pass_time(61, "minutes")
    assert "J’envoie" in await ask(stage)


async def test_the_words_are_the_same_for_an_address_that_is_known(stage: Stage) -> None:
    await stage.join("Nina", THEME, by_mail=True)
    stage.read_mail("Nina")
    known = await ask(stage, address="nina@exemple.fr")
    unknown = await ask(stage, address="autre@exemple.fr")
    assert known.replace("nina", "autre") == unknown


async def test_a_copy_of_her_data_does_not_tell_the_code(stage: Stage) -> None:
    await ask(stage)
    right = "".join(filter(str.isdecimal, stage.recalled["chiffres"]))
    await stage.receive(stage.address("Marie"), "/mesdonnees", in_reply_to=None)
    ((_, files, _),) = stage.door.heard.pop(stage.address("Marie"))
    assert b"link_codes" in files[0].content
    assert right.encode() not in files[0].content


async def test_a_link_is_opened_once_and_asks_before_it_links(stage: Stage) -> None:
    await stage.join("Nina", THEME, by_mail=True)
    await stage.write("Nina", "relier telegram", verified=True)
    assert "nina@exemple.fr" in await stage.say("Paul", "/start {lien}")
    assert await linked(stage) == 2
    await stage.say("Paul", "non")
    assert "ne fonctionne plus" in await stage.say("Marie", "/start {lien}")
    assert await linked(stage) == 2


async def test_who_asked_for_the_link_cannot_agree_in_place_of_who_opened_it(stage: Stage) -> None:
    await stage.join("Nina", THEME, by_mail=True)
    await stage.write("Nina", "relier telegram", verified=True)
    await stage.say("Paul", "/start {lien}")
    async with stage.app.database.transaction() as session:
        number = await session.scalar(select(LinkCode.id))
    await stage.write("Nina", f"/relier_oui {number}", verified=True)
    assert await linked(stage) == 2
    await stage.say("Paul", "oui")
    assert await linked(stage) == 3


async def test_parting_leaves_her_her_roles_and_her_history(stage: Stage) -> None:
    await stage.grant("Marie", ANIMATOR, THEME, by_mail=True)
    await ask(stage)
    await stage.say("Marie", "{chiffres}")
    await stage.say("Marie", "/delier")
    await stage.tap("Marie", f"Je sépare {MAIL}")
    assert await linked(stage) == 1
    assert "Vous animez" in await stage.say("Marie", "/moi")
    async with stage.app.database.transaction() as session:
        place = select(AddressRow.door).join(RoleRow, RoleRow.address_id == AddressRow.id)
        assert (await session.scalars(place)).all() == ["terminal"]


async def test_the_last_address_is_not_parted(stage: Stage) -> None:
    assert "rien à séparer" in await stage.say("Marie", "/delier 1")
    assert await linked(stage) == 1


async def test_nobody_parts_another_s_address(stage: Stage) -> None:
    await stage.join("Paul", THEME)
    await ask(stage)
    await stage.say("Marie", "{chiffres}")
    for number in range(1, 6):
        await stage.say("Paul", f"/delier {number}")
    assert await linked(stage) == 3
