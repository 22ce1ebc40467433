"""What a client is told when its request is not done: the same whatever the protocol."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """A request is refused. ``code`` is AWS's name of the error, ``status`` the HTTP status.

    ``members`` are what the error has beside its message, which only REST with JSON shows.
    """

    def __init__(
        self, code: str, message: str, status: int = 400, members: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.members = members or {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Malformed(Exception):
    """A request cannot be read as what its model says; the message says where and why."""


class UnknownOperation(Exception):
    """A request names, or is shaped for, no operation of its service."""
