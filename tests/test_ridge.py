"""What a direction belongs to, learned from examples."""

import numpy as np
import pytest

from content.search.ridge import AT_ONCE, Ridge
from content.search.vectors import Asked, Matrix, Vector, Vectors

SEA, HILL, TOWN = np.eye(4, dtype=np.float32)[:3]
COMMON = np.eye(4, dtype=np.float32)[3]  # what every text has, whatever it says


def unit(vector: Vector) -> Vector:
    one: Vector = vector / np.linalg.norm(vector)
    return one


def matrix(vectors: list[Vector]) -> Matrix:
    kept = Vectors("a model")
    texts = [Asked(str(number)) for number in range(len(vectors))]
    for text, vector in zip(texts, vectors, strict=True):
        kept.add(text, unit(vector))
    return kept.matrix(texts)


def learned(*groups: list[Vector]) -> Ridge:
    starts = np.cumsum([0, *map(len, groups)])[:-1]
    return Ridge(matrix([one for group in groups for one in group]), starts)


@pytest.fixture
def ridge() -> Ridge:
    sea = [SEA + 5 * COMMON, SEA + 0.3 * HILL + 5 * COMMON]
    hill = [HILL + 5 * COMMON, HILL + 0.3 * TOWN + 5 * COMMON]
    return learned(sea * 9, hill * 9, [TOWN + 5 * COMMON] * 9)


@pytest.mark.parametrize(("said", "group"), [(SEA, 0), (HILL, 1), (TOWN, 2)])
def test_what_is_like_the_examples_of_a_group_belongs_to_it(
    ridge: Ridge, said: Vector, group: int
) -> None:
    belonging = ridge.belonging(unit(said + 5 * COMMON))
    assert belonging.argmax() == group
    assert belonging[group] > 2 * np.delete(belonging, group).max()


def test_what_all_have_in_common_belongs_to_none(ridge: Ridge) -> None:
    """A cosine would call it near to everything."""
    said = unit(0.2 * SEA + 5 * COMMON)
    assert ridge.belonging(said)[0] < 0.5 * ridge.belonging(unit(SEA + 5 * COMMON))[0]


def test_belonging_goes_from_nothing_to_one(ridge: Ridge) -> None:
    for said in (SEA, -SEA, 9 * HILL, COMMON):
        belonging = ridge.belonging(said)
        assert belonging.min() >= 0
        assert belonging.max() <= 1


def test_more_examples_than_are_read_at_once_are_all_learned() -> None:
    many = learned([SEA + COMMON] * AT_ONCE, [HILL + COMMON] * 9)
    assert many.belonging(unit(HILL + COMMON)).argmax() == 1
