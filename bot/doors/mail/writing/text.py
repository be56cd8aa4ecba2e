"""A reply as plain text, complete without its HTML."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.doors.mail.writing.ways import Way
from bot.doors.plain import to_text
from content.texts import Texts
from french.typography import NO_BREAK

MARK = "\ufeff" * 4  # nobody sees it; whoever quotes the line above keeps it
SIGNATURE = "-- "  # RFC 3676, 4.3: programs fold what is below, and leave it out of quotes


def text(html: str, offered: Sequence[Way], texts: Texts) -> str:
    """What is said, what can be answered, and who says it."""
    parts = (
        texts.label("mail.delimiter") + MARK,
        _words(html),
        "\n".join(_pages(offered)),
        "\n".join(_answers(offered, texts)),
        "\n".join((SIGNATURE, *footer(texts))),
    )
    return "\n\n".join(filter(None, parts)) + "\n"


@lru_cache(maxsize=64)  # an invitation goes to many
def _words(html: str) -> str:
    return to_text(html)


def _pages(offered: Sequence[Way]) -> Iterator[str]:
    return (f"{way.label}{NO_BREAK}: {way.link}" for way in offered if way.page)


def _answers(offered: Sequence[Way], texts: Texts) -> Iterator[str]:
    """Words to write back; a number is that of the choice among all."""
    answers = [(number, way) for number, way in enumerate(offered, 1) if not way.page]
    if not answers:
        return
    yield texts.label("mail.choose" if len(answers) > 1 else "mail.choose_one")
    yield from (f"{number}. {way.label}" for number, way in answers)


def footer(texts: Texts) -> tuple[str, str]:
    """Who writes, and how to hear nothing more."""
    return texts.label("mail.who"), texts.label("mail.stop")
