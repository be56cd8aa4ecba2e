"""A mail taken apart: its ids, its addresses, its bounds, and shapes made to be hard to read."""

import base64
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.doors.mail.reading.headers import parse_headers
from bot.doors.mail.reading.letters import read, read_parts
from bot.doors.mail.reading.parts import Part, parse_value, split
from bot.doors.mail.reading.words import Kind, Word
from tests.mutants import mutate
from tests.test_mail_reading import MAILS, NAMES, read_saved

SAVED = [(MAILS / f"{name}.eml").read_bytes() for name in NAMES]


def mail(headers: str, body: bytes = b"oui") -> bytes:
    return headers.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def test_a_mail_tells_who_wrote_about_what() -> None:
    letter = read_saved("latin1_in_base64")
    assert (letter.name, letter.sender) == ("Françoise Étienne", "f.etienne@exemple.fr")
    assert letter.subject.startswith("Re: [Renouveau productif] Visite d'une légumerie")


def test_a_mail_is_known_by_its_message_id() -> None:
    assert read(mail("From: a@exemple.fr\nMessage-ID: <12.ab@exemple.fr>")).id == "12.ab@exemple.fr"


def test_a_mail_without_message_id_is_known_by_what_it_holds() -> None:
    first, again, other = (read(mail("From: a@exemple.fr", body)) for body in (b"1", b"1", b"2"))
    assert first.id == again.id != other.id
    assert first.id.startswith("sha256:")


def test_the_address_it_was_delivered_to_comes_before_those_it_names() -> None:
    letter = read(mail("From: a@exemple.fr\nTo: Bot <bot@palabre.example>, b@exemple.fr\n"
                       "Cc: c@exemple.fr\nDelivered-To: bot+abc@palabre.example"))  # fmt: skip
    assert letter.recipients == (
        "bot+abc@palabre.example",
        "bot@palabre.example",
        "b@exemple.fr",
        "c@exemple.fr",
    )


def test_the_nearest_mail_that_it_answers_comes_first() -> None:
    letter = read(mail("From: a@exemple.fr\nReferences: <1@x> <2@x>\n <3@x>\nIn-Reply-To: <3@x>"))
    assert letter.answers_to == ("3@x", "2@x", "1@x")


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("a@exemple.fr", "", "a@exemple.fr"),
        ("Marie Dumont <M.Dumont@Exemple.fr>", "Marie Dumont", "m.dumont@exemple.fr"),
        ('"Dumont, Marie" <m@exemple.fr>', "Dumont, Marie", "m@exemple.fr"),
        ("m@exemple.fr (Marie)", "", "m@exemple.fr"),
        ("=?utf-8?b?w4lsw6lvbm9yZQ==?= <e@exemple.fr>", "Éléonore", "e@exemple.fr"),
        ("=?iso-8859-1?q?=C9l=E9onore?= Roy <e@exemple.fr>", "Éléonore Roy", "e@exemple.fr"),
        ("Éléonore <e@exemple.fr>", "Éléonore", "e@exemple.fr"),
    ],
)
def test_a_sender_is_read_in_every_writing(written: str, name: str, address: str) -> None:
    letter = read(mail(f"From: {written}"))
    assert (letter.name, letter.sender) == (name, address)


@pytest.mark.parametrize(
    ("value", "kind", "parameters"),
    [
        ("text/plain", "text/plain", {}),
        ("Text/Plain; Charset=UTF-8", "text/plain", {"charset": "UTF-8"}),
        ('a/b; name="x; y.ics"; c=d', "a/b", {"name": "x; y.ics", "c": "d"}),
        ("a/b; name*=utf-8''%C3%A9t%C3%A9.ics", "a/b", {"name": "été.ics"}),
        ('a/b; name*0="invit"; name*1="ation.ics"', "a/b", {"name": "invitation.ics"}),
    ],
)
def test_a_content_type_gives_its_parameters(
    value: str, kind: str, parameters: dict[str, str]
) -> None:
    assert parse_value(value) == (kind, parameters)


