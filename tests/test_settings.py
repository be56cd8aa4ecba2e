from pathlib import Path

import pytest

from bot.settings import Settings, SettingsFault, read_settings

NAMES = (
    "DATABASE_URL",
    "PALABRE_TIMEZONE",
    "PALABRE_CONTENT",
    "PALABRE_CONTACT",
    "PALABRE_LOG",
    "PALABRE_RATE_LIMIT",
)


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
