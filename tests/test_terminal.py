import asyncio
import os
import pty
import select
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.doors import terminal
from bot.doors.terminal import Terminal, converse
from community.words import Address, Choice, File, Reply, Request, Sending
from tests.calls import environment

HERE = Address("terminal", "demo")


def test_a_link_is_something_to_type() -> None:
    assert Terminal().link("abc") == "/start abc"


async def test_a_reply_is_shown_and_its_files_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    reply = Reply("<p>Voici.</p>", (Choice("Suite", "/suite"),))
    files = (File("lien.png", "image/png", b"png"), File("../../lien.png", "image/png", b"deux"))
    door = Terminal()
    refs = [await door.send(HERE, reply, files[:1], Sending("t"))]
    refs.append(await door.send(HERE, reply, files[1:], Sending("u")))
    assert capsys.readouterr().out == (
        "Voici.\n\n[fichier : var/fichiers/lien.png]\n\n  1. Suite\n\n"
        "Voici.\n\n[fichier : var/fichiers/lien-1.png]\n\n  1. Suite\n\n"
    )
    assert len(set(refs)) == 2
    assert Path("var/fichiers/lien.png").read_bytes() == b"png"
    assert Path("var/fichiers/lien-1.png").read_bytes() == b"deux"
    assert stat.S_IMODE(Path("var/fichiers/lien.png").stat().st_mode) == 0o600


async def piped(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Converse with this on standard input; each line must be settled before the next comes."""
    reader, writer = os.pipe()
    os.write(writer, content)
    os.close(writer)
    monkeypatch.setattr(terminal, "STANDARD_INPUT", reader)
    heard: list[Request] = []
    settled = 0

    async def receive(requests: Sequence[Request]) -> None:
        assert settled == len(heard)
        heard.extend(requests)

    async def settle() -> None:
        nonlocal settled
        await asyncio.sleep(0.01)
        settled += 1

    await converse(HERE, [], receive, settle)
    os.close(reader)
    assert settled == len(heard)
    return heard


async def test_a_pipe_gives_a_message_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await piped("bonjour\r\n\né\xa0!\nfin".encode() + b"\xff", monkeypatch)
    assert [request.text for request in heard] == ["bonjour", "", "é\xa0!", "fin\ufffd"]
    assert {request.sender for request in heard} == {HERE}
    again = await piped(b"bonjour\n", monkeypatch)
    assert len({request.id for request in (*heard, *again)}) == 5


async def test_an_empty_pipe_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await piped(b"", monkeypatch) == []


def test_a_person_types_at_a_prompt(tmp_path: Path) -> None:
    """A real terminal: a command completed, a question, Ctrl+D, and what is left behind."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        command = [sys.executable, "-m", "bot", "chat", "--as", "lise"]
        os.execvpe(command[0], command, environment(TERM="xterm"))
    until(master, "Ctrl+D")
    os.write(master, b"/confid\t")
    until(master, "entialite")
    os.write(master, b"\r")
    until(master, "1. ")
    leave(master)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    history = tmp_path / "var" / "historique"
    assert "+/confidentialite" in history.read_text(encoding="utf-8")
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def until(master: int, words: str) -> str:
    """Read the screen until these words come; the prompt asks where the cursor is: answer."""
    seen = b""
    while words.encode() not in seen:
        said = os.read(master, 4096)
        if b"\x1b[6n" in said:
            os.write(master, b"\x1b[1;1R")
        seen += said
    return seen.decode(errors="replace")


def leave(master: int) -> None:
    """Type Ctrl+D until the program ends; one typed between two prompts is heard by nobody."""
    try:
        while True:
            os.write(master, b"\x04")
            while select.select([master], [], [], 0.5)[0]:
                os.read(master, 4096)
    except OSError:
        return  # the other end is closed
