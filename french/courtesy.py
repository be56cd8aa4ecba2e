"""What is left of a message once greetings, thanks and a signature are set aside.

« Bonjour, / inscription renouveau productif / Merci, / Marie » is « inscription renouveau
productif ». A message that holds nothing else stays as it is.
"""

import re

GREETING = r"(?:bonjour|bonsoir|salut|coucou|hello|bjr|re-?bonjour)"
WHOM = r"(?:(?: à| a)? ?(?:toutes?|tous|et|vous|l.équipe|palabre|madame|monsieur|chers?|chère))*"
OPENING = re.compile(rf"^\s*{GREETING}{WHOM}\s*(?:[,!.:;]+\s*|\s+(?=\S))", re.IGNORECASE)
GREETS = re.compile(rf"^{GREETING}\b|^(?:chers?|chères?|madame|monsieur)\b", re.IGNORECASE)
THANKS = (
    r"(?:un grand |mille |encore )?mercis?"
    r"(?: (?:beaucoup|bien|infiniment|d.avance|par avance|à vous|pour tout))?"
    r"|(?:je |en )?vous remerci(?:e|ant)|(?:grosses )?bises"
    r"|s.il (?:vous|te) pla[iî]t|svp|stp|(?:bien |très )?(?:cordialement|sincèrement)|cdt|cdlt"
    r"|bien à (?:vous|toi)"
    r"|(?:bonne|belle|excellente) (?:journée|soirée|semaine|fin de journée)|à bientôt|a bientot"
    r"|(?:sincères |bonnes )?salutations|amicalement|amitiés|(?:d.|par )avance|au revoir"
)  # fmt: skip
CLOSES = re.compile(rf"^(?:{THANKS})\b", re.IGNORECASE)
NAME = r"[A-ZÀ-Ý][\w'’-]*(?: [A-ZÀ-Ý][\w'’.-]*){0,2}"
ENDING = re.compile(rf"(?:[\s,.;!…–-]+|^)(?i:{THANKS})[\s,.!…]*(?:{NAME}[\s.]*)?$")
# The same where a sign or a line sets them apart: « Le Grand Merci » is a name.
OPENING_APART = re.compile(rf"^\s*{GREETING}{WHOM}[^\S\n]*(?:[,!.:;]+\s*|\n\s*)", re.IGNORECASE)
ENDING_APART = re.compile(
    rf"(?:\s*[,.;!…\n]+\s*|\s[–-]\s|^)(?i:{THANKS})[\s,.!…]*(?:{NAME}[\s.]*)?$"
)
LONGEST = 1000  # characters: what is longer asks for nothing in a word
MOST_WORDS = 5  # of a line that only greets, thanks or signs


def bare(text: str) -> str:
    """The message alone; the text itself when nothing else is in it."""
    return _stripped(text, OPENING, ENDING)


def set_apart(text: str) -> str:
    """The message alone, all its words kept: only what is set apart from them is courtesy.

    Of a long text, by whole lines.
    """
    if len(text) > LONGEST:
        return "\n".join(_without_ends(_lines(text))) or text
    return _stripped(text, OPENING_APART, ENDING_APART)


def _stripped(text: str, opening: re.Pattern[str], ending: re.Pattern[str]) -> str:
    if len(text) > LONGEST:
        return text
    said = "\n".join(_without_ends(_lines(text)))
    before = None
    while said != before:
        before = said
        said = ending.sub("", opening.sub("", said)).strip()
    return said or text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _without_ends(lines: list[str]) -> list[str]:
    """The lines between those that only greet and those that only close and sign."""
    while lines and GREETS.match(lines[0]) and _is_short(lines[0]) and lines[0][-1:] in ",!.:":
        lines = lines[1:]
    for number, line in enumerate(lines):
        if number and CLOSES.match(line) and all(map(_is_short, lines[number:])):
            return lines[:number]
    return lines


def _is_short(line: str) -> bool:
    return len(line.split()) <= MOST_WORDS and "?" not in line
