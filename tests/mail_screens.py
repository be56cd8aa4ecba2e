"""Pictures of mails on a telephone, by day and in the dark: `python -m tests.mail_screens FOLDER`.

They need Debian's chromium. Look at them: a test only sees that nothing is wider than the screen,
nor written too small.
"""

import asyncio
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape, unescape
from pathlib import Path

from community.db.engine import parse_url
from community.db.migrate import migrate
from community.words import Matter, Reply
from tests.conftest import Clock
from tests.letter_box import open_town
from tests.mails import THREAD, html_of, labels, posted, sample
from tests.people import library
from tests.phone import chromium

PHONE = 360  # CSS pixels
TALL = 1600
DARK = "--blink-settings=preferredColorScheme=0"
# A window is never narrower than 500 pixels, but a frame is.
FRAME = """<title></title><iframe width="{width}" srcdoc="{page}" onload="{measure}"></iframe>"""
# What is seen of a page: how wide it is, and how large each of its texts is written.
MEASURE = """
const page = this.contentDocument, sizes = new Set();
const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const around = texts.currentNode.parentElement;
  if (texts.currentNode.data.trim() && around.checkVisibility())
    sizes.add(parseFloat(getComputedStyle(around).fontSize));
}
document.title = JSON.stringify({width: page.documentElement.scrollWidth, sizes: [...sizes]});
"""
LONG = "https://exemple.org/un/chemin/vraiment/long/" + "qui-ne-se-coupe-nulle-part" * 5
OF_THE_EXCHANGE = Matter(theme=THREAD.theme, thread=THREAD)


def mails() -> dict[str, EmailMessage]:
    """What is worth looking at, made of the bot's own texts."""
    coming = labels("reminders.come", "reminders.maybe", "reminders.decline", "reminders.more")
    shown = {
        "invitation": (sample("reminders.invitation"), coming),
        "reminder": (sample("reminders.eve"), labels("reminders.see", "reminders.decline")),
        "waiting": (sample("registrations.waiting"), labels("registrations.withdraw")),
        "minutes": (long_minutes(), labels("reminders.files", "reminders.see")),
        "message": (sample("reminders.message"), labels("reminders.see")),
        "brief": (sample("reminders.brief"), labels("reminders.see")),
        "diagnostic": (
            sample("diagnostic.result"),
            labels("diagnostic.helps", "diagnostic.visits"),
        ),
    }
    return {name: posted(Reply(*said), OF_THE_EXCHANGE) for name, said in shown.items()}


def long_minutes() -> str:
    texts = library().texts
    values = texts._messages["reminders.minutes"].sample | {
        "ideas": ["Partager un poste de comptable entre trois structures, un tiers chacune."] * 8,
        "links": [LONG],
    }
    return texts.html("reminders.minutes", **values)


async def answers() -> dict[str, EmailMessage]:
    """What a newcomer is answered by the real bot."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/palabre.db"
        await migrate(parse_url(url))
        async with open_town(url, Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))) as town:
            asked = {"welcome": "bonjour", "answer": "c'est quoi un ptce ?", "help": "aide"}
            return {name: (await town.post("Marie", said, name))[0] for name, said in asked.items()}


def browse(page: Path, *flags: str) -> str:
    with tempfile.TemporaryDirectory() as profile:
        return chromium(profile, *flags, page.resolve().as_uri())


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a page is on a telephone, and its smallest letters, in CSS pixels."""

    width: int
    smallest: float


def look_of(html: str, folder: Path) -> Look:
    """How a page looks on a telephone."""
    page = folder / "look.html"
    filled = FRAME.format(width=PHONE, page=escape(html), measure=escape(MEASURE))
    page.write_text(filled, encoding="utf-8")
    found = re.search(r"<title>(.+?)</title>", browse(page, "--dump-dom"))
    assert found is not None
    seen = json.loads(unescape(found[1]))
    return Look(seen["width"], min(seen["sizes"]))


def picture(html: str, name: str, folder: Path) -> None:
    page = folder / f"{name}.html"
    page.write_text(html, encoding="utf-8")
    for light, flags in (("day", ()), ("night", (DARK,))):
        shot = f"--screenshot={folder / f'{name}-{light}.png'}"
        browse(page, f"--window-size={PHONE},{TALL}", shot, *flags)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    every = mails() | asyncio.run(answers())
    for name, mail in every.items():
        picture(html_of(mail), name, folder)
        print(f"{name}: {look_of(html_of(mail), folder)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
