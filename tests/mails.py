"""Mails of ours, as people get them, and what their programs send when they answer above."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from html import escape

from bot.doors.mail.home import Home
from bot.doors.mail.writing.letter import compose
from community.words import Address, Choice, File, Matter, Reply, Sending, Thread
from tests.people import library

HOME = Home(
    "bot@communautes.example", "Communautés apprenantes", "bot+%s@communautes.example", library
)
MARIE = Address("mail", "marie@exemple.fr")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "a" * 26
FIRST = "f" * 26
THREAD = Thread(
    "t" * 26,
    FIRST,
    "securisation-des-parcours",
    "Partager des emplois entre structures",
    date(2026, 12, 18),
)
COMING = (
    Choice("Je viens", "/je_viens 7", ("oui",)),
    Choice("Peut-être", "/peut_etre 7"),
    Choice("Je ne viens pas", "/je_ne_viens_pas 7", ("non",)),
)
NOTHING = Matter()
INVITATION = Reply("<p><b>Visite</b><br>Romans</p><p>Venez-vous ?</p>", COMING)


def posted(
    reply: Reply = INVITATION, matter: Matter = NOTHING, files: Iterable[File] = ()
) -> EmailMessage:
    """A mail of ours, as it is read after its journey."""
    how = Sending(TOKEN, matter=matter)
    mail = compose(MARIE, reply, tuple(files), how, HOME, NOW)
    return arrived(mail.as_bytes())


def arrived(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def plain_of(mail: EmailMessage) -> str:
    return _body(mail, "plain")


def html_of(mail: EmailMessage) -> str:
    return _body(mail, "html")


def _body(mail: EmailMessage, form: str) -> str:
    body = mail.get_body((form,))
    assert isinstance(body, EmailMessage)
    content = body.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def sample(name: str) -> str:
    """A text of the bot, with the values that its file tries it with."""
    texts = library().texts
    return texts.html(name, **texts._messages[name].sample)


def labels(*names: str) -> tuple[Choice, ...]:
    """Choices with those labels."""
    texts = library().texts
    return tuple(Choice(texts.label(name, **VALUES), f"/x {n}") for n, name in enumerate(names))


VALUES = {"score": 4}


# What programs send when one answers above


def gmail(mail: EmailMessage, said: str) -> bytes:
    quoted = "\n".join(f"> {line}".rstrip() for line in plain_of(mail).splitlines())
    head = f"Le lun. 23 nov. 2026 à 10:02, {mail['From']} a\nécrit :"
    return _answer(mail, f"{said}\n\n{head}\n\n{quoted}\n")


def gmail_html(mail: EmailMessage, said: str) -> bytes:
    """As Gmail's HTML part, alone."""
    who = escape(str(mail["From"]))
    html = (
        f'<div dir="ltr">{escape(said)}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">Le lun. 23 nov. 2026 à 10:02, {who} a écrit :<br></div>'
        f'<blockquote class="gmail_quote">{html_of(mail)}</blockquote></div>'
    )
    return _answer(mail, html, "html")


def outlook(mail: EmailMessage, said: str) -> bytes:
    """Outlook quotes without a mark, below the headers of what it answers."""
    head = (
        f"De : {mail['From']}\nEnvoyé : lundi 23 novembre 2026 10:02\n"
        f"À : Marie Dumont <marie@exemple.fr>\nObjet : {mail['Subject']}"
    )
    return _answer(mail, f"{said}\n\n{head}\n\n{plain_of(mail)}")


def outlook_html(mail: EmailMessage, said: str) -> bytes:
    head = (
        f"<b>De :</b> {escape(str(mail['From']))}<br><b>Envoyé :</b> lundi 23 novembre 2026 10:02"
        f"<br><b>À :</b> marie@exemple.fr<br><b>Objet :</b> {escape(str(mail['Subject']))}"
    )
    html = (
        f'<p class="MsoNormal">{escape(said)}</p><div style="border:none;border-top:solid #E1E1E1'
        f' 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{head}</p></div>{html_of(mail)}'
    )
    return _answer(mail, html, "html")


def iphone(mail: EmailMessage, said: str) -> bytes:
    quoted = "\n".join(f"> {line}".rstrip() for line in plain_of(mail).splitlines())
    head = f"Le 23 nov. 2026 à 10:02, {mail['From']} a écrit :"
    signed = f"{said}\n\nEnvoyé de mon iPhone" if said else "Envoyé de mon iPhone"
    return _answer(mail, f"{signed}\n\n> {head}\n> \n{quoted}\n")


def zimbra(mail: EmailMessage, said: str) -> bytes:
    head = (
        f"----- Mail original -----\nDe: {mail['From']}\nÀ: marie@exemple.fr\n"
        f"Envoyé: Lundi 23 Novembre 2026 10:02:00\nObjet: {mail['Subject']}"
    )
    return _answer(mail, f"{said}\n\n{head}\n\n{plain_of(mail)}")


def bare(mail: EmailMessage, said: str) -> bytes:
    """A program that says nothing of what it quotes: our own line parts them."""
    return _answer(mail, f"{said}\n\n{plain_of(mail)}")


def bare_html(mail: EmailMessage, said: str) -> bytes:
    return _answer(mail, f"<div>{escape(said)}</div><div>{html_of(mail)}</div>", "html")


def touched(mail: EmailMessage, said: str) -> bytes:
    """A message opened by a link: nothing is quoted."""
    return _answer(mail, f"{said}\n")


PROGRAMS: tuple[Callable[[EmailMessage, str], bytes], ...] = (
    gmail,
    gmail_html,
    outlook,
    outlook_html,
    iphone,
    zimbra,
    bare,
    bare_html,
    touched,
)


def _answer(mail: EmailMessage, content: str, form: str = "plain") -> bytes:
    answer = EmailMessage(policy=SMTP)
    answer["From"] = "Marie Dumont <marie@exemple.fr>"
    answer["To"] = str(mail["Reply-To"])
    answer["Subject"] = f"Re: {mail['Subject']}"
    answer["Message-ID"] = "<reponse-1@exemple.fr>"
    answer["In-Reply-To"] = str(mail["Message-ID"])
    answer.set_content(content, subtype=form)
    return answer.as_bytes()
