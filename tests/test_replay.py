"""`palabre replay`: how a mail is read and what would be answered, sending nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.doors.mail.reading.letters import read
from tests.calls import palabre

MAILS = Path(__file__).parent / "data" / "mails"
QUESTION = b"""\
From: Marie Dumont <marie@exemple.fr>
To: palabre@exemple.fr
Subject: Une question
Message-ID: <1@exemple.fr>

Bonjour,

C'est quoi un PTCE ?

Cordialement
Marie
"""


AUTHSERV = "mx.exemple.fr"


def replayed(folder: Path, content: bytes, **settings: str) -> dict[str, Any]:
    (folder / "mail.eml").write_bytes(content)
    done = palabre(folder, "replay", "mail.eml", "--json", **settings)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_question_is_answered_though_nothing_proves_who_asks(tmp_path: Path) -> None:
    told = replayed(tmp_path, QUESTION)
    assert "Un pôle territorial de coopération économique" in told.pop("answer")
    assert told == {
        "kind": "request",
        "text": "Bonjour,\n\nC'est quoi un PTCE ?",
        "word": None,
        "calendar": None,
        "verified": False,
    }


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        (b"mx.exemple.fr; dmarc=pass header.from=exemple.fr", True),
        (b"mx.exemple.fr; dmarc=fail header.from=exemple.fr", False),
        (b"mx.exemple.fr; dmarc=pass header.from=ailleurs.fr", False),
        (b"mx.ailleurs.fr; dmarc=pass header.from=exemple.fr", False),
    ],
)
def test_who_asks_is_proven_by_the_trusted_server(
    tmp_path: Path, results: bytes, verified: bool
) -> None:
    content = b"Authentication-Results: " + results + b"\n" + QUESTION
    told = replayed(tmp_path, content, PALABRE_TRUSTED_AUTHSERV=AUTHSERV)
    assert told["verified"] is verified
    assert "pôle territorial" in told["answer"]


def test_no_server_is_trusted_unless_it_is_named(tmp_path: Path) -> None:
    proven = b"Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr\n"
    assert replayed(tmp_path, proven + QUESTION)["verified"] is False


def test_a_calendar_is_shown_as_it_answers(tmp_path: Path) -> None:
    content = (MAILS / "calendar_apple_mac.eml").read_bytes()
    said = read(content).calendar
    assert said is not None
    assert replayed(tmp_path, content)["calendar"] == {
        "method": said.method,
        "partstat": said.partstat,
        "uid": said.uid,
        "attendee": said.attendee,
        "comment": said.comment,
    }


def test_a_machine_gets_no_answer(tmp_path: Path) -> None:
    content = QUESTION.replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:")
    told = replayed(tmp_path, content)
    assert (told["kind"], told["answer"]) == ("automatic", None)


def test_the_base_is_left_as_it_was(tmp_path: Path, sqlite_template: Path) -> None:
    base = tmp_path / "var" / "palabre.db"
    base.parent.mkdir()
    base.write_bytes(sqlite_template.read_bytes())
    joining = QUESTION.replace(b"C'est quoi un PTCE ?", b"inscription renouveau productif")
    assert "renouveau productif" in replayed(tmp_path, joining)["answer"].lower()
    assert base.read_bytes() == sqlite_template.read_bytes()


def test_for_a_person_it_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(QUESTION)
    said = palabre(tmp_path, "replay", "mail.eml").stdout
    assert "C’est le courriel d’une personne." in said
    assert "Palabre répondrait :" in said


def test_a_file_that_does_not_open_is_named(tmp_path: Path) -> None:
    done = palabre(tmp_path, "replay", "absent.eml")
    assert (done.returncode, "absent.eml" in done.stderr) == (1, True)
