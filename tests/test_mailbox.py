"""The mailbox itself, at a real Dovecot."""

import imaplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imap_tools.errors import MailboxFolderCreateError
from imap_tools.folder import MailBoxFolderManager

from bot.doors.mail import mailbox as module
from bot.doors.mail.mailbox import Fetched, Mailbox, Unknown
from bot.doors.mail.reading.letters import read
from bot.doors.mail.reading.words import Letter
from bot.doors.mail.receiving import DONE, KEPT
from bot.doors.mail.servers import imap_server
from tests.mail_lab import MailLab

MAILS = sorted((Path(__file__).parent / "data" / "mails").glob("*.eml"))
HELLO = b"From: marie@exemple.fr\r\nMessage-ID: <%d@exemple.fr>\r\n\r\nBonjour\r\n"


class Box:
    """A mailbox of a test's own, and what is put into it beforehand."""

    def __init__(self, lab: MailLab) -> None:
        self.lab = lab
        self.name = lab.account()
        self.mailbox = Mailbox(imap_server(lab.imap_url(self.name)))

    def append(self, *contents: bytes, days_ago: float = 0, folder: str = "INBOX") -> None:
        """Put mails there, as they lie in their files."""
        url = imap_server(self.lab.imap_url(self.name))
        with imaplib.IMAP4(url.host, url.port) as client:
            secret = f"\0{url.user}\0{url.password}".encode()
            client.authenticate("PLAIN", lambda _: secret)
            client.create(folder)
            came = datetime.now(UTC) - timedelta(days=days_ago)
            for content in contents:
                client.append(folder, "", imaplib.Time2Internaldate(came), content)

    def lies(self, folder: str = "") -> int:
        """How many mails there are in a folder, as it is written on disk."""
        where = self.lab.maildir(self.name) / folder
        return len([*where.glob("new/*"), *where.glob("cur/*")])


@pytest.fixture
def box(mail_lab: MailLab) -> Iterator[Box]:
    its = Box(mail_lab)
    yield its
    its.mailbox.close()


@contextmanager
def opened(box: Box, *, without: frozenset[str] = frozenset()) -> Iterator[Mailbox]:
    """The mailbox, at a server that is not able to do everything."""
    box.mailbox.open()
    box.mailbox._able -= without
    yield box.mailbox
    box.mailbox.close()


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls", "imap"])
def test_the_three_ways_to_reach_a_mailbox(
    mail_lab: MailLab, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_lab.certificate))
    mailbox = Mailbox(imap_server(mail_lab.imap_url(mail_lab.account(), scheme)))
    mailbox.open()
    assert mailbox.unseen(10) == []
    mailbox.close()


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(mail_lab: MailLab, scheme: str) -> None:
    mailbox = Mailbox(imap_server(mail_lab.imap_url(mail_lab.account(), scheme)))
    with pytest.raises(ssl.SSLCertVerificationError):
        mailbox.open()


@pytest.mark.parametrize("secret", ["faux", "très-faux"])
def test_a_wrong_secret_is_told_apart(mail_lab: MailLab, secret: str) -> None:
    server = imap_server(
        f"imap://{mail_lab.account()}%40lab.test:{secret}@127.0.0.1:{mail_lab.ports['IMAP']}"
    )
    with pytest.raises(Unknown):
        Mailbox(server).open()


def test_a_mail_without_what_nobody_reads_says_the_same(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SMALL", 0)
    contents = {path.stem: b"Message-ID: <1@x>\r\n" + path.read_bytes() for path in MAILS}
    box.append(*contents.values())
    with opened(box) as mailbox:
        fetched = [mailbox.fetch(number) for number in mailbox.unseen(len(MAILS))]
    got = dict(zip(contents, fetched, strict=True))
    different = [name for name, mail in got.items() if said(mail) != read(contents[name])]
    assert different == []


def said(mail: Fetched | None) -> Letter | None:
    """What a mail says that was fetched."""
    return read(mail.content) if mail and mail.content else None


def test_a_mail_that_somebody_took_away_is_none(box: Box) -> None:
    with opened(box) as mailbox:
        assert mailbox.fetch("4000") is None


@pytest.mark.parametrize("without", [frozenset(), {"MOVE"}, {"MOVE", "UIDPLUS"}])
def test_mails_are_moved_whatever_the_server_is_able_to_do(
    box: Box, without: frozenset[str]
) -> None:
    for number in range(3):
        box.append(HELLO % number)
    with opened(box, without=frozenset(without)) as mailbox:
        mailbox.put(mailbox.unseen(2), DONE)
        assert len(mailbox.unseen(10)) == 1
    assert (box.lies(), box.lies(".Trait&AOk-s")) == (1, 2)


def test_a_server_may_keep_all_folders_within_the_first(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = MailBoxFolderManager.create

    def within_alone(self: MailBoxFolderManager, folder: str) -> object:
        if not folder.startswith("INBOX"):
            raise MailboxFolderCreateError(("NO", []), "OK")
        return create(self, folder)

    monkeypatch.setattr(MailBoxFolderManager, "create", within_alone)
    for number in range(2):
        box.append(HELLO % number)
        with opened(box) as mailbox:
            mailbox.put(mailbox.unseen(10), DONE)
            assert mailbox.unseen(10) == []
    assert box.lies(".INBOX.Trait&AOk-s") == 2


def test_where_no_folder_can_be_made_mails_stay_and_are_not_read_again(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.append(HELLO % 1)
    with opened(box) as mailbox:
        mailbox.put(mailbox.unseen(10), "pas\rpermis")
        assert mailbox.unseen(10) == []
    assert box.lies() == 1


def test_what_was_put_away_thirty_days_ago_is_deleted(box: Box) -> None:
    for days_ago in (0, 29, 32, 60):
        box.append(HELLO % days_ago, days_ago=days_ago, folder="Trait&AOk-s")
    box.append(HELLO % 100, days_ago=100)
    with opened(box) as mailbox:
        mailbox.purge(DONE, (datetime.now(UTC) - KEPT).date())
        assert len(mailbox.unseen(10)) == 1, "the first folder is the one that is read again"
    assert (box.lies(), box.lies(".Trait&AOk-s")) == (1, 2)


def test_a_mail_that_comes_ends_the_wait(box: Box) -> None:
    with opened(box) as mailbox:
        began = time.monotonic()
        coming = threading.Timer(0.3, box.append, (HELLO % 1,))
        coming.start()
        mailbox.wait(10)
        coming.join()
        assert time.monotonic() - began < 5
        assert len(mailbox.unseen(10)) == 1


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
@pytest.mark.parametrize("looks", [0, 1])
def test_a_mail_that_comes_just_before_the_wait_ends_it_at_once(
    box: Box, scheme: str, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(box.lab.certificate))
    box.mailbox = Mailbox(imap_server(box.lab.imap_url(box.name, scheme)))
    with opened(box) as mailbox:
        assert mailbox.unseen(10) == []
        box.append(HELLO % 1)
        for _ in range(looks):  # Dovecot tells of it behind this answer, which does not hold it yet
            assert mailbox.unseen(10) == []
        began = time.monotonic()
        mailbox.wait(10)
        assert time.monotonic() - began < 5
        assert mailbox.unseen(10) == ["1"]


def test_without_news_the_wait_lasts(box: Box) -> None:
    with opened(box) as mailbox:
        began = time.monotonic()
        mailbox.wait(0.3)
        assert time.monotonic() - began >= 0.3
