"""Which files of a folder are data, in which format, and which split their names say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .problems import JobProblem

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
Format = Literal["CoNLL", "JSON lines"]

_JSON = {".jsonl", ".json", ".ndjson"}
_CONLL = {".conll", ".conll2003", ".bio", ".iob", ".iob2", ".bioes", ".tsv", ".txt"}
# Bounded by what is no letter: "wnut17train.conll" names a split, "constrain.conll" does not.
_NAMES: dict[Split, re.Pattern[str]] = {
    "train": re.compile(r"(?<![a-z])(train|training)(?![a-z])"),
    "validation": re.compile(r"(?<![a-z])(dev|devel|val|valid|validation|testa)(?![a-z])"),
    "test": re.compile(r"(?<![a-z])(test|testb)(?![a-z])"),
}


@dataclass(frozen=True)
class Source:
    """A data file: ``name`` is its path below the data folder, ``split`` what its name says."""

    path: Path
    name: str
    format: Format
    split: Split | None


def named_split(name: str) -> Split | None:
    """The split that a file's path names, the nearest part of it first; None if none does.

    Raises:
        JobProblem: one part names two.
    """
    for part in reversed(Path(name.lower()).parts):
        found = [split for split, pattern in _NAMES.items() if pattern.search(part)]
        if len(found) > 1:
            raise JobProblem(f"{name} names two splits, {' and '.join(found)}: rename it")
        if found:
            return found[0]
    return None


def find(data: Path) -> tuple[list[Source], list[str]]:
    """The data files of a folder (or the one file), in the order of their names; and those ignored.

    Raises:
        JobProblem: there is no data file, or only some of them name a split.
    """
    if not data.exists():
        raise JobProblem(f"there is no {data}")
    root = data if data.is_dir() else data.parent
    paths = sorted(path for path in data.rglob("*") if path.is_file()) if data.is_dir() else [data]
    sources: list[Source] = []
    ignored: list[str] = []
    for path in paths:
        inner = path.relative_to(root)
        hidden = any(part.startswith((".", "_")) for part in inner.parts)
        if hidden or not (_is_data(path) or path == data):
            ignored.append(inner.as_posix())
        else:
            name = inner.as_posix()
            sources.append(Source(path, name, _format(path, name), named_split(name)))
    if not sources:
        kinds = ", ".join(sorted(_JSON | _CONLL))
        raise JobProblem(f"there is no data file in {data}: they end in {kinds}")
    _check_names(sources)
    return sources, ignored


def _is_data(path: Path) -> bool:
    suffix = path.suffix.lower()
    if path.name == "manifest.json":  # it tells of the data that lie beside it
        return False
    # CoNLL-2003 calls its files eng.train, eng.testa and eng.testb.
    return suffix in _JSON | _CONLL | {".train", ".dev", ".test", ".testa", ".testb"}


def _format(path: Path, name: str) -> Format:
    """The format of a file.

    Raises:
        JobProblem: it is no text in UTF-8.
    """
    with path.open("rb") as file:
        beginning = file.read(4096)
    _check_text(beginning, name)
    if path.suffix.lower() in _JSON:
        return "JSON lines"
    beginning = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    # In CoNLL a brace is a token of its own and a tag follows it.
    return "JSON lines" if re.match(rb'\{\s*"', beginning) else "CoNLL"


def _check_text(beginning: bytes, name: str) -> None:
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in beginning:
        raise JobProblem(f"{name} is no UTF-8 text, but UTF-16 or no text at all: save it as UTF-8")
    if beginning[:2] in (b"\x1f\x8b", b"PK", b"BZ"):
        raise JobProblem(f"{name} is compressed: unpack it first")
    if b"\r" in beginning and b"\n" not in beginning:
        raise JobProblem(
            f"the lines of {name} end with a carriage return alone, as old Macs wrote them: end them "
            "with a line feed"
        )


def _check_names(sources: list[Source]) -> None:
    named = [source for source in sources if source.split]
    unnamed = [source for source in sources if not source.split]
    if named and unnamed:
        raise JobProblem(
            f"{unnamed[0].name} names no split while {named[0].name} does: put train, validation "
            "or test into its name, or take it away"
        )
    if named and not any(source.split == "train" for source in named):
        raise JobProblem(
            f"there is no training file: {named[0].name} names another split, and no file has "
            "train in its name"
        )
