"""A sheet to sign: who is on it, and a PDF that somebody else's reader reads."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from community.errors import NotAnimator
from community.registrations import Partstat
from community.roles import ANIMATOR
from drawing import Drawn, draw
from handlers.files import DRAWINGS
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands, library

NARROW = "\u202f"
CELL = re.compile(rb"[\d.]+ ([\d.]+) [\d.]+ [\d.]+ re S")  # a box of a table and its lower edge
FOOT, ROW = 65, 37  # points: where no box goes, and how high one is


class Signed(Afterwards):
    """An exchange whose sheet is printed."""

    async def told(self) -> dict[str, object]:
        reply = await self.say("sophie", f"/emargement {self.number}")
        _, tell = DRAWINGS[reply.attachments[0].kind]
        async with self.context("sophie") as ctx:
            return dict(await tell(ctx.db, library(), reply.attachments[0]))

    async def read(self) -> PdfReader:
        reply = await self.say("sophie", f"/emargement {self.number}")
        what, tell = DRAWINGS[reply.attachments[0].kind]
        async with self.context("sophie") as ctx:
            told = await tell(ctx.db, library(), reply.attachments[0])
        return PdfReader(BytesIO(await draw(what, told)))


@pytest.fixture
async def signed(people: People, clock: Clock) -> Signed:
    them = Signed(people.database, clock)
    await them.publish()
    return them


async def test_those_who_come_are_on_it_by_name_and_their_guests_have_a_line(
    signed: Signed,
) -> None:
    for who, said in (("zoe", Partstat.ACCEPTED), ("marie", Partstat.ACCEPTED)):
        await signed.join(who, structure="Les Jardins")
        await signed.answers(who, said)
    for who, said in (("paul", Partstat.DECLINED), ("ana", Partstat.TENTATIVE)):
        await signed.join(who)
        await signed.answers(who, said)
    await signed.say("marie", f"/avec {signed.number} 1")
    assert (await signed.told())["rows"] == [
        ("Marie", "Les Jardins"),
        ("", "avec Marie"),
        ("Zoe", "Les Jardins"),
    ]


async def test_another_reader_finds_the_names_the_day_and_the_place(signed: Signed) -> None:
    await signed.say("eloise", f"/rejoindre {PRODUCTIVE}", "oui", "Éloïse Lœuvre", "L’Açaï", "59")
    await signed.answers("eloise", Partstat.ACCEPTED)
    pdf = await signed.read()
    text = pdf.pages[0].extract_text().replace("\u00a0", " ").replace(NARROW, " ")
    for said in (
        "Feuille d’émargement : Visite du pôle",
        "Vendredi 18 décembre 2026, de 9 h 30 à 16 h 30",
        "Lieu : Romans",
        "Éloïse Lœuvre",
        "L’Açaï",
        "Signature",
        "Personne qui anime, nom et signature",
        "page 1 / 1",
    ):
        assert said in text
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (595, 842)
    assert pdf.metadata is not None
    assert "Visite du pôle" in str(pdf.metadata.title)
    assert str(pdf.root_object["/Lang"]).startswith("fr")


async def test_names_come_as_one_looks_for_them(signed: Signed) -> None:
    for who, name in (("a", "Zoé"), ("b", "Élise"), ("c", "amina")):
        await signed.say(who, f"/rejoindre {PRODUCTIVE}", "oui", name, "aucune", "59")
        await signed.answers(who, Partstat.ACCEPTED)
    rows = (await signed.told())["rows"]
    assert rows == [("amina", ""), ("Élise", ""), ("Zoé", "")]


async def test_a_long_sheet_says_its_headings_on_each_page(signed: Signed) -> None:
    for n in range(20):
        await signed.join(f"m{n}")
        await signed.answers(f"m{n}", Partstat.ACCEPTED)
    pages = [page.extract_text() for page in (await signed.read()).pages]
    assert len(pages) == 2
    assert all("Signature" in page for page in pages)


@pytest.mark.parametrize(("names", "pages"), [(12, 1), (16, 2)])
async def test_there_are_lines_to_fill_down_to_the_foot_of_the_last_page(
    signed: Signed, names: int, pages: int
) -> None:
    told = await signed.told() | {"rows": [("Amina", "Les Jardins")] * names}
    sheet = PdfReader(BytesIO(await draw(Drawn.SHEET, told)))
    assert len(sheet.pages) == pages
    drawn = sheet.pages[-1].get_contents()
    assert drawn is not None
    lowest = min(float(found[1]) for found in CELL.finditer(drawn.get_data()))
    assert FOOT <= lowest < FOOT + ROW


async def test_it_is_offered_to_who_animates_before_and_after(signed: Signed, clock: Clock) -> None:
    printing = f"/emargement {signed.number}"
    assert printing in commands(await signed.say("sophie", f"/inscrits {signed.number}"))
    clock.forward(days=30)
    assert printing in commands(await signed.say("sophie", f"/presence {signed.number}"))


async def test_another_theme_s_animator_prints_nothing(signed: Signed) -> None:
    await signed.grant("paul", ANIMATOR, JOBS)
    for who in ("paul", "marie"):
        with pytest.raises(NotAnimator):
            await signed.say(who, f"/emargement {signed.number}")
