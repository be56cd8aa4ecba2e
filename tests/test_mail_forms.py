"""A form and a poll by mail: one text, answered as people do; what was right is kept."""

import re
from collections.abc import AsyncIterator, Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from bot.doors.mail.reading.letters import read
from community.db.tables import Member, Slot, Vote
from community.drafts import has_draft
from community.words import Choice, Reply
from tests.conftest import Clock
from tests.mails import html_of, plain_of, posted
from tests.people import library
from tests.stage import Stage, open_stage, plain

THEME = "renouveau-productif"
LINES = ["Nom", "Structure (ou « aucune »)", "Territoire (par exemple « 62 » ou « Bretagne »)"]
CANCEL = Choice("Annuler", "/annuler")
FILLED = ("Marie Dupont", "Les Jardins", "DEP-62")


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        yield stage


async def asked(stage: Stage) -> str:
    """The text that a newcomer gets to fill in."""
    await stage.write("Marie", f"/rejoindre {THEME}", verified=True)
    return await stage.write("Marie", "oui", "Marie")


async def member(stage: Stage) -> tuple[str, str, str] | None:
    async with stage.app.database.transaction() as session:
        one = await session.scalar(select(Member))
        return (one.name, one.structure, one.territory) if one else None


async def test_all_that_is_left_is_asked_on_one_text_after_the_consent(stage: Stage) -> None:
    read = plain(await asked(stage))
    lines = ("Nom :", "Structure (ou « aucune ») :", "Territoire (")
    assert all(line in read for line in lines)


@pytest.mark.parametrize(
    "answer",
    [
        "Nom : Marie Dupont\nStructure : Les Jardins\nTerritoire : 62",
        "territoire = pas de calais\nNOM = Marie Dupont\nStructure = Les Jardins",
        "Marie Dupont\nLes Jardins\n62",
        "Marie Dupont, Les Jardins, 62",
        "62 / Marie Dupont / Les Jardins",
        "Bonjour,\n\nNom : Marie Dupont, structure : Les Jardins, département : 62.\n\nMerci !",
        "Nom Marie Dupont\nStructure Les Jardins\nDépartement 62",
        "Nom :\nMarie Dupont\nStructure (ou « aucune ») :\nLes Jardins\nTerritoire :\n62",
        "Je m'appelle Marie Dupont, je travaille chez Les Jardins, dans le Pas-de-Calais.",
        "Nom : Marie Dupont\nLes Jardins\n62",
    ],
)  # fmt: skip
async def test_a_form_is_filled_in_as_people_like(stage: Stage, answer: str) -> None:
    await asked(stage)
    assert "Bienvenue" in await stage.write("Marie", answer, "Marie")
    assert await member(stage) == FILLED


async def test_answers_under_the_quoted_lines_are_read_in_their_order(stage: Stage) -> None:
    quoted = "> Nom :\n\nMarie Dupont\n\n> Structure :\n\nLes Jardins\n\n> Territoire :\n\n62\n"
    headers = "From: marie@exemple.fr\nContent-Type: text/plain; charset=utf-8"
    mail = f"{headers}\n\n{quoted}"
    await asked(stage)
    await stage.write("Marie", read(mail.encode()).text, "Marie")
    assert await member(stage) == FILLED


def sheet_of(text: str) -> str:
    """A form of ours as a mail has it, its lines filled in."""
    ends = {"Nom": "Marie Dupont", "aucune\\W*": "Les Jardins", "Bretagne\\W*": "62"}
    for name, said in ends.items():
        text = re.sub(rf"({name}\s:)", rf"\1 {said}", text, count=1)
    return text


def quoted(mail: EmailMessage) -> str:
    lines = "".join(f"> {line}\n" for line in plain(plain_of(mail)).splitlines())
    return f"\nLe mer. 25 nov. 2026 à 12:00, Palabre <palabre@exemple.fr> a écrit :\n\n{lines}"


def below_headers(mail: EmailMessage) -> str:
    headers = (
        "De : Palabre\nEnvoyé : mercredi 25 novembre 2026 12:00\nÀ : Marie\nObjet : Bonjour\n\n"
    )
    return f"\n________________________________\n{headers}{plain(plain_of(mail))}"


@pytest.mark.parametrize("around", [quoted, below_headers])
@pytest.mark.parametrize("above", ["", "Bonjour,\n\nMerci\nMarie\n"])
async def test_a_form_filled_in_where_it_is_quoted_is_read(
    stage: Stage, around: Callable[[EmailMessage], str], above: str
) -> None:
    await asked(stage)
    sheet = posted(Reply(library().texts.html("forms.sheet", lines=LINES), (CANCEL,)))
    headers = "From: marie@exemple.fr\nContent-Type: text/plain; charset=utf-8"
    mail = f"{headers}\n\n{above}{sheet_of(around(sheet))}"
    await stage.write("Marie", read(mail.encode()).text, "Marie")
    assert await member(stage) == FILLED


