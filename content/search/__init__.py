"""Finding the document that answers a question: pure Python, no I/O, no service."""

from content.search.decision import Found, FoundKind
from content.search.finder import Finder

__all__ = ["Finder", "Found", "FoundKind"]
