"""What a mail asks of the bot: who, what, in answer to which message, and how sure that is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doors.mail.home import Home
from bot.doors.mail.requests import read_mail
from community.words import Request
from content.library import Library
from tests.stage import known

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuvwxy2"
OTHER = "zyxwvutsrqponmlkjihgfedcb3"


def library() -> Library:
    return known("").library


MAILS = Path(__file__).parent / "data" / "mails"
HOME = Home("bot@palabre.fr", "Communautés", "bot+%s@palabre.fr", library)
SIMPLE = {"From": "Marie Dumont <Marie@Exemple.fr>", "To": "bot@palabre.fr", "Subject": "Bonjour",
          "Message-ID": "<1@exemple.fr>", "Date": "Wed, 25 Nov 2026 09:12:00 +0100"}  # fmt: skip


def mail(text: str = "Oui", **headers: str) -> bytes:
    """A mail; a header may be changed, or taken away."""
    written = SIMPLE | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in written.items() if value]
    return ("\r\n".join(lines) + f"\r\n\r\n{text}\r\n").encode()


def asked(content: bytes, home: Home = HOME, authserv: str = "") -> Request:
    read = read_mail(content, home, authserv, NOW)
    assert read is not None
    assert read.request is not None
    return read.request


def test_a_simple_mail() -> None:
    request = asked(mail("Oui, merci"))
    assert (request.id, str(request.sender)) == ("1@exemple.fr", "mail/marie@exemple.fr")
    assert (request.text, request.name) == ("Oui, merci", "Marie Dumont")
    assert request.sent_at == datetime(2026, 11, 25, 8, 12, tzinfo=UTC)
    assert (request.in_reply_to, request.verified, request.attached) == (None, False, "")


@pytest.mark.parametrize("date", ["", "hier", "Wed, 25 Nov 2099 09:12:00 +0100"])
def test_a_date_that_cannot_be_is_now(date: str) -> None:
    assert asked(mail(Date=date)).sent_at == NOW


@pytest.mark.parametrize(
    ("name", "subject"),
    [("calendar_google_accepted", ""), ("gmail_oui_merci_above", "Re: ")],
)
def test_what_a_calendar_calls_its_answer_is_no_subject(name: str, subject: str) -> None:
    assert asked((MAILS / f"{name}.eml").read_bytes()).subject[:4] == subject


@pytest.mark.parametrize("message_id", ["", "<>", "<\x00@exemple.fr>"])
def test_without_a_name_of_its_own_a_mail_is_known_by_what_it_holds(message_id: str) -> None:
    first, second = mail(Message_ID=message_id), mail("Non", Message_ID=message_id)
    assert asked(first).id == asked(first).id
    assert asked(first).id.startswith("sha256:")
    assert asked(first).id != asked(second).id


@pytest.mark.parametrize(
    "headers",
    [
        {"To": f"bot+{TOKEN}@palabre.fr"},
        {"To": f"Palabre <BOT+{TOKEN.upper()}@palabre.fr>"},
        {"Delivered_To": f"bot+{TOKEN}@palabre.fr"},
        {"Cc": f"bot+{TOKEN}@palabre.fr"},
        {"In_Reply_To": f"<{TOKEN}@palabre.fr>"},
        {"In_Reply_To": "<7@exemple.fr>", "References": f"<{TOKEN}@palabre.fr> <7@exemple.fr>"},
        {"In_Reply_To": f"<{TOKEN}@palabre.fr>", "To": f"bot+{OTHER}@palabre.fr"},
    ],
)
def test_the_message_that_is_answered(headers: dict[str, str]) -> None:
    assert asked(mail(**headers)).in_reply_to == TOKEN


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "bot+court@palabre.fr"},
        {"To": f"bot+{TOKEN}@ailleurs.fr"},
        {"To": f"autre+{TOKEN}@palabre.fr"},
        {"In_Reply_To": f"<{TOKEN}@ailleurs.fr>"},
        {"In_Reply_To": "<abc@palabre.fr>"},
    ],
)
def test_what_is_no_answer_to_us(headers: dict[str, str]) -> None:
    assert asked(mail(**headers)).in_reply_to is None


def test_a_provider_without_such_addresses_leaves_the_message_id() -> None:
    home = Home("bot@palabre.fr", "Communautés", "bot@palabre.fr", library)
    assert home.reply_address(TOKEN) == home.bounce_address(TOKEN) == "bot@palabre.fr"
    assert asked(mail(In_Reply_To=f"<{TOKEN}@palabre.fr>"), home).in_reply_to == TOKEN


@pytest.mark.parametrize("sender", ["bot@palabre.fr", f"bot+{TOKEN}@palabre.fr", "BOT@palabre.fr"])
def test_our_own_mails_ask_nothing(sender: str) -> None:
    read = read_mail(mail(From=sender), HOME, "", NOW)
    assert read is not None
    assert read.request is None


@pytest.mark.parametrize("sender", ["", "personne", "a@b@c", "x" * 300 + "@exemple.fr"])
def test_who_cannot_be_reached_is_not_heard(sender: str) -> None:
    assert read_mail(mail(From=sender), HOME, "", NOW) is None


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({"Subject": "inscription renouveau productif"}, "inscription renouveau productif"),
        ({"Subject": "Re: inscription"}, ""),
        ({"Subject": "TR: inscription"}, ""),
        ({"Subject": "agenda", "In_Reply_To": f"<{TOKEN}@palabre.fr>"}, ""),
    ],
)
def test_without_a_text_the_subject_of_a_new_mail_is_what_she_says(
    headers: dict[str, str], text: str
) -> None:
    assert asked(mail("", **headers)).text == text


@pytest.mark.parametrize(
    ("kind", "attached"),
    [("image/jpeg", "photo"), ("audio/ogg", "voice"), ("application/pdf", "file")],
)
def test_what_came_where_nothing_is_said(kind: str, attached: str) -> None:
    named = f'{kind}; name="x"'
    assert asked(mail("", Subject="", Content_Type=named)).attached == attached


PASSES = "mx.palabre.fr; dkim=pass header.d=exemple.fr; dmarc=pass (p=none) header.from=exemple.fr"


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ([PASSES], True),
        (["mx.palabre.fr 1; DMARC=Pass"], True),
        (["mx.palabre.fr; spf=pass; dkim=pass"], False),
        (["mx.palabre.fr; dmarc=fail header.from=exemple.fr"], False),
        (["mx.palabre.fr; dmarc=pass header.from=ailleurs.fr"], False),
        (["mx.ailleurs.fr; dmarc=pass header.from=exemple.fr"], False),
        (["mx.palabre.fr.ailleurs.fr; dmarc=pass"], False),
        (["mx.palabre.fr; dmarc=none", PASSES], False),
        (["mx.ailleurs.fr; dmarc=none", PASSES], True),
        (["mx.palabre.fr; spf=fail (mx.palabre.fr; dmarc=pass)"], False),
        ([], False),
    ],
)
def test_who_writes_is_proven_by_our_own_server_alone(results: list[str], verified: bool) -> None:
    said = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    assert asked(said + mail(), authserv="mx.palabre.fr").verified is verified
    assert asked(said + mail()).verified is False


def test_a_mail_from_two_people_proves_nobody() -> None:
    said = f"Authentication-Results: {PASSES}\r\n".encode()
    both = mail(From="marie@exemple.fr, paul@exemple.fr")
    assert asked(said + both, authserv="mx.palabre.fr").verified is False
    twice = said + b"From: paul@exemple.fr\r\n" + mail()
    assert asked(twice, authserv="mx.palabre.fr").verified is False