def test_a_form_filled_in_where_it_is_quoted_in_html_is_read() -> None:
    sheet = posted(Reply(library().texts.html("forms.sheet", lines=LINES), (CANCEL,)))
    quote = sheet_of(html_of(sheet)).partition("<body")[2].partition(">")[2]
    headers = "From: marie@exemple.fr\nContent-Type: text/html; charset=utf-8"
    mail = f'{headers}\n\n<p>Voilà</p><blockquote type="cite">{quote}</blockquote>'
    said = "\n".join(
        ("Voilà", "Nom : Marie Dupont", f"{LINES[1]} : Les Jardins", f"{LINES[2]} : 62")
    )
    assert plain(read(mail.encode()).text) == plain(said)


@pytest.mark.parametrize("around", [quoted, below_headers])
def test_a_quoted_form_that_nobody_filled_in_says_nothing(
    around: Callable[[EmailMessage], str],
) -> None:
    sheet = posted(Reply(library().texts.html("forms.sheet", lines=LINES), (CANCEL,)))
    headers = "From: marie@exemple.fr\nContent-Type: text/plain; charset=utf-8"
    assert read(f"{headers}\n\nMarie, 62\n{around(sheet)}".encode()).text == "Marie, 62"


@pytest.mark.parametrize(
    ("answer", "kept", "again", "then"),
    [
        ("Nom : Marie Dupont\nStructure : Les Jardins\nTerritoire : Nullepart",
         "marie", "Nullepart", "62"),
        ("Nom : 🎉\nStructure : Les Jardins\nTerritoire : 62",
         "les jardins", "lettre", "Marie Dupont"),
        ("Marie Dupont\n62", "marie", "structure", "Les Jardins"),
        ("Nom : Marie Dupont\nTerritoire : 62", "62", "structure", "Structure : Les Jardins"),
        ("Les Jardins, Marie Dupont", "marie", "territoire",
         "Nom : Marie Dupont\nStructure : Les Jardins\nTerritoire : 62"),
    ],
)  # fmt: skip
async def test_a_fault_is_named_and_costs_no_other_answer(
    stage: Stage, answer: str, kept: str, again: str, then: str
) -> None:
    await asked(stage)
    said = plain(await stage.write("Marie", answer, "Marie"))
    assert kept in said.lower()
    assert again.lower() in said.lower()
    assert await member(stage) is None
    assert "Bienvenue" in await stage.write("Marie", then, "Marie")
    assert await member(stage) == FILLED


async def test_a_wrong_correction_is_named_and_asked_again_the_old_answer_kept(
    stage: Stage,
) -> None:
    await asked(stage)
    await stage.write("Marie", "Nom : Marie Dupont\nTerritoire : 62", "Marie")
    said = await stage.write("Marie", "Structure : Les Jardins\nTerritoire : Nullepart", "Marie")
    assert "« Nullepart »" in plain(said)
    assert "Je garde « Pas-de-Calais »" in plain(said)
    assert await member(stage) is None


@pytest.mark.parametrize(
    ("answer", "territory"),
    [("je garde", "DEP-62"), ("59", "DEP-59"), ("Territoire : 59", "DEP-59")],
)
async def test_what_is_asked_again_is_kept_or_said_anew(
    stage: Stage, answer: str, territory: str
) -> None:
    await asked(stage)
    await stage.write("Marie", "Nom : Marie Dupont\nTerritoire : 62", "Marie")
    await stage.write("Marie", "Structure : Les Jardins\nTerritoire : Nullepart", "Marie")
    assert "Bienvenue" in await stage.write("Marie", answer, "Marie")
    assert await member(stage) == ("Marie Dupont", "Les Jardins", territory)


@pytest.mark.parametrize(
    ("answer", "territory"),
    [("Structure : Les Jardins", "DEP-62"), ("Les Jardins\n59", "DEP-59")],
)
async def test_what_is_asked_again_beside_others_shows_what_is_kept(
    stage: Stage, answer: str, territory: str
) -> None:
    await asked(stage)
    await stage.write("Marie", "Nom : Marie Dupont\nTerritoire : 62", "Marie")
    said = await stage.write("Marie", "Territoire : Nullepart", "Marie")
    assert "sinon je garde « Pas-de-Calais »" in plain(said)
    assert "Bienvenue" in await stage.write("Marie", answer, "Marie")
    assert await member(stage) == ("Marie Dupont", "Les Jardins", territory)


@pytest.mark.parametrize(
    ("said", "structure"),
    [
        ("Structure : Le Grand Merci", "Le Grand Merci"),
        ("Salut les Copains", "Salut les Copains"),
        ("Annuler la faim", "Annuler la faim"),
        ("Les Jardins, merci", "Les Jardins"),
        ("Bonjour,\nLes Jardins\nMerci\nMarie Dupont", "Les Jardins"),
        ("je travaille aux Jardins de la Vallée", "Les Jardins de la Vallée"),
    ],
)
async def test_a_free_text_keeps_its_words(stage: Stage, said: str, structure: str) -> None:
    await asked(stage)
    await stage.write("Marie", "Nom : Marie Dupont\nTerritoire : 62", "Marie")
    await stage.write("Marie", said, "Marie")
    assert await member(stage) == ("Marie Dupont", structure, "DEP-62")


