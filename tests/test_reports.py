"""A year's report: what is counted, what is not told, and what a table and a picture say of it."""

import csv
import struct
from collections.abc import Collection
from datetime import datetime
from io import StringIO
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import reports
from community.attendance import count_erased
from community.db.tables import Exchange, Feedback, Member, Registration
from community.errors import NotAnimator
from community.exchanges import ExchangeStatus
from community.registrations import Partstat
from community.reports import FEW, Count, Report, masked
from community.roles import ADMINISTRATOR, ANIMATOR, Rights
from community.satisfaction import Usefulness
from community.words import Reply
from drawing import draw
from french.typography import NARROW, NO_BREAK
from handlers.files import DRAWINGS, RENDERERS
from handlers.tables import BOM
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands, library

PARIS = "Europe/Paris"


class Year(People):
    """A community whose past is written down as it is needed."""

    async def add(self, n: int, structure: str = "", territory: str = "DEP-59") -> None:
        async with self.database.transaction() as session:
            now = self.clock()
            session.add(
                Member(
                    name=f"m{n}",
                    structure=structure,
                    territory=territory,
                    zone=PARIS,
                    created_at=now,
                    seen_at=now,
                )
            )

    async def members(self, *territories: str, structure: str = "Les Jardins {n}") -> list[int]:
        for n, territory in enumerate(territories):
            await self.add(n, structure.format(n=n), territory)
        return list(range(1, len(territories) + 1))

    async def held(
        self,
        came: Collection[int] = (),
        *,
        away: Collection[int] = (),
        unsaid: Collection[int] = (),
        starts: str = "2026-03-18T09:30:00",
        theme: str = PRODUCTIVE,
        title: str = "Visite",
        **more: object,
    ) -> int:
        async with self.database.transaction() as session:
            at = datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo(PARIS))
            one = Exchange(
                uid=f"{theme}{starts}{title}",
                theme=theme,
                kind="atelier",
                title=title,
                starts=starts,
                zone=PARIS,
                starts_at=at,
            )
            for name, value in more.items():
                setattr(one, name, value)
            session.add(one)
            await session.flush()
            for people, attended in ((came, True), (away, False), (unsaid, None)):
                for who in people:
                    registration = Registration(
                        exchange_id=one.id,
                        member_id=who,
                        status=Partstat.ACCEPTED,
                        answered_at=at,
                        attended=attended,
                    )
                    session.add(registration)
            return one.id

    async def scored(self, exchange: int, *scores: int) -> None:
        """The first members give their scores."""
        async with self.database.transaction() as session:
            for who, score in enumerate(scores, start=1):
                now = self.clock()
                one = Feedback(exchange_id=exchange, member_id=who, given_at=now, score=score)
                session.add(one)

    async def report(self, *themes: str, year: int = 2026) -> Report:
        async with self.database.transaction() as session:
            asked = themes or (PRODUCTIVE,)
            rights = Rights(animated=frozenset(asked))
            return await reports.report(session, rights, asked, year, self.clock())

    async def table(self, said: str) -> list[list[str]]:
        reply = await self.say("sophie", f"/bilan_tableau {said}")
        async with self.context("sophie") as ctx:
            file = await RENDERERS["report.csv"](ctx.db, library(), reply.attachments[0])
        assert file.content.startswith(BOM)
        text = file.content.removeprefix(BOM).decode()
        return list(csv.reader(StringIO(text), delimiter=";"))


def _plain(reply: Reply) -> str:
    return reply.html.replace(NO_BREAK, " ").replace("<b>", "").replace("</b>", "")


@pytest.fixture
async def year(people: People, clock: Clock) -> Year:
    them = Year(people.database, clock)
    await them.grant("sophie", ANIMATOR, PRODUCTIVE)
    return them


async def test_a_person_who_came_twice_is_one_person_and_two_presences(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them, starts="2026-03-18T09:30:00")
    await year.held(them[:5], starts="2026-04-18T09:30:00", away=them[5:])
    told = await year.report()
    assert (told.people, told.presences, told.mean) == (Count(6), Count(11), 6)
    assert [one.people for one in told.exchanges] == [Count(6), Count(5)]


