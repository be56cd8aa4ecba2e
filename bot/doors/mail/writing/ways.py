"""Choices by mail: words to write back, and links that open an answer ready to be sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from community.words import Choice

OPENED = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Way:
    """A choice as a mail shows it: what it says, where its link leads, and whether that is a page.

    What is no page is answered with the words of its label.
    """

    label: str
    link: str
    page: bool


def ways(choices: Sequence[Choice], answer_to: str, subject: str) -> tuple[Way, ...]:
    """What a reply offers; answers go to that address, below that subject."""
    return tuple(_ways(choices, answer_to, subject))


def _ways(choices: Sequence[Choice], answer_to: str, subject: str) -> Iterator[Way]:
    for choice in choices:
        label = " ".join(choice.label.split())
        page = choice.command.startswith(OPENED)
        yield Way(label, choice.command if page else mailto(answer_to, subject, label), page)


def mailto(address: str, subject: str, body: str = "") -> str:
    """A link that opens a message (RFC 6068).

    The + of an address is encoded: some webmails would read it as a space.
    """
    said = {"subject": subject, "body": body}
    fields = "&".join(f"{name}={quote(text, safe='')}" for name, text in said.items() if text)
    return f"mailto:{quote(address, safe='@')}?{fields}"
