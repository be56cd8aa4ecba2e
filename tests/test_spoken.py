"""Commands in words, as mails hold them: greetings, thanks, case and accents do not matter."""

from collections.abc import AsyncIterator

import pytest

from french.courtesy import bare
from handlers.spoken import line_of
from tests.conftest import Clock
from tests.people import library
from tests.stage import Stage, open_stage

JOIN, LEAVE = "/rejoindre renouveau-productif", "/quitter renouveau-productif"

SAID = [
    ("inscription renouveau productif", JOIN),
    ("Inscription Renouveau Productif", JOIN),
    ("INSCRIPTION RENOUVEAU PRODUCTIF", JOIN),
    ("inscription : renouveau productif", JOIN),
    ("Inscription au thème « Renouveau productif »", JOIN),
    ("Bonjour,\n\ninscription renouveau productif\n\nMerci,\nMarie", JOIN),
    ("Bonjour, inscription renouveau productif. Merci, Marie", JOIN),
    ("Madame, Monsieur,\nje souhaite m'inscrire au renouveau productif\nBien cordialement", JOIN),
    ("Je voudrais rejoindre le thème renouveau productif s'il vous plaît", JOIN),
    ("Merci de m'inscrire à renouveau productif", JOIN),
    ("inscrivez-moi au renouveau productif svp", JOIN),
    ("je m’inscris au groupe renouveau productif", JOIN),
    ("inscription renouvau productif", JOIN),
    ("désinscription renouveau productif", LEAVE),
    ("desinscription renouveau productif", LEAVE),
    ("Désinscription du thème renouveau productif, merci", LEAVE),
    ("Bonjour\nje souhaite me désinscrire du renouveau productif\nBonne journée", LEAVE),
    ("Je quitte renouveau productif", LEAVE),
    ("merci de me retirer du groupe renouveau productif", LEAVE),
    ("Veuillez annuler mon inscription au thème renouveau productif", LEAVE),
    ("inscription", "/rejoindre"),
    ("Inscription svp", "/rejoindre"),
    ("désinscription", "/quitter"),
    ("STOP", "/stop"),
    ("stop.", "/stop"),
    ("Stop !", "/stop"),
    ("Bonjour,\nSTOP\nMerci", "/stop"),
    ("Désabonnement", "/stop"),
    ("désabonnez-moi s’il vous plaît", "/stop"),
    ("Bonjour, est-ce que mon projet est un PTCE ?", "/diagnostic"),
    ("sommes-nous un PTCE", "/diagnostic"),
    ("notre petite association est-elle déjà un PTCE ?", "/diagnostic"),
    ("Je voudrais savoir si nous sommes un pôle territorial", "/diagnostic"),
    ("comment savoir si mon projet peut être un pôle ?", "/diagnostic"),
    ("notre collectif pourrait-il être un PTCE ?", "/diagnostic"),
    ("c’est quoi la visite ?", "/ptce"),
    ("Bonjour,\nvisite guidée\nMerci", "/ptce"),
    ("PTCE", "/ptce"),
    ("glossaire SCIC", "/glossaire scic"),
    ("le lexique des sigles", "/glossaire sigles"),
    ("le lexique", "/glossaire"),
    ("agenda", "/agenda"),
    ("Agenda ?", "/agenda"),
    ("Bonjour à tous, agenda svp", "/agenda"),
    ("Bonsoir,\n\nle programme\n\nMerci d'avance,\nPaul Durand", "/agenda"),
    ("prochaines dates", "/agenda"),
    ("mes données", "/mesdonnees"),
    ("MES DONNEES", "/mesdonnees"),
    ("Bonjour l’équipe,\nmes données s'il vous plaît\nCordialement", "/mesdonnees"),
    ("mon profil", "/moi"),
    ("aide", "/aide"),
    ("thèmes", "/themes"),
    ("les thèmes, merci", "/themes"),
    ("comptes rendus", "/comptes_rendus"),
    ("reprendre", "/reprendre"),
    ("un humain svp", "/contact"),
    ("relier telegram", "/relier telegram"),
    ("pause 2 semaines", "/pause 2 semaines"),
    ("rejoindre renouveau-productif", JOIN),
    ("Bonjour,\nrelier mon adresse moi@exemple.fr\nMerci", "/relier moi@exemple.fr"),
    ("nouvelles jamais", "/nouvelles jamais"),
    ("Les nouvelles tous les jours, merci", "/nouvelles jours"),
    ("tout par courriel", "/canal tout courriel"),
    ("Les rappels par Telegram, merci", "/canal rappels telegram"),
]
NO_COMMAND = [
    "je participe",  # of which exchange is asked
    "présent",
    "bonjour",
    "Merci beaucoup !",
    "comment faire une inscription au renouveau productif ?",
    "inscription à la cantine",
    "quitter un PTCE",
    "je voudrais savoir ce qu'est un PTCE",
    "mes données sont-elles protégées",
    "un tiers-lieu est-il un PTCE ?",
    "le Pôle Sud Archer est-il un PTCE ?",
    "nous sommes un PTCE",
    "l'agenda de la réunion d'hier était trop chargé",
    "je viens",
    "x" * 5000,
]


