"""A real Postfix and a real Dovecot on loopback, all of them in one folder; no mail can leave.

`someone@lab.test` is taken for any name but `nobody`; who has no mailbox comes back as a bounce.
The port PLAIN takes no addresses with accents; the mails of ACCENTED lie in the mailbox `accents`.
"""

import grp
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.servers import find_program, free_port

HERE = Path(__file__).parent
DOMAIN = "lab.test"
SECRET = "très/secret@"  # what must be written otherwise in a URL
WRITTEN = "tr%C3%A8s%2Fsecret%40"
SBIN = [Path("/usr/sbin")]
PORTS = ("IMAP", "IMAPS", "LMTP", "SMTP", "SUBM", "SUBMS", "PLAIN")
PATIENCE = 10.0
NAMES = [f"boite{number}" for number in range(500)]
ACCENTED = "rené@lab.test"
TAKEN = rf"""/^{ACCENTED}$/ {DOMAIN}/accents/
if !/^nobody@/
/^[a-z0-9._+-]+@lab\.test$/ ok
endif
"""


class MailLab:
    """Both servers, each of which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in PORTS}
        self._given = itertools.count()
        self._dovecot: subprocess.Popen[bytes] | None = None
        self._programs = {
            "dovecot": find_program("dovecot", "dovecot-imapd dovecot-lmtpd", SBIN),
            "postfix": find_program("postfix", "postfix", SBIN),
        }
        if os.geteuid() != 0:
            reason = "Postfix starts as root only"
            if os.environ.get("PALABRE_REQUIRE_ALL") == "1":
                pytest.fail(reason)
            pytest.skip(reason)

    @property
    def certificate(self) -> Path:
        """What proves both servers: give it as SSL_CERT_FILE."""
        return self.folder / "tls" / "cert.pem"

    def prepare(self) -> None:
        self.folder.chmod(0o755)
        for name in ("dovecot/run", "dovecot/state", "mail", "postfix/spool", "postfix/data"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "tls").mkdir()
        _own(self.folder / "mail", "mail")
        _own(self.folder / "postfix" / "data", "postfix")
        users = (f"{name}@{DOMAIN}:{{PLAIN}}{SECRET}\n" for name in NAMES)
        (self.folder / "dovecot" / "users").write_text("".join(users))
        (self.folder / "postfix" / "mailboxes").write_text(TAKEN)
        (self.folder / "postfix" / "accents").write_text(f"/^{ACCENTED}$/ virtual:\n")
        self._make_certificate()
        for name, where in (("dovecot.conf", "dovecot"), ("main.cf", "postfix"),
                            ("master.cf", "postfix")):  # fmt: skip
            (self.folder / where / name).write_text(self._filled(name))

    def _filled(self, name: str) -> str:
        text = (HERE / f"{name}.in").read_text()
        mail = pwd.getpwnam("mail")
        known = {"LAB": self.folder, "DOMAIN": DOMAIN, "UID": mail.pw_uid, "GID": mail.pw_gid}
        for key, value in {**known, **self.ports}.items():
            text = text.replace(f"@{key}@", str(value))
        return text

    def _make_certificate(self) -> None:
        openssl = find_program("openssl", "openssl")
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.folder / "tls" / "key.pem", "-out", self.certificate],
            check=True, capture_output=True,
        )  # fmt: skip

    def start(self, name: str) -> None:
        """Start `dovecot` or `postfix`, and wait until it answers."""
        if name == "dovecot":
            self._start_dovecot()
        else:
            self._postfix("start")
        read = {"IMAP", "IMAPS", "LMTP"}
        for port in sorted(read if name == "dovecot" else set(PORTS) - read):
            _wait_for(self.ports[port])

    def _start_dovecot(self) -> None:
        """In the foreground: its clients' processes are of its group, and end with it."""
        with (self.folder / "dovecot" / "output").open("ab") as log:
            self._dovecot = subprocess.Popen(
                [self._programs["dovecot"], "-F", "-c", self.folder / "dovecot" / "dovecot.conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _postfix(self, what: str) -> None:
        with (self.folder / "postfix" / "output").open("ab") as log:
            subprocess.run(
                [self._programs["postfix"], "-c", self.folder / "postfix", what],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
            )  # fmt: skip

    def stop(self, name: str) -> None:
        """Stop it, and what it does for its clients."""
        if name == "postfix":
            self._postfix("stop")
        elif self._dovecot is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._dovecot.pid, signal.SIGKILL)
            self._dovecot.wait()

    def account(self) -> str:
        """Give somebody a mailbox that nobody had before: its name, without the domain."""
        return NAMES[next(self._given)]

    def maildir(self, name: str) -> Path:
        """Where the mails of somebody lie."""
        return self.folder / "mail" / DOMAIN / name

    def imap_url(self, name: str, scheme: str = "imap", port: int | None = None) -> str:
        port = port or self.ports["IMAPS" if scheme == "imaps" else "IMAP"]
        return f"{scheme}://{name}%40{DOMAIN}:{WRITTEN}@127.0.0.1:{port}/INBOX"

    def smtp_url(self, name: str, scheme: str = "smtp", port: int | None = None) -> str:
        port = port or self.ports["SUBMS" if scheme == "smtps" else "SUBM"]
        return f"{scheme}://{name}%40{DOMAIN}:{WRITTEN}@127.0.0.1:{port}"


def _own(path: Path, user: str) -> None:
    os.chown(path, pwd.getpwnam(user).pw_uid, grp.getgrnam(user).gr_gid)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    pytest.fail(f"nothing answers at port {port}")


@contextmanager
def running_mail_lab() -> Iterator[MailLab]:
    folder = Path(tempfile.mkdtemp(prefix="palabre-mail-"))
    try:
        lab = MailLab(folder)
        lab.prepare()
        try:
            lab.start("dovecot")  # Postfix asks it who may send
            lab.start("postfix")
            yield lab
        finally:
            lab.stop("postfix")
            lab.stop("dovecot")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
