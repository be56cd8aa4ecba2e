"""What people read in content/ is spelled and set in French; what is wrong is told where it is."""

from pathlib import Path

import pytest

from content.faults import Fault
from tests.proofreading import CONTENT, Part, blanked, own_words, read, spelling, typography
from tests.servers import find_program

ENTRY = """---
question: {question}
phrasings: [c koi un crieurr]
sources: [{{name: Un journal, url: "https://exemple.fr/crieurr"}}]
---
Il crie.

## En savoir plus

{body}
"""
TEXTS = """hello:
  sample: {{name: Crieurr}}
  html: |
    <p>Bonjour {{{{ name }}}}.</p>
    <p>{said}</p>
labels:
  go: {{label: Je crie, words: [crieurr]}}
  stay: {label}
"""


def parts(tmp_path: Path, path: str, text: str) -> list[Part]:
    file = tmp_path / path
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return list(read(file))


def misspelled(found: list[Part]) -> list[tuple[int, str]]:
    find_program("hunspell", "hunspell hunspell-fr")
    return [(fault.line, fault.message) for fault in spelling(found, frozenset({"grelinette"}))]


def set_badly(said: str) -> list[Fault]:
    return list(typography(Part("faq/cri.md", 1, blanked(said))))


def test_a_misspelled_word_is_told_at_its_line_and_what_is_only_understood_is_not_read(
    tmp_path: Path,
) -> None:
    text = ENTRY.format(question="Qui crie au marchhé ?", body="L’un crie.\n\nL’autre aussii.")
    assert misspelled(parts(tmp_path, "faq/cri.md", text)) == [
        (12, "« aussii » n’est pas connu"),
        (2, "« marchhé » n’est pas connu"),
    ]


def test_texts_and_labels_are_read_without_their_samples(tmp_path: Path) -> None:
    text = TEXTS.format(said="Je vous ecoute.", label="Je restte")
    assert misspelled(parts(tmp_path, "texts/cri.yaml", text)) == [
        (5, "« ecoute » n’est pas connu"),
        (8, "« restte » n’est pas connu"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Une grelinette, l’usage d’une grelinette. Grelinette en main, il crie.",
        "Le Pôle Sud Archer, à Romans, avec la CRESS et le RTES.",
        "CRESS et RTES crient. Est-ce lui ? A-t-il crié aujourd’hui ?",
        "Écrivez à moi@crieurr.fr, ou lisez https://crieurr.fr/ecoute et crieurr.fr/ici.",
        "[Lisez](https://crieurr.fr), **criez**, <code>crieurr</code> ou /crieurr.",
    ],
)
def test_what_is_right_or_is_no_french_word_is_let_be(said: str) -> None:
    assert misspelled([Part("faq/cri.md", 1, blanked(said))]) == []


@pytest.mark.parametrize("said", ["Crieurr.", "Il crie. Crieurr.", "- Crieurr", "<p>Crieurr</p>"])
def test_a_capital_at_the_start_of_a_sentence_hides_no_mistake(said: str) -> None:
    assert len(misspelled([Part("faq/cri.md", 1, blanked(said))])) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Qui crie? Lui.",
        "Le but: crier.",
        "Il crie; elle écoute.",
        "Un «cri».",
        'Un "cri".',
        "Un “cri”.",
        "Il crie 'fort'.",
        "Il crie...",
        "Il crie , puis part.",
        "La 1ère criée.",
        "3% des cris.",
        "« {{ cri }} »: fort.",
    ],
)
def test_what_french_would_set_otherwise_is_told(said: str) -> None:
    assert set_badly(said)


@pytest.mark.parametrize(
    "said",
    [
        "Qui crie ? Lui ! Quoi ?!",
        "Le but : crier ; l'écouter.",
        "Un « cri », « un {{ cri }} » : fort.",
        "Il crie… (fort ?) à 10:30, la 1re fois, 3 % du temps.",
        "Voyez https://exemple.fr/a?b=1:2, {{ cri }}{% if fort %}, fort{% endif %}.",
        '<p><b>Le but</b> : <a href="https://exemple.fr/">crier</a>.</p>',
    ],
)
def test_what_is_well_set_once_shown_is_let_be(said: str) -> None:
    assert set_badly(said) == []


def test_each_of_our_words_serves() -> None:
    read_ = "\n".join(path.read_text("utf-8") for path in sorted(CONTENT.rglob("*.[my][da]*")))
    said = read_.replace("’", "'")
    assert [word for word in sorted(own_words()) if word not in said] == []
