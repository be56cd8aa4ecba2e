"""Markdown, as content is written, becomes simple HTML."""

import pytest

from content.markdown import to_html
from content.simple_html import plain


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Un **mot** et *un autre*", "<p>Un <b>mot</b> et <i>un autre</i></p>"),
        ("~~non~~ `/aide`", "<p><s>non</s> <code>/aide</code></p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("3. un\n4. deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("> dit", "<blockquote><p>dit</p></blockquote>"),
        ("[loi](https://x.fr 'La loi')", '<p><a href="https://x.fr">loi</a></p>'),
        ("une\nphrase  \nligne", "<p>une phrase<br>ligne</p>"),
    ],
)
def test_markdown_becomes_simple_html(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize("written", ["<b>gras</b>", "<script>", "<!-- rien -->"])
def test_raw_html_is_escaped(written: str) -> None:
    assert "<" not in to_html(written).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize("link", ["[x](javascript:y)", "[x](ici.html)", "[x](data:text/html,y)"])
def test_other_links_stay_text(link: str) -> None:
    assert to_html(link) == f"<p>{link}</p>"


def test_plain_text_has_a_line_per_block() -> None:
    assert plain("<p>un <b>mot</b></p><ul><li>a &amp; b</li></ul>c<br>d") == "un mot\na & b\nc\nd"
