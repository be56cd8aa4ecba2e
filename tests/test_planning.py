"""What an animator does with an exchange: plan, publish, change, call off, settle its reminders."""

import pytest
from sqlalchemy import delete, select

from community import registrations
from community.agenda import coming_exchanges
from community.db.tables import Delivery, Exchange, Reminder, Series
from community.errors import ExchangeCancelled, NotAnimator, UnknownExchange
from community.exchanges import ExchangeStatus
from community.registrations import Partstat
from community.reminders import ReminderStatus
from community.roles import ANIMATOR
from community.timing import Kind
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands

VISIT = "/planifier Visite du pôle, vendredi 18 décembre 9h30-16h30, Romans"


class Animated(People):
    """A theme with its animator, and members who answer."""

    async def exchange(self, number: int = 0) -> Exchange:
        async with self.context("sophie") as ctx:
            query = select(Exchange).order_by(Exchange.id)
            return list(await ctx.db.scalars(query))[number - 1]

    async def id(self) -> int:
        return (await self.exchange()).id

    async def publish(self, line: str = VISIT) -> int:
        await self.say("sophie", line)
        number = await self.id()
        await self.say("sophie", f"/publier {number}")
        return number

    async def answers(self, who: str, number: int, status: Partstat = Partstat.ACCEPTED) -> None:
        await self.join(who)
        async with self.context(who) as ctx:
            self.clock.forward(seconds=1)
            await registrations.answer(ctx.db, number, ctx.require_member(), status, self.clock())

    async def reminder(self, number: int, kind: Kind) -> Reminder | None:
        async with self.context("sophie") as ctx:
            query = select(Reminder).where(Reminder.exchange_id == number, Reminder.kind == kind)
            return (await ctx.db.scalars(query)).one_or_none()


@pytest.fixture
async def theirs(people: People, clock: Clock) -> Animated:
    animated = Animated(people.database, clock)
    await animated.grant("sophie", ANIMATOR, PRODUCTIVE)
    return animated


async def test_a_member_plans_nothing(theirs: Animated) -> None:
    await theirs.join("marie")
    with pytest.raises(NotAnimator):
        await theirs.say("marie", VISIT)


