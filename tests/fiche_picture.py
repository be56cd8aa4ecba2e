"""A fiche's card on a telephone: `python -m tests.fiche_picture FILE.png [SLUG]`, to be looked at.

It is what the real Telegram door sent to a member, 400 pixels wide. Needs `chromium`.
"""

import asyncio
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from community.db.engine import parse_url
from community.db.migrate import migrate
from tests.conftest import Clock
from tests.phone import photograph
from tests.screens import Album, Telephones
from tests.telegram_stage import open_telegram_stage

WIDE = 400
THEME = "renouveau-productif"


async def take(file: Path, slug: str) -> None:
    """Have a member ask for it, and write the picture."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/palabre.db"
        await migrate(parse_url(url))
        clock = Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
        async with open_telegram_stage(
            url, clock, webhook=False, kind=Telephones, delay=0
        ) as stage:
            await stage.join("Marie", THEME)
            album = Album(stage)
            async with album.watching("fiche", "Marie"):
                await stage.say("Marie", f"/fiche {slug}")
        for _, cut in photograph(album.screens, Path(place), WIDE):
            print(*(f"coupé : {label}" for label in cut), sep="\n")
        shutil.copy(Path(place) / f"{album.screens[0].name}.png", file)


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]), (sys.argv[2:] or ["pole-sud-archer"])[0]))
