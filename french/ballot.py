"""Which dates suit somebody: « A et C oui, B si besoin », « toutes sauf B », « aucune ».

Dates go by a letter (A to F) or a number. An answer says the slots before it, or those that follow
when there are none: « A oui, non pour B ». A slot without an answer is a yes. What is not
understood is given back; a sentence of which most is not understood is no ballot.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from french.folding import fold

LETTERS = "ABCDEF"


class Suits(Enum):
    """Whether a date suits."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What was said of each slot (from 1), of all the others, and the words not understood."""

    slots: Mapping[int, Suits] = field(default_factory=dict)
    others: Suits | None = None
    left: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said of any date: « oui » alone does not say which."""
        return not self.slots and self.others is None


class _Is(Enum):
    """What some words are, beside an answer."""

    SLOT = "slot"
    ALL = "all"
    NONE = "none"
    PAIR = "pair"
    NOT = "not"
    BUT = "but"
    EXCEPT = "except"
    ONLY = "only"
    FILL = "fill"
    COMMA = "comma"
    COLON = "colon"
    LEFT = "left"


Sense = _Is | Suits

DATES = r"(?:dates?|creneaux?|jours?|horaires?|propositions?|options?|choix|possibilites?)"
GO = (
    r"(?:va|vont|convient|conviennent|arrange|arrangent|iraient?|irait|conviendrait|conviendraient)"
)
FREE = r"(?:dispo|disponible|libre|presente?|possible)"
COUNTED = re.compile(f"{DATES}|fois|personnes?|heures?|h")
ORDINALS = (
    r"1(?:er|ere|re)|premiere?", r"2(?:e|eme|nde?)|deuxieme|seconde?", r"3(?:e|eme)|troisieme",
    r"4(?:e|eme)|quatrieme", r"5(?:e|eme)|cinquieme", r"6(?:e|eme)|sixieme",
)  # fmt: skip
NONE_OF_THEM = (
    rf"(?:a )?(?:aucune?|pas une?)(?: (?:seule?|de ces|des))?(?: {DATES})?(?: proposee?s?)?"
    rf"(?: ne)?(?: me| m)?(?: {GO})?|rien(?: ne(?: me)? {GO}| du tout)?"
)
ALL_OF_THEM = (
    rf"(?:(?:nimporte|n importe) (?:laquelle|lequel|quand|quelle?)|peu (?:m )?importe"
    rf"|(?:ca )?m ?est egal|tout(?: me)?(?: {GO})?|partout|toutes? les deux"
    rf"|tou(?:te)?s(?: les (?:trois|quatre|cinq|six))?(?: (?:les |ces )?{DATES})?)"
    rf"(?: (?:me )?{GO})?"
)
THE_OTHERS = rf"(?:tout )?le reste|(?:toutes )?les autres(?: {DATES})?|autrement"
IF_NEED_BE = (
    r"(?:seulement |uniquement )?(?:si|en cas de|au) (?:vraiment )?"
    r"(?:besoin|necessaire|necessite)"
    r"|si (?:il (?:le )?)?(?:faut|possible)(?: vraiment)?|sil (?:le )?faut(?: vraiment)?"
    r"|s il (?:le )?faut|eventuellement|peut etre|a la rigueur|bof|pourquoi pas|a voir|moyen"
    r"|faute de mieux|en dernier recours|si pas le choix|sous reserve|difficile(?:ment)?"
    r"|pas (?:sur|sure|ideal|terrible|top)|je (?:ne )?sais pas(?: encore)?"
)
REFUSAL = (
    r"(?:je )?(?:ne |n )?(?:peux|pourrai|suis|serai) (?:pas|plus)"
    rf"(?: {FREE}| la| y aller| venir)?|(?:ca )?(?:ne )?(?:me )?{GO} (?:pas|plus)"
    r"|(?:ce )?(?:nest|n est|est) pas (?:possible|bon)"
    rf"|pas (?:du tout )?(?:{FREE}|bon|ok|possible)|impossible|indispo(?:nible)?"
    r"|non|nan|nope|ko|absente?|(?:deja )?prise?|occupee?"
)
CONSENT = (
    r"oui|ouais|yes|ok(?:ay)?|d ?accord|(?:c ?est )?(?:bon|bien|parfait|ok)|parfaitement|bien sur"
    rf"|(?:ca )?(?:me |m )?{GO}(?: (?:bien|tres bien|parfaitement))?"
    rf"|je (?:peux|pourrai|(?:suis|serai) (?:{FREE}|la)|prends|prefere|choisis|coche)"
    rf"|je vote(?: pour)?|{FREE}|volontiers|super|nickel|top|j ?ai (?:coche|choisi)"
)
SMALL = (
    r"bonjour|bonsoir|salut|coucou|merci(?: beaucoup| bien| d ?avance)?|(?:bien )?cordialement"
    r"|a bientot|bonne (?:journee|soiree)|svp|stp|(?:pour |quant a )?moi|c ?est|ca|cela"
    r"|je|j|le|la|les|l|de|du|des|ne|me|y|pour|plutot|aussi|egalement|mon|mes|ma|votes?|coche"
    rf"|{DATES}|lettres?|numeros?|reponses?|desolee?|alors|donc|voici|bien|encore|idem|pareil"
    r"|sinon|enfin|finalement|en fait|deux|trois"
)
# At each place the longest one counts, the first of those that are as long.
SAYINGS: tuple[tuple[Sense, str], ...] = (
    (_Is.NONE, NONE_OF_THEM),
    (_Is.ALL, ALL_OF_THEM),
    (_Is.ALL, THE_OTHERS),
    (_Is.EXCEPT, r"sauf|hormis|excepte|(?:a )part|a l ?exception de|en dehors de"),
    (_Is.ONLY, r"seulement|uniquement|juste|rien que|exclusivement|que"),
    (Suits.MAYBE, IF_NEED_BE),
    (Suits.NO, REFUSAL),
    (Suits.YES, CONSENT),
    (_Is.NOT, r"pas|ni|sans|surtout pas"),
    (_Is.BUT, r"mais"),
    (_Is.PAIR, r"et|ou|ou bien|ainsi que|avec|puis"),
    (_Is.FILL, SMALL),
)
PATTERNS = tuple((sense, re.compile(f"(?:{pattern})(?= |$)")) for sense, pattern in SAYINGS)
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;.\n()!:=]")
MARKS = dict.fromkeys(",;.\n()!", _Is.COMMA) | dict.fromkeys(":=", _Is.COLON)
BEFORE_A_VERB = frozenset({"y", "il", "elle", "on", "qui", "ca", "cela"})
NAMED = frozenset({_Is.SLOT, _Is.ALL, _Is.NONE})
UNTOLD = frozenset({_Is.FILL, _Is.LEFT, _Is.COMMA, _Is.COLON, _Is.PAIR, _Is.BUT})


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words, what they are, and which slots."""

    sense: Sense
    words: str
    slots: tuple[int, ...] = ()


