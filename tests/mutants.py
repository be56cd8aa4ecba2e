"""Mails that were damaged, cut, mixed and swollen on their way, up to 200 kB."""

from collections.abc import Callable, Sequence
from random import Random

MOST = 200_000  # bytes
ODD = (b"\0", b"\r", b"\n\n", b"=", b"--", b">", b"<", b"&#", b'"', b"\xff", b"\xe2\x80\xaf", b"=?")


def mutate(mails: Sequence[bytes], random: Random) -> bytes:
    """One of the mails, changed one to six times; one in five made as large as can be."""
    mail = random.choice(mails)
    for _ in range(random.randint(1, 6)):
        mail = random.choice(WAYS)(mail, random.choice(mails), random)
    if random.random() < 0.2:
        mail = _swollen(mail, random)
    return mail[:MOST]


def _flipped(mail: bytes, other: bytes, random: Random) -> bytes:
    changed = bytearray(mail)
    for _ in range(random.randint(1, 1 + len(changed) // 50)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(mail: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(mail, random)
    return mail[:start] + mail[end:]


def _truncated(mail: bytes, other: bytes, random: Random) -> bytes:
    return mail[: random.randint(0, len(mail))]


def _mixed(mail: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(other, random)
    at = random.randint(0, len(mail))
    return mail[:at] + other[start:end] + mail[at:]


def _odd(mail: bytes, other: bytes, random: Random) -> bytes:
    at = random.randint(0, len(mail))
    return mail[:at] + random.choice(ODD) * random.choice((1, 3, 40, 3000)) + mail[at:]


def _shuffled(mail: bytes, other: bytes, random: Random) -> bytes:
    lines = mail.splitlines(keepends=True)
    start, end = sorted(random.randint(0, len(lines)) for _ in range(2))
    middle = lines[start:end]
    random.shuffle(middle)
    return b"".join([*lines[:start], *middle, *lines[end:]])


def _swollen(mail: bytes, random: Random) -> bytes:
    """A piece of the mail said again until there is room for no more."""
    start, end = _span(mail, random)
    piece = mail[start:end] or b"\n"
    return mail[:end] + piece * (MOST // len(piece)) + mail[end:]


def _span(mail: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(mail))
    return start, min(len(mail), start + random.choice((1, 7, 80, 400, 5000)))


WAYS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    _flipped, _cut, _truncated, _mixed, _odd, _shuffled,
)  # fmt: skip
