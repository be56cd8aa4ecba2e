"""Drafts of fiches from what a page tells, to be reviewed before they go among the fiches.

What stands in a fiche stays: the page only fills what is empty, and is quoted beside the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from content.entries import Fiche
from content.pages import Page
from content.saved_pages.findings import Findings, Found, Value
from content.saved_pages.reading import SavedPage
from french.folding import essence, fold

ORDER = ("name", "place", "departement", "region", "sectors", "created", "position", "site")
REWRITE = "À récrire avec vos mots. La page dit : « {said} »"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~|])")


@dataclass(frozen=True, slots=True)
class Difference:
    """A key of which the page says something: what stands in the fiche (None for nothing)."""

    key: str
    stands: str | None
    found: Found

    @property
    def same(self) -> bool:
        """Whether both say it alike."""
        return self.stands is not None and essence(self.stands) == essence(said(self.found.value))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page came from: its address or the file's name, and when it was seen."""

    source: str
    told_by: str
    month: str
    dated: bool

    @classmethod
    def of(cls, page: SavedPage, file: str, today: date) -> "Origin":
        """From what the page says of itself; else its file's name, and this month."""
        seen = page.saved or today
        told_by = page.told_by or "nom du fichier : la page ne dit pas son adresse"
        return cls(page.address or file, told_by, f"{seen:%Y-%m}", page.saved is not None)


def slug(name: str) -> str:
    """What a new fiche's file would be called."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-")


def said(value: object) -> str:
    """A value as one reads it in a line."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def differences(fiche: Fiche, findings: Findings) -> list[Difference]:
    """What the page says, beside what stands, in the order of a fiche."""
    stands = {key: getattr(fiche, key) for key in ORDER} | {"body": fiche.body}
    return [
        Difference(key, said(stands[key]) if stands[key] else None, findings.found[key])
        for key in (*ORDER, "body")
        if key in findings.found
    ]


def new_draft(findings: Findings, origin: Origin) -> str:
    """A fiche of what was found, each line with its origin, as a file of `fiches/`."""
    found = [findings.found[key] for key in ORDER if key in findings.found]
    lines = [_line(one.key, one.value, one.origin) for one in found]
    if "sectors" not in findings.found:
        lines.append(_line("sectors", (), "la page n’en dit pas"))
    when = (
        "date d’enregistrement de la page"
        if origin.dated
        else "aujourd’hui : la page n’a pas de date"
    )
    lines += [
        _line("sources", (origin.source,), origin.told_by),
        _line("checked", origin.month, when),
        _line("confidence", "basse", "une seule source, qui parle d’elle-même"),
    ]
    body = findings.found.get("body")
    if body is None:
        return _file(lines, "À écrire : la page ne présente pas l’organisation.")
    lines.append(f"# texte : {_comment(body.origin)}")
    return _file(lines, REWRITE.format(said=_as_markdown(said(body.value))))


def draft_beside(page: Page, told: Sequence[Difference], origin: Origin) -> str:
    """A fiche as it stands, with what was empty filled, and the rest of the page in comments."""
    data = dict(page.data) if isinstance(page.data, dict) else {}
    news = {one.key: one for one in told if not one.same}
    lines = [line for key, value in data.items() for line in _kept(key, value, news, origin)]
    for key, one in news.items():
        if key not in data and key != "body":
            lines.append(_line(key, one.found.value, f"la page, {one.found.origin}"))
    if body := news.get("body"):
        lines.append(_quoted("texte", body.found))
    return _file(lines, page.body.strip())


def _kept(key: str, value: object, news: Mapping[str, Difference], origin: Origin) -> Iterator[str]:
    if key == "sources" and isinstance(value, list):
        seen = origin.source not in value
        told = f"la dernière : {origin.told_by}, vue en {origin.month}" if seen else ""
        yield _line(key, [*value, origin.source] if seen else value, told)
    elif key not in news:
        yield _line(key, value, "")
    elif value in (None, "", []):
        yield _line(key, news[key].found.value, f"la page, {news[key].found.origin}")
    else:
        yield _line(key, value, "")
        yield _quoted(key, news[key].found)


def _quoted(key: str, found: Found) -> str:
    return f"# {key} : la page dit « {_comment(said(found.value))} » ({_comment(found.origin)})"


def _line(key: str, value: Value | object, origin: str) -> str:
    plain = list(value) if isinstance(value, tuple) else value
    flow = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=10**6)
    text = f"{key}: {flow.strip().removesuffix('...').strip()}"
    return f"{text}  # {_comment(origin)}" if origin else text


def _as_markdown(text: str) -> str:
    """Words of a page, of which none is a link or a title."""
    return _MARKDOWN.sub(r"\\\1", text).replace("](", "]\\(")


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _file(lines: list[str], body: str) -> str:
    return "\n".join(["---", *lines, "---", body, ""])