async def test_only_what_is_wrong_or_missing_is_asked_again(stage: Stage) -> None:
    await asked(stage)
    said = plain(await stage.write("Marie", "Structure : Les Jardins", "Marie"))
    assert "Nom :" in said
    assert "Structure (" not in said


async def test_a_question_in_between_is_answered_and_the_text_shown_again(stage: Stage) -> None:
    await asked(stage)
    said = plain(await stage.write("Marie", "C'est quoi un PTCE ?", "Marie"))
    assert "pôle territorial" in said
    assert "Nom :" in said
    await stage.write("Marie", "Marie Dupont, Les Jardins, 62", "Marie")
    assert await member(stage) == FILLED


async def test_a_question_beside_answers_costs_none_of_them(stage: Stage) -> None:
    await asked(stage)
    said = await stage.write("Marie", "Nom : Marie Dupont\nC'est quoi un PTCE ?", "Marie")
    assert "Marie Dupont" in said
    await stage.write("Marie", "Les Jardins\n62", "Marie")
    assert await member(stage) == FILLED


async def test_what_no_field_takes_is_named(stage: Stage) -> None:
    await asked(stage)
    said = await stage.write("Marie", "Marie Dupont\nLes Jardins\n62\nle velo rouge", "Marie")
    assert "le velo rouge" in said
    assert await member(stage) == FILLED


async def test_cancelling_keeps_nothing(stage: Stage) -> None:
    await asked(stage)
    await stage.write("Marie", "Nom : Marie Dupont", "Marie")
    assert "annulé" in await stage.write("Marie", "Annuler", "Marie")
    async with stage.app.database.transaction() as session:
        assert not any([await has_draft(session, id_) for id_ in range(1, 9)])


POLL = (
    "Titre : Partager un comptable\nSorte : atelier\nLieu : Romans\n"
    "Dates : mardi 8 décembre 14h-16h, jeudi 10 décembre 10h-12h, vendredi 11 décembre 14h-16h"
)


@pytest.fixture
async def polled(stage: Stage) -> Stage:
    """Marie was asked by mail which of three dates suit her."""
    for who in ("Sophie", "Marie"):
        await stage.join(who, THEME, by_mail=True)
    await stage.grant("Sophie", "animator", THEME, by_mail=True)
    await stage.write("Sophie", "/sondage", verified=True)
    for said in (POLL, "vendredi 4 décembre à 18h", "j'envoie"):
        await stage.write("Sophie", said, "Sophie")
    await stage.pass_time(1, "minutes")
    assert "Partager un comptable" in stage.read_mail("Marie")
    return stage


async def votes(stage: Stage) -> str:
    """What is kept of her answers: « A oui B non »."""
    words = {"accepted": "oui", "tentative": "besoin", "declined": "non"}
    async with stage.app.database.transaction() as session:
        query = select(Slot.position, Vote.status).join(Vote).order_by(Slot.position)
        return " ".join(
            f"{'ABC'[n - 1]} {words[status]}" for n, status in await session.execute(query)
        )


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("A et C oui, B non", "A oui B non C oui"),
        ("A: oui / B: si besoin", "A oui B besoin"),
        ("Bonjour,\n\nles deux premiers\n\nMerci,\nMarie", "A oui B oui"),
        ("tout me va", "A oui B oui C oui"),
        ("aucun", "A non B non C non"),
        ("b", "B oui"),
        ("le 8 oui pas le 10", "A oui B non"),
        ("mardi", "A oui"),
        ("toutes sauf la dernière", "A oui B oui C non"),
        ("A oui\nB non\nC peut-être", "A oui B non C besoin"),
        ("A et C oui\nMerci\nAlice B", "A oui C oui"),
        ("B\nCordialement,\nA. Dupont", "B oui"),
    ],
)
async def test_a_poll_is_answered_as_people_like(polled: Stage, answer: str, kept: str) -> None:
    await polled.write("Marie", answer, "Marie")
    assert await votes(polled) == kept


@pytest.mark.parametrize(
    ("answer", "kept", "named"),
    [
        ("A et C oui, B trop loin", "A oui C oui", "B trop loin"),
        ("A et E oui", "A oui", "E"),
        ("les deux premiers oui, le 12 non", "A oui B oui", "12"),
        ("le 9 oui", "", "« le 9 »"),
        ("mercredi 9 décembre me va", "", "« mercredi 9 décembre »"),
        ("oui", "", "Pour quelles dates"),
    ],
)
async def test_what_is_not_understood_of_a_poll_is_named_and_the_rest_kept(
    polled: Stage, answer: str, kept: str, named: str
) -> None:
    assert named in plain(await polled.write("Marie", answer, "Marie"))
    assert await votes(polled) == kept
