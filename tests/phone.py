"""What Telegram would show on a narrow telephone, as HTML, and pictures of it.

Sizes are those of Telegram for Android at its usual text size, in CSS pixels. A label that does not
fit on its button is cut with « … » as Telegram cuts it, and framed in red.
"""

import base64
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

Json = dict[str, Any]
WIDTH = 360
LEAST = 240  # of a lower window Chromium paints the top alone
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
    "--virtual-time-budget=2000",
)
TAPPED = re.compile(r"(?<![\w/>])(/[a-z_]+(?:@\w+)?|@\w{4,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
STYLE = """
* { box-sizing: border-box; margin: 0; padding: 0; }
/* Noto Sans is 5 % wider than Roboto: 15 px of the one are 16 of the other. */
body { font: 15.2px/20px Roboto, "Noto Sans", sans-serif; color: #000; background: #8a9aa5; }
body.all { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; padding: 16px; }
.phone { width: var(--width); background: #d3dce2; padding-bottom: 8px; }
.top { background: #517da2; color: #fff; padding: 8px 16px; font-weight: 500; }
.top small { display: block; opacity: .8; font-weight: 400; font-size: 12.5px; line-height: 16px; }
.line { display: flex; align-items: flex-end; margin: 6px 8px 0; }
.line.hers { justify-content: flex-end; }
.face { width: 36px; height: 36px; border-radius: 50%; background: #7bb07b; color: #fff;
  text-align: center; line-height: 36px; margin-right: 6px; flex: none; }
.message { max-width: calc(100% - 40px); display: flex; flex-direction: column; }
.face + .message { max-width: calc(100% - 68px); }
.bubble { background: #fff; border-radius: 10px; padding: 6px 12px; white-space: pre-wrap;
  overflow-wrap: break-word; }
.hers .bubble { background: #e1f7cb; }
.bubble a, .bubble .tapped { color: #2678b6; text-decoration: none; }
.bubble code { font: 14px monospace; color: #2678b6; }
.bubble blockquote { border-left: 3px solid #3a91ce; background: #eaf3fa; padding: 2px 8px; }
.bubble img { display: block; width: 100%; margin-bottom: 6px; }
.who { color: #4a8f4a; font-weight: 500; }
.file { display: flex; gap: 10px; align-items: center; }
.file i { width: 40px; height: 40px; border-radius: 50%; background: #4a9ae0; flex: none; }
.photo { background: #9db; padding: 40px 70px; }
.row { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 4px;
  margin-top: 4px; }
.button { background: #6f8798; color: #fff; border-radius: 8px; height: 38px; line-height: 38px;
  padding: 0 8px; text-align: center; font-weight: 500; font-size: 14.2px; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; position: relative; }
.button.link::after { content: "↗"; position: absolute; right: 4px; top: -12px; font-size: 10px; }
.cut { outline: 2px solid #d00; }
.item { background: #fff; padding: 7px 16px; border-bottom: 1px solid #e3e3e3; }
.item b, .item span { display: block; overflow: hidden; text-overflow: ellipsis; }
.item b { font-weight: 500; white-space: nowrap; }
.item span { color: #666; }
.item.found span { max-height: 40px; }
.item.menu span { white-space: nowrap; }
.note { text-align: center; padding: 10px 24px; }
"""
MEASURE = """
for (const one of document.querySelectorAll(".button, .item.menu span"))
  if (one.scrollWidth > one.clientWidth) one.classList.add("cut");
for (const one of document.querySelectorAll(".phone")) one.dataset.height = one.offsetHeight;
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """A name for its file, and what is on the screen."""

    name: str
    html: str


def conversation(
    title: str, kind: str, messages: Sequence[Json], kept: Mapping[tuple[int, int], bytes], me: int
) -> str:
    """Messages as the telephone of `me` shows them; `kept` holds the pictures that were sent."""
    lines = "".join(_line(message, kept, me, group=kind == "groupe") for message in messages)
    return _phone(title, kind, lines)


def items(title: str, kind: str, found: Sequence[tuple[str, str]]) -> str:
    """Names and what they are: a `menu`, what was `found`, or a `profile`."""
    lines = (
        f"<div class='item {kind}'><b>{escape(name)}</b><span>{escape(said)}</span></div>"
        for name, said in found
    )
    return _phone(title, "", "".join(lines))


def empty_chat(text: str) -> str:
    """What is read before the first word."""
    shown = f"<div class=note><div class=bubble>{escape(text)}</div></div>"
    return _phone("Palabre", "robot", f"{shown}<div class=note><b>DÉMARRER</b></div>")


def _phone(title: str, kind: str, lines: str) -> str:
    top = f"<div class=top>{escape(title)}<small>{kind}</small></div>"
    return f"<section class=phone>{top}{lines}</section>"


def _line(message: Json, kept: Mapping[tuple[int, int], bytes], me: int, *, group: bool) -> str:
    hers = message["from"]["id"] == me
    name = escape(message["from"]["first_name"])
    face = f"<div class=face>{name[:1]}</div>" if group and not hers else ""
    who = f"<div class=who>{name}</div>" if face else ""
    if "via_bot" in message:
        who = f"<div class=who>via @{message['via_bot']['username']}</div>"
    bubble = f"<div class=bubble>{who}{_file(message, kept)}{_words(message)}</div>"
    rows = "".join(_row(row) for row in message.get("reply_markup", {}).get("inline_keyboard", []))
    side = "line hers" if hers else "line"
    return f"<div class='{side}'>{face}<div class=message>{bubble}{rows}</div></div>"


def _words(message: Json) -> str:
    html = message.get("html") or escape(message.get("text", ""))
    html = html.replace("</blockquote>\n", "</blockquote>")  # it ends the line of the quote
    return "".join(
        part if part.startswith("<") else TAPPED.sub(r"<span class=tapped>\1</span>", part)
        for part in re.split(r"(<a .*?</a>|<[^>]+>)", html, flags=re.DOTALL)
    )


def _file(message: Json, kept: Mapping[tuple[int, int], bytes]) -> str:
    content = kept.get((message["chat"]["id"], message["message_id"]))
    if "photo" in message and content:
        return f"<img src='data:image/png;base64,{base64.b64encode(content).decode()}'>"
    if "photo" in message:
        return "<div class=photo>photo</div>"
    if "document" in message:
        name, size = escape(message["document"]["file_name"]), len(content or b"") / 1000
        said = f"{name}<br><small>{size:.1f} ko</small>"
        return f"<div class=file><i></i><div>{said}</div></div>"
    return ""


def _row(row: Sequence[Json]) -> str:
    buttons = "".join(
        f"<div class='button{' link' if 'url' in one else ''}'>{escape(one['text'])}</div>"
        for one in row
    )
    return f"<div class=row>{buttons}</div>"


def photograph(
    screens: Sequence[Screen], folder: Path, width: int = WIDTH
) -> Iterator[tuple[str, list[str]]]:
    """Write each screen as HTML and as a picture; give its name and the labels that were cut."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        whole = _write(folder / "index.html", "all", "".join(one.html for one in screens), width)
        dom = chromium(profile, "--dump-dom", "--window-size=1600,1200", whole)
        phones = BeautifulSoup(dom, "html.parser").find_all("section")
        for screen, phone in zip(screens, phones, strict=True):
            page = _write(folder / f"{screen.name}.html", "one", screen.html, width)
            size = f"--window-size={width},{max(LEAST, int(str(phone['data-height'])))}"
            chromium(profile, f"--screenshot={folder / screen.name}.png", size, page)
            yield screen.name, [cut.get_text() for cut in phone.select(".cut")]


def _write(path: Path, kind: str, html: str, width: int) -> str:
    path.write_text(
        f"<!doctype html><html lang=fr><meta charset=utf-8><title>{path.stem}</title>"
        f"<style>:root {{ --width: {width}px }}{STYLE}</style>"
        f"<body class={kind}>{html}<script>{MEASURE}</script></body></html>",
        encoding="utf-8",
    )
    return path.resolve().as_uri()


def chromium(profile: str, *arguments: str) -> str:
    """Run it without a screen nor a network, and give what it prints."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    command = [program, *CHROMIUM, f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout
