"""What is said, held against the commands and the choices that were offered."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from community.words import Choice
from french import courtesy
from french.folding import essence, fold
from handlers import COMMANDS

LONGEST = 8_000  # characters read of one message; nobody types more
BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.also)}


def clean(text: str) -> str:
    """Drop what cannot be seen (control, zero-width and direction marks) and cap the length."""
    seen = (c for c in text[:LONGEST] if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"})
    return "".join(seen).strip()


def split(line: str) -> tuple[str, str]:
    """The name of a command, and what follows it, perhaps on the next line."""
    name, *rest = line.removeprefix("/").split(maxsplit=1) or [""]
    return fold(name.partition("@")[0]), "".join(rest).strip()


def asked(text: str) -> str:
    """What may be a question: a text that is no command, or the words behind one that asks."""
    if not text.startswith("/"):
        return text
    name, rest = split(text)
    command = BY_NAME.get(name)
    return rest if command is not None and command.asks else ""


def meant(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The choice that was meant, or one as its command reads it in the words."""
    offered = tuple(choices)
    return match(text, offered) or next(filter(None, (_read(text, one) for one in offered)), None)


def _read(text: str, choice: Choice) -> Choice | None:
    name, rest = split(choice.command)
    command = BY_NAME.get(name)
    if command is None or command.reads is None:
        return None
    # The bare words first: « Merci, Marie » below an answer is none.
    read = command.reads(rest, courtesy.bare(text)) or command.reads(rest, text)
    return None if read is None else replace(choice, command=f"/{name} {read}".strip())


def match(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The choice that was meant: by its number, its label, one of its words, or its command."""
    offered = tuple(choices)
    return next(filter(None, (_match(said, text, offered) for said in said_in(text))), None)


def _match(said: str, text: str, offered: tuple[Choice, ...]) -> Choice | None:
    if said.isdecimal() and len(said) <= 3 and 1 <= int(said) <= len(offered):
        return offered[int(said) - 1]
    for choice in offered:
        if text == choice.command or said in {essence(w) for w in (choice.label, *choice.words)}:
            return choice
    return None


def said_in(text: str) -> tuple[str, ...]:
    """The words of a text, then those without its greetings and thanks, when there are any."""
    whole, bare = essence(text), essence(courtesy.bare(text))
    return (whole,) if whole == bare else (whole, bare)


def hint(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The one choice whose label holds all the words said, when they are few."""
    said = set(essence(text).split())
    if not 1 <= len(said) <= 4 or max(map(len, said)) < 4:
        return None
    held = [choice for choice in choices if said <= set(essence(choice.label).split())]
    return held[0] if len(held) == 1 else None
