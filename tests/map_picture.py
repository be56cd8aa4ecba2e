"""The map as people get it, to be looked at: `python -m tests.map_picture FILE.png [VALUES]`."""

import asyncio
import sys
from pathlib import Path

from content.loading import load
from drawing import Drawn, draw
from handlers.fiche_filters import read_filter
from handlers.pole_map import told_of


async def main(file: Path, asked: str) -> None:
    """Draw it."""
    library = load(None, "")
    chosen = read_filter(asked, library).filter
    file.write_bytes(await draw(Drawn.FRANCE, told_of(chosen, library)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), " ".join(sys.argv[2:])))
