"""The letters that are drawn."""

from importlib.util import find_spec
from pathlib import Path


def fonts() -> Path:
    """DejaVu writes every French letter and space, and comes with matplotlib (free to embed)."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
