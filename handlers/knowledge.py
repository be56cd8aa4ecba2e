"""What a text that is no command gets: an answer, a way on, or an honest « je ne sais pas »."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from community.context import Context, labelled
from community.roles import Role
from community.words import Choice, Reply, Request
from content.entries import FaqEntry, Redirect, Source, Term, Theme
from content.library import Library
from content.search import Found, FoundKind
from french.folding import essence, essences, fold
from french.typography import typeset
from handlers.fiche_card import card
from handlers.help import human

MUCH = 75.0  # how alike (of 100) what was written and what was understood may stay
READABLE = 200  # characters of what was understood that are worth repeating
NEAR = 3
CONTACT = "commande:contact"


def reply(request: Request, ctx: Context) -> Reply:
    """Answer what somebody wrote with their own words."""
    if (courteous := courtesy(request, ctx)) is not None:
        return replace(courteous, puzzled=True)
    found = ctx.found or Found(FoundKind.UNKNOWN)
    said = answer(ctx, found)
    html = _understood(request.text, found, ctx) + said.html
    return Reply(html, said.choices, puzzled=said.puzzled)


def courtesy(request: Request, ctx: Context) -> Reply | None:
    """What is said to words that ask nothing, or that are not French; None to others."""
    if not any(char.isalnum() for char in request.text):
        return ctx.reply("knowledge.symbols", *_ways_on(ctx))
    for name in ("hello", "thanks", "lone"):
        if essence(request.text) in essences(ctx.library.texts.words(f"knowledge.{name}")):
            return ctx.reply(f"knowledge.{name}", *_ways_on(ctx))
    unknown = ctx.found is None or ctx.found.kind is FoundKind.UNKNOWN
    if unknown and _is_foreign(request.text, ctx.library):
        return ctx.reply("knowledge.foreign", ctx.choice("knowledge.contact", "/contact"))
    return None


def answer(ctx: Context, found: Found) -> Reply:
    """What search found, said: its entry, or suggestions, or that we do not know."""
    if found.entry is not None:
        kind, _, slug = found.entry.rpartition(":")
        said = _command(slug, ctx) if kind == "commande" else render(ctx.library, found.entry)
        if said is not None:
            return said
    return replace(_lost(found, ctx), puzzled=True)


def _lost(found: Found, ctx: Context) -> Reply:
    """What comes near, or that we do not know."""
    near = _near(found, ctx)
    contact = ctx.choice("knowledge.contact", "/contact")
    if near and found.kind is FoundKind.SUGGESTIONS:
        return ctx.reply("knowledge.suggestions", *near, contact)
    if near:
        return ctx.reply("knowledge.unknown_near", *near, contact)
    questions = ctx.choice("knowledge.faq", "/faq")
    return ctx.reply("knowledge.unknown", questions, contact)


def render(library: Library, document_id: str) -> Reply | None:
    """What is said of a document, to anyone. None for one that is gone."""
    kind, _, slug = document_id.rpartition(":")
    render_one = RENDERED.get(kind)
    return render_one(library, slug) if render_one else None


def titled(library: Library, document_id: str) -> Reply | None:
    """The same below the question it answers, for who did not just ask it."""
    said, asked = render(library, document_id), _asked(library, document_id)
    if said is None or asked is None:
        return said
    title = library.texts.html("knowledge.title", title=asked.question)
    return replace(said, html=title + said.html)


def offer(library: Library, document_id: str) -> Choice | None:
    """A choice that leads to a document. None for one that is gone."""
    if asked := _asked(library, document_id):
        label = typeset(asked.button or asked.question)
        return Choice(label, f"/faq {document_id}", (asked.question,))
    kind, _, slug = document_id.rpartition(":")
    if kind == "fiche" and (fiche := library.fiches.get(slug)):
        name = fiche.button or fiche.name
        return labelled(library, "knowledge.offer_fiche", f"/fiche {slug}", name=name)
    if kind == "theme" and (theme := library.themes.get(slug)):
        name = theme.button or theme.title
        return labelled(library, "knowledge.offer_theme", f"/theme {slug}", name=name)
    if kind == "glossaire" and (term := library.glossary.get(slug)):
        return labelled(library, "knowledge.offer_term", f"/mot {slug}", name=term.term)
    if kind == "commande" and (command := library.commands.get(slug)):
        return Choice(typeset(command.summary), f"/{slug}")
    return None


def _asked(library: Library, document_id: str) -> FaqEntry | Redirect | None:
    """The question that a document answers; None for one that answers none."""
    kind, _, slug = document_id.rpartition(":")
    if kind == "renvoi":
        return library.redirects.get(slug)
    return None if kind else library.faq.get(slug)


def more(library: Library, entry: FaqEntry) -> Reply:
    """The rest of an answer, with all its sources."""
    html = entry.more_html + _sources(library, entry.sources, entry.checked)
    return Reply(html, (*offers(library, entry.near), _asking(library)))


def easy(library: Library, entry: FaqEntry) -> Reply:
    """An answer in plainer words, below its question."""
    html = library.texts.html("knowledge.easy", title=entry.question) + entry.easy_html
    whole = labelled(library, "knowledge.whole", f"/faq {entry.id}")
    return Reply(html, (whole, *offers(library, entry.near), _asking(library)))


def _faq(library: Library, slug: str) -> Reply | None:
    entry = library.faq.get(slug)
    if entry is None:
        return None
    if slug == "contact" and not library.contact:
        return human(library, sends=False)
    choices = offers(library, entry.near)
    if entry.more_html:
        choices = [labelled(library, "knowledge.more", f"/plus {slug}"), *choices]
    if entry.easy:
        choices.append(labelled(library, "knowledge.easy", f"/facile {slug}"))
    html = entry.short_html + brief_sources(library, entry)
    return Reply(html, tuple(choices or [_asking(library)]))


def _fiche(library: Library, slug: str) -> Reply | None:
    fiche = library.fiches.get(slug)
    return card(library, fiche) if fiche else None


def _theme(library: Library, slug: str) -> Reply | None:
    theme: Theme | None = library.themes.get(slug)
    if theme is None:
        return None
    html = library.texts.html("knowledge.theme", title=theme.title, summary=theme.summary)
    more_choice = labelled(library, "knowledge.theme", f"/theme {slug}")
    return Reply(html, (more_choice, labelled(library, "knowledge.join", f"/rejoindre {slug}")))


def _term(library: Library, slug: str) -> Reply | None:
    term: Term | None = library.glossary.get(slug)
    if term is None:
        return None
    head = library.texts.html("knowledge.term", term=term.term, meaning=term.meaning)
    html = head + term.html + _sources(library, term.sources[:1], "")
    return Reply(html, (*offers(library, term.near), _asking(library)))


def _redirect(library: Library, slug: str) -> Reply | None:
    entry: Redirect | None = library.redirects.get(slug)
    if entry is None:
        return None
    return Reply(entry.html, (*offers(library, entry.near), _asking(library)))


def _offered_command(library: Library, slug: str) -> Reply | None:
    """A command, ready to tap, with what it does."""
    entry = library.commands.get(slug)
    choice = offer(library, f"commande:{slug}")
    if entry is None or choice is None:
        return None
    html = library.texts.html("knowledge.command", name=slug, summary=entry.summary)
    others = [] if slug == "aide" else [labelled(library, "knowledge.help", "/aide")]
    return Reply(html, (choice, *others))


RENDERED: dict[str, Callable[[Library, str], Reply | None]] = {
    "": _faq,
    "fiche": _fiche,
    "theme": _theme,
    "glossaire": _term,
    "renvoi": _redirect,
    "commande": _offered_command,
}


def _near(found: Found, ctx: Context) -> list[Choice]:
    """What may be meant: a command only if this person may, and never beside « je ne sais pas »."""
    commands = {
        f"commande:{command.name}"
        for command in ctx.menu
        if found.kind is FoundKind.SUGGESTIONS and not command.hidden and command.role <= ctx.role
    } - {CONTACT}  # which is offered below in any case
    allowed = (
        one for one in found.suggestions if one in commands or not one.startswith("commande:")
    )
    return offers(ctx.library, allowed)


def _command(slug: str, ctx: Context) -> Reply | None:
    """A command, if this person may; else who may."""
    command = next((one for one in ctx.menu if one.name == slug and not one.hidden), None)
    entry = ctx.library.commands.get(slug)
    if command is None or entry is None:
        return None
    if command.role <= ctx.role:
        return render(ctx.library, f"commande:{slug}")
    if command.role is Role.MEMBER:
        join = ctx.choice("knowledge.join_one", "/rejoindre")
        return ctx.reply("knowledge.members_only", join, summary=entry.summary)
    contact = ctx.choice("knowledge.contact", "/contact")
    help_ = ctx.choice("knowledge.help", "/aide")
    return ctx.reply("knowledge.animators_only", contact, help_, summary=entry.summary)


def _is_foreign(text: str, library: Library) -> bool:
    """Whether several of its words are common in English."""
    common = set(library.texts.words("knowledge.foreign"))
    return len(common.intersection(fold(text).split())) >= 2


def _understood(text: str, found: Found, ctx: Context) -> str:
    """Tell what was understood, when it is far from what was written."""
    meant = found.repaired
    if meant is None or found.entry is None or len(meant) > READABLE:
        return ""
    far = fuzz.ratio(fold(text), fold(meant)) < MUCH
    return ctx.say("knowledge.understood", text=meant) if far else ""


def _ways_on(ctx: Context) -> tuple[Choice, ...]:
    agenda = ctx.choice("knowledge.agenda", "/agenda")
    return (
        ctx.choice("knowledge.faq", "/faq"),
        ctx.choice("knowledge.themes", "/themes"),
        ctx.choice("knowledge.fiches", "/fiches"),
        agenda if ctx.member else ctx.choice("knowledge.join_one", "/rejoindre"),
    )


def _asking(library: Library) -> Choice:
    return labelled(library, "knowledge.question", "/question")


def offers(library: Library, ids: Iterable[str]) -> list[Choice]:
    """Choices that lead to documents, three at most."""
    return [choice for one in ids if (choice := offer(library, one))][:NEAR]


def _given(library: Library, day: date, name: str | None) -> str:
    """Where an answer comes from that a person gave."""
    return library.texts.html("knowledge.given", day=day, name=name)


def _sources_of(text: str, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The first source, and those of a year that the text names: three at most."""
    named = [one for one in sources[1:] if one.year and str(one.year) in text]
    return (*sources[:1], *named[:2])


def brief_sources(library: Library, entry: FaqEntry) -> str:
    """The sources to name below a short answer, and how many more there are."""
    if entry.answered:
        return sources_of(library, entry)
    told = _sources_of(entry.short_html, entry.sources)
    return _sources(library, told, entry.checked, len(entry.sources) - len(told))


def sources_of(library: Library, entry: FaqEntry) -> str:
    """All the sources of an entry, and when it was checked; or that a person gave it, and when."""
    if entry.answered:
        return _given(library, entry.answered, entry.answered_by)
    return _sources(library, entry.sources, entry.checked)


def _sources(library: Library, sources: tuple[Source, ...], checked: str, others: int = 0) -> str:
    if not sources and not checked:
        return ""
    return library.texts.html("knowledge.sources", sources=sources, others=others, checked=checked)
