"""Content becomes the Library, or every fault that keeps it from that, with its cure.

Each test lays one file over the real content.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from content.faults import ContentFaults, Fault
from content.library import Library
from content.loading import check, load
from content.pages import ROOT
from content.simple_html import flaw

CONTACT = "contact@exemple.fr"
FAQ = """---
question: Combien de marchés un crieur peut-il tenir ?
phrasings: [combien de marchés par crieur]
near: [def]
sources: [{name: Loi, url: "https://exemple.fr/loi"}]
checked: 2026-11
---
Un seul. Écrivez à {{ contact }}.

## En savoir plus

**Deux**, les jours de fête.
"""
EASY = (
    FAQ
    + """
## Version facile

Un crieur va à un marché. Il n’en fait qu’un. Il crie.
"""
)
FICHE = """---
name: Pôle du Grand Crieur
place: Die
departement: 26
region: Auvergne-Rhône-Alpes
sectors: [criée publique]
phrasings: [les crieurs de Die]
sources: [journee-ptce-2014]
checked: 2026-11
confidence: haute
---
On y crie.
"""
AGENDA = """sample: true
exchanges:
  - id: criee
    theme: renouveau-productif
    kind: visite
    title: Criée
    starts: {days: 3, time: 14:30}
    ends: 16:30
    description: On crie.
"""
TEXT = """hello:
  sample: {name: Ana}
  html: <p>Bonjour {{ name }}</p>
labels:
  go: En avant
