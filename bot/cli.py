"""The command line: `palabre CALL`. Light, so that help comes at once; `calling` does the work."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn

from bot.console import open_standard_streams, warn

if TYPE_CHECKING:
    from argparse import _MutuallyExclusiveGroup as Group

# What argparse says in English, and what is said instead.
FRENCH = (
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"one of the arguments (.+) is required", r"il manque l’une de ces options : \1"),
    (r"unrecognized arguments: (.+)", r"de trop : \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 : \2 n’existe pas (\3)"),
    (r"argument (.+?): expected .*", r"\1 : il manque une valeur"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 ne va pas avec \2"),
    (r"argument (.+?): ignored explicit argument .*", r"\1 ne prend pas de valeur"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 peut vouloir dire \2"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with French headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Group],
        prefix: str | None = None,
    ) -> None:
        """Write « Usage : »."""
        super().add_usage(usage, actions, groups, "Usage : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks French and ends with 2 on bad usage."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog, description=description, formatter_class=_Help, add_help=False, allow_abbrev=False
        )
        self.wanted = self.add_argument_group("Arguments\N{NO-BREAK SPACE}")
        self.options = self.add_argument_group("Options\N{NO-BREAK SPACE}")
        self.options.add_argument("-h", "--help", action="help", help="montre cette aide et finit")

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong, and where help is."""
        said = next((re.sub(p, f, message) for p, f in FRENCH if re.fullmatch(p, message)), "")
        self.exit(2, f"{self.prog} : {said or 'appel incorrect'} ; voyez « {self.prog} --help »\n")


Add = Callable[[str, str, str], Parser]


def parser() -> Parser:
    """Every call, with its arguments."""
    made = Parser("palabre", "Palabre anime des communautés apprenantes.")
    made.options.add_argument("--version", action="store_true", help="montre la version et finit")
    calls = made.add_subparsers(
        title="Commandes\N{NO-BREAK SPACE}", metavar="COMMANDE", dest="call_name"
    )

    def add(name: str, call: str, help_: str) -> Parser:
        sub: Parser = calls.add_parser(
            name, help=help_, description=f"{help_[0].upper()}{help_[1:]}."
        )
        sub.set_defaults(call=call)
        return sub

    _talking(add)
    _people(add)
    _agenda(add)
    _content(add)
    _base(add)
    return made


def _talking(add: Add) -> None:
    run = add("run", "running:run", "ouvre les portes réglées et tient l’agenda, jusqu’à l’arrêt")
    half = run.options.add_mutually_exclusive_group()
    half.add_argument("--web", action="store_true", help="seulement ce qui arrive par HTTP")
    half.add_argument("--worker", action="store_true", help="seulement le reste")
    chat = add("chat", "chatting:chat", "ouvre une conversation dans ce terminal")
    chat.options.add_argument(
        "--as", dest="name", metavar="NOM", default="demo", help="parle comme terminal/NOM"
    )
    ask = add("ask", "asking:ask", "répond à une question, sans base de données")
    ask.options.add_argument("--json", action="store_true", help="un objet JSON par ligne")
    ask.wanted.add_argument(
        "question", nargs="*", metavar="QUESTION", help="sans question : une par ligne de l’entrée"
    )
    date = add("date", "dating:read_dates", "montre comment une date est lue, sans base de données")
    date.options.add_argument("--json", action="store_true", help="un objet JSON par ligne")
    date.options.add_argument(
        "--now", metavar="ISO", help="lit comme à ce moment, par exemple 2026-11-23T10:00"
    )
    date.wanted.add_argument(
        "phrase", nargs="*", metavar="PHRASE", help="sans phrase : une par ligne de l’entrée"
    )
    replay = add(
        "replay",
        "replaying:replay",
        "montre comment un courriel est lu, sans rien envoyer",
    )
    replay.options.add_argument("--json", action="store_true", help="un objet JSON")
    replay.wanted.add_argument("file", metavar="FICHIER", help="le courriel, un fichier .eml")
    check = add("check", "checking:check", "vérifie les réglages, les contenus et les textes")
    check.options.add_argument(
        "--connect", action="store_true", help="essaie aussi la base et le courriel"
    )


def _people(add: Add) -> None:
    role = add("role", "roles:role", "donne, retire ou montre les rôles")
    role.wanted.add_argument("action", choices=["grant", "revoke", "list"], help="que faire")
    role.wanted.add_argument(
        "role", nargs="?", choices=["administrator", "animator"], help="quel rôle"
    )
    role.wanted.add_argument(
        "address", nargs="?", metavar="ADRESSE", help="mail/x@y.fr, telegram/42…"
    )
    role.options.add_argument("--theme", metavar="THÈME", help="le thème que la personne anime")
    export = add("export", "people:export", "écrit en JSON tout ce qui concerne une personne")
    erase = add("erase", "people:erase", "efface tout ce qui concerne une personne")
    for sub in (export, erase):
        sub.wanted.add_argument(
            "member", metavar="MEMBRE", help="son numéro ou l’une de ses adresses"
        )
    erase.options.add_argument("--yes", action="store_true", help="sans demander confirmation")
    imports = add("import", "people:invite", "invite les personnes d’une liste (CSV)")
    imports.wanted.add_argument(
        "file", metavar="FICHIER", help="nom, structure, territoire, courriel"
    )
    imports.options.add_argument("--theme", metavar="THÈME", help="quand la liste n’en dit rien")


