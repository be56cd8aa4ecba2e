"""`palabre fiches report`: who keeps the fiches sees which to complete first."""

import json
from pathlib import Path

from tests.calls import palabre
from tests.speaking import library


def test_there_is_an_object_for_each_fiche(tmp_path: Path) -> None:
    told = [
        json.loads(line)
        for line in palabre(tmp_path, "fiches", "report", "--json").stdout.splitlines()
    ]
    assert {one["id"] for one in told} == library().fiches.keys()
    (archer,) = (one for one in told if one["id"] == "pole-sud-archer")
    assert archer["complete"]
    assert archer["sources"][0] == "journee-ptce-2014"
    assert (archer["checked_on"], archer["confidence"]) == ("2026-11", "haute")


def test_what_is_least_known_comes_first(tmp_path: Path) -> None:
    first, *_, last, total = palabre(tmp_path, "fiches", "report").stdout.splitlines()
    assert "confiance basse, 1\N{NO-BREAK SPACE}source" in first
    assert first.endswith("il manque la région, le département, le lieu, l’activité")
    assert "confiance haute" in last
    assert "il manque" not in last
    assert total.endswith("à compléter.")
