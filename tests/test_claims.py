"""No year, number, month or address in an answer that its facts do not hold."""

from pathlib import Path

import pytest

from content.claims import claims, held
from content.facts import Fact
from content.loading import check, load

PAGE = """---
{key}
facts: [Z001]
checked: 2026-11
---
{body}
"""
FACTS = (
    "---\ntitle: Criée\n---\n"
    "Sept criées.\n"
    "- Z001 En mars 2014, une vingtaine de crieurs, 1 200 criées, 20 % à midi et 1,5 million "
    "d’oreilles ; crieurs@exemple.fr, 41 rue du Cri, 01 80 05 82 00. [https://exemple.fr/cri]\n"
)


def messages(tmp_path: Path, body: str, key: str = "question: Qui crie ?") -> list[str]:
    """The faults of an answer that stands on Z001."""
    for name, text in {"facts": FACTS, "faq": PAGE.format(key=key, body=body)}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "criee.md").write_text(text, encoding="utf-8")
    return [fault.message for fault in check(tmp_path, "")]


@pytest.mark.parametrize(
    "said",
    [
        "En 2014.",
        "En mars.",
        "1 200 ou 1200 criées, dont 20 %.",
        "Une vingtaine de crieurs.",
        "Ils ont 1,5 million d’oreilles.",
        "Sept criées.",
        "L’un des deux, pour une criée ou deux.",
        "La première, la deuxième, puis une troisième criée.",
        "Un tiers-lieu, des tiers-lieux.",
        "Écrivez à crieurs@exemple.fr, au 41, ou appelez le 01.80.05.82.00.",
        "[Les crieurs](https://exemple.fr/cri).",
        "1. On crie.\n2. On écoute.",
    ],
)
def test_what_a_fact_holds_may_be_said(tmp_path: Path, said: str) -> None:
    assert messages(tmp_path, said) == []


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("En 2015.", "2015"),
        ("En avril.", "avril"),
        ("Les 12 crieurs.", "12"),
        ("Vingt crieurs.", "Vingt"),
        ("Il y a 20 crieurs.", "20"),
        ("Il y a 1 200 % de crieurs.", "1 200 %"),
        ("Une quinzaine.", "quinzaine"),
        ("Quinze crieurs.", "Quinze"),
        ("Quatre-vingt-dix crieurs.", "Quatre-vingt-dix"),
        ("La moitié.", "moitié"),
        ("Un tiers.", "tiers"),
        ("Ils ont 1,5 oreille.", "1,5"),
        ("Ils ont 2 millions d’oreilles.", "2 million"),
        ("L’article 9.", "9"),
        ("Au 01 80 05 82 01.", "01 80 05 82 01"),
        ("Écrivez à cri@exemple.fr.", "cri@exemple.fr"),
        ("Voyez www.exemple.fr/cri.", "www.exemple.fr/cri"),
        ("Oui.\n\n## En savoir plus\n\nIls sont treize.", "treize"),
    ],
)
def test_what_no_fact_holds_is_refused(tmp_path: Path, said: str, refused: str) -> None:
    assert messages(tmp_path, said) == [f"« {refused} » n’est dans aucun des faits de cette page"]


def test_a_question_claims_too(tmp_path: Path) -> None:
    found = messages(tmp_path, "Oui.", "question: Qui criait en 1900 ?")
    assert found == ["« 1900 » n’est dans aucun de ses faits"]


def test_a_fault_says_where_and_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "glossary").mkdir()
    text = "---\nterm: Criée\nfacts: [F001]\n---\nOn y crie.\n\nDepuis 1900.\n"
    (tmp_path / "glossary/criee.md").write_text(text, encoding="utf-8")
    (fault,) = check(tmp_path, "")
    assert (fault.file, fault.line) == ("glossary/criee.md", 7)
    assert fault.cure.startswith("ajoutez à « facts: » le numéro du fait qui le dit")


def test_an_entry_that_names_no_facts_says_what_it_likes(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    text = "---\nquestion: Quand crie-t-on ?\nchecked: 2026-11\n---\nLe 14 décembre.\n"
    (tmp_path / "faq/criee.md").write_text(text, encoding="utf-8")
    assert check(tmp_path, "") == ()


def test_each_of_our_entries_names_its_facts_or_claims_nothing() -> None:
    ours = load(None, "")
    faq, glossary, themes = ours.faq.values(), ours.glossary.values(), ours.themes.values()
    named = [(one.id, one.facts) for shelf in (faq, glossary, themes) for one in shelf]
    assert [id_ for id_, facts in named if not facts] == []
    bare = [entry for entry in ours.redirects.values() if not entry.facts]
    assert [one.id for one in bare if list(claims(f"{one.question}\n{one.body}"))] == []


def test_what_introduces_a_fact_is_said_with_it() -> None:
    fact = Fact("Z001", "Crier.", ("journee-ptce-2014",), under="Premier appel (2013), sept cris.")
    assert {"2013", "7"} <= held([fact])


def test_a_claim_is_told_as_it_is_written() -> None:
    (day, month, year) = sorted(claims("le 19 décembre 2014"), key=lambda claim: claim.offset)
    assert [day.words, month.words, year.words] == ["19", "décembre", "2014"]
