from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from community.addresses import keep_addresses
from community.db.engine import Database
from community.db.tables import AddressRow, Delivery, Invitation
from community.imports import BadLine, Guest, Tally, invite, read_list
from community.members import Profile, join_community
from community.post.codec import load_choices, load_reply
from community.words import Address
from content.library import Library
from content.loading import load
from tests.conftest import Clock
from tests.stage import Stage

THEME = "renouveau-productif"
LIBRARY = load(None, "")


@pytest.fixture(name="library")
def _library() -> Library:
    return LIBRARY


def mail(value: str) -> Address:
    return Address("mail", value)


FULL = "nom;structure;territoire;courriel;thème\nAmina;Les Jardins;Drôme;Amina@Exemple.fr;"


@pytest.mark.parametrize(
    "content",
    [
        f"{FULL}renouveau-productif\n".encode(),
        f"{FULL}Renouveau productif\r\n".encode("utf-8-sig"),
        f"{FULL}RENOUVEAU PRODUCTIF\n".encode("cp1252"),
        FULL.encode(),
        FULL.replace(";", ",").encode(),
        FULL.replace(";", "\t").encode("cp1252"),
        "Adresse e-mail;NOM;Prénom;Organisme;Département\n"
        "Amina <amina@exemple.fr>;;Amina;Les Jardins;Drôme".encode(),
        f"\n;;;;\n{FULL}\n;;;;\n".replace("\n;;;;\n", "\n\n").encode(),
    ],
)
def test_lists_as_spreadsheets_save_them(library: Library, content: bytes) -> None:
    read = read_list(content, library, THEME)
    assert read.faults == ()
    assert read.guests == (
        Guest(mail("amina@exemple.fr"), "Amina", "Les Jardins", "Drôme", THEME),
    )


def test_a_bad_line_is_named_and_the_others_are_taken(library: Library) -> None:
    content = (
        "nom;courriel;telegram;theme\n"
        "A;a@exemple.fr;;\n"
        "B;pas une adresse;;\n"
        '"C\nC";;42;\n'
        "D;;@pseudo;\n"
        "E;;;\n"
        "F;f@exemple.fr;;Jardinage\n"
        f"{'G' * 200};g@exemple.fr;;\n"
    )
    read = read_list(content.encode(), library, THEME)
    assert [str(guest.address) for guest in read.guests] == ["mail/a@exemple.fr", "telegram/42"]
    assert read.guests[1].name == "C C"
    assert [(fault.line, fault.reason) for fault in read.faults] == [
        (3, "not_a_mail"),
        (6, "not_a_telegram"),
        (7, "no_address"),
        (8, "unknown_theme"),
        (9, "too_long"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"nom;structure\nA;B\n", "no_address_column"),
        (b"courriel\n" + b'"' + b"a" * 200_000, "unreadable"),
    ],
)
def test_a_file_that_is_no_list_says_why(library: Library, content: bytes, reason: str) -> None:
    read = read_list(content, library, THEME)
    assert read.guests == ()
    assert [fault.reason for fault in read.faults] == [reason]


def test_a_line_without_theme_needs_one(library: Library) -> None:
    read = read_list(b"courriel\na@exemple.fr\n", library, "")
    assert read.faults == (BadLine(2, "no_theme"),)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(content: bytes) -> None:
    read_list(content, LIBRARY, THEME)
    read_list(b"courriel;nom\n" + content, LIBRARY, THEME)


@given(st.text(max_size=80))
def test_every_fault_has_words(line: str) -> None:
    for fault in read_list(f"courriel;telegram;theme\n{line}".encode(), LIBRARY, "").faults:
        assert LIBRARY.texts.label(f"imports.{fault.reason}", value=fault.value)


async def test_each_address_gets_one_invitation(
    database: Database, library: Library, clock: Clock
) -> None:
    guests = [
        Guest(mail("a@exemple.fr"), "A", "", "", THEME),
        Guest(mail("b@exemple.fr"), "B", "Les Jardins", "Drôme", THEME),
        Guest(mail("a@exemple.fr"), "A encore", "", "", THEME),
    ]
    async with database.transaction() as session:
        assert await invite(session, library, guests, clock()) == Tally(invited=2, already=1)
    async with database.transaction() as session:
        assert await invite(session, library, guests, clock()) == Tally(already=3)
        deliveries = list(await session.scalars(select(Delivery).order_by(Delivery.id)))
        invitations = list(await session.scalars(select(Invitation).order_by(Invitation.id)))
    assert len(deliveries) == len(invitations) == 2
    reply = load_reply(deliveries[1].reply or "")
    assert "Bonjour B," in reply.html
    assert [choice.command for choice in load_choices(deliveries[1].choices)] == [
        f"/start {invitations[1].token}",
        f"/refuser {invitations[1].token}",
    ]
    assert deliveries[1].expires_at == clock() + timedelta(days=30)


async def test_a_member_is_not_invited(
    database: Database, library: Library, clock: Clock
) -> None:
    address = mail("a@exemple.fr")
    async with database.transaction() as session:
        ids = await keep_addresses(session, [address], clock())
        profile = Profile("A", "", "26", "Europe/Paris")
        await join_community(session, ids[address], profile, "oui", clock())
    async with database.transaction() as session:
        guests = [Guest(address, "A", "", "", THEME)]
        assert await invite(session, library, guests, clock()) == Tally(members=1)
        assert (await session.scalars(select(Invitation))).all() == []


async def invited(stage: Stage, who: str) -> str:
    """Put somebody of this stage on a list, and give her token."""
    guest = Guest(Address("terminal", who.lower()), who, "Les Jardins", "Drôme", THEME)
    async with stage.app.database.transaction() as session:
        await invite(session, LIBRARY, [guest], stage.clock())
        query = select(Invitation.token).join(AddressRow).where(AddressRow.value == who.lower())
        return (await session.scalars(query)).one()
