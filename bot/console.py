"""What the command line says: answers on standard output, refusals on standard error."""

import os
import sys
from collections.abc import Iterable


class Refusal(Exception):
    """A call that cannot be carried out: the sentence to say, and the code to end with."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def asked(words: list[str]) -> Iterable[str]:
    """What was asked on the command line, else each line of standard input."""
    if words:
        return [" ".join(words)]
    return (line.decode(errors="replace").rstrip("\r\n") for line in sys.stdin.buffer)


def say(text: str) -> None:
    """Write a line of what was asked."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Write a line about what is wrong."""
    sys.stderr.write(text + "\n")


def open_standard_streams() -> None:
    """Make streams usable whatever they were given: a closed input would lend its number to the
    first file opened, and a terminal that is not in UTF-8 must not stop an answer.
    """
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)  # takes 0, the first free number
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
