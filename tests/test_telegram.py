"""What people meet at the Telegram door, beside the conversations of `dialogs/`."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot_api import Group, Person
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.telegram_stage import TelegramStage, open_telegram_stage

Json = dict[str, Any]


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[TelegramStage]:
    async with open_telegram_stage(sqlite_url, clock, webhook=False, delay=0) as opened:
        yield opened


@pytest.fixture
def marie(stage: TelegramStage) -> Person:
    return stage.person("Marie")


@pytest.fixture
def group(stage: TelegramStage) -> Group:
    return stage.api.group(-100500, "Les Jardins")


def labels(message: Json) -> list[str]:
    rows = message["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


def address_of(message: Json, label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(b["url"]) for row in rows for b in row if b["text"] == label)


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
        assert "animent" in marie.read[-1]["text"] or "anime" in marie.read[-1]["text"]

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
        del stage.api.people[marie.id]  # chat not found
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


class TestATelegramThatFails:
    @pytest.mark.parametrize("status", [429, 500, 502])
    async def test_gets_the_message_a_little_later(
        self, status: int, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", status=status, retry_after=5)
        await stage.say("Marie", "bonjour")
        assert not marie.read
        await stage.pass_time(10, "secondes")
        assert len(marie.read) == 1

    @pytest.mark.parametrize(("wanted", "minutes"), [(90, 1), (7200, 110)])
    async def test_is_asked_nothing_while_it_wants_to_wait(
        self, wanted: int, minutes: int, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", status=429, retry_after=wanted)
        await stage.say("Marie", "bonjour")
        await stage.pass_time(minutes, "minutes")
        assert len([call for call in stage.api.calls if call.method == "sendMessage"]) == 1

    async def test_that_cuts_the_line_may_say_it_twice_but_never_not(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", drop=True)
        await stage.say("Marie", "bonjour")
        await stage.pass_time(10, "secondes")
        assert len(marie.read) in {1, 2}

    async def test_in_the_middle_of_a_long_message_repeats_none_of_it(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "bonjour")
        stage.api.fail("sendDocument", status=429, retry_after=5)
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.say("Marie", "/mesdonnees")
        await stage.pass_time(10, "secondes")
        texts = [one["html"] for one in marie.read if "html" in one]
        assert len(texts) == len(set(texts))


class TestAMenu:
    async def test_newcomers_and_groups_have_theirs(self, stage: TelegramStage) -> None:
        await stage.say("Marie", "bonjour")
        newcomers = {one["command"] for one in stage.api.menus["all_private_chats"]}
        groups = [one["command"] for one in stage.api.menus["all_group_chats"]]
        assert "rejoindre" in newcomers
        assert "membres" not in newcomers
        assert groups[-1] == "groupe"
        assert "moi" not in groups
        assert "start" not in groups

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
        await stage.say("Marie", "bonjour")
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

    async def test_what_is_personal_is_answered_in_private(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        await stage.join("Marie", PRODUCTIVE)
        marie.says("/moi", chat=group)
        await stage.settle()
        assert "Marie" not in group.read[-1]["text"]
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
        assert "du thème de ce groupe" in group.read[-1]["text"]

    async def test_she_takes_it_back_by_a_tap(self, stage: TelegramStage, group: Group) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        paul = stage.person("Paul")
        paul.says("/groupe", chat=group)
        await stage.settle()
        paul.taps(group.read[-1], "Je délie ce groupe")
        await stage.settle()
        assert "n’est plus relié" in group.read[-1]["text"]

    async def test_nobody_else_takes_it_back(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        await stage.grant("Paul", "animator", PRODUCTIVE)
        stage.person("Paul").says("/groupe", chat=group)
        await stage.settle()
        marie.taps(group.read[-1], "Je délie ce groupe")
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
            read[thread] = "du thème de ce groupe" in forum.read[-1]["text"]
        assert read == {12: True, 13: False}

    async def test_a_list_pages_where_it_stands(
        self, stage: TelegramStage, marie: Person, group: Group
    ) -> None:
        marie.says("/faq", chat=group)
        await stage.settle()
        marie.taps(group.read[-1], "Je vois d’autres questions")
        await stage.settle()
        assert len(group.read) == 1

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
        assert "du thème de ce groupe" in large.read[-1]["text"]

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
        assert "du thème de ce groupe" not in group.read[-1]["text"]


def _rows(group: Group) -> list[list[Json]]:
    rows: list[list[Json]] = group.read[-1]["reply_markup"]["inline_keyboard"]
    return rows


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

    async def search(self, stage: TelegramStage, who: Person, text: str) -> list[Json]:
        query = who.asks_inline(text)
        await stage.api.until(lambda: query in stage.api.inline_answers)
        results: list[Json] = stage.api.inline_answers[query]["results"]
        return results
