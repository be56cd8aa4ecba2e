"""Numbers and the words that follow them."""

from french.typography import NARROW, NO_BREAK


def number(n: int) -> str:
    """Group thousands: 1200 gives « 1 200 »."""
    return f"{n:,}".replace(",", NARROW)


def plural(n: int, one: str, many: str) -> str:
    """Count things; in French 0 and 1 are singular: « 0 membre », « 3 membres »."""
    return f"{number(n)}{NO_BREAK}{one if abs(n) < 2 else many}"
