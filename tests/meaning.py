"""The index of the built-in content, made once for all tests and kept between runs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content.documents import Document
from content.search.indexing import build_index, open_index
from content.search.meaning import Encoder, Meaning

INDEX = Path(__file__).parents[1] / "var" / "index.npz"


def indexed(documents: tuple[Document, ...], encoder: Encoder) -> Meaning:
    """What is found by meaning; the first who asks builds it while the others wait."""
    with _turn():
        build_index(INDEX, documents, encoder)
    meaning = open_index(INDEX, documents, encoder)
    assert meaning is not None
    return meaning


@contextmanager
def _turn() -> Iterator[None]:
    INDEX.parent.mkdir(exist_ok=True)
    with INDEX.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
