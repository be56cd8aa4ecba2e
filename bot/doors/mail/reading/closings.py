"""Where what she says ends and her signature begins; a P.-S. is kept wherever it stands."""

import re
from collections.abc import Iterator, Sequence

from bot.doors.mail.reading.lines import MOST, Line, Mark
from french.folding import essence

MOST_LINES = 300  # of what somebody writes and then signs
LONGEST = 120  # characters of a line that may close
MOST_NAMES = 4
DASHES = re.compile(r"(?:[-–—]{1,3}|_{5,}|[-–—]{2} )$")
DAY = r"(?:journee|soiree|apres midi|fin de journee|fin de semaine|semaine|week end|reception)"
CLOSING = (
    r"(?:(?:bien |tres |tout |plus )?(?:cordialement|sincerement|amicalement|chaleureusement"
    r"|respectueusement|fraternellement|solidairement|cooperativement|associativement)"
    r"|(?:mes |nos |sinceres |cordiales |meilleures |bien cordiales |mes sinceres )?salutations"
    r"(?: distinguees| cordiales| les meilleures| solidaires| cooperatives)?"
    r"|(?:mes |bien |toutes mes )?amities|bien a (?:vous|toi)|bav|(?:bien )?c(?:or)?d(?:ia)?l?t"
    r"|crdlt|cdmt"
    r"|gros bisous|bisous?|(?:grosses )?bises?|biz|je vous embrasse"
    rf"|(?:(?:tres )?(?:bonne|belle|excellente|agreable|douce) {DAY}|bon (?:week end|apres midi))"
    r"|bonne continuation|bonne fin de \w+|a (?:tres )?bientot|a (?:tres )?vite|au plaisir"
    r"(?: de (?:vous|te) (?:lire|voir|revoir|rencontrer|retrouver))?"
    r"|(?:best|kind|warm|kindest|warmest|many)? ?regards|best wishes|all the best|best"
    r"|(?:yours )?(?:sincerely|faithfully|truly)|cheers|take care)"
)
BEFORE = (
    r"(?:merci(?: beaucoup| bien| d avance| a (?:vous|toi|tous))?|(?:en )?vous remerciant"
    r"(?: par avance| d avance)?|par avance|d avance|thanks|thank you|et|avec|je vous souhaite"
    r"|tres|dans l attente de (?:vous lire|votre (?:retour|reponse))|en attendant)"
)
AFTER = r"(?:a (?:vous|toi|tous|toutes)(?: (?:deux|tous))?(?: et a? ?(?:tous|toutes))?|et|encore)"
CLOSED = re.compile(rf"(?:{BEFORE} )*(?P<said>{CLOSING})(?: {AFTER}| {CLOSING})*(?P<rest>(?: .+)?)")
FORMULA = re.compile(
    r"(?:je|nous) (?:vous|te) prie\w* (?:d agreer|de croire|de recevoir|d accepter)"
    r"|(?:veuillez|daignez) (?:agreer|croire|recevoir|accepter)"
)
DEVICE = re.compile(
    r"(?:(?:message |mail |courriel )?envoye (?:de|depuis|a partir de|avec|via|par|grace a)"
    r" (?:mon|ma|un|une|la|le|l|outlook|yahoo|gmail|proton|protonmail|courrier|mail|orange|sfr|free"
    r"|aquamail|canary|bluemail|k 9|fairemail|samsung|galaxy|iphone|ipad|android|bouygues|laposte"
    r"|zimbra|tuta|mailo|spark|thunderbird|windows)\b"
    r"|sent (?:from|with|via|using) |(?:get|obtenir|obtenez|telecharger|telechargez) outlook (?:for"
    r"|pour)|provenance courrier|get bluemail for)"
)
GLUED = re.compile(r"(?<=[.!?…)])(?=Envoyé (?:de|depuis|à partir de) (?:mon|ma|l’|l')\b)")
LINKS = re.compile(r"<?\(?https?://[^\s>)]{1,300}[>)]?")
NOTICE = re.compile(
    r"(?:ce (?:message|courriel|mail|courrier)|cet e ?mail|l integrite|this (?:e ?mail|message)"
    r"|avis de confidentialite|afin de contribuer|pensez a l environnement|avant d imprimer"
    r"|n imprimez|l absence de virus|garanti sans virus|sans virus|disclaimer)\b"
)
NOTICED = re.compile(
    r"confidenti|destinataire|pieces jointes|virus|imprim|intended|environnement|integrite"
)
POSTSCRIPT = re.compile(
    r"\s*(?:P\.? ?-? ?S\.?(?:\s*[:,–—-]|\s)|ps\s*[:–—-]|(?i:post[- ]?scriptum)\b)"
)


