"""Whatever we write, what people answer above it is read as their words alone."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from bot.doors.mail.reading.letters import read
from community.words import Matter, Reply
from french.folding import essence
from tests.mails import (
    HOME,
    INVITATION,
    PROGRAMS,
    THREAD,
    TOKEN,
    gmail,
    labels,
    posted,
    sample,
    touched,
)
from tests.people import library

TEXTS = sorted(library().texts._messages)
LABELS = sorted(
    " ".join(label.alone.split())
    for name, label in library().texts._labels.items()
    if "{" not in label.label and not name.startswith("mail.")
)
SAID = "Oui, avec deux collègues"
Program = Callable[[EmailMessage, str], bytes]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_what_is_written_above_any_of_our_mails_is_read_alone(program: Program) -> None:
    offered = labels("reminders.come", "agenda.back")
    mails = {name: posted(Reply(sample(name), offered)) for name in TEXTS}
    read_as = {name: read(program(mail, SAID), HOME.is_ours).text for name, mail in mails.items()}
    assert {name: said for name, said in read_as.items() if said != SAID} == {}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_nothing_written_above_is_nothing_said(program: Program) -> None:
    assert read(program(posted(), ""), HOME.is_ours).text == ""


def test_an_answer_finds_the_message_by_its_address_and_by_its_thread() -> None:
    letter = read(gmail(posted(), "Oui"), HOME.is_ours)
    assert [HOME.token_of(address) for address in letter.recipients] == [TOKEN]
    assert letter.answers_to[0] == f"{TOKEN}@communautes.example"


def test_a_label_sent_by_its_link_comes_back_whole() -> None:
    said = {label: read(touched(posted(), label)).text for label in LABELS}
    assert {label: text for label, text in said.items() if essence(text) != essence(label)} == {}


def test_a_machine_knows_ours_for_a_machine() -> None:
    matter = Matter(theme=THREAD.theme, thread=THREAD)
    assert read(posted(INVITATION, matter).as_bytes()).kind == "automatic"
