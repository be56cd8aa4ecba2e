"""The dates of a poll as people write them in one message: what is kept, what is asked again."""

import pytest

from community.context import Unreadable
from community.drafts import Draft
from handlers.slot_list import read_slots
from tests.people import People

D8, D10, D11 = "20261208T1400/T1600", "20261210T1400/T1600", "20261211T1400/T1600"


async def read(people: People, *texts: str) -> tuple[str, str, list[str]]:
    """What is kept, why something is asked, and what is offered, after these texts."""
    kept: dict[str, str] = {}
    said: tuple[str, str, list[str]] = ("", "", [])
    for text in texts:
        async with people.context("sophie") as ctx:
            ctx.draft = Draft("polls", "slots", kept)
            try:
                said = (read_slots(text, ctx), "", [])
            except Unreadable as unread:
                kept |= unread.kept
                near = [one.value for one in unread.near]
                said = (kept.get("kept", ""), unread.text, near)
    return said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mardi 8 décembre 14h-16h\njeudi 10 décembre 14h-16h", [D8, D10]),
        ("- mardi 8 décembre 14h-16h\n- jeudi 10 décembre 14h-16h", [D8, D10]),
        ("1. mardi 8 décembre 14h-16h\n2. jeudi 10 décembre 14h-16h", [D8, D10]),
        ("A) mardi 8 décembre 14h-16h\nB) jeudi 10 décembre 14h-16h", [D8, D10]),
        ("mardi 8 14h-16h, jeudi 10 14h-16h", [D8, D10]),
        ("mardi 8 14h-16h ou jeudi 10 14h-16h", [D8, D10]),
        ("mardi 8 14h-16h, jeudi 10 14h-16h ou vendredi 11 14h-16h", [D8, D10, D11]),
        ("mardi 8 décembre, 14h-16h ; jeudi 10 décembre, 14h-16h", [D8, D10]),
        ("mardi 8, jeudi 10 ou vendredi 11 de 14h à 16h", [D8, D10, D11]),
        ("mardi 8 et jeudi 10 décembre de 14h à 16h", [D8, D10]),
        ("le 8, le 10 ou le 11 décembre de 14h à 16h", [D8, D10, D11]),
        ("8, 10 et 11 décembre 14h-16h", [D8, D10, D11]),
        ("8/12 14h-16h\n10/12 14h-16h", [D8, D10]),
        ("8/12 14h-16h, 10/12 14h-16h", [D8, D10]),
        ("mardi 8 à 10h ou 14h", ["20261208T1000", "20261208T1400"]),
        ("jeudi 10 14h-16h\nmardi 8 14h-16h", [D8, D10]),
        ("jeudi 10 à midi et demi ou mardi 8 à 14h", ["20261208T1400", "20261210T1230"]),
    ],
)
async def test_dates_are_read(people: People, text: str, expected: list[str]) -> None:
    assert await read(people, text) == ("\n".join(expected), "", [])


async def test_days_alone_are_asked_their_hours_once(people: People) -> None:
    kept, why, _ = await read(people, "mardi 8 décembre\njeudi 10 décembre")
    assert (kept, why) == ("20261208\n20261210", "polls.no_hours")
    kept, why, _ = await read(people, "mardi 8 décembre\njeudi 10 décembre", "14h-16h")
    assert (kept, why) == (f"{D8}\n{D10}", "")


async def test_an_ambiguous_date_is_asked_and_the_others_kept(people: People) -> None:
    text = "mardi prochain 14h\njeudi 10 décembre 14h"
    kept, why, near = await read(people, text)
    assert (kept, why) == ("?mardi prochain 14h\n20261210T1400", "polls.unclear")
    assert near == ["20261201T1400", "20261124T1400", "retirer"]
    assert (await read(people, text, near[0]))[:2] == ("20261201T1400\n20261210T1400", "")


async def test_what_is_not_clear_is_asked_one_by_one(people: People) -> None:
    text = "hier 14h\nmardi 8 décembre 14h\nle jour du marché"
    assert (await read(people, text))[:2] == (
        "?hier 14h\n20261208T1400\n?le jour du marché",
        "polls.unclear",
    )
    kept, why, _ = await read(people, text, "jeudi 10 décembre 14h")
    assert (kept, why) == ("20261210T1400\n20261208T1400\n?le jour du marché", "polls.unclear")
    assert (await read(people, text, "jeudi 10 décembre 14h", "retirer"))[:2] == (
        "20261208T1400\n20261210T1400",
        "",
    )


async def test_what_is_no_date_changes_nothing_and_offers_the_same_again(people: People) -> None:
    text = "mardi prochain 14h\njeudi 10 décembre 14h"
    before = await read(people, text)
    assert await read(people, text, "merci") == (before[0], "polls.no_date", before[2])
    assert (await read(people, "merci"))[:2] == ("", "polls.no_date")


async def test_the_same_date_twice_is_said(people: People) -> None:
    text = "mardi 8 à 14h\n8/12 à 14h\njeudi 10 à 14h"
    assert (await read(people, text))[1] == "polls.twice"
    kept, why, _ = await read(people, text, "retirer")
    assert (kept, why) == ("20261208T1400\n20261210T1400", "")
    kept, why, _ = await read(people, text, "vendredi 11 à 14h")
    assert (kept, why) == ("20261208T1400\n20261210T1400\n20261211T1400", "")


async def test_what_comes_back_is_no_date_of_a_poll(people: People) -> None:
    assert (await read(people, "tous les mardis à 14h\njeudi 10 à 14h"))[1] == "polls.one_moment"


async def test_an_hour_that_passed_today_is_asked_again(people: People) -> None:
    kept, why, _ = await read(people, "aujourd'hui et demain", "9h")
    assert kept.replace("\u00a0", " ") == "?lundi 23 novembre 2026 à 9 h\n20261124T0900"
    assert why == "polls.unclear"
    assert (await read(people, "aujourd'hui et demain", "14h"))[1] == ""


async def test_one_date_is_not_enough_and_another_is_added(people: People) -> None:
    kept, why, _ = await read(people, "mardi 8 à 14h")
    assert (kept, why) == ("20261208T1400", "polls.too_few")
    assert (await read(people, "mardi 8 à 14h", "jeudi 10 à 14h"))[1] == ""


async def test_more_than_six_are_too_many_and_the_first_six_can_be_kept(people: People) -> None:
    text = "\n".join(f"{n} décembre à 14h" for n in range(7, 14))
    _, why, near = await read(people, text)
    assert (why, near) == ("polls.too_many", ["garder"])
    kept, why, _ = await read(people, text, "garder")
    assert (len(kept.splitlines()), why) == (6, "")
    kept, why, _ = await read(people, text, "mardi 8 à 14h, jeudi 10 à 14h")
    assert (len(kept.splitlines()), why) == (2, "")


async def test_two_lengths_from_one_start_are_one_date_too_many(people: People) -> None:
    _, why, _ = await read(people, "mardi 8 décembre 14h, mardi 8 décembre 14h-16h")
    assert why == "polls.twice"
    kept, why, _ = await read(
        people, "mardi 8 décembre 14h, mardi 8 14h-16h, jeudi 10 14h-16h", "J'enlève cette date"
    )
    assert (kept, why) == (f"{D8}\n{D10}", "")
