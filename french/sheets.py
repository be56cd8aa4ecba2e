"""A form that somebody filled in: « Nom : Marie », a line each or all in one, named or not.

Names count whatever their case and accents, before « : », « = » or « - », with their note in
brackets or without; where each line begins with one, before nothing at all.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from french.folding import essence

APOSTROPHES = dict.fromkeys("’‘ʼ`", "'")
NOTE = r"(?: ?[(\[][^)\]\n]{0,120}[)\]])?"
MARK = r"[ *_]*[:=] ?"
DASH = r"(?: -{1,2} ?|-{1,2} )"
OWN = r"(?:(?:mon|ma|mes|le|la|les|votre) )?"
LINE = r"^[> \t]*(?:(?:[-*•·]|[0-9a-f]{1,2}[.)]) ?)?[*_]{0,2}"  # how a line begins
BULLET = re.compile(r"^\s*(?:[>*•·]|[-–—](?=\s)|[0-9]{1,2}[.)](?=\s))\s*")
BETWEEN = re.compile(r"\s*[,;|\t]\s*|\s+[/–—-]\s+")
BLANK = re.compile(r"[\s_.…?*–—-]*")  # a line that nothing was written on
# What only leads to the answers, said above them.
LEADS = re.compile(
    r"(?:voila|voici)(?: (?:mes|les) (?:reponses?|informations?))?"
    r"|(?:voir |(?:voici )?mes reponses? )?(?:ci dessous|plus bas|dans le (?:texte|corps|message))"
)
QUOTES = {"«": "»", '"': '"', "“": "”", "[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a field: on the line of its name, then on those below."""

    name: str
    value: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The named answers of a text, and the lines before them."""

    told: tuple[Told, ...]
    loose: tuple[str, ...]


def read_sheet(
    text: str, names: Mapping[str, Sequence[str]], sayings: Mapping[str, Sequence[str]]
) -> Sheet:
    """Part a text by the names of its fields, and by what opens a sentence about one."""
    text = unicodedata.normalize("NFC", text)
    seen = _plain(text)
    fields = {
        essence(way): name for words in (names, sayings) for name in words for way in words[name]
    }
    found = list(_pattern(names, sayings, seen).finditer(seen))
    ends = [*(one.start() for one in found[1:]), len(text)]
    told = tuple(
        _told(fields[essence(one[one.lastgroup or 0])], _article(one) + text[one.end() : end])
        for one, end in zip(found, ends, strict=False)
    )
    before = text[: found[0].start()] if found else text
    return Sheet(told, _lines(before))


def _article(found: re.Match[str]) -> str:
    """« Les », that « je travaille aux Jardins » holds."""
    says = found.groupdict().get("says") or ""
    return "Les " if says.endswith(" aux") else ""


def pieces(line: str) -> list[str]:
    """The answers of a line that holds several: « Marie, Les Jardins, 62 »."""
    return [tidy for one in BETWEEN.split(line) if (tidy := _tidy(one))]


def _plain(text: str) -> str:
    """The same text, as long as it was, in small letters without accents."""
    return "".join(map(_plain_char, text))


def _plain_char(char: str) -> str:
    if char in APOSTROPHES:
        return "'"
    if unicodedata.category(char) == "Pd":
        return "-"
    if char.isspace():
        return "\n" if char == "\n" else " "
    return unicodedata.normalize("NFD", char)[0].lower()[:1]


def _pattern(
    names: Mapping[str, Sequence[str]], sayings: Mapping[str, Sequence[str]], seen: str
) -> re.Pattern[str]:
    """Where an answer begins; what names it is a group."""
    named = _any(names)
    bare = re.compile(rf"{LINE}{OWN}{named}{NOTE}(?:{MARK}|{DASH}| |$)")
    lines = [line for line in seen.split("\n") if line.strip()]
    unmarked = len(lines) > 1 and all(map(bare.match, lines))
    after = rf"(?:{MARK}|{DASH}| |$)" if unmarked else rf"(?:{MARK}|{DASH})"
    ways = [
        rf"{LINE}{OWN}(?P<line>{named}){NOTE}{after}",
        rf"(?<=[,;/|]) ?{OWN}(?P<piece>{named}){NOTE}(?:{MARK}|{DASH})",
        rf"(?<=\s){OWN}(?P<within>{named}){NOTE}{MARK}",
    ]
    if any(sayings.values()):
        opens = r"(?:^|(?<=[,;.!\n])|(?<= et)|(?<= mais))"
        ways.append(rf"{opens} *(?P<says>{_any(sayings)})(?:[ :]+|(?<='))")
    return re.compile("|".join(ways), re.MULTILINE)


def _any(words: Mapping[str, Sequence[str]]) -> str:
    """One of the words, the longest first."""
    ways = {essence(way) for several in words.values() for way in several}
    return f"(?:{'|'.join(_spelt(way) for way in sorted(ways, key=len, reverse=True))})"


def _spelt(words: str) -> str:
    return r"[ '.-]+".join(map(re.escape, words.split()))


def _told(name: str, said: str) -> Told:
    first, _, below = said.partition("\n")
    lines = _lines(below)
    value = _tidy(first)
    if not value and lines:
        value, *others = lines
        return Told(name, value, tuple(others))
    return Told(name, value, lines)


def _lines(text: str) -> tuple[str, ...]:
    """The lines that say something; what only leads to others does not."""
    tidy = (_tidy(BULLET.sub("", line)) for line in text.split("\n"))
    return tuple(
        line
        for line in tidy
        if line and not line.endswith(":") and not LEADS.fullmatch(essence(line))
    )


def _tidy(said: str) -> str:
    """An answer without the signs around it; empty when there are only signs."""
    tidy = re.sub(r"[\s,;|]+(?:et)?\s*$", "", said.strip(" \t\n,;|*_\u00a0\u202f"))
    tidy = tidy[:-1] if tidy.endswith(".") and tidy.count(".") == 1 else tidy
    if tidy[:1] in QUOTES and tidy.endswith(QUOTES[tidy[0]]):
        tidy = tidy[1:-1].strip()
    return "" if BLANK.fullmatch(tidy) else tidy
