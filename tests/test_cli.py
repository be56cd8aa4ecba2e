import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from community.addresses import keep_addresses
from community.db.engine import Database, Session, parse_url
from community.db.tables import Delivery, Exchange, Member, Registration
from community.members import Profile, join_community
from community.registrations import Partstat, answer
from community.words import Address
from tests.calls import environment, palabre, start, wait_for
from tests.conftest import Clock
from tests.servers import free_port

# Each test starts several processes, beside those of other tests.
pytestmark = pytest.mark.timeout(180)

CALLS = (
    *("run", "chat", "ask", "date", "check", "role", "export", "erase", "import"),
    *("agenda", "content", "fiches", "migrate", "backup", "restore"),
)
THEME = "renouveau-productif"
ONE_SEAT = f"""\
exchanges:
  - id: atelier
    title: Atelier laine
    theme: {THEME}
    starts: {datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT10:00}
    capacity: 1
"""


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a base of this release."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "palabre.db").write_bytes(sqlite_template.read_bytes())
    return tmp_path


@asynccontextmanager
async def transaction(folder: Path) -> AsyncIterator[Session]:
    database = Database(parse_url(f"sqlite:///{folder / 'var' / 'palabre.db'}"))
    async with database.transaction() as session:
        yield session
    await database.close()


async def add_member(folder: Path, clock: Clock, name: str = "Amina") -> int:
    address = Address("mail", f"{name.lower()}@exemple.fr")
    async with transaction(folder) as session:
        ids = await keep_addresses(session, [address], clock())
        profile = Profile(name, "Les Jardins", "26", "Europe/Paris")
        member = await join_community(session, ids[address], profile, "oui", clock())
    return member.id


async def one_seat_for_two(folder: Path, clock: Clock) -> tuple[str, int]:
    """The number of who has the only seat of an exchange, and that of who waits for it."""
    (folder / "a.yaml").write_text(ONE_SEAT)
    assert palabre(folder, "agenda", "import", "a.yaml").returncode == 0
    seated, waits = [await add_member(folder, clock, name) for name in ("Amina", "Zoe")]
    async with transaction(folder) as session:
        number = await session.scalar(select(Exchange.id))
        for member_id in (seated, waits):
            member = await session.get_one(Member, member_id)
            await answer(session, number or 0, member, Partstat.ACCEPTED, datetime.now(UTC))
    return str(seated), waits


async def told_of_her_seat(folder: Path, member_id: int) -> bool:
    """Whether a member has a seat, and a message that says so waits to be sent."""
    async with transaction(folder) as session:
        seat = await session.scalar(
            select(Registration.status).where(Registration.member_id == member_id)
        )
        messages = await session.scalars(select(Delivery.reply))
        return seat == Partstat.ACCEPTED and any("place s’est" in (m or "") for m in messages)


# Help and bad usage


