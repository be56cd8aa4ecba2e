"""The same life by mail and by Telegram leaves the same rows.

Row by row and table by table all is equal, numbers included, but what is told here.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from tests.conftest import Clock
from tests.lives import Life, by_mail, by_telegram
from tests.mail_lab import MailLab
from tests.mails import gmail, gmail_html, iphone, outlook, outlook_html
from tests.people import PRODUCTIVE
from tests.rows import Rows, differences, rows_of

OF_THE_DOOR = {
    "addresses.value": "the address",
    "deliveries.answers": "an id: what her door called what she said",
    "deliveries.ref": "an id: what her door called what was sent",
    "deliveries.token": "a secret, drawn",
    "exchanges.uid": "an id, drawn",
    "inbox.outcome": "of the two mails that answer none of ours: they prove nothing, below",
    "inbox.request_id": "an id: what her door called what she said",
    "leases.holder": "an id: the process",
    "leases.name": "names that process too",
    "deliveries.subject": "what she said it under: only mails have one",
    "deliveries.choices": "of the messages that ask her in, below",
    "threads": "the address of an exchange for her calendar's answers: Telegram has no need of it",
}
# Her first mail proves nothing: one « oui » proves her and agrees, and there is no form to leave.
# What the form still asks stands on one text by mail: there is nothing to pass over or to correct.
ASKED = ["answer/6", "answer/7", "answer/8"]
HERS = "hers"  # what her door is called when both are compared
VISIT = "/planifier Visite du Pôle Sud Archer, vendredi 18 décembre 9h30-16h30, Romans"
DATES = "mardi 15 décembre 14h-16h, jeudi 17 décembre 10h-12h ou vendredi 18 à 14h"


async def live(life: Life) -> None:
    """From her first word to her leaving."""
    await life.join("Sophie", PRODUCTIVE)
    await life.grant("Sophie", "animator", PRODUCTIVE)
    await join(life)
    await life.writes("c'est quoi un PTCE ?")
    await life.answers("nouvelles semaine", gmail)
    await vote(life)
    await meet(life)
    await life.answers("désinscription renouveau productif", outlook)


async def join(life: Life) -> None:
    await life.writes("Bonjour,\n\ninscription renouveau productif\n\nMerci,\nMarie")
    await life.answers("Oui", gmail, tap="J’accepte")
    await life.answers("Marie Dumont", gmail)
    await life.answers("Les Jardins", outlook)
    await life.answers("62", iphone)


async def vote(life: Life) -> None:
    """Dates are proposed to her."""
    asked = ("/sondage", "atelier", "Partager un comptable", DATES, "Romans")
    await life.says("Sophie", *asked, "vendredi 4 décembre à 18h", "j'envoie")
    await life.pass_time(2, "secondes")
    await life.answers("A et C oui, B non", outlook_html)


async def meet(life: Life) -> None:
    """An exchange from its invitation to its minutes."""
    await life.says("Sophie", VISIT, "je publie")
    await life.pass_time(2, "secondes")
    await life.answers("oui merci", gmail_html, tap="Je viens")
    await life.says("Sophie", "/deplacer 1 lundi 21 décembre 10h-12h", "je confirme")
    await life.pass_days(21)
    await life.calendar_says("ACCEPTED", tap="Je viens")
    await life.calendar_says("DECLINED", tap="Je ne viens plus")
    await life.pass_days(8)
    await life.says("Sophie", "/document 1", "exemple.org/diaporama", "Le diaporama")
    decided = "Les chaussures se fabriquent à nouveau à Romans."
    await life.says("Sophie", "/compte_rendu 1", decided, "je laisse vide", "je publie")
    await life.pass_time(2, "secondes")


@pytest.mark.timeout(120)
async def test_the_same_life_leaves_the_same_rows_at_both_doors(
    mail_lab: MailLab,
    sqlite_template: Path,
    tmp_path: Path,
    clock: Clock,
    record_property: Callable[[str, object], None],
) -> None:
    urls = [f"sqlite:///{copy(sqlite_template, tmp_path / name)}" for name in ("mail", "telegram")]
    async with by_mail(mail_lab, urls[0], Clock(clock())) as mail:
        await live(mail)
        by_post = await rows_of(mail.app.database, "mail", HERS)
    async with by_telegram(urls[1], Clock(clock())) as telegram:
        await live(telegram)
        by_phone = await rows_of(telegram.app.database, "telegram", HERS)

    record_property("rows by mail and by Telegram", counted(by_post, by_phone))
    differ = differences(by_post, by_phone)
    assert set(differ) == set(OF_THE_DOOR)
    choices = [by_post["deliveries"][place]["key"] for place in differ["deliveries.choices"]]
    assert choices == ASKED
    outcomes = [by_post["inbox"][place]["outcome"] for place in differ["inbox.outcome"]]
    assert outcomes == ["unproven"] * 2
    assert (len(by_post["threads"]), len(by_phone["threads"])) == (1, 0)
    assert sum(map(bool, by_phone.values())) >= 12
    assert said_by(mail, "courriel") == said_by(telegram, "Telegram")


def said_by(life: Life, door: str) -> list[str]:
    """What she read after what asked her in; her door's name is all that may differ."""
    entered = next(n for n, words in enumerate(life.words) if "Bienvenue dans" in words)
    return [words.replace(f"par {door}", f"par {HERS}") for words in life.words[entered + 1 :]]


def counted(one: Rows, other: Rows) -> str:
    """How many rows there are of each table that has some."""
    told = ((name, len(one[name]), len(other[name])) for name in sorted(one))
    return ", ".join(f"{name} {mine}/{its}" for name, mine, its in told if mine or its)
