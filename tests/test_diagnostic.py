"""« Est-ce un PTCE ? »: what is asked, what is answered, and that nothing is kept unasked."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.db.tables import Diagnostic, DraftRow
from community.words import Reply
from content.claims import claims, held
from content.diagnostic import QUESTIONS
from content.geography import centres, distance, locate
from content.loading import check
from content.pages import ROOT
from content.simple_html import plain
from french.degrees import Degree
from handlers.diagnostic_result import Result, read_result, said_of
from handlers.files import RENDERERS
from tests.conftest import Clock
from tests.people import People, commands, library
from tests.stage import Stage, open_stage
from tests.stage import plain as plain_of

FACTS = ("F004", "F029", *(f"F{number:03d}" for number in range(87, 94)), "F099", "F103")
SCREEN = 1000  # characters of a telephone's screen, or so
YES = ("oui",) * len(QUESTIONS)
TEXT = (ROOT / "diagnostic/emplois.md").read_text(encoding="utf-8")


def said_in(html: str) -> str:
    """What is read of a reply, its spaces alike."""
    return plain_of(plain(html))


async def finished(people: People, who: str, answers: Sequence[str] = YES, *place: str) -> Reply:
    """The result of somebody who answers that."""
    await people.say(who, "/diagnostic nouveau")
    return await people.say(who, *answers, *place)


async def count(people: People, table: type[Diagnostic] | type[DraftRow]) -> int:
    async with people.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def test_seven_criteria_and_eight_specificities_are_asked_in_eleven_questions() -> None:
    asked = library().diagnostic.values()
    assert [one.id for one in asked] == list(QUESTIONS)
    assert sum(one.criterion for one in asked) == 7
    assert sum(one.specificity for one in asked) == 8
    assert len(QUESTIONS) == 11


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_stands_on_the_fact_of_what_it_asks(name: str) -> None:
    one = library().diagnostic[name]
    of_the_call = {f"F{number:03d}" for number in range(87, 94)}
    assert bool(of_the_call & set(one.facts)) is one.criterion
    assert ("F029" in one.facts) is one.specificity


@pytest.mark.parametrize("name", ["intro", "result"])
def test_what_is_said_of_the_calls_is_in_the_facts(name: str) -> None:
    known = held(library().facts[fact] for fact in FACTS)
    template = library().texts._messages[f"diagnostic.{name}"].html
    written = re.sub(r"{%.*?%}|{{.*?}}", "", template, flags=re.DOTALL)
    asked = str(len(QUESTIONS))
    assert [one.words for one in claims(written) if not one.is_in({*known, asked})] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TEXT.replace('tip: "un poste', 'tip: "12 postes'), "« 12 » n’est dans aucun de ses faits"),
        (TEXT.replace("(2013).", "(2012)."), "« 2012 » n’est dans aucun des faits de cette page"),
        (TEXT.replace('note: "des', 'note: "(des) '), "la note a des parenthèses"),
        (TEXT.partition("## ")[0], "il manque ce qui aide"),
        (TEXT.replace("criterion: true", "criterion: false"), "cette question n’est ni un critère"),
        ("---\nretired: true\n---\n", "il manque cette question du diagnostic"),
        (TEXT.replace("F090", "F999"), "le fait « F999 » n’existe pas"),
    ],
)
def test_a_fault_in_a_question_is_told(tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "diagnostic").mkdir()
    (tmp_path / "diagnostic/emplois.md").write_text(wrong, encoding="utf-8")
    assert any(fault.message.startswith(said) for fault in check(tmp_path, ""))


def test_a_question_of_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "diagnostic").mkdir()
    (tmp_path / "diagnostic/emploi.md").write_text(TEXT, encoding="utf-8")
    messages = [fault.message for fault in check(tmp_path, "")]
    assert messages == ["« emploi » n’est pas une question du diagnostic"]


def test_a_command_carries_a_result_and_gives_it_back() -> None:
    result = Result(dict.fromkeys(QUESTIONS, Degree.UNKNOWN) | {"ess": Degree.NO}, "DEP-976")
    assert read_result(result.code) == result
    longest = max(QUESTIONS, key=len)
    assert len(f"/diagnostic_piste {longest} {result.code}".encode()) <= 64


@pytest.mark.parametrize("text", ["", "DEP-62", "oui", "o" * 12, "oooooooooox DEP-62"])
def test_another_text_carries_none(text: str) -> None:
    assert read_result(text) is None


async def test_a_result_names_what_is_strong_missing_begun_and_to_verify(people: People) -> None:
    answers = ["oui", "non", "un peu", "je ne sais pas", *YES[4:]]
    said = said_in((await finished(people, "nadia", answers, "62")).html)
    assert "Vos points forts\nRegroupement, respect" in said
    assert "Ancrage sur le territoire : partez" in said
    assert "Ce qui a commencé\nInnovation sociale." in said
    assert "À vérifier\nEmplois durables." in said
    assert "Sur 11 points, 8 oui, 1 en partie, 1 non, 1 à vérifier." in said
    assert "Ces points réunissent les 7 critères de 2013 et les 8 spécificités de 2014" in said


async def test_only_the_state_decides_and_later_calls_asked_otherwise(people: People) -> None:
    said = said_in((await finished(people, "nadia", YES, "62")).html)
    assert "C’est l’État qui choisit, par appel à projets." in said
    assert "critères de 2015 et de 2025 sont autres" in said
    assert "Dossier de la journée régionale PTCE, Lille (2014)" in said


async def test_any_result_is_one_screen(people: People) -> None:
    async with people.context("nadia") as ctx:
        for some in product(Degree, repeat=3):
            degrees = {one: some[at % 3] for at, one in enumerate(QUESTIONS)}
            assert len(plain(said_of(Result(degrees, "DEP-62"), ctx).html)) <= SCREEN


async def test_what_is_missing_comes_first_in_what_helps(people: People) -> None:
    answers = ["en partie", "oui", "non", *YES[3:]]
    reply = await finished(people, "nadia", answers, "62")
    assert commands(reply)[0].startswith("/diagnostic_pistes ponoooooooo DEP-62")
    points = await people.say("nadia", commands(reply)[0])
    assert [one.split()[1] for one in commands(points)[:2]] == ["innovation", "regroupement"]


async def test_a_point_says_levers_contacts_sources_and_answers_to_read(people: People) -> None:
    reply = await people.say("nadia", "/diagnostic_piste financements onnnnnnnnnn DEP-62")
    said = said_in(reply.html)
    assert "Un levier de 2014" in said
    assert "France Active" in said
    assert "Sources" in said
    assert commands(reply)[:2] == ["/faq financement", "/faq france_active"]
    assert commands(reply)[-1] == "/diagnostic_resultat onnnnnnnnnn DEP-62"


async def test_poles_of_her_departement_come_before_those_of_her_region(people: People) -> None:
    fiches = library().fiches
    reply = await people.say("nadia", "/diagnostic_visites DEP-59")
    shown = [fiches[one.split()[1]] for one in commands(reply) if one.startswith("/fiche ")]
    theirs = [one.departement == "59" for one in shown]
    assert theirs == sorted(theirs, reverse=True)
    assert theirs[0]
    assert {one.region for one in shown} == {"Hauts-de-France"}


async def test_then_the_nearest_come_first_on_either_side_of_a_border(people: People) -> None:
    fiches, here = library().fiches, centres()["30"]
    reply = await people.say("nadia", "/diagnostic_visites DEP-30")
    shown = [fiches[one.split()[1]] for one in commands(reply) if one.startswith("/fiche ")]
    others = [one for one in shown if one.departement != "30"]
    away = [distance(here, where.position) for one in others if (where := locate(one))]
    assert away == sorted(away)
    assert {one.region for one in others} - {"Occitanie"}
    assert len(away) == len(others)


async def test_who_tells_no_territory_is_led_to_the_fiches(people: People) -> None:
    reply = await finished(people, "nadia", YES, "aucun")
    assert "/diagnostic_visites" in commands(reply)
    assert commands(await people.say("nadia", "/diagnostic_visites")) == ["/fiches"]


async def test_a_visitor_leaves_nothing_and_is_not_offered_to_keep(people: People) -> None:
    reply = await finished(people, "nadia", YES, "62")
    assert not [one for one in commands(reply) if one.startswith("/diagnostic_garder")]
    assert await count(people, DraftRow) == 0
    assert await count(people, Diagnostic) == 0


async def test_a_member_is_not_asked_her_territory_and_keeps_only_what_she_asks(
    people: People,
) -> None:
    await people.join("marie")
    reply = await finished(people, "marie")
    assert await count(people, Diagnostic) == 0
    keep = next(one for one in commands(reply) if one.startswith("/diagnostic_garder"))
    assert "gardé" in (await people.say("marie", keep)).html
    assert await count(people, Diagnostic) == 1
    assert await count(people, DraftRow) == 0


async def test_what_is_kept_is_shown_replaced_and_forgotten(people: People) -> None:
    await people.join("marie")
    for letters in ("ooooooooooo", "onooooooooo"):
        await people.say("marie", f"/diagnostic_garder {letters}")
    assert await count(people, Diagnostic) == 1
    again = commands(await people.say("marie", "/diagnostic"))
    assert again[0] == "/diagnostic_resultat onooooooooo"
    await people.say("marie", "/diagnostic_oublier")
    assert await count(people, Diagnostic) == 0


async def test_what_is_kept_is_in_her_data_and_goes_with_her(people: People) -> None:
    await people.join("marie")
    await people.say("marie", "/diagnostic_garder onooooooooo DEP-62")
    reply = await people.say("marie", "/mesdonnees")
    assert "Diagnostic" in plain(reply.html)
    async with people.database.transaction() as session:
        copy = await RENDERERS["my_data.json"](session, library(), reply.attachments[0])
    row = json.loads(copy.content)["diagnostics"][0]
    assert json.loads(row["answers"])["ancrage"] == "non"
    await people.say("marie", "/effacer", "oui")
    assert await count(people, Diagnostic) == 0


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        await stage.write("Nadia", "/diagnostic", verified=True)
        yield stage


@pytest.mark.parametrize(
    "answer",
    [
        "oui, non, oui, en partie, oui, je ne sais pas, oui, oui, oui, non, non, Nord",
        "oui|non|bien sûr|un peu|oui|aucune idée|oui|oui|ok|non|pas encore|Nord".replace("|", "\n"),
    ],
)
async def test_a_mail_may_answer_all_in_order(stage: Stage, answer: str) -> None:
    said = plain_of(await stage.write("Nadia", answer, "Nadia"))
    assert "Ce qui a commencé\nEmplois durables." in said
    assert "À vérifier\nRessources locales." in said
    assert "Ancrage sur le territoire : partez" in said


async def test_a_mail_that_answers_some_keeps_them_and_asks_the_others(stage: Stage) -> None:
    said = plain_of(await stage.write("Nadia", "Emplois : bof\nESS = oui, trois", "Nadia"))
    assert "Pour l’instant : Emplois durables, en partie ; Place de l’ESS, oui." in said
    assert "Ancrage sur le territoire (" in said
    assert "Emplois durables (" not in said


async def test_one_answer_for_everything_fills_no_line(stage: Stage) -> None:
    said = plain_of(await stage.write("Nadia", "oui partout", "Nadia"))
    assert "une réponse par question" in said
    assert "Pour l’instant" not in said


async def test_what_was_answered_is_corrected_by_its_name(stage: Stage) -> None:
    await stage.write("Nadia", "Emplois : bof\nESS : oui", "Nadia")
    said = plain_of(await stage.write("Nadia", "Emplois : oui\nSecteurs : non", "Nadia"))
    assert "Emplois durables, oui ; Place de l’ESS, oui ; Diversité des secteurs, non." in said
