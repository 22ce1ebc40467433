"""What text of a request this platform can hand on: to programs, to files, into answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from localaws.sagemaker.errors import ApiError, validation


def check(request: Any) -> None:
    """See that every string of a validated request can be encoded: JSON lets half a pair pass.

    Raises:
        ApiError: one cannot.
    """
    for text in _strings(request):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            shown = text[:100].encode(errors="backslashreplace").decode()
            raise ApiError(
                "SerializationException", f"'{shown}' has half of a surrogate pair"
            ) from error


def check_program(member: str, words: Iterable[str]) -> None:
    """See that arguments or an environment can be handed to a program: none has a NUL.

    Raises:
        ApiError: one has.
    """
    for word in words:
        if "\0" in word:
            raise validation(
                f"The value of '{member}' is not valid: no program can be given the NUL character."
            )


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from _strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member)
