"""How a service has a function invoked: the face that ``functions`` shows to every room that sends it an event."""

from __future__ import annotations

from typing import Protocol


class InvokeFunction(Protocol):
    """Invokes a function by an event, which Lambda queues, and tries again by itself from there on."""

    def __call__(
        self, arn: str, payload: bytes, *, principal: str | None = None, source: str | None = None
    ) -> None:
        """
        Args:
            arn: with or without a qualifier.
            principal: the service whose permission the function's policy has to give; None: a role's
                permission will do, and the policy is not asked.
            source: the ARN of what invokes it.

        Raises:
            Refusal: there is no such function, or its policy forbids it.
        """
