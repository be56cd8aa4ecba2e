"""What is asked in a text: its sentences, without the politeness."""

import re
import unicodedata

READ = 4_000  # characters looked at; nobody asks a first question later
PIECE = 500  # characters of a sentence that count
SHORT = 160  # up to here a text is also heard as a whole
FEWEST = 4  # words: a shorter sentence of a longer text asks nothing

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\s*[\r\n]+\s*")
WORD = re.compile(r"\w+")
ANYTHING = re.compile(r"[^\W_]")
POLITE = re.compile(
    r"\b(?:"
    r"bonjour|bonsoir|salut|coucou|hello|bjr|bsr|slt|rebonjour|au revoir|à bientôt|"
    r"madame|monsieur|mesdames|messieurs|chers? (?:tous|collègues)|cher|chère|à tous|à toutes|"
    r"merci (?:beaucoup|d['’ ]avance|par avance|pour [^,.!?]*)|merci|mrc|mci|"
    r"en vous remerciant[^.!?\n]*|je vous (?:en )?remercie[^.!?\n]*|"
    r"(?:très |bien )?cordialement|bien à vous|(?:sincères )?salutations|"
    r"dans l['’ ]attente[^.!?\n]*|"
    r"bonne (?:journée|soirée|continuation|fin de journée)|"
    r"d['’ ]accord|bonne année|bonnes fêtes|bon week[- ]?end|quel jour sommes[- ]nous|"
    r"s['’ ]il (?:vous|te) pla[iî]t|svp|stp|"
    r"(?:est[- ]ce que )?(?:pourri?ez|pouvez|pourrais|peux)[- ](?:vous|tu) "
    r"(?:me |m['’]|nous )?(?:dire|expliquer|indiquer|préciser|présenter|renseigner sur|aider à)|"
    r"(?:je|nous) (?:souhaiterai[st]?|souhaiterions|voudrais|voudrions|aimerais|aimerions) "
    r"(?:bien )?savoir|(?:je|nous) me (?:permets|permettons) de vous[^.!?\n,]*|"
    r"(?:comment )?(?:ça|ca) va(?: bien)?|quelle heure est[- ]il|quel temps fait[- ]il|"
    r"(?:tu as |vous avez )?quel [aâ]ge(?: as[- ]tu| avez[- ]vous)?|"
    r"comment (?:tu t['’ ]appelles?|t['’ ]appelles?[- ]tu|vous appelez[- ]vous)|"
    r"(?:dites|dis|expliquez|explique|parlez|parle)[- ]moi"
    r")\b(?:[ ,!.]|\bet\b)*",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The sentences that may ask something, whole if the text is short; none if it says nothing."""
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text[:READ]))
    sentences = [_bare(sentence) for sentence in SENTENCE_END.split(seen)]
    said = [sentence for sentence in sentences if ANYTHING.search(sentence)]
    asking = [one for one in said if len(WORD.findall(one)) >= FEWEST] or said
    whole = [_bare(seen)] if len(said) > 1 and len(seen) <= SHORT else []
    return list(dict.fromkeys(whole + asking))


def _bare(sentence: str) -> str:
    return POLITE.sub(" ", sentence).strip(" ,")[:PIECE]