"""

Lay = Callable[[str, str], Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Write a file of the overlay; gives the overlay."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def laid(lay: Lay, path: str, text: str) -> Library:
    return load(lay(path, text), CONTACT)


def only_fault(lay: Lay, path: str, text: str) -> Fault:
    """The one fault of a file laid over the real content."""
    with pytest.raises(ContentFaults) as caught:
        load(lay(path, text), CONTACT)
    (fault,) = caught.value.faults
    return fault


def only_trial(lay: Lay, path: str, text: str) -> Fault:
    """The one fault found when texts are tried."""
    (fault,) = check(lay(path, text), CONTACT)
    return fault


def test_our_own_content_has_no_fault() -> None:
    assert check(None, CONTACT) == ()


def test_every_answer_is_simple_html() -> None:
    library = load(None, CONTACT)
    entries = [*library.faq.values(), *library.fiches.values(), *library.glossary.values()]
    assert [flaw(entry.html) for entry in entries if flaw(entry.html)] == []


def test_the_overlay_adds_a_file(lay: Lay) -> None:
    assert laid(lay, "faq/crieur.md", FAQ).faq["crieur"].checked == "2026-11"


def test_the_overlay_replaces_a_file_of_the_same_path(lay: Lay) -> None:
    assert laid(lay, "faq/repas.md", FAQ).faq["repas"].question.startswith("Combien de marchés")


def test_a_retired_file_hides_ours(lay: Lay) -> None:
    library = laid(lay, "redirects/aides-sociales.md", "---\nretired: true\n---\n")
    assert "aides-sociales" not in library.redirects


def test_what_points_to_a_hidden_file_is_no_fault(lay: Lay) -> None:
    library = laid(lay, "themes/renouveau-productif.md", "---\nretired: true\n---\n")
    assert list(library.themes) == ["securisation-des-parcours"]
    assert {exchange.theme for exchange in library.agenda} == {"securisation-des-parcours"}


def test_a_retired_yaml_file_hides_ours(lay: Lay) -> None:
    assert laid(lay, "agenda/sample.yaml", "retired: true\n").agenda == ()


def test_the_contact_is_written_in(lay: Lay) -> None:
    entry = laid(lay, "faq/crieur.md", FAQ).faq["crieur"]
    assert entry.short_html == "<p>Un seul. Écrivez à contact@exemple.fr.</p>"


def test_what_more_there_is_stands_apart(lay: Lay) -> None:
    entry = laid(lay, "faq/crieur.md", FAQ).faq["crieur"]
    assert entry.more_html == "<p><b>Deux</b>, les jours de fête.</p>"


def test_plainer_words_stand_apart_and_are_not_searched(lay: Lay) -> None:
    entry = laid(lay, "faq/crieur.md", EASY).faq["crieur"]
    assert entry.easy_html == "<p>Un crieur va à un marché. Il n’en fait qu’un. Il crie.</p>"
    assert "Il crie" not in entry.plain + entry.short_html + entry.more_html


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien", "Les chambres régionales de la criée (CRC) le disent. La CRC compte."),
        ("Combien", "CRC veut dire « chambre régionale de la criée »."),
        ("Pour COORACE, combien", "COORACE le dit."),
        ("Combien", "\n\n- un crieur et son marché, et encore un crieur ;\n- et son marché."),
        ("Combien", "Un deux trois quatre cinq six sept huit neuf dix onze « douze »."),
    ],
)
def test_plainer_words_may_be_so(lay: Lay, question: str, said: str) -> None:
    text = EASY.replace("Combien", question, 1).replace("Il crie.", said)
    assert laid(lay, "faq/crieur.md", text).faq["crieur"].easy


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        (
            "Il crie.",
            "Ou deux.\n\n" + "Cri " * 13,
            18,
            "cette phrase de la version facile a 13 mots",
        ),
        ("Il crie.", "La CRC le dit.", 14, "la version facile n’explique pas « CRC »"),
        ("Combien", "Pour la CRC, combien", 14, "la version facile n’explique pas « CRC »"),
        (
            "Il crie.",
            "Oui.\n\n## Version facile\n\nOui.",
            18,
            "« ## Version facile » est écrit deux",
        ),
    ],
)
def test_plainer_words_that_are_not_plain_are_faults(
    lay: Lay, good: str, bad: str, line: int, message: str
) -> None:
    fault = only_fault(lay, "faq/crieur.md", EASY.replace(good, bad, 1))
    assert fault.message.startswith(message)
    assert fault.line == line


def test_the_plain_text_holds_both(lay: Lay) -> None:
    entry = laid(lay, "faq/crieur.md", FAQ).faq["crieur"]
    assert entry.plain == "Un seul. Écrivez à contact@exemple.fr.\nDeux, les jours de fête."


def test_a_bare_hour_is_an_hour(lay: Lay) -> None:
    (exchange,) = laid(lay, "agenda/sample.yaml", AGENDA).agenda
    assert (exchange.starts.time.isoformat("minutes"), exchange.ends.hour) == ("14:30", 16)


def test_texts_are_named_after_their_file(lay: Lay) -> None:
    library = laid(lay, "texts/criee.yaml", TEXT)
    assert library.texts.html("criee.hello", name="Zoé") == "<p>Bonjour Zoé</p>"


def test_a_theme_says_itself_in_its_first_paragraph() -> None:
    theme = load(None, CONTACT).themes["renouveau-productif"]
    assert theme.summary.endswith("activités économiques sur leur territoire.")


def test_a_fiche_is_found_by_its_names_and_place(lay: Lay) -> None:
    library = laid(lay, "fiches/crieur.md", FICHE)
    (document,) = (found for found in library.documents() if found.id == "fiche:crieur")
    assert document.phrasings == ("Pôle du Grand Crieur", "Die", "les crieurs de Die")


def test_a_fiche_is_found_by_its_sectors_and_territory(lay: Lay) -> None:
    library = laid(lay, "fiches/crieur.md", FICHE)
    (document,) = (found for found in library.documents() if found.id == "fiche:crieur")
    assert document.body.endswith("criée publique\nDie, Drôme, Auvergne-Rhône-Alpes")


def test_every_document_has_its_own_id() -> None:
    ids = [document.id for document in load(None, CONTACT).documents()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("known", ["def", "theme:renouveau-productif", "commande:agenda"])
def test_documents_are_named_by_kind(known: str) -> None:
    assert known in {document.id for document in load(None, CONTACT).documents()}


def test_all_faults_are_told_at_once(lay: Lay) -> None:
    lay("faq/un.md", "---\nquestion: [\n---\nOui.\n")
    with pytest.raises(ContentFaults) as caught:
        load(lay("texts/deux.yaml", "labels: {go: ''}\n"), CONTACT)
    assert [fault.file for fault in caught.value.faults] == ["faq/un.md", "texts/deux.yaml"]


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        ("near: [def]", "near: [def", 5, "YAML illisible"),
        ("question: Combien", "questoin: Combien", 2, "la clé « questoin » n’est pas connue"),
        ("checked: 2026-11", "checked: hier", 6, "« checked » n’est pas un mois"),
        ("near: [def]", "near: def", 4, "« near » doit être une liste"),
        ("near: [def]", "near: [def, nulle]", 4, "« nulle » n’existe pas"),
        ("near: [def]", "near: [def]\nnear: [loi]", 5, "la clé « near » est écrite deux fois"),
        ("near: [def]", "body: oui", 4, "la clé « body » n’est pas connue"),
        ("https://exemple.fr/loi", "exemple", 5, "la source « exemple » n’est pas une adresse"),
        ("Un seul.", "Un. Deux. Trois.", 8, "la réponse courte a 4 phrases"),
        ("**Deux**", "### Titre\n\n**Deux**", 12, "ce titre n’est pas permis"),
        ("**Deux**", "[Deux](ici.html)", 12, "ce lien ne mène nulle part"),
        ("{{ contact }}", "{{ nom }}", 8, "{{ nom }} n’est pas connu"),
    ],
)
def test_a_fault_in_an_answer_is_told_at_its_line(
    lay: Lay, good: str, bad: str, line: int, message: str
) -> None:
    with pytest.raises(ContentFaults) as caught:
        load(lay("faq/crieur.md", FAQ.replace(good, bad)), CONTACT)
    assert line in {fault.line for fault in caught.value.faults if message in fault.message}


def test_a_way_of_asking_that_stands_elsewhere_is_a_fault(lay: Lay) -> None:
    text = "---\nterm: Pôle\nphrasings: [Ptce c koi ?]\n---\nUn pôle.\n"
    fault = only_fault(lay, "glossary/pole.md", text)
    assert fault.cure == "gardez-la à un seul endroit (voir faq/def.md, ligne 7)"


def test_a_missing_key_is_told_with_its_cure(lay: Lay) -> None:
    fault = only_fault(lay, "faq/crieur.md", FAQ.replace("checked: 2026-11\n", ""))
    assert (fault.message, fault.cure) == (
        "il manque la clé « checked »",
        "ajoutez une ligne « checked: … »",
    )


def test_a_file_without_front_matter_is_a_fault(lay: Lay) -> None:
    assert "en-tête" in only_fault(lay, "faq/crieur.md", "Bonjour\n").message


def test_an_empty_body_is_a_fault(lay: Lay) -> None:
    text = FAQ.partition("Un seul.")[0]
    assert only_fault(lay, "faq/crieur.md", text).message == "le texte est vide"


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("departement: 26", "departement: 20", "le département « 20 » n’existe pas"),
        ("region: Auvergne-Rhône-Alpes", "region: Savoie", "la région « Savoie » n’existe pas"),
        ("departement: 26", "departement: 29", "le département n’est pas dans la région"),
        ("confidence: haute", "confidence: oui", "« confidence » n’a pas une valeur connue"),
        ("checked: 2026-11\n", "", "il manque la clé « checked »"),
        ("[journee-ptce-2014]", "[une revue]", "la source « une revue » n’est pas une adresse"),
        ("[journee-ptce-2014]", "[]", "« sources » est vide"),
        ("sectors:", "status: [champion]\nsectors:", "le statut « champion » n’est pas connu"),
    ],
)
def test_a_fault_in_a_fiche_is_told(lay: Lay, good: str, bad: str, message: str) -> None:
    assert only_fault(lay, "fiches/crieur.md", FICHE.replace(good, bad)).message == message


def test_an_exchange_on_an_unknown_theme_is_a_fault(lay: Lay) -> None:
    text = AGENDA.replace("renouveau-productif", "criee")
    fault = only_fault(lay, "agenda/autre.yaml", text)
    assert (fault.line, fault.message) == (4, "le thème « criee » n’existe pas")


def test_a_command_needs_its_line_in_the_menu(lay: Lay) -> None:
    fault = only_fault(lay, "texts/commands.yaml", "agenda:\n  topic: participer\n")
    assert (fault.line, fault.message) == (1, "il manque la clé « summary »")


def test_a_command_is_told_under_a_title_that_there_is(lay: Lay) -> None:
    fault = only_fault(lay, "texts/commands.yaml", "agenda: {summary: Voir, topic: jardin}\n")
    assert fault.message == "« topic » n’a pas une valeur connue"


def test_a_command_is_named_as_telegram_takes_it(lay: Lay) -> None:
    fault = only_fault(
        lay, "texts/commands.yaml", "Mes données: {summary: Voir mes données, topic: donnees}\n"
    )
    assert fault.message == "« Mes données » n’est pas un nom de commande"


def test_a_row_of_places_that_lacks_a_column_is_a_fault(lay: Lay) -> None:
    real = (ROOT / "places/departements.csv").read_text(encoding="utf-8")
    fault = only_fault(lay, "places/departements.csv", real + "990,Nulle part\n")
    assert fault.message == "il faut quatre colonnes, toutes remplies"


def test_an_empty_label_is_a_fault(lay: Lay) -> None:
    fault = only_fault(lay, "texts/criee.yaml", TEXT.replace("En avant", "''"))
    assert fault.message == "« label » est vide"


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("{{ name }}", "{{ name", "modèle illisible"),
        ("En avant", "'{{ avant'", "modèle illisible"),
        ("{{ name }}", "{{ name | crier }}", "modèle illisible"),
        ("En avant", "'{{ avant | crier }}'", "modèle illisible"),
        ("{{ name }}", "{{ name }} {{ 1 / 0 }}", "le texte échoue sur son exemple"),
        ("{{ name }}", "{{ name }} {{ nom }}", "« nom » n’a pas d’exemple"),
        ("{{ name }}", "", "l’exemple « name » ne sert pas"),
        ("{{ name }}", "{{ name.first.last }}", "le texte échoue sur son exemple"),
        ("</p>", "", "la balise <p> n’est pas refermée"),
        ("<p>Bonjour", "<p></b>Bonjour", "la balise </b> ne referme rien"),
        ("<p>Bonjour", "<p><img>Bonjour", "la balise <img> n’est pas permise"),
        ("Bonjour", "<a href='ici'>Bonjour</a>", "un lien doit commencer par https://"),
        ("Bonjour", "<b class='x'>Bonjour</b>", "la balise <b> n’a pas les bons attributs"),
    ],
)
def test_a_fault_in_a_text_is_found_when_it_is_tried(
    lay: Lay, good: str, bad: str, message: str
) -> None:
    assert only_trial(lay, "texts/criee.yaml", TEXT.replace(good, bad)).message.startswith(message)
