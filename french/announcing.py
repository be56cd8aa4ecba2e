"""Whether a longer text tells a coming: « Bien reçu, je serai des vôtres : j’ai déplacé… ».

Clause after clause, two things count. A clause that names a coming (« je ne pourrai pas venir »)
counts wherever it stands, if it begins so and nothing in it turns it: a condition, another time,
another place. A bare word (« oui », « peut-être », « en congés ») counts only when it is the first
thing said, since later on it may answer anything. What names a coming outweighs bare words; two
that differ tell nothing, as does a question: a wrong reading is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice

from french.coming import Coming, Said, bare_words, names_coming, read_coming
from french.coming_phrases import (
    ASKING,
    BUT,
    CLAUSE,
    CONDITION,
    COURTEOUS,
    DOUBT,
    ELSE,
    ELSEWHEN,
    FEELING,
    HESITATES,
    LABEL,
    LEFT_BY_DOUBT,
    PAST,
    PLAIN,
    REGRETTED,
    SO,
    TELLS,
    THAT_WEEK,
    WISH,
)
from french.folding import essence

MOST_SENTENCES = 24
LONGEST_SENTENCE = 400
QUOTED = re.compile(r"«[^«»]{0,400}»|“[^“”]{0,400}”|\"[^\"]{0,400}\"")
WRAPPED = re.compile(r"\n(?=[a-zà-ÿ])")  # within a sentence
SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]?")


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
    if _is_regret(sentence):
        return [Coming.NO]
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
    words = " ".join(SO.sub(" ", bare_words(clause)).split())
    if HESITATES.match(words):
        return Coming.MAYBE
    condition = CONDITION.search(words)
    plain = words[: condition.start()] if condition else words
    sure = " ".join(DOUBT.sub(" ", plain).split())
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


def _is_regret(sentence: str) -> bool:
    """« J’aurais aimé venir, mais… », if it is not told of what is past."""
    said = bare_words(sentence)
    regret = REGRETTED.search(said)
    return regret is not None and " mais " in said[regret.end() :] and not PAST.search(said)


def _is_wish(sentence: str) -> bool:
    """« Je viendrais volontiers, mais… », where haste may also have misspelled « viendrai »."""
    said = essence(sentence)
    return WISH.search(said) is not None and BUT.search(said) is not None


def _bare(sentences: Sequence[str]) -> list[Coming | None]:
    """What is said first, courtesies aside, in bare words, and whole sentences that say as much."""
    told: list[Coming | None] = []
    for sentence in sentences:
        elsewhen = ELSEWHEN.search(essence(sentence))
        said = None if elsewhen else _whole(sentence) if told else _word(sentence)
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
    clauses = list(dropwhile(_is_courteous, _clauses(sentence)))
    if not clauses or LABEL.search(sentence) or {"oui", "non"} <= set(essence(sentence).split()):
        return None
    said = read_coming(THAT_WEEK.sub("", clauses[0])) or _if(clauses[0])
    rest = [clause for clause in clauses[1:] if not _is_courteous(clause)]
    if said is None or ELSE.search(essence(" ".join(clauses[1:]))) or _asks_first(sentence, said):
        return None
    if rest and PLAIN.fullmatch(bare_words(clauses[0])) and not FEELING.search(essence(sentence)):
        return None  # « Oui, j’ai changé d’adresse »
    if said.coming is Coming.YES and any(map(_turns, clauses[1:])):
        return Coming.MAYBE
    return said.coming


def _asks_first(sentence: str, said: Said) -> bool:
    """« Oui, mais combien ça coûte ? », where « Non, mais… ? » is no all the same."""
    asks = sentence.endswith("?") and "mais" in essence(sentence).split()
    return asks and said.coming is not Coming.NO


def _if(clause: str) -> Said | None:
    """« Oui si le train roule »."""
    words = essence(clause)
    condition = CONDITION.search(words)
    head = words[: condition.start()].strip() if condition else ""
    said = read_coming(head) if PLAIN.fullmatch(head) else None
    return Said(Coming.MAYBE) if said and said.coming is Coming.YES else None


def _is_courteous(sentence: str) -> bool:
    return COURTEOUS.fullmatch(bare_words(sentence)) is not None
