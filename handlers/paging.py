"""Long lists, a page at a time: `p2` at the end of a command names the second page."""

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
PAGE = re.compile(r"(?:^|\s)p([1-9][0-9]{0,3})$")


def split_page(text: str) -> tuple[str, int]:
    """Part what was asked from its page: `region 84 p2` is `region 84`, page 2."""
    found = PAGE.search(text)
    return (text[: found.start()].strip(), int(found[1])) if found else (text.strip(), 1)


def page_of(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], bool]:
    """The things on a page, and whether more follow."""
    end = page * size
    return items[end - size : end], len(items) > end
