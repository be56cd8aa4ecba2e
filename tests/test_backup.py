import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from community.db.backup import BaseInUse, NotABackup, backup, restore


@pytest.fixture
def base(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "palabre.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


def add_theme(path: Path, slug: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO themes (slug, opened_at) VALUES (?, '2026-01-01')", [slug])


def themes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [slug for (slug,) in connection.execute("SELECT slug FROM themes ORDER BY slug")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_whole_while_somebody_writes(base: Path, tmp_path: Path) -> None:
    add_theme(base, "avant")
    with closing(sqlite3.connect(base)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        with writer:
            writer.execute("INSERT INTO themes (slug, opened_at) VALUES ('wal', '2026-01-01')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO themes (slug, opened_at) VALUES ('non', '2026-01-01')")
        backup(base, tmp_path / "copie.db")
        writer.rollback()
    assert themes(tmp_path / "copie.db") == ["avant", "wal"]
    assert stat.S_IMODE((tmp_path / "copie.db").stat().st_mode) == 0o600
    assert "copie.db.part" not in names(tmp_path)


def test_a_copy_comes_back_and_the_former_base_is_kept(base: Path, tmp_path: Path) -> None:
    add_theme(base, "un")
    backup(base, tmp_path / "copie.db")
    add_theme(base, "deux")
    first = restore(tmp_path / "copie.db", base)
    second = restore(tmp_path / "copie.db", base)
    assert themes(base) == ["un"]
    assert first == base.with_name("palabre.db.avant-restauration")
    assert themes(first) == ["deux", "un"]
    assert second == base.with_name("palabre.db.avant-restauration-2")
    assert len(names(tmp_path)) == 4


def test_a_copy_comes_where_nothing_was(base: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert restore(base, tmp_path / "new" / "palabre.db") is None
    assert themes(tmp_path / "new" / "palabre.db") == []


def test_a_damaged_base_gives_way(base: Path, tmp_path: Path) -> None:
    backup(base, tmp_path / "copie.db")
    base.write_bytes(b"not a base" * 1000)
    kept = restore(tmp_path / "copie.db", base)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a base")
    assert themes(base) == []


@pytest.mark.parametrize("damage", ["text", "empty", "stranger", "newer", "torn"])
def test_what_is_no_copy_is_refused_and_changes_nothing(
    base: Path, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "copie.db"
    backup(base, copy)
    if damage == "text":
        copy.write_text("bonjour " * 500)
    elif damage == "empty":
        copy.write_bytes(b"")
    elif damage == "torn":
        copy.write_bytes(copy.read_bytes()[:20_000])
    else:
        change = "UPDATE alembic_version SET version_num = '9999'"
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute("DROP TABLE alembic_version" if damage == "stranger" else change)
    before = base.read_bytes()
    with pytest.raises(NotABackup):
        restore(copy, base)
    assert base.read_bytes() == before
    assert names(tmp_path) == ["copie.db", "palabre.db"]


def test_a_base_that_is_open_elsewhere_is_left_alone(base: Path, tmp_path: Path) -> None:
    backup(base, tmp_path / "copie.db")
    with closing(sqlite3.connect(base)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        add_theme(base, "gardé")
        with pytest.raises(BaseInUse):
            restore(tmp_path / "copie.db", base)
    assert themes(base) == ["gardé"]
