"""`palabre check --connect`: the mailbox and the mail server are tried, and nothing is sent."""

from pathlib import Path

import pytest

from tests.calls import palabre
from tests.mail_lab import DOMAIN, WRITTEN, MailLab
from tests.servers import free_port

FALSE = "faux-secret"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert palabre(tmp_path, "migrate").returncode == 0
    return tmp_path


class Bot:
    """Settings of a bot at the lab, some of them otherwise."""

    def __init__(self, lab: MailLab, folder: Path) -> None:
        self.lab = lab
        self.folder = folder
        self.name = lab.account()

    def check(self, scheme: str = "", **otherwise: str) -> tuple[int, str]:
        """How the check ends and what it complains of, once the secret is seen in neither."""
        settings = {
            "PALABRE_IMAP_URL": self.lab.imap_url(self.name, f"imap{scheme}"),
            "PALABRE_SMTP_URL": self.lab.smtp_url(self.name, f"smtp{scheme}"),
            "PALABRE_MAIL_ADDRESS": f"{self.name}@{DOMAIN}",
            "SSL_CERT_FILE": str(self.lab.certificate),
        }
        done = palabre(self.folder, "check", "--connect", **(settings | otherwise))
        for secret in (WRITTEN, FALSE, "très/secret@"):
            assert secret not in done.stdout + done.stderr
        return done.returncode, done.stderr.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def bot(mail_lab: MailLab, folder: Path) -> Bot:
    return Bot(mail_lab, folder)


@pytest.mark.parametrize("scheme", ["", "s", "+starttls"])
def test_servers_that_let_us_in_are_no_fault(bot: Bot, scheme: str) -> None:
    assert bot.check(scheme) == (0, "")
    assert [*bot.lab.maildir(bot.name).glob("new/*")] == [], "nothing is sent"


def test_a_wrong_secret_is_told_by_its_setting(bot: Bot) -> None:
    wrong = {
        "PALABRE_IMAP_URL": bot.lab.imap_url(bot.name).replace(WRITTEN, FALSE),
        "PALABRE_SMTP_URL": bot.lab.smtp_url(bot.name).replace(WRITTEN, FALSE),
    }
    code, said = bot.check(**wrong)
    imap, smtp = said.splitlines()
    where = "PALABRE_{} : 127.0.0.1, port {} : ce nom ou ce secret est refusé."
    assert code == 1
    assert imap == where.format("IMAP_URL", bot.lab.ports["IMAP"])
    assert smtp == where.format("SMTP_URL", bot.lab.ports["SUBM"])


def test_a_folder_that_is_not_there_is_named(bot: Bot) -> None:
    elsewhere = bot.lab.imap_url(bot.name).replace("/INBOX", "/Ailleurs")
    code, said = bot.check(PALABRE_IMAP_URL=elsewhere)
    assert (code, "le dossier « Ailleurs » n’y est pas" in said) == (1, True)


def test_a_certificate_that_nobody_vouches_for_is_told(bot: Bot) -> None:
    code, said = bot.check("s", SSL_CERT_FILE="")
    assert (code, said.count("son certificat n’est pas reconnu")) == (1, 2)


def test_a_port_where_nothing_answers_is_told(bot: Bot) -> None:
    port = free_port()
    code, said = bot.check(
        PALABRE_IMAP_URL=bot.lab.imap_url(bot.name, port=port),
        PALABRE_SMTP_URL=f"smtp://127.0.0.1:{port}",
    )
    assert (code, said.count("rien n’y répond.")) == (1, 2)


def test_a_port_that_speaks_otherwise_is_told(bot: Bot) -> None:
    code, said = bot.check(
        PALABRE_IMAP_URL=bot.lab.imap_url(bot.name, "imaps", bot.lab.ports["IMAP"]),
        PALABRE_SMTP_URL=bot.lab.smtp_url(bot.name, "smtps", bot.lab.ports["SUBM"]),
    )
    assert (code, said.count("essayez l’autre forme")) == (1, 2)


def test_a_machine_that_cannot_be_is_told(bot: Bot) -> None:
    nowhere = f"a:{FALSE}@{'n' * 64}.invalid"  # a longer name than there can be: nobody is asked
    code, said = bot.check(
        PALABRE_IMAP_URL=f"imaps://{nowhere}/INBOX", PALABRE_SMTP_URL=f"smtps://{nowhere}"
    )
    assert (code, said.count("il n’y a pas de machine de ce nom")) == (1, 2)
