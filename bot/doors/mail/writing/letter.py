"""A reply as a whole mail: its text, its HTML, its calendar, its files and its headers."""

from datetime import datetime
from email.message import EmailMessage, Message

from bot.doors.mail.home import Home
from bot.doors.mail.writing.headers import headed
from bot.doors.mail.writing.html import page
from bot.doors.mail.writing.subjects import answering, one_line, subject_of
from bot.doors.mail.writing.text import text
from bot.doors.mail.writing.ways import ways
from bot.doors.mail.writing.words import in_words
from community.words import Address, File, Reply, Sending

UNKNOWN = ("application", "octet-stream")


def compose(
    to: Address,
    reply: Reply,
    files: tuple[File, ...],
    how: Sending,
    home: Home,
    now: datetime,
) -> EmailMessage:
    """Write a mail. A calendar that asks something goes beside the text as well (RFC 6047).

    Raises Refused for an address that no mail can be written to.
    """
    library = home.library()
    said = in_words(reply.html, library.commands)
    subject = subject_of(said, how.matter, library)
    offered = ways(reply.choices, home.reply_address(how.token), answering(subject))
    mail = headed(to, subject, how, home, now)
    mail.set_content(text(said, offered, library.texts), cte="quoted-printable")
    mail.add_alternative(
        page(said, offered, library.texts, subject),
        subtype="html",
        cte="quoted-printable",
    )
    _add_files(mail, files)
    return mail


def _add_files(mail: EmailMessage, files: tuple[File, ...]) -> None:
    asking = next((file for file in files if _method(file)), None)
    if asking is not None:
        mail.add_alternative(
            asking.content.decode(),
            subtype="calendar",
            cte="base64",
            params={"method": _method(asking)},
        )
    for file in files:
        main, sub = ("application", "ics") if file is asking else _type(file)
        name = one_line(file.filename) or None
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=name)


def _method(file: File) -> str:
    """What a calendar asks of who gets it; empty for other files, and for what is just shown."""
    said = _described(file)
    method = str(said.get_param("method", "")).upper()
    return method if said.get_content_type() == "text/calendar" else ""


def _type(file: File) -> tuple[str, str]:
    said = _described(file)
    known = said.get_content_maintype() not in {"multipart", "message"}
    return (said.get_content_maintype(), said.get_content_subtype()) if known else UNKNOWN


def _described(file: File) -> Message:
    described = Message()
    described["Content-Type"] = file.media_type.replace("\n", " ").replace("\r", " ")
    return described
