"""The headers and the parts of our mails: what servers, programs and other bots go by."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import DateHeader
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.doors.mail.reading.headers import parse_headers
from bot.doors.mail.writing.letter import compose
from bot.doors.mail.writing.words import in_words
from community.words import Address, Choice, File, Matter, Refused, Reply, Sending
from content.simple_html import plain
from handlers.knowledge import render
from tests.mails import (
    COMING,
    FIRST,
    HOME,
    INVITATION,
    MARIE,
    NOTHING,
    NOW,
    THREAD,
    TOKEN,
    arrived,
    html_of,
    plain_of,
    posted,
    sample,
)
from tests.people import library

OF_THE_EXCHANGE = Matter(theme=THREAD.theme, thread=THREAD)
ANSWER = Matter(answers="question-1@outlook.exemple.fr", subject="c'est quoi un PTCE ?")
LISTED = {"List-Id", "List-Unsubscribe", "Precedence"}
WORD = re.compile(r"\w+")
CHAT = re.compile(r"(?<![\w/.:@-])/(?!start \(…\))[a-z][a-z_]{2,}|\b[Tt]ouchez\b")
TEXTS = sorted(library().texts._messages)


def sent(reply: Reply = INVITATION, matter: Matter = NOTHING) -> bytes:
    return compose(MARIE, reply, (), Sending(TOKEN, matter=matter), HOME, NOW).as_bytes()


# Who writes, and where answers go


def test_a_mail_comes_from_our_own_address_and_is_answered_at_one_with_its_token() -> None:
    mail = posted()
    assert mail["From"] == "Communautés apprenantes <bot@communautes.example>"
    assert mail["Reply-To"] == f"Communautés apprenantes <bot+{TOKEN}@communautes.example>"
    assert mail["To"] == "marie@exemple.fr"
    assert mail["Message-ID"] == f"<{TOKEN}@communautes.example>"


def test_what_is_said_of_an_exchange_comes_from_one_address_for_ever() -> None:
    mail = posted(matter=OF_THE_EXCHANGE)
    hers = f"Communautés apprenantes <bot+{THREAD.token}@communautes.example>"
    assert (mail["From"], mail["Reply-To"]) == (hers, hers)


def test_a_mail_is_dated_when_it_goes() -> None:
    assert cast(DateHeader, posted()["Date"]).datetime == datetime(2026, 11, 23, 9, tzinfo=UTC)


# Machines


def test_an_answer_says_that_it_answers_by_itself() -> None:
    assert posted(matter=ANSWER)["Auto-Submitted"] == "auto-replied"


def test_what_nobody_asked_for_says_that_a_machine_sends_it() -> None:
    assert posted(matter=OF_THE_EXCHANGE)["Auto-Submitted"] == "auto-generated"


def test_no_program_should_answer_by_itself() -> None:
    assert posted()["X-Auto-Response-Suppress"] == "All"


def test_theme_mail_says_which_list_it_is_and_how_to_leave_it() -> None:
    mail = posted(matter=OF_THE_EXCHANGE)
    assert mail["List-Id"] == "<securisation-des-parcours.communautes.example>"
    leaving = f"<mailto:bot+{THREAD.token}@communautes.example?subject=STOP>"
    assert mail["List-Unsubscribe"] == leaving


def test_an_answer_is_no_list() -> None:
    mail = posted(matter=ANSWER)
    assert not [name for name in mail if name.startswith("List-") or name == "Precedence"]


# Threads and subjects


def test_the_first_mail_of_an_exchange_begins_its_thread() -> None:
    first = Matter(thread=replace(THREAD, root=TOKEN))
    assert posted(matter=first)["References"] is None


def test_the_next_ones_follow_the_first() -> None:
    mail = posted(matter=OF_THE_EXCHANGE)
    root = f"<{FIRST}@communautes.example>"
    assert (mail["In-Reply-To"], mail["References"]) == (root, root)


def test_an_answer_follows_the_mail_it_answers() -> None:
    mail = posted(matter=ANSWER)
    assert mail["In-Reply-To"] == mail["References"] == "<question-1@outlook.exemple.fr>"


def test_an_answer_about_an_exchange_follows_both() -> None:
    mail = posted(matter=replace(ANSWER, thread=THREAD))
    assert mail["In-Reply-To"] == "<question-1@outlook.exemple.fr>"
    assert mail["References"] == (f"<{FIRST}@communautes.example> <question-1@outlook.exemple.fr>")


def test_ids_that_are_longer_than_a_line_go_as_they_are() -> None:
    long = f"{'A' * 120}@outlook.exemple.fr"
    content = sent(matter=Matter(answers=long, thread=THREAD))
    assert f"In-Reply-To: <{long}>\r\n".encode() in content
    assert f"\r\n <{long}>\r\n".encode() in content


@pytest.mark.parametrize("strange", ["sha256:12ab", "a b@c", "a>@b", "é@b", "a@b\nBcc: x@y.fr"])
def test_what_is_no_message_id_is_no_thread(strange: str) -> None:
    assert posted(matter=Matter(answers=strange))["References"] is None


def test_the_subject_of_an_exchange_says_its_theme_its_title_and_its_day() -> None:
    subject = "[Parcours et emploi] Partager des emplois entre structures — vendredi 18 décembre"
    assert posted(matter=OF_THE_EXCHANGE)["Subject"] == subject


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("c'est quoi un PTCE ?", "Re: c'est quoi un PTCE ?"),
        ("Re: Visite", "Re: Visite"),
        ("RE : Re: TR : Visite", "Re: Visite"),
        ("Recette : visite", "Re: Recette : visite"),
    ],
)
def test_an_answer_keeps_the_subject_it_was_asked_under(asked: str, answered: str) -> None:
    assert posted(matter=Matter(subject=asked))["Subject"] == answered


@pytest.mark.parametrize(
    ("html", "subject"),
    [
        ("<p>Bonjour.</p><p><b>Vos données :</b> tout.</p>", "Vos données"),
        ("<p>C’est noté. À bientôt !</p>", "C’est noté"),
        ("<ul><li>Romans</li></ul>", "Romans"),
        (f"<p>{'mot ' * 40}</p>", f"{'mot ' * 14}mot…"),
        ("", "Votre message"),
    ],
)
def test_another_subject_is_made_of_the_first_words(html: str, subject: str) -> None:
    assert posted(Reply(html))["Subject"] == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("confirming.join", "Pour rejoindre le thème « Renouveau productif »"),
        ("digests.digest", "Voici les nouvelles de la semaine"),
    ],
)
def test_what_begins_a_thread_says_in_its_subject_what_it_is(text: str, subject: str) -> None:
    assert posted(Reply(sample(text)))["Subject"] == subject


@given(st.text(max_size=90))
def test_no_title_breaks_a_header(title: str) -> None:
    named = Matter(thread=replace(THREAD, title=title))
    content = sent(matter=named)
    assert set(arrived(content)) == set(posted(matter=OF_THE_EXCHANGE)) - LISTED
    shown = " ".join(parse_headers(content.partition(b"\r\n\r\n")[0]).first("Subject").split())
    assert shown == " ".join(arrived(content)["Subject"].split())


def test_a_subject_in_two_lines_adds_no_header() -> None:
    mail = posted(matter=Matter(subject="Visite\r\nBcc: paul@exemple.fr\n\nBonjour"))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Re: Visite Bcc: paul@exemple.fr Bonjour"


# The text


def test_the_text_is_complete_without_its_html() -> None:
    assert plain_of(posted()).replace("\ufeff", "").split("\n\n") == [
        "— Répondez au-dessus de cette ligne —",
        "Visite\nRomans",
        "Venez-vous ?",
        f"{library().texts.label('mail.choose')}\n1. Je viens\n2. Peut-être\n3. Je ne viens pas",
        f"-- \n{library().texts.label('mail.who')}\n{library().texts.label('mail.stop')}\n",
    ]


def test_a_page_is_opened_and_not_answered_and_numbers_stay_those_of_the_choices() -> None:
    page = Choice("J’ouvre la page", "https://exemple.org/?a=1&b=2")
    text = plain_of(posted(Reply("<p>Ici.</p>", (page, *COMING[:2]))))
    assert "J’ouvre la page\u00a0: https://exemple.org/?a=1&b=2\n" in text
    assert "\n2. Je viens\n3. Peut-être\n" in text


def test_nothing_to_choose_asks_for_nothing() -> None:
    assert "Pour répondre" not in plain_of(posted(Reply("<p>C’est noté.</p>")))


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_ours_goes_as_ascii_in_short_lines_and_comes_back(name: str) -> None:
    reply = Reply(sample(name), COMING)
    content = compose(MARIE, reply, (), Sending(TOKEN), HOME, NOW).as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    mail = arrived(content)
    assert set(WORD.findall(plain(in_words(reply.html, library().commands)))) <= set(
        WORD.findall(plain_of(mail))
    )
    assert not mail.defects


# What one does in a chat alone


def read_of(html: str) -> str:
    """Both forms of a mail, as they are read."""
    mail = posted(Reply(html, COMING))
    return f"{plain_of(mail)}\n{plain(html_of(mail).partition('<body')[2])}"


@pytest.mark.parametrize("name", TEXTS)
def test_no_mail_asks_for_a_slash_nor_a_touch(name: str) -> None:
    read = read_of(sample(name))
    assert CHAT.findall(read) == []


def test_no_answer_by_mail_asks_for_a_slash_nor_a_touch() -> None:
    documents = [document.id for document in library().documents()]
    answers = filter(None, (render(library(), one) for one in documents))
    assert CHAT.findall("\n".join(answer.html for answer in answers)) != []
    for answer in (render(library(), one) for one in documents):
        assert answer is None or CHAT.findall(read_of(answer.html)) == []


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Tout est dans /confidentialite.</p>", "Tout est dans « confidentialité »."),
        ("<p>Écrivez « /pause 2 semaines ».</p>", "Écrivez « pause 2 semaines »."),
        ("<p>https://exemple.fr/agenda et /home/agenda</p>",) * 2,
        ('<p><a href="/agenda">ici</a> ou /inconnu</p>',) * 2,
    ],
)
def test_a_command_is_said_in_words(html: str, said: str) -> None:
    read = in_words(html, library().commands).replace("\u202f", " ")
    assert read == (said if said == html else f"<p>{said}</p>")


# Files


def parts_of(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def test_a_reply_alone_is_a_text_and_its_html() -> None:
    assert parts_of(posted()) == ["multipart/alternative", "text/plain", "text/html"]


def test_files_are_joined_around_the_text() -> None:
    table = File("inscrits.csv", "text/csv; charset=utf-8", "nom;été\r\n".encode())
    picture = File("code à lire.png", "image/png", b"\x89PNG")
    mail = posted(files=[table, picture])
    assert parts_of(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/csv",
        "image/png",
    ]
    joined = {
        part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()
    }
    assert joined == {"inscrits.csv": table.content, "code à lire.png": picture.content}


@pytest.mark.parametrize("odd", ["", "n'importe quoi", "message/rfc822", "a/b\r\nBcc: x@y", "é/à"])
def test_a_file_of_an_odd_type_goes_as_bytes(odd: str) -> None:
    mail = posted(files=[File("x", odd, b"octets")])
    assert mail["Bcc"] is None
    (joined,) = mail.iter_attachments()
    assert joined.get_payload(decode=True) == b"octets"


def test_a_published_calendar_is_a_file_like_another() -> None:
    calendar = File("echange-7.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
    assert parts_of(posted(files=[calendar]))[-1] == "text/calendar"
    assert parts_of(posted(files=[calendar]))[0] == "multipart/mixed"


def test_a_calendar_that_asks_stands_beside_the_text_and_as_a_file() -> None:
    content = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n".encode()
    asking = File("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", content)
    mail = posted(files=[asking])
    assert parts_of(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    beside = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert beside["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert beside.get_payload(decode=True) == content


def test_the_html_says_what_the_text_says() -> None:
    assert "<b>Visite</b><br>Romans" in html_of(posted())


# What could break a mail


@pytest.mark.parametrize("strange", ["a..b@c.fr", "o'neil+x=y@c.fr", f"{'a' * 64}@c.fr"])
def test_addresses_that_providers_give_are_written_to(strange: str) -> None:
    mail = compose(Address("mail", strange), INVITATION, (), Sending(TOKEN), HOME, NOW)
    assert f"\r\nTo: {strange}\r\n".encode() in mail.as_bytes()


def test_a_domain_with_accents_goes_in_ascii_and_a_name_as_it_is() -> None:
    mails = [
        compose(Address("mail", to), INVITATION, (), Sending(TOKEN), HOME, NOW)
        for to in ("marie@éducation.fr", "rené@éducation.fr")
    ]
    assert [mail["To"] for mail in mails] == [
        "marie@xn--ducation-90a.fr",
        "rené@xn--ducation-90a.fr",
    ]
    assert b"\r\nTo: marie@xn--ducation-90a.fr\r\n" in mails[0].as_bytes()


@pytest.mark.parametrize(
    "wrong", ["a@b@c.fr", "a,b@c.fr", "a b@c.fr", "a@c\nBcc: x@y.fr", "a@é..fr", ""]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        compose(Address("mail", wrong), INVITATION, (), Sending(TOKEN), HOME, NOW)


@given(st.text(max_size=400), st.text(max_size=60), st.text(max_size=30))
@settings(deadline=None, max_examples=60)
def test_whatever_is_said_goes_in_short_ascii_lines(html: str, label: str, name: str) -> None:
    file = File(name, "text/plain; charset=utf-8", html.encode(errors="replace"))
    reply = Reply(html, (Choice(label, "/x"),))
    content = compose(MARIE, reply, (file,), Sending(TOKEN), HOME, NOW).as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert parts_of(arrived(content))[:2] == ["multipart/mixed", "multipart/alternative"]
