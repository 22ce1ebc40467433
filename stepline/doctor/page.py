"""Findings on a terminal: one line each, what is wrong in a few more, commands never broken."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stepline.doctor.finding import Finding, State, would_fail

STATE, CHECK = 13, 16
STYLES = {
    State.OK: "green",
    State.WARNING: "yellow",
    State.PROBLEM: "red",
    State.NOT_CHECKED: "dim",
}


def lines(finding: Finding, width: int) -> Iterator[str]:
    """The lines of one finding; only a command may be wider than ``width``."""
    head = f"{finding.state:{STATE}}{finding.check:{CHECK}}"
    yield from _wrapped(head, finding.found, width)
    if finding.expected:
        yield from _wrapped(f"{'':{STATE}}{'expected':{CHECK}}", finding.expected, width)
    for line in finding.mend.splitlines():
        yield f"{'':{STATE}}{line}"


def _wrapped(head: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]


def summary(findings: Iterable[Finding]) -> str:
    """The last line: whether it would fail, and how much of it nobody knows."""
    states = [finding.state for finding in findings]
    counted = [
        f"{states.count(state)} {noun}{'' if states.count(state) == 1 else plural}"
        for state, noun, plural in (
            (State.PROBLEM, "problem", "s"),
            (State.WARNING, "warning", "s"),
            (State.NOT_CHECKED, "not checked", ""),
        )
        if state in states
    ]
    return ", ".join(counted) or "Nothing stands in the way."


def document(pipeline: str, stage: str, findings: list[Finding]) -> Mapping[str, Any]:
    """What ``--json`` prints; what a finding does not say is null."""
    return {
        "type": "doctor",
        "pipeline": pipeline,
        "stage": stage,
        "ok": not would_fail(findings),
        "findings": [
            {
                "check": finding.check,
                "state": str(finding.state),
                "found": finding.found,
                "expected": finding.expected or None,
                "mend": finding.mend or None,
            }
            for finding in findings
        ],
    }
