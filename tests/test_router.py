"""What is said is understood in one order: command, last choices, open form, question."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import matching, router
from community.drafts import Draft
from community.errors import NotAdministrator, NotAnimator, NotMember
from community.post import outbox
from community.post.outbox import Priority
from community.words import Choice, Reply
from tests.conftest import Clock
from tests.speaking import Speaker, commands, speaking, with_agenda, words

OFFERED = (
    Choice("Je viens", "/venir 7", ("oui", "présente")),
    Choice("Je ne viens pas", "/absent 7", ("non",)),
    Choice("Poser une question", "/question"),
)


@pytest.fixture
async def marie(sqlite_url: str, clock: Clock) -> AsyncIterator[Speaker]:
    async with speaking(sqlite_url, clock) as speaker:
        yield speaker


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", 0),
        ("2.", 1),
        ("Je viens", 0),
        ("JE VIENS !", 0),
        ("je ne viens pas…", 1),
        ("Oui !", 0),
        ("presente", 0),
        ("/absent 7", 1),
        ("0", None),
        ("4", None),
        pytest.param("9" * 5_000, None, id="a number nobody can count"),
        ("peut-être", None),
        ("", None),
        ("🎉", None),
    ],
)
def test_a_choice_is_meant_by_number_label_word_or_command(text: str, meant: int | None) -> None:
    assert matching.match(text, OFFERED) == (None if meant is None else OFFERED[meant])


def test_what_cannot_be_seen_is_dropped() -> None:
    assert matching.clean("\u200b\u202e/ai\u200dde\ufeff\x00 ") == "/aide"
    assert matching.clean("\u200b\u2066\u200f") == ""
    assert matching.clean("deux\nlignes") == "deux\nlignes"
    assert len(matching.clean("a" * 100_000)) == matching.LONGEST


@given(st.text(), st.lists(st.builds(Choice, st.text(), st.text(max_size=16))))
def test_matching_and_cleaning_never_fail(text: str, choices: list[Choice]) -> None:
    cleaned = matching.clean(text)
    assert matching.clean(cleaned) == cleaned
    found = matching.match(cleaned, choices)
    assert found is None or found in choices


async def _offer(speaker: Speaker, key: str, *choices: Choice, notice: bool = False) -> None:
    """Leave a message of ours with choices, as if it had been sent."""
    ctx = speaker.ctx
    posted = await outbox.add(
        ctx.db,
        key=key,
        address_id=ctx.address_id,
        reply=Reply("<p>…</p>", choices),
        now=ctx.now,
        priority=Priority.NOTIFICATION if notice else Priority.ANSWER,
        holder="test",
    )
    if notice and posted:
        await outbox.mark_sent(ctx.db, [(posted.id, "1")], "test", ctx.now)


async def test_a_command_goes_before_choices_and_choices_before_a_question(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Agenda", "/aide"), Choice("Les pôles", "/fiches", ("def",)))
    agenda = await router.route(marie.asks("agenda"), marie.ctx)
    assert "Aucun échange" in words(agenda)
    fiches = await router.route(marie.asks("les poles"), marie.ctx)
    assert commands(fiches)[0] == "/fiches region"
    question = await router.route(marie.asks("c'est quoi un ptce"), marie.ctx)
    assert "/plus def" in commands(question)


async def test_an_open_form_takes_the_answer_unless_it_is_a_command(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Les pôles", "/fiches"))
    marie.ctx.draft = Draft("profile", "name", {}, ())
    noted = await router.route(marie.asks("Les ateliers"), marie.ctx)
    assert "/annuler" in commands(noted)
    beside = await router.route(marie.asks("/fiches"), marie.ctx)
    assert commands(beside)[0] == "/fiches region"
    assert commands(beside)[-1] == "/continuer"


async def test_what_was_just_offered_is_chosen_even_beside_an_open_form(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Les pôles", "/fiches"))
    marie.ctx.draft = Draft("profile", "name", {}, ())
    fiches = await router.route(marie.asks("1"), marie.ctx)
    assert commands(fiches)[0] == "/fiches region"


async def test_a_few_words_hint_at_the_one_choice_that_holds_them(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Je rejoins Renouveau", "/fiches"), Choice("Autre", "/aide"))
    fiches = await router.route(marie.asks("renouveau"), marie.ctx)
    assert commands(fiches)[0] == "/fiches region"


async def test_old_choices_are_no_longer_meant_by_a_word(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Les pôles", "/fiches"))
    marie.ctx.now += router.ANSWERABLE * 2
    reply = await router.route(marie.asks("les pôles"), marie.ctx)
    assert "/fiches region" not in commands(reply)


async def test_what_follows_a_command_may_be_on_the_next_line(marie: Speaker) -> None:
    answer = await router.route(marie.asks("/faq\ndef"), marie.ctx)
    assert answer.html == (await router.route(marie.asks("/faq def"), marie.ctx)).html


async def test_an_unknown_command_gets_the_nearest(marie: Speaker) -> None:
    reply = await router.route(marie.request("/agneda"), marie.ctx)
    assert commands(reply) == ["/agenda", "/aide"]
    lost = await router.route(marie.request("/" + "x" * 500), marie.ctx)
    assert commands(lost) == ["/aide"]
    empty = await router.route(marie.request("\u200b"), marie.ctx)
    assert "Je n’ai rien pu lire" in words(empty)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [("/moi", NotMember), ("/inviter", NotAnimator), ("/etat", NotAdministrator)],
)
async def test_rights_are_asked_before_a_command_runs(
    marie: Speaker, line: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await router.route(marie.request(line), marie.ctx)


async def test_a_word_below_an_offer_means_that_offer(marie: Speaker) -> None:
    await with_agenda(marie)
    await _offer(marie, "a", Choice("Je rejoins", "/rejoindre renouveau", ("rejoindre",)))
    joining = await router.route(marie.asks("rejoindre"), marie.ctx)
    assert "Vous allez rejoindre le thème « Renouveau productif »" in words(joining)


async def test_a_notice_is_answered_by_a_word_days_later(marie: Speaker) -> None:
    await _offer(marie, "a", Choice("Les pôles", "/fiches", ("oui",)))
    marie.ctx.now += timedelta(days=2)
    await _offer(marie, "b", Choice("Je reste", "/aide", ("oui",)), notice=True)
    marie.ctx.now += timedelta(days=5)
    assert "Écrivez simplement votre question" in words(
        await router.route(marie.asks("oui"), marie.ctx)
    )
