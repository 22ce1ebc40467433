"""`python -m tools.words`: the words that we gave up are in no file name and no identifier.

CONTRIBUTING.md has the list, and what we say instead. Names are looked at where the project gives them:
files, modules, classes, functions, parameters, variables and attributes. What others named is theirs.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

_ROW = re.compile(r"^\| not (?P<words>.+?) \| (?P<instead>.+?) \|$", re.MULTILINE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_IN_FILE_NAMES_ONLY = {"utils", "helpers", "common"}


def given_up(page: str) -> dict[tuple[str, ...], str]:
    """The words of the table on the page, each in lower case and divided, and what to say instead."""
    return {
        divided(word): row["instead"]
        for row in _ROW.finditer(page)
        for word in re.findall(r'"(.+?)"', row["words"])
    }


def divided(name: str) -> tuple[str, ...]:
    """The words of a name: `heldOut`, `HeldOut`, `held_out` and `held out` are `("held", "out")`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def findings(name: str, words: dict[tuple[str, ...], str]) -> Iterator[str]:
    """What to say instead of each given-up word in a name."""
    parts = divided(name)
    for word, instead in words.items():
        spans = range(len(parts) - len(word) + 1)
        if any(parts[start : start + len(word)] == word for start in spans):
            yield f"{name!r} has {' '.join(word)!r}; we say {instead}"


def identifiers(source: str) -> Iterator[tuple[int, str]]:
    """The names that a module gives, with their lines."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("test_"):  # those are sentences
                    yield node.lineno, name
            case ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.alias(asname=str() as name) | ast.ExceptHandler(name=str() as name):
                yield node.lineno, name
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                yield node.lineno, name
            case ast.MatchMapping(rest=str() as name):
                yield node.lineno, name


def problems(root: Path, files: Iterable[str], words: dict[tuple[str, ...], str]) -> Iterator[str]:
    """A sentence for each name that has a given-up word."""
    in_code = {word: say for word, say in words.items() if not _IN_FILE_NAMES_ONLY & {*word}}
    for file in files:
        for part in PurePosixPath(file).parts:
            yield from (f"{file}: {finding}" for finding in findings(part, words))
        if file.endswith(".py"):
            source = (root / file).read_text(encoding="utf-8")
            for line, name in identifiers(source):
                yield from (f"{file}:{line}: {finding}" for finding in findings(name, in_code))


def main() -> None:
    root = Path(__file__).parent.parent
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    )
    words = given_up((root / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    found = sorted(set(problems(root, listed.stdout.splitlines(), words)))
    if found:
        sys.exit("\n".join([*found, f"{len(found)} names have words that we gave up."]))


if __name__ == "__main__":
    main()
