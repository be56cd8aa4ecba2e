"""What the process knows: the content and the search over it, swapped whole on reload."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from content.entries import FaqEntry
from content.faults import ContentFaults
from content.library import Library
from content.loading import check, load
from content.search import Finder, Found
from content.search.e5 import E5, load_e5
from content.search.indexing import build_index, open_index

# The model hears one text at a time; more threads would each keep the memory of a search.
SEARCHING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")


class Knowledge:
    """The library and the search built from it. Raises ContentFaults when content is faulty.

    With the file of an `index` it finds by meaning too, where this machine can. `incomplete` is
    set while texts lack vectors there: until they are made, it finds by words alone.
    """

    def __init__(self, overlay: Path | None, contact: str, index: Path | None = None) -> None:
        self._overlay = overlay
        self._contact = contact
        self._index = index
        self._encoder: E5 | None = load_e5() if index else None
        self.incomplete = asyncio.Event()
        self._files = load(overlay, contact)
        self._entries: tuple[FaqEntry, ...] = ()
        self.version = 0
        self.library = self._files
        self._swap(self.library, self._finder(self.library))

    async def find(self, text: str) -> Found:
        """What answers a text, looked up beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(SEARCHING, self.finder.find, text)

    async def know(self, entries: Sequence[FaqEntry], version: int) -> None:
        """Know these answers of persons beside the files, in place of those before."""
        self._entries, self.version = tuple(entries), version
        library = self._with_entries(self._files)
        self._swap(library, await asyncio.to_thread(self._finder, library))

    async def reload(self) -> None:
        """Read the content again, off the event loop; a faulty one leaves the old in place."""
        self._swap(*await asyncio.to_thread(self._check_and_read))

    async def reopen(self) -> None:
        """Open the index again, once it is complete."""
        library = self.library
        self._swap(library, await asyncio.to_thread(self._finder, library))

    def complete(self, told: Callable[[int, int], None]) -> None:
        """Make the vectors that are missing, here and now; `told` hears how it goes."""
        if self._encoder and self._index and self.incomplete.is_set():
            build_index(self._index, self.library.documents(), self._encoder, told)
            self._swap(self.library, self._finder(self.library))

    def _check_and_read(self) -> tuple[Library, Finder]:
        if faults := check(self._overlay, self._contact):
            raise ContentFaults(faults)
        self._files = load(self._overlay, self._contact)
        library = self._with_entries(self._files)
        return library, self._finder(library)

    def _with_entries(self, files: Library) -> Library:
        own = {entry.id: entry for entry in self._entries if entry.id not in files.faq}
        return replace(files, faq={**files.faq, **own}) if own else files

    def _finder(self, library: Library) -> Finder:
        documents = library.documents()
        if self._encoder is None or self._index is None:
            return Finder(documents)
        here = {entry.id for entry in self._entries}
        own = [document for document in documents if document.id in here]
        return Finder(documents, open_index(self._index, documents, self._encoder, own))

    def _swap(self, library: Library, finder: Finder) -> None:
        self.library, self.finder = library, finder
        if self._encoder is None or finder.by_meaning:
            self.incomplete.clear()
        else:
            self.incomplete.set()
