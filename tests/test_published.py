"""A person's answer becomes one for everybody, in every process, until it is withdrawn."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calls.exporting import page
from bot.knowledge import Knowledge
from community import entries
from community.db.engine import Database, parse_url
from community.db.tables import Answer, Member
from community.errors import NotAnimator, UnknownAnswer
from community.roles import ANIMATOR, EVERYTHING, Rights
from content.loading import check, load
from content.markdown import escaped, to_html
from content.search import FoundKind
from content.simple_html import plain
from tests.calls import palabre
from tests.conftest import Clock
from tests.meaning import INDEX
from tests.people import PRODUCTIVE, People
from tests.stage import Stage, open_stage

PARIS = ZoneInfo("Europe/Paris")
QUESTION = "Où faire recoudre les bâches du marché ?"
ASKED = "où peut-on faire recoudre une bâche du marché"
HARD = (
    "1. *Fil* & <b>Cie</b> : {{ contact }} [là](https://x.fr)\n"
    "# `à` \\ Romans\n\n    - et ~~puis~~ ?"
)


async def answered(database: Database, clock: Clock, text: str = "À la ressourcerie.") -> int:
    async with database.transaction() as session:
        row = Answer(by_id=None, text=text, document="", answered_at=clock())
        session.add(row)
        await session.flush()
        return row.id


async def test_an_entry_says_its_day_and_no_name(database: Database, clock: Clock) -> None:
    number = await answered(database, clock)
    async with database.transaction() as session:
        before = await entries.version(session)
        await entries.publish(session, EVERYTHING, number, clock(), QUESTION)
        (entry,) = await entries.entries(session, PARIS)
        assert (entry.question, entry.answered, entry.answered_by) == (
            QUESTION,
            date(2026, 11, 23),
            None,
        )
        assert await entries.version(session) > before
        await entries.withdraw(session, EVERYTHING, number)
        assert await entries.entries(session, PARIS) == []


async def test_only_who_animates_publishes_and_only_who_wrote_signs(
    people: People, clock: Clock
) -> None:
    number = await answered(people.database, clock)
    await people.join("sophie")
    sophie = await people.member("sophie")
    assert sophie is not None
    async with people.database.transaction() as session:
        with pytest.raises(NotAnimator):
            await entries.publish(session, Rights(), number, clock(), QUESTION)
        with pytest.raises(UnknownAnswer):
            await entries.sign(session, EVERYTHING, number, sophie, signed=True)
        (await session.get_one(Answer, number)).by_id = sophie.id
        await entries.publish(session, EVERYTHING, number, clock(), QUESTION)
        await entries.sign(session, EVERYTHING, number, sophie, signed=True)
        assert [one.answered_by for one in await entries.entries(session, PARIS)] == ["Sophie"]
        await session.delete(await session.get_one(Member, sophie.id))
        await session.flush()
        session.expire_all()
        assert [one.answered_by for one in await entries.entries(session, PARIS)] == [None]


def test_what_people_write_is_text_whatever_signs_are_in_it() -> None:
    html = to_html(escaped(HARD))
    assert "<b>" not in html
    assert "<a" not in html
    said = "1. *Fil* & <b>Cie</b> : {{ contact }} [là](https://x.fr)\n# `à` \\ Romans"
    assert said in plain(html).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "text",
    [
        "À la ressourcerie.",
        HARD,
        "Une. Deux.\nTrois ! Quatre. Cinq.\n\nSix.",
        "Une phrase. Une deuxième. Une troisième.\nUne quatrième.",
    ],
)
async def test_an_exported_answer_loads_and_says_what_is_missing(
    database: Database, clock: Clock, tmp_path: Path, text: str
) -> None:
    number = await answered(database, clock, text)
    async with database.transaction() as session:
        await entries.publish(session, EVERYTHING, number, clock(), QUESTION)
        (entry,) = await entries.entries(session, PARIS)
    folder = tmp_path / "faq"
    folder.mkdir()
    written = folder / f"{entry.id}.md"
    written.write_text(page(entry), encoding="utf-8")
    assert "À compléter" in written.read_text(encoding="utf-8")
    assert check(tmp_path, "") == ()
    loaded = load(tmp_path, "").faq[entry.id]
    assert loaded.question == QUESTION
    assert plain(loaded.html).split() == plain(entry.html).split()
    assert (loaded.answered, loaded.button, loaded.facts) == (entry.answered, entry.button, ())


@pytest.fixture
async def pair(database_url: str, clock: Clock) -> AsyncIterator[tuple[Stage, Stage]]:
    """Two processes on one database."""
    async with open_stage(database_url, clock) as one, open_stage(database_url, clock) as other:
        await one.grant("Sophie", ANIMATOR, PRODUCTIVE)
        yield one, other


async def test_each_process_learns_what_is_published_and_withdrawn(
    pair: tuple[Stage, Stage], clock: Clock
) -> None:
    one, other = pair
    number = await answered(one.app.database, clock)
    await one.say("Sophie", f"/a_traiter_publier {number}")
    await one.say("Sophie", QUESTION)
    for stage in pair:
        await stage.app.keeper.tick()
        found = stage.app.knowledge.finder.find(ASKED)
        assert (found.kind, found.entry) == (FoundKind.ANSWER, f"reponse-{number}")
    await other.app.knowledge.reload()
    assert f"reponse-{number}" in other.app.knowledge.library.faq
    await one.say("Sophie", f"/a_traiter_retirer {number}")
    for stage in pair:
        await stage.app.keeper.tick()
        assert f"reponse-{number}" not in stage.app.knowledge.library.faq


@pytest.mark.usefixtures("meaning")  # this machine can
async def test_it_is_found_by_its_meaning_too(clock: Clock, tmp_path: Path) -> None:
    index = tmp_path / "index.npz"
    index.write_bytes(INDEX.read_bytes())
    knowledge = Knowledge(None, "contact@example.org", index)
    assert knowledge.finder.by_meaning
    answer = Answer(by_id=None, text="À la ressourcerie.", document="", answered_at=clock())
    answer.id, answer.question = 7, QUESTION
    entry = entries.entry_of(answer, None, PARIS)
    await knowledge.know([entry], 1)
    assert knowledge.finder.by_meaning
    assert knowledge.finder.find(ASKED).entry == "reponse-7"
    again = Knowledge(None, "contact@example.org", index)
    assert again.finder.by_meaning
    assert "reponse-7" not in again.library.faq


async def test_the_call_writes_a_file_for_each(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    database = Database(parse_url(sqlite_url))
    number = await answered(database, clock)
    async with database.transaction() as session:
        await entries.publish(session, EVERYTHING, number, clock(), QUESTION)
    await database.close()
    done = palabre(tmp_path, "content", "export", "relire", DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 réponse écrite" in done.stdout.replace("\u00a0", " ")
    assert QUESTION in (tmp_path / "relire" / f"reponse-{number}.md").read_text(encoding="utf-8")
