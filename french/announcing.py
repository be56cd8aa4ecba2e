"""Whether a longer text tells a coming: « Bien reçu, je serai des vôtres : j’ai déplacé… ».

Clause after clause, two things count. A clause that names a coming (« je ne pourrai pas venir »)
counts wherever it stands, if it begins so and nothing in it turns it: a condition, another time,
another place. A bare word (« oui », « peut-être », « en congés ») counts only when it is the first
thing said, since later on it may answer anything. What names a coming outweighs bare words; two
that differ tell nothing, as does a question: a wrong reading is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from french.coming import COME, NUMBERS, THERE, Coming, bare_words, names_coming, read_coming
from french.folding import essence

MOST_SENTENCES = 24
LONGEST_SENTENCE = 400
QUOTED = re.compile(r"«[^»]{0,400}»|“[^”]{0,400}”|\"[^\"]{0,400}\"")
WRAPPED = re.compile(r"\n(?=[a-zà-ÿ])")  # within a sentence
SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]?")
CLAUSE = re.compile(
    r"\s*(?:,|\s:\s|\s[–—-]\s|[()])\s*"
    r"|\s(?i:mais|car|donc|parce qu[e'’]|par contre|en revanche|cependant|toutefois|du coup)\s"
    r"|\s(?i:et|puis)\s(?=(?i:je|j['’]|on|nous|si|comptez|ne)\b)"
)
LABEL = re.compile(r"(?i)^\W*(?:\w+\W+){0,4}:\s*(?:oui|non|peut|ok)\b|^\s*(?:oui|non)\s*:")
COURTEOUS = re.compile(
    r"(?:(?:bonjour|madame|monsieur|chere?s?|tout|toutes?|tous|le monde|a|et|pas de souci"
    r"|(?:pour|de) (?:l |votre |cette |ce )?(?:invitation|message|mail|courriel|relance|rappel"
    r"|information)s?|(?:encore|d avance|par avance|beaucoup)|j ai (?:bien )?(?:recu|lu|vu|note) (?:l |le |la |votre |vos )?\w+"
    r"|(?:bien|c est) (?:recu|note)e?|votre (?:message|invitation)|bien|super|genial) ?)*"
)
ASKING = re.compile(r"est ce qu|si |(?:pouvez|pourriez|voulez|savez|dites|dois je|puis je)\b")
CONDITION = re.compile(
    r"\b(?:si (?:je|j|on|nous|le|la|les|l|mon|ma|mes|rien|il|elle|possible|jamais)"
    r"|sous reserve|a condition|a moins|sauf|selon|des que|en fonction|quand|lorsque|au cas ou"
    r"|dans le cas ou)\b"
)
DOUBT = re.compile(
    r"\b(?:peut etre|probablement|sans doute|normalement|en principe|a priori|j espere"
    r"|a confirmer|reste a|je pense|je crois|eventuellement|certainement pas sur)\b"
)
ELSEWHEN = re.compile(
    r"\bproch(?:aine?)s? (?:fois|reunion|rencontre|visite|seance|atelier|echange|date|session)s?\b"
    r"|\b(?:la|le|aux?|les) (?:prochaine?|suivante?)s?\b|\bautres? (?:fois|jour|date|seance)\b"
    r"|\bd habitude\b|\bchaque\b|\bd ordinaire\b"
)
LEFT_BY_DOUBT = frozenset({"", "pas", "oui", "non"})
# What a « oui » or « non » may answer that is no coming
ELSE = re.compile(
    r"\b(?:recue?s?|lue?s?|vue?s?|compris|trouvee?s?|transme\w+|besoin|problemes?|soucis?"
    r"|questions?|lien|documents?|dossiers?|mails?|courriels?|telegram|plutot|pas (?:ce|cette|le"
    r"|la|tout)|connai\w+|savais|prefer\w+)\b"
)
WISH = re.compile(r"\bje (?:viend|se|particip|pour)rais\b|\bj (?:i|y se)rais\b|\baurais?\b")
BUT = re.compile(r"\b(?:mais|si|malheureusement|helas|autre)\b")
LEAD = (
    r"(?:(?:et|donc|du coup|oui|non|ok|d accord|ben|bien|mais|bien sur|ce coup ci"
    r"|en effet|effectivement|nous|c est (?:bon|ok|note|d accord)"
    r"|(?:je |j ai le (?:plaisir|regret) de |je tenais a |je tiens a )?(?:vous )?(?:re)?"
    r"(?:informer?|confirmer?|annoncer?|previens|signaler?|dis|dire|ecris pour vous dire)"
    r" (?:que|qu)|sachez que|notez que|je crains que"
    r") )*"
)
WE = r"(?:nous (?:serons (?:bien )?" + THERE + r"|viendrons|participerons|y serons))"
HERE = r"(?:" + THERE + r"|presentes|des notres|parmi vous|avec vous|a vos cotes)"
# « je viens » begins too many other things to be followed by much.
WILL = (
    r"(?:j y serai|j en serai|je serai (?:bien |donc |evidemment |egalement )*" + HERE
    + r"|je viendrai|je participerai|j assisterai|je vous (?:rejoins|rejoindrai)"
    r"|je (?:vous )?(?:re)?(?:confirme|valide) (?:bien |donc )?(?:ma|notre)"
    r" (?:venue|presence|participation|inscription)"
    r"|(?:vous pouvez )?compte[rz] (?:bien |donc )?(?:sur(?: moi| nous)?|moi)"
    r"|inscrivez|je m inscris|je (?:ne )?manquerai pas (?:de |d )?(?:etre " + HERE + "|" + COME
    + r")|je ne manquerai (?:cela|ca|cet? \w+) pour rien au monde"
    r"|je reponds presente?|je (?:pourrai|peux|vais pouvoir) (?:bien )?(?:etre " + HERE + "|"
    + COME + r")|je me suis libere\w*|je me suis inscrite?|j ai (?:pu )?(?:me )?liberer? (?:ma|la)"
    r" (?:journee|matinee|apres midi|date)|" + WE + r"|je (?:viens|participe)|j y vais)"
)  # fmt: skip
WONT = (
    r"(?:je (?:ne )?(?:pourrai|peux|vais|saurai) (?:malheureusement )?(?:pas|plus|point)"
    r" (?:pouvoir )?(?:etre " + HERE + "|" + COME + r")"
    r"|je ne pourrai (?:etre " + HERE + "|" + COME + r")"
    r"|je (?:ne |n )?(?:viens|viendrai|participe|participerai|y serai|assisterai|y vais|irai)"
    r" (?:pas|plus)|je (?:ne )?serai (?:malheureusement )?(?:pas|plus) " + HERE
    + r"|je n y (?:serai|vais) (?:pas|plus)"
    r"|(?:ce|ca) (?:ne )?(?:sera|va) (?:donc )?(?:pas (?:etre )?possible|non|sans)"
    r"|je ne (?:vais|vois) pas (?:comment )?pouvoir"
    r"|je ne pense pas (?:pouvoir(?: (?:etre " + HERE + "|" + COME + r"))?|" + COME + r")"
    r"|je ne suis pas en mesure de " + COME
    + r"|je (?:serai|suis) dans l (?:impossibilite|incapacite) de " + COME
    + r"|(?:dans|d)? ?l impossibilite de " + COME + r"|il m est impossible de " + COME
    + r"|il (?:ne )?me sera (?:pas possible|impossible) de " + COME
    + r"|je (?:dois|prefere|suis obligee? de|vais devoir) (?:annuler|decliner|renoncer"
    r"|me desister)(?: a)?(?: (?:ma (?:venue|participation|presence)|mon inscription"
    r"|(?:l |votre )?invitation))?|je me desiste|je decline (?:l |votre )?invitation"
    r"|(?:de )?ne (?:pas|plus) (?:pouvoir )?(?:etre " + HERE + "|" + COME + r")"
    r"|(?:merci de )?(?:annulez|annuler) mon inscription|ne comptez pas sur|ne m attendez pas)"
)  # fmt: skip
MAY = (
    r"(?:je (?:ne )?(?:sais|peux) pas (?:encore |vous dire |trop )*si je (?:peux|pourrais?|viens"
    r"|viendrai|serai|vais pouvoir|participe)(?: (?:etre )?" + HERE + "| " + COME + r")?"
    r"|je (?:ne )?(?:sais|connais) pas encore(?: mon planning| mes disponibilites)?"
    r"|je ne peux pas (?:encore )?(?:m engager|vous (?:confirmer|repondre|dire)(?: ma presence)?)"
    r"|je (?:vais|essaierai|essaye|essaie|tente|tenterai|ferai)"
    r" (?:essayer |tenter |faire |tout |mon |possible |le maximum |au mieux )*(?:de |d |pour )"
    r"(?:etre " + HERE + "|" + COME + r")"
    r"|je (?:ne )?suis pas (?:encore )?(?:sure?|certaine?) (?:de |d )(?:pouvoir )?(?:etre "
    + HERE + "|" + COME + r")"
    r"|pas (?:encore )?(?:sure?|certaine?) (?:de |d )(?:pouvoir )?(?:etre " + HERE + "|" + COME
    + r")|j hesite(?: encore)?)"
)  # fmt: skip
N = "|".join(NUMBERS)
# What follows a coming and leaves it what it is.
GOES_ON = (
    r"(?:$| (?:bien|aussi|egalement|volontiers|evidemment|sans faute|comme (?:prevu|convenu)"
    r"|seule?|accompagnee?|en (?:visio\w*|distanciel|presentiel|personne|ligne|retard|train"
    r"|voiture|avance)|a distance|a l heure|(?:a|vers|des|jusqu a|jusque|de|avant|apres|pour)"
    r" (?:les )?\d+\w*|le \d+\w*|avec (?:" + N + r"|\d+|mon|ma|mes|notre|nos|un peu|quelques|joie)"
    r"|un peu|toute la|ce coup ci|et|puisque|comme|meme si|la semaine|des le|pour (?:la|l|le|cette"
    r"|cet|votre) (?:journee|matinee|reunion|rencontre|visite|seance|formation|atelier|echange"
    r"|webinaire|visio\w*|table ronde))\b)"
)  # fmt: skip
FOR_REASON = (
    r"(?:$| (?:et|puisque|comme|je|j|on|nous|a cause|en raison|du fait|suite|pour (?:cause|des"
    r"|raisons?)|cette (?:fois|annee|semaine)|ce coup ci|ce mois|cause|faute de|etant"
    r"|le \d+\w*|la semaine|ni|du tout|finalement|de (?:mon|ma|mes))\b)"
)  # fmt: skip
TELLS = (
    (re.compile(LEAD + MAY + FOR_REASON), Coming.MAYBE),
    (re.compile(LEAD + WONT + FOR_REASON), Coming.NO),
    (re.compile(LEAD + WILL + GOES_ON), Coming.YES),
)


def announced(text: str) -> Coming | None:
    """What a text tells of the coming of who wrote it, None unless it is plain."""
    sentences = list(_sentences(text))
    told = [said for sentence in sentences for said in _named(sentence)]
    if None in told:
        return None
    return _agreed(told or _bare(sentences))


def _agreed(told: Sequence[Coming | None]) -> Coming | None:
    return told[0] if len(set(told)) == 1 else None


def _sentences(text: str) -> Iterator[str]:
    plain = WRAPPED.sub(" ", QUOTED.sub(" … ", text))
    sentences = (found[0].strip() for found in SENTENCE.finditer(plain))
    spoken = (one for one in sentences if 0 < len(one) <= LONGEST_SENTENCE)
    return islice(spoken, MOST_SENTENCES)


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence that state something: of a question those before the last."""
    clauses = [clause for one in CLAUSE.split(sentence) if (clause := one.strip(" .!;…"))]
    if not sentence.endswith("?"):
        return clauses
    return [] if any(map(_asks, clauses[:-1])) else clauses[:-1]


