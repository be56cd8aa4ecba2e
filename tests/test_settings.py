from pathlib import Path

import pytest

from bot.arrivals import mail_door
from bot.doors.mail.servers import Secrecy, Server, imap_server, smtp_server
from bot.settings import Settings, SettingsFault, read_settings
from tests.stage import known

NAMES = (
    "DATABASE_URL",
    "PALABRE_TIMEZONE",
    "PALABRE_CONTENT",
    "PALABRE_CONTACT",
    "PALABRE_LOG",
    "PALABRE_RATE_LIMIT",
    "PALABRE_IMAP_URL",
    "PALABRE_SMTP_URL",
    "PALABRE_MAIL_ADDRESS",
)
MAIL = {
    "PALABRE_IMAP_URL": "imaps://bot%40exemple.fr:hunter2@imap.exemple.fr/INBOX",
    "PALABRE_SMTP_URL": "smtps://bot%40exemple.fr:hunter2@smtp.exemple.fr",
    "PALABRE_MAIL_ADDRESS": "bot@exemple.fr",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_default() -> None:
    assert read_settings() == Settings(
        database_url="sqlite:///var/palabre.db",
        timezone="Europe/Paris",
        content=None,
        contact="",
        log="text",
        rate_limit=20,
    )
    assert read_settings().database_file == Path("var/palabre.db")


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert read_settings().timezone == "Europe/Paris"


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = "PALABRE_CONTACT=ici@exemple.fr\nPALABRE_RATE_LIMIT=0\nAUTRE=1\n"
    (tmp_path / ".env").write_text(file, encoding="utf-8")
    monkeypatch.setenv("PALABRE_CONTACT", "là@exemple.fr")
    settings = read_settings()
    assert (settings.contact, settings.rate_limit) == ("là@exemple.fr", 0)


@pytest.mark.parametrize(
    "url", ["postgres://u:s@h/b?sslmode=require", "postgresql://h/b", "sqlite:////x/y.db"]
)
def test_databases_as_hosts_write_them(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    file = read_settings().database_file
    assert file == (Path("/x/y.db") if url.startswith("sqlite") else None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://hunter2@h/b"),
        ("DATABASE_URL", "hunter2"),
        ("DATABASE_URL", "sqlite://"),
        ("PALABRE_TIMEZONE", "Paris"),
        ("PALABRE_TIMEZONE", "../hunter2"),
        ("PALABRE_TIMEZONE", "Europe"),
        ("PALABRE_CONTENT", "/nulle/part/hunter2"),
        ("PALABRE_LOG", "hunter2"),
        ("PALABRE_RATE_LIMIT", "-1"),
        ("PALABRE_RATE_LIMIT", "beaucoup"),
        ("PALABRE_IMAP_URL", "hunter2"),
        ("PALABRE_IMAP_URL", "https://bot:hunter2@exemple.fr"),
        ("PALABRE_IMAP_URL", "imap://bot:hunter2@exemple.fr"),
        ("PALABRE_IMAP_URL", "imap://bot:hunter2@192.0.2.1"),
        ("PALABRE_IMAP_URL", "imaps://bot@exemple.fr"),
        ("PALABRE_IMAP_URL", "imaps://bot:hunter2@exemple.fr:99999"),
        ("PALABRE_IMAP_URL", "imaps://bot:hunter2@[exemple.fr"),
        ("PALABRE_IMAP_URL", "imaps://bot:hun/ter2@exemple.fr"),
        ("PALABRE_SMTP_URL", "smtp://bot:hunter2@exemple.fr"),
        ("PALABRE_SMTP_URL", "smtps://bot:hunter2@exemple.fr/INBOX"),
        ("PALABRE_SMTP_URL", "imaps://bot:hunter2@exemple.fr"),
        ("PALABRE_MAIL_ADDRESS", "bot"),
        ("PALABRE_MAIL_ADDRESS", "Palabre <bot@exemple.fr>"),
        ("PALABRE_MAIL_NAME", "Palabre\nBcc: x@y.fr"),
        ("PALABRE_MAIL_REPLY", "bot+%s"),
        ("PALABRE_MAIL_REPLY", "bot+%s-%s@exemple.fr"),
        ("PALABRE_MAIL_PER_SECOND", "0"),
    ],
)
def test_a_wrong_value_is_named_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as caught:
        read_settings()
    assert caught.value.variable == name
    assert str(caught.value).startswith(f"{name} : ")
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PALABRE_CONTACT=\xff\xfe")
    with pytest.raises(SettingsFault, match=r"^\.env"):
        read_settings()


def test_the_database_is_never_shown() -> None:
    assert "hunter2" not in repr(Settings(database_url="postgres://u:hunter2@h/b"))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "imaps://bot%40exemple.fr:hun%2Fter2@imap.exemple.fr",
            Server("imap.exemple.fr", 993, Secrecy.TLS, "bot@exemple.fr", "hun/ter2", "INBOX"),
        ),
        (
            "imap+starttls://bot:x@imap.exemple.fr:1143/INBOX%2FPalabre",
            Server("imap.exemple.fr", 1143, Secrecy.STARTTLS, "bot", "x", "INBOX/Palabre"),
        ),
        ("imap://bot:x@localhost/", Server("localhost", 143, Secrecy.NONE, "bot", "x", "INBOX")),
        ("imap://bot:x@[::1]", Server("::1", 143, Secrecy.NONE, "bot", "x", "INBOX")),
    ],
)
def test_mailboxes_as_they_are_written(url: str, server: Server) -> None:
    assert imap_server(url) == server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://bot:x@exemple.fr", Server("exemple.fr", 465, Secrecy.TLS, "bot", "x")),
        ("smtp+starttls://exemple.fr/", Server("exemple.fr", 587, Secrecy.STARTTLS)),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, Secrecy.NONE)),
    ],
)
def test_mail_servers_as_they_are_written(url: str, server: Server) -> None:
    assert smtp_server(url) == server


def test_a_mailbox_with_its_server_and_its_address_opens_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    library = known("").library
    door = mail_door(read_settings(), lambda: library)
    assert door is not None
    assert (door.home.address, door.home.name) == ("bot@exemple.fr", "Communautés apprenantes")
    assert door.home.pattern == "bot+%s@exemple.fr"
    assert door.home.library() is library


@pytest.mark.parametrize("missing", MAIL)
def test_half_a_mail_door_is_refused(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in MAIL.keys() - {missing}:
        monkeypatch.setenv(name, MAIL[name])
    with pytest.raises(SettingsFault, match=f"^{missing} : absent, alors que"):
        read_settings()


def test_the_secrets_of_mail_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    assert "hunter2" not in repr(read_settings())
    assert "hunter2" not in repr(imap_server(MAIL["PALABRE_IMAP_URL"]))
