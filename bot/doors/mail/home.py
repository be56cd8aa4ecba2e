"""Who the bot is by mail: its address, and the addresses that carry a token."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from community.post.tokens import TOKEN
from content.library import Library

PLACE = "%s"
BOUNCE = "bounce-"


@dataclass(frozen=True, slots=True)
class Home:
    """An `address`, the `name` shown with it, and the `pattern` of addresses that answer us.

    `%s` stands in the pattern for a token; a provider without such addresses has none, and
    the token then comes back in In-Reply-To alone. All are in lower case. `library` gives what is
    known now: the words around each mail are in it.
    """

    address: str
    name: str
    pattern: str
    library: Callable[[], Library]

    @property
    def domain(self) -> str:
        """The domain of our address, which our Message-IDs end with."""
        return self.address.rpartition("@")[2]

    def reply_address(self, token: str) -> str:
        """Where an answer to the message of that token goes."""
        return self.pattern.replace(PLACE, token)

    def bounce_address(self, token: str) -> str:
        """Where a server says that the message of that token did not arrive (VERP).

        It is the envelope's sender: people never write there.
        """
        if PLACE not in self.pattern:
            return self.address
        return self.pattern.replace(PLACE, f"{BOUNCE}{token}")

    def message_id(self, token: str) -> str:
        """What the message of that token is called, without its brackets."""
        return f"{token}@{self.domain}"

    def token_of(self, address: str) -> str | None:
        """The token of an address of ours, None for any other."""
        return _token(self._inside(address).removeprefix(BOUNCE))

    def token_in(self, message_id: str) -> str | None:
        """The token of a message of ours, None for any other."""
        token, _, domain = message_id.lower().rpartition("@")
        return _token(token) if domain == self.domain else None

    def is_bounce(self, address: str) -> bool:
        """Whether only machines write to that address."""
        return self._inside(address).startswith(BOUNCE)

    def is_ours(self, address: str) -> bool:
        """Whether mail from that address would be our own."""
        return address.lower() == self.address or bool(self._inside(address))

    def _inside(self, address: str) -> str:
        """What stands in an address where the pattern has its place; nothing when it has none."""
        before, place, after = self.pattern.partition(PLACE)
        inside = re.escape(before) + r"([a-z0-9-]+)" + re.escape(after)
        found = re.fullmatch(inside, address.lower()) if place else None
        return found[1] if found else ""


def _token(text: str) -> str | None:
    return text if TOKEN.fullmatch(text) else None
