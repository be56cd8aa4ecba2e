"""What people meet at the Telegram door, beside the conversations of `dialogs/`."""

import asyncio
from typing import Any, Never

import pytest

from tests.bot_api import Person
from tests.people import PRODUCTIVE
from tests.telegram_stage import TelegramStage, labels

Json = dict[str, Any]


class TestATap:
    async def test_is_answered_at_once(self, stage: TelegramStage, marie: Person) -> None:
        await stage.say("Marie", "bonjour")
        await stage.tap("Marie", labels(marie.read[-1])[0])
        assert len(stage.api.callback_answers) == 1

    async def test_on_a_button_of_another_age_is_answered_too(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "bonjour")
        query = marie.presses(marie.read[-1], "/une_vieille_commande 12")
        await stage.settle()
        assert query in stage.api.callback_answers
        assert "Je n’ai pas reconnu" in marie.read[-1]["text"]

    async def test_has_only_the_rights_of_who_taps(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "bonjour")
        marie.presses(marie.read[-1], f"/membres {PRODUCTIVE}")
        await stage.settle()
        assert "réservée aux personnes qui animent" in marie.read[-1]["text"]

    async def test_too_old_to_be_answered_is_heard_all_the_same(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "bonjour")
        stage.api.open_queries.clear()
        stage.api.fail("answerCallbackQuery", status=400)
        before = len(marie.read)
        await stage.tap("Marie", labels(marie.read[-1])[0])
        assert len(marie.read) > before


class TestAListThatPages:
    async def test_changes_where_it_stands(self, stage: TelegramStage, marie: Person) -> None:
        await stage.say("Marie", "/faq")
        before = [one["message_id"] for one in marie.read]
        await stage.tap("Marie", "Je vois d’autres questions")
        assert [one["message_id"] for one in marie.read] == before

    async def test_is_sent_anew_when_typed(self, stage: TelegramStage, marie: Person) -> None:
        await stage.say("Marie", "/faq")
        await stage.say("Marie", "/faq p2")
        assert len(marie.read) == 2

    async def test_is_not_sent_when_it_shows_the_same(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "/faq")
        marie.presses(marie.read[-1], "/faq")
        await stage.settle()
        assert not stage.api.made("editMessageText")
        assert len(marie.read) == 1

    async def test_is_sent_anew_when_its_message_is_gone(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "/faq")
        gone = stage.api.chat(marie.id).shown.pop(marie.read[-1]["message_id"])
        marie.taps(gone, "Je vois d’autres questions")
        await stage.settle()
        assert len(marie.read) == 1

    async def test_goes_on_changing_after_that(self, stage: TelegramStage, marie: Person) -> None:
        await stage.say("Marie", "/faq")
        gone = stage.api.chat(marie.id).shown.pop(marie.read[-1]["message_id"])
        marie.taps(gone, "Je vois d’autres questions")
        await stage.settle()
        await stage.tap("Marie", "Je vois d’autres questions")
        assert len(marie.read) == 1


class TestAReplyToAMessage:
    async def test_takes_the_choice_of_that_message(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "/themes")
        themes = marie.read[-1]
        await stage.say("Marie", "/faq")
        marie.says("1", reply_to=themes)
        await stage.settle()
        assert "Renouveau productif" in marie.read[-1]["text"]


