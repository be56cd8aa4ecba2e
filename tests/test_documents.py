"""Documents of an exchange: joined by who animates, opened by members, parted at once."""

import pytest

from community.documents import MOST
from community.errors import (
    ExchangeCancelled,
    NotAnimator,
    TooManyDocuments,
    UnknownDocument,
)
from community.members import find_member
from community.privacy import erase_member, rows_about
from community.roles import ANIMATOR
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, People, commands

SLIDES = "https://exemple.org/diaporama"


class Joined(Afterwards):
    """An exchange to which things are joined."""

    async def join_link(self, link: str = f"{SLIDES} Le diaporama", who: str = "sophie") -> str:
        return (await self.say(who, f"/document {self.number} {link}")).html

    async def card(self, who: str) -> str:
        return (await self.say(who, f"/echange {self.number}")).html

    async def removing(self) -> list[str]:
        reply = await self.say("sophie", f"/document {self.number}")
        return [one for one in commands(reply) if one.startswith("/document_retirer")]


@pytest.fixture
async def joined(people: People, clock: Clock) -> Joined:
    them = Joined(people.database, clock)
    await them.held("marie")
    return them


async def test_a_member_opens_it_from_the_exchange_and_a_stranger_does_not_see_it(
    joined: Joined,
) -> None:
    await joined.join_link()
    assert f'<a href="{SLIDES}">Le diaporama</a>' in await joined.card("marie")
    assert "diaporama" not in await joined.card("nadia")


async def test_it_is_joined_before_the_exchange_too(people: People, clock: Clock) -> None:
    early = Joined(people.database, clock)
    await early.publish()
    assert "Le diaporama" in await early.join_link()
    assert "/compte_rendu" not in " ".join(
        commands(await early.say("sophie", f"/document {early.number}"))
    )


async def test_the_minutes_and_what_is_sent_of_them_list_it(joined: Joined) -> None:
    await joined.join_link()
    shown = await joined.say("sophie", f"/compte_rendu {joined.number}", "On continue", "rien")
    assert SLIDES in shown.html
    await joined.say("sophie", f"/compte_rendu_publier {joined.number}")
    read = await joined.say("marie", f"/lire_compte_rendu {joined.number}")
    assert SLIDES in read.html


async def test_what_is_taken_away_is_seen_nowhere_at_once(joined: Joined) -> None:
    await joined.join_link()
    await joined.say("sophie", f"/compte_rendu {joined.number}", "On continue", "rien")
    await joined.say("sophie", f"/compte_rendu_publier {joined.number}")
    assert commands(await joined.say("marie", "/comptes_rendus diaporama"))[0].startswith("/lire")
    (removing,) = await joined.removing()
    await joined.say("sophie", removing)
    assert SLIDES not in await joined.card("marie")
    assert SLIDES not in (await joined.say("marie", f"/lire_compte_rendu {joined.number}")).html
    found = await joined.say("marie", "/comptes_rendus diaporama")
    assert not [one for one in commands(found) if one.startswith("/lire")]
    with pytest.raises(UnknownDocument):
        await joined.say("sophie", removing)


async def test_the_same_address_again_changes_its_title(joined: Joined) -> None:
    await joined.join_link()
    assert "Les photos" in await joined.join_link(f"{SLIDES} Les photos")
    assert len(await joined.removing()) == 1


async def test_an_address_without_a_title_takes_the_name_of_its_site(joined: Joined) -> None:
    await joined.join_link("www.exemple.org/a")
    assert '<a href="https://www.exemple.org/a">exemple.org</a>' in await joined.card("marie")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://exemple.org/a",
        "https://",
        "https://localhost/a",
        "https://moi:secret@exemple.org/a",
        "https://[::1",
        "mon diaporama",
        f"https://exemple.org/{'a' * 500}",
    ],
)
async def test_what_is_no_address_for_all_is_not_joined(joined: Joined, address: str) -> None:
    await joined.say("sophie", f"/document_lien {joined.number}", address)
    await joined.say("sophie", "/annuler")
    assert await joined.removing() == []


async def test_a_title_says_no_html(joined: Joined) -> None:
    await joined.join_link(f"{SLIDES}?a=<b>&c='\" <b>gras</b>")
    assert "<b>gras" not in await joined.card("marie")
    assert 'href="https://exemple.org/diaporama?a=&lt;b&gt;&amp;c=' in await joined.card("marie")


async def test_an_exchange_has_so_many_and_a_cancelled_one_gets_none(
    joined: Joined, people: People, clock: Clock
) -> None:
    for n in range(MOST):
        await joined.join_link(f"https://exemple.org/{n}")
    with pytest.raises(TooManyDocuments):
        await joined.join_link()
    other = Joined(people.database, clock)
    shown = await other.say("sophie", "/planifier Atelier laine, demain de 9h à 10h, Lille")
    other.number = int(shown.choices[0].command.split()[1])
    await other.say("sophie", f"/publier {other.number}")
    await other.say("sophie", f"/annuler_echange_oui {other.number}")
    with pytest.raises(ExchangeCancelled):
        await other.join_link()


async def test_only_who_animates_the_theme_joins_and_takes_away(joined: Joined) -> None:
    await joined.join_link()
    (removing,) = await joined.removing()
    await joined.grant("paul", ANIMATOR, JOBS)
    for who in ("paul", "marie"):
        with pytest.raises(NotAnimator):
            await joined.join_link(who=who)
        for command in (f"/document_lien {joined.number}", removing):
            with pytest.raises(NotAnimator):
                await joined.say(who, command)


async def test_it_stays_when_who_joined_it_is_erased_and_her_copy_names_it(
    joined: Joined,
) -> None:
    await joined.join("sophie")
    await joined.join_link()
    sophie = await joined.member("sophie")
    assert sophie is not None
    async with joined.context("marie") as ctx:
        about = await rows_about(ctx.db, [], sophie.id)
        assert [row["url"] for row in about["documents"]] == [SLIDES]
        await erase_member(ctx.db, await find_member(ctx.db, sophie.id))
    assert SLIDES in await joined.card("marie")
