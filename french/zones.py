"""How a time zone is said in French."""

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


def zone_name(key: str) -> str:
    """« heure de Paris », « heure de La Réunion »."""
    city = key.rpartition("/")[2].replace("_", " ")
    return f"heure {NAMES.get(key, f'de {city}')}"
