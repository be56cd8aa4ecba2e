"""The guided tour: what a PTCE is, in a few short steps, each with what it stands on."""

from collections.abc import Collection, Iterator, Sequence

from content.entries import FaqEntry, Lines
from content.faults import Fault
from content.pages import Page

FOLDER = "tour"
# In the order of the visit; a step that somebody retired is left out.
STEPS = ("definition", "lettres", "exemples", "limites", "debut")


class TourStep(FaqEntry):
    """A step of the tour: `question` is its title, `near` the answer that says more of it.

    `fiches` are the poles that it shows.
    """

    fiches: Lines = ()


def tour_faults(pages: Sequence[tuple[Page, TourStep]], fiches: Collection[str]) -> Iterator[Fault]:
    """A step is one of the tour, and shows poles that have a fiche."""
    for page, step in pages:
        if step.id not in STEPS:
            cure = f"nommez le fichier d’après une étape connue : {', '.join(STEPS)}"
            yield page.fault(f"« {step.id} » n’est pas une étape de la visite", cure)
        for index, one in enumerate(step.fiches):
            if one not in fiches:
                cure = "écrivez le nom d’un fichier de fiches/, sans .md"
                yield page.fault(f"« {one} » n’existe pas", cure, "fiches", index)
