"""Which dates suit somebody, as people write it: sloppy, short, on an old phone."""

import pytest

from french.ballot import Ballot, Suits, read_ballot

SIGNS = {"o": Suits.YES, "b": Suits.MAYBE, "n": Suits.NO}


def ballot(said: str) -> Ballot:
    """« A=o *=n » as a ballot; `*` is all the others, what follows `/` is left."""
    named, _, left = said.partition("/")
    slots, others = {}, None
    for name, _, sign in (one.partition("=") for one in named.split()):
        if name == "*":
            others = SIGNS[sign]
        else:
            slots["ABCDEF".index(name) + 1] = SIGNS[sign]
    return Ballot(slots, others, left.strip())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A et C oui, B si besoin", "A=o C=o B=b"),
        ("A C", "A=o C=o"),
        ("a c", "A=o C=o"),
        ("a", "A=o"),
        ("A", "A=o"),
        ("À et C", "A=o C=o"),
        ("AC", "A=o C=o"),
        ("A, C", "A=o C=o"),
        ("A+C", "A=o C=o"),
        ("A/C", "A=o C=o"),
        ("1 et 3", "A=o C=o"),
        ("1, 3", "A=o C=o"),
        ("A et C", "A=o C=o"),
        ("a et c oui b si besoin", "A=o C=o B=b"),
        ("oui pour A et C, non pour B", "A=o C=o B=n"),
        ("A oui B non C peut-être", "A=o B=n C=b"),
        ("A: oui\nB: non\nC: si besoin", "A=o B=n C=b"),
        ("A=oui, B=non", "A=o B=n"),
        ("A - oui\nB - non", "A=o B=n"),
        ("A, B et C : non", "A=n B=n C=n"),
        ("A ok B bof", "A=o B=b"),
        ("A, C, B si besoin", "A=o C=o B=b"),
        ("A, B non", "A=o B=n"),
        ("A et B non", "A=n B=n"),
        ("A, non", "A=n"),
        ("A pas possible", "A=n"),
        ("A pas", "A=n"),
        ("A C pas B", "A=o C=o B=n"),
        ("pas B", "B=n"),
        ("pas B ni C", "B=n C=n"),
        ("A, pas B, C", "A=o B=n C=o"),
        ("je peux A et C mais pas B", "A=o C=o B=n"),
        ("Je peux le A, je ne peux pas le B", "A=o B=n"),
        ("A je peux, B je peux pas", "A=o B=n"),
        ("le B me va", "B=o"),
        ("le B ne me va pas", "B=n"),
        ("B si besoin", "B=b"),
        ("si besoin B, A oui", "B=b A=o"),
        ("B s'il le faut", "B=b"),
        ("à la rigueur B", "B=b"),
        ("B à la rigueur", "B=b"),
        ("A (B si besoin)", "A=o B=b"),
        ("toutes", "*=o"),
        ("Toutes !", "*=o"),
        ("tous", "*=o"),
        ("toutes les dates me conviennent", "*=o"),
        ("tout me va", "*=o"),
        ("n'importe laquelle", "*=o"),
        ("peu importe", "*=o"),
        ("ça m'est égal", "*=o"),
        ("toutes si besoin", "*=b"),
        ("toutes sauf B", "B=n *=o"),
        ("toutes sauf B et C", "B=n C=n *=o"),
        ("toutes sauf B, C", "B=n C=n *=o"),
        ("tout sauf le 2", "B=n *=o"),
        ("B non, les autres oui", "B=n *=o"),
        ("A oui, le reste si besoin", "A=o *=b"),
        ("aucune", "*=n"),
        ("Aucune désolée", "*=n"),
        ("aucune de ces dates", "*=n"),
        ("aucune ne me convient", "*=n"),
        ("rien ne me va", "*=n"),
        ("aucune sauf C", "C=o *=n"),
        ("aucune sauf C si besoin", "C=b *=n"),
        ("non", "*=n"),
        ("je ne peux pas", "*=n"),
        ("seulement A", "A=o *=n"),
        ("A seulement", "A=o *=n"),
        ("uniquement le B", "B=o *=n"),
        ("la première et la troisième", "A=o C=o"),
        ("le 1er", "A=o"),
        ("la 2e si besoin", "B=b"),
        ("Bonjour, A et C me conviennent. Merci !", "A=o C=o"),
        ("dates A et B", "A=o B=o"),
        ("d'accord pour C", "C=o"),
        ("c ok", "C=o"),
        ("D et E", "D=o E=o"),
        ("A et C oui, B trop loin", "A=o C=o/B trop loin"),
        ("A et C oui, B trop loin non", "A=o C=o B=n/trop loin"),
        ("B trop loin, A et C oui", "A=o C=o/B trop loin"),
    ],
)
def test_a_ballot_is_read(text: str, expected: str) -> None:
    assert read_ballot(text) == ballot(expected)


@pytest.mark.parametrize("text", ["oui", "ok", "d'accord", "ça me va"])
def test_a_yes_alone_does_not_say_which(text: str) -> None:
    read = read_ballot(text)
    assert read is not None
    assert read.empty


@pytest.mark.parametrize(
    "text",
    [
        "il y a un parking",
        "A ?",
        "il y a un pôle à Lille",
        "c'est quoi un PTCE",
        "merci",
        "bonjour",
        "je cherche la fiche d'un pôle",
        "peut-être",
        "on se voit à Romans",
        "10h",
        "les 2 dates",
        "agenda",
        "",
    ],
)
def test_something_else_is_no_ballot(text: str) -> None:
    assert read_ballot(text) is None
