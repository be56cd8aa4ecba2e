"""Every conversation of `dialogs/` goes as it is written.

`PALABRE_WRITE_DIALOGS=1` writes down what the bot really says, to be read before it is committed.
"""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.stage import INDENT, MAIL, Line, Stage, as_pattern, open_stage, parse, plain, play
from tests.telegram_stage import open_telegram_stage
from tests.test_mail_writing import CHAT

DIALOGS = sorted((Path(__file__).parent / "dialogs").glob("*.txt"))
BY_MAIL = [path for path in DIALOGS if path.stem.startswith("courriel-")]
WRITE = os.environ.get("PALABRE_WRITE_DIALOGS") == "1"


@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path, sqlite_url: str, clock: Clock) -> None:
    lines = parse(path)
    async with open_stage(sqlite_url, clock, by_mail=path in BY_MAIL) as stage:
        if WRITE:
            await _write(path, lines, stage)
            return
        for line in lines:
            await _check(path, line, stage)
        assert not stage.unread(), f"nobody read {stage.unread()}"


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize(
    "path", [path for path in DIALOGS if path not in BY_MAIL], ids=lambda path: path.stem
)
async def test_the_conversation_goes_the_same_by_telegram(
    path: Path, webhook: bool, sqlite_url: str, clock: Clock
) -> None:
    async with open_telegram_stage(sqlite_url, clock, webhook=webhook) as stage:
        for line in filter(_can_be_sent, parse(path)):
            await _check(path, _as_telegram_shows(line), stage)
        assert not stage.unread(), f"nobody read {stage.unread()}"


@pytest.mark.parametrize("path", BY_MAIL, ids=lambda path: path.stem)
def test_no_mail_asks_for_a_slash_nor_a_touch(path: Path) -> None:
    mails = (line for line in parse(path) if MAIL.match(line.text) or line.text.endswith(" lit"))
    read = "\n".join(text for line in mails for text in line.expected)
    assert CHAT.findall(read) == []


def test_there_are_at_least_thirty() -> None:
    assert len(DIALOGS) >= 30


def _can_be_sent(line: Line) -> bool:
    """Telegram has no message without any text."""
    return not line.text.endswith(" >")


def _as_telegram_shows(line: Line) -> Line:
    """The same lines, at its own margins, and pictures without their name."""
    expected = (re.sub(r"\S+\.png\]", "image.png]", text.lstrip()) for text in line.expected)
    return Line(line.number, line.text, tuple(expected))


async def _check(path: Path, line: Line, stage: Stage) -> None:
    read = await play(line, stage)
    if read is None:
        return
    where = f"{path.name}:{line.number}: {line.text}\n\n{read}"
    assert as_pattern(line.expected).match(plain(read)), where


async def _write(path: Path, lines: list[Line], stage: Stage) -> None:
    """Keep the lines that make something happen, and what already matches."""
    written = [text for text in path.read_text(encoding="utf-8").splitlines() if text[:1] == "#"]
    for line in lines:
        read = await play(line, stage)
        happens = line.text.startswith("(") and not written[-1].startswith(INDENT)
        written += [*([] if happens else [""]), *line.written()]
        if read is None:
            continue
        read = stage.hide_secrets(read)
        kept = any(line.expected) and as_pattern(line.expected).match(plain(read))
        shown = ("\n".join(line.expected) if kept else plain(read)).strip("\n")
        written += [f"{INDENT}{text}".rstrip() for text in shown.splitlines()]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
