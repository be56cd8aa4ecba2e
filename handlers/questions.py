"""What follows an answer, and a question that nobody answers: did it help, who may know?

What somebody writes is passed to a person when she sends it herself, or says that an answer did
not help; the text of what was not known is kept beside, for who animates, without who asked it.
"""

from collections.abc import Mapping
from dataclasses import replace

from community import helpfulness, pending, questions, roles
from community.context import Context, Field, Form, Unreadable
from community.db.tables import Question
from community.helpfulness import What
from community.recall import stems
from community.words import Choice, Reply, Request
from content.search import Found, FoundKind
from french import courtesy
from french.folding import essence, essences
from handlers import forms, knowledge

LIMIT = 1000
LONGEST = 64  # bytes of a choice's command
NEAR = 0.25  # what a document scores at least to be worth naming beside a question
SHORTEST = 2  # words that a question has at least
COURTESIES = ("knowledge.hello", "knowledge.thanks", "knowledge.lone", "questions.idle")
WORD_FOR_AN_ANIMATOR = "/un_mot "


async def follow(request: Request, reply: Reply, ctx: Context) -> Reply:
    """What a question of hers got, with a word on whether it helps or who may know.

    In private alone: in a group it would be asked before everybody.
    """
    found = ctx.found
    beside = ctx.place is not None or ctx.draft is not None or ctx.owner_id is not None
    if found is None or beside or knowledge.courtesy(request, ctx) is not None:
        return reply
    if found.kind is FoundKind.ANSWER and not reply.puzzled:
        entry = ctx.library.faq.get(found.entry or "")
        return await _asked_whether_it_helps(request, reply, entry.id, ctx) if entry else reply
    if not asks(request.text, ctx):
        return reply
    if found.kind is FoundKind.UNKNOWN and reply.puzzled:
        return await _sent_to_a_person(request, reply, found, ctx)
    told = len(_words(courtesy.bare(request.text))) > SHORTEST  # a word or two are best said anew
    if found.kind is FoundKind.SUGGESTIONS and told and reply.choices[-1:] == (_contact(ctx),):
        return await _sent_instead(request, reply, found, ctx)
    return reply


def _contact(ctx: Context) -> Choice:
    """How suggestions end."""
    return ctx.choice("knowledge.contact", "/contact")


def asks(text: str, ctx: Context) -> bool:
    """Whether a text that was not understood may be a question, rather than a courtesy."""
    said = courtesy.bare(text)
    texts = ctx.library.texts
    polite = {
        word for name in COURTESIES for way in essences(texts.words(name)) for word in way.split()
    }
    told = _words(said)
    return len(told) >= SHORTEST and not polite.issuperset(told) and bool(stems(said))


def _question(request: Request) -> str:
    """What is kept of what she asked: without its politeness, and not endless."""
    return courtesy.bare(request.text).strip()[:LIMIT]


def _words(text: str) -> list[str]:
    return essence(text).split()


async def _asked_whether_it_helps(
    request: Request, reply: Reply, entry: str, ctx: Context
) -> Reply:
    """« Cela vous aide ? » below an answer; « non » carries what was asked, or where it is kept."""
    asked = " ".join(courtesy.bare(request.text).split())
    no = f"/aide_non {entry} {asked}"
    if len(no.encode()) > LONGEST:
        no = f"/aide_non {entry}"
        if ctx.claim is None and await roles.all_animators(ctx.db):
            kept = await questions.keep_offered(
                ctx.db, ctx.address_id, _question(request), entry, ctx.now
            )
            no = f"{no} {kept.id}"
    ways = (
        ctx.choice("questions.helped", f"/aide_oui {entry}"),
        ctx.choice("questions.failed", no),
    )
    return replace(
        reply, html=reply.html + ctx.say("questions.helps"), choices=(*reply.choices, *ways)
    )


async def _sent_to_a_person(request: Request, reply: Reply, found: Found, ctx: Context) -> Reply:
    """A way to a person beside « je ne sais pas »; the question is kept, nothing is retyped.

    A mail without proof keeps nothing but what waits for her own word.
    """
    heard = any(one.command.startswith(WORD_FOR_AN_ANIMATOR) for one in reply.choices)
    if heard or not await roles.all_animators(ctx.db):
        return reply
    text = _question(request)
    if ctx.claim is None:
        guess = next((one for one, score in found.candidates if score >= NEAR), "")
        kept = await questions.keep_unknown(ctx.db, ctx.address_id, text, guess, ctx.now)
        command = f"/demander {kept.id}"
    else:
        number = await pending.keep(ctx.db, ctx.address_id, f"/demander {text}", ctx.now)
        if number is None:
            return reply
        command = f"/confirmer {number}"
    said = ctx.say("questions.unknown", kept=ctx.claim is None)
    send = ctx.choice("questions.send", command)
    before, last = reply.choices[:-1], reply.choices[-1:]
    return replace(reply, html=reply.html + said, choices=(*before, send, *last))


async def _sent_instead(request: Request, reply: Reply, found: Found, ctx: Context) -> Reply:
    """Suggestions, with a way to a person who reads what was asked, where somebody animates."""
    if ctx.claim is not None or not await roles.all_animators(ctx.db):
        return reply
    kept = await questions.keep_offered(
        ctx.db, ctx.address_id, _question(request), found.candidates[0][0], ctx.now
    )
    send = ctx.choice("questions.none_of_these", f"/demander {kept.id}")
    return replace(reply, choices=(*reply.choices[:-1], send))


