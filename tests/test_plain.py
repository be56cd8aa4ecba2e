import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doors.plain import show, to_text
from community.words import Choice, Reply

SAID = [
    ("<p>Un.</p><p>Deux<br>trois.</p>", "Un.\n\nDeux\ntrois."),
    ("<p>Voici :</p><ul><li>un</li><li>deux</li></ul>", "Voici :\n\n- un\n- deux"),
    ("<ol><li>un</li><li>deux<br>lignes</li></ol>", "1. un\n2. deux\n   lignes"),
    ("<ul><li>un<ul><li>dedans</li></ul></li></ul>", "- un\n  - dedans"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ('<a href="https://exemple.fr/">le site</a>', "le site (https://exemple.fr/)"),
    ('<a href="https://exemple.fr/">https://exemple.fr/</a>', "https://exemple.fr/"),
    ('<a href="mailto:a@exemple.fr">a@exemple.fr</a>', "a@exemple.fr"),
    ("<p><b>gras</b>, <i>penché</i> et <code>code</code></p>", "gras, penché et code"),
    ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
    ("du texte\n  sans   balise", "du texte sans balise"),
    ("<p>10\u00a0h\u202f30</p>", "10\u00a0h\u202f30"),
    ("<p>\x1b[31mrouge\x07</p>", "[31mrouge"),
    ("<p>avant<!-- rien -->après</p>", "avantaprès"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), SAID)
def test_simple_html_becomes_text(html: str, text: str) -> None:
    assert to_text(html) == text


def test_a_reply_shows_its_files_then_its_choices() -> None:
    reply = Reply("<p>Bonjour.</p>", (Choice("Oui", "/oui"), Choice("Non", "/non")))
    assert show(reply, ["var/fichiers/lien.png"]) == (
        "Bonjour.\n\n[fichier : var/fichiers/lien.png]\n\n  1. Oui\n  2. Non"
    )


@given(st.text())
def test_any_text_can_be_shown(html: str) -> None:
    to_text(html)


PIECES = [
    *("<p>", "</p>", "<br>", "<b>", "</b>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>"),
    *("<blockquote>", "</blockquote>", "<a>", "</a>", "<a", "href='x'>", "<script>"),
    *("<!--", "-->", "<!", "<?", "&", "&amp;"),
]
TAGS = st.sampled_from(PIECES)


@given(st.lists(st.one_of(TAGS, st.text(max_size=5)), max_size=60))
def test_any_tangle_of_tags_can_be_shown(pieces: list[str]) -> None:
    shown = to_text("".join(pieces))
    assert shown == shown.strip("\n")


def test_a_very_deep_tangle_can_be_shown() -> None:
    assert "fond" in to_text("<blockquote>" * 200 + "fond")
