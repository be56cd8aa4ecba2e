"""`palabre check`: what is wrong with settings, content and texts, before people see it."""

from argparse import Namespace

from bot.calls.connecting import mail_faults
from bot.console import say, warn
from bot.opening import require_database
from bot.settings import Settings
from content.library import Library
from content.loading import check as check_content
from content.loading import load
from french.plurals import plural


async def check(arguments: Namespace, settings: Settings) -> int:
    """Name every fault; else count what there is. Settings were read on the way here."""
    faults = [str(fault) for fault in check_content(settings.content, settings.contact)]
    if arguments.connect and not faults:
        await require_database(settings)
        faults = [fault async for fault in mail_faults(settings)]
    for fault in faults:
        warn(fault)
    if faults:
        say(f"{plural(len(faults), 'faute', 'fautes')}.")
        return 1
    say(_summary(load(settings.content, settings.contact)))
    return 0


def _summary(library: Library) -> str:
    counts = (
        plural(len(library.themes), "thème", "thèmes"),
        plural(len(library.faq), "question", "questions"),
        plural(len(library.fiches), "fiche", "fiches"),
        plural(len(library.glossary), "mot", "mots"),
        plural(len(library.redirects), "renvoi", "renvois"),
        plural(len(library.commands), "commande", "commandes"),
    )
    return f"{', '.join(counts)} : aucune faute."
