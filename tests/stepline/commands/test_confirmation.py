"""What deletes asks first; a script says ``--yes``, on a real account with the account's number."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from stepline.commands import confirmation
from stepline.commands.confirmation import BARE, Confirmed, Yes, agreed, confirm, joined
from stepline.errors import UserError
from stepline.target import Target
from tests.stepline import clients

ACCOUNT = "123456789012"
STS = SimpleNamespace(get_caller_identity=lambda: {"Account": ACCOUNT})
REAL = clients.target(sts=STS)
EMBEDDED = replace(REAL, embedded=True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["ner"], ["ner"]),
        (["--yes", "ner"], ["--yes=yes", "ner"]),
        (["ner", "--yes"], ["ner", "--yes=yes"]),
        (["-y", "--stage", "prod"], ["--yes=yes", "--stage", "prod"]),
        (["--yes", ACCOUNT, "ner"], [f"--yes={ACCOUNT}", "ner"]),
        (["--yes", "1234-5678-9012"], ["--yes=1234-5678-9012"]),
        (["--yes", "", "ner"], ["--yes=", "ner"]),
        ([f"--yes={ACCOUNT}"], [f"--yes={ACCOUNT}"]),
        (["ner", "--", "--yes", "1"], ["ner", "--", "--yes", "1"]),
    ],
)
def test_the_account_follows_yes_where_one_is_given(typed: list[str], read: list[str]) -> None:
    assert joined(typed) == read


def test_a_command_takes_yes_with_and_without_an_account() -> None:
    app, got = typer.Typer(), []

    @app.command(cls=Confirmed)
    def command(pipeline: str, yes: Yes = None) -> None:
        got.append((pipeline, yes))

    for words in (["ner"], ["--yes", "ner"], ["ner", "--yes", ACCOUNT], ["-y", ACCOUNT, "ner"]):
        ran = CliRunner().invoke(app, words)
        assert ran.exit_code == 0, ran.output
    assert got == [("ner", None), ("ner", BARE), ("ner", ACCOUNT), ("ner", ACCOUNT)]


@pytest.mark.parametrize(
    ("target", "yes"),
    [(EMBEDDED, BARE), (EMBEDDED, ACCOUNT), (REAL, ACCOUNT), (REAL, "1234-5678-9012")],
)
def test_yes_means_this_account(target: Target, yes: str) -> None:
    agreed(target, yes)


@pytest.mark.parametrize(
    ("target", "yes", "sentence"),
    [
        (REAL, BARE, f"a real account, .* `--yes {ACCOUNT}`"),
        (REAL, "210987654321", f"{ACCOUNT} here, and it came with '210987654321'"),
        (REAL, "", r"an empty argument \(an unset variable\?\)"),
        (EMBEDDED, "", "an empty argument"),
        (EMBEDDED, "210987654321", "nothing was done"),
    ],
)
def test_yes_that_means_another_account_or_none_is_refused(
    target: Target, yes: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        agreed(target, yes)


@pytest.mark.parametrize(("target", "wanted"), [(EMBEDDED, "--yes"), (REAL, f"--yes {ACCOUNT}")])
def test_without_a_terminal_it_is_refused_with_the_words_to_add(
    target: Target, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    with pytest.raises(UserError, match=f"no terminal to ask on, .* `{wanted}`"):
        confirm(target, "All of it goes.", None)


def test_on_a_terminal_a_person_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    replies: list[Any] = [True, False, typer.Abort()]

    def ask(*_: Any, **__: Any) -> bool:
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return bool(reply)

    monkeypatch.setattr(confirmation.typer, "confirm", ask)
    confirm(REAL, "All of it goes.", None)
    for _ in range(2):
        with pytest.raises(typer.Exit):
            confirm(REAL, "All of it goes.", None)
    said = capsys.readouterr().err
    assert said.count("All of it goes.") == 3
    assert said.count("Nothing was done.") == 2