async def test_structures_that_are_written_alike_are_one(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 12, structure="Les Jardins")
    for n in range(5):
        await year.add(20 + n, f"Pôle {n}")
    await year.add(30, "les  jardins !")
    await year.held([*them, *range(13, 19)])
    assert (await year.report()).structures == Count(6)


async def test_an_exchange_whose_roll_was_not_called_counts_nobody_and_says_who_was_awaited(
    year: Year,
) -> None:
    them = await year.members(*["DEP-59"] * 12)
    await year.held(them[:6])
    await year.held(unsaid=them, starts="2026-04-18T09:30:00")
    told = await year.report()
    assert (told.called, told.people, told.awaited) == (1, Count(6), Count(12))
    shown = (await year.say("sophie", "/bilan 2026")).html.replace("\u00a0", " ")
    assert "1 échange sur 2" in shown
    assert "À l’autre, il y avait 12 inscriptions" in shown


async def test_what_is_of_another_year_theme_or_did_not_take_place_is_not_counted(
    year: Year,
) -> None:
    them = await year.members(*["DEP-59"] * 7)
    await year.held(them[:5])
    await year.held(them, starts="2025-12-31T23:30:00")
    await year.held(them, starts="2026-05-01T09:00:00", theme=JOBS)
    await year.held(them, starts="2026-05-02T09:00:00", status=ExchangeStatus.CANCELLED)
    await year.held(them, starts="2026-05-03T09:00:00", status=ExchangeStatus.DRAFT)
    await year.held(them, starts="2026-05-04T09:00:00", sample=True)
    await year.held(them, starts="2026-12-18T09:00:00")
    told = await year.report()
    assert (len(told.exchanges), told.people, told.cancelled) == (1, Count(5), 1)
    assert (await year.report(year=2025)).people == Count(7)


async def test_the_year_is_that_of_the_place_where_people_met(year: Year) -> None:
    them = await year.members(*["DEP-974"] * 5)
    at = datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("Indian/Reunion"))  # 2025 still, in UTC
    await year.held(them, starts="2026-01-01T00:30:00", zone="Indian/Reunion", starts_at=at)
    assert (await year.report()).people == Count(5)
    assert (await year.report(year=2025)).exchanges == ()


async def test_who_was_erased_stays_in_the_presences_alone(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 7)
    await year.held(them)
    async with year.database.transaction() as session:
        await count_erased(session, them[0])
        await session.delete(await session.get_one(Member, them[0]))
    told = await year.report()
    assert (told.people, told.presences, told.erased) == (Count(6), Count(7), True)


async def test_small_numbers_are_told_nowhere(year: Year) -> None:
    them = await year.members("DEP-59", "DEP-59", "DEP-62", "DEP-26")
    await year.held(them, title="=Visite")
    shown = await year.say("sophie", "/bilan 2026")
    assert shown.html.count("moins de 5") == 4
    assert "Nord" not in shown.html
    table = await year.table("renouveau-productif 2026")
    numbers = {row[1]: row[2] for row in table}
    assert {numbers[name] for name in ("personnes", "présences", "structures", "territoires")} == {
        "moins de 5"
    }
    assert [row[2] for row in table if row[0] == "échanges"] == ["masqué"]
    pictured = await year.say("sophie", "/bilan_image renouveau-productif 2026")
    assert "masqué" in pictured.html
    assert "Nord" not in pictured.html


async def test_a_small_part_is_not_told_by_the_total_less_the_others(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 9, *["DEP-62"] * 6, *["DEP-26"] * 3)
    await year.held(them, starts="2026-03-18T09:30:00")
    await year.held(them[:3], starts="2026-04-18T09:30:00")
    await year.held(them[:7], starts="2026-05-18T09:30:00")
    told = await year.report()
    assert told.presences == Count(28)
    assert [one.people for one in told.exchanges] == [Count(18), Count(None), Count(None)]
    assert [(one.code, one.people) for one in told.territories] == [
        ("DEP-59", Count(9)),
        ("", Count(9)),
    ]


async def test_all_themes_together_hide_the_exchanges_that_each_theme_hides(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 20)
    small = await year.held(them[:3])
    beside = await year.held(them[:8], starts="2026-04-18T09:30:00")
    other = await year.held(them[10:16], theme=JOBS)
    told = {one.id: one.people for one in (await year.report(PRODUCTIVE, JOBS)).exchanges}
    assert told == {small: Count(None), beside: Count(None), other: Count(6)}


