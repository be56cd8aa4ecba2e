"""`palabre` as a process of its own, in a folder of its own, with nothing set but what is given."""

import os
import subprocess
import sys
from pathlib import Path

from tests.meaning import INDEX

OURS = ("PALABRE_", "DATABASE_URL", "PORT")


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    ours = {"PYTHONWARNINGS": "error", "PYTHONUTF8": "1", "PALABRE_INDEX": str(INDEX)}
    return kept | ours | settings


def palabre(
    folder: Path, *arguments: str, said: str | bytes = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run to the end, with what is said on standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=said.encode() if isinstance(said, str) else said,
        capture_output=True,
        cwd=folder,
        env=environment(**settings),
        timeout=40,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start one that goes on, with an open standard input."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(**settings),
        text=True,
    )


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """Read what it says until these words come; the test's own time limit ends a long wait."""
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, f"ended before saying {words!r}: {said}"
        said += line
    return said
