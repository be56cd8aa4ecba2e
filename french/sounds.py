"""How a French word sounds, roughly: two spellings with the same key are said alike."""

import re

VOWEL = "aeiouy"
NASAL_END = rf"(?![{VOWEL}nm])"

# In this order: each rule reads what the former ones left. Capitals are sounds already settled.
RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tion", "sion"),
        (r"ph", "f"),
        (r"sch|ch|sh", "S"),
        (r"h", ""),
        (r"(.)\1", r"\1"),
        (r"gu(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"qu|q|ck|c", "k"),
        (r"x", "ks"),
        (rf"(?<=[{VOWEL}])s(?=[{VOWEL}])", "z"),
        (r"eau|au", "o"),
        (r"oi", "wa"),
        (rf"(?:ain|ein|aim|in|im|yn|ym|un|um){NASAL_END}", "I"),
        (rf"(?:an|am|en|em){NASAL_END}", "A"),
        (rf"(?:on|om){NASAL_END}", "O"),
        (r"(?<=.)(?:e?s|e?z|er|et|[dtpse])$", ""),
        (r"ai|ei|oe|eu", "e"),
        (r"ou", "U"),
        (r"ill|y", "i"),
        (r"(.)\1", r"\1"),
        (r"(?<=.)e$", ""),
    )
)


def sound(word: str) -> str:
    """The phonetic key of a folded word."""
    for pattern, replacement in RULES:
        word = pattern.sub(replacement, word)
    return word
