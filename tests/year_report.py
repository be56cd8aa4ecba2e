"""A year of a made-up community, to be read: its report, two minutes and a sheet to sign.

    .venv/bin/python -m tests.year_report FOLDER

Everything is said to the real bot; what it answers is written to FOLDER: `lisez-moi.txt`, the
table, the picture and the sheet.
"""

import asyncio
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from community.db.engine import parse_url
from community.db.migrate import migrate
from community.roles import ANIMATOR
from community.words import Address, File, Reply, Sending
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.stage import ListeningDoor, Stage

NAMES = """
    Amina Bastien Chloé David Élise Farid Gaëlle Hugo Inès Jules Karim Léa Malik Nour Océane Paul
    Rosa Samir Théo Yasmine
""".split()  # noqa: SIM905 - shorter to read
PLACES = ["Nord"] * 14 + ["Pas-de-Calais"] * 9 + ["Drôme"] * 7 + ["Rhône"] * 5 + ["Lozère"] * 2
PLACES += ["Ardèche", "La Réunion", "aucun"]
STRUCTURES = ["Les Jardins de la Scarpe", "L’Atelier du Val", "Recyclo 59", "Pôle Sud Archer"]
STRUCTURES += [f"La Fabrique n° {n}" for n in range(1, 19)]
TITLES = (
    "Pôle Sud Archer", "Mutualiser les achats", "Accueillir de nouveaux salariés",
    "Une filature de laine", "Parler à sa collectivité", "Partager un poste de comptable",
    "La ressourcerie du Val", "Financer la première année", "Le réemploi des matériaux",
    "Une monnaie locale", "Former ensemble", "Bilan et envies",
)  # fmt: skip
KINDS = ("Visite apprenante", "Atelier", "Échange de pratiques")
DAYS = (
    "14 janvier", "11 février", "11 mars", "8 avril", "13 mai", "10 juin", "8 juillet",
    "9 septembre", "14 octobre", "4 novembre", "25 novembre", "9 décembre",
)  # fmt: skip
UNCALLED, QUIET, SIGNED = 6, 3, 11  # the places of what is told of them
SCORES = {0: "45435345", 5: "4435", 7: "545"}  # what some say of some exchanges
BEFORE = ("Une première rencontre", "16 décembre 2026")
LEARNED = {
    0: (
        "Une friche partagée coûte moins cher à chacun\nL’accueil des visiteurs se prépare à deux",
        "Sophie écrit la fiche du pôle avant mars\nOn se retrouve à Lille le 11 février",
        "https://exemple.org/archer/diaporama Le diaporama de la visite",
    ),
    5: (
        "Un poste partagé tient si quelqu’un tient l’agenda",
        "Trois structures essaient un mi-temps en septembre\nKarim demande un modèle de convention",
        "https://exemple.org/comptable/convention Un modèle de convention",
    ),
}


class KeepingDoor(ListeningDoor):
    """A door that writes files down."""

    folder: Path

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        for file in files:
            if file.filename.endswith((".png", ".pdf")) or file.filename.startswith("bilan"):
                (self.folder / file.filename).write_bytes(file.content)
        return await super().send(to, reply, files, how)


class Year:
    """Sophie animates a theme for a year."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._chance = random.Random(2027)
        self._people: list[str] = []
        self._numbers: list[int] = []
        self._coming: list[str] = []

    async def live(self) -> None:
        await self._stage.grant("sophie", ANIMATOR, PRODUCTIVE)
        for n, place in enumerate(PLACES):
            await self._join(f"p{n}", NAMES[n % len(NAMES)], place)
        await self._live_before()
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True)):
            await self._plan(f"{KINDS[n % 3]} {title}, {day} 2027 de 9h30 à 12h30, Lille")
        for n, number in enumerate(self._numbers):
            await self._answer(n, number)
            if n == SIGNED:
                await self._stage.say("sophie", f"/emargement {number}")
            await self._hold(n, number)

    async def _live_before(self) -> None:
        """An exchange of the year before, for the sake of comparing."""
        title, day = BEFORE
        await self._plan(f"Atelier {title}, {day} de 14h à 16h, Arras")
        number = self._numbers.pop()
        for who in self._people[:9]:
            await self._stage.say(who, f"/je_viens {number}")
        self._stage.clock.now = datetime(2027, 1, 4, 9, tzinfo=UTC)
        await self._stage.say("sophie", f"/presence {number} oui reste")

    async def _join(self, who: str, name: str, place: str) -> None:
        structure = self._chance.choice(STRUCTURES)
        for said in (f"/rejoindre {PRODUCTIVE}", "oui", name, structure, place):
            await self._stage.say(who, said)
        self._people.append(who)

    async def _plan(self, line: str) -> None:
        await self._stage.say("sophie", f"/planifier {line}")
        published = [c.command for c in self._stage.offered("sophie") if "/publier" in c.command]
        await self._stage.say("sophie", published[-1])
        self._numbers.append(int(published[-1].split()[1]))

    async def _answer(self, n: int, number: int) -> None:
        self._stage.clock.now = datetime(2027, 1, 5, 9, tzinfo=UTC)
        count = 3 if n == QUIET else self._chance.randint(7, 18)
        self._coming = self._chance.sample(self._people, count)
        for who in self._coming:
            await self._stage.say(who, f"/je_viens {number}")

    async def _hold(self, n: int, number: int) -> None:
        self._stage.clock.now = datetime(2027, 12, 10, 9, tzinfo=UTC)
        if n != UNCALLED:
            await self._stage.say("sophie", f"/presence {number} oui reste")
        for who, score in zip(self._coming, SCORES.get(n, ""), strict=False):
            for said in (f"/avis {number} {score}", "rien", "rien"):
                await self._stage.say(who, said)
        if n in LEARNED:
            ideas, decisions, document = LEARNED[n]
            await self._stage.say("sophie", f"/document {number} {document}")
            for said in (f"/compte_rendu {number}", decisions, "rien"):
                await self._stage.say("sophie", said)
            await self._stage.say("sophie", f"/compte_rendu {number} idees")
            await self._stage.say("sophie", ideas)
            await self._stage.say("sophie", f"/compte_rendu_publier {number}")

    async def told(self) -> str:
        """What Sophie and a member read."""
        asked = [("sophie", "/bilan 2027"), ("sophie", f"/bilan_image {PRODUCTIVE} 2027")]
        asked += [("sophie", f"/bilan_tableau {PRODUCTIVE} 2027")]
        asked += [("p1", f"/lire_compte_rendu {self._numbers[n]}") for n in LEARNED]
        asked += [("p1", "compte rendu comptable")]
        read = [f"> {said}\n\n{await self._stage.say(who, said)}\n" for who, said in asked]
        return "\n".join(read)


async def main(folder: Path) -> None:
    """Live the year, and write down what is to be read."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        url = f"sqlite:///{own}/year.db"
        await migrate(parse_url(url))
        stage = Stage(url, Clock(datetime(2026, 12, 1, 9, tzinfo=UTC)))
        stage.door = door = KeepingDoor()
        door.folder = folder
        await stage.open()
        try:
            year = Year(stage)
            await year.live()
            (folder / "lisez-moi.txt").write_text(await year.told(), encoding="utf-8")
        finally:
            await stage.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
