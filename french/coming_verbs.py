"""The verbs of coming, for whoever answers: « je viens », « nous nous joindrons à vous ».

A table gives their forms; what surrounds them is in `coming_phrases`. All words are folded.
"""

from dataclasses import dataclass

HERE = (
    r"(?:la|presente?s?|des [vn]otres|disponibles?|dispos?|libres?|de la partie|au rendez vous"
    r"|parmi vous|avec vous|a vos cotes)"
)
COME = (
    r"(?:venir|y aller|y etre|etre " + HERE + r"|participer|assister|y (?:participer|assister)"
    r"|prendre part|faire le deplacement|vous rejoindre"
    r"|(?:me|nous|se) (?:joindre(?: a vous)?|liberer|deplacer)|(?:m|nous|s) (?:y rendre|inscrire))"
)
ADVERBS = (
    r"(?: (?:bien|aussi|egalement|toujours|moi meme|nous memes|tous|toutes|tou(?:te)?s les \w+"
    r"|quand meme|certainement|vraiment|absolument|seulement|uniquement))*"
)
NOT = r" (?:pas|plus|point)"


@dataclass(frozen=True, slots=True)
class Verb:
    """The present for « je », « nous », « on », the stem of the future, and what stands around."""

    je: str
    nous: str
    on: str
    future: str
    before: tuple[str, str, str] = ("", "", "")  # « me », « nous », « se »
    after: str = ""


REFLEXIVE = ("me ", "nous ", "se ")
VERBS = (
    Verb("viens", "venons", "vient", "viendr"),
    Verb("participe", "participons", "participe", "participer"),
    Verb("assiste", "assistons", "assiste", "assister"),
    Verb("prends", "prenons", "prend", "prendr", after=" part"),
    Verb("vais", "allons", "va", "ir", before=("y ", "y ", "y ")),
    Verb("rends", "rendons", "rend", "rendr", before=("m y ", "nous y ", "s y ")),
    Verb("joins", "joignons", "joint", "joindr", REFLEXIVE, "(?: a vous)?"),
    Verb("rejoins", "rejoignons", "rejoint", "rejoindr", ("vous ",) * 3),
    Verb("rejoindrai", "rejoindrons", "rejoindra", "rejoindr", after=" (?:le groupe|l equipe)"),
)


def _forms(verb: Verb, no: str) -> str:
    """A verb in its persons and tenses, « ne » aside; `no` follows where it is denied."""
    mine, ours, theirs = verb.before
    said = (
        rf"(?:je |j )(?:ne |n )?{mine}(?:{verb.je}|{verb.future}ai)",
        rf"nous (?:ne |n )?{ours}(?:{verb.nous}|{verb.future}ons)",
        rf"on (?:ne |n )?{theirs}(?:{verb.on}|{verb.future}a)",
    )
    return f"(?:{'|'.join(said)}){ADVERBS}{no}{ADVERBS}{verb.after}"


def _any(*phrases: str) -> str:
    return f"(?:{'|'.join(phrases)})"


def _persons(je: str, nous: str, on: str) -> str:
    return rf"(?:(?:je |j )(?:ne |n )?{je}|nous (?:ne |n )?{nous}|on (?:ne |n )?{on})"


