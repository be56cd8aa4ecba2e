"""The development set holds: figures may rise, not fall, when the content or the search changes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from benchmarks.development import (
    QUESTIONS,
    Development,
    Figures,
    Hearing,
    auc,
    hear,
    measure,
    read_development,
)
from content.documents import Document
from content.loading import load
from content.search import Finder
from french.folding import fold

if TYPE_CHECKING:
    from content.search.meaning import Meaning


pytestmark = pytest.mark.timeout(400)  # 1 100 questions, twice


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return load(None, "contact@example.org").documents()


@pytest.fixture(scope="module")
def development(documents: tuple[Document, ...]) -> Development:
    return read_development(document.id for document in documents)


def test_the_set_is_large_enough(development: Development) -> None:
    assert len(development.asked) >= 700
    assert len(development.far) + len(development.near) >= 350


def test_no_question_is_a_phrasing(
    documents: tuple[Document, ...], development: Development
) -> None:
    known = {fold(text).rstrip(" ?") for doc in documents for text in (doc.title, *doc.phrasings)}
    copied = [text for text, _ in development.asked if fold(text).rstrip(" ?") in known]
    assert not copied


@dataclass(frozen=True, slots=True)
class Floor:
    """What must hold at least, and at most."""

    top1: float
    top3: float
    right: float
    wrong: float
    auc: float


FLOORS = {
    "words": Floor(top1=0.90, top3=0.96, right=0.49, wrong=0.02, auc=0.965),
    "meaning": Floor(top1=0.955, top3=0.988, right=0.80, wrong=0.012, auc=0.985),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What an engine made of the set, and what it must reach."""

    finder: Finder
    hearing: Hearing
    figures: Figures
    floor: Floor


@pytest.fixture(scope="module", params=FLOORS)
def heard(
    request: pytest.FixtureRequest, documents: tuple[Document, ...], development: Development
) -> Heard:
    meaning: Meaning | None = None
    if request.param == "meaning":
        meaning = request.getfixturevalue("meaning")
    finder = Finder(documents, meaning)
    hearing = hear(finder, development)
    return Heard(finder, hearing, measure(hearing, finder.limits), FLOORS[request.param])


def test_each_answer_is_the_first_to_its_own_question(
    heard: Heard, documents: tuple[Document, ...]
) -> None:
    asked = [document for document in documents if document.kind == "faq"]
    assert len(asked) >= 90
    lost = [one.id for one in asked if heard.finder.find(one.title).candidates[0][0] != one.id]
    assert lost == []


def test_the_right_document_comes_first(heard: Heard) -> None:
    assert heard.figures.top1 >= heard.floor.top1


def test_the_right_document_is_among_the_first_three(heard: Heard) -> None:
    assert heard.figures.top3 >= heard.floor.top3


def test_direct_answers_are_right(heard: Heard) -> None:
    assert heard.figures.right >= heard.floor.right
    assert heard.figures.wrong <= heard.floor.wrong


def test_far_questions_are_never_answered(heard: Heard) -> None:
    assert heard.figures.far_answered == 0


def test_near_misses_are_seldom_answered(heard: Heard) -> None:
    assert heard.figures.near_answered <= 0.05


def test_scores_part_ours_from_the_rest(heard: Heard) -> None:
    assert auc(heard.hearing) >= heard.floor.auc


def test_strangers_find_what_they_ask(documents: tuple[Document, ...], meaning: "Meaning") -> None:
    """Questions of people who had never seen our words, which are harder than our own.

    The goal for near misses is 0.08 at most.
    """
    asked = read_development((one.id for one in documents), QUESTIONS / "strangers")
    finder = Finder(documents, meaning)
    hearing = hear(finder, asked)
    figures = measure(hearing, finder.limits)
    assert figures.top1 >= 0.93
    assert figures.top3 >= 0.98
    assert figures.wrong <= 0.01
    assert figures.near_answered <= 0.04
    assert figures.far_answered == 0
    assert auc(hearing) >= 0.97
