"""The HTML of our mails: sober, whole in itself, read by everybody."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from bot.doors.mail.writing.html import styled
from community.words import Choice, Matter, Reply
from tests.mail_screens import PHONE, answers, look_of, mails
from tests.mails import COMING, NOTHING, THREAD, TOKEN, html_of, posted, sample
from tests.people import library
from tests.servers import find_program

TEXTS = sorted(library().texts._messages)
PAGE = html_of(posted())
LEGIBLE = 14  # CSS pixels


def links(reply: Reply, matter: Matter = NOTHING) -> list[str]:
    soup = BeautifulSoup(html_of(posted(reply, matter)), "html.parser")
    return [str(link["href"]) for link in soup.find_all("a")]


def test_it_says_its_language_and_that_it_is_read_in_the_dark_too() -> None:
    assert '<html lang="fr"' in PAGE
    assert '<meta name="color-scheme" content="light dark">' in PAGE


def test_it_fetches_nothing() -> None:
    soup = BeautifulSoup(PAGE, "html.parser")
    assert not soup.find_all(["img", "link", "script", "iframe", "object", "video"])
    assert not re.search(r"url\(|@import|src=|background=", PAGE)


def test_tables_only_lay_out_and_are_not_read_as_tables() -> None:
    tables = BeautifulSoup(PAGE, "html.parser").find_all("table")
    assert tables
    assert all(table["role"] == "presentation" for table in tables)


def test_outlook_finds_its_colours_in_cells() -> None:
    cell = BeautifulSoup(PAGE, "html.parser").find("td", class_="button")
    assert cell is not None
    assert cell["bgcolor"] == "#e6eef8"
    assert "flex" not in PAGE


def test_a_choice_opens_an_answer_that_is_ready() -> None:
    link = urlsplit(links(Reply("<p>Venez-vous ?</p>", COMING), Matter(thread=THREAD))[0])
    assert (link.scheme, unquote(link.path)) == ("mailto", f"bot+{TOKEN}@communautes.example")
    assert parse_qs(link.query) == {
        "subject": [
            "Re: [Parcours et emploi] Partager des emplois entre structures — vendredi 18 décembre"
        ],
        "body": ["Je viens"],
    }
    assert "+" not in link.geturl()


def test_a_choice_that_is_a_page_opens_it() -> None:
    page = "https://exemple.org/?a=1&b=2"
    assert links(Reply("<p>Ici</p>", (Choice("J’ouvre", page),))) == [page]


def test_without_a_choice_nothing_is_asked() -> None:
    assert "Touchez" not in html_of(posted(Reply("<p>C’est noté.</p>")))


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_ours_keeps_its_tags_and_its_words(name: str) -> None:
    html = sample(name)
    before, after = BeautifulSoup(html, "html.parser"), BeautifulSoup(styled(html), "html.parser")
    assert after.get_text() == before.get_text()
    assert Counter(t.name for t in after.find_all()) == Counter(t.name for t in before.find_all())


def test_what_people_wrote_stays_text() -> None:
    assert styled("<p>1 &lt; 2 &amp; &lt;script&gt;</p>").endswith(
        ">1 &lt; 2 &amp; &lt;script&gt;</p>"
    )


@pytest.mark.parametrize(
    "strange",
    ['<a href="javascript:x">ici</a>', "<font>ici</font>", "<a>ici</a>", "<i onclick=x>ici</i>"],
)
def test_what_is_no_simple_html_leaves_its_words_alone(strange: str) -> None:
    assert re.sub(r"</?i>", "", styled(strange)) == "ici"


def test_comments_go() -> None:
    assert styled("a<!-- b --><![CDATA[c]]>d") in {"ad", "a d"}


def test_quotes_in_quotes_without_end_are_read_all_the_same() -> None:
    assert "au fond" in styled("<blockquote>" * 2000 + "au fond")


class Balance(HTMLParser):
    """Counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.wrong += not self.open or self.open.pop() != tag


def test_every_tag_is_closed() -> None:
    balance = Balance()
    balance.feed(PAGE)
    assert (balance.open, balance.wrong) == ([], 0)


@pytest.mark.parametrize("name", sorted(mails()))
def test_on_a_telephone_nothing_is_too_wide_nor_too_small(name: str, tmp_path: Path) -> None:
    find_program("chromium", "chromium")
    look = look_of(html_of(mails()[name]), tmp_path)
    assert look.width == PHONE
    assert look.smallest >= LEGIBLE


async def test_so_is_what_a_newcomer_is_answered(tmp_path: Path) -> None:
    find_program("chromium", "chromium")
    looks = [look_of(html_of(mail), tmp_path) for mail in (await answers()).values()]
    assert [look.width for look in looks] == [PHONE] * 3
    assert min(look.smallest for look in looks) >= LEGIBLE