_BE = _persons("(?:suis|serai)", "(?:sommes|serons)", "(?:est|sera)")
_BE_THERE = _any(
    _persons("(?:y|en) serai", "(?:y|en) serons", "(?:y|en) sera"),
    rf"{_persons('serai', 'serons', 'sera')}{ADVERBS} {HERE}",
)
_CAN = _persons(
    "(?:pourrai|peux|vais pouvoir)", "(?:pourrons|pouvons|allons pouvoir)",
    "(?:pourra|va pouvoir)",
)  # fmt: skip
_CANNOT = _persons("(?:pourrai|peux|saurai|vais)", "(?:pourrons|pouvons|allons)", "(?:pourra|va)")
COMES = _any(*(_forms(verb, "") for verb in VERBS), _BE_THERE, rf"{_CAN}{ADVERBS} {COME}")
COMES_NOT = _any(
    *(_forms(verb, NOT) for verb in VERBS),
    rf"{_persons('y serai', 'y serons', 'y sera')}{NOT}",
    rf"{_persons('(?:serai|suis)', '(?:serons|sommes)', '(?:sera|est)')}{ADVERBS}{NOT} {HERE}",
    rf"{_BE}{ADVERBS}{NOT}{ADVERBS} en mesure (?:de |d ){COME}",
    rf"{_CANNOT}{ADVERBS}{NOT}{ADVERBS} (?:pouvoir )?{COME}",
    rf"(?:je ne pourrai|nous ne pourrons) {COME}",
)
WITH_COMPANY = rf"{_any(*(_forms(verb, NOT) for verb in VERBS))} (?:toute? )?seule?s?"
_GIVEN_UP = (
    r"(?:(?:annuler|decliner|refuser)(?: (?:ma (?:venue|participation|presence)|mon inscription"
    r"|(?:l |votre )(?:aimable |gentille )?invitation)|(?=$| je | j | pour | suite ))"
    rf"|renoncer a (?:{COME}|ma (?:venue|participation))|me desister)"
)
GIVES_UP = _any(
    r"(?:(?:je )?(?:suis )?|je me (?:vois|trouve) |nous (?:sommes|nous voyons) |on est )"
    rf"(?:\w+ment )?(?:obligee?s?|contrainte?s?|forcee?s?|tenue?s?) (?:de |d |a ){_GIVEN_UP}",
    rf"{_persons('(?:dois|prefere|vais devoir)', '(?:devons|allons devoir)', 'doit')} {_GIVEN_UP}",
    rf"(?:de )?devoir {_GIVEN_UP}",
    r"(?:je renonce|nous renoncons) a (?:venir|participer|notre venue|ma venue)",
    r"(?:je decline|nous declinons|on decline) (?:l |votre )(?:aimable |gentille )?invitation",
    r"(?:je retire|nous retirons) (?:mon|notre) inscription",
    r"(?:je vous prie |nous vous prions |veuillez |de |d |bien vouloir )*excuse[rz]"
    r" (?:mon|notre) absence",
    rf"(?:un|une|des|mon|ma|mes|l|la|le) (?:\w+ ){{1,6}}(?:m|nous) empech(?:e|ent|era) (?:de |d )"
    rf"{COME}",
    r"(?:personne|aucune?) (?:de|d entre) (?:chez )?nous ne (?:viendra|participera"
    rf"|pourra {COME}|sera {HERE})",
    rf"ni (?:\w+ ){{1,4}}ni (?:moi|nous) ne (?:viendrons|participerons|pourrons {COME}"
    rf"|serons {HERE})",
)
MAY_COME = _any(
    rf"{_persons('(?:ne )?(?:sais)', '(?:ne )?savons', '(?:ne )?sait')} pas (?:encore |trop )*si"
    rf" (?:{COMES}|{_CAN}|(?:je|nous|on) pourr\w+(?: {COME})?)",
    rf"{_persons('(?:pense|devrais)', '(?:pensons|devrions)', '(?:pense|devrait)')}{ADVERBS}"
    rf" (?:pouvoir )?{COME}",
    r"(?:je|j|nous|on) (?:vais |allons |va )?(?:essa[iy]\w+|tent\w+|tache\w*|fer(?:ai|ons|a)|faire)"
    rf"(?: (?:tout|mon|notre|possible|le|maximum|au|mieux))* (?:de |d |pour ){COME}",
    r"(?:il se peut|(?:il|c) est possible|il y a de fortes chances) (?:que|qu) (?:je|nous|on)"
    r" (?:ne )?(?:vienne|venions|(?:puisse|puissions)(?: pas)? " + COME + r"|participe|sois "
    + HERE + ")",
    r"impossible de (?:vous )?confirmer (?:ma|notre) (?:presence|venue|participation)"
    r"(?: pour le moment| pour l instant)?",
)  # fmt: skip
REGRETS = rf"(?:j|nous|on) (?:aurais|aurions|aurait)(?: \w+)? (?:aime|voulu|souhaite) {COME}"
