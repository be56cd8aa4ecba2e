"""What no single key can show: links between files, and prose that keeps its form."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from content.entries import EASY, MORE, SECTION, Agenda, FaqEntry, Fiche, dated
from content.faults import Fault
from content.pages import Page
from content.places import Departement
from french.folding import fold

SENTENCES_IN_A_SHORT_ANSWER = 3
WORDS_IN_A_PLAIN_SENTENCE = 12
_LETTERS = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")
# Letters that are only a name by now: what they stood for would explain nothing.
_NAMES = frozenset({"COORACE"})
# A full stop after one capital (« M. Durand ») ends nothing.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])[.!?…][ \u00a0\u202f]?[»”)]?(?=\s+[«“(]?\s?[^\W\d_a-zà-ÿ])"
)
_HEADING = re.compile(rf"^#{{1,6}} (?!(?:{MORE}|{EASY})[ \t]*$).*$", re.MULTILINE)
_BAD_LINK = re.compile(r"\]\((?!https?://|mailto:)[^)]*\)")
_PLACEHOLDER = re.compile(r"\{\{(?! contact \}\}).*?\}\}")


def body_faults(page: Page) -> Iterator[Fault]:
    """What Markdown may do, but our simple HTML may not."""
    for match in _HEADING.finditer(page.body):
        cure = f"seuls « ## {MORE} » et « ## {EASY} » sont permis : mettez le titre en **gras**"
        yield page.body_fault("ce titre n’est pas permis", cure, match.start())
    for match in _BAD_LINK.finditer(page.body):
        cure = "commencez l’adresse par https://, http:// ou mailto:"
        yield page.body_fault("ce lien ne mène nulle part", cure, match.start())
    for match in _PLACEHOLDER.finditer(page.body):
        cure = "seul {{ contact }} est remplacé dans un texte"
        yield page.body_fault(f"{match[0]} n’est pas connu", cure, match.start())
    seen: set[str] = set()
    for match in SECTION.finditer(page.body):
        if match[1] in seen:
            cure = "gardez-en un, et mettez tout dessous"
            yield page.body_fault(f"« ## {match[1]} » est écrit deux fois", cure, match.start())
        seen.add(match[1])


def short_answer_faults(page: Page, entry: FaqEntry) -> Iterator[Fault]:
    """A short answer is short."""
    count = len(_SENTENCE_END.findall(entry.short.strip())) + 1
    if count > SENTENCES_IN_A_SHORT_ANSWER:
        cure = f"gardez-en {SENTENCES_IN_A_SHORT_ANSWER}, et le reste sous « ## En savoir plus »"
        yield page.body_fault(f"la réponse courte a {count} phrases", cure)


def parted(text: str) -> tuple[str, str]:
    """As many sentences as a short answer has, and the rest."""
    ends = [one.end() for one in _SENTENCE_END.finditer(text)]
    if len(ends) < SENTENCES_IN_A_SHORT_ANSWER:
        return text, ""
    cut = ends[SENTENCES_IN_A_SHORT_ANSWER - 1]
    return text[:cut], text[cut:].lstrip("\\ \n")


def easy_faults(page: Page, entry: FaqEntry) -> Iterator[Fault]:
    """A plainer answer has short sentences, and says what letters stand for."""
    start = next((one.end() for one in SECTION.finditer(page.body) if one[1] == EASY), 0)
    for sentence, offset in _sentences(entry.easy):
        count = sum(any(map(str.isalnum, word)) for word in sentence.split())
        if count > WORDS_IN_A_PLAIN_SENTENCE:
            cure = f"coupez-la : {WORDS_IN_A_PLAIN_SENTENCE} mots au plus"
            said = f"cette phrase de la version facile a {count} mots"
            yield page.body_fault(said, cure, start + offset)
    for letters in _unexplained(entry):
        cure = f"écrivez « {letters} veut dire … », ou le nom entier puis ({letters})"
        yield page.body_fault(f"la version facile n’explique pas « {letters} »", cure, start)


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    """The sentences of a text, each with its offset; a line ends one too."""
    for line in re.finditer(r".*\S.*", text):
        start = line.start()
        for end in [*_SENTENCE_END.finditer(line[0]), None]:
            stop = line.start() + end.end() if end else line.end()
            yield text[start:stop], start
            start = stop


def _unexplained(entry: FaqEntry) -> Iterator[str]:
    """Letters that the question or its plainer answer uses, and which that answer leaves so."""
    if not entry.easy:
        return
    used = dict.fromkeys(_LETTERS.findall(f"{entry.question}\n{entry.easy}"))
    for letters in used:
        told = re.search(rf"\({letters}\)|\b{letters} veut dire\b", entry.easy)
        if letters not in _NAMES and not told:
            yield letters


def near_faults(page: Page, ids: Sequence[str], known: Collection[str]) -> Iterator[Fault]:
    """What an entry is near to exists."""
    for index, near in enumerate(ids):
        if near not in known:
            cure = "écrivez le nom d’un fichier de faq/, sans .md"
            yield page.fault(f"« {near} » n’existe pas", cure, "near", index)


def fact_faults(page: Page, numbers: Sequence[str], known: Collection[str]) -> Iterator[Fault]:
    """What an entry stands on exists."""
    for index, number in enumerate(numbers):
        if number not in known:
            cure = "écrivez un numéro qui se trouve dans facts/, comme F001"
            yield page.fault(f"le fait « {number} » n’existe pas", cure, "facts", index)


def place_faults(
    page: Page, fiche: Fiche, departements: Mapping[str, Departement]
) -> Iterator[Fault]:
    """A fiche's département and région exist, and go together."""
    departement = departements.get(fiche.departement or "")
    regions = {row.region for row in departements.values()}
    if fiche.departement and departement is None:
        cure = 'écrivez son code entre guillemets, comme "26"'
        yield page.fault(
            f"le département « {fiche.departement} » n’existe pas", cure, "departement"
        )
    if fiche.region and fiche.region not in regions:
        cure = "écrivez-la comme dans places/departements.csv"
        yield page.fault(f"la région « {fiche.region} » n’existe pas", cure, "region")
    elif fiche.region and departement and fiche.region != departement.region:
        cure = f"{departement.name} est en {departement.region} : corrigez l’un ou l’autre"
        yield page.fault("le département n’est pas dans la région", cure, "region")


