"""Content files as they are on disk: YAML, or a YAML front matter and a body."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from content.faults import Fault

ROOT = Path(__file__).parent

# The C parser is five times faster, but PyYAML can be built without it.
_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_FENCE = "---\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One file, read. `path` is relative to the content folder; lines are counted from 1."""

    path: str
    data: object
    body: str = ""
    node: yaml.Node | None = None
    yaml_line: int = 1
    body_line: int = 1

    @property
    def id(self) -> str:
        """What the file is known as: its name without folder or suffix."""
        return PurePosixPath(self.path).stem

    @property
    def retired(self) -> bool:
        """Whether the file only hides the one it stands for."""
        return isinstance(self.data, dict) and self.data.get("retired") is True

    def fault(self, message: str, cure: str, *keys: str | int) -> Fault:
        """Tell what is wrong at some key, or at the head of the file."""
        return Fault(self.path, self.line(*keys), message, cure)

    def body_fault(self, message: str, cure: str, offset: int = 0) -> Fault:
        """Tell what is wrong in the body, `offset` characters from its start."""
        line = self.body_line + self.body.count("\n", 0, offset)
        return Fault(self.path, line, message, cure)

    def line(self, *keys: str | int) -> int:
        """The line of the deepest of `keys` that can be found."""
        node, line = self.node, 0
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            line, node = found
        return self.yaml_line + line


def read_pages(pattern: str, overlay: Path | None, faults: list[Fault]) -> list[Page]:
    """Read the files that match (`faq/*.md`), the overlay's over ours, without the retired."""
    folders = [ROOT] if overlay is None else [ROOT, overlay]
    files = {
        path.relative_to(folder).as_posix(): path
        for folder in folders
        for path in folder.glob(pattern)
    }
    pages = (read_page(name, path, faults) for name, path in sorted(files.items()))
    return [page for page in pages if page is not None and not page.retired]


def hidden_ids(pattern: str, overlay: Path | None) -> frozenset[str]:
    """What the overlay hides: entries that others may still point to, to nobody's fault."""
    paths = overlay.glob(pattern) if overlay else ()
    pages = (read_page(path.name, path, []) for path in paths)
    return frozenset(page.id for page in pages if page is not None and page.retired)


def read_page(name: str, path: Path, faults: list[Fault]) -> Page | None:
    """Read one file, called `name` in its faults, or tell why it cannot be."""
    try:
        page = _parse(name, path.read_text(encoding="utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1
        start = 1 if name.endswith(".md") else 0
        cure = "vérifiez l’alignement, les deux-points et les guillemets autour de cette ligne"
        faults.append(Fault(name, start + line, f"YAML illisible ({error.problem})", cure))
    except UnicodeDecodeError:
        faults.append(Fault(name, 1, "le texte n’est pas en UTF-8", "enregistrez-le en UTF-8"))
    except (yaml.YAMLError, ValueError) as error:
        faults.append(Fault(name, 1, f"fichier illisible ({error})", "corrigez ou retirez-le"))
    else:
        faults.extend(_repeated(page))
        return page
    return None


def _parse(name: str, text: str) -> Page:
    """Part the front matter from the body. Raises what YAML raises, and ValueError."""
    if not name.endswith(".md"):
        node, data = _load(text)
        return Page(name, data, node=node)
    head, fence, body = text.removeprefix(_FENCE).partition("\n" + _FENCE)
    if not text.startswith(_FENCE) or not fence:
        message = "l’en-tête doit commencer et finir par une ligne « --- »"
        raise ValueError(message)
    node, data = _load(head)
    body_line = head.count("\n") + 4
    return Page(name, data, body, node, yaml_line=2, body_line=body_line)


def _load(text: str) -> tuple[yaml.Node | None, object]:
    """The tree, which knows its lines, and the data it means."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _repeated(page: Page) -> Iterator[Fault]:
    """YAML lets the last of two same keys win in silence; we do not."""
    seen: set[str] = set()
    pairs = page.node.value if isinstance(page.node, yaml.MappingNode) else []
    for key, _ in pairs:
        if key.value in seen:
            line = page.yaml_line + key.start_mark.line
            message = f"la clé « {key.value} » est écrite deux fois"
            yield Fault(page.path, line, message, "gardez une seule des deux")
        seen.add(key.value)


def _child(node: yaml.Node | None, key: str | int) -> tuple[int, yaml.Node] | None:
    """The line and the value of a key or an index."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value = node.value[key]
        return value.start_mark.line, value
    return None
