"""The index: vectors made once, kept in a file that may be cut, old, or another model's."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from content.documents import Document
from content.search import Finder
from content.search.e5 import can_run, load_e5
from content.search.finder import ROOM
from content.search.indexing import build_index, open_index
from content.search.vectors import Asked, Said, Text, Vector, Vectors, read_vectors

SEA = Document("mer", "faq", "La mer", ("Où se baigner ?",), "Le sable et les vagues.")
HILL = Document("mont", "faq", "La montagne", ("Où grimper ?",), "La neige et les sommets.")


class Compass:
    """An encoder that knows four directions, and counts what it is asked."""

    def __init__(self, name: str = "compass") -> None:
        self.name = name
        self.encoded: list[Text] = []

    def encode(self, text: Text) -> Vector:
        self.encoded.append(text)
        wet = any(word in text.text for word in ("mer", "baigner", "sable", "nager"))
        return np.array([1, 0.1, 0, 0] if wet else [0.1, 1, 0, 0], np.float32)


class Stopped(Exception):
    """The build was cut."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "index.npz"


def found(documents: Sequence[Document], file: Path, question: str) -> str:
    meaning = open_index(file, documents, Compass())
    assert meaning is not None
    return Finder(documents, meaning).find(question).candidates[0][0]


def test_what_shares_no_word_is_found_by_its_meaning(file: Path) -> None:
    build_index(file, (HILL, SEA), Compass())
    assert found((HILL, SEA), file, "j’aimerais nager") == "mer"


def test_of_a_mail_that_asks_much_what_is_encoded_stays_short(file: Path) -> None:
    build_index(file, (HILL, SEA), Compass())
    encoder = Compass()
    meaning = open_index(file, (HILL, SEA), encoder)
    asks = [f"Où peut-on nager quand il fait froid, {number} fois par an ?" for number in range(40)]
    assert Finder((HILL, SEA), meaning).find("\n".join(asks)).candidates[0][0] == "mer"
    assert 0 < sum(len(one.text) for one in encoder.encoded) <= ROOM


def test_each_text_is_encoded_once(file: Path) -> None:
    first = Compass()
    assert build_index(file, (SEA, SEA), first) == 3
    assert first.encoded == [Asked(SEA.title), Asked("Où se baigner ?"), first.encoded[2]]
    assert first.encoded[2] == Said("La mer Le sable et les vagues.")


def test_a_second_build_makes_what_is_new_alone(file: Path) -> None:
    build_index(file, (SEA,), Compass())
    assert build_index(file, (SEA, HILL), Compass()) == 3


def test_what_another_content_needs_is_kept(file: Path) -> None:
    build_index(file, (SEA,), Compass())
    build_index(file, (HILL,), Compass())
    assert open_index(file, (SEA,), Compass()) is not None


def test_texts_that_are_gone_are_forgotten_once_they_are_most(file: Path) -> None:
    build_index(file, (SEA, HILL), Compass())
    build_index(file, (Document("air", "faq", "L’air", (), ""),), Compass())
    assert len(read_vectors(file, "compass")) == 2


def test_a_text_without_its_vector_closes_the_index(file: Path) -> None:
    build_index(file, (SEA,), Compass())
    assert open_index(file, (SEA, HILL), Compass()) is None


def test_an_absent_file_holds_nothing(file: Path) -> None:
    assert open_index(file, (SEA,), Compass()) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an index"], ids=repr)
def test_a_broken_file_is_built_again(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert build_index(file, (SEA,), Compass()) == 3


def test_every_cut_of_a_file_is_built_again(file: Path) -> None:
    build_index(file, (SEA,), Compass())
    whole = file.read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        assert Asked(SEA.title) not in read_vectors(file, "compass")


def test_another_model_s_vectors_do_not_count(file: Path) -> None:
    build_index(file, (SEA,), Compass("older"))
    assert build_index(file, (SEA,), Compass()) == 3


def test_an_interruption_costs_little(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.search.indexing.AT_ONCE", 2)

    def stop(done: int, wanted: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        build_index(file, (SEA,), Compass(), stop)
    assert build_index(file, (SEA,), Compass()) == 1


def test_a_byte_a_number_keeps_the_cosine() -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(50, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = Vectors("any")
    texts = [Said(str(place)) for place in range(50)]
    for text, row in zip(texts, rows, strict=True):
        vectors.add(text, row)
    off = vectors.matrix(texts).cosines(rows[0]) - rows @ rows[0]
    assert np.abs(off).max() < 0.002


@pytest.mark.parametrize(
    ("flags", "runs"),
    [("fpu avx avx2 fma", True), ("fpu avx avx2", False), ("fpu avx2x fma", False), ("", False)],
)
def test_the_processor_is_asked_first(tmp_path: Path, flags: str, runs: bool) -> None:
    cpu = tmp_path / "cpuinfo"
    cpu.write_text(f"processor\t: 0\nflags\t\t: {flags}\n", encoding="ascii")
    assert can_run(cpu) is runs


def test_an_unknown_processor_gets_no_encoder(tmp_path: Path) -> None:
    assert load_e5(tmp_path / "absent") is None


def test_a_vector_made_again_replaces_the_first(file: Path) -> None:
    vectors = Vectors("compass")
    for direction in ([1, 0], [0, 1]):
        vectors.add(Asked("La mer"), np.array(direction, np.float32))
    vectors.write(file)
    kept = read_vectors(file, "compass")
    assert len(kept) == 1
    assert list(kept.matrix([Asked("La mer")]).cosines(np.array([0, 1], np.float32))) == [1]
