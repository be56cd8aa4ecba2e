"""The parameters of a call, which come as text or as JSON."""

import json
from typing import Any

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]


def structure(params: Json, name: str) -> Any:
    """A list or an object, sent as itself or as JSON in a text."""
    value = params.get(name)
    return json.loads(value) if isinstance(value, str) and value else value


def number(params: Json, name: str) -> int | None:
    """A whole number, or None."""
    value = params.get(name)
    return int(value) if value not in {None, ""} else None


def yes(params: Json, name: str) -> bool:
    """Whether it was said to be so."""
    return str(params.get(name, "")).lower() in {"true", "yes", "1"}
