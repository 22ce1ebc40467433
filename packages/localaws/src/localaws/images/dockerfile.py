"""Reads a Dockerfile into instructions. Syntax only: what they mean is ``build_plan``'s.

Continuation lines, comments, flags and the exec form are understood; here-documents and another
escape character are refused by name. Ours, because dockerfile-parse, tried, reads those two wrongly.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

KEYWORDS = frozenset(
    [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ]
)
_WITH_FLAGS = frozenset({"ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"})
_DIRECTIVE = re.compile(r"#\s*(\w+)\s*=\s*(.*?)\s*")
_FLAG = re.compile(r"--[a-z][a-z0-9.-]*(=\S*)?(\s+|$)")
_HEREDOC = re.compile(r"<<-?[\"']?[A-Za-z_]")


class DockerfileError(Exception):
    """The Dockerfile cannot be built here; the message names the line, the reason, the way out."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Dockerfile line {line}: {message}")
        self.line = line


@dataclass(frozen=True)
class Instruction:
    """One instruction. ``exec_form`` is its JSON list where it was written as one."""

    line: int  # where it begins, from 1
    keyword: str
    flags: tuple[str, ...]  # such as "--from=build"
    value: str  # the rest, continuation lines joined
    exec_form: tuple[str, ...] | None = None


def read(path: Path) -> str:
    """The text of a Dockerfile.

    Raises:
        FileNotFoundError: there is none; the message is a sentence.
        DockerfileError: it is no text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FileNotFoundError(f"there is no Dockerfile at {path}") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DockerfileError(line, "it is no UTF-8 text") from None


def parse(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile in order.

    Raises:
        DockerfileError: an unknown keyword, an instruction without arguments, a here-document,
            another escape character, no instruction at all.
    """
    # As Docker does: what else Python takes for the end of a line is none here.
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    _check_directives(lines)
    instructions = [_instruction(number, logical) for number, logical in _logical_lines(lines)]
    if not instructions:
        raise DockerfileError(1, "it has no instructions")
    return instructions


def _check_directives(lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        found = _DIRECTIVE.fullmatch(line.strip())
        if not found:
            return
        if found[1].lower() == "escape" and found[2] != "\\":
            raise DockerfileError(number, "only the backslash is supported as escape character")


def _logical_lines(lines: list[str]) -> list[tuple[int, str]]:
    """Physical lines joined at their continuations, comments and blank lines left out."""
    logical: list[tuple[int, str]] = []
    parts: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue  # also between continuation lines, as Docker does
        if not parts:
            start = number
        trimmed = line.rstrip()
        if trimmed.endswith("\\"):
            parts.append(trimmed[:-1])
            continue
        logical.append((start, "".join([*parts, line]).strip()))
        parts = []
    if joined := "".join(parts).strip():
        logical.append((start, joined))
    return logical


def _instruction(line: int, text: str) -> Instruction:
    word, _, value = text.partition(" ") if "\t" not in text else _split_blank(text)
    keyword = word.upper()
    if keyword not in KEYWORDS:
        raise DockerfileError(line, f"unknown instruction: {word}")
    value = value.strip()
    flags: list[str] = []
    while keyword in _WITH_FLAGS and (found := _FLAG.match(value)):
        flags.append(found[0].strip())
        value = value[found.end() :]
    if not value:
        raise DockerfileError(line, f"{keyword} requires at least one argument")
    if keyword in ("RUN", "COPY", "ADD") and _HEREDOC.search(value):
        raise DockerfileError(line, f"a here-document in {keyword} is not supported; write a file")
    return Instruction(line, keyword, tuple(flags), value, _exec_form(value))


def _split_blank(text: str) -> tuple[str, str, str]:
    word, *rest = text.split(None, 1)
    return word, " ", rest[0] if rest else ""


def _exec_form(value: str) -> tuple[str, ...] | None:
    """The JSON list of the exec form; what merely begins like one is the shell form."""
    if not value.startswith("["):
        return None
    try:
        words = json.loads(value)
    except ValueError:
        return None
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return tuple(words)
    return None
