"""The table of contents: everything a person can say."""

from community.context import Command, Form
from community.roles import Role
from handlers import (
    agenda,
    animation,
    choosing,
    faq,
    fiches,
    forms,
    help,  # noqa: A004 - it is /aide
    invitations,
    joining,
    privacy,
    profile,
    start,
    state,
    themes,
)

COMMANDS: tuple[Command, ...] = (
    Command("aide", help.help_, also=("help",)),
    *start.COMMANDS,
    Command("faq", faq.faq),
    Command("plus", faq.more, hidden=True),
    Command("mot", faq.term, hidden=True),
    Command("fiches", fiches.browse),
    Command("fiche", fiches.fiche),
    Command("sources", fiches.sources, hidden=True),
    *themes.COMMANDS,
    *joining.COMMANDS,
    *invitations.COMMANDS,
    Command("agenda", agenda.agenda),
    Command("echange", agenda.exchange, hidden=True),
    *profile.COMMANDS,
    *privacy.COMMANDS,
    Command("contact", help.contact),
    Command("annuler", forms.cancel),
    Command("corriger", forms.correct, hidden=True),
    Command("continuer", forms.resume, hidden=True),
    Command("reponse", forms.tapped, hidden=True),
    *animation.COMMANDS,
    *choosing.COMMANDS,
    Command("etat", state.state, Role.ADMINISTRATOR),
    Command("recharger", state.reload, Role.ADMINISTRATOR),
    Command("reprendre_demande", state.retry, Role.ADMINISTRATOR, hidden=True),
)

FORMS: tuple[Form, ...] = (*joining.FORMS, *profile.FORMS)