def status_faults(page: Page, fiche: Fiche, labels: Collection[str]) -> Iterator[Fault]:
    """A status has the two names that people read, on a card and on a button."""
    for index, status in enumerate(fiche.status):
        name, _ = dated(status)
        if not {f"status_{name}", f"button_{name}"} <= set(labels):
            cure = "écrivez-le comme temoin ou laureat_2013, ou nommez-le dans texts/fiches.yaml"
            yield page.fault(f"le statut « {status} » n’est pas connu", cure, "status", index)


def agenda_faults(page: Page, agenda: Agenda, themes: Collection[str]) -> Iterator[Fault]:
    """An exchange is about a theme we have."""
    for index, exchange in enumerate(agenda.exchanges):
        if exchange.theme not in themes:
            message = f"le thème « {exchange.theme} » n’existe pas"
            cure = "écrivez le nom d’un fichier de themes/, sans .md"
            yield page.fault(message, cure, "exchanges", index, "theme")


def phrasings(page: Page, said: Sequence[str], *keys: str) -> Iterator[tuple[str, Fault]]:
    """Each phrasing, with the fault it would be if it stood elsewhere too."""
    for index, phrasing in enumerate(said):
        message = f"« {phrasing} » est déjà une façon de demander autre chose"
        cure = "gardez-la à un seul endroit"
        yield phrasing, page.fault(message, cure, *keys, "phrasings", index)


def repeated_phrasings(said: Iterable[tuple[str, Fault]]) -> Iterator[Fault]:
    """One way of asking leads to one answer."""
    seen: dict[str, Fault] = {}
    for phrasing, fault in said:
        key = fold(phrasing).rstrip(" ?!.")
        if key in seen:
            first = seen[key]
            cure = f"{fault.cure} (voir {first.file}, ligne {first.line})"
            yield Fault(fault.file, fault.line, fault.message, cure)
        seen.setdefault(key, fault)
