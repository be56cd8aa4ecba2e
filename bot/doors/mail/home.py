"""Where the bot lives by mail: its own addresses, and those it gives to be answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from community.post.tokens import TOKEN
from content.library import Library


@dataclass(frozen=True, slots=True)
class Home:
    """The bot's address and name, and a `pattern` (`bot+%s@example.org`) of addresses that answer.

    `library` gives what is known now: the words of mails are in it.
    """

    address: str
    name: str
    pattern: str
    library: Callable[[], Library]

    @property
    def domain(self) -> str:
        """The domain of every address of ours."""
        return self.address.rpartition("@")[2].lower()

    def reply_address(self, token: str) -> str:
        """The address that a token is answered at."""
        return self.pattern % token

    def token_of(self, address: str) -> str | None:
        """The token that an address of ours holds."""
        before, _, after = self.pattern.lower().partition("%s")
        form = f"{re.escape(before)}({TOKEN.pattern}){re.escape(after)}"
        found = re.fullmatch(form, address.lower())
        return found[1] if found else None

    def is_ours(self, address: str) -> bool:
        """Whether it is the bot's own."""
        return address.lower() == self.address.lower() or self.token_of(address) is not None
