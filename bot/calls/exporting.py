"""`palabre content export`: published answers of persons as files, to be reviewed."""

import json
from argparse import Namespace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.console import Refusal, say
from bot.opening import open_database
from bot.settings import Settings
from community import entries
from content.checks import parted
from content.entries import MORE, FaqEntry
from french.plurals import plural

TO_DO = (
    "À compléter avant de le ranger dans faq/ : ce qu’une personne a répondu n’a encore ni faits, "
    "ni source vérifiée, ni autres façons de demander."
)
UNWRITABLE = "Rien n’a été écrit dans {folder} ({error})."
DONE = "{files} dans {folder}. Une fois relues et rangées dans faq/, retirez-les dans /a_traiter."


async def export_content(arguments: Namespace, settings: Settings) -> int:
    """Write a file for each published answer."""
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as database, database.transaction() as session:
        known = await entries.entries(session, zone)
    folder = Path(arguments.folder)
    _write(folder, known)
    say(DONE.format(files=plural(len(known), "réponse écrite", "réponses écrites"), folder=folder))
    return 0


def _write(folder: Path, known: list[FaqEntry]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in known:
            (folder / f"{entry.id}.md").write_text(page(entry), encoding="utf-8")
    except OSError as error:
        raise Refusal(UNWRITABLE.format(folder=folder, error=error.strerror)) from None


def page(entry: FaqEntry) -> str:
    """An entry as a file of `content/faq/`, which says what is missing in it."""
    told = {
        "question": entry.question,
        "button": entry.button,
        "answered_by": entry.answered_by,
    }
    keys = [f"{name}: {_quoted(value)}" for name, value in told.items() if value]
    lines = (
        *("---", f"# {TO_DO}", *keys),
        *("phrasings: []", "near: []", "facts: []", "sources: []"),
        *(f"checked: {_quoted(entry.checked)}", f"answered: {entry.answered}", "---"),
        _body(entry.body),
    )
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _body(markdown: str) -> str:
    """The first sentences, then the rest, which the short answer has no room for."""
    short, rest = parted(markdown)
    return f"{short}\n\n## {MORE}\n\n{rest}" if rest else short
