"""Free text gets the right words, a way on, and never a dead end."""

from collections.abc import AsyncIterator

import pytest

from content.search import Found, FoundKind
from handlers import faq, knowledge
from tests.conftest import Clock
from tests.speaking import Speaker, become_member, commands, labels, library, speaking, words


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        yield speaker


async def test_a_question_gets_its_short_answer_its_source_and_ways_on(marie: Speaker) -> None:
    reply = knowledge.reply(marie.asks("c koi un ptce"), marie.ctx)
    assert "Un pôle territorial de coopération économique" in words(reply)
    assert "Sources : Dossier de la journée régionale PTCE, Lille (2014) et 3 autres." in words(
        reply
    )
    assert "Vérifié en novembre 2026." in words(reply)
    assert commands(reply)[:2] == ["/plus def", "/faq acronyme"]


async def test_an_answer_leads_to_its_plainer_version_and_back(marie: Speaker) -> None:
    whole = knowledge.reply(marie.asks("c koi un ptce"), marie.ctx)
    assert "/facile def" in commands(whole)
    plainer = await faq.easy(marie.request("def"), marie.ctx)
    assert words(plainer).startswith("Qu’est-ce qu’un PTCE ?\nVersion facile\n")
    assert commands(plainer)[0] == "/faq def"


async def test_who_asks_a_plainer_version_that_is_not_there_gets_the_answer(
    marie: Speaker,
) -> None:
    for asked, said in (("repas", "Oui, c’était possible."), ("rien", "Cette page a changé")):
        assert said in words(await faq.easy(marie.request(asked), marie.ctx))


def test_what_is_asked_most_has_a_plainer_version() -> None:
    easy = {one.id for one in library().faq.values() if one.easy}
    assert set(faq.FIRST) <= easy
    assert len(easy) >= 30


async def test_what_was_understood_is_told_when_it_is_far_from_what_was_written(
    marie: Speaker,
) -> None:
    meant = "qu’est-ce qu’un pôle territorial"
    marie.ctx.found = Found(FoundKind.ANSWER, "def", 1.0, repaired=meant)
    told = words(knowledge.reply(marie.request("kesk 1 pol teritorial"), marie.ctx))
    assert told.startswith(f"J’ai compris : « {meant} ».")
    near = words(knowledge.reply(marie.request("qu est ce qu un pole teritorial"), marie.ctx))
    assert near.startswith("Un pôle")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour !", "Bonjour, je suis Palabre."),
        ("coucou", "Bonjour, je suis Palabre."),
        ("merci beaucoup.", "Avec plaisir."),
        ("🎉🎉", "Je comprends surtout les mots."),
        ("?!…", "Je comprends surtout les mots."),
    ],
)
async def test_courtesy_and_signs_get_a_kind_line(marie: Speaker, text: str, said: str) -> None:
    reply = knowledge.reply(marie.asks(text), marie.ctx)
    assert words(reply).startswith(said)
    assert reply.choices


async def test_a_command_is_offered_ready_to_tap(marie: Speaker) -> None:
    reply = knowledge.reply(marie.asks("prochaine séance"), marie.ctx)
    assert "Voir les prochains échanges" in words(reply)
    assert commands(reply)[0] == "/agenda"


async def test_a_command_for_others_says_for_whom(marie: Speaker) -> None:
    newcomer = knowledge.answer(marie.ctx, Found(FoundKind.COMMAND, "commande:moi"))
    assert "pour les membres" in words(newcomer)
    assert commands(newcomer) == ["/rejoindre"]
    await become_member(marie)
    member = knowledge.answer(marie.ctx, Found(FoundKind.COMMAND, "commande:inviter"))
    assert "personnes qui animent" in words(member)
    assert "/inviter" not in commands(member)


async def test_near_questions_are_proposed_and_somebody_to_write_to(marie: Speaker) -> None:
    near = ("def", "fiche:pole-sud-archer", "commande:inviter", "disparue")
    suggested = knowledge.answer(marie.ctx, Found(FoundKind.SUGGESTIONS, suggestions=near))
    assert words(suggested) == "Vous pensez peut-être à…"
    assert commands(suggested) == ["/faq def", "/fiche pole-sud-archer", "/contact"]
    unknown = knowledge.answer(marie.ctx, Found(FoundKind.UNKNOWN, suggestions=("def",)))
    assert "Je ne sais pas" in words(unknown)
    assert commands(unknown) == ["/faq def", "/contact"]


async def test_a_person_to_write_to_is_proposed_once(marie: Speaker) -> None:
    near = Found(FoundKind.SUGGESTIONS, suggestions=("commande:contact", "def"))
    assert commands(knowledge.answer(marie.ctx, near)) == ["/faq def", "/contact"]


async def test_a_very_long_text_is_answered_as_any(marie: Speaker) -> None:
    reply = knowledge.reply(marie.asks("bla bla " * 12_000), marie.ctx)
    assert "Je ne sais pas" in words(reply)
    assert len(reply.html) < 500


async def test_everything_that_can_be_found_is_said_with_a_way_on() -> None:
    for document in library().documents():
        reply = knowledge.render(library(), document.id)
        assert reply is not None
        assert words(reply)
        assert reply.choices, document.id
        assert knowledge.offer(library(), document.id) is not None
    assert knowledge.render(library(), "renvoi:disparu") is None
    assert knowledge.render(library(), "inconnu:def") is None


async def test_the_rest_of_an_answer_has_all_its_sources(marie: Speaker) -> None:
    reply = await faq.more(marie.request("def"), marie.ctx)
    assert "groupement d’acteurs" in words(reply)
    assert words(reply).count(" ; ") == 3


@pytest.mark.parametrize("text", ["disparue", "<b>", "renvoi:disparu", "é" * 500])
async def test_a_stale_question_gets_a_kind_line(marie: Speaker, text: str) -> None:
    for handler in (faq.faq, faq.more, faq.term):
        reply = await handler(marie.request(text), marie.ctx)
        assert "n’existe plus" in words(reply)
        assert reply.choices


async def test_every_frequent_question_can_be_reached_page_by_page(marie: Speaker) -> None:
    asked, command = set[str](), "/faq"
    while command != "/faq" or not asked:
        reply = await faq.faq(marie.request(command.removeprefix("/faq").strip()), marie.ctx)
        *questions, command = commands(reply)
        asked.update(questions)
    assert asked == {f"/faq {one}" for one in library().faq}


async def test_without_an_address_the_contact_answer_names_people(
    sqlite_url: str, clock: Clock
) -> None:
    async with speaking(sqlite_url, clock, contact="") as speaker:
        reply = await faq.faq(speaker.request("contact"), speaker.ctx)
        assert "qui anime votre thème" in words(reply)
        assert labels(reply)[0] == "Je pose une question"
