"""What `palabre agenda` says of a file: why it is not taken, and what of it is not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from community.calendar.prose import clean
from community.calendar.remarks import Reason, Remark
from community.exchanges import KINDS
from french.dates import day
from french.plurals import plural

# After the place in the file, and the title where there is one.
SAID = {
    Reason.NOT_A_CALENDAR: "ce n’est pas un agenda entier ; exportez-le de nouveau, en .ics",
    Reason.NO_UID: "n’a pas d’identifiant (UID) ; exportez l’agenda de nouveau",
    Reason.NO_START: "n’a pas de début (DTSTART) ; donnez-lui une date et une heure",
    Reason.BAD_TIME: "a un moment qui ne se lit pas ({value}) ; corrigez-le",
    Reason.UNKNOWN_ZONE: "est dans un fuseau inconnu ({value}) ; donnez-lui celui d’une ville",
    Reason.ENDS_BEFORE_START: "finit avant de commencer ; corrigez ses heures",
    Reason.BAD_CAPACITY: "a un nombre de places qui ne se lit pas ({value}) ; corrigez-le",
    Reason.BAD_KIND: f"est d’une sorte inconnue ({{value}}) ; choisissez parmi {', '.join(KINDS)}",
    Reason.NO_THEME: "n’a pas de thème ; ajoutez --theme THÈME",
    Reason.ALL_DAY: "dure la journée entière, sans heure : laissé de côté",
    Reason.EXOTIC_RULE: "se répète d’une façon qui n’est pas comprise ({value}) : laissé de côté",
    Reason.PRIVATE: "est privé : laissé de côté",
    Reason.UNTITLED: "n’a pas de titre : laissé de côté",
    Reason.TWICE: "est deux fois dans le fichier : la version la plus récente est gardée",
    Reason.STARTED: "a déjà commencé : laissé tel quel",
    Reason.OLDER: "a changé dans Palabre depuis : laissé tel quel",
    Reason.CANCELLED_HERE: "est annulé dans Palabre : laissé tel quel",
    Reason.SAMPLE: "est un exemple de Palabre : laissé de côté",
    Reason.CUT: "a une longue description : les {value} premiers caractères sont gardés",
    Reason.ATTACHED: "a des documents joints : ils ne sont pas pris",
    Reason.ODD_LINE: "cette ligne ne se comprend pas : laissée de côté",
    Reason.OTHER_THEME: "reste dans le thème {value}",
}
UNKNOWN_THEME = "nomme un thème qui n’existe pas ({value}) ; corrigez-le, ou ajoutez --theme THÈME"
REPEATS = "se répète : {made} d’ici le {until} ; importez le fichier de nouveau pour la suite"
UNNAMED = frozenset({Reason.NOT_A_CALENDAR, Reason.ODD_LINE})
# What is counted over the whole file.
COUNTED = {
    Reason.PAST: ("événement passé : laissé de côté", "événements passés : laissés de côté"),
    Reason.NEVER_KNOWN: (
        "événement annulé, inconnu ici : laissé de côté",
        "événements annulés, inconnus ici : laissés de côté",
    ),
    Reason.ATTENDEES: (
        "personne invitée dans le fichier : Palabre n’en garde rien",
        "personnes invitées dans le fichier : Palabre n’en garde rien",
    ),
    Reason.OTHERS: (
        "tâche, note ou plage occupée : laissée de côté",
        "tâches, notes ou plages occupées : laissées de côté",
    ),
}


def said(file: str, remarks: Iterable[Remark]) -> Iterator[str]:
    """Each remark in a line, at its place in the file; then what is counted."""
    counts: Counter[Reason] = Counter()
    for remark in sorted(remarks, key=lambda one: one.line):
        if remark.reason in COUNTED:
            counts[remark.reason] += int(remark.value or 1)
        else:
            yield clean(f"{file}:{remark.line} : {_sentence(remark)}.")
    for reason, count in counts.items():
        yield f"{file} : {plural(count, *COUNTED[reason])}."


def _sentence(remark: Remark) -> str:
    words = _words(remark)
    if remark.reason in UNNAMED:
        return words
    return f"« {remark.title} » {words}" if remark.title else f"cet événement {words}"


def _words(remark: Remark) -> str:
    if remark.reason is Reason.REPEATS:
        count, _, until = remark.value.partition(" ")
        made = plural(int(count), "échange", "échanges")
        return REPEATS.format(made=made, until=day(date.fromisoformat(until)))
    if remark.reason is Reason.NO_THEME and remark.value:
        return UNKNOWN_THEME.format(value=remark.value)
    return SAID[remark.reason].format(value=remark.value)
