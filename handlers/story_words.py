"""How what the community tells is read: its parts, and who told it."""

from collections.abc import Mapping, Sequence

from community.db.tables import Member
from community.stories import GRID
from content.library import Library


def sections(told: Mapping[str, str], library: Library) -> list[tuple[str, list[str]]]:
    """The parts of what is told, each with its title and its lines."""
    return [
        (library.texts.label(f"proposing.{one}"), told[one].splitlines())
        for one in GRID
        if told.get(one)
    ]


def author_of(member: Member | None, library: Library) -> str:
    """« Marie (La Fabrique) », or a member of the community for who is not named."""
    if member is None:
        return library.texts.label("stories.somebody")
    return library.texts.label("stories.author", name=member.name, structure=member.structure)


def credit_of(authors: Sequence[Member | None], library: Library) -> str:
    """All those who told it, as one reads them."""
    names = [author_of(one, library) for one in authors]
    return " et ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
