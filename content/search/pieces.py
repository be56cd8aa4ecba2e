"""What is asked in a text: its sentences, without the politeness."""

import re
import unicodedata
from collections.abc import Sequence

READ = 4_000  # characters looked at; nobody asks a first question later
PIECE = 300  # characters of a sentence that count
SHORT = 160  # characters: up to here a text is heard as a whole
FEWEST = 4  # words: a shorter sentence of a longer text tells nothing

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\s*[\r\n]+\s*")
SIGNATURE = re.compile(r"[\r\n][^\w?]*(?:\w+[^\w?]*){1,3}$")  # a last line of few words
WORD = re.compile(r"\w+")
ANYTHING = re.compile(r"[^\W_]")
POLITE = re.compile(
    r"\b(?:"
    r"bonjour|bonsoir|salut|coucou|hello|bjr|bsr|slt|rebonjour|au revoir|à bientôt|"
    r"madame|monsieur|mesdames|messieurs|chers? (?:tous|collègues)|cher|chère|à tous|à toutes|"
    r"merci (?:beaucoup|d['’ ]avance|par avance|pour [^,.!?]*)|merci|mrc|mci|"
    r"en vous remerciant[^.!?\n]*|"
    r"je vous (?:en )?remercie"
    r"(?: (?:beaucoup|d['’ ]avance|par avance|(?:de|pour) (?:votre|vos|ce|tout)[^.!?\n]*|"
    r"de bien vouloir|de (?:me|nous)(?: (?:dire|indiquer|rappeler|préciser))?))*|"
    r"(?:très |bien )?cordialement|bien à vous|(?:sincères )?salutations|"
    r"dans l['’ ]attente[^.!?\n]*|"
    r"bonne (?:journée|soirée|continuation|fin de journée)|"
    r"d['’ ]accord|bonne année|bonnes fêtes|bon week[- ]?end|quel jour sommes[- ]nous|"
    r"s['’ ]il (?:vous|te) pla[iî]t|svp|stp|"
    r"(?:est[- ]ce que )?(?:pourri?ez|pouvez|pourrais|peux)[- ](?:vous|tu) "
    r"(?:me |m['’]|nous )?(?:dire|expliquer|indiquer|préciser|présenter|renseigner sur|aider à)|"
    r"(?:je|nous) (?:souhaiterai[st]?|souhaiterions|voudrais|voudrions|aimerais|aimerions) "
    r"(?:bien )?savoir|(?:je me permets|nous nous permettons) de vous "
    r"(?:contacter|écrire|solliciter|demander|poser|interroger)|"
    r"(?:comment )?(?:ça|ca) va(?: bien)?|quelle heure est[- ]il|"
    r"quel temps (?:fait|fera[- ]t)[- ]il(?: demain)?|"
    r"(?:tu as |vous avez )?quel [aâ]ge(?: as[- ]tu| avez[- ]vous)?|"
    r"comment (?:tu t['’ ]appelles?|t['’ ]appelles?[- ]tu|vous appelez[- ]vous)|"
    r"(?:dites|dis|expliquez|explique|parlez|parle)[- ]moi|"
    r"euh+|heu+|ben|bah|hein|voil[àa]|comment dire|enfin|"
    r"(?:alors|donc) bon|bon (?:alors|donc|ben|bah)"
    r")\b(?:[ ,!.]|\bet\b)*",
    re.IGNORECASE,
)


# How a sentence that asks begins, when no question mark ends it.
ASKS = re.compile(
    r"\?|^(?:pourri?ez|pouvez|pourrais|auriez|existe|serait|est[- ]ce|y a[- ]t|peut[- ]on|"
    r"comment|qui|que|quel|quoi|où|combien|pourquoi|à quoi|de quoi|qu['’]|toute précision|"
    r"je (?:voudrais|souhaite|cherche|ne (?:sais|comprends))|j['’]aimerais|"
    r"nous (?:souhait|aimer|voud)|merci de (?:me|nous))",
    re.IGNORECASE,
)


def pieces(text: str) -> tuple[list[str], list[str]]:
    """What may ask something, in order, and what is said beside it; nothing when nothing is said.

    A short text as a whole: its sentences tell no more, and take time. Of a longer one the
    sentences that ask, each also with the one before, which often names what « ce pôle » or « eux »
    is; every sentence when none asks.
    """
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text[:READ]))
    said = [one for one in map(_bare, SENTENCE_END.split(seen)) if ANYTHING.search(one)]
    if said and len(seen) <= SHORT:
        return [_unsigned(_bare(seen))], []
    asks = list(dict.fromkeys(_asking(said) or _telling(said)))
    return asks, [one for one in dict.fromkeys(_telling(said)) if one not in asks]


def _asking(said: Sequence[str]) -> list[str]:
    if len(said) == 1:
        return list(said)
    before = ["", *said]
    return [
        piece[:PIECE]
        for last, one in zip(before, said, strict=False)
        if ASKS.search(one) and len(WORD.findall(one)) >= FEWEST - 1
        for piece in (one, f"{last} {one}".strip())
    ]


def _telling(said: Sequence[str]) -> list[str]:
    return [one for one in said if len(WORD.findall(one)) >= FEWEST] or list(said)


def _unsigned(text: str) -> str:
    """A short text without the name below it."""
    said = SIGNATURE.sub("", text)
    return said if len(WORD.findall(said)) >= FEWEST else text


def _bare(sentence: str) -> str:
    return POLITE.sub(" ", sentence).strip(" ,\r\n")[:PIECE]
