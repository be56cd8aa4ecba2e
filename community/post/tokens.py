"""Secret names of messages and links: 128 random bits in lower case, fit for a mail address."""

import re
import secrets
from base64 import b32encode

TOKEN = re.compile(r"[a-z2-7]{26}")


def new_token() -> str:
    """Make a token of 26 characters in `a-z2-7`."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
