"""When: a French phrase that says a date, an hour, a length or a rule, read as people write it.

A small grammar, and no guess. `spelling` writes the phrase in one spelling; `paths` cuts it into
pieces in every way that takes all its words (`days`, `clocks`, `rules` and `small` know how they
are written); `shapes` says how the pieces go together; `settling` gives their readings, seen from
now. Where two ways, two dates or two hours remain, the answer is to ask.
"""

from french.when.answers import Kind, Reading, When, Why
from french.when.reading import read_when
from french.when.saying import say

__all__ = ["Kind", "Reading", "When", "Why", "read_when", "say"]
