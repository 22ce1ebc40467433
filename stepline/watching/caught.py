"""What an error means that the state machine has caught: most often that it was provided for."""

from __future__ import annotations

from stepline.history import Line

# Words of a cause, and what they say where a workflow goes on from them.
_MEANINGS = {"Could not find endpoint": "no endpoint yet"}
_CREATES = {"Create endpoint": "it is created"}


def meaning(line: Line) -> str:
    """Of a state whose error was caught, in a few words."""
    cause = line.cause or ""
    for words, what in _MEANINGS.items():
        if words in cause:
            then = _CREATES.get(line.then or "", f"goes on with {line.then}" if line.then else "")
            return f"{what}: {then}" if then else what
    then = f", goes on with {line.then}" if line.then else ""
    return f"provided for{then} ({line.error})"
