"""What the answers stand on: short facts with a number, each with where it was read.

`facts/*.md` hold them, a line each: `- F001 What is so (2014). [source] [source]`. F numbers are
those of the base they came from, kept word for word; L, D and P are ours, and say so where they
stand. A line that is no fact introduces those below it, and is part of what they say (« Sept
critères. »); a heading ends it. A list item without a number is a remark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.entries import is_source
from content.faults import Fault
from content.pages import Page

_FACT = re.compile(r"- ([A-Z]\d{1,3}) ")
_SOURCE = re.compile(r"\s*\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so; `under` is the line which introduces it, often empty."""

    id: str
    text: str
    sources: tuple[str, ...]
    under: str = ""


def read_facts(page: Page, faults: list[Fault]) -> Iterator[tuple[Fault, Fact]]:
    """The facts of a page, each with the fault it would be if its number stood elsewhere too."""
    under, offset = "", 0
    for line in page.body.splitlines(keepends=True):
        if match := _FACT.match(line):
            fact = Fact(match[1], *_parted(line[match.end() :]), under)
            faults.extend(_faults(page, fact, offset))
            cure = "donnez-lui un autre numéro, ou retirez l’un des deux"
            yield page.body_fault(f"le fait {fact.id} est écrit deux fois", cure, offset), fact
        elif line.startswith("#"):
            under = ""
        elif line.strip() and not line.startswith("- "):
            under = _parted(line)[0]
        offset += len(line)


def _parted(line: str) -> tuple[str, tuple[str, ...]]:
    """What a line says, and its sources."""
    return _SOURCE.sub("", line).strip(), tuple(_SOURCE.findall(line))


def _faults(page: Page, fact: Fact, offset: int) -> Iterator[Fault]:
    cure = "finissez sa ligne par [https://…], ou par [journee-ptce-2014]"
    if not fact.sources:
        yield page.body_fault(f"le fait {fact.id} n’a pas de source", cure, offset)
    for source in fact.sources:
        if not is_source(source):
            yield page.body_fault(f"la source « {source} » n’est pas une adresse", cure, offset)
