"""The guided tour: five steps that stand on facts, and nobody is asked what she said."""

from pathlib import Path

import pytest
from sqlalchemy import select

from community.context import Place
from community.db.tables import Member
from community.words import Reply, Request
from content.loading import check, load
from content.tour import STEPS
from handlers.tour import Stand, tour
from tests.people import PRODUCTIVE, People, commands
from tests.speaking import library

STEP = """---
question: Qui crie ?
facts: [F001]
checked: 2026-11
---
{body}
"""


def fiches(reply: Reply) -> list[str]:
    known = library().fiches
    return [words[-1] for one in commands(reply) if (words := one.split())[-1] in known]


def region_of(fiche: str) -> str | None:
    return library().fiches[fiche].region


def test_the_steps_are_five_and_each_stands_on_facts() -> None:
    steps = library().tour
    assert tuple(steps) == STEPS
    assert all(step.facts and step.sources for step in steps.values())


def test_a_number_that_its_facts_do_not_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tour").mkdir()
    (tmp_path / "tour/limites.md").write_text(STEP.format(body="En 1998."), encoding="utf-8")
    messages = [fault.message for fault in check(tmp_path, "")]
    assert messages == ["« 1998 » n’est dans aucun des faits de cette page"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("fin.md", STEP.format(body="On crie."), "« fin » n’est pas une étape de la visite"),
        (
            "limites.md",
            STEP.format(body="On crie.").replace("facts", "fiches: [atlantide]\nfacts"),
            "« atlantide » n’existe pas",
        ),
        ("limites.md", STEP.format(body="Un. Deux. Un. Deux."), "la réponse courte a 4 phrases"),
    ],
)
def test_a_fault_in_a_step_is_told(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / "tour").mkdir()
    (tmp_path / "tour" / name).write_text(text, encoding="utf-8")
    assert [fault.message for fault in check(tmp_path, "")] == [said]


def test_a_federation_may_leave_a_step_out(tmp_path: Path) -> None:
    (tmp_path / "tour").mkdir()
    (tmp_path / "tour/limites.md").write_text("---\nretired: true\n---\n", encoding="utf-8")
    assert check(tmp_path, "") == ()
    assert "limites" not in load(tmp_path, "").tour


def test_every_fiche_can_be_shown_from_the_tour() -> None:
    longest = max(library().fiches, key=len)
    assert len(Stand(3, "DEP-974").see(longest).encode()) <= 64


async def test_who_said_nothing_of_herself_sees_poles_of_different_regions(people: People) -> None:
    shown = fiches(await people.say("nadia", "/ptce 3"))
    assert len(shown) == len({region_of(one) for one in shown}) == 3
    assert {library().fiches[one].confidence for one in shown} == {"haute"}


async def test_a_member_sees_poles_of_her_region_without_being_asked(people: People) -> None:
    await people.join("marie")
    shown = fiches(await people.say("marie", "/ptce 3"))
    assert {region_of(one) for one in shown} == {"Hauts-de-France"}


async def test_a_region_once_chosen_is_kept_for_the_rest_of_the_tour(people: People) -> None:
    await people.say("nadia", "/ptce 3", "ma région", "bretagne", "suivant")
    back = await people.say("nadia", "précédent")
    assert {region_of(one) for one in fiches(back)} == {"Bretagne"}


async def test_a_region_without_any_pole_leaves_the_usual_examples(people: People) -> None:
    assert len(fiches(await people.say("nadia", "/ptce 3 REG-94"))) == 3


@pytest.mark.parametrize("asked", ["/ptce 9", "/ptce qui peut en être membre", "/ptce 3 xyz"])
async def test_other_words_behind_it_are_a_question(people: People, asked: str) -> None:
    assert "Visite guidée" not in (await people.say("nadia", asked)).html


@pytest.mark.parametrize(
    "said", ["je quitte la visite", "j'arrête la visite", "arrêter la visite", "j'arrête"]
)
async def test_leaving_the_tour_pauses_no_account(people: People, said: str) -> None:
    await people.join("marie")
    left = await people.say("marie", "/ptce", said)
    assert "La visite s’arrête ici" in left.html
    async with people.context("marie") as ctx:
        assert ctx.member is not None
        assert ctx.member.stopped_at is None
        assert list(await ctx.db.scalars(select(Member.stopped_at))) == [None]


async def test_no_choice_of_the_tour_is_a_command_of_another_meaning(people: People) -> None:
    for step in range(1, 6):
        reply = await people.say("nadia", f"/ptce {step}")
        words = {word for choice in reply.choices for word in choice.words}
        assert not words & {"arrêter", "arret", "stop", "quitter", "pause"}


async def test_a_group_does_not_hear_where_a_member_lives(people: People) -> None:
    await people.join("marie")
    async with people.context("marie") as ctx:
        ctx.place = Place(ctx.address_id, PRODUCTIVE)
        reply = await tour(Request("1", ctx.address, "3", ctx.now), ctx)
    assert "Pas-de-Calais" not in reply.html
    assert all("DEP-62" not in one for one in commands(reply))
