"""Whether a line closes a mail: a goodbye, a telephone, a notice, a rule before a signature."""

import re

from bot.doors.mail.reading.lines import MOST
from french.folding import essence

LONGEST = 120  # characters of a line that may close
MOST_NAMES = 4
DASHES = re.compile(r"(?:[-–—]{1,3}|_{5,}|[-–—]{2} )$")
DAY = r"(?:journee|soiree|apres midi|fin de journee|fin de semaine|semaine|week end|reception)"
CLOSING = (
    r"(?:(?:bien |tres |tout |plus )?(?:cordialement|sincerement|amicalement|chaleureusement"
    r"|respectueusement|fraternellement|solidairement|cooperativement|associativement)(?: votre)?"
    r"|(?:mes |nos |sinceres |cordiales |meilleures |bien cordiales |mes sinceres )?salutations"
    r"(?: distinguees| cordiales| les meilleures| solidaires| cooperatives)?"
    r"|(?:mes |bien |toutes mes )?amities|bien a (?:vous|toi)|bav|(?:bien )?c(?:or)?d(?:ia)?l?t"
    r"|crdlt|cdmt|gros bisous|bisous?|(?:grosses )?bises?|biz|je vous embrasse"
    rf"|(?:(?:tres )?(?:bonne|belle|excellente|agreable|douce) {DAY}|bon (?:week end|apres midi))"
    r"|bonne continuation|bonne fin de \w+|a (?:tres )?bientot|a (?:tres )?vite|au plaisir"
    r"(?: de (?:vous|te) (?:lire|voir|revoir|rencontrer|retrouver))?"
    r"|(?:best|kind|warm|kindest|warmest|many)? ?regards|best wishes|all the best|best"
    r"|(?:yours )?(?:sincerely|faithfully|truly)|cheers|take care)"
)
BEFORE = (
    r"(?:merci(?: beaucoup| bien| d avance| a (?:vous|toi|tous))?|(?:en )?vous remerciant"
    r"(?: par avance| d avance)?|par avance|d avance|thanks|thank you|et|avec"
    r"|(?:je )?vous souhait(?:e|ant)(?: une?)?"
    r"|merci (?:de|pour) votre (?:retour|reponse|aide|message|attention|comprehension|invitation)"
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
    r"|pour)|provenance courrier|get bluemail for|yahoo mail (?:recherchez|search) )"
)
# What closes a line without having one of its own: glued by a telephone, or after a comma.
WITHIN = re.compile(
    r"(?<=[.!?…)])(?=Envoyé (?:de|depuis|à partir de) (?:mon|ma|l’|l')\b)"
    r"|(?<=[.,;:!?…)])\s+(?=(?i:(?:(?:bien|très) )?(?:cordialement|amicalement|sincèrement))"
    r"[\s,.!]*(?:[A-ZÀ-Þ][\w.-]*\s*){0,3}$)"
)
LINKS = re.compile(r"<?\(?https?://[^\s>)]{1,300}[>)]?")
NOTICE = re.compile(
    r"(?:(?:avertissement|attention|important|note|nb|confidentialite|clause de confidentialite"
    r"|mentions? legales?|information(?: importante)?) )?"
    r"(?:(?:ce|le present) (?:message|courriel|mail|courrier)|cet e ?mail|l integrite"
    r"|les informations (?:contenues|presentes|figurant)|(?:the )?information contained"
    r"|toute (?:diffusion|utilisation|reproduction|copie|divulgation|publication|modification)"
    r"|si vous (?:n etes pas (?:le|un|l un des) |(?:avez recu|recevez) (?:ce|cet|le present) )"
    r"|if you (?:are not the intended|have received this)|(?:any )?unauthori[sz]ed"
    r"|this (?:e ?mail|message)|avis de confidentialite|afin de contribuer"
    r"|(?:pensez|pensons|merci de penser) a (?:l environnement|la planete)|avant d imprimer"
    r"|(?:merci de )?n imprime[rz]|ne pas imprimer|avez vous (?:vraiment )?besoin d imprimer"
    r"|l absence de virus|garanti sans virus|sans virus|analyse(?:e? par)? (?:l )?antivirus"
    r"|disclaimer)\b"
)
NOTICED = re.compile(
    r"confidenti|destinataire|pieces? jointe|virus|imprim|intended|environnement|integrite|planete"
    r"|non autorisee|interdit|prohib|privileged|par erreur (?:merci|veuillez|nous vous|et)|in error"
)


def closes(text: str) -> int | None:
    """How much of a line is kept when a signature begins in it; None when none does."""
    bare = text.strip()
    if DASHES.match(bare):
        return 0
    shown = LINKS.sub("", bare[:MOST]).strip(" .")
    words = essence(shown[: 2 * LONGEST])
    if _says_goodbye(shown, words) or _is_device(shown, words) or _is_notice(words):
        return 0
    within = WITHIN.search(text) if len(text) < MOST else None
    return within.start() if within else None


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
    return text.startswith(("Provenance", "Yahoo")) or not set(text) & set(":;?!")


def _is_notice(words: str) -> bool:
    """Confidentiality, the environment, viruses: what firms add below."""
    return bool(NOTICE.match(words) and NOTICED.search(words))
