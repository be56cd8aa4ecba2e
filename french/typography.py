"""French typography: no-break spaces where French wants them, and the curly apostrophe.

Only a space that already stands is replaced, so addresses and times like 10:30 stay as they are.
"""

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"

# What stands for one tag while HTML is typeset; rules look through it.
TAG = "\0"

_SPACE = f"[ {NO_BREAK}{NARROW}]"
_UNITS = r"h|min|€|k€|M€|Md€|%|‰|°C|km|km²|m|m²|ha|kg|t|kWh|MWh|GWh|euros?|millions?|milliards?"
_RULES = (
    (re.compile(rf"{_SPACE}+([;!?])(?!\w)"), rf"{NARROW}\1"),
    (re.compile(rf"{_SPACE}+:(?!\w)"), f"{NO_BREAK}:"),
    (re.compile(rf"«{_SPACE}+"), f"«{NARROW}"),
    (re.compile(rf"{_SPACE}+»"), f"{NARROW}»"),
    (re.compile(rf"(?<!\.)\.(?={TAG}*{_SPACE}*»{TAG}*\.(?!\.))"), ""),  # one stop ends a sentence
    (re.compile(rf"([0-9]{TAG}*){_SPACE}+(?={TAG}*(?:{_UNITS})(?![\w'’]))"), rf"\1{NO_BREAK}"),
    (re.compile(rf"([0-9]{_SPACE}h){_SPACE}+(?=[0-9]{{2}}(?!\w))"), rf"\1{NO_BREAK}"),
)
_THOUSANDS = re.compile(rf"(?<![0-9])[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])")
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@")
_APOSTROPHE = re.compile(rf"(?<=[^\W\d_])({TAG}*)'(?={TAG}*[^\W\d_])")
_OPAQUE = re.compile(r"<code\b[^>]*>.*?</code\s*>|<[^>]*>", re.DOTALL)


def typeset(text: str) -> str:
    """Set plain text as French does."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _THOUSANDS.sub(lambda match: re.sub(_SPACE, NARROW, match[0]), text)
    return _WORD.sub(_curl, text) if "'" in text else text


def typeset_html(html: str) -> str:
    """Set HTML as French does, outside tags and `<code>`."""
    html = html.replace(TAG, "")
    tags = iter(_OPAQUE.findall(html))
    text = _OPAQUE.sub(TAG, html).replace("&#39;", "'")
    return re.sub(TAG, lambda _: next(tags), typeset(text))


def _curl(word: re.Match[str]) -> str:
    """Curl the apostrophes of a word, unless it is an address."""
    return word[0] if _ADDRESS.search(word[0]) else _APOSTROPHE.sub(r"\1’", word[0])