def without_signature(lines: Sequence[Line], names: frozenset[str]) -> list[str]:
    """The lines of a passage up to what closes it, and each P.-S. that follows.

    `names` are the folded words of the sender's name: alone at the end they sign too.
    """
    texts = [line.text for line in lines]
    looked = enumerate(lines[:MOST_LINES])
    end = next((at for at, line in looked if _closes(line)), len(texts))
    kept = _unsigned(_before_device(texts[:end]), names)
    if end < len(texts):
        kept += _before_device([texts[end]], only_glued=True)
    return [*kept, *_postscripts(texts[end:])]


def _closes(line: Line) -> bool:
    """Whether a signature begins at a line."""
    text = line.text.strip()
    if line.mark is Mark.SIGNATURE or DASHES.match(text):
        return True
    if GLUED.search(text[:MOST]):
        return True
    shown = LINKS.sub("", text[:MOST]).strip(" .")
    words = essence(shown[: 2 * LONGEST])
    return _says_goodbye(shown, words) or _is_device(shown, words) or _is_notice(words)


def _says_goodbye(text: str, words: str) -> bool:
    if FORMULA.match(words):
        return True
    found = CLOSED.fullmatch(words) if len(text) <= LONGEST and "?" not in text else None
    return found is not None and _is_name(text, found["rest"])


def _is_name(text: str, rest: str) -> bool:
    """Whether the end of a closing line is a name: a few words that begin with a capital."""
    count = len(rest.split())
    written = re.findall(r"\w+", text)[-count:] if count else []
    return count <= MOST_NAMES and all(word[0].isupper() for word in written)


def _is_device(text: str, words: str) -> bool:
    """« Envoyé de mon iPhone », and no sentence that begins like it."""
    if len(text) > LONGEST or not DEVICE.match(words):
        return False
    return text.startswith("Provenance") or not set(text) & set(":;?!")


def _is_notice(words: str) -> bool:
    """Confidentiality, the environment, viruses: what firms add below."""
    return bool(NOTICE.match(words) and NOTICED.search(words))


def _before_device(texts: Sequence[str], *, only_glued: bool = False) -> list[str]:
    """Texts without what a telephone glued to their end."""
    kept = []
    for text in texts:
        found = GLUED.search(text[:MOST])
        if found or not only_glued:
            kept.append(text[: found.start()] if found else text)
    return kept


def _unsigned(texts: list[str], names: frozenset[str]) -> list[str]:
    """Texts without the sender's name alone at their end."""
    last = len(texts)
    while last and not texts[last - 1].strip():
        last -= 1
    words = essence(texts[last - 1]).split() if last > 1 and len(texts[last - 1]) < 60 else []
    signed = words and len(words) <= MOST_NAMES and names.issuperset(words)
    return texts[: last - 1] if signed else texts


def _postscripts(texts: Sequence[str]) -> Iterator[str]:
    """Each P.-S. below a signature, to the end of its paragraph, a blank line before it."""
    inside = False
    for text in texts:
        begins = bool(POSTSCRIPT.match(text[:40]))
        inside = begins or (inside and bool(text.strip()))
        if begins:
            yield ""
        if inside:
            yield text


def name_words(name: str, address: str) -> frozenset[str]:
    """The folded words that a sender may sign with."""
    return frozenset(essence(f"{name} {address.partition('@')[0]}").split())
