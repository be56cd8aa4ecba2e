"""`palabre fiches import`: a saved page becomes a draft that says where each line comes from."""

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from content.entries import Fiche
from content.fiche_drafts import Origin, differences, draft_beside, new_draft
from content.loading import check
from content.pages import ROOT, Page, read_page
from content.saved_pages.findings import Findings, findings
from content.saved_pages.reading import UnreadablePage
from content.saved_pages.reading import read_page as read_saved
from content.validation import parse
from tests.calls import palabre
from tests.people import library

if TYPE_CHECKING:
    from content.faults import Fault

PAGES = Path(__file__).parent / "data" / "pages"
TODAY = date(2026, 11, 23)


def found_in(content: bytes) -> Findings:
    return findings(read_saved(content), library().departements, ["réemploi", "insertion"])


def page(body: str, head: str = "<title>Les Abeilles</title>") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def values(found: Findings) -> dict[str, object]:
    return {key: one.value for key, one in found.found.items()}


def as_fiche(text: str, tmp_path: Path) -> tuple[Page, Fiche]:
    """A draft, read as the fiches are."""
    path = tmp_path / "brouillon.md"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    read = read_page("fiches/brouillon.md", path, faults)
    assert read is not None
    fiche = parse(Fiche, read, faults, given={"id": read.id, "body": read.body.strip()})
    assert fiche is not None, faults
    return read, fiche


def test_a_page_of_wordpress_says_most_in_its_linked_data() -> None:
    found = found_in((PAGES / "wordpress.html").read_bytes())
    assert values(found) | {"body": ""} == {
        "name": "La Grange aux Communs",
        "place": "Crest",
        "departement": "26",
        "region": "Auvergne-Rhône-Alpes",
        "sectors": ("réemploi", "insertion"),
        "created": 2012,
        "position": (44.729, 5.023),
        "site": "https://www.grange-aux-communs.example/",
        "body": "",
    }
    assert found.found["body"].origin == "sous le titre « Qui sommes-nous ? »"
    assert "cookies" not in str(found.found["body"].value)
    (contact,) = found.remarks
    assert contact.endswith(": bonjour@grange-aux-communs.example")


def test_a_page_of_wix_is_read_by_what_one_sees() -> None:
    found = found_in((PAGES / "wix.html").read_bytes())
    assert values(found) == {
        "name": "Les Mains d’Ici",
        "place": "Arras",
        "departement": "62",
        "region": "Hauts-de-France",
        "created": 2009,
        "site": "https://www.lesmainsdici.example/presentation",
        "body": "L’association est née en 2009 à l’initiative de trois ateliers. "
        "En 2015, elle a ouvert une recyclerie.",
    }


def test_old_tables_that_close_nothing_and_come_from_windows_are_read() -> None:
    found = found_in((PAGES / "tableaux.html").read_bytes())
    assert values(found)["name"] == "Le Pôle de l’Étang inventé"
    assert values(found)["place"] == "Villars-les-Dombes"
    assert values(found)["created"] == 1998
    assert "carpes œuvre après œuvre" in str(values(found)["body"])


@pytest.mark.parametrize(
    ("head", "name", "origin"),
    [
        ("<title>Accueil | Les Abeilles</title>", "Les Abeilles", "balise title"),
        ("<title>Les Abeilles - Qui sommes-nous ?</title>", "Les Abeilles", "balise title"),
        ("<title>Les Abeilles - Miel et liens</title>", "Les Ruches", "titre h1"),
        (
            '<meta property="og:site_name" content="Les Essaims">',
            "Les Essaims",
            "meta og:site_name",
        ),
    ],
)
def test_a_name_is_what_the_surest_element_says(head: str, name: str, origin: str) -> None:
    named = found_in(page("<h1>Les Ruches</h1>", head)).found["name"]
    assert (named.value, named.origin) == (name, origin)


def test_two_addresses_name_no_commune_and_say_so() -> None:
    found = found_in(page("<p>1 rue A, 26400 Crest</p><p>2 rue B, 26100 Romans-sur-Isère</p>"))
    assert "place" not in found.found
    assert values(found)["departement"] == "26"
    assert found.remarks == (
        "La page donne plusieurs adresses (Crest, Romans-sur-Isère) : choisissez la commune.",
    )


