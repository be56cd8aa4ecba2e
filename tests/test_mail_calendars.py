"""The life of an exchange in the calendar of somebody who is reached by mail."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from community.db.tables import Exchange
from community.exchanges import plan_of
from community.replanning import call_off, replan
from community.roles import Rights
from tests.conftest import Clock
from tests.letter_box import Town, calendar_file, calendar_of, mail_of, open_town
from tests.mails import HOME
from tests.people import PRODUCTIVE
from tests.stage import plain
from tests.validators import libical_flaws, vobject_reads

MONDAY = {
    "starts": datetime.fromisoformat("2026-12-21T10:00"),
    "ends": datetime.fromisoformat("2026-12-21T12:00"),
}
ADMIN = Rights(administrator=True)
VISIT = (
    f"(Un échange « Visite de la filature » est publié dans {PRODUCTIVE}, "
    "vendredi 18 décembre 2026 de 9 h 30 à 16 h 30, à Saugues{more})"
)


@pytest.fixture
async def town(sqlite_url: str, clock: Clock) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, clock) as opened:
        yield opened


async def publish(town: Town, more: str = "") -> None:
    await town.publish(VISIT.format(more=more))
    await town.pass_time(2, "secondes")


async def change(town: Town, **changed: object) -> None:
    async with town.app.database.transaction() as session:
        exchange = (await session.scalars(select(Exchange).where(~Exchange.sample))).one()
        plan = replace(plan_of(exchange), **changed)  # type: ignore[arg-type]
        await replan(session, ADMIN, exchange.id, plan, town.clock())
    await town.pass_time(2, "secondes")


async def cancel(town: Town) -> None:
    async with town.app.database.transaction() as session:
        exchange = (await session.scalars(select(Exchange).where(~Exchange.sample))).one()
        await call_off(session, ADMIN, exchange.id, town.clock())
    await town.pass_time(2, "secondes")


async def test_an_invitation_asks_her_calendar_and_names_her_alone(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    (mail,) = town.mails("Marie")
    method, event = calendar_of(mail)
    organizer = mail["From"].addresses[0].addr_spec
    assert method == "REQUEST"
    assert event["ORGANIZER"] == f"mailto:{organizer}"
    assert event["ATTENDEE"] == "mailto:marie@exemple.fr"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Marie",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)


async def test_an_invitation_is_what_others_hold_for_a_calendar(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    content = calendar_file(town.mails("Marie")[0])
    assert libical_flaws(content) == []
    assert vobject_reads(content).summary.value == "Visite de la filature"


async def test_each_member_is_asked_in_the_name_of_another_address(town: Town) -> None:
    for who in ("Marie", "Paul"):
        await town.join_by_mail(who, PRODUCTIVE)
    await publish(town)
    organizers = {calendar_of(town.mails(who)[0])[1]["ORGANIZER"] for who in ("Marie", "Paul")}
    assert len(organizers) == 2
    assert "paul" not in str(organizers)


async def test_all_that_is_said_of_an_exchange_is_one_thread_from_one_address(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    (invitation,) = town.mails("Marie")
    await town.post("Marie", "je viens", str(invitation["Subject"]))
    await change(town, title="Visite du moulin", **MONDAY)
    (moved,) = town.mails("Marie")
    day = "vendredi 18 décembre"
    subject = f"[Renouveau productif] Visite de la filature — {day}"
    assert (invitation["Subject"], moved["Subject"]) == (subject, subject)
    assert moved["References"] == invitation["Message-ID"]
    assert moved["From"] == invitation["From"] == moved["Reply-To"]


async def test_her_answer_is_in_her_calendar_at_once(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    (invitation,) = town.mails("Marie")
    (answer,) = await town.post("Marie", "je viens", "Re: [Renouveau productif] Visite")
    method, event = calendar_of(answer)
    assert (method, event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")
    assert event["ORGANIZER"] == calendar_of(invitation)[1]["ORGANIZER"]
    assert event["UID"] == calendar_of(invitation)[1]["UID"]
    assert answer["Subject"] == "Re: [Renouveau productif] Visite"
    assert answer["In-Reply-To"] == "<lettre-6@exemple.fr>"


async def test_sentences_answer_the_message_that_they_reply_to(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    (invitation,) = town.mails("Marie")
    token = HOME.token_in(str(invitation["Message-ID"]).strip("<>"))
    said = (
        "Bonjour,\n\nMerci de l’invitation, ce sera avec grand plaisir que je me joindrai à vous."
    )
    (answer,) = await town.post("Marie", said, token=token, word="accepted")
    assert calendar_of(answer)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("said", "partstat"), [("peut-être", "TENTATIVE"), ("je ne viens pas", "DECLINED")]
)
async def test_another_answer_is_there_too(town: Town, said: str, partstat: str) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    town.mails("Marie")
    (answer,) = await town.post("Marie", said)
    assert calendar_of(answer)[1]["ATTENDEE"].params["PARTSTAT"] == partstat


async def test_who_waits_is_told_her_rank_by_a_newer_stamp(town: Town) -> None:
    for who in ("Marie", "Paul"):
        await town.join_by_mail(who, PRODUCTIVE)
    await publish(town, ", 1 place")
    (invitation,) = town.mails("Marie")
    await town.post("Paul", "je viens")
    (answer,) = await town.post("Marie", "je viens")
    before, after = calendar_of(invitation)[1], calendar_of(answer)[1]
    assert after["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"
    assert "liste d’attente (numéro 1)" in after["DESCRIPTION"]
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


async def test_a_freed_seat_is_in_her_calendar(town: Town) -> None:
    for who in ("Marie", "Paul"):
        await town.join_by_mail(who, PRODUCTIVE)
    await publish(town, ", 1 place")
    await town.post("Paul", "je viens")
    await town.post("Marie", "je viens")
    await town.post("Paul", "je ne viens pas")
    (told,) = town.mails("Marie")
    assert calendar_of(told)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


async def test_a_move_counts_one_more(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    await town.post("Marie", "je viens")
    await change(town, **MONDAY)
    (moved,) = town.mails("Marie")
    method, event = calendar_of(moved)
    assert (method, event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 21, 9, tzinfo=UTC)


async def test_who_never_answered_is_told_of_a_move_since_her_calendar_holds_it(
    town: Town,
) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    town.mails("Marie")
    await change(town, **MONDAY)
    (moved,) = town.mails("Marie")
    assert calendar_of(moved)[1]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


async def test_who_declined_hears_no_more_of_it(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    await town.post("Marie", "je ne viens pas")
    await change(town, **MONDAY)
    assert town.mails("Marie") == []


async def test_what_is_called_off_leaves_her_calendar(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    await town.post("Marie", "je viens")
    await cancel(town)
    (cancelled,) = town.mails("Marie")
    method, event = calendar_of(cancelled)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert libical_flaws(calendar_file(cancelled)) == []


async def test_who_is_reached_elsewhere_gets_no_invitation_in_a_file(town: Town) -> None:
    await town.join("Paul", PRODUCTIVE)
    town.read("Paul")
    await publish(town)
    assert ".ics" not in town.read("Paul")


async def test_a_tap_elsewhere_brings_her_calendar_up_to_date_by_mail(town: Town) -> None:
    await town.join("Marie", PRODUCTIVE)
    await town.link_mail("Marie")
    await publish(town)
    await town.say("Marie", "je viens")
    (mail,) = town.mails("Marie")
    assert calendar_of(mail)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    await town.say("Marie", "je ne viens plus")
    (mail,) = town.mails("Marie")
    assert calendar_of(mail)[1]["ATTENDEE"].params["PARTSTAT"] == "DECLINED"


async def test_a_calendar_that_never_held_it_hears_nothing_of_a_refusal(town: Town) -> None:
    await town.join("Marie", PRODUCTIVE)
    await town.link_mail("Marie")
    await publish(town)
    await town.say("Marie", "je ne viens pas")
    assert town.mails("Marie") == []


async def test_a_move_is_told_at_both_doors_of_who_has_her_calendar_at_the_other(
    town: Town,
) -> None:
    await town.join("Marie", PRODUCTIVE)
    await town.link_mail("Marie")
    await publish(town)
    await town.say("Marie", "je viens")
    town.read("Marie")
    town.mails("Marie")
    await change(town, **MONDAY)
    assert "Changement" in town.read("Marie")
    (mail,) = town.mails("Marie")
    assert calendar_of(mail)[1]["SEQUENCE"] == 1


async def test_a_mail_address_that_is_lost_is_not_written_to(town: Town) -> None:
    await town.join("Marie", PRODUCTIVE)
    await town.link_mail("Marie")
    await publish(town)
    await town.say("Marie", "je viens")
    town.mails("Marie")
    await town.unlink_mail("Marie")
    await change(town, **MONDAY)
    assert town.mails("Marie") == []


async def test_a_mail_of_the_theme_says_so_and_an_answer_does_not(town: Town) -> None:
    await town.join_by_mail("Marie", PRODUCTIVE)
    await publish(town)
    (invitation,) = town.mails("Marie")
    (answer,) = await town.post("Marie", "je viens")
    assert invitation["List-Id"] == f"<{PRODUCTIVE}.communautes.example>"
    assert answer["List-Id"] is None
    assert (invitation["Auto-Submitted"], answer["Auto-Submitted"]) == (
        "auto-generated",
        "auto-replied",
    )


async def test_a_question_is_answered_in_its_thread(town: Town) -> None:
    (answer,) = await town.post("Marie", "c'est quoi un ptce", "question")
    assert answer["Subject"] == "Re: question"
    assert answer["References"] == "<lettre-1@exemple.fr>"
    assert answer["From"].addresses[0].addr_spec == "bot@communautes.example"
    assert answer["To"] == mail_of("Marie")


@pytest.fixture
async def silent(town: Town) -> Town:
    """Marie was invited by mail and said nothing; Sophie animates."""
    await town.join_by_mail("Marie", PRODUCTIVE)
    await town.join("Sophie", PRODUCTIVE)
    await town.grant("Sophie", "animator", PRODUCTIVE)
    await publish(town)
    return town


async def test_who_moves_an_exchange_hears_that_calendars_follow(silent: Town) -> None:
    await silent.say("Sophie", "/deplacer visite de la filature")
    asked = plain(await silent.say("Sophie", "lundi 21 décembre de 10 h à 12 h"))
    assert "1 personne qui n’a pas répondu l’apprendra par courriel" in asked
    done = plain(await silent.say("Sophie", "oui"))
    assert "1 personne qui n’avait pas répondu l’apprend par courriel" in done
    assert "dérangé" not in done


async def test_who_calls_an_exchange_off_hears_that_calendars_follow(silent: Town) -> None:
    await silent.say("Sophie", "/annuler_echange visite de la filature")
    done = plain(await silent.say("Sophie", "oui"))
    assert "1 personne qui n’avait pas répondu l’apprend par courriel" in done
    assert "personne à prévenir" not in done
