"""In groups: what the bot answers there, and what it only says in private."""

from typing import Any

import pytest

from bot.doors.telegram.reading import Reader
from tests.bot_api import Group, Person
from tests.people import PRODUCTIVE
from tests.telegram_stage import TelegramStage, labels

Json = dict[str, Any]


def address_of(message: Json, label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(b["url"]) for row in rows for b in row if b["text"] == label)


def test_its_name_alone_is_left_out_of_what_is_said_to_it() -> None:
    """A capital dotted I is two characters once in small letters."""
    reader = Reader(1, "palabre_bot", frozenset())
    assert reader._without_name("İİ @Palabre_Bot bonjour") == "İİ  bonjour"


class TestInAGroup:
    async def test_it_presents_itself(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.adds_bot_to(group)
        await stage.settle()
        assert "/groupe" in group.read[-1]["text"]

    async def test_it_answers_a_command(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq def", chat=group)
        await stage.settle()
        assert "PTCE" in group.read[-1]["text"]
        assert not marie.read

    async def test_it_answers_a_question_put_in_reply(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq", chat=group)
        await stage.settle()
        marie.says("C’est quoi un PTCE ?", chat=group, reply_to=group.read[-1])
        await stage.settle()
        assert "pôle territorial" in group.read[-1]["text"].lower()

    @pytest.mark.parametrize("said", ["/faq@un_autre_bot", "/roulette", "bonjour à tous"])
    async def test_it_is_silent_when_others_are_spoken_to(
        self, said: str, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says(said, chat=group)
        await stage.settle()
        assert not group.read

    async def test_it_answers_a_question_that_names_it(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("C’est quoi un PTCE, @palabre_bot ?", chat=group)
        await stage.settle()
        assert "pôle territorial" in group.read[-1]["text"].lower()

    async def test_it_presents_itself_when_only_its_name_is_said(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("@palabre_bot", chat=group)
        await stage.settle()
        assert "/groupe" in group.read[-1]["text"]

    async def test_it_does_not_take_a_longer_name_for_its_own(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq", chat=group)
        await stage.settle()
        said = {"text": "@palabre_bottin bonjour", "message_id": 99, "from": marie.user}
        stage.api.push(message=said | {"chat": group.chat, "date": 1})
        await stage.settle()
        assert len(group.read) == 1

    async def test_what_is_personal_is_answered_in_private(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        marie.says("/moi", chat=group)
        await stage.settle()
        assert "Marie" not in group.read[-1]["text"]
        url = address_of(group.read[-1], labels(group.read[-1])[0])
        assert url == "https://t.me/palabre_bot?start=moi"

    @pytest.mark.parametrize(
        "said", ["/moi " + 60 * "é", "@palabre_bot /profîl"], ids=["long", "accent"]
    )
    async def test_the_way_there_is_short_whatever_was_written(
        self, said: str, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says(said, chat=group)
        await stage.settle()
        url = address_of(group.read[-1], labels(group.read[-1])[0])
        assert url == "https://t.me/palabre_bot?start=moi"

    async def test_a_personal_choice_is_a_way_to_the_private_chat(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/themes", chat=group)
        await stage.settle()
        urls = [b.get("url", "") for r in _rows(group) for b in r]
        assert f"https://t.me/palabre_bot?start=rejoindre--{PRODUCTIVE}" in urls

    async def test_members_are_never_listed(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/membres", chat=group)
        await stage.settle()
        assert "Marie" not in group.read[-1]["text"]

    async def test_an_animator_gives_it_to_her_theme(
        self, stage: TelegramStage, group: Group
    ) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/groupe", chat=group)
        await stage.settle()
        assert "Renouveau productif" in group.read[-1]["text"]
        stage.person("Marie").says("/agenda", chat=group)
        await stage.settle()
        assert "dans le thème de ce groupe" in group.read[-1]["text"]

    async def test_she_takes_it_back_by_a_tap(self, stage: TelegramStage, group: Group) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        paul = stage.person("Paul")
        paul.says("/groupe", chat=group)
        await stage.settle()
        paul.taps(group.read[-1], "Je détache ce groupe")
        await stage.settle()
        assert "n’est plus relié" in group.read[-1]["text"]

    async def test_nobody_else_takes_it_back(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/groupe", chat=group)
        await stage.settle()
        marie.taps(group.read[-1], "Je détache ce groupe")
        await stage.settle()
        assert "réservée" in group.read[-1]["text"]

    async def test_one_that_has_no_theme_is_not_taken_back(
        self, stage: TelegramStage, group: Group
    ) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/groupe aucun", chat=group)
        await stage.settle()
        assert "n’est plus relié" in group.read[-1]["text"]

    @pytest.mark.parametrize("said", ["/faq", "/question"])
    async def test_it_says_how_to_ask_it_there(
        self, said: str, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says(said, chat=group)
        await stage.settle()
        assert "répondez à ce message" in group.read[-1]["text"].lower()

    async def test_nobody_else_does(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says(f"/groupe {PRODUCTIVE}", chat=group)
        await stage.settle()
        assert "suit maintenant" not in group.read[-1]["text"]

    async def test_an_administrator_without_a_name_has_no_rights(
        self, stage: TelegramStage, group: Group
    ) -> None:
        group.anonymous_admin_says(f"/groupe {PRODUCTIVE}")
        await stage.settle()
        assert "suit maintenant" not in group.read[-1]["text"]

    async def test_a_topic_is_answered_where_it_is(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        forum = stage.api.group(-100600, "Forum", forum=True)
        forum.threads.add(12)
        marie.says("/faq def", chat=forum, thread=12)
        await stage.settle()
        assert forum.read[-1]["message_thread_id"] == 12

    async def test_a_topic_is_given_to_a_theme_alone(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        forum = stage.api.group(-100600, "Forum", forum=True)
        forum.threads |= {12, 13}
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/groupe", chat=forum, thread=12)
        await stage.settle()
        read = {}
        for thread in (12, 13):
            marie.says("/agenda", chat=forum, thread=thread)
            await stage.settle()
            read[thread] = "le thème de ce groupe" in forum.read[-1]["text"]
        assert read == {12: True, 13: False}

    async def test_a_list_pages_where_it_stands(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq", chat=group)
        await stage.settle()
        marie.taps(group.read[-1], "Je vois d’autres questions")
        await stage.settle()
        assert len(group.read) == 1

    async def test_the_topics_of_a_group_share_what_telegram_allows_it(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        forum = stage.api.group(-100600, "Forum", forum=True)
        forum.threads |= {12, 13}
        for thread in (12, 13):
            marie.says("/faq", chat=forum, thread=thread)
        await stage.settle()
        for page in range(24):
            marie.presses(forum.read[page % 2], f"/faq p{page // 2 % 2 + 1}")
        await stage.settle()
        assert {call.status for call in stage.api.calls} == {200}

    async def test_of_several_quick_taps_the_last_is_what_shows(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq", chat=group)
        await stage.settle()
        first = labels(group.read[-1])
        stage.api.fail("editMessageText", late=0.3)
        for page in ("/faq p2", "/faq"):
            marie.presses(group.read[-1], page)
        await stage.settle()
        assert labels(group.read[-1]) == first

    async def test_it_follows_a_group_that_becomes_a_supergroup(self, stage: TelegramStage) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        small = stage.api.group(-700, "Petit")
        paul = stage.person("Paul")
        paul.says("/groupe", chat=small)
        await stage.settle()
        large = small.becomes_supergroup(-100700)
        await stage.settle()
        paul.says("/agenda", chat=large)
        await stage.settle()
        assert "dans le thème de ce groupe" in large.read[-1]["text"]

    async def test_what_was_to_be_said_before_is_said_in_the_new_one(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        small = stage.api.group(-700, "Petit")
        marie.says("/faq def", chat=small)
        large = small.becomes_supergroup(-100700)
        await stage.settle()
        await stage.pass_time(10, "secondes")
        assert "PTCE" in large.read[-1]["text"]

    async def test_it_forgets_a_group_it_was_taken_out_of(
        self, stage: TelegramStage, group: Group
    ) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        paul = stage.person("Paul")
        paul.says("/groupe", chat=group)
        await stage.settle()
        paul.removes_bot_from(group)
        await stage.settle()
        paul.adds_bot_to(group)
        paul.says("/agenda", chat=group)
        await stage.settle()
        assert "Aucun échange n’est encore prévu." in group.read[-1]["text"]
        assert "thème de ce groupe" not in group.read[-1]["text"]

    async def test_it_speaks_again_where_it_comes_back(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        for _ in range(2):
            marie.adds_bot_to(group)
            await stage.settle()
            marie.removes_bot_from(group)
            await stage.settle()
        assert len(group.read) == 2

    async def test_it_speaks_again_in_a_topic_that_is_opened_again(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        forum = stage.api.group(-100600, "Forum", forum=True)
        marie.says("/faq def", chat=forum, thread=12)
        await stage.settle()
        assert not forum.read
        forum.threads.add(12)
        marie.says("/faq def", chat=forum, thread=12)
        await stage.settle()
        assert len(forum.read) == 1


def _rows(group: Group) -> list[list[Json]]:
    rows: list[list[Json]] = group.read[-1]["reply_markup"]["inline_keyboard"]
    return rows
