"""A calendar server nobody here wrote: Radicale, on loopback, as many people's agendas live on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.servers import free_port

# Marie, without a password: `auth-type none` takes any.
MARIE = {"Authorization": "Basic bWFyaWU6"}
AGENDA = "/marie/agenda/"


class CalendarServer:
    """Keeps the calendar of one person."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Give the status and what was answered."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            headers = MARIE | {"Content-Type": "text/calendar; charset=utf-8"}
            connection.request(method, AGENDA + path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


@contextmanager
def running_calendar_server(folder: Path) -> Iterator[CalendarServer]:
    """Start Radicale with an empty calendar, and stop it."""
    port = free_port()
    command = [sys.executable, "-m", "radicale", "--config", "", "--auth-type", "none"]
    command += ["--server-hosts", f"127.0.0.1:{port}", "--logging-level", "info"]
    command += ["--storage-filesystem-folder", str(folder)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=subprocess.PIPE) as it:
        try:
            assert it.stderr is not None
            ready = next((line for line in it.stderr if b"server ready" in line), b"")
            assert ready, "Radicale ended before it was ready"
            server = CalendarServer(port)
            assert server.ask("MKCALENDAR", "")[0] == 201
            yield server
        finally:
            it.terminate()
