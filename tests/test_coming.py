"""How people say that they come, perhaps with others, or that they do not."""

import pytest

from french.coming import Coming, Said, names_coming, read_coming, read_party

YES, MAYBE, NO = Coming.YES, Coming.MAYBE, Coming.NO


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Je viens", Said(YES)),
        ("oui !", Said(YES)),
        ("Oui, je viens", Said(YES)),
        ("Bonjour, oui je serai présente, merci", Said(YES)),
        ("Avec plaisir, je viendrai", Said(YES)),
        ("présent", Said(YES)),
        ("d'accord", Said(YES)),
        ("ok j'y serai", Said(YES)),
        ("Comptez sur moi !", Said(YES)),
        ("Je serai là", Said(YES)),
        ("c'est bon pour moi", Said(YES)),
        ("Avec plaisir !", Said(YES)),
        ("Bonjour, bien volontiers", Said(YES)),
        ("Oui je serai présente à la réunion", Said(YES)),
        ("D'accord pour le 9 mars", Said(YES)),
        ("Va pour mardi matin", Said(YES)),
        ("Je souhaite participer", Said(YES)),
        ("Merci de m'inscrire", Said(YES)),
        ("J'accepte votre invitation avec plaisir", Said(YES)),
        ("vous pouvez compter sur moi", Said(YES)),
        ("je vais participer", Said(YES)),
        ("slt je serait presente", Said(YES)),
        ("jy serai", Said(YES)),
        ("bjr dsl jpeux pas venir", Said(NO)),
        ("je pourrer pas venir mardi", Said(NO)),
        ("je peut pas", Said(NO)),
        ("je pourrais pas venir", Said(NO)),
        ("Désolée je ne vais pas pouvoir", Said(NO)),
        ("Je suis au regret de décliner", Said(NO)),
        ("Je suis contrainte d'annuler", Said(NO)),
        ("Je ne sais pas encore si je pourrai me libérer", Said(MAYBE)),
        ("je viens mardi avec 2 collègues", Said(YES, 2)),
        ("je viens avec 2 collègues", Said(YES, 2)),
        ("Je viens avec deux collègues.", Said(YES, 2)),
        ("et 2 personnes avec moi", Said(YES, 2)),
        ("+2", Said(YES, 2)),
        ("je viens +1", Said(YES, 1)),
        ("à trois", Said(YES, 2)),
        ("Oui, à trois", Said(YES, 2)),
        ("on vient à 3", Said(YES, 2)),
        ("nous serons quatre", Said(YES, 3)),
        ("oui, nous serons 12", Said(YES, 11)),
        ("je viens accompagnée de trois personnes", Said(YES, 3)),
        ("je viens avec un collègue", Said(YES, 1)),
        ("je viens avec ma collègue", Said(YES, 1)),
        ("avec 3 autres personnes", Said(YES, 3)),
        ("deux personnes m'accompagnent", Said(YES, 2)),
        ("avec dix-sept personnes", Said(YES, 17)),
        ("je viens seule", Said(YES, 0)),
        ("peut-être", Said(MAYBE)),
        ("Oui, peut-être", Said(MAYBE)),
        ("je viendrai peut-être", Said(MAYBE)),
        ("Je ne sais pas encore", Said(MAYBE)),
        ("je sais pas si je pourrai venir", Said(MAYBE)),
        ("je viendrai si je peux", Said(MAYBE)),
        ("Oui, sous réserve", Said(MAYBE)),
        ("pas encore certaine de pouvoir", Said(MAYBE)),
        ("je vous confirme ça bientôt", Said(MAYBE)),
        ("Non", Said(NO)),
        ("Je ne suis pas disponible le 9 mars", Said(NO)),
        ("Je ne pourrai être des vôtres", Said(NO)),
        ("je ne pourrai pas me libérer ce jour-là", Said(NO)),
        ("Excusez-moi, je serai en déplacement", Said(NO)),
        ("sans moi cette fois", Said(NO)),
        ("indisponible jeudi", Said(NO)),
        ("Je ne viens pas", Said(NO)),
        ("je viens pas", Said(NO)),
        ("je ne viens plus", Said(NO)),
        ("désolé je ne peux pas", Said(NO)),
        ("Non désolée, je ne pourrai pas venir cette fois-ci", Said(NO)),
        ("Bonjour, malheureusement je ne serai pas disponible. Bonne journée", Said(NO)),
        ("je peux pas y aller", Said(NO)),
        ("je n'y serai pas", Said(NO)),
        ("j'ai un empêchement", Said(NO)),
        ("je me désiste", Said(NO)),
        ("pas dispo", Said(NO)),
        ("absente", Said(NO)),
    ],
)
def test_a_sentence_says_whether_she_comes(text: str, said: Said) -> None:
    assert read_coming(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "bonjour",
        "merci beaucoup",
        "désolé",
        "je viens ?",
        "je viens, y a-t-il un parking",
        "je viens de Lille",
        "je viens avec ma voiture",
        "oui mais à quelle heure",
        "non merci je voudrais une fiche",
        "je ne viens pas de comprendre",
        "à 14 h",
        "je viens à 10",
        "c'est quoi un PTCE",
        "avec",
        "trois",
        "deux collègues",
        "mardi",
        "parfait",
        "comment m'inscrire",
        "je voudrais venir en train",
    ],
)
def test_what_says_anything_else_is_not_read(text: str) -> None:
    assert read_coming(text) is None


@pytest.mark.parametrize(
    ("text", "guests"),
    [("avec deux personnes", 2), ("à deux", 1), ("+ 4", 4), ("seul", 0), ("beaucoup", None)],
)
def test_a_party_is_counted_without_her(text: str, guests: int | None) -> None:
    assert read_party(text) == guests


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("je ne viens plus", True),
        ("je viens avec 2 collègues", True),
        ("désolée, je ne pourrai pas venir", True),
        ("je me désiste", True),
        ("je serai là", True),
        ("oui", False),
        ("je ne sais pas", False),
        ("je confirme", False),
        ("avec 2 personnes", False),
    ],
)
def test_some_words_tell_by_themselves_that_they_are_of_a_coming(text: str, told: bool) -> None:
    assert names_coming(text) is told
