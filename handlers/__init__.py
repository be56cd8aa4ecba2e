"""The table of contents: everything a person can say, in the order help tells it."""

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
    joining,
    privacy,
    profile,
    start,
    state,
    themes,
)

COMMANDS: tuple[Command, ...] = (
    Command("start", start.start, also=("demarrer",)),
    Command("aide", help.help_, also=("help",)),
    Command("question", start.question),
    Command("faq", faq.faq),
    Command("plus", faq.more, hidden=True),
    Command("mot", faq.term, hidden=True),
    Command("fiches", fiches.browse),
    Command("fiche", fiches.fiche),
    Command("sources", fiches.sources, hidden=True),
    Command("themes", themes.listing),
    Command("theme", themes.detail, hidden=True),
    Command("rejoindre", joining.join),
    Command("agenda", agenda.agenda),
    Command("echange", agenda.exchange, hidden=True),
    Command("stop", profile.stop, also=("arret", "arreter")),
    Command("confidentialite", privacy.policy, also=("rgpd", "privacy")),
    Command("mesdonnees", privacy.my_data),
    Command("effacer", privacy.erase),
    Command("effacer_oui", privacy.erased, hidden=True),
    Command("contact", help.contact),
    Command("annuler", forms.cancel),
    Command("corriger", forms.correct, hidden=True),
    Command("continuer", forms.resume, hidden=True),
    Command("reponse", forms.tapped, hidden=True),
    Command("moi", profile.me, Role.MEMBER, also=("profil",)),
    Command("changer", profile.change, Role.MEMBER, hidden=True),
    Command("quitter", themes.leave, Role.MEMBER),
    Command("pause", profile.pause, Role.MEMBER),
    Command("reprendre", profile.resume, Role.MEMBER),
    Command("membres", animation.listing, Role.ANIMATOR),
    Command("inviter", animation.invite, Role.ANIMATOR),
    Command("revoquer", animation.revoke, Role.ANIMATOR, hidden=True),
    Command("retirer", choosing.remove, Role.ANIMATOR),
    Command("retirer_oui", choosing.removed, Role.ANIMATOR, hidden=True),
    Command("confier", choosing.hand_over, Role.ANIMATOR),
    Command("confier_oui", choosing.handed_over, Role.ANIMATOR, hidden=True),
    Command("etat", state.state, Role.ADMINISTRATOR),
    Command("recharger", state.reload, Role.ADMINISTRATOR),
    Command("reprendre_demande", state.retry, Role.ADMINISTRATOR, hidden=True),
)

FORMS: tuple[Form, ...] = (joining.JOIN, profile.PROFILE)
