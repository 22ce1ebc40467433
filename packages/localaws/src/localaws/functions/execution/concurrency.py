"""Who may run now: the account's limit, and what is reserved. Pure.

Without a reservation a function shares what no other has reserved, whether those use it or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ACCOUNT_LIMIT = 1000  # AWS's default for an account and region


@dataclass(frozen=True)
class Refused:
    """Why not: the ``Reason`` of TooManyRequestsException."""

    reason: str


def admit(
    function: str,
    running: Mapping[str, int],
    reserved: Mapping[str, int],
    limit: int = ACCOUNT_LIMIT,
) -> Refused | None:
    """Whether one more invocation of a function may begin; None where it may.

    Args:
        running: how many invocations each function has now.
        reserved: what is reserved, for those that have a reservation.
        limit: the account's.
    """
    if function in reserved:
        if running.get(function, 0) < reserved[function]:
            return None
        return Refused("ReservedFunctionConcurrentInvocationLimitExceeded")
    shared = limit - sum(reserved.values())
    used = sum(count for name, count in running.items() if name not in reserved)
    return None if used < shared else Refused("ConcurrentInvocationLimitExceeded")
