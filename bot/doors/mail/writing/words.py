"""Commands as a mail says them: words to write back, « agenda », for nobody types a slash there."""

import re
from collections.abc import Mapping

from content.entries import CommandEntry
from french.typography import NARROW

# A tag stays as it is; so do a path, what is no command's name, and the link of a terminal.
COMMAND = re.compile(
    rf"<[^>]*>|(?P<quoted>«[\s{NARROW}]?)?(?<![\w/.:@])/(?P<name>[a-z_]+)"
    r"(?![\w/@]|\.\w| [a-z2-7]{26}\b)"
)


def in_words(html: str, commands: Mapping[str, CommandEntry]) -> str:
    """Simple HTML whose commands are the words that mean them, quoted."""
    return COMMAND.sub(lambda found: _worded(found, commands), html)


def _worded(found: re.Match[str], commands: Mapping[str, CommandEntry]) -> str:
    command = commands.get(found["name"] or "")
    if command is None:
        return found[0]
    words = command.said or found["name"]
    return f"{found['quoted']}{words}" if found["quoted"] else f"«{NARROW}{words}{NARROW}»"
