"""The subject of a mail: that of its exchange, that of what it answers, or its first words."""

import re
import unicodedata

from bs4 import BeautifulSoup

from bot.doors.plain import to_text
from community.words import Matter, Thread
from content.library import Library
from french.dates import day_this_year

LONGEST = 60  # characters that are made up here; what somebody wrote is kept whole
MOST = 200
UNSEEN = frozenset({"Cc", "Cs"})  # what moves a terminal's cursor, and half letters
ANSWERED = re.compile(r"(?:(?:re|ré|rép|aw|sv|tr|fw|fwd)\s?:\s*)+", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?…])\s")


def subject_of(html: str, matter: Matter, library: Library) -> str:
    """What a mail with these words is called; one line, whatever is in a title."""
    if matter.subject:
        return answering(matter.subject)
    if matter.thread is not None:
        return one_line(_of_thread(matter.thread, library))
    return _first_words(html) or library.texts.label("mail.subject")


def answering(subject: str) -> str:
    """« Re: » and the subject, once."""
    return f"Re: {ANSWERED.sub('', one_line(subject), count=1)}".strip()


def _of_thread(thread: Thread, library: Library) -> str:
    theme = library.themes.get(thread.theme)
    return library.texts.label(
        "mail.exchange",
        theme=(theme.button or theme.title) if theme else thread.theme,
        title=thread.title,
        day=day_this_year(thread.day),
    )


def _first_words(html: str) -> str:
    """What is in bold first, else the first sentence; cut between two words when it is long."""
    bold = BeautifulSoup(html, "html.parser").find("b")
    said = bold.get_text(" ") if bold else SENTENCE.split(to_text(html).partition("\n")[0])[0]
    line = one_line(said).lstrip("->• ").rstrip(" .:")
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"


def one_line(text: str) -> str:
    """A text that no header is broken by: one line, its spaces plain."""
    kept = "".join(
        char for char in text if unicodedata.category(char) not in {"Cc", "Cs"} or char.isspace()
    )
    return " ".join(kept.split())[:MOST]
