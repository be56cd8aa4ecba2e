"""What those who came say of an exchange: a score, a word, an idea; and who may read it."""

import pytest

from community.errors import ExchangeNotStarted, NotAnimator, NotParticipant, UnknownExchange
from community.registrations import Partstat
from community.roles import ANIMATOR
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, People, commands


@pytest.fixture
def after(people: People, clock: Clock) -> Afterwards:
    return Afterwards(people.database, clock)


async def test_one_tap_keeps_a_score_then_a_word_and_an_idea_are_asked(after: Afterwards) -> None:
    number = await after.held("marie")
    word = await after.say("marie", f"/avis {number} 4")
    assert "4 sur 5" in word.html
    assert "ajouter un mot" in word.html
    idea = await after.say("marie", "Trop court, mais utile.")
    assert "une idée que vous gardez" in idea.html
    await after.say("marie", "Partager un comptable")
    read = await after.say("sophie", f"/retours {number}")
    assert "Trop court, mais utile." in read.html
    assert "Partager un comptable" in read.html
    assert "Marie" not in read.html


async def test_the_word_and_the_idea_may_be_skipped(after: Afterwards) -> None:
    number = await after.held("marie")
    thanked = await after.say("marie", f"/avis {number} 4", "non merci", "je passe")
    assert "Merci pour votre avis" in thanked.html
    read = await after.say("sophie", f"/retours {number}")
    assert "1 personne a donné une note" in read.html.replace("\u00a0", " ")
    assert "Ce qui est dit" not in read.html


async def test_what_is_left_unanswered_loses_no_score(after: Afterwards) -> None:
    number = await after.held("marie")
    await after.say("marie", f"/avis {number} 4", "/annuler")
    assert "1 personne a donné" in (await after.say("sophie", f"/retours {number}")).html


async def test_an_exchange_that_is_not_scored_yet_is_asked_about(after: Afterwards) -> None:
    number = await after.held("marie")
    for said in (f"/avis {number}", f"/avis {number} 6", f"/avis {number} bien"):
        asked = await after.say("marie", said)
        assert commands(asked) == [f"/avis {number} {score}" for score in range(1, 6)]


async def test_a_second_score_takes_the_place_of_the_first(after: Afterwards) -> None:
    number = await after.held("marie", "paul", "zoe", "jean", "lea")
    for who in ("marie", "paul", "zoe", "jean", "lea"):
        await after.say(who, f"/avis {number} 2")
    await after.say("marie", f"/avis {number} 5")
    read = await after.say("sophie", f"/retours {number}")
    assert "2,6 sur 5, pour 5 avis" in read.html.replace("\u00a0", " ")


async def test_a_mean_is_told_from_five_scores_on(after: Afterwards) -> None:
    number = await after.held("marie", "paul", "zoe", "jean")
    for who in ("marie", "paul", "zoe", "jean"):
        await after.say(who, f"/avis {number} 2")
    read = await after.say("sophie", f"/retours {number}")
    assert "moyenne : " not in read.html.replace("\u00a0", " ")
    assert "à partir de 5" in read.html.replace("\u00a0", " ")


async def test_an_idea_may_be_said_on_one_line(after: Afterwards) -> None:
    number = await after.held("marie")
    kept = await after.say("marie", f"/idee {number} Partager un comptable")
    assert "compte rendu" in kept.html
    assert "Partager un comptable" in (await after.say("sophie", f"/retours {number}")).html


async def test_an_open_question_of_another_kind_is_not_lost(after: Afterwards) -> None:
    number = await after.held("marie")
    await after.say("marie", "/changer nom")
    kept = await after.say("marie", f"/avis {number} 4")
    assert "/continuer" in commands(kept)
    assert "4 sur 5" in kept.html


async def test_without_a_number_she_chooses_among_those_she_came_to(after: Afterwards) -> None:
    number = await after.held("marie", silent=["paul"])
    for command in ("avis", "idee"):
        assert commands(await after.say("marie", f"/{command}")) == [f"/{command} {number}"]
        assert commands(await after.say("paul", f"/{command}")) == ["/agenda"]


@pytest.mark.parametrize("command", ["/avis {} 4", "/avis {}", "/idee {}"])
async def test_who_did_not_say_that_she_comes_is_not_asked(after: Afterwards, command: str) -> None:
    number = await after.held("marie", silent=["paul"])
    with pytest.raises(NotParticipant):
        await after.say("paul", command.format(number))


async def test_who_said_no_is_not_asked(after: Afterwards) -> None:
    await after.publish()
    await after.join("marie")
    await after.answers("marie", Partstat.DECLINED)
    after.clock.forward(days=30)
    with pytest.raises(NotParticipant):
        await after.say("marie", f"/avis {after.number} 4")


async def test_nothing_is_said_of_an_exchange_before_it_begins(after: Afterwards) -> None:
    await after.publish()
    await after.join("marie")
    await after.answers("marie", Partstat.ACCEPTED)
    with pytest.raises(ExchangeNotStarted):
        await after.say("marie", f"/avis {after.number} 4")


async def test_another_theme_s_animator_reads_nothing(after: Afterwards) -> None:
    number = await after.held("marie")
    await after.grant("paul", ANIMATOR, JOBS)
    with pytest.raises(NotAnimator):
        await after.say("paul", f"/retours {number}")


@pytest.mark.parametrize("number", ["999", "999999999"])
async def test_what_names_no_exchange_is_said(after: Afterwards, number: str) -> None:
    await after.held("marie")
    with pytest.raises(UnknownExchange):
        await after.say("marie", f"/avis {number} 4")
