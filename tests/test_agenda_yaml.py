"""An agenda written by hand is read as it is meant, or each fault is named at its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from community.agenda_yaml import PlannedExchange, read_yaml
from community.calendar.entries import Entry, Status
from community.exchanges import KINDS
from content.faults import ContentFaults

BY_HAND = Path(__file__).parent / "data" / "agendas" / "a-la-main.yaml"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read(folder: Path, text: str) -> tuple[Entry, ...]:
    (folder / "agenda.yaml").write_text(text, encoding="utf-8")
    return read_yaml(folder / "agenda.yaml", "Europe/Paris", NOW)


def one(*lines: str) -> str:
    return "\n    ".join(("exchanges:\n  - id: a", "title: Atelier", *lines))


def test_an_agenda_as_an_animator_writes_it() -> None:
    day, cafe, seminar = read_yaml(BY_HAND, "Europe/Paris", NOW)
    assert (day.uid, day.line, day.whole) == ("agenda-journee-regionale-2027", 3, True)
    assert (day.plan.starts, day.plan.ends) == (
        datetime.fromisoformat("2027-03-19T09:30"),
        datetime.fromisoformat("2027-03-19T16:30"),
    )
    assert day.plan.programme.splitlines() == [
        "9 h 30 – 10 h : Accueil, café",
        "10 h – 11 h : Visite apprenante",
    ]
    assert (day.plan.capacity, day.plan.meal) == (60, "Déjeuner sur place, 10 €.")
    assert (cafe.plan.zone, cafe.plan.starts.hour, cafe.plan.ends) == ("Indian/Reunion", 9, None)
    assert (seminar.plan.zone, seminar.plan.theme) == ("Europe/Paris", "")
    assert seminar.plan.ends == datetime.fromisoformat("2027-05-21T12:00")
    assert {entry.sequence for entry in (day, cafe, seminar)} == {None}


def test_an_exchange_can_be_cancelled(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, one("starts: 2027-03-19 09:30", "cancelled: true"))
    assert entry.status is Status.CANCELLED


def test_the_kinds_are_those_of_exchanges() -> None:
    (choices,) = (field.annotation for name, field in PlannedExchange.model_fields.items()
                  if name == "kind")  # fmt: skip
    assert set(choices.__args__) == {"", *KINDS}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("exchanges: [\n", 2, "YAML illisible"),
        ("bonjour", 1, "doit contenir des clés"),
        ("exchanges: 3", 1, "« exchanges » doit être une liste"),
        (one(), 2, "il manque la clé « starts »"),
        (one("starts: 2027-03-19"), 4, "n’est pas un moment"),
        (one("starts: 20270319"), 4, "n’est pas un moment"),
        (one("starts: bientôt"), 4, "n’est pas un moment"),
        (one("starts: 2027-02-30 09:30"), 4, "n’est pas un moment"),
        (one("starts: 2027-03-19T09:30:00+01:00"), 4, "sans décalage"),
        (one("starts: 2027-03-19 09:30", "ends: tard"), 5, "n’est pas une heure"),
        (one("starts: 2027-03-19 09:30", 'ends: "25:00"'), 5, "n’est pas une heure"),
        (one("starts: 2027-03-19 09:30", "ends: 9:00"), 5, "finit avant de commencer"),
        (one("starts: 2027-03-19 09:30", "zone: Paris"), 5, "le fuseau « Paris » n’existe pas"),
        (one("starts: 2027-03-19 09:30", "kind: bal"), 5, "n’a pas une valeur connue"),
        (one("starts: 2027-03-19 09:30", "visio: meet"), 5, "n’est pas une adresse"),
        (one("starts: 2027-03-19 09:30", "capacity: dix"), 5, "doit être un nombre"),
        (one("starts: 2027-03-19 09:30", "lieu: Lille"), 5, "la clé « lieu » n’est pas connue"),
        (one("starts: 2027-03-19 09:30") + one("starts: 2027-03-19 09:30")[10:], 5,
         "« a » nomme déjà un autre échange"),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ContentFaults) as faulty:
        read(tmp_path, text)
    (fault,) = faulty.value.faults
    assert (fault.file, fault.line) == ("agenda.yaml", line)
    assert words in str(fault)
