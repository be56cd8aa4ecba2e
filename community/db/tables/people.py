"""Who speaks: addresses, members, their roles and their consents."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class AddressRow(Table):
    """A place where someone can be reached, known from the first word said there.

    `leaving` is set by an erasure: the row goes as soon as the goodbye is sent. `menu_due` is set
    when what this person can ask for changed: her door shows it from then on. `closed_at` is since
    when no door reaches it, `lost_due` that it is still to be told by another; `bounces` counts
    what came back until `bounced_at`.
    """

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("door", "value"),
        Index(
            "ix_addresses_menu_due",
            "menu_due",
            sqlite_where=text("menu_due IS NOT NULL"),
            postgresql_where=text("menu_due IS NOT NULL"),
        ),
        Index(
            "ix_addresses_lost_due",
            "lost_due",
            sqlite_where=text("lost_due IS NOT NULL"),
            postgresql_where=text("lost_due IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    door: Mapped[str]
    value: Mapped[str]
    created_at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True, default=None
    )
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    leaving: Mapped[bool] = mapped_column(default=False)
    menu_due: Mapped[datetime | None] = mapped_column(default=None)
    lost_due: Mapped[datetime | None] = mapped_column(default=None)
    bounces: Mapped[int] = mapped_column(default=0, server_default="0")
    bounced_at: Mapped[datetime | None] = mapped_column(default=None)


class Member(Table):
    """A person who consented. `territory` is a département or région code of the content.

    `digest` says how often she reads what is new (empty: each week, if she has a mail address),
    `digested_at` until when she did.
    """

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    structure: Mapped[str]
    territory: Mapped[str]
    zone: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    paused_until: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    noticed_at: Mapped[datetime | None] = mapped_column(default=None)
    digest: Mapped[str] = mapped_column(default="", server_default="")
    digested_at: Mapped[datetime | None] = mapped_column(default=None)


class Channel(Table):
    """The door that a member chose for a sort of messages."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("member_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    about: Mapped[str]
    door: Mapped[str]
    chosen_at: Mapped[datetime]


class Consent(Table):
    """What someone agreed to: the wording she read and the moment she said yes (RGPD art. 7)."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    wording: Mapped[str]
    door: Mapped[str]
    given_at: Mapped[datetime]


class RoleRow(Table):
    """A role given to an address; a person has the roles of all her addresses."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("address_id", "role", "theme"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    role: Mapped[str]
    granted_at: Mapped[datetime]
    theme: Mapped[str] = mapped_column(default="")


class Invitation(Table):
    """A link that leads to a theme, a mail that asks one person, or the first administrator's code.

    `theme` is empty for a code that grants `role`; `address_id` and the fields after it are those
    of a personal invitation from an animator's list, and go when it is answered or expires.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_address_id", "address_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    theme: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None
    )
    address_id: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), default=None
    )
    name: Mapped[str] = mapped_column(default="")
    structure: Mapped[str] = mapped_column(default="")
    territory: Mapped[str] = mapped_column(default="")
    uses: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class PendingRequest(Table):
    """What was said without proof of who said it, until who has this address says that it was her.

    `said` is what is done then: a command line, or her words.
    """

    __tablename__ = "pending_requests"
    __table_args__ = (Index("ix_pending_requests_address_id", "address_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    said: Mapped[str]
    created_at: Mapped[datetime]


class LinkCode(Table):
    """A secret that proves two addresses to be one person's.

    A code of six digits was sent to `target_id`, to be said at `address_id`; the token of a link
    was given at `address_id`, and `target_id` is who opened it. `proven_at` is when either was.
    """

    __tablename__ = "link_codes"
    __table_args__ = (
        Index("ix_link_codes_address_id", "address_id"),
        Index("ix_link_codes_target_id", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    code: Mapped[str]
    created_at: Mapped[datetime]
    target_id: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), default=None
    )
    tries: Mapped[int] = mapped_column(default=0)
    proven_at: Mapped[datetime | None] = mapped_column(default=None)


class DraftRow(Table):
    """The unfinished answers of one address; at most one open draft per address."""

    __tablename__ = "drafts"

    address_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str]
    asking: Mapped[str]
    answers: Mapped[str]
    updated_at: Mapped[datetime]
