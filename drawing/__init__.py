"""Pictures and pages, each made in a process of its own: what draws is loaded only then.

Loading and drawing hold the interpreter for a second or two; in a thread the whole bot would wait.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from enum import StrEnum

LONGEST = 60.0  # seconds


class Drawn(StrEnum):
    """What can be drawn: each is a module that reads JSON and writes a file."""

    CHART = "chart"
    SHEET = "sheet"
    FRANCE = "france"

    @property
    def media_type(self) -> str:
        """What kind of file it makes."""
        return "application/pdf" if self is Drawn.SHEET else "image/png"


class NotDrawn(Exception):
    """What should have drawn failed, or took too long."""


async def draw(what: Drawn, told: Mapping[str, object]) -> bytes:
    """Draw what is told (as the module named says) and give the file. Raises NotDrawn."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", f"drawing.{what}"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback quotes what is drawn
    )
    try:
        talk = child.communicate(json.dumps(told).encode())
        drawn, _ = await asyncio.wait_for(talk, LONGEST)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode or not drawn:
        message = f"{what}: {child.returncode}"
        raise NotDrawn(message)
    return drawn
