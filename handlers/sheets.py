"""A form as one text to fill in: how its lines stand there, and what an answer says of each.

What is named goes to its field. Lines without a name go in their order, but a field that is sure
of one takes it wherever it stands. What one field cannot read never costs the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from community.context import Context, Field, Offer, Unreadable
from french import courtesy
from french.sheets import Told, pieces, read_sheet
from handlers.answers import is_offer

Words = dict[str, list[str]]


@dataclass(slots=True)
class Filled:
    """What an answer says: by field what is kept, and her words; by field her words, and the fault.

    `left` is what no field takes, `asides` what she asks instead; a `vague` one names no field and
    is of none for sure.
    """

    answers: dict[str, str] = field(default_factory=dict)
    heard: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, tuple[str, Unreadable]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    vague: bool = False

    @property
    def named(self) -> set[str]:
        """The fields of which something was said."""
        return {*self.heard, *self.wrong}

    def may_ask(self, asked: Sequence[Field]) -> bool:
        """Whether this may be a question rather than an answer."""
        return bool(self.asides) or (self.vague and (len(asked) > 1 or bool(self.wrong)))

    def take(self, one: Field, text: str, ctx: Context) -> None:
        """Give a field its answer. Raises Declined."""
        try:
            self.answers[one.name] = _read(one, text, ctx)
        except Unreadable as unread:
            self.wrong[one.name] = text, unread
            self.answers |= unread.kept
        else:
            self.heard[one.name] = text


def name_of(one: Field, ctx: Context) -> str:
    """What a field is called, without the note that its line has."""
    return _line(one, ctx).partition(" (")[0]


def _line(one: Field, ctx: Context) -> str:
    if one.line is not None:
        return one.line(ctx)[0]
    return ctx.library.texts.label(f"forms.line_{one.name}")


def _other_words(one: Field, ctx: Context) -> tuple[str, ...]:
    if one.line is not None:
        return one.line(ctx)[1]
    return ctx.library.texts.words(f"forms.line_{one.name}")


def lines(
    asked: Iterable[Field],
    ctx: Context,
    near: Mapping[str, tuple[Offer, ...]],
    kept: Mapping[str, str],
) -> list[str]:
    """« Structure (ou « aucune ») », a line for each field, with the usual answers in brackets.

    A field whose answer is `kept` shows that one.
    """
    return [_with_usual(one, ctx, near.get(one.name, ()), kept.get(one.name, "")) for one in asked]


def _with_usual(one: Field, ctx: Context, near: tuple[Offer, ...], kept: str) -> str:
    line = _line(one, ctx)
    usual = near or (one.offer(ctx) if one.offer and "(" not in line else ())
    labels = [offered.label for offered in usual]
    if kept:
        labels.append(ctx.library.texts.label("forms.else_kept", value=kept))
    return f"{name_of(one, ctx)} ({', '.join(labels)})" if labels else line


def fill(text: str, asked: Sequence[Field], known: Sequence[Field], ctx: Context) -> Filled:
    """What a text says of the fields asked now, and of those `known`, when it names them.

    Raises Declined.
    """
    filled = Filled()
    fields = {one.name: one for one in (*asked, *known)}
    said = courtesy.set_apart(text)
    sheet = read_sheet(said, *_words(fields.values(), ctx))
    loose = list(sheet.loose)
    if len(asked) == 1 and not sheet.told:
        loose = [said]
    for told in sheet.told:
        loose += _named(fields[told.name], told, filled, ctx)
    filled.asides = [line for line in loose if line.endswith("?")]
    loose = [line for line in loose if not line.endswith("?")]
    filled.vague = not sheet.told and len(loose) + len(filled.asides) == 1
    _share(loose, [one for one in asked if one.name not in filled.named], filled, ctx)
    return filled


def _words(fields: Iterable[Field], ctx: Context) -> tuple[Words, Words]:
    """What names each field, and what opens a sentence about it: « je m'appelle… »."""
    names: Words = {}
    sayings: Words = {}
    for one in fields:
        words = _other_words(one, ctx)
        sayings[one.name] = [word for word in words if word.endswith("…")]
        names[one.name] = [name_of(one, ctx), *(w for w in words if w not in sayings[one.name])]
    return names, sayings


def _named(one: Field, told: Told, filled: Filled, ctx: Context) -> tuple[str, ...]:
    """Take what is said below the name of a field, and give the lines that are not of it.

    What is no free text goes on below as long as it can be read, a long one wherever it ends.
    """
    if not told.value:
        return told.below
    if one.long:
        filled.take(one, "\n".join((told.value, *told.below)), ctx)
        return ()
    for size in range(0 if one.free else len(told.below), 0, -1):
        whole = "\n".join((told.value, *told.below[:size]))
        if _reads(one, whole, ctx):
            filled.take(one, whole, ctx)
            return told.below[size:]
    filled.take(one, told.value, ctx)
    return told.below


def _share(loose: list[str], asked: list[Field], filled: Filled, ctx: Context) -> None:
    """Give lines without a name to the fields that were not named."""
    if len(loose) < len(asked):
        loose = _parted(loose, asked, ctx)
        filled.vague &= len(loose) == 1
    if len(loose) == len(asked) and all(
        _reads(one, said, ctx) for one, said in zip(asked, loose, strict=True)
    ):
        for one, said in zip(asked, loose, strict=True):
            filled.take(one, said, ctx)
        return
    for one in list(asked):
        certain = next((said for said in loose if _sure(one, said, ctx)), None)
        if certain is not None:
            filled.take(one, certain, ctx)
            filled.vague = False
            asked.remove(one)
            loose.remove(certain)
    if len(loose) < len(asked):
        asked = [one for one in asked if one.free] + [one for one in asked if not one.free]
    for said in loose:
        taker = next((one for one in asked if not one.free or _speaks(said)), None)
        if taker is None:
            filled.left.append(said)
        else:
            filled.take(taker, said, ctx)
            asked.remove(taker)


def _parted(loose: list[str], asked: list[Field], ctx: Context) -> list[str]:
    """Lines cut where they hold several answers, but those that one field is sure of."""
    return [
        one
        for said in loose
        for one in ([said] if any(_sure(one, said, ctx) for one in asked) else pieces(said))
    ]


def _read(one: Field, said: str, ctx: Context) -> str:
    """What a field makes of a text: all the words of a free one count. Raises Unreadable."""
    return one.read(said if one.free else courtesy.bare(said), ctx)


def _reads(one: Field, said: str, ctx: Context) -> bool:
    try:
        _read(one, said, ctx)
    except Unreadable:
        return False
    return _speaks(said) or not one.free


def _sure(one: Field, said: str, ctx: Context) -> bool:
    """Whether a field takes a line wherever it stands."""
    if one.sure is not None:
        return one.sure(courtesy.bare(said), ctx)
    if one.free:
        return any(is_offer(said, offered) for offered in (one.offer(ctx) if one.offer else ()))
    return _reads(one, said, ctx)


def _speaks(said: str) -> bool:
    """A free text has a letter: a number alone is meant for another field."""
    return any(c.isalpha() for c in said)
