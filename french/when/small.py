"""The small words around a date.

A word that changes what a date means is none of them: « sauf », « avant », « après » or « pas »
stay words that are not understood, and are said back.
"""

from french.when.clocks import MEETING
from french.when.patterns import ANY_WEEKDAY, MONTH_NAMES, Pattern, always
from french.when.pieces import Mark

NUMBER = "[0-9]{1,2}"
SAID = {
    Mark.TO: r"-|au|fin(?: a)? ?:?|/(?= ?[0-9]{1,2} ?[h:])",
    Mark.AT: "a",
    Mark.AND: rf"et|&|,(?= ?{NUMBER}(?: ?, ?{NUMBER})* (?:et|&) )",
    Mark.OR: rf"ou(?: bien)?|soit|/(?=(?:{NUMBER}/)*{NUMBER} (?:{'|'.join(MONTH_NAMES)}))",
    Mark.BETWEEN: "entre",
    Mark.FROM: "a partir|a compter|des|debutant|commencant|debut le",
    Mark.UNTIL: "jusqu a|jusqu en|jusque",
    Mark.ABOUT: "vers|environ|autour|aux environs|aux alentours|approximativement|~",
}
ARTICLES = r"le|la|les|l|de|du|d|a|pour|[,;.!?():@|]|(?<= )-|-(?= )"
POLITE = (
    r"svp|stp|s il (?:vous|te) plait|merci|bonjour|bonsoir|salut|coucou|ok|d accord|oui"
    r"|(?:est ce que )?ca (?:te |vous )?(?:va|convient|irait|conviendrait)|(?:c est |si )?possible"
)
SPOKEN = (
    r"donc|disons|plutot|on (?:se |s )?(?:voit|retrouve|dit|fait|part sur|prend)|partons sur"
    r"|(?:nous nous )?(?:voyons|retrouvons)|je (?:te |vous )?propose"
    r"|(?:ce|ca) sera|c est|aura lieu|se tiendra|prevue?|fixee?"
)
LABELS = r"(?:date|horaires?|h|jour|quand|debut) ?:"
EXACT = (
    r"pile|precises?|tapantes?|toute la journee|journee(?: entiere)?|debut|jour pour jour|h locale"
)
THIS = f"ce(?= (?:{ANY_WEEKDAY}|[0-9]))"
SKIPPED = "|".join(
    (ARTICLES, THIS, POLITE, SPOKEN, LABELS, EXACT, MEETING, r"prochain (?:rdv|reunion)")
)

PATTERNS: tuple[Pattern, ...] = (
    *(always(regex, mark) for mark, regex in SAID.items()),
    always(SKIPPED, Mark.SKIP),
)
