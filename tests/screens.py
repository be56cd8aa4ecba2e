"""Pictures of the main cards as Telegram shows them: `python -m tests.screens [FOLDER]`.

Each is what the real door sent to the stand-in after the lines of `data/screens.txt`, which are
those of a dialog; below a line, indented, the name of its picture. Groups, menus and what is shared
are played here. Needs `chromium` (apt-get install chromium); names the labels that are cut.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

from bot import matching, router
from community.db.engine import parse_url
from community.db.migrate import migrate
from community.words import Reply
from tests.bot_api import Group, Person
from tests.conftest import Clock
from tests.phone import Screen, conversation, empty_chat, items, photograph
from tests.stage import parse, play
from tests.telegram_stage import TelegramStage, open_telegram_stage

Json = dict[str, Any]
PRIVATE = Path(__file__).parent / "data" / "screens.txt"
FOLDER = "var/screens"


class Telephones(TelegramStage):
    """People whose telephones say how they are called."""

    def person(self, who: str) -> Person:
        return self.api.person(crc32(who.lower().encode()) % 10**9, who)


class Album:
    """The screens taken so far."""

    def __init__(self, stage: TelegramStage) -> None:
        self.stage = stage
        self.screens: list[Screen] = []

    def add(self, name: str, html: str) -> None:
        self.screens.append(Screen(f"{len(self.screens) + 1:02}-{name}", html))

    @asynccontextmanager
    async def watching(
        self, name: str, who: str, group: Group | None = None
    ) -> AsyncIterator[None]:
        """Take what comes, or changes, in somebody's chat or in a group she reads."""
        person = self.stage.person(who)
        chat = self.stage.api.chat(group.id if group else person.id)
        before = {key: str(message) for key, message in chat.shown.items()}
        yield
        new = [one for key, one in chat.shown.items() if before.get(key) != str(one)]
        title, kind = (group.title, "groupe") if group else ("Palabre", "robot")
        self.add(name, conversation(title, kind, new, self.stage.api.kept, person.id))


async def talk(album: Album) -> None:
    """What people say in private."""
    for line in parse(PRIVATE):
        name = " ".join(line.expected).strip()
        if not name:
            await play(line, album.stage)
            continue
        async with album.watching(name, line.text.split(" ")[0]):
            await play(line, album.stage)


async def meet(album: Album) -> None:
    """What is read before the first word."""
    api = album.stage.api
    await album.stage.say("Karim", "/start")
    album.add("avant-le-premier-mot", empty_chat(api.descriptions["description"]))
    profile = [("Palabre", api.descriptions["short_description"])]
    album.add("profil", items("Informations", "profile", profile))


async def menus(album: Album) -> None:
    """What the button beside the place where one writes opens."""
    scopes = {"visiteur": "all_private_chats", "groupe": "all_group_chats"}
    for who in ("Marie", "Paul", "Ana"):
        scopes[who.lower()] = f"chat/{album.stage.person(who).id}"
    for name, scope in scopes.items():
        entries = [(f"/{e['command']}", e["description"]) for e in album.stage.api.menus[scope]]
        album.add(f"menu-{name}", items("Menu", "menu", entries))


async def gather(album: Album) -> None:
    """What is said in a group, before everybody."""
    stage = album.stage
    group = stage.api.group(-100500, "Les Jardins")
    paul, marie = stage.person("Paul"), stage.person("Marie")
    scenes: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("groupe-arrivee", "Paul", lambda: paul.adds_bot_to(group)),
        ("groupe-relie", "Paul", lambda: paul.says("/groupe", chat=group)),
        ("groupe-agenda", "Marie", lambda: marie.says("/agenda", chat=group)),
        ("groupe-faq", "Marie", lambda: marie.says("/faq", chat=group)),
        (
            "groupe-question",
            "Marie",
            lambda: marie.says("@palabre_bot c'est quoi un ptce ?", chat=group),
        ),
        ("groupe-themes", "Marie", lambda: marie.says("/themes", chat=group)),
        ("groupe-aide", "Marie", lambda: marie.says("/aide", chat=group)),
        ("groupe-personnel", "Marie", lambda: marie.says("/moi", chat=group)),
        ("groupe-membres", "Paul", lambda: paul.says("/membres", chat=group)),
        ("groupe-refus", "Marie", lambda: marie.says("/groupe", chat=group)),
    )
    for name, who, act in scenes:
        async with album.watching(name, who, group):
            act()
            await stage.settle()


async def share(album: Album) -> None:
    """What is typed after the name of the bot, in any chat, and what is then sent there."""
    for name, text in (("archer", "archer"), ("question", "financement"), ("rien", "")):
        results = await _search(album.stage, text)
        found = [(one["title"], one.get("description", "")) for one in results]
        album.add(f"partage-{name}", items(f"@palabre_bot {text}", "found", found))
        if name != "rien":
            album.add(f"partage-{name}-envoi", _shared(album.stage, results[0]))


async def _search(stage: TelegramStage, text: str) -> list[Json]:
    query = stage.person("Marie").asks_inline(text)
    await stage.api.until(lambda: query in stage.api.inline_answers)
    results: list[Json] = stage.api.inline_answers[query]["results"]
    return results


def _shared(stage: TelegramStage, result: Json) -> str:
    marie = stage.person("Marie")
    message = {
        "message_id": 0,
        "from": marie.user,
        "chat": {"id": 0},
        "html": result["input_message_content"]["message_text"],
        "via_bot": stage.api.me,
        "reply_markup": result["reply_markup"],
    }
    return conversation("Une amie", "en ligne", [message], {}, marie.id)


async def stumble(album: Album) -> None:
    """What a bug is answered by."""

    async def broken(*_: object) -> Reply:
        raise ZeroDivisionError

    table = matching.BY_NAME | {"faq": replace(matching.BY_NAME["faq"], handler=broken)}
    with patch.object(router, "BY_NAME", table):
        async with album.watching("bug", "Marie"):
            await album.stage.say("Marie", "/faq")
    async with album.watching("photo", "Marie"):
        album.stage.person("Marie").sends("photo")
        await album.stage.settle()


async def played(url: str) -> list[Screen]:
    """What everybody sees, in a base that was migrated."""
    clock = Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    async with open_telegram_stage(url, clock, webhook=False, kind=Telephones, delay=0) as stage:
        album = Album(stage)
        for scene in (meet, talk, menus, gather, share, stumble):
            await scene(album)
        return album.screens


async def take(folder: Path) -> None:
    """Play everything, then write the pictures."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/palabre.db"
        await migrate(parse_url(url))
        screens = await played(url)
    for name, cut in photograph(screens, folder):
        print(name, *(f"\n  coupé : {label}" for label in cut), sep="")


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER)))
