"""All tables, a file per noun."""

from community.db.tables.people import (
    AddressRow,
    Consent,
    DraftRow,
    Invitation,
    Member,
    RoleRow,
)
from community.db.tables.post import Delivery, Inbox, Lease, Status
from community.db.tables.themes import Exchange, Group, Membership, ThemeRow

__all__ = [
    "AddressRow",
    "Consent",
    "Delivery",
    "DraftRow",
    "Exchange",
    "Group",
    "Inbox",
    "Invitation",
    "Lease",
    "Member",
    "Membership",
    "RoleRow",
    "Status",
    "ThemeRow",
]