async def test_a_theme_whose_people_are_all_erased_is_left_out(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them)
    await year.held(theme=JOBS, erased=3)
    assert (await year.report(PRODUCTIVE, JOBS)).presences == Count(6)


async def test_all_themes_together_do_not_tell_of_a_small_one(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 9)
    await year.held(them[:6])
    await year.held(them[6:], theme=JOBS)
    whole = await year.report(PRODUCTIVE, JOBS)
    assert (whole.people, whole.presences, whole.left_out) == (Count(6), Count(6), True)
    await year.grant("ana", ADMINISTRATOR)
    assert "Les thèmes où moins de 5" in (await year.say("ana", "/bilan 2026")).html


@given(st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_no_hidden_part_of_a_total_can_be_worked_out(parts: list[int]) -> None:
    told = masked(parts)
    assert all(part >= FEW for part in told if part is not None)
    if sum(parts) < FEW:
        return  # the total is not told either
    hidden = [place for place, part in enumerate(told) if part is None]
    alike = [other for other in _of_sum(sum(parts), len(parts)) if masked(other) == told]
    for place in hidden:
        assert len({other[place] for other in alike}) > 1, (parts, told)


def _of_sum(total: int, count: int) -> list[tuple[int, ...]]:
    ways = product(range(total + 1), repeat=count - 1)
    return [(*way, total - sum(way)) for way in ways if sum(way) <= total]


async def test_only_who_animates_reads_a_report(year: Year) -> None:
    await year.grant("paul", ANIMATOR, JOBS)
    for command in ("bilan", "bilan_tableau", "bilan_image"):
        for who in ("paul", "marie"):
            with pytest.raises(NotAnimator):
                await year.say(who, f"/{command} {PRODUCTIVE} 2026")
    await year.grant("ana", ADMINISTRATOR)
    assert "aucun échange" in (await year.say("ana", f"/bilan {PRODUCTIVE}")).html


async def test_the_current_year_is_told_and_the_others_are_offered(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 5)
    for starts in ("2024-03-18T09:30:00", "2025-03-18T09:30:00", "2026-03-18T09:30:00"):
        await year.held(them, starts=starts)
    shown = await year.say("sophie", "/bilan")
    assert "<b>Bilan 2026" in shown.html
    assert "Du 1er janvier au 23 novembre 2026" in shown.html.replace("\u00a0", " ")
    assert commands(shown) == [
        f"/bilan_tableau {PRODUCTIVE} 2026",
        f"/bilan_image {PRODUCTIVE} 2026",
        f"/bilan {PRODUCTIVE} 2025",
        f"/bilan {PRODUCTIVE} 2024",
    ]


async def test_the_table_says_what_each_number_means(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them, ends="2026-03-18T12:00:00")
    table = await year.table("renouveau-productif 2026")
    names = ["partie", "ce qui est compté", "nombre", "en 2025", "ce que cela veut dire"]
    assert table[0] == [*names, "date", "durée en heures", "sorte d’échange"]
    means = "personnes différentes venues au moins une fois"
    assert ["ensemble", "personnes", "6", "", means, "", "", ""] in table
    held = ["Visite", "6", "", "membres présents", "18/03/2026", "2,5", "atelier"]
    assert ["échanges", *held] in table


async def test_the_table_says_what_masked_means_and_until_when_it_counts(year: Year) -> None:
    await year.held(await year.members(*["DEP-59"] * 6))
    table = await year.table("renouveau-productif 2026")
    assert [
        row for row in table if row[0] == "à savoir" and "« Masqué »" in row[4].replace(NARROW, " ")
    ]
    until = [row[4].replace(NO_BREAK, " ") for row in table if row[1] == "année"]
    assert until == ["Du 1er janvier au 23 novembre 2026"]


async def test_who_was_registered_is_not_in_the_column_of_who_came(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 12)
    await year.held(them[:6])
    await year.held(unsaid=them, starts="2026-04-18T09:30:00")
    table = await year.table("renouveau-productif 2026")
    told = [(row[2], row[4]) for row in table if row[0] == "échanges"]
    called, uncalled = told
    assert called == ("6", "membres présents")
    assert uncalled[0] == "appel non fait"
    assert "12" in uncalled[1]


async def test_thousands_of_the_table_are_numbers_for_a_spreadsheet(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 100)
    for day in range(10, 21):
        await year.held(them, starts=f"2026-03-{day}T09:30:00")
    numbers = {row[1]: row[2] for row in await year.table("renouveau-productif 2026")}
    assert numbers["présences"] == "1100"


async def test_hours_are_those_that_were_planned_where_they_are_known(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them, ends="2026-03-18T16:30:00")
    await year.held(them, starts="2026-04-18T09:30:00", ends="2026-04-18T11:00:00")
    await year.held(them, starts="2026-05-18T09:30:00")
    await year.held(them, starts="2026-06-18T14:00:00", ends="2026-06-19T12:00:00")
    shown = _plain(await year.say("sophie", "/bilan 2026"))
    assert "Durée : 8 h 30." in shown
    assert "connue pour 2 échanges sur 4" in shown


async def test_the_year_before_is_told_beside(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 9)
    await year.held(them, starts="2025-03-18T09:30:00")
    await year.held(them[:6])
    shown = _plain(await year.say("sophie", "/bilan 2026"))
    assert "du 1er janvier au 31 décembre 2025" in shown
    assert "<li>Personnes : 9</li>" in shown
    numbers = {row[1]: row[2:4] for row in await year.table("renouveau-productif 2026")}
    assert numbers["personnes"] == ["6", "9"]


async def test_no_year_before_is_told_where_there_is_none(year: Year) -> None:
    await year.held(await year.members(*["DEP-59"] * 6))
    assert "année d’avant" not in (await year.say("sophie", "/bilan 2026")).html


async def test_the_mean_of_scores_is_told_from_five_on(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.scored(await year.held(them), 5, 4, 4, 4)
    assert "Utilité : pas de moyenne." in _plain(await year.say("sophie", "/bilan 2026"))
    await year.scored(await year.held(them, starts="2026-04-18T09:30:00"), 2)
    shown = _plain(await year.say("sophie", "/bilan 2026"))
    assert "Utilité : 3,8 sur 5." in shown
    assert "5 notes" in shown


async def test_few_scores_beside_many_are_not_told_by_difference(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.scored(await year.held(them), 4, 4, 4, 4, 4)
    await year.scored(await year.held(them, starts="2026-04-18T09:30:00"), 1)
    assert (await year.report()).useful == Usefulness(5, 4.0)


async def test_few_scores_of_a_theme_are_not_told_by_another_theme(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 12)
    await year.scored(await year.held(them[:6]), 4, 4, 4)
    await year.scored(await year.held(them[6:], theme=JOBS), 2, 2, 2, 2)
    assert (await year.report(PRODUCTIVE, JOBS)).useful is None


async def test_no_word_of_the_table_is_run_as_a_formula(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them, title="=A1()")
    rows = await year.table("renouveau-productif 2026")
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


async def test_the_picture_says_until_when_and_which_roll_was_not_called(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    await year.held(them)
    await year.held(unsaid=them, starts="2026-04-18T09:30:00", title="Atelier")
    reply = await year.say("sophie", f"/bilan_image {PRODUCTIVE} 2026")
    _, tell = DRAWINGS[reply.attachments[0].kind]
    async with year.context("sophie") as ctx:
        told = await tell(ctx.db, library(), reply.attachments[0])
    assert str(told["foot"]).replace(NO_BREAK, " ") == "Du 1er janvier au 23 novembre 2026."
    assert "18 avril, Atelier : appel non fait" in _plain(reply)


async def test_the_picture_fits_a_telephone_and_says_itself_in_words(year: Year) -> None:
    them = await year.members(*["DEP-59"] * 6)
    for month in range(1, 11):
        await year.held(
            them, starts=f"2026-{month:02}-18T09:30:00", title="Un titre bien long " * 3
        )
    reply = await year.say("sophie", f"/bilan_image {PRODUCTIVE} 2026")
    what, tell = DRAWINGS[reply.attachments[0].kind]
    async with year.context("sophie") as ctx:
        told = await tell(ctx.db, library(), reply.attachments[0])
    picture = await draw(what, told)
    width, height = struct.unpack(">II", picture[16:24])  # PNG, 11.2.1
    assert picture.startswith(b"\x89PNG")
    assert width == 1080
    assert height <= 2.5 * width
    assert "Nord : 6" in str(told["alt"])
    assert b"Description" in picture
