"""The index: vectors of all that can be found, made once and kept in a file."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from content.documents import Document
from content.search.meaning import Encoder, Meaning, texts
from content.search.vectors import read_vectors

AT_ONCE = 200  # texts between two writes: what an interruption costs, a few seconds
MOST = 2  # times what is wanted: a file that keeps more forgets the rest


def open_index(
    path: Path,
    documents: Sequence[Document],
    encoder: Encoder,
    own: Sequence[Document] = (),
) -> Meaning | None:
    """What the file lets be found by its meaning; None when a text has no vector in it yet.

    Those of `own`, a few that are in no file of content, are made here, and kept there as well.
    """
    kept = read_vectors(path, encoder.name)
    made_here = set(texts(own))
    missing = [one for one in dict.fromkeys(texts(documents)) if one not in kept]
    if not made_here.issuperset(missing):
        return None
    for one in missing:
        kept.add(one, encoder.encode(one))
    if missing:
        with suppress(OSError):  # a file that cannot be written is only slower the next time
            kept.write(path)
    return Meaning(documents, encoder, kept)


def build_index(
    path: Path,
    documents: Sequence[Document],
    encoder: Encoder,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Write the vectors that the file lacks; forget the others when they are most of it.

    `told` hears how many of how many are done. Gives how many were made. Raises OSError.
    """
    wanted = list(dict.fromkeys(texts(documents)))
    kept = read_vectors(path, encoder.name)
    if len(kept) > MOST * len(wanted):
        kept = kept.keep(wanted)
    missing = [one for one in wanted if one not in kept]
    if missing:
        kept.write(path)  # a place that cannot be written is known before the work
    for start in range(0, len(missing), AT_ONCE):
        for one in missing[start : start + AT_ONCE]:
            kept.add(one, encoder.encode(one))
        kept.write(path)
        told(min(start + AT_ONCE, len(missing)), len(missing))
    return len(missing)
