"""What can be set from outside: the environment, and an optional `.env` file."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, DirectoryPath, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.doors.mail.servers import imap_server, smtp_server

EXPECTED = {
    "DATABASE_URL": (
        "sqlite:///var/palabre.db, ou postgresql://utilisateur:secret@machine/base?sslmode=require"
    ),
    "PALABRE_TIMEZONE": "un fuseau horaire de l'IANA, par exemple Europe/Paris",
    "PALABRE_CONTENT": "un dossier qui existe, par exemple /srv/palabre/contenu",
    "PALABRE_INDEX": "un fichier, par exemple /srv/palabre/var/index.npz",
    "PALABRE_CONTACT": "un texte, par exemple bonjour@exemple.fr",
    "PALABRE_LOG": "text ou json",
    "PALABRE_RATE_LIMIT": "un nombre entier de demandes en 10 secondes, ou 0 pour aucune limite",
    "PALABRE_TELEGRAM_TOKEN": "le jeton que donne @BotFather, par exemple 123456:ABC-def",
    "PALABRE_TELEGRAM_API_URL": "l’adresse d’un serveur, par exemple https://api.telegram.org",
    "PALABRE_TELEGRAM_PER_SECOND": "un nombre entier de messages par seconde, par exemple 30",
    "PALABRE_TELEGRAM_PER_CHAT": "un nombre de messages par seconde et par personne, par exemple 1",
    "PALABRE_TELEGRAM_PER_GROUP": "un nombre entier de messages par minute, par exemple 20",
    "PALABRE_IMAP_URL": (
        "imaps://nom:secret@machine/INBOX (ou imap+starttls://) ; dans le nom et le secret, "
        "@ / # ? % s’écrivent %40 %2F %23 %3F %25 ; imap:// seulement sur cette machine"
    ),
    "PALABRE_SMTP_URL": (
        "smtps://nom:secret@machine (ou smtp+starttls://) ; dans le nom et le secret, "
        "@ / # ? % s’écrivent %40 %2F %23 %3F %25 ; smtp:// seulement sur cette machine"
    ),
    "PALABRE_MAIL_ADDRESS": "l’adresse de la boîte, par exemple bot@exemple.fr",
    "PALABRE_MAIL_NAME": "le nom montré avec l’adresse, par exemple Communautés apprenantes",
    "PALABRE_MAIL_REPLY": (
        "l’adresse des réponses, avec %s à la place du jeton, par exemple bot+%s@exemple.fr ; "
        "sans %s si le fournisseur n’accepte pas de telles adresses"
    ),
    "PALABRE_TRUSTED_AUTHSERV": (
        "le nom que votre serveur de courrier écrit en tête de Authentication-Results, "
        "par exemple mx.exemple.fr"
    ),
    "PALABRE_MAIL_PER_SECOND": "un nombre de courriels par seconde, par exemple 5",
    "PALABRE_PUBLIC_URL": "l’adresse publique de ce serveur, par exemple https://palabre.exemple.fr",
    "PORT": "un numéro de port, de 1 à 65535",
    ".env": "un fichier de lignes NOM=valeur, en UTF-8",
}


MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._+=-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
ABSENT = (
    "absent, alors que PALABRE_IMAP_URL, PALABRE_SMTP_URL et PALABRE_MAIL_ADDRESS vont ensemble"
)
MAIL_TOGETHER = ("imap_url", "smtp_url", "mail_address")


class SettingsFault(Exception):
    """A setting is wrong, or missing. The value is not kept: it may be a secret."""

    def __init__(self, variable: str, expected: str, wrong: str = "valeur incorrecte") -> None:
        super().__init__(f"{variable} : {wrong} ; attendu : {expected}")
        self.variable = variable
        self.expected = expected


def _database(value: str) -> str:
    """Refuse what is no database of ours. A base in memory would be lost between two commands."""
    from community.db.engine import parse_url  # noqa: PLC0415 - 0.3 s that `ask` does without

    if not parse_url(value).database:
        message = "no database named"
        raise ValueError(message)
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:
        message = "not a time zone"
        raise ValueError(message) from error
    return value


def _token(value: SecretStr) -> SecretStr:
    """As @BotFather gives it: the number of the bot, and its secret."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value.get_secret_value()):
        message = "not a bot token"
        raise ValueError(message)
    return value


def _imap(value: SecretStr) -> SecretStr:
    imap_server(value.get_secret_value())
    return value


def _smtp(value: SecretStr) -> SecretStr:
    smtp_server(value.get_secret_value())
    return value


def _mail_address(value: str) -> str:
    """A bare mail address of ASCII letters, in lower case."""
    if not MAIL_ADDRESS.fullmatch(value):
        message = "not a mail address"
        raise ValueError(message)
    return value.lower()


def _reply_pattern(value: str) -> str:
    """A mail address, with one place for a token at most."""
    _mail_address(value.replace("%s", "x" * 33, 1))
    return value.lower()


def _one_line(value: str) -> str:
    if not value.isprintable():
        message = "more than one line"
        raise ValueError(message)
    return value


def _address(value: str) -> str:
    """An address of the web, without the slash that may end it."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        message = "not a web address"
        raise ValueError(message)
    return value.rstrip("/")


class Settings(BaseSettings):
    """Every setting, with what holds when it is absent or empty."""

    model_config = SettingsConfigDict(
        env_prefix="PALABRE_",
        env_file=".env",
        env_ignore_empty=True,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///var/palabre.db", validation_alias="DATABASE_URL", repr=False
    )
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Paris"
    content: DirectoryPath | None = None
    contact: str = ""
    index: Path = Path("var/index.npz")
    log: Literal["text", "json"] = "text"
    rate_limit: int = Field(default=20, ge=0)
    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    telegram_per_second: int = Field(default=30, ge=1)
    telegram_per_chat: float = Field(default=1.0, gt=0)
    telegram_per_group: int = Field(default=20, ge=1)
    imap_url: Annotated[SecretStr, AfterValidator(_imap)] | None = None
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp)] | None = None
    mail_address: Annotated[str, AfterValidator(_mail_address)] | None = None
    mail_name: Annotated[str, AfterValidator(_one_line)] = "Communautés apprenantes"
    mail_reply: Annotated[str, AfterValidator(_reply_pattern)] | None = None
    trusted_authserv: Annotated[str, AfterValidator(_one_line)] = ""
    mail_per_second: float = Field(default=5.0, gt=0)
    public_url: Annotated[str, AfterValidator(_address)] | None = None
    port: int | None = Field(default=None, ge=1, le=65535, validation_alias="PORT")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None when the database is a server."""
        from community.db.engine import parse_url  # noqa: PLC0415 - as above

        url = parse_url(self.database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(url.database) if is_file and url.database else None


def read_settings() -> Settings:
    """Read the environment. Raises SettingsFault for the first wrong value."""
    try:
        return _complete(Settings())
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        variable = field if field in EXPECTED else f"PALABRE_{field.upper()}"
        raise SettingsFault(variable, EXPECTED[variable]) from None
    except (SettingsError, UnicodeDecodeError):
        raise SettingsFault(".env", EXPECTED[".env"]) from None


def _complete(settings: Settings) -> Settings:
    """Refuse half a door: mail that cannot be answered, or answers that nobody reads."""
    missing = [name for name in MAIL_TOGETHER if getattr(settings, name) is None]
    if missing and len(missing) < len(MAIL_TOGETHER):
        variable = f"PALABRE_{missing[0].upper()}"
        raise SettingsFault(variable, EXPECTED[variable], ABSENT)
    return settings
