"""What the process knows: the content and the search over it, swapped whole on reload."""

import asyncio
from pathlib import Path

from content.faults import ContentFaults
from content.library import Library
from content.loading import check, load
from content.search import Finder


class Knowledge:
    """The library and the search built from it. Raises ContentFaults when content is faulty."""

    def __init__(self, overlay: Path | None, contact: str) -> None:
        self._overlay = overlay
        self._contact = contact
        self.library, self.finder = self._read()

    async def reload(self) -> None:
        """Read the content again, off the event loop; a faulty one leaves the old in place."""
        self.library, self.finder = await asyncio.to_thread(self._check_and_read)

    def _check_and_read(self) -> tuple[Library, Finder]:
        if faults := check(self._overlay, self._contact):
            raise ContentFaults(faults)
        return self._read()

    def _read(self) -> tuple[Library, Finder]:
        library = load(self._overlay, self._contact)
        return library, Finder(library.documents())
