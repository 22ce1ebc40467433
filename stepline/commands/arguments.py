"""No argument of any command may be empty: an empty one is a shell variable that was not set.

``--data ''`` once meant the current folder. Here it is refused for all commands at once, before any of
them does anything. What is handed to another program (``exec``) is that program's affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stepline.errors import UserError


def refuse_empty(command: Any) -> Any:
    """The command as Typer made it, and all those below it, made to refuse empty arguments."""
    below = getattr(command, "commands", {})
    for each in below.values():
        refuse_empty(each)
    for parameter in command.params:
        parameter.process_value = _checked(parameter, command.name == "exec")
    if not below:
        command.invoke = _without_empty_extras(command.invoke)
    return command


def _checked(parameter: Any, handed_on: bool) -> Any:
    """In place of what makes a value of the word that was given: ``Path("")`` is the current folder."""
    process = parameter.process_value

    def checked(context: Any, value: Any) -> Any:
        words = list(value) if isinstance(value, (list, tuple)) else [value]
        if "" in (words[:1] if handed_on else words):
            raise _empty(_shown(parameter))
        return process(context, value)

    return checked


def _without_empty_extras(invoke: Any) -> Any:
    """What a command takes beside its own parameters goes on to the CDK CLI."""

    def checked(context: Any) -> Any:
        if "" in context.args:
            raise _empty(f"An argument of `{context.info_name}`")
        return invoke(context)

    return checked


def _shown(parameter: Any) -> str:
    """As a person writes it: ``--data``, ``PIPELINE``."""
    long: Iterable[str] = (name for name in parameter.opts if name.startswith("--"))
    return next(iter(long), None) or (parameter.metavar or parameter.name).strip("[]").upper()


def _empty(what: str) -> UserError:
    return UserError(
        f"{what} is empty, so nothing was done: is a variable of the shell not set? "
        "Leave it out, or give it a value."
    )
