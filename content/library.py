"""All content, immutable, swapped whole on reload."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.diagnostic import DiagnosticQuestion
from content.documents import Document
from content.entries import CommandEntry, FaqEntry, Fiche, Redirect, SampleExchange, Term, Theme
from content.facts import Fact
from content.places import Departement
from content.texts import Texts
from content.tour import TourStep


@dataclass(frozen=True, slots=True)
class Library:
    """What the bot knows, by id; `spoken` are commands by all that names them, as `essence`."""

    themes: Mapping[str, Theme]
    faq: Mapping[str, FaqEntry]
    fiches: Mapping[str, Fiche]
    glossary: Mapping[str, Term]
    redirects: Mapping[str, Redirect]
    diagnostic: Mapping[str, DiagnosticQuestion]
    tour: Mapping[str, TourStep]
    facts: Mapping[str, Fact]
    commands: Mapping[str, CommandEntry]
    spoken: Mapping[str, str]
    texts: Texts
    departements: Mapping[str, Departement]
    agenda: tuple[SampleExchange, ...]
    contact: str

    def documents(self) -> tuple[Document, ...]:
        """Everything that a question can find.

        A fiche of which little is known answers none: it is found by its name, and in lists.
        """
        told = (entry for entry in self.fiches.values() if entry.confidence == "haute")
        return (
            *(_faq(entry) for entry in self.faq.values()),
            *(self._fiche(entry) for entry in told),
            *(_theme(entry) for entry in self.themes.values()),
            *(_command(name, entry) for name, entry in self.commands.items()),
            *(_term(entry) for entry in self.glossary.values()),
            *(_redirect(entry) for entry in self.redirects.values()),
        )

    def _fiche(self, entry: Fiche) -> Document:
        departement = self.departements[entry.departement].name if entry.departement else None
        where = (entry.place, departement, entry.region)
        body = "\n".join((entry.plain, ", ".join(entry.sectors), ", ".join(filter(None, where))))
        names = (entry.name, *entry.aliases, *filter(None, (entry.place,)))
        return Document(
            f"fiche:{entry.id}", "fiche", entry.name, (*names, *entry.phrasings), body.strip()
        )


def _faq(entry: FaqEntry) -> Document:
    return Document(entry.id, "faq", entry.question, entry.phrasings, entry.plain)


def _theme(entry: Theme) -> Document:
    phrasings = (*entry.aliases, *entry.phrasings)
    return Document(f"theme:{entry.id}", "theme", entry.title, phrasings, entry.plain)


def _command(name: str, entry: CommandEntry) -> Document:
    return Document(f"commande:{name}", "commande", entry.summary, entry.phrasings, entry.summary)


def _term(entry: Term) -> Document:
    names = (entry.term, *filter(None, (entry.meaning,)))
    phrasings = (*names, *entry.phrasings)
    return Document(f"glossaire:{entry.id}", "glossaire", entry.term, phrasings, entry.plain)


def _redirect(entry: Redirect) -> Document:
    return Document(f"renvoi:{entry.id}", "renvoi", entry.question, entry.phrasings, entry.plain)