async def yes(request: Request, ctx: Context) -> Reply:
    """`/aide_oui ENTRY`: an answer helped; it is counted, of nobody."""
    entry = ctx.library.faq.get(request.text)
    counted = entry is not None and ctx.claim is None
    if entry is not None and counted:
        await helpfulness.count(ctx.db, What.HELPED, ctx.now, entry.id)
    near = knowledge.offers(ctx.library, entry.near) if entry else []
    faq = ctx.choice("questions.faq", "/faq")
    return ctx.reply("questions.thanks", *near, faq, counted=counted)


async def no(request: Request, ctx: Context) -> Reply:
    """`/aide_non ENTRY [WORDS|ID]`: it did not help: an item for who animates, and a way on."""
    name, _, rest = request.text.partition(" ")
    said = await _said(rest, ctx)
    entry = ctx.library.faq.get(name)
    near = knowledge.offers(ctx.library, entry.near) if entry else []
    contact = ctx.choice("questions.contact", "/contact")
    if entry is None or ctx.claim is not None or not await roles.all_animators(ctx.db):
        return ctx.reply("questions.sorry", *near, contact, kept=False)
    guess = entry.near[0] if entry.near else ""
    kept = await questions.keep_failed(ctx.db, ctx.address_id, name, said[:LIMIT], guess, ctx.now)
    send = ctx.choice("questions.send", f"/demander {kept.id}" if said else "/demander")
    return ctx.reply("questions.sorry", send, *near, contact, kept=True)


async def _said(rest: str, ctx: Context) -> str:
    """What was asked, or, of a number, what is kept under it."""
    if not rest.isdecimal() or len(rest) > 9:
        return rest
    kept = await questions.kept_of(ctx.db, ctx.address_id, int(rest))
    return kept.text if kept else ""


async def about(rest: str, ctx: Context) -> str:
    """The question whose answer a choice is about."""
    entry = ctx.library.faq.get(rest.partition(" ")[0])
    return entry.question if entry else ""


async def ask(request: Request, ctx: Context) -> Reply:
    """`/demander [ID|WORDS]`: send a question to who animates; asks it."""
    said = request.text.strip()
    if not said.isdecimal() and not asks(said, ctx):
        return await forms.begin(ASKING, ctx, {}, anew=True)
    if not said.isdecimal() or len(said) > 9:
        return await _send_words(said[:LIMIT], ctx)
    kept = await questions.kept_of(ctx.db, ctx.address_id, int(said))
    if kept is None:
        return ctx.reply("questions.gone", *_ways_on(ctx))
    if not kept.text:
        return await forms.begin(ASKING, ctx, {}, anew=True)
    return await _send(kept, ctx)


async def _send_words(said: str, ctx: Context) -> Reply:
    kept = await questions.keep_unknown(ctx.db, ctx.address_id, said, "", ctx.now)
    return await _send(kept, ctx)


async def _send(kept: Question, ctx: Context) -> Reply:
    animators = await roles.all_animators(ctx.db)
    if not animators:
        return ctx.reply("questions.nobody", *_ways_on(ctx))
    take_back = ctx.choice("questions.take_back", f"/demander_retirer {kept.id}")
    if await questions.send(ctx.db, kept, ctx.now):
        told = ctx.reply(
            "questions.told",
            ctx.choice("questions.treat", f"/a_traiter {kept.id}"),
            ctx.choice("questions.all", "/a_traiter"),
            lines=kept.text.splitlines(),
        )
        for animator in animators:
            key = f"{questions.TOLD}/{kept.id}/{animator}"
            await ctx.tell(animator, told, key, quotes=ctx.member)
    return ctx.reply("questions.sent", *_ways_on(ctx), take_back, lines=kept.text.splitlines())


async def take_back(request: Request, ctx: Context) -> Reply:
    """`/demander_retirer ID`: nobody answers her question any more, and it is forgotten."""
    said = request.text.strip()
    number = int(said) if said.isdecimal() and len(said) < 10 else 0
    kept = await questions.kept_of(ctx.db, ctx.address_id, number)
    if kept is None:
        return ctx.reply("questions.gone", *_ways_on(ctx))
    await questions.forget(ctx.db, [kept.id])
    return ctx.reply("questions.taken_back", *_ways_on(ctx))


def _ways_on(ctx: Context) -> tuple[Choice, ...]:
    return (ctx.choice("questions.faq", "/faq"), ctx.choice("questions.contact", "/contact"))


def _read(text: str, ctx: Context) -> str:
    said = courtesy.bare(text).strip()
    if not asks(said, ctx):
        raise Unreadable("questions.unreadable")
    if len(said) > LIMIT:
        raise Unreadable("planning.too_long", limit=LIMIT, length=len(said))
    return said


async def _asked(answers: Mapping[str, str], ctx: Context) -> Reply:
    return await _send_words(answers["question"], ctx)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    return ctx.reply("questions.left", *_ways_on(ctx))


ASKING = Form("questions", (Field("question", _read, free=True),), _asked, leave=_leave)