class TestWhatIsNotText:
    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("photo", "votre image"),
            ("voice", "message vocal"),
            ("audio", "message vocal"),
            ("document", "votre fichier"),
            ("sticker", "votre envoi"),
            ("location", "votre envoi"),
            ("contact", "votre envoi"),
        ],
    )
    async def test_is_answered_kindly(
        self, kind: str, said: str, stage: TelegramStage, marie: Person
    ) -> None:
        marie.sends(kind)
        await stage.settle()
        assert said in marie.read[-1]["text"]

    async def test_is_read_for_its_caption(self, stage: TelegramStage, marie: Person) -> None:
        marie.sends("photo", caption="C’est quoi un PTCE ?")
        await stage.settle()
        assert "pôle territorial" in marie.read[-1]["text"].lower()

    async def test_is_answered_once_for_a_whole_album(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        for _ in range(3):
            marie.sends("photo", album="77")
        await stage.settle()
        assert len(marie.read) == 1

    async def test_a_corrected_message_is_not_a_new_one(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        said = marie.says("/themes")
        await stage.settle()
        marie.edits(said, "/faq")
        await stage.settle()
        assert len(marie.read) == 1


class TestWhoBlocksTheBot:
    async def test_is_shown_to_the_animator(self, stage: TelegramStage, marie: Person) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Paul", "animator", PRODUCTIVE)
        marie.blocks()
        await stage.settle()
        read = await stage.say("Paul", "/membres")
        assert "mes messages ne lui arrivent plus" in read

    async def test_is_noticed_when_a_message_is_refused(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Paul", "animator", PRODUCTIVE)
        marie.says("/agenda")
        marie.blocked = True
        await stage.settle()
        assert "mes messages ne lui arrivent plus" in await stage.say("Paul", "/membres")

    async def test_or_has_left_telegram_is_noticed_too(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Paul", "animator", PRODUCTIVE)
        marie.says("/agenda")
        del stage.api.chats[marie.id]  # chat not found
        await stage.settle()
        assert "mes messages ne lui arrivent plus" in await stage.say("Paul", "/membres")

    async def test_is_reached_again_after_a_word(self, stage: TelegramStage, marie: Person) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Paul", "animator", PRODUCTIVE)
        marie.blocks()
        await stage.settle()
        marie.unblocks()
        await stage.settle()
        assert "ne lui arrivent plus" not in await stage.say("Paul", "/membres")


class TestAMenu:
    async def test_newcomers_and_groups_have_theirs(self, stage: TelegramStage) -> None:
        await stage.api.until(lambda: "all_group_chats" in stage.api.menus)
        newcomers = {one["command"] for one in stage.api.menus["all_private_chats"]}
        groups = [one["command"] for one in stage.api.menus["all_group_chats"]]
        assert "rejoindre" in newcomers
        assert "membres" not in newcomers
        assert "faq" in groups
        assert "moi" not in groups
        assert "start" not in groups

    async def test_of_a_group_binds_it_for_those_who_run_it(self, stage: TelegramStage) -> None:
        await stage.api.until(lambda: "all_chat_administrators" in stage.api.menus)
        everybody = [one["command"] for one in stage.api.menus["all_group_chats"]]
        theirs = [one["command"] for one in stage.api.menus["all_chat_administrators"]]
        assert theirs == [*everybody, "groupe"]

    async def test_has_french_apostrophes(self, stage: TelegramStage) -> None:
        await stage.say("Marie", "bonjour")
        said = [one["description"] for one in stage.api.menus["all_private_chats"]]
        assert "Lire la fiche d’un pôle" in said

    async def test_begins_with_what_she_animates(self, stage: TelegramStage, marie: Person) -> None:
        await stage.say("Marie", "bonjour")
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.pass_time(1, "seconde")
        assert stage.api.menus[f"chat/{marie.id}"][0]["command"] == "membres"

    async def test_grows_with_her_role(self, stage: TelegramStage, marie: Person) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.app.keeper.tick()
        mine = f"chat/{marie.id}"
        assert "moi" in {one["command"] for one in stage.api.menus[mine]}
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.pass_time(1, "seconde")
        assert "membres" in {one["command"] for one in stage.api.menus[mine]}

    async def test_shrinks_with_her_role(self, stage: TelegramStage, marie: Person) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.pass_time(1, "seconde")
        await stage.join("Paul", PRODUCTIVE)
        await stage.say("Marie", "/confier")
        await stage.tap("Marie", "Paul")
        await stage.tap("Marie", "Je confie ce thème")
        await stage.pass_time(1, "seconde")
        hers = {one["command"] for one in stage.api.menus[f"chat/{marie.id}"]}
        his = {one["command"] for one in stage.api.menus[f"chat/{stage.person('Paul').id}"]}
        assert ("membres" in hers, "moi" in hers, "membres" in his) == (False, True, True)

    async def test_waits_for_her_first_word(self, stage: TelegramStage, marie: Person) -> None:
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.pass_time(1, "seconde")
        assert f"chat/{marie.id}" not in stage.api.menus
        await stage.say("Marie", "/start")
        await stage.pass_time(1, "minute")
        assert "membres" in {one["command"] for one in stage.api.menus[f"chat/{marie.id}"]}

    async def test_is_anybodys_again_once_she_is_erased(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.say("Marie", "/effacer")
        await stage.tap("Marie", labels(marie.read[-1])[0])
        await stage.pass_time(1, "seconde")
        await stage.api.until(lambda: "all_private_chats" in stage.api.menus)
        mine = {one["command"] for one in stage.api.menus[f"chat/{marie.id}"]}
        assert mine == {one["command"] for one in stage.api.menus["all_private_chats"]}

    async def test_that_telegram_wants_to_be_left_alone_with_keeps_nobody_waiting(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("setMyDescription", status=429, retry_after=36_000)
        await stage.restart()
        await stage.say("Marie", "bonjour")
        assert len(marie.read) == 1

    async def test_descriptions_fit(self, stage: TelegramStage) -> None:
        await stage.api.until(lambda: "short_description" in stage.api.descriptions)
        assert "société indépendante" in stage.api.descriptions["description"]
        assert stage.api.descriptions["short_description"]


class TestALink:
    async def test_opens_what_it_names(self, stage: TelegramStage) -> None:
        assert "PTCE" in await stage.say("Marie", "/start faq--def")

    async def test_does_nothing_by_itself(self, stage: TelegramStage, marie: Person) -> None:
        await stage.join("Marie", PRODUCTIVE)
        await stage.say("Marie", "/start stop")
        assert "Messages : arrêtés" not in await stage.say("Marie", "/moi")

    async def test_to_nothing_is_said_kindly(self, stage: TelegramStage) -> None:
        assert "ne fonctionne plus" in await stage.say("Marie", "/start reponse--name")


class TestTheNameSheGaveTelegram:
    async def test_is_offered_when_hers_is_asked(self, stage: TelegramStage) -> None:
        ana = stage.api.person(7, "Ana")
        ana.says(f"/rejoindre {PRODUCTIVE}")
        await stage.settle()
        ana.says("oui")
        await stage.settle()
        assert "Ana" in labels(ana.read[-1])


class TestWhatIsShared:
    async def test_a_name_offers_its_fiche(self, stage: TelegramStage, marie: Person) -> None:
        results = await self.search(stage, marie, "archer")
        assert results[0]["title"] == "Pôle Sud Archer"
        assert "Romans" in results[0]["input_message_content"]["message_text"]

    async def test_a_question_offers_its_answer(self, stage: TelegramStage, marie: Person) -> None:
        results = await self.search(stage, marie, "c'est quoi un ptce")
        assert results[0]["id"] == "def"
        sent = results[0]["input_message_content"]["message_text"]
        assert sent.startswith("<b>Qu’est-ce qu’un PTCE")

    async def test_nothing_typed_offers_what_newcomers_ask(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        assert len(await self.search(stage, marie, "")) >= 5

    async def test_nothing_known_offers_nothing(self, stage: TelegramStage, marie: Person) -> None:
        assert await self.search(stage, marie, "xqzwk") == []

    async def test_each_leads_to_the_private_chat(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        results = await self.search(stage, marie, "archer")
        (row,) = results[0]["reply_markup"]["inline_keyboard"]
        assert row[0]["url"].startswith("https://t.me/palabre_bot?start=fiche--")

    async def test_only_the_latest_words_of_a_person_are_looked_up(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        queries = [marie.asks_inline("archer"[:letters]) for letters in range(1, 7)]
        await stage.api.until(lambda: queries[-1] in stage.api.inline_answers)
        assert set(stage.api.inline_answers) == {queries[-1]}

    async def test_one_that_fails_spoils_no_other_and_is_not_quoted(
        self,
        stage: TelegramStage,
        marie: Person,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        failed = asyncio.Event()

        def fail(text: str, *_: object) -> Never:
            failed.set()
            raise ValueError(text)

        with monkeypatch.context() as failing:
            failing.setattr("bot.app.suggest", fail)
            marie.asks_inline("mon secret")
            await failed.wait()
        assert await self.search(stage, marie, "archer")
        assert "a search failed: ValueError" in caplog.text
        assert "secret" not in caplog.text

    async def search(self, stage: TelegramStage, who: Person, text: str) -> list[Json]:
        query = who.asks_inline(text)
        await stage.api.until(lambda: query in stage.api.inline_answers)
        results: list[Json] = stage.api.inline_answers[query]["results"]
        return results
