"""Asks before a command deletes or replaces something, and takes ``--yes`` for an answer.

On a terminal a person is asked. A script says ``--yes``; on a real account it spells the account out
(``--yes 123456789012``), so that the same line run with another profile stops here. What is to be
said about the consequences is the command's own, in full before this is called.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from stepline.commands.terminal import err
from stepline.errors import UserError
from stepline.target import Target

BARE = "yes"
FLAGS = ("--yes", "-y")

Yes = Annotated[
    str | None,
    typer.Option(
        *FLAGS,
        metavar="[ACCOUNT]",
        show_default=False,
        help="Do not ask. On AWS with the account's number: --yes 123456789012.",
    ),
]
"""The option of a command whose class is ``Confirmed``."""


class Confirmed(TyperCommand):
    """A command with the option ``Yes``: ``@app.command(cls=Confirmed)``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, joined(args))


def joined(arguments: Sequence[str]) -> list[str]:
    """``--yes`` with its account as one word; one without an account gets ``BARE``.

    What begins with a digit, or is empty (an unset variable), is meant as the account: no pipeline is
    called so. Nothing after ``--`` is ours.
    """
    given = list(arguments)
    made: list[str] = []
    while given:
        word = given.pop(0)
        if word == "--":
            return [*made, word, *given]
        if word in FLAGS:
            is_account = bool(given) and (given[0] == "" or given[0][0].isdigit())
            word = f"--yes={given.pop(0) if is_account else BARE}"
        made.append(word)
    return made


def confirm(target: Target, what_happens: str, yes: str | None) -> None:
    """Return if it is meant. ``what_happens`` is a sentence or some lines of them, printed first.

    Raises:
        UserError: ``--yes`` does not name the account, or there is neither ``--yes`` nor a terminal.
        typer.Exit: the person said no.
    """
    err.print(what_happens, markup=False, highlight=False, soft_wrap=True)
    if yes is not None:
        agreed(target, yes)
    elif sys.stdin.isatty() and sys.stderr.isatty():
        _ask()
    else:
        raise UserError(
            "There is no terminal to ask on, so nothing was done. If this is meant, add "
            f"`{_wanted(target)}`."
        )


def agreed(target: Target, yes: str) -> None:
    """Return if ``--yes`` means this account: by its number, or bare on the embedded AWS.

    Raises:
        UserError: it does not.
    """
    if yes == BARE and target.embedded:
        return
    account = target.account()
    if yes == BARE:
        raise UserError(
            f"This is a real account, so nothing was done. If it is meant, spell it out: `--yes {account}`."
        )
    if yes.replace("-", "") != account:
        came = (
            f"it came with {yes!r}"
            if yes
            else "it came with an empty argument (an unset variable?)"
        )
        raise UserError(
            f"`--yes` names the account that is meant, {account} here, and {came}; nothing was done."
        )


def _ask() -> None:
    try:
        if typer.confirm("Go on?", err=True):
            return
    except typer.Abort:  # Ctrl-C or Ctrl-D
        err.print()
    err.print("Nothing was done.")
    raise typer.Exit(1)


def _wanted(target: Target) -> str:
    return "--yes" if target.embedded else f"--yes {target.account()}"
