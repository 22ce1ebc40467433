"""Regular expressions within JSONata, none of which may take for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import regex
from jsonata.jexception import JException

_SECONDS = 1.0


class Pattern:
    """What the library asks of a regular expression; TimeoutError where it takes too long."""

    def __init__(self, compiled: regex.Pattern[str]) -> None:
        self._compiled = compiled

    def search(self, text: str) -> Any:
        return self._compiled.search(text, timeout=_SECONDS, concurrent=True)

    def finditer(self, text: str) -> Iterator[Any]:
        found: Iterator[Any] = self._compiled.finditer(text, timeout=_SECONDS, concurrent=True)
        return found

    def sub(self, replacement: str | Callable[[Any], str], text: str, count: int = 0) -> str:
        return str(self._compiled.sub(replacement, text, count, timeout=_SECONDS, concurrent=True))

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        pieces = self._compiled.split(text, maxsplit, timeout=_SECONDS, concurrent=True)
        return [piece or "" for piece in pieces]


def engine(pattern: str, flags: Any) -> Pattern:
    """The library's door: a pattern of an expression, with its flags.

    Raises:
        JException: it is no regular expression.
    """
    options = (regex.IGNORECASE if flags.case_insensitive else 0) | (
        regex.MULTILINE if flags.multiline else 0
    )
    try:
        return Pattern(regex.compile(pattern, options))
    except regex.error as error:
        raise JException(f"The regular expression cannot be read: {error.msg}", 0) from error
