"""`palabre content index`: what search by meaning needs, made beforehand."""

import os
import sys
from argparse import Namespace

from bot.console import Refusal, say
from bot.settings import Settings
from content.loading import load
from content.search.e5 import load_e5
from content.search.indexing import build_index

CANNOT = (
    "Ce processeur ne sait pas calculer l’index (il lui faut AVX2 et FMA) : Palabre cherche par "
    "les mots, sans index."
)
UNWRITABLE = "L’index n’a pas pu être écrit dans {file} ({error}) : vérifiez PALABRE_INDEX."
DONE = "L’index est à jour : {made} textes ajoutés."
POLITE = 10  # of 19: who answers people goes first


async def index_content(_: Namespace, settings: Settings) -> int:
    """Complete the file of the index."""
    os.nice(POLITE)
    encoder = load_e5()
    if encoder is None:
        raise Refusal(CANNOT)
    documents = load(settings.content, settings.contact).documents()
    try:
        made = build_index(settings.index, documents, encoder, tell)
    except OSError as error:
        unwritable = UNWRITABLE.format(file=settings.index, error=error.strerror)
        raise Refusal(unwritable) from None
    say(DONE.format(made=made))
    return 0


def tell(done: int, wanted: int) -> None:
    """How far it went, on standard error."""
    sys.stderr.write(f"Préparation de la recherche, une seule fois : {done} textes sur {wanted}\n")
