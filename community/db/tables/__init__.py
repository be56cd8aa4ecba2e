"""All tables, a file per noun."""

from community.db.tables.diagnostics import Diagnostic
from community.db.tables.exchanges import (
    Document,
    Exchange,
    Feedback,
    GroupCard,
    Minutes,
    Registration,
    Reminder,
    SentFile,
    Series,
)
from community.db.tables.fiches import FicheOpinion, FicheWatch
from community.db.tables.people import (
    AddressRow,
    Channel,
    Consent,
    DraftRow,
    Invitation,
    LinkCode,
    Member,
    PendingRequest,
    RoleRow,
)
from community.db.tables.polls import Poll, Slot, Vote
from community.db.tables.post import Delivery, Inbox, Lease, Status, ThreadRow
from community.db.tables.questions import Answer, Question, Tally, Version
from community.db.tables.stories import Proposal, Story
from community.db.tables.themes import Group, KnownFiche, Membership, ThemeRow

__all__ = [
    "AddressRow",
    "Answer",
    "Channel",
    "Consent",
    "Delivery",
    "Diagnostic",
    "Document",
    "DraftRow",
    "Exchange",
    "Feedback",
    "FicheOpinion",
    "FicheWatch",
    "Group",
    "GroupCard",
    "Inbox",
    "Invitation",
    "KnownFiche",
    "Lease",
    "LinkCode",
    "Member",
    "Membership",
    "Minutes",
    "PendingRequest",
    "Poll",
    "Proposal",
    "Question",
    "Registration",
    "Reminder",
    "RoleRow",
    "SentFile",
    "Series",
    "Slot",
    "Status",
    "Story",
    "Tally",
    "ThemeRow",
    "ThreadRow",
    "Version",
    "Vote",
]
