"""Two people live full lives; one is erased; then her words are nowhere in the raw database."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from community.addresses import keep_addresses
from community.db.tables import AddressRow
from community.post import outbox
from community.words import Reply
from tests.conftest import Clock
from tests.servers import POSTGRES_FOLDERS, find_program
from tests.stage import Stage, address, open_stage

THEME = "renouveau-productif"
HERS = (
    *("Zéphyrine", "zephyrine", "Zéphyrine-Anne", "Moulinsart-Coop"),
    *("xylophone", "clarinette"),
)
KEPT_IN_ROWS = ("Zéphyrine-Anne", "zephyrine", "Moulinsart-Coop", "clarinette")
HIS = ("Théodule", "theodule", "Pédalons-Ensemble")


async def live(stage: Stage) -> None:
    """Everything the bot can remember of two people, each word typed by one of them alone."""
    for who, name, structure in (
        ("Zephyrine", "Zéphyrine", "Moulinsart-Coop"),
        ("Theodule", "Théodule", "Pédalons-Ensemble"),
    ):
        await stage.grant(who, "animator", THEME)
        for said in (f"/rejoindre {THEME}", "oui", name, structure, "26"):
            await stage.say(who, said)
    for said in (
        "où acheter un xylophone ?",
        f"/inviter {THEME}",
        *("/changer nom", "Zéphyrine-Anne"),
        "/mesdonnees",
        f"/confier {THEME}",
        "/rejoindre securisation",
    ):
        await stage.say("Zephyrine", said)
    await _quote_her_to_him(stage)
    await stage.say("Zephyrine", "/changer structure")  # a form left open


async def _quote_her_to_him(stage: Stage) -> None:
    """A message that waits for the end of his pause, and carries her words."""
    await stage.say("Theodule", "/pause 15 jours")
    async with stage.app.database.transaction() as session:
        ids = await keep_addresses(
            session, [address("Zephyrine"), address("Theodule")], stage.clock()
        )
        hers = await session.get_one(AddressRow, ids[address("Zephyrine")])
        await outbox.add(
            session,
            key="quoted",
            address_id=ids[address("Theodule")],
            reply=Reply("<p>Elle joue de la clarinette.</p>"),
            now=stage.clock(),
            due_at=stage.clock() + timedelta(days=15),
            quoted_id=hers.member_id,
        )


async def erase(stage: Stage) -> None:
    await stage.say("Zephyrine", "/effacer")
    assert "effacées" in await stage.say("Zephyrine", "1")


async def test_no_word_of_hers_is_left_in_the_file_or_its_journal(
    sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    async with open_stage(sqlite_url, clock) as stage:
        await live(stage)
        before = _bytes(tmp_path)
        await erase(stage)
        await stage.app.database.compact()
        after = _bytes(tmp_path)
    assert [word for word in (*HERS, *HIS) if word.encode() not in before] == []
    assert [word for word in HERS if word.encode() in after] == []
    assert [word for word in HIS if word.encode() not in after] == []


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("palabre.db*"))


async def test_no_row_of_hers_is_left_on_postgresql(
    request: pytest.FixtureRequest, clock: Clock
) -> None:
    server, template = (request.getfixturevalue(n) for n in ("postgres", "postgres_template"))
    url = server.create("palabre_erasure", template)
    async with open_stage(url, clock) as stage:
        await live(stage)
        before = _dump(url)
        await erase(stage)
        after = _dump(url)
    assert [word for word in (*KEPT_IN_ROWS, *HIS) if word not in before] == []
    assert [word for word in HERS if word in after] == []
    assert [word for word in HIS if word not in after] == []


def _dump(url: str) -> str:
    pg_dump = find_program("pg_dump", "postgresql-client", POSTGRES_FOLDERS)
    done = subprocess.run([pg_dump, url], capture_output=True, check=True, text=True)
    return done.stdout