def _asks(clause: str) -> bool:
    return ASKING.match(bare_words(clause)) is not None


def _named(sentence: str) -> list[Coming | None]:
    """What its clauses that name a coming say, None for one that is not plain."""
    clauses = _clauses(sentence)
    told = [said for clause in clauses if (said := _told(clause)) is not None]
    if Coming.YES in told and _is_wish(sentence):
        return [None]
    if Coming.YES in told and any(map(_turns, clauses)):
        return [Coming.MAYBE]
    return [*told]


def _told(clause: str) -> Coming | None:
    """What a clause that names a coming says."""
    if ELSEWHEN.search(essence(clause)):
        return None
    words = bare_words(clause)
    condition = CONDITION.search(words)
    sure = " ".join(DOUBT.sub(" ", words[: condition.start()] if condition else words).split())
    said = next((coming for pattern, coming in TELLS if pattern.match(sure)), None)
    if said is None and names_coming(clause) and (whole := read_coming(clause)):
        return whole.coming
    return Coming.MAYBE if said and sure != words else said


def _turns(clause: str) -> bool:
    """Whether what is sure elsewhere in the sentence is not, for this clause: « si je peux »."""
    words = bare_words(clause)
    if CONDITION.match(words):
        return True
    said = read_coming(clause)
    doubtful = DOUBT.search(words) is not None and DOUBT.sub("", words).strip() in LEFT_BY_DOUBT
    return doubtful or (said is not None and said.coming is Coming.MAYBE)