def _agenda(add: Add) -> None:
    agenda = add("agenda", "agenda:", "prend un agenda tenu ailleurs, ou écrit celui de Palabre")
    calls = agenda.add_subparsers(
        title="Actions\N{NO-BREAK SPACE}", metavar="ACTION", dest="action", required=True
    )

    def action(name: str, call: str, help_: str) -> Parser:
        sub: Parser = calls.add_parser(
            name, help=help_, description=f"{help_[0].upper()}{help_[1:]}."
        )
        sub.set_defaults(call=call)
        return sub

    imports = action("import", "agenda:import_agenda", "prend les échanges d’un agenda")
    imports.wanted.add_argument("file", metavar="FICHIER", help="un fichier .ics, .yaml ou .yml")
    imports.options.add_argument(
        "--theme", metavar="THÈME", help="le thème des échanges dont l’agenda n’en dit rien"
    )
    imports.options.add_argument(
        "--invite", action="store_true", help="invite les membres du thème aux échanges nouveaux"
    )
    export = action("export", "agenda:export_agenda", "écrit tous les échanges, pour un agenda")
    export.wanted.add_argument("file", metavar="FICHIER", help="le fichier .ics à écrire")
    export.options.add_argument("--force", action="store_true", help="remplace un fichier existant")


def _content(add: Add) -> None:
    content = add("content", "indexing:", "prépare ce que Palabre sait")
    calls = content.add_subparsers(
        title="Actions\N{NO-BREAK SPACE}", metavar="ACTION", dest="action", required=True
    )
    help_ = "calcule l’index qui permet de trouver une réponse par le sens"
    index = calls.add_parser("index", help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
    index.set_defaults(call="indexing:index_content")
    help_ = "écrit les réponses publiées de personnes, un fichier chacune, pour les relire"
    export = calls.add_parser("export", help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
    export.options.add_argument(
        "folder", metavar="DOSSIER", nargs="?", default="faq-a-relire", help="où les écrire"
    )
    export.set_defaults(call="exporting:export_content")
    fiches = add("fiches", "reviewing:", "dit ce que Palabre sait des pôles")
    calls = fiches.add_subparsers(
        title="Actions\N{NO-BREAK SPACE}", metavar="ACTION", dest="action", required=True
    )
    help_ = "montre chaque fiche, ce qui est à compléter d’abord"
    report = calls.add_parser("report", help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
    report.options.add_argument("--json", action="store_true", help="un objet JSON par ligne")
    report.set_defaults(call="reviewing:report")
    help_ = "prépare le brouillon d’une fiche d’après la page web enregistrée d’une organisation"
    imports = calls.add_parser("import", help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
    imports.wanted.add_argument("page", metavar="PAGE.html", help="la page, enregistrée en HTML")
    imports.options.add_argument(
        "--fiche", metavar="FICHE", help="compare la page à cette fiche, qui reste comme elle est"
    )
    imports.options.add_argument(
        "--into", metavar="DOSSIER", help="où écrire le brouillon (var/fiches sans réglage)"
    )
    imports.set_defaults(call="fiche_importing:import_page")


def _base(add: Add) -> None:
    add("migrate", "base:migrate_base", "met la base de données à jour")
    backup = add(
        "backup", "base:backup_base", "copie la base SQLite, même pendant que Palabre tourne"
    )
    backup.wanted.add_argument("file", metavar="FICHIER", help="la copie à écrire")
    backup.options.add_argument("--force", action="store_true", help="remplace une copie existante")
    restore = add("restore", "base:restore_base", "remet une copie à la place de la base SQLite")
    restore.wanted.add_argument("file", metavar="FICHIER", help="la copie à remettre")


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a call and give its exit code: 0 done, 1 refused or faulty, 2 bad usage."""
    open_standard_streams()
    made = parser()
    arguments = made.parse_args(argv)
    if arguments.version:
        from importlib.metadata import version  # noqa: PLC0415 - help does without

        sys.stdout.write(f"palabre {version('palabre')}\n")
        return 0
    if arguments.call_name is None:
        made.error("the following arguments are required: COMMANDE")
    from bot.calling import carry_out  # noqa: PLC0415 - help does not wait for the rest

    try:
        return carry_out(arguments)
    except KeyboardInterrupt:
        warn("Interrompu.")
        return 1
