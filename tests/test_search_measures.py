"""The measures of search, kept in flat arrays, say what their definitions say."""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search import vocabulary
from content.search.coverage import LENGTH, SATURATION, Coverage
from content.search.letters import Letters, grams
from content.search.names import Names
from content.search.table import Table
from content.search.vocabulary import Texts, Vocabulary, Writing

TEXTS: tuple[list[str], ...] = (
    ["comment", "se", "finance", "un", "ptce"],
    ["qui", "paie", "un", "ptce"],
    [],
    ["les", "emplois", "emplois", "des", "pôles"],
    ["a"],
)
QUESTIONS = (["finance", "un", "pole"], ["emplois"], ["zzz"], ["a", "a", "un"])


def written(texts: Sequence[Sequence[str]]) -> tuple[Vocabulary, Texts]:
    known, writing = Vocabulary(), Writing()
    for text in texts:
        writing.add(known.learn(text))
    return known, writing.texts()


def letters() -> Letters:
    known, texts = written(TEXTS)
    return Letters(list(known), texts)


def counted(text: Sequence[str]) -> Counter[str]:
    """The n-grams of a text, written out; « un », « se » and the like count half."""
    faint = {"comment", "se", "un", "qui", "les", "des", "a"}
    count: Counter[str] = Counter()
    for word in text:
        edged = f" {word} "
        for size in range(2, 6):
            for start in range(len(edged) - size + 1):
                count[edged[start : start + size]] += 0.5 if word in faint else 1  # type: ignore[assignment]
    return count


def cosine(one: Sequence[str], other: Sequence[str]) -> float:
    """TF-IDF over n-grams, as it is written in books."""
    seen = Counter(gram for text in TEXTS for gram in counted(text))
    idf = {gram: log((1 + len(TEXTS)) / (1 + seen[gram])) + 1 for gram in counted([*one, *other])}
    here, there = (
        {gram: times * idf[gram] for gram, times in counted(text).items()} for text in (one, other)
    )
    dot = sum(value * there.get(gram, 0) for gram, value in here.items())
    norms = [sqrt(sum(value**2 for value in vector.values())) for vector in (here, there)]
    return dot / (norms[0] * norms[1] or 1)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_letters_are_the_cosine_of_n_grams(question: list[str]) -> None:
    expected = [cosine(question, text) for text in TEXTS]
    assert letters().cosines(question) == pytest.approx(expected, abs=1e-6)


def test_many_texts_are_counted_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = letters().cosines(["finance", "un", "pole"])
    monkeypatch.setattr(vocabulary, "AT_ONCE", 2)
    assert letters().cosines(["finance", "un", "pole"]) == pytest.approx(whole)


@pytest.mark.parametrize(
    "question", [["finance", "un", "rien"], ["emplois"], ["rien"]], ids=" ".join
)
def test_coverage_is_bm25_as_a_share_of_what_is_asked(question: list[str]) -> None:
    known, texts = written(TEXTS)
    shares = Coverage(texts, np.ones(len(known))).shares(known.recall(question))
    mean = sum(map(len, TEXTS)) / len(TEXTS)
    found = {one: sum(one in text for text in TEXTS) for one in question}
    weight = {one: log(1 + (len(TEXTS) - n + 0.5) / (n + 0.5)) for one, n in found.items()}
    for text, share in zip(TEXTS, shares, strict=True):
        slack = SATURATION * (1 - LENGTH + LENGTH * len(text) / mean)
        covered = sum(
            weight[one] * text.count(one) * (1 + SATURATION) / (text.count(one) + slack)
            for one in question
        )
        assert share == pytest.approx(min(covered / sum(weight.values()), 1), abs=1e-6)


def test_what_is_strange_is_the_share_no_text_has() -> None:
    known, texts = written(TEXTS)
    coverage = Coverage(texts, np.ones(len(known)))
    assert coverage.strangeness(known.recall(["emplois"])) == 0
    assert 0 < coverage.strangeness(known.recall(["emplois", "rien"])) < 1
    assert coverage.strangeness(known.recall(["rien"])) == 1
    assert coverage.strangeness(known.recall([])) == 1


@given(st.text(st.characters(categories=["L", "N"]), min_size=1), st.text("abé", min_size=1))
def test_n_grams_stay_within_words(one: str, other: str) -> None:
    apart = np.concatenate([grams([one])[0], grams([other])[0]])
    together, owners = grams([one, other])
    assert sorted(together) == sorted(apart)
    assert list(np.bincount(owners)) == [len(grams([word])[0]) for word in (one, other)]


def test_a_table_sums_the_rows_asked_for() -> None:
    table = Table(np.array([2, 0, 2]), np.array([1, 0, 1]), np.array([5.0, 1.0, 2.0]), (4, 3))
    assert list(table.sums(np.array([2, 3]), np.array([10.0, 1.0]))) == [0, 70, 0]
    assert list(table.sums(np.array([], np.int64), np.array([]))) == [0, 0, 0]


def test_texts_are_joined_some_at_a_time() -> None:
    _, texts = written([["a"], ["b", "c"], [], ["d"]])
    joined = texts.joined([2, 2])
    assert list(joined.lengths) == [3, 1]
    assert list(joined.numbers) == list(texts.numbers)


def test_a_name_gives_all_that_bear_it_however_it_is_typed() -> None:
    names = Names([("L’Économie", "autre"), ("Un PTCE",), ("l'economie !",)])
    assert list(names.places("L'ECONOMIE")) == [0, 2]
    assert list(names.places("un pôle territorial de coopération économique")) == [1]
    assert list(names.places("rien")) == []
