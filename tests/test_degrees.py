"""How far something is so, in the words of those who answer."""

import pytest

from french.degrees import Degree, read_degree, says_everywhere

SAID = {
    Degree.YES: (
        "oui", "Oui !", "ouais", "ok", "bien sûr", "tout à fait", "absolument", "C'est le cas",
        "oui, on a trois associations et une PME", "plutôt oui", "ben oui", "je crois que oui",
        "evidemment", "oui oui", "carrément", "je dirais oui", "c’est fait",
    ),
    Degree.PARTLY: (
        "en partie", "un peu", "Oui et non", "oui mais pas la commune", "pas tout à fait",
        "partiellement", "à moitié", "presque", "bof", "en cours", "ça commence",
        "on y travaille", "moyennement", "plutôt", "ça dépend", "oui, un peu", "plus ou moins",
        "partie", "nous commençons", "pas encore tout", "non mais on y travaille",
    ),
    Degree.NO: (
        "non", "Non.", "nan", "pas du tout", "pas encore", "pas vraiment", "aucun", "jamais",
        "plutôt non", "je ne crois pas", "malheureusement non", "pas d'entreprise avec nous",
        "non, personne", "je pense que non", "hélas pas encore",
    ),
    Degree.UNKNOWN: (
        "je ne sais pas", "j'sais pas", "chais pas", "jsp", "aucune idée", "je passe", "pas sûr",
        "sans avis", "peut-être", "à vérifier", "on ne sait pas", "je sais pas trop",
        "difficile à dire", "inconnu",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "degree"), [(one, degree) for degree, several in SAID.items() for one in several]
)
def test_what_people_say_is_a_degree(said: str, degree: Degree) -> None:
    assert read_degree(said) is degree


@pytest.mark.parametrize(
    "said",
    ["", "62", "c'est quoi l'ESS ?", "une association et la mairie", "bonjour", "nord", "sinon ?"],
)
def test_other_words_are_none(said: str) -> None:
    assert read_degree(said) is None


@pytest.mark.parametrize(
    "said", ["oui partout", "oui à tout", "Que des oui !", "tout oui", "non pour tout"]
)
def test_one_answer_to_all_questions_is_told_apart(said: str) -> None:
    assert says_everywhere(said)


@pytest.mark.parametrize(
    "said", ["oui", "tout à fait", "oui, pas partout mais presque", "pas du tout"]
)
def test_an_answer_to_one_question_is_not(said: str) -> None:
    assert not says_everywhere(said)