@pytest.mark.parametrize(("text", "line"), SAID, ids=[text for text, _ in SAID])
def test_words_are_a_command(text: str, line: str) -> None:
    assert line_of(text, library()) == line


@pytest.mark.parametrize("text", NO_COMMAND, ids=lambda text: text[:40])
def test_other_words_are_none(text: str) -> None:
    assert line_of(text, library()) is None


@pytest.mark.parametrize("name", sorted(library().commands))
def test_what_a_mail_calls_a_command_leads_to_it(name: str) -> None:
    said = library().commands[name].said or name
    assert line_of(said, library()) == f"/{name}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Oui, merci !", "Oui"),
        ("oui merci", "oui"),
        ("Bonjour Marie,\nje participe\nCordialement\nPaul Durand", "je participe"),
        ("Bonsoir je ne viens pas merci d’avance", "je ne viens pas"),
        ("Bonjour", "Bonjour"),
        ("Merci à vous", "Merci à vous"),
        ("je viens\nmon train arrive à 9 h", "je viens\nmon train arrive à 9 h"),
        ("Merci pour la visite, quand est la prochaine ?",) * 2,
    ],
)
def test_greetings_thanks_and_names_are_set_aside(text: str, left: str) -> None:
    assert bare(text) == left


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, clock, by_mail=True) as opened:
        await opened.join("Marie", "renouveau-productif", by_mail=True)
        await opened.publish(
            "(Un échange « Visite » est publié dans renouveau-productif,"
            " vendredi 18 décembre 2026 de 9 h 30 à 16 h 30, à Romans)"
        )
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "je participe",
        "Je participe.",
        "Bonjour,\n\nje participe.\n\nCordialement,\nMarie",
        "Je participerai avec plaisir, merci !",
        "je m'inscris à la visite",
        "Je serai présente",
        "Présente !",
        "présent",
    ],
)
async def test_who_comes_without_saying_where_is_asked(text: str, stage: Stage) -> None:
    assert "Visite" in await stage.write("Marie", text, verified=True)


@pytest.mark.parametrize(
    "text",
    [
        "Oui",
        "oui merci",
        "Bonjour,\noui avec plaisir\nBonne journée\nMarie",
        "Présente, merci",
        "1",
    ],
)
async def test_who_answers_the_invitation_comes(text: str, stage: Stage) -> None:
    await stage.pass_time(1, "minutes")
    assert "vous venez" in await stage.write("Marie", text, "Marie")


async def test_a_mail_that_is_not_understood_gets_one_helpful_answer(stage: Stage) -> None:
    mail = "Bonjour,\n\nblabla zozo\nturlututu chapeau pointu\nxyz\n\nMerci"
    said = await stage.write("Marie", mail)
    assert said.count("Je ne") == 1
    assert "Je contacte" in said or "personne" in said


async def test_a_question_in_a_mail_is_answered(stage: Stage) -> None:
    mail = "Bonjour,\n\nJe voudrais savoir ce qu'est un PTCE.\n\nMerci d'avance,\nPaul"
    assert "pôle territorial de coopération" in await stage.write("Paul", mail)
