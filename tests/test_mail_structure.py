"""What IMAP says of a mail, however it says it, and what is fetched of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doors.mail.responses import Value, fetched
from bot.doors.mail.structure import MOST_MAIL, MOST_PARTS, asked, leaves, pieces

PLAIN: Value = [b"TEXT", b"PLAIN", [b"charset", b"utf-8"], None, None, b"7BIT", b"120", b"4"]
PDF: Value = [b"application", b"pdf", [b"name", b"a.pdf"], None, None, b"base64", b"25000000",
              None, [b"attachment", [b"filename", b"a.pdf"]], None]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([b"1 (UID 5 RFC822.SIZE 42)"], [{b"UID": b"5", b"RFC822.SIZE": b"42"}]),
        ([(b"1 (uid 5 BODY[] {3}", b"abc"), b")"], [{b"UID": b"5", b"BODY[]": b"abc"}]),
        ([b'1 (X ("a \\"b\\" (c" NIL (nil d)))'], [{b"X": [b'a "b" (c', None, [None, b"d"]]}]),
        (
            [(b"1 (BODY[1]<0> {4}", b"1 (("), (b" X {2}", b"\r\n"), b" UID 5)", b"2 (FLAGS (A))"],
            [{b"BODY[1]<0>": b"1 ((", b"X": b"\r\n", b"UID": b"5"}, {b"FLAGS": [b"A"]}],
        ),
        ([None], []),
    ],
)
def test_what_a_fetch_says(
    data: list[bytes | tuple[bytes, bytes] | None], told: list[dict[bytes, Value]]
) -> None:
    assert fetched(data) == told


@given(st.lists(st.one_of(st.binary(), st.tuples(st.binary(), st.binary()), st.none())))
def test_whatever_a_server_says_is_understood_or_refused(
    data: list[bytes | tuple[bytes, bytes] | None],
) -> None:
    try:
        fetched(data)
    except ValueError:
        return


values = st.recursive(st.none() | st.binary(max_size=9), lambda some: st.lists(some, max_size=9))


@given(values)
def test_whatever_a_structure_is_it_is_understood_or_refused(structure: Value) -> None:
    try:
        asked(pieces(structure))
    except ValueError:
        return


def test_of_an_attachment_its_name_alone_is_fetched() -> None:
    mixed: Value = [PLAIN, PDF, b"mixed", [b"boundary", b"zz"]]
    assert asked(pieces(mixed)) == (
        "(BODY.PEEK[HEADER]<0.65536> BODY.PEEK[1.MIME]<0.4096> BODY.PEEK[1]<0.120>"
        " BODY.PEEK[2.MIME]<0.4096>)"
    )


def test_a_mail_of_thousands_of_parts_is_read_at_its_beginning() -> None:
    small: Value = [b"text", b"plain", None, None, None, b"8bit", b"90000", b"4"]
    many: Value = [*[small] * 9_000, b"mixed", [b"boundary", b"zz"]]
    got = list(leaves(pieces(many)))
    assert len(got) == MOST_PARTS
    assert sum(piece.most for piece in got) == MOST_MAIL
    assert len(asked(pieces(many))) < 8_000


@pytest.mark.parametrize("nothing", [None, b"", [], [b"text"], [[], b"mixed"], [PDF, b"mixed"]])
def test_where_no_text_is_told_that_is_said(nothing: Value) -> None:
    with pytest.raises(ValueError, match=r"expected|has"):
        pieces(nothing)