def test_help_is_french(tmp_path: Path) -> None:
    done = palabre(tmp_path, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage : palabre" in done.stdout
    assert "usage" not in done.stdout
    assert "show this" not in done.stdout
    for call in CALLS:
        assert f"\n    {call} " in done.stdout
        assert palabre(tmp_path, call, "--help").returncode == 0


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, bot.cli; bot.cli.parser(); print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "pydantic", "asyncio", "jinja2"} & set(modules)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "il manque : COMMANDE"),
        (["danser"], "danser"),
        (["run", "--web", "--worker"], "ne va pas avec"),
        (["run", "--autre"], "de trop : --autre"),
        (["export"], "il manque : MEMBRE"),
        (["chat", "--as"], "il manque une valeur"),
        (["chat", "--as", " "], "il manque un nom"),
        (["role", "grant"], "palabre role grant"),
        (["role", "grant", "administrator", "sans-porte"], "PORTE/VALEUR"),
        (["role", "grant", "administrator", "mail/a@b.fr", "--theme", THEME], "palabre role grant"),
        (["role", "grant", "animator", "mail/a@b.fr"], "--theme"),
        (["role", "list", "animator"], "ne prend pas d’argument"),
        (["date", "--now", "hier", "demain"], "--now"),
        (["agenda"], "il manque : ACTION"),
        (["agenda", "brûler"], "brûler"),
        (["agenda", "import"], "il manque : FICHIER"),
        (["agenda", "import", "agenda.pdf"], ".ics, .yaml ou .yml"),
    ],
)
def test_bad_usage_is_one_french_line(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = palabre(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["run", "chat", "ask", "date", "check", "migrate"])
def test_a_wrong_setting_is_one_line(tmp_path: Path, call: str) -> None:
    done = palabre(tmp_path, call, DATABASE_URL="mysql://qui:hunter2@ici/base")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("DATABASE_URL : ")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


# Talking


def test_run_without_door_or_input_ends(tmp_path: Path) -> None:
    done = palabre(tmp_path, "run")
    assert (done.returncode, done.stderr) == (0, "")
    closed, code = done.stdout.splitlines()
    assert "PALABRE_TELEGRAM_TOKEN" in closed
    assert "PALABRE_IMAP_URL" in closed
    assert "/start " in code


@pytest.mark.parametrize("redirection", ["<&-", "</dev/null"])
def test_run_with_its_input_closed_ends(folder: Path, redirection: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m bot run {redirection}'],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_code_of_the_first_run_makes_an_administrator(tmp_path: Path) -> None:
    code = palabre(tmp_path, "run").stdout.split("/start ")[1].split()[0]
    assert code in palabre(tmp_path, "run").stdout
    palabre(tmp_path, "run", said=f"/start {code}\n")
    assert palabre(tmp_path, "role", "list").stdout == "terminal/demo\tadministrator\t\n"
    assert "/start " not in palabre(tmp_path, "run").stdout


def test_a_conversation_through_a_pipe(tmp_path: Path) -> None:
    done = palabre(tmp_path, "chat", "--as", "lise", said="/start\n1\nc'est quoi un PTCE ?\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("Bonjour, je suis Palabre") < done.stdout.index("  1. ")
    assert "pôle territorial de coopération économique" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_hundred_thousand_characters_get_an_answer(folder: Path) -> None:
    done = palabre(folder, "chat", said="bonjour " * 12_500 + "\n/aide\n")
    assert done.returncode == 0
    assert "Je participe" in done.stdout


def test_chat_refuses_an_older_base(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    sqlite3.connect(tmp_path / "var" / "palabre.db").close()
    done = palabre(tmp_path, "chat", said="bonjour\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "palabre migrate" in done.stderr


def test_a_newer_base_is_refused(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "var" / "palabre.db")) as base, base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
    for call in ("run", "chat", "migrate"):
        done = palabre(folder, call)
        assert done.returncode == 1
        assert "plus récente" in done.stderr


def test_a_base_that_cannot_be_opened_is_one_line(folder: Path) -> None:
    (folder / "var" / "palabre.db").write_bytes(b"rien " * 1000)
    done = palabre(folder, "chat", said="bonjour\n")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    away = palabre(folder, "run", DATABASE_URL="postgres://qui:hunter2@127.0.0.1:9/base")
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    assert "hunter2" not in away.stderr


def test_a_second_run_ends_with_a_sentence_and_a_signal_ends_the_first(folder: Path) -> None:
    with start(folder, "run") as first:
        try:
            wait_for(first, "Pour administrer")
            second = palabre(folder, "run")
            assert (second.returncode, second.stderr.count("\n")) == (1, 1)
            assert "tourne déjà" in second.stderr
            assert palabre(folder, "chat", said="bonjour\n").returncode == 0
        finally:
            first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=20) == 0
        assert first.stderr is not None
        assert first.stderr.read() == ""
    assert palabre(folder, "run").returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_works_until_told_to_stop(folder: Path, number: signal.Signals) -> None:
    with start(folder, "run", "--worker") as worker:
        wait_for(worker, "Pour administrer")
        worker.send_signal(signal.SIGHUP)  # reads the content again; unheeded, it would kill
        worker.send_signal(number)
        assert worker.wait(timeout=20) == 0


def test_two_halves_need_a_database_between_them(tmp_path: Path) -> None:
    done = palabre(tmp_path, "run", "--web")
    assert (done.returncode, done.stdout) == (1, "")
    assert "PostgreSQL" in done.stderr


def test_a_file_where_files_do_not_last_is_warned_about(tmp_path: Path) -> None:
    done = palabre(tmp_path, "run", PORT=str(free_port()))
    assert done.returncode == 0
    assert "TOUT SERAIT PERDU" in done.stderr


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        done = palabre(tmp_path, "run", PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "ne s’ouvre pas" in done.stderr
    assert "Traceback" not in done.stderr


# Asking and checking


def test_ask_answers_each_line_as_json(tmp_path: Path) -> None:
    said = "c'est quoi un PTCE ?\n\nqzxw bkrtpl\nquels sont les thèmes\n"
    done = palabre(tmp_path, "ask", "--json", said=said)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == said.splitlines()
    keys = {"question", "kind", "entry", "score", "suggestions", "candidates", "text"}
    assert all(set(answer) == keys for answer in answers)
    assert (answers[0]["kind"], answers[0]["entry"]) == ("answer", "def")
    assert answers[0]["candidates"][0]["id"] == "def"
    assert len(answers[0]["candidates"]) == 3
    assert answers[0]["text"].startswith("Un pôle territorial")
    assert (answers[2]["kind"], answers[2]["entry"]) == ("unknown", None)
    assert (answers[3]["kind"], answers[3]["entry"]) == ("command", "commande:themes")
    assert list(tmp_path.iterdir()) == []


def test_ask_answers_a_question_in_words(tmp_path: Path) -> None:
    done = palabre(tmp_path, "ask", "que", "veut", "dire", "PTCE")
    assert done.returncode == 0
    assert "\n  1. " in done.stdout


def test_date_reads_at_the_hour_of_the_zone_that_is_named(tmp_path: Path) -> None:
    phrase = "aujourd'hui 12h heure de La Réunion"
    done = palabre(tmp_path, "date", "--json", "--now", "2026-11-23T10:00", phrase)
    answer = json.loads(done.stdout)
    assert (answer["kind"], answer["zone"]) == ("refused", "Indian/Reunion")
    done = palabre(tmp_path, "date", "--now", "2026-11-23T10:00", phrase.replace("12h", "15h"))
    assert "(heure de La Réunion)" in done.stdout


def test_date_reads_each_line_as_json(tmp_path: Path) -> None:
    said = "demain 9h30-11h\ntous les mardis\nmardi prochain\n31 avril\nfriday\n"
    done = palabre(tmp_path, "date", "--json", "--now", "2026-11-23T10:00", said=said)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["kind"] for answer in answers] == [
        *("reading", "reading", "ambiguous", "refused", "unknown")
    ]
    assert all(set(answer) == {"kind", "readings", "echo"} for answer in answers)
    assert answers[0]["readings"] == [
        {"start": "2026-11-24T09:30", "end": "2026-11-24T11:00", "rrule": None}
    ]
    assert answers[1]["readings"] == [
        {"start": "2026-11-24", "end": None, "rrule": "FREQ=WEEKLY;BYDAY=TU"}
    ]
    assert len(answers[2]["readings"]) == 2
    assert answers[3]["echo"].startswith("Le 31 avril n’existe pas.")
    assert "friday" in answers[4]["echo"]
    assert list(tmp_path.iterdir()) == []


def test_date_says_in_words_what_it_read(tmp_path: Path) -> None:
    done = palabre(tmp_path, "date", "vendredi", "18", "décembre", "--now", "2026-11-23T10:00")
    assert done.stdout == "reading : vendredi 18 décembre 2026\n"


def test_date_reads_now_in_the_zone_that_is_set(tmp_path: Path) -> None:
    noon = ("date", "demain", "--json", "--now", "2026-11-23T22:00+00:00")
    paris = palabre(tmp_path, *noon).stdout
    noumea = palabre(tmp_path, *noon, PALABRE_TIMEZONE="Pacific/Noumea").stdout
    assert json.loads(paris)["readings"][0]["start"] == "2026-11-24"
    assert json.loads(noumea)["readings"][0]["start"] == "2026-11-25"


def test_check_counts_what_there_is(tmp_path: Path) -> None:
    done = palabre(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2\N{NO-BREAK SPACE}thèmes, ")
    assert done.stdout.count("\n") == 1


def test_check_names_each_fault(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "def.md").write_text("---\nphrasings: []\n---\nUn pôle.\n")
    done = palabre(tmp_path, "check", PALABRE_CONTENT=str(tmp_path))
    assert done.returncode == 1
    assert any(line.startswith("faq/def.md:") for line in done.stderr.splitlines())
    refused = palabre(tmp_path, "run", PALABRE_CONTENT=str(tmp_path))
    assert refused.returncode == 1
    assert "faq/def.md:" in refused.stderr


def test_check_tries_the_base(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert palabre(folder, "check", "--connect").returncode == 0
    nowhere = tmp_path_factory.mktemp("vide")
    done = palabre(nowhere, "check", "--connect")
    assert (done.returncode, list(nowhere.iterdir())) == (1, [])


# Roles, people, lists


def test_roles_are_given_shown_and_taken_back(folder: Path) -> None:
    grant = ("role", "grant", "animator", "mail/a@exemple.fr", "--theme")
    assert palabre(folder, *grant, THEME).returncode == 0
    assert palabre(folder, *grant, THEME).returncode == 0
    unknown = palabre(folder, *grant, "jardinage")
    assert (unknown.returncode, THEME in unknown.stderr) == (1, True)
    assert palabre(folder, "role", "list").stdout == f"mail/a@exemple.fr\tanimator\t{THEME}\n"
    revoke = ("role", "revoke", "animator", "mail/a@exemple.fr", "--theme", THEME)
    assert palabre(folder, *revoke).returncode == 0
    assert palabre(folder, *revoke).returncode == 1
    assert palabre(folder, "role", "list").stdout == ""


async def test_a_person_is_exported_then_erased(folder: Path, clock: Clock) -> None:
    member_id = str(await add_member(folder, clock))
    by_number, by_address, by_mail = (
        palabre(folder, "export", name)
        for name in (member_id, "mail/amina@exemple.fr", "Amina@exemple.fr")
    )
    assert by_number.stdout == by_address.stdout == by_mail.stdout
    assert json.loads(by_number.stdout)["members"][0]["name"] == "Amina"
    assert palabre(folder, "erase", member_id).returncode == 2
    assert palabre(folder, "erase", member_id, "--yes").returncode == 0
    gone = palabre(folder, "export", "mail/amina@exemple.fr")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert b"Amina" not in (folder / "var" / "palabre.db").read_bytes()


def test_nobody_is_said_so(folder: Path) -> None:
    for name in ("7", "9" * 40, "mail/x@exemple.fr", "n'importe quoi"):
        for call in ("export", "erase"):
            done = palabre(folder, call, name)
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_a_list_is_imported_twice(folder: Path) -> None:
    (folder / "liste.csv").write_bytes(
        "Nom;Courriel\nZoé;zoe@exemple.fr\nLuc;luc@\n".encode("cp1252")
    )
    first = palabre(folder, "import", "liste.csv", "--theme", THEME)
    assert first.returncode == 1
    told = " ".join(first.stderr.split())
    assert told == "Ligne 3 : « luc@ » n’est pas une adresse de courriel"
    assert first.stdout.startswith("1\N{NO-BREAK SPACE}invitation écrite, 0")
    second = palabre(folder, "import", "liste.csv", "--theme", THEME)
    assert second.stdout.startswith("0\N{NO-BREAK SPACE}invitation écrite, 1")
    missing = palabre(folder, "import", "absente.csv")
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


# Agendas


async def test_a_larger_room_seats_who_waits_and_says_so(folder: Path, clock: Clock) -> None:
    _, waits = await one_seat_for_two(folder, clock)
    (folder / "a.yaml").write_text(ONE_SEAT.replace("capacity: 1", "capacity: 2"))
    assert palabre(folder, "agenda", "import", "a.yaml").returncode == 0
    assert await told_of_her_seat(folder, waits)


async def test_who_is_erased_leaves_her_seat_to_who_waits(folder: Path, clock: Clock) -> None:
    seated, waits = await one_seat_for_two(folder, clock)
    assert palabre(folder, "erase", seated, "--yes").returncode == 0
    assert await told_of_her_seat(folder, waits)


def a_calendar(*lines: str) -> str:
    """A file of one event, a month from now."""
    start = datetime.now(UTC) + timedelta(days=30)
    event = "\n".join(("UID:1", f"DTSTART:{start:%Y%m%d}T090000Z", *lines))
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"


def test_an_agenda_is_taken_written_and_taken_again(folder: Path) -> None:
    (folder / "a.ics").write_text(a_calendar("SUMMARY:Atelier", "RRULE:FREQ=DAILY;COUNT=2"))
    first = palabre(folder, "agenda", "import", "a.ics", "--theme", "Renouveau productif")
    assert first.returncode == 0
    assert first.stdout.count("Nouveau : Atelier, ") == 2
    assert "2\N{NO-BREAK SPACE}échanges nouveaux, 0" in first.stdout
    assert "--invite" in first.stdout
    assert first.stderr.startswith("a.ics:2 : « Atelier » se répète : 2")
    assert palabre(folder, "agenda", "export", "b.ics").returncode == 0
    assert (folder / "b.ics").read_bytes().count(b"X-PALABRE-THEME:renouveau-productif") == 2
    again = palabre(folder, "agenda", "import", "b.ics")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.endswith("2\N{NO-BREAK SPACE}inchangés.\n")
    kept = palabre(folder, "agenda", "export", "b.ics")
    assert (kept.returncode, "--force" in kept.stderr) == (1, True)
    assert palabre(folder, "agenda", "export", "b.ics", "--force").returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ics", "bonjour", "a.ics:1 : ce n’est pas un agenda entier"),
        ("a.ics", a_calendar("SUMMARY:Atelier"), "a.ics:2 : « Atelier » n’a pas de thème"),
        ("a.ics", a_calendar("DTEND:tard", "SUMMARY:x"), "a.ics:2 : « x » a un moment"),
        ("a.yaml", "exchanges: 3", "a.yaml:1 : « exchanges » doit être une liste"),
    ],
)
def test_an_agenda_at_fault_is_refused_whole(
    folder: Path, name: str, content: str, words: str
) -> None:
    (folder / name).write_text(content)
    done = palabre(folder, "agenda", "import", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(words)
    palabre(folder, "agenda", "export", "b.ics")
    assert b"VEVENT" not in (folder / "b.ics").read_bytes()


def test_an_agenda_of_an_unknown_theme_or_that_is_not_there_is_one_line(folder: Path) -> None:
    (folder / "a.ics").write_text(a_calendar("SUMMARY:Atelier"))
    unknown = palabre(folder, "agenda", "import", "a.ics", "--theme", "jardinage")
    assert (unknown.returncode, THEME in unknown.stderr) == (1, True)
    away = palabre(folder, "agenda", "import", "b.ics")
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    away = palabre(folder, "agenda", "import", "b.yaml")
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    nowhere = palabre(folder, "agenda", "export", "nulle/part.ics")
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)


# The base


def test_migrate_makes_the_base(tmp_path: Path) -> None:
    assert palabre(tmp_path, "migrate").returncode == 0
    assert palabre(tmp_path, "migrate").returncode == 0
    assert palabre(tmp_path, "role", "list").returncode == 0


def test_the_base_is_copied_while_the_bot_runs_and_restored_when_it_does_not(folder: Path) -> None:
    palabre(folder, "role", "grant", "administrator", "terminal/avant")
    with start(folder, "run", "--worker") as worker:
        wait_for(worker, "sont fermés")
        assert palabre(folder, "backup", "copie.db").returncode == 0
        assert palabre(folder, "backup", "copie.db").returncode == 1
        assert palabre(folder, "backup", "copie.db", "--force").returncode == 0
        held = palabre(folder, "restore", "copie.db")
        assert (held.returncode, "tourne déjà" in held.stderr) == (1, True)
        worker.terminate()
    palabre(folder, "role", "grant", "administrator", "terminal/apres")
    done = palabre(folder, "restore", "copie.db")
    assert (done.returncode, "avant-restauration" in done.stdout) == (0, True)
    assert palabre(folder, "role", "list").stdout == "terminal/avant\tadministrator\t\n"
    assert palabre(folder, "restore", "absente.db").returncode == 1
    (folder / "texte.db").write_text("bonjour")
    assert palabre(folder, "restore", "texte.db").returncode == 1


def test_a_server_is_left_to_its_own_tools(tmp_path: Path) -> None:
    url = "postgres://qui:hunter2@127.0.0.1:9/base"
    for call, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        done = palabre(tmp_path, call, "copie", DATABASE_URL=url)
        assert (done.returncode, tool in done.stderr, "hunter2" in done.stderr) == (1, True, False)


def test_a_reader_who_leaves_ends_the_call_quietly(tmp_path: Path) -> None:
    questions = "bonjour\n" * 3000
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        assert asking.stderr is not None
        os.set_blocking(asking.stdin.fileno(), True)
        asking.stdin.write(questions[:8000].encode())
        asking.stdin.flush()
        asking.stdout.readline()
        asking.stdout.close()
        asking.stdin.close()
        assert asking.wait(timeout=40) == 1
        assert asking.stderr.read() == b""
