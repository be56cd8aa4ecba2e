"""What is drawn for people: one at a time, and a map only once while what it shows is the same."""

import asyncio
import json
from collections.abc import Mapping
from hashlib import sha256

from drawing import Drawn, draw

KEPT = 8  # maps, some 100 KB each; nothing else is kept: charts and sheets are about people


class Drawings:
    """Draws, and keeps the last maps by the hash of what they show."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._kept: dict[str, bytes] = {}

    async def draw(self, what: Drawn, told: Mapping[str, object]) -> bytes:
        """The file of what is told. Raises NotDrawn."""
        async with self._turn:
            if what is not Drawn.FRANCE:
                return await draw(what, told)
            key = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
            drawn = self._kept.pop(key, b"") or await draw(what, told)
            self._kept[key] = drawn  # the last asked goes last
            for old in list(self._kept)[:-KEPT]:
                del self._kept[old]
            return drawn
