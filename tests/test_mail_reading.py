"""Mails of real programs, each read as its neighbour says: `tests/data/mails/NAME.eml`, `.yaml`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.doors.mail.reading.letters import read
from bot.doors.mail.reading.words import Letter

MAILS = Path(__file__).parent / "data" / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))


def is_ours(address: str) -> bool:
    local, _, domain = address.partition("@")
    return domain == "palabre.example" and local.partition("+")[0] == "bot"


def read_saved(name: str) -> Letter:
    return read((MAILS / f"{name}.eml").read_bytes(), is_ours)


def told(letter: Letter) -> dict[str, Any]:
    """A letter as the neighbouring files tell one."""
    said = asdict(letter)
    calendar = said["calendar"]
    if calendar is not None:
        calendar["stamp"] = calendar["stamp"] and calendar["stamp"].isoformat()
    return said


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_read_as_its_neighbour_says(name: str) -> None:
    meant = yaml.safe_load((MAILS / f"{name}.yaml").read_text())
    said = told(read_saved(name))
    if meant.get("calendar"):
        said["calendar"] = {key: said["calendar"][key] for key in meant["calendar"]}
    assert {key: said[key] for key in meant} == meant