def read_ballot(text: str) -> Ballot | None:
    """What a message says of the dates of a poll; None when it is about something else."""
    if "?" in text:
        return None
    pieces = _pieces(text)
    told = [one for one in pieces if one.sense not in UNTOLD]
    strange = sum(one.sense is _Is.LEFT for one in pieces)
    if not told or strange >= len(told):
        return None
    if not any(one.sense in NAMED for one in pieces):
        return None if strange else _unnamed(told)
    reading = _Reading()
    for one in pieces:
        reading.take(one)
    reading.end()
    return Ballot(reading.slots, reading.others, " ".join(reading.left))


def _unnamed(told: list[_Piece]) -> Ballot | None:
    """« Non » is said of all dates; « oui » does not say which ones."""
    senses = {one.sense for one in told}
    if senses == {Suits.NO}:
        return Ballot(others=Suits.NO)
    return Ballot(left=" ".join(one.words for one in told)) if senses == {Suits.YES} else None


class _Reading:
    """Slots wait for the answer that follows them, or get the one that came before."""

    def __init__(self) -> None:
        self.slots: dict[int, Suits] = {}
        self.others: Suits | None = None
        self._waiting: list[int] = []  # 0 is all the others
        self._comma = 0  # how many of them came before the last comma
        self._colon = False
        self._before: Suits | None = None
        self._lasting = False
        self._denied: list[int] = []  # what « pas » says no to when nothing follows it
        self.left: list[str] = []
        self._strange = 0  # how many of these came before the last comma

    def take(self, piece: _Piece) -> None:
        """Read on."""
        sense = piece.sense
        if isinstance(sense, Suits):
            self._answer(sense)
        elif sense in {_Is.SLOT, _Is.ALL}:
            self._name(piece.slots or (0,))
        elif sense is _Is.NONE:
            self._settle(Suits.YES)
            self.others = Suits.NO
        elif sense is _Is.ONLY:
            self.others = self.others or Suits.NO
        elif sense in {_Is.EXCEPT, _Is.NOT}:
            self._deny(lasting=sense is _Is.EXCEPT)
        elif sense in {_Is.COMMA, _Is.BUT}:
            self._pause()
        elif sense is _Is.COLON:
            self._colon = True
        elif sense is _Is.LEFT:
            self.left.append(piece.words)

    def end(self) -> None:
        """Nothing follows."""
        self._pause()
        self._settle(Suits.YES)

    def _name(self, slots: tuple[int, ...]) -> None:
        self._denied = []
        if self._before is None:
            self._waiting += slots
        else:
            self._say(slots, self._before)

    def _answer(self, suits: Suits) -> None:
        """Of all that waits when it is a yes or after a colon, else of what waits since a comma."""
        if not self._waiting:
            self._denied, self._before, self._lasting = [], suits, False
            return
        whole = suits is Suits.YES or self._colon or self._comma == len(self._waiting)
        cut = 0 if whole else self._comma
        self._say(self._waiting[:cut], Suits.YES)
        self._say(self._waiting[cut:], suits)
        self._forget()

    def _deny(self, *, lasting: bool) -> None:
        """What follows does not suit; it does after « aucune sauf »."""
        if lasting and self.others is Suits.NO:
            self._settle(Suits.YES)
            return
        denied = [] if lasting else list(self._waiting)
        self._settle(Suits.YES)
        self._denied, self._before, self._lasting = denied, Suits.NO, lasting

    def _pause(self) -> None:
        self._say(self._denied, Suits.NO)
        self._doubt()
        self._denied, self._colon, self._comma = [], False, len(self._waiting)
        self._before = self._before if self._lasting else None

    def _doubt(self) -> None:
        """« B trop loin » is no yes: what waits beside words that say something else is left."""
        doubtful = self._waiting[self._comma :]
        if self._strange < len(self.left) and doubtful:
            self._waiting = self._waiting[: self._comma]
            self.left.insert(self._strange, " ".join(LETTERS[n - 1] for n in doubtful if n))
        self._strange = len(self.left)

    def _settle(self, suits: Suits) -> None:
        self._say(self._waiting, suits)
        self._forget()

    def _forget(self) -> None:
        self._waiting, self._comma, self._before, self._lasting = [], 0, None, False

    def _say(self, slots: Iterable[int], suits: Suits) -> None:
        for slot in slots:
            if slot:
                self.slots[slot] = suits
            else:
                self.others = suits


