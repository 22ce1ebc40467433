"""Variables and quotes in a Dockerfile's values: ``$NAME``, ``${NAME:-other}``, ``${NAME:+other}``."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACED = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)(?::([-+])([^}]*))?\}")


def expand(text: str, variables: Mapping[str, str]) -> str:
    """The text as one word: variables put in, quotes and escapes taken away."""
    return " ".join(_scan(text, variables, split=False))


def words(text: str, variables: Mapping[str, str]) -> list[str]:
    """The words of the text, separated by blanks outside of quotes; each expanded."""
    return _scan(text, variables, split=True)


def _scan(text: str, variables: Mapping[str, str], split: bool) -> list[str]:
    """One pass over the characters.

    Raises:
        ValueError: a quote without its end, or a ``${…}`` that is not understood.
    """
    found: list[str] = []
    word: list[str] = []
    begun = False  # a word of nothing but quotes is a word: ""
    quote = ""
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if quote == "'" and char != "'":
            word.append(char)
        elif char == "\\":
            follower = text[at : at + 1]
            # Within double quotes a backslash only protects what would mean something there.
            if quote == '"' and follower not in ('"', "$", "\\"):
                word.append("\\")
            word.append(follower)
            at += 1
            begun = True
        elif char in "'\"" and quote in ("", char):
            quote = "" if quote else char
            begun = True
        elif char == "$":
            value, at = _variable(text, at, variables)
            word.append(value)
            begun = begun or bool(value)
        elif char.isspace() and not quote and split:
            if begun or word:
                found.append("".join(word))
            word, begun = [], False
        else:
            word.append(char)
    if quote:
        raise ValueError(f"the quote {quote} has no end")
    if begun or word:
        found.append("".join(word))
    return found


def _variable(text: str, at: int, variables: Mapping[str, str]) -> tuple[str, int]:
    """The value of the variable whose name begins at ``at``, and where the text goes on."""
    if found := _BRACED.match(text, at):
        name, operator, other = found.groups()
        value = variables.get(name, "")
        if operator == "-" and not value:
            value = expand(other, variables)
        elif operator == "+":
            value = expand(other, variables) if value else ""
        return value, found.end()
    if found := _PLAIN.match(text, at):
        return variables.get(found[0], ""), found.end()
    if text.startswith("{", at):
        raise ValueError(f"not understood: ${text[at:].partition('}')[0]}}}")
    return "$", at
