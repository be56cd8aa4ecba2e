"""The facts answers stand on: each has its number, its source and what introduces it."""

from pathlib import Path

import pytest

from content.facts import Fact
from content.faults import ContentFaults
from content.loading import load

FACTS = """---
title: Criée
---
Trois façons de crier (2014).
- Z001 On crie fort. [journee-ptce-2014]
- Z002 On crie à 20 heures [https://exemple.fr/a], ou à 21 heures. [https://exemple.fr/b]
- Une remarque.

### Depuis
- Z003 On ne crie plus. [https://exemple.fr/a]
"""


def laid(tmp_path: Path, text: str) -> dict[str, Fact]:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/criee.md").write_text(text, encoding="utf-8")
    return dict(load(tmp_path, "").facts)


def test_a_fact_has_its_words_its_sources_and_its_introduction(tmp_path: Path) -> None:
    under = "Trois façons de crier (2014)."
    facts = laid(tmp_path, FACTS)
    assert facts["Z001"] == Fact("Z001", "On crie fort.", ("journee-ptce-2014",), under)
    said, sources = (
        "On crie à 20 heures, ou à 21 heures.",
        ("https://exemple.fr/a", "https://exemple.fr/b"),
    )
    assert facts["Z002"] == Fact("Z002", said, sources, under)


def test_a_heading_ends_what_was_introduced(tmp_path: Path) -> None:
    assert laid(tmp_path, FACTS)["Z003"].under == ""


def test_all_the_facts_of_the_base_are_there() -> None:
    known = load(None, "").facts
    assert {f"F{number:03}" for number in range(1, 205)} <= known.keys()


def test_no_number_of_ours_can_be_taken_for_one_of_the_base() -> None:
    ours = {number for number in load(None, "").facts if number not in _base()}
    assert {number[0] for number in ours} == {"D", "L", "P"}


def _base() -> set[str]:
    return {f"F{number:03}" for number in range(1, 205)}


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        (" [journee-ptce-2014]", "", 5, "le fait Z001 n’a pas de source"),
        ("[journee-ptce-2014]", "[un journal]", 5, "la source « un journal » n’est pas une"),
        ("Z003", "Z001", 10, "le fait Z001 est écrit deux fois"),
        ("Z003", "F001", 10, "le fait F001 est écrit deux fois"),
    ],
)
def test_a_fault_in_a_fact_is_told_at_its_line(
    tmp_path: Path, good: str, bad: str, line: int, message: str
) -> None:
    with pytest.raises(ContentFaults) as caught:
        laid(tmp_path, FACTS.replace(good, bad))
    (fault,) = caught.value.faults
    assert fault.message.startswith(message)
    assert (fault.file, fault.line) == ("facts/criee.md", line)


def test_an_entry_stands_on_facts_that_exist(tmp_path: Path) -> None:
    (tmp_path / "glossary").mkdir()
    text = "---\nterm: Criée\nfacts: [F001, F999]\n---\nOn y crie.\n"
    (tmp_path / "glossary/criee.md").write_text(text, encoding="utf-8")
    with pytest.raises(ContentFaults) as caught:
        load(tmp_path, "")
    (fault,) = caught.value.faults
    assert (fault.line, fault.message) == (3, "le fait « F999 » n’existe pas")
