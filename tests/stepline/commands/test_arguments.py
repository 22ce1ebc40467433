"""No argument of any command may be empty: an empty one is a variable that was not set."""

from __future__ import annotations

from typing import Any

import pytest
import typer
from typer.core import TyperOption

from stepline.commands.arguments import refuse_empty
from stepline.errors import UserError
from stepline.main import app


def command() -> Any:
    return refuse_empty(typer.main.get_command(app))


def leaves(command: Any, *names: str) -> list[tuple[tuple[str, ...], Any]]:
    below = getattr(command, "commands", {})
    if not below:
        return [(names, command)]
    return [leaf for name, each in below.items() for leaf in leaves(each, *names, name)]


OPTIONS = [
    (*names, next(name for name in parameter.opts if name.startswith("--")))
    for names, leaf in leaves(typer.main.get_command(app))
    for parameter in leaf.params
    if isinstance(parameter, TyperOption) and not parameter.is_flag
]


@pytest.mark.parametrize("words", OPTIONS, ids=" ".join)
def test_no_option_of_any_command_takes_nothing(words: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match=f"{words[-1]} is empty"):
        command()([*words, ""], standalone_mode=False)


@pytest.mark.parametrize(
    "words",
    [names for names, leaf in leaves(typer.main.get_command(app)) if leaf.params],
    ids=" ".join,
)
def test_no_command_takes_an_empty_word(words: tuple[str, ...]) -> None:
    with pytest.raises(Exception, match=r"is empty|unexpected extra argument"):
        command()([*words, ""], standalone_mode=False)


def test_what_is_handed_to_another_program_is_its_own_affair(monkeypatch: Any) -> None:
    became: list[Any] = []
    monkeypatch.setattr("stepline.environment.for_programs", dict)
    monkeypatch.setattr("stepline.environment.become", lambda words, _: became.append(words))
    command()(["exec", "--", "python", "-c", ""], standalone_mode=False)
    assert became == [["python", "-c", ""]]
