"""Which answer a request gets: the order in which what someone says is understood.

A tagged answer to a message of ours; a command; a choice of the last reply; the open form; what
hints at one choice alone; dates of a poll; a coming to some exchange; else a question for what the
bot knows. What changes something, or shows what is somebody's, waits until it is proven who speaks.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from rapidfuzz import fuzz, process

from bot.matching import BY_NAME, clean, hint, match, meant, said_in, split
from community.context import Command, Context, Unproven
from community.post import inbox, told
from community.post.tokens import TOKEN
from community.post.told import Asked, Conversation
from community.roles import Role
from community.words import SILENCE, CalendarReply, Choice, Reply, Request
from content.search import FoundKind
from french import courtesy
from french.folding import fold
from french.typography import typeset
from handlers import (
    COMMANDS,
    calendar_answers,
    confirming,
    fiche_ways,
    forms,
    groups,
    knowledge,
    notes,
    questions,
    recall,
    registrations,
    sent_files,
    spoken,
    stories,
    voting,
)
from handlers.happenings import happened
from handlers.told_poles import known_poles

ANSWERABLE = timedelta(hours=24)
NOTICED = timedelta(days=30)
BY_WORDS = {fold(name): command for name, command in BY_NAME.items() if not command.hidden}
NOTHING_HEARD = Conversation(None, ())
FORM_COMMANDS = frozenset({"reponse", "corriger", "continuer", "annuler"})


async def route(request: Request, ctx: Context) -> Reply:
    """Answer a request. Raises CommunityError for what may not or cannot be."""
    if request.event is not None:
        return await happened(request, ctx)
    said = replace(request, text=clean(request.text))
    ctx.again = partial(_again, said, ctx)
    if said.calendar is not None and (reply := await _by_calendar(said, said.calendar, ctx)):
        return reply
    if said.automatic:
        return SILENCE
    if said.given is not None and ctx.role >= Role.ANIMATOR:
        return await _taken(said, ctx)
    reply = await _understand(said, ctx) if said.text else await _unread(said, ctx)
    return groups.publish(reply, ctx) if ctx.place else reply


async def _by_calendar(said: Request, answer: CalendarReply, ctx: Context) -> Reply | None:
    """What her calendar answers is a choice of the exchange that it names."""
    meant = await calendar_answers.read(answer, said.sent_at, ctx)
    if not isinstance(meant, str):
        return meant
    reply = await run(meant, said, ctx)
    await calendar_answers.remember(answer, said.sent_at, ctx)
    as_asked = said.automatic and await calendar_answers.stands(answer, ctx)
    return SILENCE if as_asked else reply


async def _understand(said: Request, ctx: Context) -> Reply:
    if (reply := await _tagged(said, ctx)) is not None:
        return reply
    if said.text.startswith("/"):
        return await run(said.text, said, ctx)
    if TOKEN.fullmatch(said.text.lower()):
        return await run(f"/start {said.text}", said, ctx)  # a code or a link's end, alone
    if ctx.place is not None:
        return knowledge.reply(said, ctx)  # a group is no conversation: others speak in between
    if await _lost(said, ctx):
        return await _unplaced(said, ctx)
    heard = await _heard(ctx)
    return (
        await _command(said, ctx, heard)
        or await forms.counted(said, match(said.text, heard.offered), ctx)
        or await _chosen(said, ctx, heard)
        or await confirming.claimed(said, ctx)
        or await forms.answer(said, ctx)
        or await _hinted(said, ctx, heard)
        or await _worded(said, ctx)
        or await _told(said, ctx)
        or await _pole(said, ctx)
        or await _known(said, ctx)
    )


async def _pole(said: Request, ctx: Context) -> Reply | None:
    line = spoken.pole_of(said.text, await known_poles(ctx.db, ctx.library))
    return await run(line, said, ctx) if line else None


async def _known(said: Request, ctx: Context) -> Reply:
    """What is known of a text, the minutes and stories that speak of it, and whether that helps."""
    reply = await recall.beside(said, await _searched(said, ctx), ctx)
    reply = await stories.beside(said.text, reply, ctx)
    return await fiche_ways.beside(await questions.follow(said, reply, ctx), ctx)


async def _searched(said: Request, ctx: Context) -> Reply:
    """What is known of a text or, where it answers a message of ours, who may know."""
    reply, asked = knowledge.reply(said, ctx), await _answered(said, ctx)
    return await notes.instead(said.text, asked, reply, ctx) if asked else reply


async def _lost(said: Request, ctx: Context) -> bool:
    """Whether she answers a message that we know no more, too old or never ours."""
    unknown = said.in_reply_to is not None and ctx.owner_id is None
    return unknown and await _answered(said, ctx) is None


async def _unplaced(said: Request, ctx: Context) -> Reply:
    """What is said by itself in answer to a message that we know no more.

    « Oui » is said of that one: of no later question, nor of an open form.
    """
    reply = (
        await _command(said, ctx, NOTHING_HEARD)
        or await confirming.told(said, ctx)
        or await _told(said, ctx)
    )
    if reply is not None:
        return reply
    if ctx.found is not None and ctx.found.kind is FoundKind.ANSWER:
        return await recall.beside(said, knowledge.reply(said, ctx), ctx)
    ways_on = (
        ctx.choice("router.agenda", "/agenda"),
        ctx.choice("router.question", "/question"),
        ctx.choice("router.help", "/aide"),
    )
    return replace(ctx.reply("router.lost", *ways_on), puzzled=True)


async def _told(said: Request, ctx: Context) -> Reply | None:
    """What she says out of the blue of a poll or of her coming."""
    bare = replace(said, text=courtesy.bare(said.text))
    return (
        await voting.heard(bare, ctx)
        or await registrations.heard(bare, ctx)
        or await notes.heard(bare, ctx)
    )


async def _again(request: Request, ctx: Context, said: str) -> Reply:
    """What was kept until it was proven whose it is: a command line, or her words."""
    ctx.found = None
    words = replace(request, text=said)
    if said.startswith("/"):
        return await run(said, words, ctx)
    return await forms.answer(words, ctx) or await _told(words, ctx) or knowledge.reply(words, ctx)


async def _taken(said: Request, ctx: Context) -> Reply:
    """A file from who animates, to be joined to an exchange; its caption is its title."""
    reply = await sent_files.take(said, ctx)
    return reply if reply == SILENCE else forms.remind(reply, ctx)


async def _unread(request: Request, ctx: Context) -> Reply:
    """Nothing to read: a photo, a voice message or the like, or nothing at all.

    What was sent together is answered once. In a group, nothing to read is the bot's name alone.
    """
    if ctx.place is not None and not request.attached:
        return groups.greet(ctx)
    help_ = ctx.choice("router.help", "/aide")
    if not request.attached:
        return replace(ctx.reply("router.empty", help_), puzzled=True)
    if await inbox.follows(ctx.db, ctx.address_id, request):
        return SILENCE
    question = ctx.choice("router.question", "/question")
    told = ctx.reply("router.attached", question, help_, kind=request.attached)
    return replace(told, puzzled=True)


async def _tagged(request: Request, ctx: Context) -> Reply | None:
    """An answer to one message of ours, told by its token or by what its door calls it."""
    asked = await _answered(request, ctx)
    if asked is None:
        return None
    said = courtesy.bare(request.text)
    choice = await voting.by_dates(said, asked.choices, ctx) or meant(request.text, asked.choices)
    return await _choose(choice, request, ctx)


async def _worded(request: Request, ctx: Context) -> Reply | None:
    """An answer whose sentences say whether she comes, though in no words that were offered."""
    asked = await _answered(request, ctx) if request.word else None
    choice = match(request.word, asked.choices) if asked else None
    reply = await _choose(choice, request, ctx)
    if choice is None or reply is None or ctx.owner_id is not None:
        return reply
    return await notes.also_said(choice.command, request.text, reply, ctx)


async def _answered(request: Request, ctx: Context) -> Asked | None:
    """The message of ours that is answered."""
    if request.in_reply_to is not None:
        to = ctx.owner_id or ctx.address_id
        return await told.by_token(ctx.db, request.in_reply_to, to)
    if request.replies_to:
        where = ctx.place.address_id if ctx.place else ctx.address_id
        return await told.by_ref(ctx.db, request.replies_to, where)
    return None


async def _choose(choice: Choice | None, request: Request, ctx: Context) -> Reply | None:
    if choice and ctx.owner_id is not None:
        return await confirming.ask_owner(choice.command, ctx.owner_id, request, ctx)
    return await run(choice.command, request, ctx) if choice else None


async def _command(request: Request, ctx: Context, heard: Conversation) -> Reply | None:
    line = _line(request.text, ctx)
    command = BY_NAME.get(split(line)[0])
    if command is None or (ctx.draft is not None and not _always(command)):
        return None
    choice = match(request.text, heard.offered)
    if choice is not None and choice.command.startswith(f"{line} "):
        return await run(choice.command, request, ctx)  # « rejoindre » below a theme means that one
    return await run(line, request, ctx)


def _line(text: str, ctx: Context) -> str:
    """The command that goes by these words, or that they mean; empty for other words."""
    named = next((BY_WORDS[said] for said in said_in(text) if said in BY_WORDS), None)
    return f"/{named.name}" if named else spoken.line_of(text, ctx.library) or ""


def _always(command: Command) -> bool:
    """Whether a bare word means the command even while a form asks something."""
    return command.name in {"annuler", "stop", "aide"}


async def _chosen(request: Request, ctx: Context, heard: Conversation) -> Reply | None:
    messages = (heard.offered, *(asked.choices for asked in heard.newer))
    may_be = {c.command: c for choices in messages if (c := meant(request.text, choices))}
    if len(may_be) > 1:
        return ctx.reply("router.which", *[await _told_apart(c, ctx) for c in may_be.values()])
    return await run(next(iter(may_be)), request, ctx) if may_be else None


async def _told_apart(choice: Choice, ctx: Context) -> Choice:
    """A choice that says what it is about, where its command knows."""
    name, rest = split(choice.command)
    command = BY_NAME.get(name)
    if command is None or command.about is None:
        return choice
    about = await command.about(rest, ctx)
    return replace(choice, label=typeset(f"{choice.label} : {about}") if about else choice.label)


async def _hinted(request: Request, ctx: Context, heard: Conversation) -> Reply | None:
    choice = hint(request.text, heard.offered)
    return await run(choice.command, request, ctx) if choice else None


async def _heard(ctx: Context) -> Conversation:
    """What can still be answered by a word: the last reply for a day, a notice for a month."""
    heard = await told.conversation(ctx.db, ctx.address_id, ctx.now - NOTICED)
    if heard.last is not None and heard.last.created_at < ctx.now - ANSWERABLE:
        return replace(heard, last=None)
    return heard


async def run(line: str, request: Request, ctx: Context) -> Reply:
    """Carry out a command line (`/name rest`), if this person may."""
    name, rest = split(line)
    command = BY_NAME.get(name)
    if command is None:
        return replace(ctx.reply("router.unknown_command", *_nearest(name, ctx)), puzzled=True)
    if ctx.place is not None and not (command.public or command.aside):
        return groups.elsewhere(f"/{command.name} {rest}".strip(), ctx)
    if ctx.claim is not None and (reply := await _unproven(command, rest, request, ctx)):
        return reply
    if command.unproven is Unproven.DONE and ctx.owner_id is not None and ctx.member is None:
        return await confirming.ask_owner(f"/{command.name}", ctx.owner_id, request, ctx)
    ctx.require(command.role)
    reply = await command.handler(replace(request, text=rest), ctx)
    return reply if command.name in FORM_COMMANDS else forms.remind(reply, ctx)


async def _unproven(command: Command, rest: str, request: Request, ctx: Context) -> Reply | None:
    """What a command gets that nobody proved to be hers; None when it is carried out all the same.

    A STOP is taken from whoever says it in her name.
    """
    assert ctx.claim is not None
    if command.unproven.kept(rest):
        return await confirming.keep(command, rest, request, ctx)
    if command.unproven is Unproven.DONE:
        ctx.member = ctx.claim.member
    return None


def _nearest(name: str, ctx: Context) -> list[Choice]:
    allowed = [c.name for c in COMMANDS if not c.hidden and c.role <= ctx.role]
    near = process.extract(name, allowed, scorer=fuzz.ratio, limit=2, score_cutoff=60)
    offered = (knowledge.offer(ctx.library, f"commande:{found}") for found, _, _ in near)
    return [choice for choice in offered if choice] + [ctx.choice("router.help", "/aide")]
