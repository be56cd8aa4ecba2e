"""How a time zone is said in French, and read."""

import re

from french.folding import fold

NAMES = {
    "America/Cayenne": "de Cayenne",
    "America/Guadeloupe": "de la Guadeloupe",
    "America/Marigot": "de Saint-Martin",
    "America/Martinique": "de la Martinique",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "de Saint-Barthélemy",
    "Europe/Brussels": "de Bruxelles",
    "Indian/Mayotte": "de Mayotte",
    "Indian/Reunion": "de La Réunion",
    "Pacific/Noumea": "de Nouméa",
    "Pacific/Tahiti": "de Tahiti",
    "Pacific/Wallis": "de Wallis",
}

_HOUR_OF = re.compile(r"\(?(?<!l['’])\bheure ((?:d|m)[^,;()\n]*)\)?", re.IGNORECASE)
_KEYS = {fold(name): key for key, name in NAMES.items()} | {
    "de paris": "Europe/Paris",
    "de france": "Europe/Paris",
    "de metropole": "Europe/Paris",
    "de la metropole": "Europe/Paris",
    "metropolitaine": "Europe/Paris",
    "metropole": "Europe/Paris",
    "de la reunion": "Indian/Reunion",
    "de guadeloupe": "America/Guadeloupe",
    "de martinique": "America/Martinique",
    "de guyane": "America/Cayenne",
    "de la guyane": "America/Cayenne",
    "de nouvelle caledonie": "Pacific/Noumea",
    "de la nouvelle caledonie": "Pacific/Noumea",
    "de polynesie": "Pacific/Tahiti",
}


def zone_name(key: str) -> str:
    """« heure de Paris », « heure de La Réunion »."""
    city = key.rpartition("/")[2].replace("_", " ")
    return f"heure {NAMES.get(key, f'de {city}')}"


def find_zone(text: str) -> tuple[str, str]:
    """The zone that « heure de … » names, and the text without it; empty when none is named."""
    for found in _HOUR_OF.finditer(text):
        words = found[1].split()
        for count in range(len(words), 0, -1):
            name = fold(" ".join(words[:count])).strip(" ,.;)")
            if name in _KEYS:
                rest = " ".join(words[count:]) + text[found.end() :]
                if rest.lstrip().startswith(":"):  # « heure de la réunion : 14h »
                    break
                return _KEYS[name], " ".join(f"{text[: found.start()]} {rest}".split())
    return "", text
