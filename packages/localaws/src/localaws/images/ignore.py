"""``.dockerignore``: which paths of a build context Docker would not see.

Ours, because docker-py's PatternMatcher, tried, does not follow Go's rules for patterns.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path


class Ignore:
    """The rules of one ignore file; the last pattern that matches a path or its parent decides."""

    def __init__(self, text: str = "") -> None:
        self._rules = [rule for line in text.splitlines() if (rule := _rule(line))]

    @classmethod
    def of(cls, context: Path, dockerfile: Path) -> Ignore:
        """The rules beside the Dockerfile (``NAME.dockerignore``), else those of the context."""
        for file in (
            dockerfile.with_name(dockerfile.name + ".dockerignore"),
            context / ".dockerignore",
        ):
            if file.is_file():
                return cls(file.read_text(encoding="utf-8-sig"))
        return cls()

    def ignores(self, path: str) -> bool:
        """Whether a path, relative to the context and with ``/``, is left out."""
        ignored = False
        parts = path.split("/")
        parents = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        for pattern, leaves_out in self._rules:
            if any(pattern.fullmatch(parent) for parent in parents):
                ignored = leaves_out
        return ignored

    @property
    def has_exceptions(self) -> bool:
        """Whether something below an ignored folder may be seen again."""
        return any(not leaves_out for _, leaves_out in self._rules)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of Go's ``filepath.Match`` with ``**`` for any number of folders."""
    expression = []
    at = 0
    while at < len(text):
        if text.startswith("**/", at):
            expression.append("(?:.*/)?")
            at += 3
        elif text.startswith("**", at):
            expression.append(".*")
            at += 2
        elif text[at] == "*":
            expression.append("[^/]*")
            at += 1
        elif text[at] == "?":
            expression.append("[^/]")
            at += 1
        elif text[at] == "[" and (end := text.find("]", at + 2)) > 0:
            inner = text[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            expression.append(f"[{inner}]")
            at = end + 1
        else:
            at += text[at] == "\\" and at + 1 < len(text)
            expression.append(re.escape(text[at]))
            at += 1
    return re.compile("".join(expression), re.DOTALL)


def _rule(line: str) -> tuple[re.Pattern[str], bool] | None:
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    leaves_out = not text.startswith("!")
    text = posixpath.normpath(text.removeprefix("!").strip()).lstrip("/")
    return (pattern(text), leaves_out) if text not in ("", ".") else None
