"""The table of contents: everything a person can say."""

from community.context import Command, Form
from community.roles import Role
from handlers import agenda, faq, fiches, forms, help, state  # noqa: A004 - it is /aide

COMMANDS: tuple[Command, ...] = (
    Command("aide", help.help_, also=("help",)),
    Command("faq", faq.faq),
    Command("plus", faq.more, hidden=True),
    Command("mot", faq.term, hidden=True),
    Command("fiches", fiches.browse),
    Command("fiche", fiches.fiche),
    Command("sources", fiches.sources, hidden=True),
    Command("agenda", agenda.agenda),
    Command("echange", agenda.exchange, hidden=True),
    Command("contact", help.contact),
    Command("annuler", forms.cancel),
    Command("corriger", forms.correct, hidden=True),
    Command("continuer", forms.resume, hidden=True),
    Command("reponse", forms.tapped, hidden=True),
    Command("etat", state.state, Role.ADMINISTRATOR),
    Command("recharger", state.reload, Role.ADMINISTRATOR),
    Command("reprendre_demande", state.retry, Role.ADMINISTRATOR, hidden=True),
)

FORMS: tuple[Form, ...] = ()