async def test_who_animates_one_theme_is_not_asked_which(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    assert (await theirs.exchange()).theme == PRODUCTIVE


async def test_who_animates_two_is_asked_which(theirs: Animated) -> None:
    await theirs.grant("sophie", ANIMATOR, JOBS)
    asked = await theirs.say("sophie", VISIT)
    assert f"/reponse theme {JOBS}" in commands(asked)
    await theirs.say("sophie", "sécurisation")
    assert (await theirs.exchange()).theme == JOBS


async def test_nobody_sees_a_draft_until_it_is_published(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    draft = await theirs.exchange()
    assert draft.status == ExchangeStatus.DRAFT
    assert await theirs.reminder(draft.id, Kind.INVITATION) is None


async def test_publishing_invites_once(theirs: Animated) -> None:
    number = await theirs.publish()
    again = await theirs.say("sophie", f"/publier {number}")
    assert "déjà publié" in again.html
    assert await theirs.reminder(number, Kind.INVITATION) is not None


async def test_another_theme_s_draft_is_not_hers(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    await theirs.grant("paul", ANIMATOR, JOBS)
    for command in ("brouillon", "publier", "garder", "abandonner_oui", "completer", "modifier"):
        with pytest.raises(NotAnimator):
            await theirs.say("paul", f"/{command} {await theirs.id()}")


@pytest.mark.parametrize("number", ["999", "abc", "", "99999999999999"])
async def test_what_names_no_exchange_is_said(theirs: Animated, number: str) -> None:
    with pytest.raises(UnknownExchange):
        await theirs.say("sophie", f"/publier {number}")


async def test_a_date_that_passed_while_she_wrote_is_asked_again(
    theirs: Animated, clock: Clock
) -> None:
    await theirs.say("sophie", "/planifier Atelier laine, demain de 9h à 10h")
    clock.forward(days=2)
    asked = await theirs.say("sophie", "Romans")
    assert "passée" in asked.html
    shown = await theirs.say("sophie", "vendredi 18 décembre de 9h à 10h")
    assert "Romans" in shown.html


async def test_a_draft_whose_date_passed_is_published_at_another(
    theirs: Animated, clock: Clock
) -> None:
    await theirs.say("sophie", VISIT)
    number = await theirs.id()
    clock.forward(days=60)
    shown = await theirs.say("sophie", f"/modifier {number} date", "vendredi 12 février 2027")
    assert "12 février 2027, de 9" in shown.html


async def test_a_draft_that_is_dropped_is_asked_about_once(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    number = await theirs.id()
    sure = await theirs.say("sophie", f"/abandonner {number}")
    assert f"/garder {number}" in commands(sure)
    await theirs.say("sophie", f"/abandonner_oui {number}")
    assert "Quelle sorte" in (await theirs.say("sophie", "/planifier")).html


async def test_a_typo_that_is_mended_tells_nobody(theirs: Animated) -> None:
    number = await theirs.publish()
    await theirs.answers("marie", number)
    done = await theirs.say("sophie", f"/modifier {number} titre", "Visite du Pôle")
    assert "Personne n’a été dérangé" in done.html
    assert await theirs.reminder(number, Kind.MOVED) is None
    assert (await theirs.exchange()).sequence == 0


async def test_who_counts_on_it_is_counted_before_it_moves(theirs: Animated) -> None:
    number = await theirs.publish()
    for who, status in (
        ("marie", Partstat.ACCEPTED),
        ("paul", Partstat.TENTATIVE),
        ("zoe", Partstat.DECLINED),
    ):
        await theirs.answers(who, number, status)
    asked = await theirs.say("sophie", f"/deplacer {number}", "jeudi 14 janvier")
    assert "2 personnes comptent" in asked.html
    assert (await theirs.exchange()).starts == "2026-12-18T09:30:00"
    done = await theirs.say("sophie", "oui")
    assert "2\u00a0personnes sont prévenues" in done.html
    assert (await theirs.exchange()).starts == "2027-01-14T09:30:00"
    moved = await theirs.reminder(number, Kind.MOVED)
    assert moved is not None
    assert moved.status == ReminderStatus.PENDING


async def test_another_place_is_confirmed_when_somebody_counts_on_it(theirs: Animated) -> None:
    number = await theirs.publish()
    await theirs.answers("marie", number)
    asked = await theirs.say("sophie", f"/modifier {number} lieu", "Valence")
    assert "Avant : Romans" in asked.html.replace("\u00a0", " ")
    unchanged = await theirs.say("sophie", "non")
    assert "Rien n’a changé" in unchanged.html
    assert (await theirs.exchange()).place == "Romans"


async def test_more_seats_go_to_who_waits_and_she_is_told(theirs: Animated) -> None:
    number = await theirs.publish(f"{VISIT}, 1 place")
    for who in ("marie", "paul", "zoe"):
        await theirs.answers(who, number)
    await theirs.say("sophie", f"/modifier {number} places", "2 places")
    async with theirs.context("paul") as ctx:
        hers = await registrations.find_registration(ctx.db, number, ctx.require_member().id)
        assert hers is not None
        assert hers.status == Partstat.ACCEPTED
        told = select(Delivery).where(Delivery.key.startswith(f"seat/{number}/"))
        assert [one.address_id for one in await ctx.db.scalars(told)] == [ctx.address_id]


async def test_an_edit_begins_anew(theirs: Animated) -> None:
    first = await theirs.publish()
    second = await theirs.publish("/planifier Atelier laine, mardi 8 décembre 9h-10h, Lille")
    await theirs.say("sophie", f"/completer {first}", "20 places")
    await theirs.say("sophie", f"/modifier {second} titre", "Atelier bois")
    assert (await theirs.exchange(1)).capacity is None
    assert (await theirs.exchange(2)).capacity is None


async def test_a_cancelled_exchange_stays_so(theirs: Animated) -> None:
    number = await theirs.publish()
    await theirs.answers("marie", number)
    sure = await theirs.say("sophie", f"/annuler_echange {number}")
    assert "1 personne compte" in sure.html
    done = await theirs.say("sophie", f"/annuler_echange_oui {number}")
    assert "1 personne est prévenue" in done.html
    for command in ("annuler_echange", "modifier", "deplacer", "publier", "annuler_echange_oui"):
        with pytest.raises(ExchangeCancelled):
            await theirs.say("sophie", f"/{command} {number}")


async def test_one_person_who_comes_to_two_dates_is_counted_once(theirs: Animated) -> None:
    number = await theirs.publish("/planifier Atelier laine, tous les mardis de 9h à 10h, Lille")
    await theirs.answers("marie", number)
    await theirs.answers("marie", number + 1)
    sure = await theirs.say("sophie", f"/annuler_echange {number}")
    assert "1\u00a0personne prévenue" in sure.html
    assert f"/annuler_suite_oui {number}" in commands(sure)


async def test_a_draft_s_date_may_become_a_rule_and_once_again(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    number = await theirs.id()
    rule = await theirs.say("sophie", f"/modifier {number} date", "tous les mardis de 9h à 10h")
    assert "Ensuite" in rule.html
    once = await theirs.say("sophie", f"/modifier {number} date", "mardi 8 décembre de 9h à 10h")
    assert "Ensuite" not in once.html
    async with theirs.context("sophie") as ctx:
        assert (await ctx.db.scalars(select(Series))).all() == []


async def test_a_draft_keeps_its_rule_when_its_hours_change(theirs: Animated) -> None:
    await theirs.say("sophie", "/planifier Atelier laine, tous les mardis de 9h à 10h, Lille")
    number = await theirs.id()
    shown = await theirs.say("sophie", f"/modifier {number} date", "de 14h à 16h")
    assert "Ensuite" in shown.html
    assert "mardi 1er décembre 2026 à 14" in shown.html


async def test_a_reminder_is_switched_off_and_on_again(theirs: Animated) -> None:
    number = await theirs.publish()
    for how, status in (("sans", ReminderStatus.OFF), ("avec", ReminderStatus.PENDING)):
        await theirs.say("sophie", f"/rappels {number} {how} week")
        week = await theirs.reminder(number, Kind.WEEK)
        assert week is not None
        assert week.status == status


async def test_what_is_switched_off_stays_off_when_the_exchange_moves(theirs: Animated) -> None:
    number = await theirs.publish()
    await theirs.say("sophie", f"/rappels {number} sans week")
    await theirs.say("sophie", f"/deplacer {number}", "jeudi 14 janvier", "oui")
    week = await theirs.reminder(number, Kind.WEEK)
    assert week is not None
    assert week.status == ReminderStatus.OFF


async def test_no_other_theme_s_reminders_are_switched(theirs: Animated) -> None:
    number = await theirs.publish()
    await theirs.grant("paul", ANIMATOR, JOBS)
    with pytest.raises(NotAnimator):
        await theirs.say("paul", f"/rappels {number} sans week")


async def test_who_comes_is_asked_of_any_exchange_to_come(theirs: Animated) -> None:
    await theirs.say("sophie", "/planifier Cercle, tous les mardis de 10h à 12h, Romans", "atelier")
    await theirs.say("sophie", f"/publier {(await theirs.exchange(1)).id}")
    first = await theirs.say("sophie", "/inscrits")
    following = next(c for c in commands(first) if c.startswith("/inscrits p"))
    offered = {*commands(first), *commands(await theirs.say("sophie", following))}
    async with theirs.context("sophie") as ctx:
        coming = [one.id for one in await coming_exchanges(ctx.db, ctx.now, [PRODUCTIVE])]
    assert len(coming) > 8
    assert {f"/inscrits {number}" for number in coming} <= offered


async def test_who_comes_is_asked_by_words_of_a_title(theirs: Animated) -> None:
    await theirs.publish()
    await theirs.publish("/planifier Atelier paie, lundi 14 décembre 10h-12h, Lille")
    said = await theirs.say("sophie", "/inscrits visite")
    assert "Visite du pôle" in said.html


async def test_an_exchange_of_which_nothing_is_said_says_so(theirs: Animated) -> None:
    number = await theirs.publish()
    async with theirs.context("sophie") as ctx:
        await ctx.db.execute(delete(Reminder).where(Reminder.exchange_id == number))
    said = await theirs.say("sophie", f"/rappels {number}")
    assert "Je ne dirai rien de moi-même" in said.html
    assert "<ul>" not in said.html


async def test_words_that_are_of_no_exchange_are_said_above_the_list(theirs: Animated) -> None:
    await theirs.publish()
    await theirs.publish("/planifier Atelier paie, lundi 14 décembre 10h-12h, Lille")
    asked = await theirs.say("sophie", "/deplacer réunion du bureau")
    assert "réunion du bureau" in asked.html
    assert "réunion" not in (await theirs.say("sophie", "/deplacer")).html


async def test_who_changes_one_thing_leaves_what_another_animator_changed_meanwhile(
    theirs: Animated,
) -> None:
    number = await theirs.publish()
    await theirs.grant("luc", ANIMATOR, PRODUCTIVE)
    await theirs.say("sophie", f"/modifier {number} titre")
    await theirs.say("luc", f"/deplacer {number}", "mardi 22 décembre", "oui")
    await theirs.say("luc", f"/modifier {number} places", "12")
    await theirs.say("sophie", "Visite de la grappe")
    exchange = await theirs.exchange()
    assert exchange.title == "Visite de la grappe"
    assert (exchange.starts[:10], exchange.capacity) == ("2026-12-22", 12)


async def test_a_draft_keeps_what_another_animator_said_meanwhile(theirs: Animated) -> None:
    await theirs.say("sophie", VISIT)
    number = await theirs.id()
    await theirs.grant("luc", ANIMATOR, PRODUCTIVE)
    await theirs.say("sophie", f"/modifier {number} titre")
    await theirs.say("luc", f"/modifier {number} date", "mardi 22 décembre")
    await theirs.say("sophie", "Visite de la grappe")
    exchange = await theirs.exchange()
    assert (exchange.title, exchange.starts[:10]) == ("Visite de la grappe", "2026-12-22")
