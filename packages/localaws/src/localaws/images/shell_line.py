"""What a process image reads of the shell's language: commands joined by ``&&`` and ``||``, and groups.

Pure: a RUN line in, its structure out. What the commands come to is the ``run_command``'s.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from localaws.images.refusal import WAY_OUT, Refused


@dataclass(frozen=True)
class Either:
    """``first || otherwise``: the second only where the first fails."""

    first: Line
    otherwise: Line


Command = tuple[str, ...]
Part = Command | Either
Line = tuple[Part, ...]


def parse(value: str) -> Line:
    """The parts of a line, each after the one before it has succeeded.

    Raises:
        Refused: it uses anything else of the shell's language.
    """
    lexer = shlex.shlex(value, posix=True, punctuation_chars=";&|<>()`")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError as error:
        raise Refused(f"`RUN {value}`: {error}") from None
    reader = _Reader(value, [each for token in tokens for each in _apart(token)])
    line = reader.line()
    if reader.rest:
        raise reader.foreign(reader.rest[0])
    return line


def _apart(token: str) -> list[str]:
    """``)&&`` is two tokens, which the lexer takes for one."""
    found = []
    while token[:1] in ("(", ")") and all(char in ";&|<>()`" for char in token):
        found.append(token[0])
        token = token[1:]
    head = token.rstrip("()") if token and all(char in ";&|<>()`" for char in token) else token
    return [*found, *([head] if head else []), *token[len(head) :]]


@dataclass
class _Reader:
    value: str
    rest: list[str]

    def line(self) -> Line:
        """Parts up to the end, or to the end of the group. As in a shell, ``a && b || c`` is ``(a && b) || c``."""
        parts = self._part()
        while self.rest and self.rest[0] in ("&&", "||"):
            operator = self.rest.pop(0)
            following = self._part()
            parts = (*parts, *following) if operator == "&&" else (Either(parts, following),)
        return parts

    def _part(self) -> Line:
        if self.rest[:1] == ["("]:
            self.rest.pop(0)
            parts = self.line()
            if self.rest[:1] != [")"]:
                raise self.foreign("(")
            self.rest.pop(0)
            return parts
        words = []
        while self.rest and self.rest[0] not in ("&&", "||", ")"):
            word = self.rest.pop(0)
            if word and all(char in ";&|<>()`" for char in word):
                raise self.foreign(word)
            words.append(word)
        return (tuple(words),) if words else ()

    def foreign(self, token: str) -> Refused:
        return Refused(f"`{token}` in `RUN {self.value}` needs a shell in a container; {WAY_OUT}")
