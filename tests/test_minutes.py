"""The minutes of an exchange: drafted, corrected, published once, read by members."""

import pytest
from sqlalchemy import select

from community.db.tables import Reminder
from community.errors import ExchangeNotStarted, NoMinutes, NotAnimator, NotMember
from community.roles import ANIMATOR
from community.timing import Kind
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, People, commands


class Written(Afterwards):
    """An exchange whose minutes are written."""

    async def write(self, decisions: str = "On continue", links: str = "rien") -> None:
        await self.say("sophie", f"/compte_rendu {self.number}", decisions, links)

    async def publish_minutes(self) -> str:
        return (await self.say("sophie", f"/compte_rendu_publier {self.number}")).html

    async def read(self, who: str) -> str:
        return (await self.say(who, f"/lire_compte_rendu {self.number}")).html

    async def announced(self) -> list[Reminder]:
        async with self.context("sophie") as ctx:
            query = select(Reminder).where(Reminder.kind == Kind.MINUTES)
            return list(await ctx.db.scalars(query))


@pytest.fixture
def written(people: People, clock: Clock) -> Written:
    return Written(people.database, clock)


async def test_the_draft_holds_what_is_known_without_names(written: Written) -> None:
    number = await written.held("marie", "paul")
    await written.say("marie", f"/idee {number} Partager un comptable")
    await written.say("sophie", f"/presence {number} oui reste")
    asked = await written.say("sophie", f"/compte_rendu {number}")
    for known in ("18 décembre 2026", "Romans", "2 personnes présentes", "Partager un comptable"):
        assert known in asked.html.replace("\u00a0", " ")
    assert "Marie" not in asked.html


async def test_it_is_filled_by_replying_and_shown_before_it_is_published(written: Written) -> None:
    number = await written.held("marie")
    shown = await written.say(
        "sophie", f"/compte_rendu {number}", "- On continue\nOn écrit au maire", "https://a.fr/x"
    )
    assert "<li>On continue</li><li>On écrit au maire</li>" in shown.html
    assert "https://a.fr/x" in shown.html
    assert f"/compte_rendu_publier {number}" in commands(shown)
    assert await written.announced() == []


async def test_one_part_is_corrected_and_the_others_stay(written: Written) -> None:
    number = await written.held("marie")
    await written.write("On continue", "https://a.fr/x")
    shown = await written.say("sophie", f"/compte_rendu {number} decisions", "On arrête")
    assert "On arrête" in shown.html
    assert "On continue" not in shown.html
    assert "https://a.fr/x" in shown.html


async def test_a_part_may_be_kept_or_emptied(written: Written) -> None:
    number = await written.held("marie")
    await written.write("On continue")
    kept = await written.say("sophie", f"/compte_rendu {number} decisions", "je garde")
    assert "On continue" in kept.html
    emptied = await written.say("sophie", f"/compte_rendu {number} decisions", "rien")
    assert "On continue" not in emptied.html


async def test_an_idea_that_comes_later_joins_the_draft(written: Written, clock: Clock) -> None:
    number = await written.held("marie")
    await written.write()
    clock.forward(seconds=60)
    await written.say("marie", f"/idee {number} Partager un comptable")
    shown = await written.say("sophie", f"/compte_rendu {number}")
    assert "Partager un comptable" in shown.html


async def test_an_idea_that_was_taken_out_does_not_come_back(
    written: Written, clock: Clock
) -> None:
    number = await written.held("marie")
    await written.say("marie", f"/idee {number} Partager un comptable")
    await written.write()
    clock.forward(seconds=60)
    await written.say("sophie", f"/compte_rendu {number} idees", "rien")
    assert "comptable" not in (await written.say("sophie", f"/compte_rendu {number}")).html


async def test_a_new_score_brings_no_idea_back(written: Written, clock: Clock) -> None:
    number = await written.held("marie")
    await written.say("marie", f"/idee {number} Partager un comptable")
    await written.write()
    await written.say("sophie", f"/compte_rendu {number} idees", "rien")
    clock.forward(seconds=60)
    await written.say("marie", f"/avis {number} 5", "/annuler")
    assert "comptable" not in (await written.say("sophie", f"/compte_rendu {number}")).html


async def test_publishing_tells_the_theme_once(written: Written) -> None:
    await written.held("marie")
    await written.write()
    assert "publié" in await written.publish_minutes()
    assert "seconde fois" in await written.publish_minutes()
    assert [row.exchange_id for row in await written.announced()] == [written.number]


async def test_what_is_published_is_corrected_without_another_message(
    written: Written, clock: Clock
) -> None:
    number = await written.held("marie")
    await written.write()
    await written.publish_minutes()
    (before,) = await written.announced()
    clock.forward(seconds=60)
    await written.say("sophie", f"/compte_rendu {number} decisions", "On arrête")
    assert "On arrête" in await written.read("marie")
    (after,) = await written.announced()
    assert after.due_at == before.due_at


async def test_members_read_it_from_the_card_of_the_exchange(written: Written) -> None:
    number = await written.held("marie")
    before = await written.say("marie", f"/echange {number}")
    assert f"/lire_compte_rendu {number}" not in commands(before)
    await written.write()
    await written.publish_minutes()
    card = await written.say("marie", f"/echange {number}")
    assert f"/lire_compte_rendu {number}" in commands(card)
    assert "On continue" in await written.read("marie")


async def test_who_is_no_member_reads_nothing(written: Written) -> None:
    number = await written.held("marie")
    await written.write()
    await written.publish_minutes()
    with pytest.raises(NotMember):
        await written.read("visitor")
    card = await written.say("visitor", f"/echange {number}")
    assert f"/lire_compte_rendu {number}" not in commands(card)


async def test_a_draft_is_read_by_nobody(written: Written) -> None:
    await written.held("marie")
    await written.write()
    with pytest.raises(NoMinutes):
        await written.read("marie")


async def test_another_theme_s_animator_writes_and_publishes_nothing(written: Written) -> None:
    number = await written.held("marie")
    await written.grant("paul", ANIMATOR, JOBS)
    for command in ("compte_rendu", "compte_rendu_publier"):
        with pytest.raises(NotAnimator):
            await written.say("paul", f"/{command} {number}")


async def test_nothing_is_written_of_what_did_not_begin(written: Written) -> None:
    await written.publish()
    for command in ("compte_rendu", "compte_rendu_publier"):
        with pytest.raises(ExchangeNotStarted):
            await written.say("sophie", f"/{command} {written.number}")


@pytest.mark.parametrize("part", ["decisions", "idees"])
async def test_an_idea_that_comes_while_a_part_is_written_is_not_lost(
    written: Written, clock: Clock, part: str
) -> None:
    number = await written.held("marie")
    await written.write()
    await written.say("sophie", f"/compte_rendu {number} {part}")
    clock.forward(seconds=60)
    await written.say("marie", f"/idee {number} Partager un comptable")
    clock.forward(seconds=60)
    shown = await written.say("sophie", "Écrire au maire")
    assert "Écrire au maire" in shown.html
    assert "Partager un comptable" in shown.html


async def test_two_animators_write_two_parts_at_once(written: Written) -> None:
    number = await written.held("marie")
    await written.write()
    await written.grant("luc", ANIMATOR, "renouveau-productif")
    await written.say("sophie", f"/compte_rendu {number} liens")
    await written.say("luc", f"/compte_rendu {number} decisions", "On arrête")
    shown = await written.say("sophie", "https://a.fr/x")
    assert "On arrête" in shown.html
