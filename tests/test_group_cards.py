"""The card of an exchange in a group: numbers, never names, edited where it stands; its taps."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from community.exchanges import cancel_exchange
from community.registrations import mark_cards
from community.roles import Rights
from tests.bot_api import Group
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.telegram_stage import TelegramStage, open_telegram_stage

Json = dict[str, Any]
RIGHTS = Rights(animated=frozenset({PRODUCTIVE}))
VISIT = (
    f"(Un échange « Visite » est publié dans {PRODUCTIVE}, vendredi 18 décembre 2026"
    " de 9 h 30 à 16 h 30, à Romans, 1 place)"
)
ID = 5  # after the four of the sample


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[TelegramStage]:
    """A community whose animator gave a group to her theme."""
    async with open_telegram_stage(sqlite_url, clock, webhook=False, delay=0) as opened:
        await opened.grant("Paul", "animator", PRODUCTIVE)
        opened.person("Paul").says("/groupe", chat=opened.api.group(-100500))
        await opened.settle()
        yield opened


@pytest.fixture
def group(stage: TelegramStage) -> Group:
    return stage.api.group(-100500)


async def published(stage: TelegramStage, group: Group) -> Json:
    """The card of a visit with one seat."""
    await stage.publish(VISIT)
    await tick(stage)
    return group.read[-1]


async def tick(stage: TelegramStage, seconds: int = 4) -> None:
    await stage.pass_time(seconds, "secondes")


async def taps(stage: TelegramStage, who: str, card: Json, label: str) -> Json:
    """What she alone is told where she tapped."""
    rows = card["reply_markup"]["inline_keyboard"]
    (data,) = [b["callback_data"] for row in rows for b in row if b["text"] == label]
    query = stage.person(who).presses(card, data)
    await stage.settle()
    answer: Json = stage.api.callback_answers[query]
    return answer


class TestTheCard:
    async def test_comes_with_the_invitation_once(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        assert "Visite" in card["text"]
        assert "Il reste 1" in card["text"]
        await tick(stage)
        assert group.read[-1] == card

    async def test_comes_to_a_group_that_is_bound_after_the_invitation(
        self, stage: TelegramStage, group: Group
    ) -> None:
        await published(stage, group)
        late = stage.api.group(-100600)
        stage.person("Paul").says("/groupe", chat=late)
        await stage.settle()
        await tick(stage)
        assert "Il reste 1" in late.read[-1]["text"]

    async def test_counts_without_a_name(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        await taps(stage, "Marie", card, "Je viens")
        await tick(stage)
        assert group.read[-1]["message_id"] == card["message_id"]
        assert "c’est complet" in group.read[-1]["text"]
        assert "Marie" not in group.read[-1]["text"]

    async def test_is_edited_once_in_three_seconds(
        self, stage: TelegramStage, group: Group
    ) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        for label in ("Je viens", "Peut-être", "Je ne viens pas", "Je viens"):
            await taps(stage, "Marie", card, label)
            await stage.app.keeper.tick()
            await stage.app.settle()
        assert len(stage.api.made("editMessageText")) <= 2

    async def test_is_not_edited_when_it_shows_the_same(
        self, stage: TelegramStage, group: Group
    ) -> None:
        await published(stage, group)
        async with stage.app.database.transaction() as session:
            await mark_cards(session, ID, stage.clock())
        await tick(stage)
        assert not stage.api.made("editMessageText")

    async def test_is_sent_anew_when_it_vanished(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        del stage.api.chat(group.id).shown[card["message_id"]]
        await stage.say("Marie", f"/je_viens {ID}")
        await tick(stage)
        assert group.read[-1]["message_id"] != card["message_id"]
        assert "c’est complet" in group.read[-1]["text"]

    async def test_says_that_it_is_called_off(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        async with stage.app.database.transaction() as session:
            await cancel_exchange(session, RIGHTS, ID, stage.clock())
            await mark_cards(session, ID, stage.clock())
        await tick(stage)
        assert group.read[-1]["message_id"] == card["message_id"]
        assert "Annulé" in group.read[-1]["text"]
        assert not group.read[-1].get("reply_markup")

    async def test_takes_no_answer_once_it_began(self, stage: TelegramStage, group: Group) -> None:
        await published(stage, group)
        await stage.pass_time(30, "jours")
        assert "a commencé" in group.read[-1]["text"]
        assert not group.read[-1].get("reply_markup")

    async def test_follows_a_group_that_becomes_a_supergroup(self, stage: TelegramStage) -> None:
        small = stage.api.group(-700, "Petit")
        stage.person("Paul").says("/groupe", chat=small)
        await stage.settle()
        await published(stage, small)
        large = small.becomes_supergroup(-100700)
        await stage.settle()
        await tick(stage)
        assert "Visite" in large.read[-1]["text"]


class TestATapThere:
    async def test_is_told_to_her_alone(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        before = len(group.read)
        answer = await taps(stage, "Marie", card, "Je viens")
        assert "C’est noté : vous venez" in answer["text"].replace("\u00a0", " ")
        assert len(group.read) == before
        assert "Romans" in stage.person("Marie").read[-1]["caption"]

    async def test_tells_the_rank_of_who_waits(self, stage: TelegramStage, group: Group) -> None:
        card = await published(stage, group)
        for who in ("Marie", "Ana"):
            await stage.join(who, PRODUCTIVE)
        await taps(stage, "Marie", card, "Je viens")
        assert "1re position" in (await taps(stage, "Ana", card, "Je viens"))["text"]

    async def test_leads_who_is_no_member_to_the_private_chat(
        self, stage: TelegramStage, group: Group
    ) -> None:
        card = await published(stage, group)
        answer = await taps(stage, "Zoé", card, "Je viens")
        assert answer["url"] == f"https://t.me/palabre_bot?start=echange--{ID}"
        assert not stage.person("Zoé").read

    async def test_that_is_too_old_is_told_in_private(
        self, stage: TelegramStage, group: Group
    ) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        query = stage.person("Marie").presses(card, f"/peut_etre {ID}")
        stage.api.open_queries.discard(query)
        await stage.settle()
        assert "peut-être" in stage.person("Marie").read[-1]["text"]

    async def test_leaves_her_private_conversation_as_it_was(
        self, stage: TelegramStage, group: Group
    ) -> None:
        card = await published(stage, group)
        await stage.join("Marie", PRODUCTIVE)
        await stage.say("Marie", "/themes")
        await taps(stage, "Marie", card, "Je ne viens pas")
        assert "Renouveau productif" in await stage.say("Marie", "1")
