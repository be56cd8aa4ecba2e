"""The index of the built-in content, made once for all tests and kept between runs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content.loading import load
from content.search.e5 import load_e5
from content.search.indexing import build_index

INDEX = Path(__file__).parents[1] / "var" / "index.npz"


CONTACTS = ("contact@example.org", "")  # an answer names it


def prepare_index() -> None:
    """Complete it, where this machine can; the first who asks does while the others wait."""
    encoder = load_e5()
    if encoder is None:
        return
    documents = [doc for contact in CONTACTS for doc in load(None, contact).documents()]
    with _turn():
        build_index(INDEX, documents, encoder)


@contextmanager
def _turn() -> Iterator[None]:
    INDEX.parent.mkdir(exist_ok=True)
    with INDEX.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
