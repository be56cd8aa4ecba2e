"""The terminal door: a conversation at a prompt, or one message a line from a pipe."""

import asyncio
import itertools
import os
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.doors.plain import show
from community.words import Address, Door, File, Reply, Request, Sending

STANDARD_INPUT = 0
HERE = Path("var")
FILES = HERE / "fichiers"
HISTORY = HERE / "historique"
WELCOME = "Écrivez votre question avec vos mots, ou /aide. Pour partir : Ctrl+D.\n"

Receive = Callable[[Sequence[Request]], Awaitable[None]]
Settle = Callable[[], Awaitable[None]]


class Terminal(Door):
    """Shows replies on standard output."""

    name = "terminal"

    def __init__(self, files: Path = FILES) -> None:
        self._files = files
        self._count = itertools.count(1)

    def link(self, token: str) -> str:
        """What to type to open a link."""
        return f"/start {token}"

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:  # noqa: ARG002 - one reader, and every message is new
        """Show a reply, its files kept where they are named."""
        kept = [str(self._keep(file)) for file in files]
        sys.stdout.write(show(reply, kept) + "\n\n")
        sys.stdout.flush()
        return str(next(self._count))

    def _keep(self, file: File) -> Path:
        """Save a file under a name that is free, for its owner's eyes."""
        self._files.mkdir(parents=True, exist_ok=True)
        wanted = self._files / (Path(file.filename).name or "fichier")
        names = (wanted.with_stem(f"{wanted.stem}-{n}" if n else wanted.stem) for n in range(10**6))
        path = next(name for name in names if not name.exists())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as kept:
            kept.write(file.content)
        return path


async def converse(
    sender: Address, commands: Sequence[str], receive: Receive, settle: Settle
) -> None:
    """Bring what is typed to the bot, each line once the one before is answered, until the end."""
    start = uuid4().hex
    lines = _typed(commands) if sys.stdin.isatty() and sys.stdout.isatty() else _piped()
    async with aclosing(lines):
        number = 0
        async for text in lines:
            number += 1
            said = Request(f"{start}-{number}", sender, text, datetime.now(UTC))
            await receive([said])
            await settle()


async def _typed(commands: Sequence[str]) -> AsyncGenerator[str, None]:
    """Lines from a prompt that stays whole while messages come in above it."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - 0.35 s that a pipe does without
    from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415
    from prompt_toolkit.history import FileHistory  # noqa: PLC0415
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415

    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    HISTORY.touch(mode=0o600)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(HISTORY)),
        completer=WordCompleter([f"/{name}" for name in commands], sentence=True),
        complete_while_typing=False,
    )
    sys.stdout.write(WELCOME)
    with patch_stdout():
        while True:
            try:
                text = await session.prompt_async("> ", handle_sigint=False)
            except (EOFError, KeyboardInterrupt):
                return
            if text.strip():
                yield text


async def _piped() -> AsyncGenerator[str, None]:
    """Lines of standard input, read in a thread because a file cannot be polled.

    The thread has a reader of its own and dies with the process: a blocked `sys.stdin` would
    keep the interpreter from ending.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)

    def read() -> None:
        try:
            with os.fdopen(STANDARD_INPUT, "rb", closefd=False) as stdin:
                for line in stdin:
                    text = line.decode(errors="replace").rstrip("\r\n")
                    asyncio.run_coroutine_threadsafe(lines.put(text), loop).result()
        finally:
            asyncio.run_coroutine_threadsafe(lines.put(None), loop)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while (text := await lines.get()) is not None:
        yield text
