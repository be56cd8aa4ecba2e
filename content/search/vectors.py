"""Vectors of texts, kept in a file so that none is computed twice."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]  # of length 1
Scores: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.signedinteger[Any]]
Rows: TypeAlias = NDArray[np.int8]

NOTHING: Rows = np.empty((0, 0), np.int8)
KEY = 16  # bytes of a hash
FINEST = 127  # steps either side of zero: a cosine is off by less than 0.002
AT_ONCE = 512  # rows unpacked together: they stay in the cache, and the work in one thread


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: somebody's, or a way of asking for a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says."""

    text: str


Text: TypeAlias = Asked | Said


class Matrix:
    """Many vectors, a byte a number."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        squares = np.einsum("ij,ij->i", self._rows, self._rows, dtype=np.float32)
        self._norms = np.sqrt(np.maximum(squares, 1))  # a vector of nothing is near to none

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def cosines(self, vector: Vector) -> Scores:
        """How near each is to a vector, from -1 to 1."""
        dots = [
            self._rows[start : start + AT_ONCE].astype(np.float32) @ vector
            for start in range(0, len(self._rows), AT_ONCE)
        ]
        cosines: Scores = (np.concatenate(dots) / self._norms).astype(np.float64)
        return cosines

    def block(self, start: int, end: int) -> Vector:
        """Some of them, at length 1."""
        some: Vector = self._rows[start:end].astype(np.float32)
        some /= self._norms[start:end, None]
        return some

    def blocks(self) -> Iterator[Vector]:
        """All of them at length 1, some hundreds at a time."""
        for start in range(0, len(self._rows), AT_ONCE):
            yield self.block(start, start + AT_ONCE)

    def mean(self) -> Vector:
        """What all have in common."""
        mean: Vector = sum(block.sum(0) for block in self.blocks()) / np.float32(len(self))
        return mean


class Vectors:
    """What is known of texts, by their hash. `of` names the model that made them."""

    def __init__(self, of: str, keys: Iterable[bytes] = (), rows: Rows = NOTHING) -> None:
        self.of = of
        self._places = {key: place for place, key in enumerate(keys)}
        self._bytes, self._width = bytearray(np.ascontiguousarray(rows)), rows.shape[1]

    def __contains__(self, text: Text) -> bool:
        """Whether the vector of a text is there."""
        return _key(text) in self._places

    def __len__(self) -> int:
        """How many texts are known."""
        return len(self._places)

    def add(self, text: Text, vector: Vector) -> None:
        """Keep the vector of a text."""
        self._width = len(vector)
        self._places[_key(text)] = len(self._bytes) // self._width
        self._bytes += packed(vector[None]).tobytes()

    def matrix(self, texts: Iterable[Text]) -> Matrix:
        """The vectors of texts, in their order. Raises KeyError when one is missing."""
        return Matrix(self._rows(self._places[_key(text)] for text in texts))

    def keep(self, texts: Iterable[Text]) -> "Vectors":
        """Those of these texts alone."""
        kept = {key: self._places[key] for key in map(_key, texts) if key in self._places}
        return Vectors(self.of, kept, self._rows(kept.values()))

    def _rows(self, places: Iterable[int]) -> Rows:
        if not self._bytes:
            return NOTHING
        rows = np.frombuffer(self._bytes, np.int8).reshape(-1, self._width)
        return rows[np.fromiter(places, np.int64)]

    def write(self, path: Path) -> None:
        """Replace the file, whole or not at all. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as file:
            keys = np.frombuffer(b"".join(self._places), np.uint8)
            rows = self._rows(self._places.values())
            np.savez(file, of=np.array(self.of), keys=keys, rows=rows)
        beside.replace(path)


def packed(vectors: Vector) -> Rows:
    """The directions of vectors, one a row, a byte a number."""
    most = np.abs(vectors).max(1, keepdims=True)
    rows: Rows = np.round(vectors * (FINEST / np.where(most > 0, most, 1))).astype(np.int8)
    return rows


def read_vectors(path: Path, of: str) -> Vectors:
    """What a file keeps of this model; nothing when it is absent, broken, or another's."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["of"]) != of:
                return Vectors(of)
            keys, rows = kept["keys"].reshape(-1, KEY), kept["rows"]
            return Vectors(of, map(bytes, keys), rows) if len(keys) == len(rows) else Vectors(of)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return Vectors(of)


def _key(text: Text) -> bytes:
    kind = type(text).__name__
    return blake2b(f"{kind}\n{text.text}".encode(), digest_size=KEY).digest()
