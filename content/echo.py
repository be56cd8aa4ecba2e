"""What is said back of a date phrase, before anything is done with it."""

from content.texts import Texts
from french.when import Kind, When, say


def echo(texts: Texts, when: When) -> str:
    """The reading in full, the question to ask, or what is wrong: plain, typeset text."""
    said = [say(reading) for reading in when.readings]
    if when.why is None:
        return said[0]
    reason = texts.label(f"dates.{when.why}", about=when.about, left=when.left)
    if when.kind is not Kind.AMBIGUOUS:
        return reason
    if len(said) == 1:
        return f"{reason} {texts.label('dates.ask_one', said=said[0])}"
    return f"{reason} {texts.label('dates.ask_several', said=said)}"
