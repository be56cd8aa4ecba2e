"""Content files become the Library, or every fault that keeps them from it.

An overlay folder is laid over ours: a file of the same path replaces it, `retired: true` hides it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from content import checks
from content.claims import Claimed, claim_faults
from content.diagnostic import (
    FOLDER,
    QUESTIONS,
    DiagnosticQuestion,
    diagnostic_faults,
    missing_faults,
)
from content.entries import (
    Agenda,
    CommandEntry,
    Entry,
    FaqEntry,
    Fiche,
    Item,
    Redirect,
    Term,
    Theme,
)
from content.facts import Fact, read_facts
from content.faults import ContentFaults, Fault
from content.library import Library
from content.pages import Page, hidden_ids, read_pages
from content.places import Departement, read_departements
from content.texts import TextFile, Texts
from content.tour import FOLDER as TOUR
from content.tour import STEPS, TourStep, tour_faults
from content.trial import text_faults
from content.validation import parse
from french.folding import essence

E = TypeVar("E", bound=Entry)
T = TypeVar("T", bound=Item)
COMMANDS = "texts/commands.yaml"
# What Telegram takes as a command's name.
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def load(overlay: Path | None, contact: str) -> Library:
    """Read everything, quickly: texts are compiled when first used, and tried by `check`.

    Raises ContentFaults.
    """
    shelves = _read(overlay, contact)
    faults = [*shelves.faults, *_linked(shelves)]
    if faults:
        raise ContentFaults(tuple(sorted(faults)))
    return _library(shelves, contact)


def load_texts(name: str, overlay: Path | None) -> Texts:
    """The one file of texts of that name, for what needs nothing else. Raises ContentFaults."""
    faults: list[Fault] = []
    files = _whole(read_pages(f"texts/{name}.yaml", overlay, faults), TextFile, faults)
    if faults:
        raise ContentFaults(tuple(sorted(faults)))
    return Texts({page.id: file for page, file in files})


def check(overlay: Path | None, contact: str) -> tuple[Fault, ...]:
    """Everything `load` finds, each template tried, and each claim held against its facts."""
    shelves = _read(overlay, contact)
    tried = (fault for page, file in shelves.texts for fault in text_faults(page, file))
    claimed = (
        fault
        for page, entry in shelves.claimed()
        for fault in claim_faults(page, entry, shelves.facts)
    )
    return tuple(sorted([*shelves.faults, *_linked(shelves), *tried, *claimed]))


@dataclass(frozen=True, slots=True)
class _Shelves:
    """What was read, each thing with its page, and the faults met so far."""

    faq: list[tuple[Page, FaqEntry]]
    fiches: list[tuple[Page, Fiche]]
    themes: list[tuple[Page, Theme]]
    glossary: list[tuple[Page, Term]]
    redirects: list[tuple[Page, Redirect]]
    diagnostic: list[tuple[Page, DiagnosticQuestion]]
    tour: list[tuple[Page, TourStep]]
    commands: list[tuple[Page, str, CommandEntry]]
    texts: list[tuple[Page, TextFile]]
    agenda: list[tuple[Page, Agenda]]
    facts: dict[str, Fact]
    departements: dict[str, Departement]
    hidden: frozenset[str]
    faults: list[Fault]

    def entries(self) -> Iterator[tuple[Page, Entry]]:
        """Everything written in Markdown."""
        yield from self.faq
        yield from self.fiches
        yield from self.themes
        yield from self.glossary
        yield from self.redirects
        yield from self.diagnostic
        yield from self.tour

    def claimed(self) -> Iterator[tuple[Page, Claimed]]:
        """What stands on facts."""
        yield from self.faq
        yield from self.glossary
        yield from self.themes
        yield from self.redirects
        yield from self.diagnostic
        yield from self.tour


def _read(overlay: Path | None, contact: str) -> _Shelves:
    """Read every file, each alone."""
    faults: list[Fault] = []

    def entries(pattern: str, model: type[E]) -> list[tuple[Page, E]]:
        return _entries(read_pages(pattern, overlay, faults), model, contact, faults)

    texts = read_pages("texts/*.yaml", overlay, faults)
    return _Shelves(
        faq=entries("faq/*.md", FaqEntry),
        fiches=entries("fiches/*.md", Fiche),
        themes=entries("themes/*.md", Theme),
        glossary=entries("glossary/*.md", Term),
        redirects=entries("redirects/*.md", Redirect),
        diagnostic=entries(f"{FOLDER}/*.md", DiagnosticQuestion),
        tour=entries(f"{TOUR}/*.md", TourStep),
        commands=_commands([page for page in texts if page.path == COMMANDS], faults),
        texts=_whole([page for page in texts if page.path != COMMANDS], TextFile, faults),
        agenda=_whole(read_pages("agenda/*.yaml", overlay, faults), Agenda, faults),
        facts=_facts(read_pages("facts/*.md", overlay, faults), faults),
        departements=read_departements(overlay, faults),
        hidden=frozenset().union(
            *(hidden_ids(f"{one}/*.md", overlay) for one in ("faq", "themes", "fiches"))
        ),
        faults=faults,
    )


def _entries(
    pages: Sequence[Page], model: type[E], contact: str, faults: list[Fault]
) -> list[tuple[Page, E]]:
    """Pages of Markdown; the one placeholder becomes the contact address."""
    found = []
    for page in pages:
        faults.extend(checks.body_faults(page))
        body = page.body.strip().replace("{{ contact }}", contact)
        entry = parse(model, page, faults, given={"id": page.id, "body": body})
        if entry is not None:
            found.append((page, entry))
    return found


def _whole(pages: Sequence[Page], model: type[T], faults: list[Fault]) -> list[tuple[Page, T]]:
    """Pages of YAML, each one thing."""
    parsed = ((page, parse(model, page, faults)) for page in pages)
    return [(page, item) for page, item in parsed if item is not None]


def _commands(pages: Sequence[Page], faults: list[Fault]) -> list[tuple[Page, str, CommandEntry]]:
    """The lines of the menu."""
    found = []
    for page in pages:
        for name in page.data if isinstance(page.data, dict) else ():
            if not COMMAND.fullmatch(str(name)):
                cure = "gardez des minuscules sans accent, des chiffres ou _, 32 au plus"
                faults.append(page.fault(f"« {name} » n’est pas un nom de commande", cure, name))
            entry = parse(CommandEntry, page, faults, at=name)
            if entry is not None:
                found.append((page, name, entry))
    return found


def _facts(pages: Sequence[Page], faults: list[Fault]) -> dict[str, Fact]:
    """The facts by number; the second of two is a fault."""
    found: dict[str, Fact] = {}
    for page in pages:
        for fault, fact in read_facts(page, faults):
            if fact.id in found:
                faults.append(fault)
            found.setdefault(fact.id, fact)
    return found


def _linked(shelves: _Shelves) -> Iterator[Fault]:
    """What is wrong between files."""
    faq = {entry.id for _, entry in shelves.faq} | shelves.hidden
    themes = {entry.id for _, entry in shelves.themes} | shelves.hidden
    for page, answer in shelves.faq:
        yield from checks.short_answer_faults(page, answer)
        yield from checks.easy_faults(page, answer)
    for page, asked in (*shelves.diagnostic, *shelves.tour):
        yield from checks.short_answer_faults(page, asked)
    fiches = {fiche.id for _, fiche in shelves.fiches} | shelves.hidden
    yield from tour_faults(shelves.tour, fiches)
    yield from diagnostic_faults(shelves.diagnostic)
    yield from missing_faults({question.id for _, question in shelves.diagnostic})
    answers = (shelves.faq, shelves.glossary, shelves.redirects)
    for shelf in (*answers, shelves.diagnostic, shelves.tour):
        for page, entry in shelf:
            yield from checks.near_faults(page, entry.near, faq)
    for page, claimed in shelves.claimed():
        yield from checks.fact_faults(page, claimed.facts, shelves.facts)
    labels = {name for page, file in shelves.texts if page.id == "fiches" for name in file.labels}
    for page, fiche in shelves.fiches:
        yield from checks.place_faults(page, fiche, shelves.departements)
        yield from checks.status_faults(page, fiche, labels)
    for page, agenda in shelves.agenda:
        yield from checks.agenda_faults(page, agenda, themes)
    yield from checks.repeated_phrasings(_phrasings(shelves))


def _phrasings(shelves: _Shelves) -> Iterator[tuple[str, Fault]]:
    """Every way of asking, with the fault it would be if it were asked elsewhere."""
    for page, entry in shelves.entries():
        yield from checks.phrasings(page, entry.phrasings)
    for page, name, command in shelves.commands:
        yield from checks.phrasings(page, command.phrasings, name)


def _library(shelves: _Shelves, contact: str) -> Library:
    themes = _by_id(shelves.themes)
    asked = _by_id(shelves.diagnostic)
    steps = _by_id(shelves.tour)
    exchanges = (exchange for _, agenda in shelves.agenda for exchange in agenda.exchanges)
    return Library(
        themes=themes,
        faq=_by_id(shelves.faq),
        fiches=_by_id(shelves.fiches),
        glossary=_by_id(shelves.glossary),
        redirects=_by_id(shelves.redirects),
        diagnostic={one: asked[one] for one in QUESTIONS},
        tour={one: steps[one] for one in STEPS if one in steps},
        facts=shelves.facts,
        commands={name: entry for _, name, entry in shelves.commands},
        spoken={
            essence(words): name
            for _, name, entry in reversed(shelves.commands)  # the first of two keeps its words
            for words in (*entry.words, entry.summary, name, *filter(None, (entry.said,)))
        },
        texts=Texts({page.id: file for page, file in shelves.texts}),
        departements=shelves.departements,
        agenda=tuple(exchange for exchange in exchanges if exchange.theme in themes),
        contact=contact,
    )


def _by_id(pairs: Sequence[tuple[Page, E]]) -> dict[str, E]:
    return {entry.id: entry for _, entry in pairs}
