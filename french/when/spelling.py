"""One spelling for what people type in a date, so that the patterns have little to know.

Words are folded and written out in full, numbers are digits, a dash is `-`; what stood together
stays together: « Ven. 18 DÉC., quatorze heures » becomes `vendredi 18 decembre, 14 h`.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from french.common import common_words
from french.dates import DAYS, MONTHS
from french.folding import HYPHENS, fold
from french.numbers import NUMBERS, number_at

DASH = "\ue000"  # stands for a dash while `fold` is at work, which would part words there
NAMES = (*DAYS, *(fold(month) for month in MONTHS))
SHORTEST = 4  # letters of a name that may be misspelt

_DASHES = re.compile(rf"[{re.escape(''.join(HYPHENS))}\u2010-\u2015\u2212→]+>?|=?>")
_SHORT_DOT = re.compile(r"(?<=[a-z])\.")
_COMPOUNDS = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), word)
    for pattern, word in (
        (r"apres[- ]?midis?|apr[e]?m|apm", "aprem"),
        (r"apres[- ]?demain|apres dem1?|ap dem1?", "apresdemain"),
        (r"aujourd ?hui|auj|ajd|ojd|ojourd ?hui", "aujourdhui"),
        (r"dem1|2main|dem", "demain"),
        *((rf"{day[:2]}(?= [0-9]{{1,2}}\b(?! ?h))", day) for day in DAYS),
        (r"week[- ]?ends?|wk|we", "weekend"),
        (r"rendez[- ]?vous|rdv|rv", "rdv"),
        (r"(?<![h:][0-9]{2} )(?<=[0-9] )mar|(?<=[0-9])mar", "mars"),
        (r"(?<=[0-9] )sept?|(?<=[0-9])sept?|(?<=1er )sept?", "septembre"),
        (r"jusqu a|jusqua|jusqu au|jusquau", "jusqu a"),
        (r"jusqu en|jusquen", "jusqu en"),
        ("1/2 (?=journee|h)", "demi "),
        (r"1 ?(?:ers?|eres?|re)|premiere?s?|1iere?", "1er"),
        (r"2 ?(?:e|emes?|ndes?|nds?)|deuxiemes?|secondes?|seconds?", "2e"),
        (r"3 ?(?:e|emes?)|troisiemes?", "3e"),
        (r"4 ?(?:e|emes?)|quatriemes?", "4e"),
        (r"5 ?(?:e|emes?)|cinquiemes?", "5e"),
        (r"derniere?s?", "dernier"),
        (r"prochaine?s?|proch", "prochain"),
    )
)
_WORDS = {
    "lun": "lundi",
    "mar": "mardi",
    "mer": "mercredi",
    "merc": "mercredi",
    "jeu": "jeudi",
    "ven": "vendredi",
    "vend": "vendredi",
    "sam": "samedi",
    "dim": "dimanche",
    "jan": "janvier",
    "janv": "janvier",
    "fev": "fevrier",
    "fevr": "fevrier",
    "avr": "avril",
    "juil": "juillet",
    "aou": "aout",
    "oct": "octobre",
    "nov": "novembre",
    "dec": "decembre",
    "hr": "h",
    "hrs": "h",
    "hre": "h",
    "hres": "h",
    "heure": "h",
    "heures": "h",
    "minute": "min",
    "minutes": "min",
    "mn": "min",
    "mins": "min",
    "ds": "dans",
    "pdt": "pendant",
    "ts": "tous",
    "tt": "tous",
    "tte": "toutes",
    "ttes": "toutes",
    "tlj": "tous les jours",
    "sem": "semaine",
    "semaines": "semaine",
    "jours": "jour",
    "annee": "an",
    "annees": "an",
    "ans": "an",
    "mat": "matin",
    "matins": "matin",
    "soirs": "soir",
}
_PIECE = re.compile(r"[0-9]+|[a-z]+|\s+|.", re.DOTALL)


def spell(phrase: str) -> str:
    """The phrase in the one spelling."""
    dashed = _DASHES.sub(DASH, phrase.replace(DASH, " "))
    text = _SHORT_DOT.sub(" ", fold(dashed).replace(DASH, "-"))
    for pattern, word in _COMPOUNDS:
        text = pattern.sub(word, text)
    return " ".join("".join(_counted(_PIECE.findall(text))).split())


def _counted(pieces: list[str]) -> list[str]:
    """Number words as digits; other words in full."""
    done: list[str] = []
    at = 0
    while at < len(pieces):
        taken, text = _number(pieces, at, done) or (1, _word(pieces[at]))
        done.append(text)
        at += taken
    return done


def _number(pieces: list[str], at: int, before: list[str]) -> tuple[int, str] | None:
    """How many pieces a number in words takes, with its digits."""
    if pieces[at] not in NUMBERS:
        return None
    places = [i for i in range(at, min(at + 16, len(pieces))) if pieces[i] not in {" ", "-"}]
    found = number_at([pieces[i] for i in places])
    if found is None:
        return None
    value, words = found
    after_hour = "".join(before).endswith("h ")
    return places[words - 1] + 1 - at, f"{value:02d}" if after_hour else str(value)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """A word in full, put right when it is nearly a day or a month and nothing else."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) < SHORTEST or not word.isalpha() or word in NAMES or word in common_words():
        return word
    singular = word.removesuffix("s")
    near = [name for name in NAMES if OSA.distance(singular, name, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word
