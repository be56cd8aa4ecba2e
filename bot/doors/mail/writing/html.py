"""A reply as sober HTML: readable on a telephone, in the dark and in Outlook; it fetches nothing.

Styles are inlined, since many programs drop a style sheet; the one here serves the dark alone.
Outlook draws with Word: boxes are tables with a `bgcolor`, and padding is that of cells.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from bot.doors.mail.writing.text import MARK, footer
from bot.doors.mail.writing.ways import Way
from content.simple_html import LINKS
from content.texts import Texts

FONT = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;"
STYLES = {
    "p": "margin:0 0 16px;",
    "ul": "margin:0 0 16px;padding:0 0 0 24px;",
    "ol": "margin:0 0 16px;padding:0 0 0 24px;",
    "li": "margin:0 0 6px;",
    "blockquote": "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #a9b2bd;",
    "code": "font-family:Consolas,monospace;",
    "b": "",
    "i": "",
    "u": "",
    "s": "",
}
LINK = "color:#0a4f9e;text-decoration:underline;"
BREAKS = "overflow-wrap:anywhere;word-break:break-word;"
BUTTON = (
    "padding:11px 16px;border:1px solid #8fa9c9;border-radius:6px;background-color:#e6eef8;" + FONT
)
PRESSED = "display:block;color:#0b3c74;text-decoration:none;font-weight:bold;"
FAINT = "margin:0 0 8px;font-size:14px;line-height:20px;color:#55606d;"
DEEPEST = 30  # quotes and lists one in another; nobody writes more

PAGE = """\
<!DOCTYPE html>
<html lang="fr" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
@media (prefers-color-scheme: dark) {{
  .page {{ background-color: #17191d !important; }}
  .sheet {{ background-color: #22262c !important; color: #e4e7eb !important; }}
  .faint {{ color: #aab4c0 !important; }}
  .link {{ color: #9cc5ff !important; }}
  .button {{ background-color: #2c3d54 !important; border-color: #57759c !important; }}
  .pressed {{ color: #dbe9ff !important; }}
}}
</style>
</head>
<body class="page" bgcolor="#f2f3f5" style="margin:0;padding:0;background-color:#f2f3f5;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" \
bgcolor="#f2f3f5" style="background-color:#f2f3f5;">
<tr><td align="center" style="padding:12px 8px;">
<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:600px;">
<tr><td class="sheet" align="left" bgcolor="#fdfdfc" style="padding:16px 16px 8px;\
background-color:#fdfdfc;color:#1f252c;{font}{breaks}">
<p class="faint" style="{faint}">{delimiter}</p>
{said}
{answers}
<p class="faint" style="{faint}margin-top:8px;border-top:1px solid #a9b2bd;\
padding-top:12px;">{footer}</p>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"""
BUTTONS = """\
<p class="faint" style="{faint}">{touch}</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{rows}
</table>"""
ROW = """\
<tr><td class="button" bgcolor="#e6eef8" style="{button}">\
<a class="pressed" href="{link}" style="{pressed}">{label}</a></td></tr>
<tr><td height="8" style="height:8px;font-size:1px;line-height:8px;">&nbsp;</td></tr>"""


def page(html: str, offered: Sequence[Way], texts: Texts, title: str) -> str:
    """The whole HTML of a mail."""
    return PAGE.format(
        title=escape(title),
        font=FONT,
        breaks=BREAKS,
        faint=FAINT,
        delimiter=escape(texts.label("mail.delimiter")) + MARK,
        said=styled(html),
        answers=_buttons(offered, texts),
        footer="<br>".join(map(escape, footer(texts))),
    )


@lru_cache(maxsize=64)  # an invitation goes to many
def styled(html: str) -> str:
    """Simple HTML with its styles in it; nothing else passes."""
    return "".join(_written(BeautifulSoup(html, "html.parser"), DEEPEST))


def _buttons(offered: Sequence[Way], texts: Texts) -> str:
    if not offered:
        return ""
    rows = "\n".join(
        ROW.format(button=BUTTON, pressed=PRESSED, link=escape(way.link), label=escape(way.label))
        for way in offered
    )
    touch = "" if all(way.page for way in offered) else escape(texts.label("mail.touch"))
    return BUTTONS.format(faint=FAINT, touch=touch, rows=rows)


def _written(parent: Tag, depth: int) -> Iterator[str]:
    for child in parent.children:
        yield from _element(child, depth)


def _element(element: PageElement, depth: int) -> Iterator[str]:
    if isinstance(element, PreformattedString):
        return  # comments and the like
    if isinstance(element, NavigableString):
        yield escape(element, quote=False)
    elif isinstance(element, Tag) and element.name == "br":
        yield "<br>"
    elif isinstance(element, Tag) and not depth:
        yield escape(element.get_text(" "), quote=False)
    elif isinstance(element, Tag):
        opening = _opening(element)
        yield opening
        yield from _written(element, depth - 1)
        yield f"</{element.name}>" if opening else ""


def _opening(tag: Tag) -> str:
    """The tag with its style; empty for what simple HTML does not know, and for strange links."""
    if tag.name == "a":
        href = str(tag.get("href") or "")
        opened = f'<a class="link" href="{escape(href)}" style="{LINK}">'
        return opened if href.startswith(LINKS) else ""
    style = STYLES.get(tag.name)
    if style is None:
        return ""
    return f'<{tag.name} style="{style}">' if style else f"<{tag.name}>"
