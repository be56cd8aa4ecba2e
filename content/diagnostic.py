"""« Est-ce un PTCE ? »: the questions of the diagnostic, each with what it stands on.

They ask the seven criteria of the State's first call and the eight « spécificités » of the source
document. Four of these are the same thing, so eleven questions ask all fifteen.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from content.entries import FaqEntry, Line, Lines
from content.faults import Fault
from content.pages import Page

# In the order that they are asked: that of the call, then what it did not ask.
QUESTIONS = (
    *("regroupement", "ancrage", "innovation", "emplois", "respect", "ressources", "implication"),
    *("ess", "finalite", "secteurs", "financements"),
)
FOLDER = "diagnostic"
LONGEST_NAME = 34  # characters of a button
LONGEST_NOTE = 110  # characters: a filled-in line is known by its name, a note after it or not


class DiagnosticQuestion(FaqEntry):
    """A question of the diagnostic. The body is an example; « En savoir plus », who and what helps.

    `name`, and `words` that mean it, name its line by mail, where `note` is the question and its
    example in brief; `tip` is one thing to do. It is a `criterion` of the call, a `specificity`,
    or both.
    """

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    words: Lines = ()
    note: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]
    tip: Line
    criterion: bool
    specificity: bool


def diagnostic_faults(pages: Sequence[tuple[Page, DiagnosticQuestion]]) -> Iterator[Fault]:
    """Each question is there, no other is, and each is asked of a criterion or a specificity."""
    for page, question in pages:
        if question.id not in QUESTIONS:
            cure = f"nommez le fichier d’après une question connue : {', '.join(QUESTIONS)}"
            yield page.fault(f"« {question.id} » n’est pas une question du diagnostic", cure)
        if not (question.criterion or question.specificity):
            said = "cette question n’est ni un critère ni une spécificité"
            yield page.fault(said, "mettez « criterion » ou « specificity » à true", "criterion")
        if not question.more_html:
            cure = "écrivez sous « ## En savoir plus » qui peut aider, et comment"
            yield page.body_fault("il manque ce qui aide", cure)
        if set("()") & set(question.note):
            yield page.fault("la note a des parenthèses", "elle en aura : retirez-les", "note")


def missing_faults(found: Collection[str]) -> Iterator[Fault]:
    """A question that nobody wrote."""
    for one in QUESTIONS:
        if one not in found:
            cure = "écrivez ce fichier : un critère de l’appel ne se retire pas"
            yield Fault(f"{FOLDER}/{one}.md", 1, "il manque cette question du diagnostic", cure)
