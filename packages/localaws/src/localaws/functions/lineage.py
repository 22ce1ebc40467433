"""The chain of invocations that a trace header tells of, so that a loop is noticed. Pure.

Lambda's developer guide, "Use Lambda recursive loop detection": services hand the header
``X-Amzn-Trace-Id`` on, in which Lambda counts how often a function was invoked in one chain; SDKs send
it from within a function by themselves. What stands after ``Lineage=`` is Lambda's own affair: here, as
there by all appearances, ``1:``, and for each function eight digits and a count.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from localaws.protocols.refusal import Refusal

MOST = 16  # invocations of a function in one chain; the next is stopped
_MOST_FUNCTIONS = 32  # whose counts a header carries; the longest unseen is left out

_PART = re.compile(r"([A-Za-z]+)=([\w.:|-]+)", re.ASCII)
_COUNT = re.compile(r"([0-9a-f]{8}):(\d{1,6})", re.ASCII)


class Recursion(Refusal):
    """A function is invoked by what it has done itself, over and over, and its loop is ended."""

    def __init__(self) -> None:
        super().__init__(
            "RecursiveInvocationException",
            "Lambda has detected your function being invoked in a recursive loop with other Amazon "
            "Web Services resources and stopped your function's invocation.",
        )


@dataclass(frozen=True)
class Link:
    """An invocation's place in its chain.

    Attributes:
        trace: the header that its function gets and hands on.
        before: how often the chain has invoked this function already.
    """

    trace: str
    before: int


def link(trace: str, arn: str, now: float) -> Link:
    """The next link of a chain.

    Args:
        trace: the header that the invocation came with, "" or anything else where a chain begins.
        arn: of the function, without a qualifier.
        now: seconds since 1970, for the identity of a chain that begins.
    """
    given = dict(_PART.findall(trace[:4096]))
    counts = _counts(given.get("Lineage", ""))
    own = hashlib.sha256(arn.encode()).hexdigest()[:8]
    before = counts.pop(own, -1) + 1
    counts[own] = before
    lineage = "|".join(f"{each}:{n}" for each, n in list(counts.items())[-_MOST_FUNCTIONS:])
    root = given.get("Root") or f"1-{int(now):08x}-{secrets.token_hex(12)}"
    sampled = given.get("Sampled", "0")
    parent = secrets.token_hex(8)
    return Link(f"Root={root};Parent={parent};Sampled={sampled};Lineage=1:{lineage}", before)


def _counts(lineage: str) -> dict[str, int]:
    """How often each function was invoked before, less one; the last one last."""
    parts = lineage.removeprefix("1:").split("|")
    found = [_COUNT.fullmatch(part) for part in parts]
    return {each[1]: int(each[2]) for each in found if each}
