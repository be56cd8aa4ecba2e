"""Whether somebody comes, and with how many others: « je viens avec deux collègues », « à trois ».

A sentence is read whole or not at all: « je viens, y a-t-il un parking ? » is a question.
"""

import re
from dataclasses import dataclass
from enum import Enum

from french.folding import essence, fold


class Coming(Enum):
    """What somebody says of her coming."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Said:
    """Whether she comes; how many come with her, None when she does not say."""

    coming: Coming
    guests: int | None = None


NUMBERS = {
    word: n
    for n, word in enumerate(
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf vingt".replace("-", "_").split()
    )
} | {"une": 1}
N = r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
PEOPLE = (
    r"(?:personnes?|collegues?|amie?s?|gens|membres?|benevoles?|salariee?s?|invitee?s?|stagiaires?"
    r"|accompagnantee?s?|collaborat(?:eur|rice)s?|voisine?s?|autres?)"
)
FILLERS = re.compile(
    r"\b(?:bonjour|bjr|bonsoir|bsr|salut|slt|coucou|merci(?: beaucoup| bien)?|desolee?s?|dsl"
    r"|malheureusement|helas"
    r"|finalement|mince|zut|dommage|alors|ah|oh|eh|bah|ben|euh|cette fois(?: ci)?"
    r"|pour (?:cette fois|le moment"
    r"|l instant)|a bientot|bonne journee|bien cordialement|cordialement|svp|stp|en fait"
    r"|avec (?:grand )?plaisir|(?:bien )?volontiers|je regrette|toutes mes excuses|mes excuses"
    r"|je suis|c est noted?"
    r"|de mon cote|pour moi|(?<!avec )moi|bonne (?:visite|reunion|rencontre)"
    r"|parfait|pardon|excusez(?: moi)?|veuillez m excuser"
    r"|a (?:l |la |cette |votre |ce |cet )(?:prochaine? )?(?:reunion|rencontre|visite|seance"
    r"|journee|formation|atelier|echange|webinaire|visio|table ronde)"
    r"|(?:a|pour) (?:vous|tous|toutes))\b(?! avec)"
)
# When it is adds nothing: it is that of the exchange that is answered.
DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd hui|ce soir)"
MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
WHEN = re.compile(
    rf"\b(?:(?:le |pour |ce )*(?:{DAY}(?: prochain)?|\d{{1,2}}(?:er)? {MONTH})"
    rf"(?: \d{{1,2}}(?:er)?(?: {MONTH})?)?(?: (?:matin|midi|apres midi|soir))?"
    r"|(?:a )?(?:ce jour la|cette date(?: la)?))\b"
)
THERE = r"(?:la|presente?|des votres|disponible|dispo|libre|de la partie|au rendez vous)"
COME = (
    r"(?:venir|y aller|y etre|etre " + THERE + r"|participer|assister|me joindre a vous"
    r"|vous rejoindre|me liberer|m y rendre|m inscrire)"
)  # fmt: skip
SURE = (
    r"(?:oui|ouais|ok|d accord|entendu|bien sur|absolument|present|presente|partant|partante"
    r"|(?:je|j) (?:viens|viendrai|y serai|y vais|participe|participerai|m inscris)(?: bien)?"
    r"|je (?:confirme|valide) ma (?:venue|presence|participation)|je confirme"
    r"|j accepte(?: (?:l|votre) invitation)?"
    r"|je serai (?:bien )?" + THERE + r"|j en serai|je reponds presente?"
    r"|je (?:vais|(?:souhaite|voudrais|veux|aimerais)(?: bien)?) " + COME + r"|(?:de )?m inscrire"
    r"|(?:on|nous) (?:vient|viendra|venons|viendrons)|inscrivez(?: moi)?"
    r"|comptez (?:sur )?moi|(?:vous pouvez )?compte[rz] sur|c est (?:bon|d accord|ok|oui)"
    r"|ca me va|ca marche|va|je (?:peux|pourrai)(?: " + COME + r")?)"
)  # fmt: skip
UNSURE = (
    r"(?:peut etre(?: que oui)?|je (?:viens|viendrai) peut etre|a voir|a confirmer"
    r"|on verra|je (?:ne )?sais pas(?: encore)?"
    r"(?: si je (?:viens|viendrai|peux|pourrai)(?: " + COME + r")?)?"
    r"|je vais voir|(?:je dois|il faut que je) (?:d abord )?(?:voir|voie|verifier?|demander?)"
    r"(?: (?:avec|a) (?:mon|ma|mes|notre|la) \w+| (?:mon|ma|mes|notre) (?:planning|agenda))?"
    r"|je vous (?:dis|redis(?: ca)?)"
    r"|si je peux|si possible|j espere"
    r"|a priori|normalement|en principe|pourquoi pas|ca depend|probablement|sans doute|sous reserve"
    r"|je vous (?:re)?confirme(?:rai)?(?: ca)? (?:plus tard|bientot|rapidement)"
    r"|(?:ne )?pas (?:encore )?(?:surs?e?|certaine?)(?: de(?: pouvoir)?(?: " + COME + r")?)?"
    r"|je (?:viendrai|viens) si je peux|je vais essayer(?: de " + COME + r")?)"
)  # fmt: skip
REFUSAL = (
    r"(?:non|nan|je (?:ne |n )?(?:viens|viendrai|peux|pourrai|participe|participerai|y serai"
    r"|y vais|irai) (?:pas|plus)(?: " + COME + r"| du tout)?|je ne (?:peux|pourrai) " + COME
    + r"|je (?:ne )?vais pas (?:pouvoir(?: " + COME + r")?|" + COME + r")"
    r"|je (?:ne )?serai (?:pas|plus) " + THERE + r"|je n y (?:serai|vais) (?:pas|plus)"
    r"|(?:je )?(?:ne )?(?:suis )?(?:pas|plus) (?:dispo|disponible|libre|la|possible)"
    r"|impossible(?: de " + COME + r")?|(?:je serai )?(?:indisponible|absente?)"
    r"|(?:je serai )?en (?:conges?|vacances|deplacement|formation)"
    r"|ca (?:ne )?(?:sera|va) pas (?:etre )?possible|ce (?:ne )?sera pas possible"
    r"|sans(?: moi)?|je decline(?: (?:l|votre) invitation)?"
    r"|je (?:dois|prefere) (?:annuler|decliner)(?: ma (?:venue|participation)| mon inscription)?"
    r"|je me desiste|(?:au regret|obligee?|contrainte?|forcee?) de? (?:decliner|refuser|annuler)"
    r"|j annule(?: ma (?:venue|participation)| mon inscription)?|j ai un (?:empechement"
    r"|imprevu|contretemps)|empechee?|(?:deja )?prise?|je passe mon tour)"
)  # fmt: skip
# What haste writes for « j'ai », « je peux », « je pourrai », « je serai »
HASTE = (
    (re.compile(r"\bj(ai|y|en)\b"), r"j \1"),
    (re.compile(r"\bj(peu[tx]?|pourr?ai|viens|viendrai|serai)\b"), r"je \1"),
    (re.compile(r"\b(je (?:ne )?vien)\b"), r"\1s"),
    (re.compile(r"\b(je (?:ne )?peu)t?\b"), r"\1x"),
    (re.compile(r"\b(je (?:ne )?)pour?r(?:ai[st]?|er?|et)(?= pas| plus)"), r"\1pourrai"),
    (re.compile(r"\b(j(?:e| y) (?:ne )?(?:viend|se|i|participe)r)ai[st]\b"), r"\1ai"),
)
WILLING = re.compile(r"\b(?:avec (?:grand )?plaisir|volontiers|parfait pour moi)\b")
SEVERAL = re.compile(
    rf"(?:(?:et |plus |aussi )*avec (?P<with>{N})(?: autres?)?(?: {PEOPLE})?"
    r"(?: avec moi| en plus)?"
    rf"|(?:et )?plus (?P<plus>{N})(?: {PEOPLE})?"
    rf"|(?:et )?(?P<me>{N})(?: autres?)? {PEOPLE} (?:avec moi|en plus|m accompagne(?:nt|ront|ra)?)"
    rf"|accompagnee?s? (?:de |d )(?P<led>{N})(?: autres?)? {PEOPLE}"
    rf"|avec (?:mon|ma|un autre|une autre) (?P<one>{PEOPLE})"
    rf"|(?:a|nous (?:serons|sommes|viendrons a|venons a)|on (?:sera|est|vient a|viendra a))"
    rf" (?P<all>{N})(?P<counted> {PEOPLE})?"
    rf"|(?P<alone>toute? seule?|seule?))"
)
COMES = re.compile(
    r"\b(?:viens|viendra[is]?|vient|venons|viendrons|venir|participe|participerai|participer"
    r"|assister|inscri[st]|inscrivez|desiste|y serai|y vais|y aller|serai " + THERE + r")\b"
    r"|^presente?$"
)
MOST_WORDS = 12  # of what tells a delay and no more
MOST_TOLD_BY_A = 9  # « à 10 » is an hour


def read_coming(text: str) -> Said | None:
    """What a sentence says of somebody's coming; None when it says anything else too."""
    if "?" in text:
        return None
    said = bare_words(text)
    if not said and WILLING.search(essence(text)):
        return Said(Coming.YES)
    if said and re.fullmatch(f"(?:{REFUSAL} ?)+", said):
        return Said(Coming.NO)
    if said and re.fullmatch(f"(?:(?:{SURE}|mais) )*(?:{UNSURE} ?)+(?:{SURE})?", said):
        return Said(Coming.MAYBE)
    return _yes(said)


