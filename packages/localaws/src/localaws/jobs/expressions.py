"""A regular expression of somebody else's, on lines of somebody else's: it may take for ever, and must not.

The lines of a job are read in one thread; an expression that is stuck would stop the job's log.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

import regex

log = logging.getLogger(__name__)

_PATIENCE = 0.25  # seconds for a line
_SHORT = 512  # characters
_UNBOUNDED = re.compile(r"(?<!\\)(?:\*|\+|\{\d*,\d*\})")
_NESTED = re.compile(r"\)\s*(?:\*|\+|\{)")


class Expression:
    """A metric's expression; the first group is the value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = re.compile(text)
        # Slower by the look at the clock: for what can take long only.
        self._bounded = regex.compile(text)
        self._harmless = len(_UNBOUNDED.findall(text)) <= 2 and not _NESTED.search(text)
        # AWS's own definitions begin with ".*": what does not match at the start of the line does
        # so nowhere, and trying every start would take many times as long.
        self._from_start = text.startswith(".*") and "|" not in text
        self._given_up = False

    def values(self, line: str) -> Iterable[str | None]:
        """The first group of every match in the line."""
        if self._given_up:
            return []
        if self._harmless and len(line) <= _SHORT:
            if self._from_start and not self._plain.match(line):
                return []
            return [found.group(1) for found in self._plain.finditer(line)]
        try:
            if self._from_start and not self._bounded.match(line, timeout=_PATIENCE):
                return []
            return [found.group(1) for found in self._bounded.finditer(line, timeout=_PATIENCE)]
        except TimeoutError:
            self._given_up = True
            log.warning(
                "the metric definition %r takes longer than %s s for a line: it is given up",
                self._text,
                _PATIENCE,
            )
            return []