def _pieces(text: str) -> list[_Piece]:
    """A message in words that say something together."""
    tokens = TOKEN.findall(text)
    folded = [_fold(token) for token in tokens]
    pieces: list[_Piece] = []
    at = 0
    while at < len(tokens):
        sense, size = _sense(folded, at)
        slots = _slots(tokens, folded, at) if sense is _Is.LEFT else ()
        words = " ".join(tokens[at : at + size])
        pieces.append(_Piece(_Is.SLOT if slots else sense, words, slots))
        at += size
    return [one for one in pieces if one.words != "à"]


def _fold(token: str) -> str:
    return token if token in MARKS else "".join(c for c in fold(token) if c != " ")


def _sense(folded: list[str], at: int) -> tuple[Sense, int]:
    """What the words at a place are, and how many they are."""
    if folded[at] in MARKS:
        return MARKS[folded[at]], 1
    rest = " ".join(folded[at:])
    found = [(m.end(), sense) for sense, pattern in PATTERNS if (m := pattern.match(rest))]
    if not found:
        return _Is.LEFT, 1
    end, sense = max(found, key=lambda one: one[0])
    return sense, rest[:end].count(" ") + 1


def _slots(tokens: list[str], folded: list[str], at: int) -> tuple[int, ...]:
    """The slots that a word names: « B », « 2 », « 2e », « deuxième », « AC »."""
    token, word = tokens[at], folded[at]
    if word == "a" and not _names_a(token, folded, at):
        return ()
    if len(word) == 1 and word in LETTERS.lower():
        return (LETTERS.lower().index(word) + 1,)
    if word.isdecimal():
        counts = at + 1 < len(folded) and COUNTED.fullmatch(folded[at + 1])
        return (int(word),) if word in set("123456") and not counts else ()
    if token.isupper() and set(token) <= set(LETTERS) and len(set(token)) == len(token):
        return tuple(LETTERS.index(letter) + 1 for letter in token)
    ordinals = (re.fullmatch(pattern, word) for pattern in ORDINALS)
    return next(((n,) for n, found in enumerate(ordinals, 1) if found), ())


def _names_a(written: str, folded: list[str], at: int) -> bool:
    """Whether « a » is a slot: not a verb, nor « à » before some place."""
    if at and folded[at - 1] in BEFORE_A_VERB:
        return False
    if written == "A" or at + 1 == len(folded):
        return written != "à"
    following = folded[at + 1]
    if len(following) == 1 and following.isalpha():
        return True
    return _sense(folded, at + 1)[0] not in {_Is.LEFT, _Is.FILL}
