"""How much a file holds: « 340 ko », « 2,4 Mo »."""


def size(count: int) -> str:
    """A number of bytes, in thousands or millions of them."""
    if count < 10**6:
        return f"{max(1, round(count / 1000))}\u00a0ko"
    return f"{count / 10**6:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0Mo"
