"""What a text names: « COORACE », and the answer that says what that is."""

import re
from collections.abc import Iterable

from content.documents import Audience, Document
from french.common import common_words
from french.folding import fold

NAME = re.compile(r"\b[A-Z]{3,}\b")
WORD = re.compile(r"[^\W\d_]{3,}")
SUBJECTS = {"PTCE", "ESS"}  # named by nearly everybody, whatever she asks


class Named:
    """Names in capitals in the titles of answers, each with the answer of the shortest title."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._answers: dict[str, str] = {}
        known = [one for one in documents if one.kind == "faq"]
        public = (one for one in known if one.audience is Audience.EVERYONE)
        for one in sorted(public, key=lambda one: len(one.title)):
            for name in NAME.findall(one.title):
                if name not in SUBJECTS:
                    self._answers.setdefault(name, one.id)

    def of(self, text: str) -> str | None:
        """The answer about the first name that a text holds; « mes » in small letters is none."""
        for word in WORD.findall(text):
            name = fold(word).upper()
            if name in self._answers and (word.isupper() or fold(word) not in common_words()):
                return self._answers[name]
        return None
