"""The runtimes that AWS has identifiers for, and what each takes to run here. Pure.

Which identifiers there are is botocore's ``Runtime`` shape to say; that of a new one is known to it first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["python", "node", "provided"]
_FORMS: tuple[tuple[str, Language], ...] = (
    (r"python(\d\.\d+)", "python"),
    (r"nodejs(\d+)\.x", "node"),
    (r"provided(?:\.(al2|al2023))?", "provided"),
)


@dataclass(frozen=True)
class LambdaRuntime:
    """A runtime that functions can have here: its language and the version of that."""

    identifier: str
    language: Language
    version: str  # "3.12", "22"; "" for a runtime of the function's own


def known(identifier: str) -> LambdaRuntime | None:
    """The runtime of an identifier; None for a language that does not run here (Java, .NET, Ruby, Go)."""
    for form, language in _FORMS:
        if found := re.fullmatch(form, identifier):
            version = "" if language == "provided" else found[1]
            return LambdaRuntime(identifier, language, version)
    return None


def why_not(identifier: str) -> str:
    """What is said of a runtime that AWS has and that does not run here."""
    return (
        f"The runtime {identifier} does not run in this embedded AWS, which runs Python and Node.js "
        "functions, those with a bootstrap of their own (provided.al2023), and container images."
    )


def note(runtime: LambdaRuntime, here: str) -> str:
    """What to tell of a version of the language that stands in for another; "" where it does not.

    Args:
        here: the version of this machine, such as "3.11.7".
    """
    parts = len(runtime.version.split("."))
    if not runtime.version or here.split(".")[:parts] == runtime.version.split("."):
        return ""
    name = {"python": "Python", "node": "Node.js"}[runtime.language]
    return (
        f"the function asks for {name} {runtime.version}, this machine has {here}: it runs on {here} "
        f"here and on {runtime.version} in the cloud"
    )
