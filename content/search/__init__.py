"""Finding the document that answers a question: in this process, no service."""

from content.search.decision import Found, FoundKind
from content.search.finder import Finder

__all__ = ["Finder", "Found", "FoundKind"]
