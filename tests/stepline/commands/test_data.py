"""``stepline data``: nothing goes unless it is meant, and what lies there is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from localaws.server.embedded import EmbeddedAWS
from stepline import deployment
from stepline.commands import data as commands
from stepline.commands.arguments import refuse_empty
from stepline.errors import UserError
from stepline.main import app
from stepline.uploads import upload
from tests.stepline.clients import target
from tests.stepline.test_executions import DEPLOYMENT
from tests.stepline.uploads.conftest import Bucket


@pytest.fixture
def bucket(aws: EmbeddedAWS, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """That of a pipeline which is deployed there."""
    bucket = Bucket(aws.client("s3"))
    deployed = replace(DEPLOYMENT, bucket=bucket.name, data=f"s3://{bucket.name}/data/")
    embedded = replace(target(s3=bucket.s3), embedded=True)
    monkeypatch.setattr(commands, "announced_target", lambda: embedded)
    monkeypatch.setattr(deployment, "find", lambda *_: deployed)
    return bucket


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine").write_text("mine")
    return tmp_path / "mine"


def data(*words: object) -> None:
    command: Any = refuse_empty(typer.main.get_command(app))
    command(["data", "ner", *map(str, words)], standalone_mode=False)


def test_what_replaces_nothing_needs_no_consent(bucket: Bucket, mine: Path, capsys: Any) -> None:
    data(mine)
    assert bucket.data == {"mine": "mine"}
    assert "Uploaded: 1 sent, 0 deleted." in capsys.readouterr().err
    data(mine)
    assert "holds just that already" in capsys.readouterr().err


def test_what_replaces_something_needs_it(bucket: Bucket, mine: Path, capsys: Any) -> None:
    bucket.put("old", "theirs")
    with pytest.raises(UserError, match="no terminal to ask on, so nothing was done"):
        data(mine)
    assert bucket.data == {"old": "theirs"}
    assert "goes: 1 object, 6 bytes: old" in capsys.readouterr().err
    data(mine, "--yes")
    assert bucket.data == {"mine": "mine"}
    with pytest.raises(UserError, match="no terminal to ask on, so nothing was done"):
        data("--undo")
    data("--undo", "--yes")
    assert bucket.data == {"old": "theirs"}


def test_what_cannot_be_uploaded_is_said_before_anything_is_asked(
    bucket: Bucket, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="holds no file"):
        data(tmp_path, "--yes")


@pytest.mark.parametrize("words", [["x", "--undo"], ["--undo", "--json"], ["x", "--json"]])
def test_one_thing_is_done_at_a_time(bucket: Bucket, words: list[str]) -> None:
    with pytest.raises(UserError, match="give one of them"):
        data(*words)


def test_an_interruption_says_how_to_go_on(
    bucket: Bucket, mine: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(upload, "carry_out", interrupted)
    data(mine)  # which Typer ends with status 130
    assert "take it back: `stepline data ner --undo`" in capsys.readouterr().err


def test_what_lies_there_is_shown_and_told(bucket: Bucket, mine: Path, capsys: Any) -> None:
    data()
    assert capsys.readouterr().out == f"s3://{bucket.name}/data/ holds nothing\n"
    data(mine)
    capsys.readouterr()
    data()
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == f"s3://{bucket.name}/data/ holds 1 object, 4 bytes"
    assert second.endswith("    4 bytes  mine")
    assert third.startswith(f"Last came the upload of {mine}, at 20")
    assert last == "To take it back: stepline data ner --undo"
    data("--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["type"], told["objects"][0]["key"]) == ("data", "data/mine")
    assert told["uploads"][0]["sent"].keys() == {"data/mine"}
