"""What a check says: one line, and where something is wrong what was expected and what mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands; ``problem``: the deployment, or the first execution after it, would fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Finding:
    """``found`` is what there is, ``mend`` a command that can be copied, or several lines of them."""

    check: str
    state: State
    found: str
    expected: str = ""
    mend: str = ""


def ok(check: str, found: str) -> Finding:
    return Finding(check, State.OK, found)


def warning(check: str, found: str, expected: str = "", mend: str = "") -> Finding:
    return Finding(check, State.WARNING, found, expected, mend)


def problem(check: str, found: str, expected: str, mend: str = "") -> Finding:
    return Finding(check, State.PROBLEM, found, expected, mend)


def not_checked(check: str, why: str) -> Finding:
    return Finding(check, State.NOT_CHECKED, why)


def would_fail(findings: Iterable[Finding]) -> bool:
    return any(finding.state is State.PROBLEM for finding in findings)
