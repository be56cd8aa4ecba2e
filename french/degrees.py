"""How far something is so, as people say it: yes, in part, no, or they do not know.

« Oui, on a trois associations » is yes, « oui mais » and « on commence » are in part, « pas
encore » is no, « je passe » and « à vérifier » are not known.
"""

import re
from enum import StrEnum

from french.folding import essence


class Degree(StrEnum):
    """How far; the value is what is stored."""

    YES = "oui"
    PARTLY = "partie"
    NO = "non"
    UNKNOWN = "inconnu"


LEADS = (
    r"(?:(?:euh|heu|hum|mm|ben|bah|bon|ah|alors|eh bien|enfin|malheureusement|helas|franchement"
    r"|la reponse est|ce serait|c est|je dirais(?: que)?|nous dirions(?: que)?"
    r"|(?:je|on) (?:pense|crois|croit|dit)(?: que)?|disons(?: que)?|pour (?:moi|nous|l instant))"
    r" )*"
)
HEDGES = (
    r"(?:(?:en|pour) (?:grande |bonne )?)?partie|partiellement|un (?:petit )?peu"
    r"|a moitie|moitie moitie"
    r"|pas (?:tout a fait|completement|entierement|totalement|toujours|partout|assez)"
    r"|pas encore (?:tout|assez|completement)|presque|quasiment|a peu pres|plus ou moins"
    r"|moyen(?:nement)?|bof|mouais|pas mal|en cours|en construction|en projet|parfois"
    r"|(?:ca|on|nous|cela) (?:commence|commencons|demarre|demarrons)|(?:on|nous) y travaill\w+"
    r"|certaine?s?|quelques|ca depend|cela depend|mais|et non|couci couca|bientot"
)
PARTLY = rf"(?:(?:oui|ouais|si|non) )?(?:{HEDGES})|plutot$"
UNKNOWN = (
    r"(?:je )?(?:ne |n )?(?:le )?(?:sais|saurais|connais) (?:pas|plus|trop)"
    r"|(?:j |ch|je )?(?:sais|ais) (?:pas|plus)|(?:on|nous) (?:ne |n en )?(?:sait|savons|sais) pas"
    r"|jsp|nsp|inconnu|sans (?:avis|opinion|reponse)|(?:aucune|pas d|pas la moindre) idee"
    r"|pas (?:sure?s?|certaine?s?)|peut etre|(?:je )?passe[rz]?|(?:c est )?a (?:verifier|voir)"
    r"|ne se prononce pas|difficile a dire|(?:ca )?reste a voir|mystere|joker|idk"
)
NO = (
    r"non|nan|nope|no|aucune?s?|rien|jamais|negatif|absolument pas|plutot (?:non|pas)|faux"
    r"|(?:je|on) (?:ne )?(?:pense|crois|croit) pas|(?:ce )?n est pas le cas|(?:ni|pas)"
)
YES = (
    r"oui|ouais|oue|ouep|oui oui|yes|ok|si|bien sur|tout a fait|absolument|exact(?:ement)?"
    r"|evidemment|clairement|carrement|effectivement|affirmatif|complete?ment|totalement"
    r"|entierement|le cas|vrai|plutot oui|plutot bien|bien entendu|beaucoup|toujours|largement"
    r"|d accord|sans (?:aucun )?(?:doute|hesit\w+)|fait|parfaitement"
)
# The first that fits counts: « je ne sais pas » before « je ne crois pas ».
WAYS = tuple(
    (degree, re.compile(rf"{LEADS}(?:{ways})(?: |$)"))
    for degree, ways in (
        (Degree.UNKNOWN, UNKNOWN),
        (Degree.PARTLY, PARTLY),
        (Degree.NO, NO),
        (Degree.YES, YES),
    )
)

# « Oui partout » answers more than one question.
EVERYWHERE = re.compile(
    r"(?:tout(?:es)?(?: est)? (?:a )?|que des )(?:oui|non)\b"
    r"|.{0,20}\b(?<!pas )(?:partout|(?:a|pour) tou(?:te)?[st]?(?: les (?:questions|lignes))?)$"
)


def read_degree(text: str) -> Degree | None:
    """How far somebody says that it is so; None when she says something else."""
    said = essence(text)
    return next((degree for degree, way in WAYS if way.match(said)), None)


def says_everywhere(text: str) -> bool:
    """Whether one answer is meant for several questions: « oui partout »."""
    return EVERYWHERE.match(essence(text)) is not None
