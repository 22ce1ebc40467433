"""A cursor over a decoded string, for what is read by hand: paths and intrinsic functions."""

from __future__ import annotations

import re
from functools import lru_cache


class Unreadable(ValueError):
    """A text of the language that cannot be read; the message says what was expected where."""


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


class Scanner:
    """Reads ``text`` from left to right. ``at`` is the index of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.text)

    def peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def take(self, literal: str) -> bool:
        """Whether the text goes on with ``literal``, which is then behind."""
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def match(self, pattern: str) -> str | None:
        """What of the text goes on as ``pattern``, a regular expression; it is then behind."""
        found = _compiled(pattern).match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    def spaces(self) -> None:
        self.match(r"\s*")

    def expect(self, literal: str) -> None:
        """Step over ``literal``.

        Raises:
            Unreadable: the text goes on otherwise.
        """
        if not self.take(literal):
            raise self.problem(f"expected {literal!r}")

    def quoted(self) -> str:
        """A string in single or double quotes, of which a backslash takes the next character as it is.

        Raises:
            Unreadable: no such string stands here, or it does not end.
        """
        quote = self.peek()
        if quote not in ("'", '"'):
            raise self.problem("expected a quoted string")
        start, self.at = self.at, self.at + 1
        taken: list[str] = []
        while not self.done:
            character = self.text[self.at]
            self.at += 1
            if character == quote:
                return "".join(taken)
            if character == "\\":
                if self.done:
                    break
                character = self.text[self.at]
                self.at += 1
            taken.append(character)
        self.at = start
        raise self.problem("the quoted string does not end")

    def problem(self, what: str) -> Unreadable:
        """What to raise where ``what`` was expected."""
        found = repr(self.text[self.at : self.at + 12]) if not self.done else "the end"
        return Unreadable(f"{what} at character {self.at + 1}, found {found}")