def test_parts_fetched_one_by_one_are_read_as_the_whole_mail() -> None:
    content = (MAILS / "gmail_oui_merci_above.eml").read_bytes()
    headers, parts = split(content)
    assert read_parts(headers, [part for part in parts if part.content]) == read(content)


def test_what_is_no_text_is_not_decoded() -> None:
    photo = base64.encodebytes(b"\xff\xd8" * 1_000_000)
    headers = "From: a@exemple.fr\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64"
    _, (part,) = split(mail(headers, photo))
    assert part.content == b""


def test_a_text_is_read_up_to_a_bound() -> None:
    _, (part,) = split(mail("From: a@exemple.fr", b"x" * 300_000))
    assert len(part.content) == 256 * 1024


def test_html_is_read_up_to_a_bound() -> None:
    _, (part,) = split(mail("Content-Type: text/html", b"x" * 300_000))
    assert len(part.content) == 100 * 1024


def test_an_automatic_mail_says_nothing_of_somebody_coming() -> None:
    assert read(mail("From: a@exemple.fr\nAuto-Submitted: auto-replied")).word is None
    assert read(mail("From: a@exemple.fr")).word is Word.ACCEPTED


def test_nothing_at_all_is_unreadable() -> None:
    assert read(b"").kind is Kind.UNREADABLE


@given(st.binary(max_size=3000))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(content: bytes) -> None:
    read(content)
    read_parts(parse_headers(content), [Part("text/html", content)])


@pytest.mark.parametrize("seed", range(8))
def test_damaged_mails_are_read(seed: int) -> None:
    for number in range(50):
        read(mutate(SAVED, Random(seed * 50 + number)))


HTML = "From: a@exemple.fr\nContent-Type: text/html"
CALENDAR = "From: a@exemple.fr\nContent-Type: text/calendar"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("From: a@exemple.fr", b"oui\n" * 60_000),
        ("From: a@exemple.fr", b"Le 2 mars\n" * 25_000),
        ("From: a@exemple.fr", b"De : a@exemple.fr\n" * 14_000),
        ("From: a@exemple.fr", b"a@exemple.fr c\n" * 16_000),
        ("From: a@exemple.fr", b"Le 2 " + b"x " * 120_000),
        ("From: a@exemple.fr", b"> \n" * 80_000),
        ("From: a@exemple.fr", b"\r" * 200_000),
        ("From: a@exemple.fr", b"merci et " * 27_000),
        ("From: a@exemple.fr\nContent-Type: text/plain; format=flowed", b"x \n" * 80_000),
        (HTML, b"<a " * 33_000),
        (HTML, b"<!--" * 25_000),
        (HTML, b"<![" * 33_000),
        (HTML, b"<blockquote>" * 8_000),
        (HTML, b'<a b="' * 16_000),
        (HTML, b'<a b=">' * 14_000),
        (HTML, b"<div style='x'>" * 6_000),
        (HTML, b"<br>" * 25_000),
        (CALENDAR, b"BEGIN:VCALENDAR\r\n" * 5_000),
        (CALENDAR, b"BEGIN:VCALENDAR\r\n" * 2_000 + b"END:VCALENDAR\r\n" * 2_000),
        ("From: a@exemple.fr\nTo: " + "(" * 100_000, b""),
        ("From: a@exemple.fr\nTo: " + "b@exemple.fr, " * 10_000, b""),
        ("From: a@exemple.fr\nSubject: " + "=?utf-8?q?a?= " * 10_000, b""),
        ('From: a@exemple.fr\nContent-Type: text/plain; a="' + ";" * 100_000, b""),
        ("From: a@exemple.fr\nContent-Type: text/plain" + "; a=b" * 40_000, b""),
        ("From: a@exemple.fr\nContent-Type: multipart/mixed; boundary=b", b"--b\n\nx\n" * 25_000),
        ("From: a@exemple.fr\nContent-Type: multipart/mixed", b"--" + b" " * 200_000),
    ],
    ids=lambda value: value[:24].decode() if isinstance(value, bytes) else "",
)  # fmt: skip
@pytest.mark.timeout(5)
def test_a_shape_made_to_be_slow_is_read_soon(headers: str, body: bytes) -> None:
    read(mail(headers, body))