def names_coming(text: str) -> bool:
    """Whether it tells by itself that it is of a coming: « je ne viens plus », not « oui »."""
    return COMES.search(bare_words(text)) is not None


def _yes(said: str) -> Said | None:
    rest = re.sub(f"^(?:(?:{SURE})(?: |$))+", "", said)
    if not rest:
        return Said(Coming.YES) if said else None
    guests = read_party(rest)
    return None if guests is None else Said(Coming.YES, guests)


def read_party(text: str) -> int | None:
    """How many others come: 2 for « avec deux collègues », « +2 », « à trois ». None if unsaid."""
    found = SEVERAL.fullmatch(bare_words(text))
    if found is None:
        return None
    if found["alone"]:
        return 0
    if found["one"]:
        return 1
    if found["all"]:
        everybody = number(found["all"])
        told = everybody <= MOST_TOLD_BY_A or found["counted"] or found[0][0] != "a"
        return everybody - 1 if everybody and told else None
    return number(found["with"] or found["plus"] or found["me"] or found["led"])


def number(word: str) -> int:
    """The number that digits or a folded word say. Raises KeyError."""
    return int(word) if word.isdecimal() else NUMBERS[word]


def bare_words(text: str) -> str:
    """The folded words of a sentence without courtesies nor dates, haste spelled out."""
    folded = fold(text.replace("+", " plus "))
    words = " ".join("".join(c if c.isalnum() else " " for c in folded).split())
    for hasty, meant in HASTE:
        words = hasty.sub(meant, words)
    words = re.sub(r"\bdix (sept|huit|neuf)\b", r"dix_\1", words)
    return " ".join(FILLERS.sub(" ", WHEN.sub(" ", words)).split())


def is_late(text: str) -> bool:
    """Whether a few words tell a delay: « je serai en retard », « 10 minutes de retard »."""
    words = bare_words(text).split()
    return "?" not in text and "retard" in words and len(words) <= MOST_WORDS
