"""Joining a theme: consent first, three questions at most, once."""

import pytest
from sqlalchemy import select

from community.db.tables import Consent, Membership, ThemeRow
from handlers.themes import meant
from tests.people import JOBS, PRODUCTIVE, People, commands, library


async def test_a_newcomer_joins_after_consent_and_three_answers(people: People) -> None:
    asked = await people.say("marie", "/rejoindre renouveau")
    assert "J’accepte" in asked.html
    done = await people.say("marie", "J'accepte", "Marie", "La Fabrique", "hauts de france")
    assert "Bienvenue" in done.html
    member = await people.member("marie")
    assert member is not None
    assert (member.name, member.structure, member.territory) == ("Marie", "La Fabrique", "REG-32")


async def test_the_wording_kept_is_the_one_she_read(people: People) -> None:
    await people.join("marie")
    async with people.context("marie") as ctx:
        consent = (await ctx.db.scalars(select(Consent))).one()
        assert consent.wording in ctx.say("joining.consent").replace("<p>", "").replace(
            "</p>", "\n"
        ).replace("<blockquote>", "").replace("</blockquote>", "\n")
        assert consent.door == "terminal"


async def test_who_already_answered_is_not_asked_again(people: People) -> None:
    await people.join("marie")
    second = await people.say("marie", f"/rejoindre {JOBS}")
    assert "Bienvenue" in second.html
    again = await people.say("marie", f"/rejoindre {JOBS}")
    assert "déjà" in again.html


@pytest.mark.parametrize("no", ["non", "Non merci !", "2", "je refuse"])
async def test_no_is_kindly_taken_and_nothing_is_kept(people: People, no: str) -> None:
    declined = await people.say("marie", f"/rejoindre {PRODUCTIVE}", no)
    assert "rien n’est gardé" in declined.html
    assert await people.member("marie") is None
    async with people.context("marie") as ctx:
        assert ctx.draft is None


async def test_an_unclear_yes_is_no_consent(people: People) -> None:
    reply = await people.say("marie", f"/rejoindre {PRODUCTIVE}", "oui mais pas mon nom")
    assert "clair" in reply.html
    assert "/reponse consent oui" in commands(reply)


async def test_names_are_read_as_people_write_them(people: People) -> None:
    begin = (f"/rejoindre {PRODUCTIVE}", "oui")
    assert "une lettre" in (await people.say("marie", *begin, "🎉🎉")).html
    assert "80" in (await people.say("marie", "m" * 81)).html
    echoed = await people.say("marie", "<b>Marie</b> *La* _Grande_")
    assert "&lt;b&gt;Marie&lt;/b&gt; *La* _Grande_" in echoed.html


async def test_an_ambiguous_territory_gets_near_offers(people: People) -> None:
    begin = (f"/rejoindre {PRODUCTIVE}", "oui", "Marie", "aucune")
    several = await people.say("marie", *begin, "alpes")
    offered = [c for c in commands(several) if c.startswith("/reponse territory")]
    assert len(offered) > 1
    await people.say("marie", "1")
    member = await people.member("marie")
    assert member is not None
    assert f"/reponse territory {member.territory}" == offered[0]


async def test_a_closed_theme_is_said_kindly(people: People) -> None:
    async with people.context("marie") as ctx:
        ctx.db.add(ThemeRow(slug="ancien-theme", opened_at=ctx.now, closed_at=ctx.now))
    reply = await people.say("marie", "/rejoindre ancien thème")
    assert "fermé" in reply.html
    assert f"/rejoindre {PRODUCTIVE}" in commands(reply)


async def test_leaving_says_how_to_come_back(people: People) -> None:
    await people.join("marie")
    await people.join("marie", JOBS)
    which = await people.say("marie", "/quitter")
    assert set(commands(which)) == {f"/quitter {PRODUCTIVE}", f"/quitter {JOBS}"}
    left = await people.say("marie", "/quitter emploi")
    assert f"/rejoindre {JOBS}" in commands(left)
    async with people.context("marie") as ctx:
        assert list(await ctx.db.scalars(select(Membership.theme))) == [PRODUCTIVE]


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("renouveau", PRODUCTIVE),
        ("RENOUVO PRODUCTIF", PRODUCTIVE),
        ("renouvau", PRODUCTIVE),
        ("sécurisation", JOBS),
        ("securisation des parcour", JOBS),
        ("emploi durable", JOBS),
        ("parcours", JOBS),
    ],
)
def test_a_theme_is_found_as_people_write_it(said: str, slug: str) -> None:
    assert [theme.id for theme in meant(said, library().themes.values())] == [slug]


@pytest.mark.parametrize("said", ["", "jardinage", "x", "de"])
def test_what_names_no_theme_finds_none(said: str) -> None:
    assert meant(said, library().themes.values()) == ()


async def test_another_theme_meanwhile_asks_nothing_again(people: People) -> None:
    await people.say("marie", f"/rejoindre {PRODUCTIVE}", "oui", "Marie")
    asked = await people.say("marie", f"/rejoindre {JOBS}")
    assert "structure" in asked.html
    assert "/continuer" not in commands(asked)
    done = await people.say("marie", "aucune", "je passe")
    assert "Sécurisation" in done.html