def test_an_address_element_is_surer_than_the_rest_and_the_host_is_never_meant() -> None:
    host = "<p>Hébergeur : Nuage</p><p>3 rue du Serveur</p><p>59100 Roubaix</p>"
    assert "place" not in found_in(page(host)).found
    both = page(f"<p>26100 Romans-sur-Isère</p><address>26400 CREST Cedex</address>{host}")
    assert values(found_in(both))["place"] == "Crest"


def test_a_postal_code_must_be_that_of_the_commune() -> None:
    assert "place" not in found_in(page("<address>26400 Romans-sur-Isère</address>")).found
    assert "place" not in found_in(page("<p>Dossier 26400 Crestois</p>")).found


def test_two_years_of_creation_are_none() -> None:
    said = "L’atelier est né en 2009 puis la coopérative, créée en 2011, a repris la grange."
    found = found_in(page(f"<h2>Notre histoire</h2><p>{said}</p>"))
    assert "created" not in found.found
    assert found.remarks == ("La page dit plusieurs années de création (2009, 2011).",)


@pytest.mark.parametrize(
    "data",
    [
        "{not json",
        "[" * 100_000,
        '{"@type": "Organization", "name": 3, "address": "ici"}',
        '[{"@type": "NGO", "name": "A"}, {"@type": "NGO", "name": "B"}]',
        '{"@type": {}, "geo": {"latitude": "north"}}',
    ],
    ids=["broken", "deep", "wrong types", "two", "odd"],
)
def test_linked_data_that_says_nothing_certain_says_nothing(data: str) -> None:
    head = f"<title>Les Abeilles</title><script type='application/ld+json'>{data}</script>"
    assert values(found_in(page("", head))) == {"name": "Les Abeilles"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n\x00\x01", "ce n’est pas une page web"),
        (b"", "ce n’est pas une page web"),
        (b"Bonjour, je suis un texte.", "ce n’est pas une page web"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>", "c’est une archive"),
        (b"<p>" + b"a" * 5_000_000, "il pèse plus de 5 Mo"),
        (b"<p>a" * 31_000, "il a trop de balises"),
    ],
    ids=["pdf", "empty", "text", "mht", "huge", "tags"],
)
def test_what_is_no_page_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        read_saved(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<html>" + b"<b>" * 29_000 + b"x",
        b"<html><!--" * 14_000,
        b"<html><a " + b"b='" * 500_000,
        b"<html><p>" + b"12345 " * 800_000,
        b"<div>" * 15_000 + b"</p>" * 14_000,
        b"<html><![CDATA[" * 14_000,
    ],
    ids=["deep", "comments", "attributes", "numbers", "unclosed", "sections"],
)
def test_a_page_made_to_hurt_ends_soon(content: bytes) -> None:
    start = time.monotonic()
    found_in(content)
    assert time.monotonic() - start < 15


def test_nothing_that_a_terminal_obeys_comes_through() -> None:
    head = "<title>Les \x1b[31mAbeilles</title><link rel=canonical href='https://a.fr/\x1b[2J'>"
    found = found_in(page("<h2>Notre \x07histoire</h2><p>" + "Du miel.\x1b[1m " * 8, head))
    said = str([(one.value, one.origin) for one in found.found.values()])
    assert "Abeilles" in said
    assert "miel" in said
    assert "\\x" not in said


def test_a_new_draft_reads_as_a_fiche_and_tells_each_origin(tmp_path: Path) -> None:
    saved = read_saved((PAGES / "wordpress.html").read_bytes())
    found = findings(saved, library().departements, ["réemploi"])
    text = new_draft(found, Origin.of(saved, "wordpress.html", TODAY))
    _, fiche = as_fiche(text, tmp_path)
    assert (fiche.confidence, fiche.checked, fiche.departement) == ("basse", "2026-11", "26")
    assert fiche.sources == ("https://www.grange-aux-communs.example/",)
    assert "place: Crest  # JSON-LD, adresse\n" in text
    assert "<a " not in fiche.html
    assert "[voir ici](javascript:alert)" in fiche.html


