"""A reply as a mail."""

from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.utils import format_datetime

from bot.doors.mail.home import Home
from bot.doors.plain import show
from community.words import Address, File, Reply, Sending


def compose(
    to: Address, reply: Reply, files: tuple[File, ...], how: Sending, home: Home, now: datetime
) -> EmailMessage:
    """Write a mail that carries a reply, its files, and the token that an answer brings back."""
    mail = EmailMessage()
    mail["From"] = Mailbox(home.name, addr_spec=home.address)
    mail["To"] = to.value
    mail["Reply-To"] = home.reply_address(how.token)
    mail["Subject"] = home.name
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{home.message_id(how.token)}>"
    mail["Auto-Submitted"] = "auto-replied" if how.urgent else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(show(reply))
    for file in files:
        kind, _, detail = file.media_type.partition("/")
        mail.add_attachment(file.content, kind, detail, filename=file.filename)
    return mail