def _is_wish(sentence: str) -> bool:
    """« Je viendrais volontiers, mais… », where haste may also have misspelled « viendrai »."""
    said = essence(sentence)
    return WISH.search(said) is not None and BUT.search(said) is not None


def _bare(sentences: Sequence[str]) -> list[Coming | None]:
    """What is said first, courtesies aside, in bare words, and whole sentences that say as much."""
    told: list[Coming | None] = []
    for sentence in sentences:
        said = _word(sentence) if not told else _whole(sentence)
        if said is not None or not (told or _is_courteous(sentence)):
            told.append(said)
    return told


def _whole(sentence: str) -> Coming | None:
    said = read_coming(sentence)
    return said.coming if said else None


def _word(sentence: str) -> Coming | None:
    """What the first words of a sentence say, if the rest of it may give the reason."""
    if whole := read_coming(sentence):
        return whole.coming
    clauses = [clause for clause in _clauses(sentence) if not _is_courteous(clause)]
    if not clauses or LABEL.search(sentence) or {"oui", "non"} <= set(essence(sentence).split()):
        return None
    said = read_coming(clauses[0])
    rest = essence(" ".join(clauses[1:]))
    if said is None or ELSE.search(rest):
        return None
    if said.coming is Coming.YES and any(map(_turns, clauses[1:])):
        return Coming.MAYBE
    return said.coming


def _is_courteous(sentence: str) -> bool:
    return COURTEOUS.fullmatch(bare_words(sentence)) is not None
