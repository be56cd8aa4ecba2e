"""French spelling and typography of what people read in content/: `python -m tests.proofreading`.

Spelling is hunspell's, with the words of `content/words.txt` besides. A word with a capital inside
a sentence is a name, and one all in capitals stands for others: neither is looked up. What Jinja
writes is not read, nor what is only understood and never said (`phrasings`, `words`).

Typography is judged as it is shown, once `french.typography` has set it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import which

import yaml

from content.faults import Fault
from french.typography import typeset

CONTENT = Path(__file__).parents[1] / "content"
WORDS = CONTENT / "words.txt"
DICTIONARY = Path("/usr/share/hunspell/fr.dic")
FOLDERS = (
    "faq",
    "glossary",
    "redirects",
    "diagnostic",
    "tour",
    "themes",
    "fiches",
    "agenda",
    "texts",
)

READ = frozenset(
    {"question", "button", "term", "meaning", "title", "name", "label", "value", "summary"}
    | {"html", "description", "place", "meal", "sectors", "note", "tip"}
)
NAMES = {"fiches": frozenset({"name", "place"}), "agenda": frozenset({"place"})}

# What is laid over what is not read: EDGE ends a sentence, HOLE stands for a word, NIL for nothing.
EDGE, HOLE, NIL = "\0", "_", "\1"
_BLANKS = (
    (r"<code>(?s:.*?)</code>", HOLE),
    (r"</?(?:p|li|ul|ol|br|blockquote)\b[^>]*>|^ *(?:[-*>]|\d+\.) ", EDGE),
    (r"</?[a-z][^>]*>|\{%(?s:.*?)%\}|\{#(?s:.*?)#\}|\*\*|^#+ ", NIL),
    (r"\{\{(?s:.*?)\}\}|\]\([^)]*\)", HOLE),
    (r"https?://\S+|(?<!\w)[\w.+@-]+\.(?:fr|org|com|net)\b(?:/[\w./-]*\w)?", HOLE),
    (r"(?<![\w/])/[a-z_]+|(?<!\w)--[a-z]+", HOLE),
    (r"&\w+;", HOLE),
)
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-’'][^\W\d_]+)*['’]?(?!\w)")
_START = re.compile(rf"(?:^|[.!?…{EDGE}]|\n\s*\n)[\s«“”»()\[\]*{EDGE}{NIL}]*\Z")
_BREAK = "[\u00a0\u202f]"
_TYPOGRAPHY = (
    (rf"[^\s!?;:({EDGE}{NIL}][;!?:](?![\w/)])", "mettez une espace avant ce signe"),
    (rf"(?<!{_BREAK})»|«(?!{_BREAK})", "mettez une espace à l’intérieur des guillemets"),
    (r"\"[^\"\n]*\"|[“”]", "écrivez « … »"),
    (r"'", "écrivez ’"),
    (r"\.\.\.", "écrivez …"),
    (rf"[^\s{EDGE}{NIL}] +[,.](?!\w)", "ôtez l’espace avant ce signe"),
    (r"\b\d+(?:ère|ères|ème|èmes|ième|nde)\b", "écrivez 1re, 2e, 3e"),
    (r"\d[%€]", "mettez une espace après le nombre"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some words people read, blanked of the rest, and the line of the file they start at."""

    file: str
    line: int
    text: str

    def fault(self, offset: int, message: str, cure: str) -> Fault:
        """What is wrong there."""
        return Fault(self.file, self.line + self.text.count("\n", 0, offset), message, cure)


def main() -> int:
    """Print what is wrong; 1 if something is, or if nobody could look."""
    parts = [part for path in files() for part in read(path)]
    faults = [fault for part in parts for fault in typography(part)]
    if can_spell():
        faults += spelling(parts, own_words())
    else:
        print("L’orthographe n’est pas relue : installez hunspell et hunspell-fr.")
    for fault in sorted(faults):
        print(fault)
    print(f"{len(parts)} textes relus : {len(faults)} à corriger.")
    return int(bool(faults) or (not can_spell() and os.environ.get("PALABRE_REQUIRE_ALL") == "1"))


def can_spell() -> bool:
    """Whether hunspell and its French dictionary are installed."""
    return which("hunspell") is not None and DICTIONARY.exists()


