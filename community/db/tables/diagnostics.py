"""« Est-ce un PTCE ? »: what a member asked to keep of her answers."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Diagnostic(Table):
    """The answers to a diagnostic, kept because she asked: JSON, a degree for each question."""

    __tablename__ = "diagnostics"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), unique=True
    )
    answers: Mapped[str]
    territory: Mapped[str]
    kept_at: Mapped[datetime]
