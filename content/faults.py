"""What is wrong with a content file, said to whoever wrote it, with how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend: where, what, and how."""

    file: str
    line: int
    message: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.message} ; {self.cure}"


class ContentFaults(Exception):
    """The content cannot be used as it is; `faults` holds everything found, not the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
