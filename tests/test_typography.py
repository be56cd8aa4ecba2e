"""French typography: spaces that do not break, apostrophes that curl. In the tables `~` is
U+00A0 and `_` is U+202F."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from french.plurals import number, plural
from french.typography import typeset, typeset_html


def seen(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Vous venez ?", "Vous venez_?"),
        ("Oui ! Non ; enfin", "Oui_! Non_; enfin"),
        ("Quoi ?!", "Quoi_?!"),
        ("Thème : la terre", "Thème~: la terre"),
        ("« un pôle »", "«_un pôle_»"),
        ("« Qui vient ? »", "«_Qui vient_?_»"),
        ("de 14 h 30 à 16 h", "de 14~h~30 à 16~h"),
        ("20 € et 3,5 %", "20~€ et 3,5~%"),
        ("3 millions d’euros", "3~millions d’euros"),
        ("1 200 personnes, 12 000 000 d’habitants", "1_200 personnes, 12_000_000 d’habitants"),
        ("l'économie d'aujourd'hui", "l’économie d’aujourd’hui"),
        ("trop  !", "trop_!"),
        ("J'ai lu : « Je viens. ».", "J’ai lu~: «_Je viens_»."),
        ("« Je viens… ». « Qui ? ».", "«_Je viens…_». «_Qui_?_»."),
        ("« Je viens. » dit-elle", "«_Je viens._» dit-elle"),
    ],
)
def test_spaces_and_apostrophes_are_set_as_french_does(typed: str, set_: str) -> None:
    assert seen(typeset(typed)) == set_


@pytest.mark.parametrize(
    "text",
    [
        "Vous venez? Oui!",
        "à 10:30",
        "https://exemple.fr/l'ess?a=1;b=2",
        "o'neil@exemple.fr",
        "«collé»",
        "06 12 34 56 78",
        "en 2014 200 personnes",
        "les années '80",
        "en 2014 l’appel",
        "le 3 habitants",
        "une ligne\n: une autre",
    ],
)
def test_what_needs_nothing_stays_as_it_is(text: str) -> None:
    assert typeset(text) == text


def test_other_no_break_spaces_become_the_right_one() -> None:
    assert seen(typeset("Oui\u00a0! Thème\u202f: 1\u00a0200")) == "Oui_! Thème~: 1_200"


@pytest.mark.parametrize(
    ("html", "set_"),
    [
        ("<p>Oui !</p>", "<p>Oui_!</p>"),
        ("<b>Quand</b> : demain", "<b>Quand</b>~: demain"),
        ("<b>20</b> €", "<b>20</b>~€"),
        ("l'<b>économie</b>", "l’<b>économie</b>"),
        ("l&#39;économie", "l’économie"),
        ("a &amp; b ; c", "a &amp; b_; c"),
        ("<code>sujet : l'un</code> !", "<code>sujet : l'un</code>_!"),
        (
            "<a href=\"https://x.fr/?a=l'b ! c\">l'un</a>",
            '<a href="https://x.fr/?a=l\'b ! c">l’un</a>',
        ),
    ],
)
def test_html_is_set_outside_tags_and_code(html: str, set_: str) -> None:
    assert seen(typeset_html(html)) == set_


WRITTEN = st.text(st.sampled_from("ab9 12\u00a0\u202f;!?:«»'’h%€<>/&#39\n"))


@given(WRITTEN | st.text())
def test_setting_text_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@given(WRITTEN | st.text())
def test_setting_html_twice_changes_nothing_more(html: str) -> None:
    assert typeset_html(typeset_html(html)) == typeset_html(html)


@given(st.text(st.characters(exclude_characters=" \u00a0\u202f")))
def test_no_space_is_ever_added(text: str) -> None:
    assert len(typeset(text)) == len(text)


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0~membre"), (1, "1~membre"), (2, "2~membres"), (1200, "1_200~membres")],
)
def test_zero_and_one_are_singular(n: int, said: str) -> None:
    assert seen(plural(n, "membre", "membres")) == said


def test_thousands_are_grouped() -> None:
    assert seen(number(1234567)) == "1_234_567"