def own_words() -> frozenset[str]:
    """The project's words, a line each; `#` starts a remark."""
    lines = (line.partition("#")[0].strip() for line in WORDS.read_text("utf-8").splitlines())
    return frozenset(filter(None, lines))


def files() -> Iterator[Path]:
    """The files that hold words for people."""
    for folder in FOLDERS:
        yield from sorted((CONTENT / folder).glob("*.md"))
        yield from sorted((CONTENT / folder).glob("*.yaml"))


def read(path: Path) -> Iterator[Part]:
    """What people read of a file."""
    name, text = path.relative_to(path.parents[1]).as_posix(), path.read_text("utf-8")
    head, at = text, 0
    if path.suffix == ".md":
        head, fence, body = text.removeprefix("---\n").partition("\n---\n")
        at = 1
        yield Part(name, (head + fence).count("\n") + 2, blanked(body))
    known = READ - NAMES.get(path.parent.name, frozenset())
    for node in _scalars(yaml.compose(head, yaml.CSafeLoader), known, path.parent.name == "texts"):
        start, stop = node.start_mark.index, node.end_mark.index
        if node.style in ("'", '"'):
            start, stop = start + 1, stop - 1
        elif node.style:
            start = head.index("\n", start)  # past the sign of a block
        yield Part(name, at + head.count("\n", 0, start) + 1, blanked(head[start:stop]))


def _scalars(
    node: yaml.Node | None, known: frozenset[str], labels: bool, reading: bool = False
) -> Iterator[yaml.ScalarNode]:
    """The values that people read; below `labels`, a label may be its string alone."""
    if isinstance(node, yaml.ScalarNode) and reading:
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, known, labels, reading)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "sample":
                continue
            if labels and key.value == "labels" and isinstance(value, yaml.MappingNode):
                yield from (one for _, one in value.value if isinstance(one, yaml.ScalarNode))
            yield from _scalars(value, known, labels, key.value in known)


def blanked(text: str) -> str:
    """The same length, with what is not read laid over."""
    for pattern, sign in _BLANKS:
        text = re.sub(pattern, partial(_over, sign), text, flags=re.MULTILINE)
    return text


def _over(sign: str, match: re.Match[str]) -> str:
    """Lay a sign over a text, but not over the ends of its lines."""
    return re.sub(r"[^\n]", sign, match[0])


def typography(part: Part) -> Iterator[Fault]:
    """What French would set otherwise."""
    shown = typeset(part.text)
    for pattern, cure in _TYPOGRAPHY:
        for match in re.finditer(pattern, shown):
            around = shown[max(0, match.start() - 20) : match.end() + 5]
            seen = re.sub(rf"[\s{EDGE}{NIL}]+", " ", around).strip()
            yield part.fault(match.start(), f"typographie de « {seen} »", cure)


def spelling(parts: Sequence[Part], known: frozenset[str]) -> Iterator[Fault]:
    """Each word that neither hunspell nor we know, where it stands."""
    said = [(part, match) for part in parts for match in _words(part.text)]
    wrong = _unknown({match[0].replace("’", "'") for _, match in said})
    for part, match in said:
        word = match[0].replace("’", "'")
        if word in wrong and not _ours(word, known):
            cure = "corrigez-le, ou ajoutez-le à content/words.txt"
            yield part.fault(match.start(), f"« {match[0]} » n’est pas connu", cure)


def _words(text: str) -> Iterator[re.Match[str]]:
    for match in _WORD.finditer(text):
        word = re.sub(r"^\w{1,2}['’]", "", match[0])
        name = word[:1].isupper() and not _START.search(text[: match.start()])
        if not (name or (word.isupper() and len(word) > 1)):
            yield match


def _ours(word: str, known: frozenset[str]) -> bool:
    """Whether a word is ours, alone or after « l’ », « d’ » and the like."""
    bare = re.sub(r"^(?:[ldnsjcmtLDNSJCMT]|[Qq]u)'", "", word)
    return not known.isdisjoint({bare, bare[:1].lower() + bare[1:]})


def _unknown(words: set[str]) -> set[str]:
    """Those hunspell does not know."""
    command = ["hunspell", "-d", str(DICTIONARY.with_suffix("")), "-i", "UTF-8", "-l"]
    asked = "\n".join(sorted(words))
    told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return set(told.stdout.split())


if __name__ == "__main__":
    sys.exit(main())
