"""The development set holds: figures may rise, not fall, when the content or the search changes."""

import pytest

from benchmarks.development import Development, Figures, auc, hear, measure, read_development
from content.documents import Document
from content.loading import load
from content.search import Finder
from french.folding import fold


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return load(None, "contact@example.org").documents()


@pytest.fixture(scope="module")
def development(documents: tuple[Document, ...]) -> Development:
    return read_development(document.id for document in documents)


@pytest.fixture(scope="module")
def figures(documents: tuple[Document, ...], development: Development) -> Figures:
    return measure(hear(Finder(documents), development))


def test_each_answer_is_the_first_to_its_own_question(documents: tuple[Document, ...]) -> None:
    finder = Finder(documents)
    asked = [document for document in documents if document.kind == "faq"]
    assert len(asked) >= 90
    lost = [one.id for one in asked if finder.find(one.title).candidates[0][0] != one.id]
    assert lost == []


def test_the_set_is_large_enough(development: Development) -> None:
    assert len(development.asked) >= 150
    assert len(development.far) + len(development.near) >= 60


def test_no_question_is_a_phrasing(
    documents: tuple[Document, ...], development: Development
) -> None:
    known = {fold(text).rstrip(" ?") for doc in documents for text in (doc.title, *doc.phrasings)}
    copied = [text for text, _ in development.asked if fold(text).rstrip(" ?") in known]
    assert not copied


def test_the_right_document_comes_first(figures: Figures) -> None:
    assert figures.top1 >= 0.81
    assert figures.top3 >= 0.93


def test_direct_answers_are_right(figures: Figures) -> None:
    assert figures.right >= 0.63
    assert figures.wrong <= 0.04


def test_far_questions_are_never_answered(figures: Figures) -> None:
    assert figures.far_answered == 0
    assert figures.near_answered <= 0.08


def test_scores_part_ours_from_the_rest(
    documents: tuple[Document, ...], development: Development
) -> None:
    assert auc(hear(Finder(documents), development)) >= 0.92
