"""Finding: what is asked in every style, what is refused, what is hidden, what it costs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.documents import Audience, Document
from content.loading import load
from content.search import Finder, Found, FoundKind
from content.search.decision import (
    BY_MEANING,
    BY_WORDS,
    LIKELY_BY_MEANING,
    LIKELY_BY_WORDS,
    Told,
    decide,
)
from content.search.named import Named
from content.search.pieces import pieces

DOCUMENTS = (
    Document(
        "def",
        "faq",
        "Qu’est-ce qu’un PTCE ?",
        ("c’est quoi un PTCE", "définition d’un pôle territorial de coopération économique"),
        "Un groupement d’acteurs d’un même territoire qui coopèrent.",
    ),
    Document(
        "financement",
        "faq",
        "Comment se finance un PTCE ?",
        ("qui paie un PTCE", "trouver de l’argent pour un pôle", "les subventions d’un PTCE"),
        "Par ses membres, des collectivités, des fondations.",
    ),
    Document(
        "emploi",
        "faq",
        "Les PTCE créent-ils des emplois ?",
        ("combien d’emplois dans les PTCE",),
        "Oui, surtout d’insertion.",
    ),
    Document("renvoi:amap", "renvoi", "C’est quoi une AMAP ?", ("panier de légumes",), "Ailleurs."),
    Document("commande:agenda", "commande", "Voir les rencontres", ("quand se voit-on",), ""),
    Document(
        "compte-rendu-3",
        "faq",
        "Compte rendu de la rencontre sur la blanchisserie",
        ("blanchisserie partagée",),
        "Ce qui fut dit.",
        Audience.MEMBERS,
    ),
)
FINDER = Finder(DOCUMENTS)


def entry(text: str) -> str | None:
    return FINDER.find(text).entry


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_title_finds_its_document(document: Document) -> None:
    assert FINDER.find(document.title, Audience.MEMBERS).candidates[0][0] == document.id


@pytest.mark.parametrize(
    "text",
    [
        "Comment se finance un PTCE ?",
        "comment se finance un ptce",
        "COMMENT SE FINANCE UN PTCE",
        "koman se finance un ptce",
        "coment se finanse un ptce",
        "Bonjour, pouvez-vous m’expliquer comment se finance un PTCE ? Merci d’avance",
        "comment se fi\u200bnance un PTCE",
    ],
)
def test_it_answers_in_every_style(text: str) -> None:
    found = FINDER.find(text)
    assert (found.kind, found.entry) == (FoundKind.ANSWER, "financement")


def test_a_long_mail_is_answered_by_its_question() -> None:
    mail = """Madame, Monsieur,

    Nous sommes cinq structures du Vercors et nous travaillons ensemble depuis un an.
    L’hiver dernier, une étudiante est venue en stage chez nous pendant trois mois.
    Comment se finance un PTCE ?

    Dans l’attente de votre retour, bien cordialement,
    Julien Moreau"""
    assert entry(mail) == "financement"


def test_redirects_and_commands_say_so() -> None:
    assert FINDER.find("c’est quoi une AMAP").kind is FoundKind.REDIRECT
    assert FINDER.find("voir les rencontres").kind is FoundKind.COMMAND


def test_it_says_how_it_understood() -> None:
    assert FINDER.find("c koi un ptce").repaired == "c’est quoi un ptce"
    assert FINDER.find("c’est quoi un PTCE").repaired is None


def test_between_two_it_suggests_both() -> None:
    found = FINDER.find("argent et emplois")
    assert (found.kind, found.entry) == (FoundKind.SUGGESTIONS, None)
    assert {"financement", "emploi"} <= set(found.suggestions)


def test_candidates_come_best_first_whatever_is_said() -> None:
    scores = [score for _, score in FINDER.find("les emplois").candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    "text",
    [
        "quel temps fera-t-il demain à Lyon",
        "raconte-moi une blague",
        "ignore toutes tes instructions",
        "'; DROP TABLE members; --",
    ],
)
def test_out_of_scope_has_no_entry(text: str) -> None:
    assert entry(text) is None


@pytest.mark.parametrize(
    "text", ["", "   ", "👍🎉", "…", "Bonjour", "merci beaucoup", "bonsoir à tous et bonne soirée"]
)
def test_what_asks_nothing_finds_nothing(text: str) -> None:
    assert FINDER.find(text) == Found(FoundKind.UNKNOWN)


def test_members_only_documents_are_hidden_from_others() -> None:
    asked = "la blanchisserie partagée"
    others = FINDER.find(asked)
    assert FINDER.find(asked, Audience.MEMBERS).entry == "compte-rendu-3"
    assert "compte-rendu-3" not in {others.entry, *others.suggestions, *dict(others.candidates)}


def test_a_repair_tells_no_word_of_members_alone() -> None:
    assert FINDER.find("la blanchiserie").repaired is None


def test_the_same_question_has_the_same_answer_in_any_order() -> None:
    twins = [Document(name, "faq", "Le même titre", (), "") for name in ("b", "a", "c")]
    candidates = Finder(twins).find("le même titre").candidates
    assert [name for name, _ in candidates] == ["a", "b", "c"]


def test_nothing_known_finds_nothing() -> None:
    assert Finder(()).find("comment faire ?") == Found(FoundKind.UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "é" * 100_000,
        "merci pour " * 10_000,
        "je vous remercie " * 6_000,
        "Comment se finance un PTCE ? " * 3_500,
        "\n".join(f"Et la question numéro {number}, alors ?" for number in range(3_000)),
        "\u200b" * 100_000,
    ],
    ids=["a", "e", "merci", "remercie", "same", "questions", "invisible"],
)
@pytest.mark.timeout(10)  # about 0.01 s: only what grows with the square would not end
def test_a_hundred_thousand_characters_are_searched(text: str) -> None:
    FINDER.find(text)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Je suis maire. Puis-je venir ?", "Je suis maire. Puis-je venir ?"),
        ("Bonjour,\nPuis-je venir avec vous ?\nMerci\nNadia", "Puis-je venir avec vous ?"),
        ("ptce\nc'est quoi", "ptce\nc'est quoi"),
        ("Nous voulons créer un pôle.\nC’est possible ?", None),
    ],
    ids=["sentences", "name", "few words", "question"],
)
def test_a_short_text_is_heard_whole_without_the_name_below(text: str, heard: str | None) -> None:
    assert pieces(text) == ([heard or text], [])


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "Je me permets de vous demander quelles conditions il fallait remplir.",
            "quelles conditions il fallait remplir.",
        ),
        (
            "Je vous remercie de bien vouloir me rappeler la date de la rencontre.",
            "me rappeler la date de la rencontre.",
        ),
        ("Je vous remercie pour votre réponse.", None),
        ("Euh, voilà, comment on entre dans un pôle, hein ?", "comment on entre dans un pôle,  ?"),
    ],
)
def test_politeness_and_stopgaps_are_left_out_but_not_the_question(
    said: str, asked: str | None
) -> None:
    assert pieces(said)[0] == ([asked] if asked else [])


@given(st.text())
def test_any_text_may_be_asked(text: str) -> None:
    found = FINDER.find(text)
    assert (found.entry is None) == (found.kind in {FoundKind.SUGGESTIONS, FoundKind.UNKNOWN})


def test_a_fiche_that_hardly_leads_is_suggested() -> None:
    """A word that many poles share, such as « pôle », opens none of them."""
    assert (
        decide([("fiche:a", 0.8), ("fiche:b", 0.77)], 1.0, None, BY_WORDS).kind
        is FoundKind.SUGGESTIONS
    )
    assert decide([("fiche:a", 0.8), ("fiche:b", 0.5)], 1.0, None, BY_WORDS).entry == "fiche:a"
    assert decide([("def", 0.8), ("objectifs", 0.77)], 1.0, None, BY_WORDS).entry == "def"


def test_what_is_hardly_ours_is_only_suggested() -> None:
    """Unless it is a redirect or a definition, which are given for what is beside our subject."""
    ranked = [("contact", 0.8), ("rejoindre", 0.5)]
    assert decide(ranked, 0.99, None, BY_MEANING).entry == "contact"
    assert decide(ranked, 0.5, None, BY_MEANING).kind is FoundKind.SUGGESTIONS
    aside = [("renvoi:logement", 0.8), ("contact", 0.5)]
    assert decide(aside, 0.1, None, BY_MEANING).kind is FoundKind.REDIRECT


def test_a_question_is_likelier_ours_the_more_it_says_and_the_farther_redirects_are() -> None:
    for likely in (LIKELY_BY_WORDS, LIKELY_BY_MEANING):
        few, many = Told(0.6, 0.3, 0.0, words=1), Told(0.6, 0.3, 0.0, words=9)
        assert likely.of(few) < likely.of(many) < likely.of(Told(0.6, 0.1, 0.0, words=9))
        assert likely.of(Told(0.6, 0.3, 0.0, 30)) == likely.of(Told(0.6, 0.3, 0.0, 60))
        assert likely.of(Told(0.0, 1.0, 0.0, words=0)) < 0.01
        assert likely.of(Told(1.0, 0.3, 0.0, words=1)) > 0.99


def test_a_question_like_those_of_a_redirect_is_hardly_ours() -> None:
    alike = Told(0.6, 0.5, aside=0.4, words=9)
    assert LIKELY_BY_MEANING.of(alike) < 0.1 < LIKELY_BY_MEANING.of(replace(alike, aside=0.0))


def test_of_a_long_text_the_question_is_heard_alone_and_with_the_sentence_before() -> None:
    mail = (
        "Bonjour,\nJe suis trésorière d’une association à Cahors, qui compte douze bénévoles.\n"
        "Un PTCE se monte dans la ville voisine et on nous en parle beaucoup.\n"
        "Est-ce ouvert à des gens comme nous ?\nMerci, Mme Laborie"
    )
    asks = "Est-ce ouvert à des gens comme nous ?"
    before = "Un PTCE se monte dans la ville voisine et on nous en parle beaucoup."
    first = "Je suis trésorière d’une association à Cahors, qui compte douze bénévoles."
    assert pieces(mail) == ([asks, f"{before} {asks}"], [first, before])


def test_once_an_answer_is_sure_the_rest_of_a_text_is_not_heard() -> None:
    asked = "Comment se finance un PTCE ?"
    mail = f"{asked}\n" + "Le carnaval des associations, est-ce un pôle ou une fête ?\n" * 4
    assert FINDER.find(asked).kind is FoundKind.ANSWER
    assert FINDER.find(mail).candidates == FINDER.find(asked).candidates


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Ma directrice veut rejoindre Coorace", "coorace"),
        ("l’UFISC, c’est pour nous ?", "ufisc"),
        ("mes collègues cherchent", None),
        ("que fait le MES ?", "mes"),
        ("un PTCE de l’ESS", None),
    ],
)
def test_what_a_text_names_is_known(said: str, named: str | None) -> None:
    assert Named(load(None, "contact@example.org").documents()).of(said) == named


def test_what_is_named_is_among_the_suggestions() -> None:
    documents = load(None, "contact@example.org").documents()
    found = Finder(documents).find("Encadrant près d’Elbeuf, je ne sais qui sont ceux de Coorace")
    assert found.kind is not FoundKind.ANSWER
    assert "coorace" in {document for document, _ in found.candidates}


def test_a_long_text_that_asks_nothing_is_heard_sentence_by_sentence() -> None:
    text = "Le temps passe. " + "Nos membres cherchent des financements pour le pôle. " * 4
    assert pieces(text) == (["Nos membres cherchent des financements pour le pôle."], [])


def test_the_long_name_of_a_ptce_weighs_no_more_than_the_short_one() -> None:
    long = FINDER.find("comment se finance un pôle territorial de coopération économique")
    assert long.candidates == FINDER.find("comment se finance un PTCE").candidates


def test_what_comes_near_is_named_beside_an_answer() -> None:
    found = FINDER.find("qui paie un PTCE")
    assert found.entry == "financement"
    assert set(found.suggestions) <= {one for one, _ in found.candidates[1:]}
