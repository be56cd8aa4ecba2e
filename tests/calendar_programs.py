"""What calendars send when one answers an invitation of ours in them."""

from datetime import datetime
from email.message import EmailMessage

import icalendar

from tests.letter_box import calendar_of

FORMS = {"ACCEPTED": "a accepté", "DECLINED": "a refusé", "TENTATIVE": "a répondu Peut-être à"}


def google(mail: EmailMessage, partstat: str, who: str, now: datetime) -> EmailMessage:
    """As Google Agenda answers: to the organizer, without the thread, in three forms and a file."""
    content = _reply(mail, partstat, who, now)
    _, event = calendar_of(mail)
    answer = EmailMessage()
    answer["To"] = str(event["ORGANIZER"]).removeprefix("mailto:")
    answer["Subject"] = f"{FORMS[partstat]} : {event['SUMMARY']}"
    answer["Sender"] = "Google Agenda <calendar-notification@google.example>"
    answer.set_content(f"{who} {FORMS[partstat]} cette invitation.\n\nInvitation de Google Agenda")
    answer.add_alternative(f"<div>{who} {FORMS[partstat]} cette invitation</div>", subtype="html")
    answer.add_alternative(content.decode(), subtype="calendar", params={"method": "REPLY"})
    answer.add_attachment(content, "application", "ics", filename="invite.ics")
    return answer


def _reply(mail: EmailMessage, partstat: str, who: str, now: datetime) -> bytes:
    _, asked = calendar_of(mail)
    event = icalendar.Event()
    for name in ("DTSTART", "DTEND", "ORGANIZER", "UID", "SEQUENCE", "SUMMARY"):
        event[name] = asked[name]
    event.add("DTSTAMP", now)
    said = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": partstat}
    event.add("ATTENDEE", f"mailto:{who}", parameters={**said, "X-NUM-GUESTS": "0"})
    event.add("STATUS", "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//Google Inc//Google Calendar 70.9054//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "REPLY")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
