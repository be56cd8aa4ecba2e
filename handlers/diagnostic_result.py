"""What a diagnostic's answers say: strong points, what is missing, who helps, poles to visit.

The answers are in the commands of its choices, so that nothing has to be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.context import Context
from community.words import Choice, Reply, Request
from content.diagnostic import QUESTIONS, DiagnosticQuestion
from french.degrees import Degree
from french.typography import typeset, typeset_html
from handlers import knowledge, territories
from handlers.fiche_card import region_codes
from handlers.fiche_lists import offer
from handlers.nearby import poles_of, region_of

LETTERS = {Degree.YES: "o", Degree.PARTLY: "p", Degree.NO: "n", Degree.UNKNOWN: "s"}
DEGREES = {letter: degree for degree, letter in LETTERS.items()}
TIPS = 3  # of what is missing, beside its name: the rest is a tap away
VISITS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """A degree for each question, in their order, and a territory as it is stored, or none."""

    degrees: Mapping[str, Degree]
    territory: str

    @classmethod
    def of(cls, answers: Mapping[str, str], territory: str) -> "Result":
        """From stored answers; a question that an older release did not ask is not known."""
        return cls({one: Degree(answers.get(one, Degree.UNKNOWN)) for one in QUESTIONS}, territory)

    @property
    def stored(self) -> dict[str, str]:
        """The answers, as they are stored."""
        return {name: degree.value for name, degree in self.degrees.items()}

    @property
    def code(self) -> str:
        """All of it, as a command carries it: `oopnsoooooo DEP-62`."""
        letters = "".join(LETTERS[self.degrees[one]] for one in QUESTIONS)
        return f"{letters} {self.territory}".strip()

    def among(self, degree: Degree) -> list[str]:
        """The questions that were answered so."""
        return [one for one in QUESTIONS if self.degrees[one] is degree]

    @property
    def unmet(self) -> list[str]:
        """What is not wholly so: what is missing first, then what has begun or is not known."""
        return [
            name
            for degree in (Degree.NO, Degree.PARTLY, Degree.UNKNOWN)
            for name in self.among(degree)
        ]


def read_result(text: str) -> Result | None:
    """The result that a command carries; None when it carries none."""
    letters, _, territory = text.partition(" ")
    if len(letters) != len(QUESTIONS) or not set(letters) <= set(DEGREES):
        return None
    degrees = {one: DEGREES[c] for one, c in zip(QUESTIONS, letters, strict=True)}
    return Result(degrees, territory.strip())


def said_of(result: Result, ctx: Context) -> Reply:
    """The result, on one screen; more of it by its choices."""
    asked = ctx.library.diagnostic
    criteria = [one for one in asked.values() if one.criterion]
    specific = [one for one in asked.values() if one.specificity]
    missing = [asked[name] for name in result.among(Degree.NO)]
    html = ctx.say(
        "diagnostic.result",
        points=_tally(result, list(asked.values())),
        criteria=_tally(result, criteria),
        specific=_tally(result, specific),
        strong=_listed(result.among(Degree.YES), ctx),
        partly=_listed(result.among(Degree.PARTLY), ctx),
        missing=[(one.name, one.tip) for one in missing[:TIPS]],
        others=_lower(_listed([one.id for one in missing[TIPS:]], ctx)),
        unknown=_listed(result.among(Degree.UNKNOWN), ctx),
    )
    return Reply(html, tuple(_ways_on(result, ctx)))


def _tally(result: Result, questions: Sequence[DiagnosticQuestion]) -> dict[str, int]:
    degrees = [result.degrees[one.id] for one in questions]
    return {"total": len(degrees), **{one.value: degrees.count(one) for one in Degree}}


def _listed(points: Sequence[str], ctx: Context) -> str:
    """Their names, as one sentence."""
    names = [ctx.library.diagnostic[name].name for name in points]
    return ", ".join(names[:1] + [_lower(name) for name in names[1:]])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _ways_on(result: Result, ctx: Context) -> list[Choice]:
    visits = f"/diagnostic_visites {result.territory}".strip()
    choices = [
        ctx.choice("diagnostic.visits", visits),
        ctx.choice("diagnostic.calls", "/faq aap_criteres"),
    ]
    if result.unmet:
        help_ = ctx.choice("diagnostic.helps", f"/diagnostic_pistes {result.code}")
        choices.insert(0, help_)
    if ctx.member is not None:
        choices.append(ctx.choice("diagnostic.keep", f"/diagnostic_garder {result.code}"))
    again = "/diagnostic nouveau" if ctx.member else "/diagnostic"
    return [*choices, ctx.choice("diagnostic.again", again)]


async def helps(request: Request, ctx: Context) -> Reply:
    """`/diagnostic_pistes CODE`: the points on which to go further, each to tap."""
    result = read_result(request.text)
    if result is None or not result.unmet:
        return ctx.reply(
            "diagnostic.nothing_missing", ctx.choice("diagnostic.again", "/diagnostic")
        )
    choices = [
        Choice(
            typeset(ctx.library.diagnostic[name].name), f"/diagnostic_piste {name} {result.code}"
        )
        for name in result.unmet
    ]
    back = ctx.choice("diagnostic.see_again", f"/diagnostic_resultat {result.code}")
    return ctx.reply("diagnostic.which_point", *choices, back)


async def help_(request: Request, ctx: Context) -> Reply:
    """`/diagnostic_piste POINT CODE`: who and what helps with one point, and answers to read."""
    name, _, code = request.text.partition(" ")
    question = ctx.library.diagnostic.get(name)
    if question is None:
        return ctx.reply(
            "diagnostic.nothing_missing", ctx.choice("diagnostic.again", "/diagnostic")
        )
    head = ctx.say("diagnostic.point", name=question.name)
    html = head + typeset_html(question.more_html) + knowledge.sources_of(ctx.library, question)
    choices = [one for near in question.near if (one := knowledge.offer(ctx.library, near))]
    if (result := read_result(code)) is not None:
        choices.append(ctx.choice("diagnostic.other_point", f"/diagnostic_pistes {result.code}"))
        choices.append(ctx.choice("diagnostic.see_again", f"/diagnostic_resultat {result.code}"))
    return Reply(html, tuple(choices))


def _nothing_missing(ctx: Context) -> Reply:
    return ctx.reply("diagnostic.nothing_missing", ctx.choice("diagnostic.again", "/diagnostic"))


async def visits(request: Request, ctx: Context) -> Reply:
    """`/diagnostic_visites TERRITORY`: the poles near there, those of its département first."""
    near = poles_of(request.text, ctx.library)
    region = region_of(request.text, ctx.library)
    choices = [offer(one) for one in near[:VISITS]]
    if region and len(near) > VISITS:
        code = region_codes(ctx.library)[region]
        choices.append(ctx.choice("diagnostic.region", f"/fiches region {code}"))
    choices.append(ctx.choice("diagnostic.all_fiches", "/fiches"))
    where = territories.name_of(request.text, ctx.library.departements)
    return ctx.reply("diagnostic.visits", *choices, where=where, found=len(near))
