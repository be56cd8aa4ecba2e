"""What members tell of poles: proposed, read by an animator, published, asked of again."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import stories
from community.db.tables import AddressRow, Delivery, DraftRow, Member, Proposal, Story
from community.errors import NotAnimator, NotMember, ProposalHandled, StoryTakenBack, UnknownStory
from community.post.codec import load_reply
from community.post.outbox import Priority
from community.proposals import KEPT, purge
from community.quiet import allowed
from community.roles import ANIMATOR
from community.stories import GRID
from community.words import Attachment, Reply
from content.simple_html import plain
from handlers.files import RENDERERS
from handlers.pole_map import told as told_of_map
from handlers.stories import BESIDE
from handlers.told_poles import known_poles
from scheduler.stories import ask
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands, library
from tests.stage import Stage, open_stage
from tests.stage import plain as plain_of

POLE = "gare"
SCREEN = 1000  # characters of a telephone's screen, or so
TOLD = ("Une friche vide.", *["je passe"] * (len(GRID) - 1))
PARTS = tuple(f"Réponse {number}." for number in range(1, len(GRID) + 1))


@pytest.fixture
async def community(people: People) -> People:
    """Marie and Paul, members; Sophie, who animates their theme; Zoé, who animates another."""
    for who in ("marie", "paul", "sophie"):
        await people.join(who, structure="La Fabrique" if who == "marie" else "aucune")
    await people.join("zoe", JOBS)
    await people.grant("sophie", ANIMATOR, PRODUCTIVE)
    await people.grant("zoe", ANIMATOR, JOBS)
    return people


def said_in(reply: Reply) -> str:
    """What is read of a reply, its spaces alike."""
    return plain_of(plain(reply.html))


async def propose(
    people: People,
    who: str = "marie",
    pole: str = POLE,
    told: Sequence[str] = TOLD,
    credit: str = "oui",
) -> Reply:
    """Somebody tells of a pole and sends it."""
    return await people.say(who, f"/proposer_fiche {pole}", *told, credit, "J'envoie")


async def waiting(people: People) -> int:
    """The number of the latest proposal."""
    async with people.database.transaction() as session:
        number: int | None = await session.scalar(select(func.max(Proposal.id)))
    assert number is not None
    return number


async def publish(people: People, who: str = "sophie") -> Reply:
    """Somebody publishes the latest proposal."""
    return await people.say(who, f"/fiche_proposee_publier {await waiting(people)}")


async def told(people: People, who: str) -> list[Reply]:
    """What the bot wrote to somebody who asked nothing."""
    async with people.database.transaction() as session:
        rows = await session.scalars(
            select(Delivery)
            .join(AddressRow, AddressRow.id == Delivery.address_id)
            .where(AddressRow.value == who, Delivery.priority == Priority.NOTIFICATION)
            .order_by(Delivery.id)
        )
        return [load_reply(row.reply) for row in rows if row.reply]


async def count(people: People, table: type[Proposal] | type[Story] | type[DraftRow]) -> int:
    async with people.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def ask_now(people: People) -> bool:
    async with people.database.transaction() as session:
        return await ask(session, library(), people.clock())


# Proposing.


async def test_a_visitor_is_led_to_join(people: People) -> None:
    with pytest.raises(NotMember):
        await people.say("nadia", f"/proposer_fiche {POLE}")


async def test_each_question_says_where_it_stands_and_may_be_passed(community: People) -> None:
    reply = await community.say("marie", f"/proposer_fiche {POLE}", "Une friche.", "je passe")
    assert "Question 3 sur 9" in said_in(reply)
    assert commands(reply)[0] == "/reponse steps passer"


async def test_it_says_who_reads_it_before_it_is_published(community: People) -> None:
    reply = await community.say("marie", f"/proposer_fiche {POLE}")
    assert "Une personne qui anime lira votre texte avant qu’il soit publié" in said_in(reply)


async def test_who_passes_everything_sends_nothing(community: People) -> None:
    reply = await community.say(
        "marie", f"/proposer_fiche {POLE}", *["je passe"] * len(GRID), "non"
    )
    assert "il n’y a rien à envoyer" in said_in(reply)
    assert await count(community, Proposal) == 0
    assert await count(community, DraftRow) == 0


async def test_what_is_cancelled_is_not_kept(community: People) -> None:
    await community.say("marie", f"/proposer_fiche {POLE}", "Une friche.", "annuler")
    assert await count(community, Proposal) == 0
    assert await count(community, DraftRow) == 0


async def test_what_was_begun_of_a_pole_is_not_lost_for_another(community: People) -> None:
    await community.say("marie", f"/proposer_fiche {POLE}", "Une friche.")
    reply = await community.say("marie", "/proposer_fiche nola")
    assert commands(reply) == ["/continuer", "/annuler"]
    assert "Question 2 sur 9" in said_in(await community.say("marie", "/proposer_fiche"))


async def test_the_echo_shows_all_and_one_answer_is_corrected(community: People) -> None:
    await community.say("marie", f"/proposer_fiche {POLE}", *PARTS, "oui")
    which = await community.say("marie", "/corriger")
    assert "/corriger obstacles" in commands(which)
    asked = await community.say("marie", "/corriger obstacles")
    assert "Réponse 7." in said_in(asked)
    echo = said_in(await community.say("marie", "Plus aucun."))
    assert "Plus aucun." in echo
    assert "Réponse 7." not in echo
    assert "Réponse 8." in echo
    assert "On lira : « Raconté par Marie (La Fabrique) »" in echo


async def test_at_the_echo_an_answer_is_also_corrected_by_its_name(community: People) -> None:
    await community.say("marie", f"/proposer_fiche {POLE}", *PARTS, "oui")
    echo = said_in(await community.say("marie", "Étapes : 2013, puis 2016\nje signe : non"))
    assert "2013, puis 2016" in echo
    assert "Réponse 3." not in echo
    assert "Réponse 4." in echo
    assert "Raconté par un membre de la communauté" in echo
    assert "Rien n’est encore envoyé" in said_in(await community.say("marie", "peut-être"))


async def test_what_is_corrected_may_be_kept_or_emptied(community: People) -> None:
    await community.say("marie", f"/proposer_fiche {POLE}", *PARTS, "non")
    kept = await community.say("marie", "/corriger steps", "Je garde ce texte")
    assert "Réponse 3." in said_in(kept)
    emptied = await community.say("marie", "/corriger steps", "Je laisse vide")
    assert "Réponse 3." not in said_in(emptied)


async def test_a_text_that_is_too_long_is_asked_again(community: People) -> None:
    reply = await community.say("marie", f"/proposer_fiche {POLE}", "long " * 400)
    assert "Raccourcissez" in said_in(reply)
    assert "Question 1 sur 9" in said_in(reply)


async def test_a_pole_is_found_by_its_name_and_asked_when_it_is_not_sure(
    community: People,
) -> None:
    sure = await community.say("marie", "/proposer_fiche", "Pôle Sud Archer")
    assert "Question 1 sur 9" in said_in(sure)
    await community.say("marie", "/annuler")
    unsure = await community.say("marie", "/proposer_fiche", "archer")
    assert commands(unsure)[:2] == ["/reponse pole pole-sud-archer", "/reponse pole nouveau"]


async def test_a_commune_may_be_one_of_several_or_not_known(community: People) -> None:
    reply = await community.say("marie", "/proposer_fiche", "Les Remparts", "un nouveau", "Romans")
    assert commands(reply)[0] == "/reponse commune 26281"
    reply = await community.say("marie", "je ne sais pas")
    assert "Question 1 sur 9" in said_in(reply)


async def test_a_member_may_tell_of_a_pole_whose_facts_are_known(community: People) -> None:
    tell = "/proposer_fiche pole-sud-archer"
    assert tell in commands(await community.say("marie", "/suite pole-sud-archer"))
    assert tell not in commands(await community.say("nadia", "/suite pole-sud-archer"))


# Reviewing.


async def test_who_animates_her_theme_hears_of_it_once(community: People) -> None:
    await propose(community)
    (notice,) = await told(community, "sophie")
    assert "Marie (La Fabrique) raconte un pôle : GARE" in said_in(notice)
    assert commands(notice) == [f"/fiche_proposee {await waiting(community)}"]
    assert await told(community, "zoe") == []
    assert await told(community, "marie") == []


async def test_where_nobody_animates_the_administrators_hear_of_it(people: People) -> None:
    await people.join("marie")
    await people.grant("ana", "administrator")
    await propose(people)
    assert len(await told(people, "ana")) == 1


async def test_members_neither_read_nor_publish_what_is_proposed(community: People) -> None:
    await propose(community)
    number = await waiting(community)
    for line in (
        "/fiches_proposees",
        f"/fiche_proposee {number}",
        f"/fiche_proposee_corriger {number}",
        f"/fiche_proposee_publier {number}",
        f"/fiche_proposee_renvoyer {number}",
    ):
        with pytest.raises(NotAnimator):
            await community.say("paul", line)


async def test_an_animator_corrects_a_part_and_the_author_hears_that_it_was(
    community: People,
) -> None:
    await propose(community)
    number = await waiting(community)
    reply = await community.say(
        "sophie", f"/fiche_proposee_corriger {number} trigger", "Une friche, vide depuis 2009."
    )
    assert "corrigé depuis" in said_in(reply)
    await publish(community)
    assert "un peu corrigé" in said_in((await told(community, "marie"))[0])
    assert "vide depuis 2009" in said_in(await community.say("paul", f"/fiche {POLE}"))


async def test_what_another_changed_meanwhile_is_not_overwritten(community: People) -> None:
    await propose(community)
    number = await waiting(community)
    await community.say("sophie", f"/fiche_proposee_corriger {number} trigger")
    await community.say("zoe", f"/fiche_proposee_corriger {number} trigger", "Celui de Zoé.")
    reply = said_in(await community.say("sophie", "Celui de Sophie."))
    assert "pendant que vous écriviez" in reply
    assert "Celui de Sophie." in reply
    assert "Celui de Zoé." in reply


async def test_the_second_of_two_animators_is_told_who_was_first(community: People) -> None:
    await propose(community)
    number = await waiting(community)
    await publish(community, "zoe")
    for line in ("publier", "renvoyer", "corriger"):
        with pytest.raises(ProposalHandled) as handled:
            await community.say("sophie", f"/fiche_proposee_{line} {number}")
        assert handled.value.values == {"status": "published", "by": "Zoe"}
    assert await count(community, Story) == 1


async def test_two_at_the_very_same_time_publish_it_once(community: People) -> None:
    await propose(community)
    line = f"/fiche_proposee_publier {await waiting(community)}"
    both = (community.say(who, line) for who in ("sophie", "zoe"))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ProposalHandled", "Reply"]
    assert await count(community, Story) == 1
    assert len(await told(community, "marie")) == 1


async def test_what_is_sent_back_is_kept_with_a_word_and_sent_again(community: People) -> None:
    await propose(community)
    number = await waiting(community)
    await community.say("sophie", f"/fiche_proposee_renvoyer {number}", "De quoi vit-il ?")
    (notice,) = await told(community, "marie")
    assert "Sophie aimerait un peu plus" in said_in(notice)
    assert "De quoi vit-il ?" in said_in(notice)
    assert commands(await community.say("sophie", "/fiches_proposees")) == ["/fiches"]
    community.clock.forward(hours=1)
    echo = said_in(await community.say("marie", commands(notice)[0]))
    assert "Une friche vide." in echo
    await community.say("marie", "/corriger balance", "Des loyers.", "J'envoie")
    assert await count(community, Proposal) == 1
    assert "Des loyers." in said_in(await community.say("sophie", f"/fiche_proposee {number}"))
    assert len(await told(community, "sophie")) == 2


async def test_what_was_handled_is_forgotten_a_year_later(community: People) -> None:
    await propose(community)
    await publish(community)
    async with community.database.transaction() as session:
        await purge(session, community.clock() + KEPT - timedelta(days=1))
    assert await count(community, Proposal) == 1
    async with community.database.transaction() as session:
        await purge(session, community.clock() + KEPT + timedelta(days=1))
    assert await count(community, Proposal) == 0


# What is published.


async def test_before_it_is_published_nobody_else_reads_it(community: People) -> None:
    await propose(community)
    assert "communauté" not in said_in(await community.say("paul", f"/fiche {POLE}"))


async def test_it_stands_under_the_sourced_facts_credited_and_dated(community: People) -> None:
    await propose(community)
    await publish(community)
    card = await community.say("nadia", f"/fiche {POLE}")
    facts, _, story = said_in(card).partition("Ce qu’en dit la communauté")
    assert "Source : " in facts
    assert "Une friche vide." in story
    assert "Raconté par Marie (La Fabrique), le 23 novembre 2026." in story
    assert commands(card)[0] == f"/recit {POLE}"


async def test_who_does_not_want_her_name_there_is_a_member_of_the_community(
    community: People,
) -> None:
    await propose(community, credit="non")
    await publish(community)
    card = said_in(await community.say("paul", f"/fiche {POLE}"))
    assert "Raconté par un membre de la communauté" in card
    assert "Marie" not in card


async def test_what_people_write_is_escaped(community: People) -> None:
    await propose(community, told=("<b>ici</b> & <script>", *TOLD[1:]))
    await publish(community)
    for line in (f"/fiche {POLE}", f"/recit {POLE}", f"/recit {POLE} trigger"):
        html = (await community.say("paul", line)).html
        assert "&lt;b&gt;ici&lt;/b&gt; &amp; &lt;script&gt;" in html


async def test_any_story_leaves_the_card_little_longer_and_is_read_by_parts(
    community: People,
) -> None:
    before = len(said_in(await community.say("paul", f"/fiche {POLE}")))
    await propose(community, told=["un mot " * 200] * len(GRID))
    await publish(community)
    card = await community.say("paul", f"/fiche {POLE}")
    assert len(said_in(card)) < before + BESIDE + 120
    parts = await community.say("paul", f"/recit {POLE}")
    assert len(said_in(parts)) < SCREEN
    assert commands(parts)[: len(GRID)] == [f"/recit {POLE} {one}" for one in GRID]
    whole = await community.say("paul", f"/recit {POLE} obstacles")
    assert said_in(whole).lower().count("un mot") == 200


async def test_a_second_member_goes_on_from_what_stands_and_both_are_credited(
    community: People,
) -> None:
    await propose(community)
    await publish(community)
    await community.say("paul", f"/proposer_fiche {POLE}", "/corriger", "/corriger balance")
    reply = await community.say("paul", "Des loyers.", "non")
    assert "Une friche vide." in said_in(reply)
    await community.say("paul", "J'envoie")
    preview = await community.say("sophie", f"/fiche_proposee {await waiting(community)}")
    assert "remplacera la version 1" in said_in(preview)
    await publish(community)
    story = said_in(await community.say("nadia", f"/recit {POLE}"))
    assert "Raconté par un membre de la communauté et Marie (La Fabrique)" in story


async def test_what_she_passes_of_a_story_that_stands_is_kept(community: People) -> None:
    """Though she named the pole herself, so that nothing of it was in the form."""
    await propose(community)
    await publish(community)
    passed = ["je passe"] * (len(GRID) - 1)
    echo = await community.say("paul", "/proposer_fiche", "GARE", *passed, "Vivez.", "oui")
    assert "Une friche vide." in said_in(echo)
    assert "Vivez." in said_in(echo)


async def test_an_animator_reads_earlier_versions_withdraws_and_restores(
    community: People,
) -> None:
    await propose(community)
    await publish(community)
    await community.say("marie", f"/proposer_fiche {POLE}", "oui", "/corriger trigger", "Un train.")
    await community.say("marie", "J'envoie")
    await publish(community)
    listed = await community.say("sophie", f"/recit_versions {POLE}")
    assert "Version 2, publiée le" in said_in(listed)
    first = next(one for one in commands(listed)[1:] if one.startswith("/recit_version "))
    assert "Une friche vide." in said_in(await community.say("sophie", first))
    withdraw = next(one for one in commands(listed) if one.startswith("/recit_retirer"))
    with pytest.raises(NotAnimator):
        await community.say("paul", f"/recit_versions {POLE}")
    with pytest.raises(NotAnimator):
        await community.say("paul", withdraw)
    gone = await community.say("sophie", withdraw)
    with pytest.raises(UnknownStory):
        await community.say("paul", f"/recit {POLE}")
    assert "communauté" not in said_in(await community.say("paul", f"/fiche {POLE}"))
    with pytest.raises(NotAnimator):
        await community.say("marie", commands(gone)[0])
    await community.say("sophie", commands(gone)[0])
    assert "Un train." in said_in(await community.say("paul", f"/recit {POLE}"))


async def test_its_author_may_take_it_back_and_she_alone_shows_it_again(
    community: People,
) -> None:
    await propose(community)
    await publish(community)
    reply = await community.say("marie", f"/recit {POLE}")
    withdraw = next(one for one in commands(reply) if one.startswith("/recit_retirer"))
    assert withdraw not in commands(await community.say("paul", f"/recit {POLE}"))
    gone = await community.say("marie", withdraw)
    assert "C’est retiré" in said_in(gone)
    listed = commands(await community.say("sophie", f"/recit_versions {POLE}"))
    assert listed == [f"/fiche {POLE}"]
    for line in ("/recit_version 1", "/recit_remettre 1"):
        with pytest.raises(StoryTakenBack):
            await community.say("sophie", line)
    assert "C’est remis" in said_in(await community.say("marie", commands(gone)[0]))
    assert "Une friche vide." in said_in(await community.say("paul", f"/recit {POLE}"))


async def test_what_an_animator_withdrew_its_author_does_not_show_again(
    community: People,
) -> None:
    await propose(community)
    await publish(community)
    await community.say("sophie", "/recit_retirer 1")
    await community.say("marie", "/recit_retirer 1")
    with pytest.raises(NotAnimator):
        await community.say("marie", "/recit_remettre 1")


async def test_what_she_took_back_is_forgotten_a_month_later(community: People) -> None:
    await propose(community)
    await publish(community)
    await community.say("marie", "/recit_retirer 1")
    for days, left in ((29, True), (31, False)):
        async with community.database.transaction() as session:
            await stories.purge(session, community.clock() + timedelta(days=days))
            story = await session.get_one(Story, 1)
            await session.refresh(story)
            assert ("friche" in story.told, "frich" in story.searched) == (left, left)
    with pytest.raises(UnknownStory):
        await community.say("marie", "/recit_remettre 1")


async def new_pole(community: People) -> None:
    """Marie tells of a pole that the content does not know, and Sophie publishes it."""
    await community.say("marie", "/proposer_fiche", "Les Remparts", "un nouveau", "Lille")
    await community.say("marie", *TOLD, "oui", "J'envoie")
    await publish(community)


async def test_a_pole_that_the_content_does_not_know_gets_a_fiche_of_its_own(
    community: People,
) -> None:
    await new_pole(community)
    for asked in ("/fiche remparts", "les remparts"):
        card = said_in(await community.say("nadia", asked))
        assert "Les Remparts\nLille, Nord, Hauts-de-France" in card
        assert "Statut : proposé par la communauté" in card
        assert "Source" not in card
        assert "Une friche vide." in card
    near = await community.say("nadia", "/fiches pres Lille")
    assert "/fiche les-remparts" in commands(near)
    listed = await community.say("nadia", "/fiches statut p2")
    assert any("Proposé par un membre" in one.label for one in listed.choices)


async def test_such_a_pole_is_on_the_map_where_its_commune_is(community: People) -> None:
    await new_pole(community)
    async with community.database.transaction() as session:
        drawn = await told_of_map(session, library(), Attachment("map.png", ("32",), "carte.png"))
    marks = drawn["marks"]
    assert isinstance(marks, list)
    (mark,) = (one for one in marks if one["name"] == "Les Remparts")
    assert not mark["hollow"]
    assert round(mark["latitude"], 1) == 50.6


async def test_a_question_finds_what_the_community_tells(community: People) -> None:
    await propose(community, told=("La friche Mulliez devient une conserverie.", *TOLD[1:]))
    question = "qui transforme une friche en conserverie"
    assert f"/recit {POLE}" not in commands(await community.say("nadia", question))
    await publish(community)
    found = await community.say("nadia", question)
    assert commands(found)[-1] == f"/recit {POLE}"
    assert f"/recit {POLE}" not in commands(await community.say("nadia", "c'est quoi un ptce"))
    await community.say("sophie", "/recit_retirer 1")
    assert f"/recit {POLE}" not in commands(await community.say("nadia", question))


async def test_nothing_is_invented_of_such_a_pole(community: People) -> None:
    await new_pole(community)
    async with community.context("nadia") as ctx:
        one = (await known_poles(ctx.db, ctx.library)).fiches["les-remparts"]
    assert (one.body, one.sources, one.sectors, one.created, one.figures) == ("", (), (), None, ())
    assert not one.complete


async def test_such_a_pole_is_gone_when_it_is_withdrawn(community: People) -> None:
    await new_pole(community)
    async with community.database.transaction() as session:
        story = await stories.story_of(session, "les-remparts")
        assert story is not None
        number = story.id
    await community.say("sophie", f"/recit_retirer {number}")
    assert "Je n’ai pas de fiche" in said_in(await community.say("nadia", "/fiche remparts"))


# A year later.


async def test_a_year_later_its_author_is_asked_once_whether_it_holds(community: People) -> None:
    await propose(community)
    await publish(community)
    community.clock.forward(days=364)
    assert not await ask_now(community)
    community.clock.forward(days=2)
    assert await ask_now(community)
    assert not await ask_now(community)
    asked = (await told(community, "marie"))[-1]
    assert "Est-ce toujours juste ?" in said_in(asked)
    assert [one.partition(" ")[0] for one in commands(asked)] == [
        "/recit_inchange",
        "/proposer_fiche",
        "/recit_retirer",
        "/recit",
    ]


async def test_that_nothing_changed_renews_the_date_for_a_year(community: People) -> None:
    await propose(community)
    await publish(community)
    community.clock.forward(days=366)
    await ask_now(community)
    await community.say("marie", commands((await told(community, "marie"))[-1])[0])
    assert "toujours juste le 24 novembre 2027" in said_in(
        await community.say("paul", f"/fiche {POLE}")
    )
    community.clock.forward(days=300)
    assert not await ask_now(community)
    community.clock.forward(days=70)
    assert await ask_now(community)


async def test_completing_opens_what_stands(community: People) -> None:
    await propose(community)
    await publish(community)
    community.clock.forward(days=366)
    await ask_now(community)
    reply = await community.say("marie", commands((await told(community, "marie"))[-1])[1])
    assert "Reprenons le texte sur GARE" in said_in(reply)
    assert "Question 9 sur 9" in said_in(reply)


async def test_nobody_else_may_say_that_it_holds(community: People) -> None:
    await propose(community)
    await publish(community)
    with pytest.raises(NotAnimator):
        await community.say("paul", "/recit_inchange 1")


async def test_it_is_asked_of_who_published_it_when_its_author_left(community: People) -> None:
    await propose(community)
    await publish(community)
    await community.say("marie", "/effacer_oui")
    community.clock.forward(days=366)
    assert await ask_now(community)
    asked = (await told(community, "sophie"))[-1]
    assert "Un membre de la communauté a raconté le pôle GARE" in said_in(asked)
    assert not [one for one in await told(community, "zoe") if "toujours juste" in one.html]


async def test_who_said_stop_is_not_asked(community: People) -> None:
    await propose(community)
    await publish(community)
    await community.say("marie", "/stop")
    before = len(await told(community, "marie"))
    community.clock.forward(days=366)
    await ask_now(community)
    assert len(await told(community, "marie")) == before


async def test_it_waits_for_the_end_of_a_pause_and_of_a_quiet_hour(community: People) -> None:
    await propose(community)
    await publish(community)
    community.clock.forward(days=366)
    async with community.context("marie") as ctx:
        assert ctx.member is not None
        ctx.member.paused_until = community.clock() + timedelta(days=3, hours=14)
    await ask_now(community)
    async with community.database.transaction() as session:
        due = await session.scalar(
            select(Delivery.due_at).where(Delivery.key.like("story/%/20%")).limit(1)
        )
    assert due is not None
    assert due >= community.clock() + timedelta(days=3, hours=14)
    assert allowed(due, "Europe/Paris")


# Her data.


async def test_what_she_tells_is_in_her_data(community: People) -> None:
    await propose(community)
    await publish(community)
    await propose(community, pole="nola")
    reply = await community.say("marie", "/mesdonnees")
    async with community.database.transaction() as session:
        copy = await RENDERERS["my_data.json"](session, library(), reply.attachments[0])
    rows = json.loads(copy.content)
    assert "Une friche vide." in json.dumps(rows["stories"], ensure_ascii=False)
    assert "Une friche vide." in json.dumps(rows["proposals"], ensure_ascii=False)


async def test_an_erasure_takes_what_is_not_published_and_the_name_of_what_is(
    community: People,
) -> None:
    await propose(community)
    await publish(community)
    await propose(community, pole="nola")
    assert "reste sur sa fiche, sans votre nom" in said_in(await community.say("marie", "/effacer"))
    await community.say("marie", "/effacer_oui")
    assert await count(community, Proposal) == 0
    card = said_in(await community.say("paul", f"/fiche {POLE}"))
    assert "Une friche vide." in card
    assert "Raconté par un membre de la communauté" in card
    async with community.database.transaction() as session:
        assert await session.scalar(select(Story.author_id)) is None
        assert await session.scalar(select(Member.id).where(Member.name == "Marie")) is None


async def test_who_told_nothing_does_not_hear_of_it_when_she_leaves(community: People) -> None:
    assert "sur sa fiche" not in said_in(await community.say("paul", "/effacer"))


# By mail.


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        await stage.join("Marie", PRODUCTIVE, by_mail=True)
        stage.read_mail("Marie")
        await stage.write("Marie", f"/proposer_fiche {POLE}", verified=True)
        yield stage


async def test_what_is_left_out_of_a_mail_is_passed(stage: Stage) -> None:
    said = plain_of(await stage.write("Marie", "Étapes : 2013\nvotre nom : non", "Marie"))
    assert "Les étapes\n2013" in said.replace("    ", "")
    assert "Le déclic" not in said


async def test_a_part_may_take_several_lines(stage: Stage) -> None:
    mail = (
        "Bonjour,\nDéclic :\nUne friche.\nElle était vide.\n\nObstacles - le temps\n- l'argent\n"
        "Je signe : oui\nBien cordialement,\nMarie"
    )
    said = plain_of(await stage.write("Marie", mail, "Marie"))
    assert "Une friche\nElle était vide" in said.replace(".", "").replace("    ", "")
    assert "Le temps\nl’argent" in said.replace("    ", "")
    assert "cordialement" not in said


async def test_a_long_mail_loses_its_signature_and_nothing_else(stage: Stage) -> None:
    long = "Nous avons appris à décider ensemble, et cela prend du temps. " * 20
    mail = (
        f"Bonjour,\n\nStratégie : {long}\nJe signe : non\nBonnes pratiques : patience\nMerci\nMarie"
    )
    said = plain_of(await stage.write("Marie", mail, "Marie"))
    assert said.count("décider ensemble") == 20
    assert "Patience" in said
    assert "Merci" not in said
