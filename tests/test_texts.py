"""Words for people: templates of simple HTML, labels, and what else means them. `~` is U+00A0
and `_` is U+202F."""

from datetime import date, datetime
from typing import Any

import pytest
from jinja2 import UndefinedError

from content.texts import TextFile, Texts, UndeclaredValue, UnknownText


def seen(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "_")


def texts(html: str = "<p>Bonjour</p>", labels: object = None, **sample: object) -> Texts:
    data: dict[str, Any] = {"hello": {"html": html, "sample": sample}, "labels": labels or {}}
    return Texts({"start": TextFile.model_validate(data)})


def test_a_message_is_rendered_with_its_values() -> None:
    assert texts("<p>Bonjour {{ name }}</p>", name="Ana").html("start.hello", name="Zoé") == (
        "<p>Bonjour Zoé</p>"
    )


def test_what_people_write_is_escaped() -> None:
    html = texts("<p>{{ name }}</p>", name="Ana").html("start.hello", name="<b>x</b>")
    assert html == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_a_message_is_typeset_after_its_values_are_in() -> None:
    html = texts("<p>{{ n }} € : c'est bien ?</p>", n=1).html("start.hello", n="1 200")
    assert seen(html) == "<p>1_200~€~: c’est bien_?</p>"


def test_white_space_of_the_source_is_squeezed() -> None:
    html = "<p>Un\n  mot</p>\n<ul>\n{% for x in xs %}\n  <li>{{ x }}</li>\n{% endfor %}\n</ul>\n"
    assert texts(html, xs=["a"]).html("start.hello", xs=["a", "b"]) == (
        "<p>Un mot</p><ul><li>a</li><li>b</li></ul>"
    )


def test_space_around_inline_tags_is_kept() -> None:
    assert texts("<p>un <b>mot</b> ici</p>").html("start.hello") == "<p>un <b>mot</b> ici</p>"


START = datetime(2026, 12, 18, 9, 30)  # noqa: DTZ001 - local time is what one says


@pytest.mark.parametrize(
    ("expression", "value", "said"),
    [
        ("x | plural('membre', 'membres')", 3, "3~membres"),
        ("x | day", date(2026, 12, 18), "vendredi 18 décembre 2026"),
        ("x | moment", START, "vendredi 18 décembre 2026 à 9~h~30"),
        ("x | span(none)", START, "vendredi 18 décembre 2026 à 9~h~30"),
        ("x | month", "2026-11", "novembre 2026"),
    ],
)
def test_filters_say_numbers_and_dates(expression: str, value: object, said: str) -> None:
    html = texts(f"<p>{{{{ {expression} }}}}</p>", x=value).html("start.hello", x=value)
    assert seen(html) == f"<p>{said}</p>"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="name"):
        texts("<p>{{ name }}</p>", name="Ana").html("start.hello")


def test_a_value_without_a_sample_is_an_error() -> None:
    with pytest.raises(UndeclaredValue, match=r"start\.hello has no sample for name"):
        texts().html("start.hello", name="Ana")


def test_an_unknown_message_is_named() -> None:
    with pytest.raises(UnknownText, match=r"no text is called 'start\.bye'"):
        texts().html("start.bye")


def test_a_label_may_be_a_string_alone() -> None:
    assert texts(labels={"join": "Je rejoins"}).label("start.join") == "Je rejoins"


def test_a_label_takes_values_and_stays_plain_text() -> None:
    known = texts(labels={"join": "Rejoindre : {{ theme }}"})
    assert seen(known.label("start.join", theme="A & B")) == "Rejoindre~: A & B"


def test_a_label_knows_what_else_means_it() -> None:
    known = texts(labels={"come": {"label": "Je viens", "words": ["oui", "présent"]}})
    assert known.words("start.come") == ("oui", "présent")


def test_an_unknown_label_is_named() -> None:
    with pytest.raises(UnknownText, match="no text is called"):
        texts().label("start.join")
