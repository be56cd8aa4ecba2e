"""A small theatre: conversations written as plain text are played against the real bot.

# A title
(Sophie anime renouveau-productif)
(Marie rejoint renouveau-productif)
Marie > bonjour
> a second line of the same message
    What the bot answers, indented; "(…)" stands for any words, alone for any lines.
Marie touche « Je rejoins Renouveau productif »
    What the latest message that offered her this choice, however old, leads to.
(3 jours passent)
(redémarrage)
Paul reçoit
    What Paul gets without having asked.
Paul ne reçoit rien
Marie écrit > un courriel
    What she reads in answer, by mail too; nothing but her address says who writes.
Marie répond > oui
    An answer above the last mail she got, which carries its secret.
Paul répond au courriel de Marie > oui
    The same from another address: she forwarded it to him.
Marie répond à un courriel trop vieux > oui
    An answer to a mail whose secret is not known any more.
Marie lit
    The mails that Marie got without having asked.
Marie ne lit rien
(Un courriel à Marie revient pour de bon), or « revient » for now
(Marie rejoint renouveau-productif par courriel), (Marie anime THEME par courriel)
(Un échange « Visite » est publié dans THEME, vendredi 18 décembre 2026 de 9 h 30 à 16 h 30)
    Any of these may follow, in this order: « , à Romans », « , en ligne sur https://… »,
    « , 2 places », « , question « Prenez-vous le repas ? » ».
(Palabre affiche le code du premier administrateur)
(La fiche pole-sud-archer change)
    It is read anew, with the year it was created and one sentence more.

In what somebody says: {lien} is the last invitation anybody read, {code} the administrator's code,
{chiffres} the last code that anybody was sent,
{U+200B} a character that cannot be seen, {1000 × a} a thousand times « a ».
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from bot.app import App
from bot.doors.mail.reading.said import own_word
from bot.doors.mail.writing.words import in_words
from bot.doors.plain import show
from bot.knowledge import Knowledge
from bot.settings import Settings
from community import roles
from community.addresses import keep_addresses
from community.exchanges import Plan, plan_exchange, publish_exchange
from community.invitations import first_code
from community.roles import Rights
from community.words import Address, Choice, Door, File, Reply, Request, Sending
from content.entries import Fiche
from french.dates import MONTHS
from french.folding import essence
from tests.conftest import Clock

INDENT = "    "
SPEECH = re.compile(r"^(?P<who>[^\s>(#][^>]*?) > ?(?P<said>.*)$", re.DOTALL)
MAIL = re.compile(
    r"^(?P<who>\S+) (?:écrit|(?P<answers>répond)(?: au courriel de (?P<whose>\S+)"
    r"|(?P<lost> à un courriel trop vieux))?) > ?"
    r"(?P<said>.*)$",
    re.DOTALL,
)
TAP = re.compile(r"^(?P<who>\S+) touche « (?P<label>.+) »$")
PASSES = re.compile(
    r"^\((?P<count>\d+) (?P<unit>secondes?|minutes?|heures?|jours?) passe(?:nt)?\)$"
)
DIGITS = re.compile(r"Votre code.: (\d{3}\s\d{3})")
BY_MAIL = r"(?P<mail> par courriel)?"
GRANT = re.compile(rf"^\((?P<who>\S+) (?:anime (?P<theme>\S+?)|(?P<admin>administre)){BY_MAIL}\)$")
JOINS = re.compile(rf"^\((?P<who>\S+) rejoint (?P<theme>\S+?){BY_MAIL}\)$")
GETS = re.compile(r"^(?P<who>\S+) (?:(?:reçoit|ne reçoit rien)|(?P<mail>lit|ne lit rien))$")
TOKEN = re.compile(r"/start (\S{8,})")
PUBLISHED = re.compile(
    r"^\(Un échange « (?P<title>.+?) » est publié dans (?P<theme>[^ ,]+)"
    r", \S+ (?P<day>\d+) (?P<month>\S+) (?P<year>\d{4}) de (?P<from>[\dh ]+?) à (?P<to>[\dh ]+?)"
    r"(?:, à (?P<place>[^,]+?))?"
    r"(?:, en ligne sur (?P<visio>[^ ,]+?))?(?:, (?P<seats>\d+) places?)?"
    r"(?:, question « (?P<question>.+) »)?\)$"
)
COMES_BACK = re.compile(r"^\(Un courriel à (?P<who>\S+) revient(?P<hard> pour de bon)?\)$")
FICHE_CHANGES = re.compile(r"^\(La fiche (?P<fiche>\S+) change\)$")
CODE_SHOWN = "(Palabre affiche le code du premier administrateur)"
SECRET = "(…)"
UNITS = {"seconde": "seconds", "minute": "minutes", "heure": "hours", "jour": "days"}


@lru_cache
def known(contact: str) -> Knowledge:
    return Knowledge(None, contact)


def new_app(settings: Settings, doors: Sequence[Door], clock: Clock) -> App:
    """A process that knows what all of them know: the content is read once."""
    knowledge = copy(known(settings.contact))
    return App(settings, role="run", doors=doors, clock=clock, knowledge=knowledge)


@dataclass
class ListeningDoor(Door):
    """A door that keeps what it is given, by address."""

    name: str = "terminal"
    heard: dict[Address, list[tuple[Reply, tuple[File, ...], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def link(self, token: str) -> str:
        return f"/start {token}"

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        self.heard[to].append((reply, files, how.token))
        return str(len(self.heard[to]))


@dataclass
class MailDoor(ListeningDoor):
    """A post office that knows of each address the secret of the last mail it got, and no more."""

    name: str = "mail"
    at_once: bool = True
    last: dict[Address, str] = field(default_factory=dict)
    takes_accents: bool = True

    def reaches(self, value: str) -> bool:
        return value.isascii() or self.takes_accents

    def link(self, token: str) -> str:
        return f"mailto:palabre+{token}@exemple.fr"

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        self.last[to] = how.token
        said = in_words(reply.html, known("contact@exemple.fr").library.commands)
        return await super().send(to, replace(reply, html=said), files, how)


class Stage:
    """The bot, its door, and people who speak to it in turn."""

    def __init__(
        self, url: str, clock: Clock, rate_limit: int = 0, *, by_mail: bool = False
    ) -> None:
        self.settings = Settings(
            database_url=url, contact="contact@exemple.fr", rate_limit=rate_limit
        )
        self.clock = clock
        self.door = ListeningDoor()
        self.mail = MailDoor() if by_mail else None
        self.recalled = {"lien": "", "code": "", "chiffres": ""}
        self._offered: dict[Address, list[Choice]] = defaultdict(list)
        self._said = 0

    async def open(self) -> None:
        doors = [self.door, self.mail] if self.mail else [self.door]
        self.app = new_app(self.settings, doors, self.clock)
        await self.app.open()

    async def close(self) -> None:
        await self.app.close()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    def address(self, who: str) -> Address:
        return address(who)

    def unread(self) -> object:
        """What nobody read."""
        return self.door.heard or (self.mail and self.mail.heard)

    async def say(self, who: str, text: str, in_reply_to: str | None = None) -> str:
        """Let somebody speak and give what she reads in answer."""
        await self.receive(address(who), text, in_reply_to=in_reply_to)
        return self.read(who)

    async def write(self, who: str, text: str, answers: str = "", *, verified: bool = False) -> str:
        """Let somebody write a mail, an answer to the last one that `answers` got; give hers."""
        assert self.mail is not None
        token = self.mail.last[mail_address(answers)] if answers else None
        await self.receive(mail_address(who), text, in_reply_to=token, verified=verified)
        return self.read_mail(who)

    async def write_too_late(self, who: str, text: str) -> str:
        """Let somebody answer a mail that is not known any more; give what she reads."""
        await self.receive(mail_address(who), text, in_reply_to="7" * 26, verified=False)
        return self.read_mail(who)

    async def receive(
        self, sender: Address, text: str, *, in_reply_to: str | None, verified: bool = True
    ) -> None:
        """Let something be said at an address, and answered."""
        self._said += 1
        request = Request(
            id=f"{self._said}",
            sender=sender,
            text=self.filled(text),
            sent_at=self.clock(),
            in_reply_to=in_reply_to,
            verified=verified,
            word=(own_word(text, frozenset()) or "") if sender.door == "mail" else "",
        )
        await self.app.receive([request])
        await self.app.settle()
        self.clock.forward(seconds=1)

    def read(self, who: str) -> str:
        """What somebody got since she last looked."""
        messages = self.door.heard.pop(address(who), [])
        for reply, _, _ in messages:
            self._offered[address(who)] += reply.choices
        return self._shown(messages)

    def read_mail(self, who: str) -> str:
        """The mails that somebody got since she last looked."""
        assert self.mail is not None
        return self._shown(self.mail.heard.pop(mail_address(who), []))

    def _shown(self, messages: list[tuple[Reply, tuple[File, ...], str]]) -> str:
        read = "\n\n".join(
            show(reply, [file.filename for file in files]) for reply, files, _ in messages
        )
        return self.remember(read)

    def remember(self, read: str) -> str:
        for token in TOKEN.findall(read):
            self.recalled["lien"] = token
        for digits in DIGITS.findall(read):
            self.recalled["chiffres"] = digits
        return read

    def offered(self, who: str) -> list[Choice]:
        """Every choice that was ever offered to somebody."""
        return self._offered[address(who)]

    async def tap(self, who: str, label: str) -> str:
        """Let somebody take a choice of the latest message that offered it to her."""
        offered = [c for c in self._offered[address(who)] if essence(c.label) == essence(label)]
        return await self.say(who, offered[-1].command)

    async def show_code(self) -> None:
        async with self.app.database.transaction() as session:
            self.recalled["code"] = await first_code(session, self.clock()) or ""

    def hide_secrets(self, read: str) -> str:
        """What was read, without what is new at each play."""
        for secret in filter(None, self.recalled.values()):
            read = read.replace(secret, SECRET)
        return read

    def filled(self, text: str) -> str:
        for name, secret in self.recalled.items():
            text = text.replace(f"{{{name}}}", secret)
        text = re.sub(r"\{U\+([0-9A-F]{4})\}", lambda m: chr(int(m[1], 16)), text)
        return re.sub(r"\{(\d+) × (.+?)\}", lambda m: int(m[1]) * m[2], text)

    async def join(self, who: str, theme: str, *, by_mail: bool = False) -> None:
        """Let somebody join as anyone does; what she reads then is not the point."""
        if by_mail:
            for answer in (f"/rejoindre {theme}", "oui", f"Nom : {who}\nTerritoire : 62"):
                await self.write(who, answer, verified=True)
            await self.write(who, "aucune", verified=True)
            return
        for answer in (f"/rejoindre {theme}", "oui", who, "aucune", "62"):
            await self.say(who, answer)

    async def grant(self, who: str, role: str, theme: str = "", *, by_mail: bool = False) -> None:
        to = mail_address(who) if by_mail else self.address(who)
        async with self.app.database.transaction() as session:
            ids = await keep_addresses(session, [to], self.clock())
            await roles.grant(session, ids[to], role, theme, self.clock())

    async def publish(self, line: str) -> None:
        """Have an exchange planned and published, as its animator does, by a line of a dialog."""
        found = PUBLISHED.match(line)
        assert found is not None, line
        said = found.groupdict(default="")
        rights = Rights(animated=frozenset({said["theme"]}))
        plan = Plan(
            theme=said["theme"],
            kind="visite_apprenante",
            title=said["title"],
            starts=_local(said, said["from"]),
            ends=_local(said, said["to"]),
            zone="Europe/Paris",
            place=said["place"],
            visio=said["visio"],
            question=said["question"],
            capacity=int(said["seats"]) if said["seats"] else None,
        )
        async with self.app.database.transaction() as session:
            exchange = await plan_exchange(session, rights, plan, self.clock())
            await publish_exchange(session, rights, exchange.id, self.clock())

    async def bounce(self, who: str, *, hard: bool) -> None:
        """A mail to somebody comes back."""
        assert self.mail is not None
        self._said += 1
        token = self.mail.last[mail_address(who)]
        await self.app.keeper.came_back("mail", f"{self._said}", token, hard)

    def change_fiche(self, slug: str) -> None:
        """What is known of a pole is read anew: when it was created, and one sentence more."""
        library = self.app.knowledge.library
        before = library.fiches[slug]
        told = {"created": 2012, "body": f"{before.body} Une phrase de plus."}
        after = Fiche.model_validate(before.model_dump() | told)
        self.app.knowledge.library = replace(library, fiches={**library.fiches, slug: after})

    async def pass_time(self, count: int, unit: str) -> None:
        self.clock.forward(**{UNITS[unit.rstrip("s")]: count})
        await self.app.keeper.tick()
        await self.app.keeper.sweep()
        await self.app.settle()


@asynccontextmanager
async def open_stage(
    url: str, clock: Clock, rate_limit: int = 0, *, by_mail: bool = False
) -> AsyncIterator[Stage]:
    stage = Stage(url, clock, rate_limit, by_mail=by_mail)
    await stage.open()
    try:
        yield stage
    finally:
        await stage.close()


def _local(said: dict[str, str], hour: str) -> datetime:
    """« 9 h 30 » of the day that was said."""
    hours, _, minutes = hour.partition("h")
    day = date(int(said["year"]), MONTHS.index(said["month"]) + 1, int(said["day"]))
    return datetime.combine(day, time(int(hours), int(minutes.strip() or 0)))


def address(who: str) -> Address:
    return Address("terminal", who.lower())


def mail_address(who: str) -> Address:
    return Address("mail", f"{who.lower()}@exemple.fr")


@dataclass(frozen=True)
class Line:
    """A line that makes something happen, and the indented lines that follow it."""

    number: int
    text: str
    expected: tuple[str, ...]

    def written(self) -> Iterator[str]:
        """As it stands in the file, which holds a further line of a message after « > »."""
        first, *others = self.text.split("\n")
        yield first
        yield from (f"> {other}".rstrip() for other in others)


def parse(path: Path) -> list[Line]:
    """Read a dialog file."""
    lines: list[Line] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text.startswith(INDENT) or (not text and lines):
            last = lines[-1]
            lines[-1] = Line(last.number, last.text, (*last.expected, text.removeprefix(INDENT)))
        elif text.startswith(">"):
            last = lines[-1]
            lines[-1] = Line(last.number, f"{last.text}\n{text[1:].lstrip()}", ())
        elif text and not text.startswith("#"):
            lines.append(Line(number, text, ()))
    return lines


async def play(line: Line, stage: Stage) -> str | None:
    """Make a line happen; give what is read because of it, None when nothing can be."""
    if (mail := MAIL.match(line.text)) and mail["lost"]:
        return await stage.write_too_late(mail["who"], mail["said"])
    if mail:
        answers = (mail["whose"] or mail["who"]) if mail["answers"] else ""
        return await stage.write(mail["who"], mail["said"], answers)
    if speech := SPEECH.match(line.text):
        return await stage.say(speech["who"], speech["said"])
    if tap := TAP.match(line.text):
        return await stage.tap(tap["who"], tap["label"])
    if gets := GETS.match(line.text):
        return stage.read_mail(gets["who"]) if gets["mail"] else stage.read(gets["who"])
    await _happen(line, stage)
    return None


async def _happen(line: Line, stage: Stage) -> None:
    """Make happen what nobody says."""
    if passes := PASSES.match(line.text):
        await stage.pass_time(int(passes["count"]), passes["unit"])
    elif granted := GRANT.match(line.text):
        role = roles.ADMINISTRATOR if granted["admin"] else roles.ANIMATOR
        by_mail = bool(granted["mail"])
        await stage.grant(granted["who"], role, granted["theme"] or "", by_mail=by_mail)
    elif joins := JOINS.match(line.text):
        await stage.join(joins["who"], joins["theme"], by_mail=bool(joins["mail"]))
    elif back := COMES_BACK.match(line.text):
        await stage.bounce(back["who"], hard=bool(back["hard"]))
    elif PUBLISHED.match(line.text):
        await stage.publish(line.text)
    elif changes := FICHE_CHANGES.match(line.text):
        stage.change_fiche(changes["fiche"])
    elif line.text == "(redémarrage)":
        await stage.restart()
    elif line.text == CODE_SHOWN:
        await stage.show_code()
    else:
        message = f"line {line.number} is not understood: {line.text}"
        raise ValueError(message)


def as_pattern(expected: tuple[str, ...]) -> re.Pattern[str]:
    """The expected lines as a pattern; "(…)" matches any words, alone any lines."""
    lines = plain("\n".join(expected)).splitlines()
    patterns = [
        r"(?:.*\n)*?" if line == "(…)" else re.escape(line).replace(re.escape("(…)"), ".*") + r"\n"
        for line in lines
    ]
    return re.compile("".join(patterns) + r"\Z")


def plain(text: str) -> str:
    """As people type it: plain spaces, and none at the end of a line."""
    spaced = re.sub("[\u00a0\u202f]", " ", text)
    return "\n".join(line.rstrip() for line in spaced.strip().splitlines()) + "\n"
