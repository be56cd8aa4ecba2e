"""`palabre replay`: how a mail is read and what would be answered, sending nothing."""

import json
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering import Rehearsal
from bot.app import App, wall_clock
from bot.arrivals import mail_door
from bot.console import Refusal, say
from bot.doors.mail.door import Mail
from bot.doors.mail.home import Home
from bot.doors.mail.reading.letters import read
from bot.doors.mail.reading.words import Answer, Letter
from bot.doors.mail.requests import read_mail
from bot.doors.mail.servers import smtp_server
from bot.doors.mail.writing.words import in_words
from bot.doors.plain import show, to_text
from bot.knowledge import Knowledge
from bot.opening import prepare_database, require_database
from bot.settings import Settings
from community.words import SILENCE

NO_FILE = "{file} : ce fichier ne s’ouvre pas ({reason})."
KINDS = {
    "bounce": "un courriel qui n’est pas arrivé",
    "automatic": "le courriel d’une machine",
    "unreadable": "un courriel illisible",
    "request": "le courriel d’une personne",
}
PROVEN = {True: "sûr", False: "non prouvé"}
NO_ANSWER = "Palabre ne répondrait rien."
ANYWHERE = "palabre@exemple.fr"  # where no mailbox is set


@dataclass(frozen=True, slots=True)
class Replay:
    """A mail as it is read, and what would become of it; None when nothing is answered."""

    letter: Letter
    rehearsal: Rehearsal | None

    @property
    def answered(self) -> bool:
        """Whether something would be said."""
        return self.rehearsal is not None and self.rehearsal.reply != SILENCE


async def replay(arguments: Namespace, settings: Settings) -> int:
    """Show how a file is read. The base is left as it is; without one, a new one is used."""
    content = _content(Path(arguments.file))
    async with _base(settings) as chosen:
        replayed = await _replay(content, chosen)
    say(_line(replayed) if arguments.json else _told(replayed))
    return 0


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal(NO_FILE.format(file=file, reason=error.strerror)) from None


@asynccontextmanager
async def _base(settings: Settings) -> AsyncIterator[Settings]:
    """Settings whose base is there."""
    if settings.database_file is None or settings.database_file.exists():
        await require_database(settings)
        yield settings
        return
    with TemporaryDirectory() as folder:
        fresh = settings.model_copy(update={"database_url": f"sqlite:///{folder}/palabre.db"})
        await prepare_database(fresh)
        yield fresh


async def _replay(content: bytes, settings: Settings) -> Replay:
    knowledge = Knowledge(settings.content, settings.contact, settings.index)
    door = mail_door(settings, lambda: knowledge.library) or _anywhere(knowledge)
    letter = read(content, door.home.is_ours)
    found = read_mail(content, door.home, settings.trusted_authserv, wall_clock())
    if found is None or found.request is None:
        return Replay(letter, None)
    app = App(settings, role="chat", doors=[door], knowledge=knowledge)
    try:
        return Replay(letter, _as_mail(await app.rehearse(found.request), knowledge))
    finally:
        await app.close()


def _as_mail(rehearsal: Rehearsal, knowledge: Knowledge) -> Rehearsal:
    html = in_words(rehearsal.reply.html, knowledge.library.commands)
    return replace(rehearsal, reply=replace(rehearsal.reply, html=html))


def _anywhere(knowledge: Knowledge) -> Mail:
    """A door that is never opened."""
    here, _, domain = ANYWHERE.partition("@")
    home = Home(ANYWHERE, "Palabre", f"{here}+%s@{domain}", lambda: knowledge.library)
    return Mail(home, smtp_server("smtp://localhost:25"), 1, wall_clock)


def _line(replayed: Replay) -> str:
    letter, rehearsal = replayed.letter, replayed.rehearsal
    row = {
        "kind": letter.kind,
        "text": letter.text,
        "word": letter.word,
        "calendar": _calendar(letter.calendar),
        "verified": rehearsal is not None and rehearsal.proven,
        "answer": to_text(rehearsal.reply.html) if rehearsal and replayed.answered else None,
    }
    return json.dumps(row, ensure_ascii=False)


def _calendar(said: Answer | None) -> dict[str, str] | None:
    if said is None:
        return None
    return {
        "method": said.method,
        "partstat": said.partstat,
        "uid": said.uid,
        "attendee": said.attendee,
        "comment": said.comment,
    }


def _told(replayed: Replay) -> str:
    letter, rehearsal = replayed.letter, replayed.rehearsal
    lines = [f"C’est {KINDS[letter.kind]}."]
    if letter.text:
        lines += ["", "Ce qui est lu :", *(f"  {line}" for line in letter.text.splitlines())]
    if letter.word is not None:
        lines.append(f"Pour l’échange : {letter.word}.")
    if letter.calendar is not None:
        lines.append(f"L’agenda répond : {letter.calendar.method} {letter.calendar.partstat}.")
    if rehearsal is None or not replayed.answered:
        return "\n".join([*lines, "", NO_ANSWER])
    lines.append(f"Qui écrit : {PROVEN[rehearsal.proven]}.")
    return "\n".join([*lines, "", "Palabre répondrait :", "", show(rehearsal.reply)])