def test_words_of_a_page_are_no_markdown(tmp_path: Path) -> None:
    said = "## Titre *gras* {{ contact }} [lien](ftp://x) --- `code` # a: b " + "é" * 20
    body = page(f"<h2>A propos</h2><p>{said}</p>")
    text = new_draft(found_in(body), Origin("https://a.example", "", "2026-11", dated=False))
    folder = tmp_path / "fiches"
    folder.mkdir()
    (folder / "abeilles.md").write_text(text, encoding="utf-8")
    assert [fault.message for fault in check(tmp_path, "") if "abeilles" in fault.file] == []


def test_beside_a_fiche_what_stands_stays(tmp_path: Path) -> None:
    known = library().fiches["anima-grand-calais"]
    head = (
        '<title>Anima</title><meta name="keywords" content="insertion">'
        '<meta name="description" content="Anima réunit des structures du Calaisis.">'
        '<link rel="canonical" href="https://anima.example/">'
    )
    found = found_in(page("<address>62100 Calais</address>", head))
    told = differences(known, found)
    assert {one.key for one in told if one.same} == {"departement", "region"}
    stands = read_page("x.md", ROOT / "fiches/anima-grand-calais.md", [])
    assert stands is not None
    text = draft_beside(
        stands, told, Origin("https://anima.example/", "lien", "2026-11", dated=False)
    )
    _, fiche = as_fiche(text, tmp_path)
    assert (fiche.name, fiche.place, fiche.body) == (known.name, known.place, known.body)
    assert fiche.sectors == ("insertion",)
    assert fiche.sources == (*known.sources, "https://anima.example/")
    assert "# place : la page dit « Calais » (balise address, « 62100 Calais »)" in text


def test_the_call_writes_a_draft_once_and_says_what_to_do(tmp_path: Path) -> None:
    done = palabre(tmp_path, "fiches", "import", str(PAGES / "tableaux.html"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "  création : 1998 (sous le titre « Qui sommes-nous ? »)" in done.stdout
    assert "La page ne dit pas son adresse" in done.stdout
    draft = tmp_path / "var/fiches/le-pole-de-l-etang-invente.md"
    before = draft.read_text(encoding="utf-8")
    again = palabre(tmp_path, "fiches", "import", str(PAGES / "tableaux.html"))
    assert again.returncode == 1
    assert "existe déjà" in again.stderr
    assert draft.read_text(encoding="utf-8") == before


def test_the_call_shows_how_a_page_differs_from_a_fiche(tmp_path: Path) -> None:
    done = palabre(
        tmp_path,
        *("fiches", "import", str(PAGES / "wordpress.html")),
        *("--fiche", "pole-sud-archer", "--into", "brouillons"),
    )
    assert done.returncode == 0
    assert (
        "  lieu\n    la fiche : Romans-sur-Isère\n    la page  : Crest (JSON-LD, adresse)\n"
        in done.stdout
    )
    assert "Pareil dans la fiche et dans la page : département, région." in done.stdout
    text = (tmp_path / "brouillons/pole-sud-archer.md").read_text(encoding="utf-8")
    assert "place: Romans-sur-Isère\n" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absente.html"], "ne se lit pas"),
        (["vide.html"], "ne dit rien qu’une fiche puisse reprendre"),
        (["photo.html"], "ce n’est pas une page web"),
        (["archer.html"], "relancez avec --fiche pole-sud-archer"),
        (["archer.html", "--fiche", "inconnue"], "Il n’y a pas de fiche « inconnue »"),
        (["archer.html", "--into", str(ROOT / "fiches")], "Un brouillon ne va pas dans"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "vide.html").write_text("<html><body><p>Site en construction</p></body></html>")
    (tmp_path / "photo.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "archer.html").write_text("<title>Groupe Archer</title><p>.</p>")
    before = sorted(tmp_path.rglob("*"))
    done = palabre(tmp_path, "fiches", "import", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert sorted(one for one in tmp_path.rglob("*") if "index" not in one.name) == before
