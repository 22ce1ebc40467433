"""A user's mistake is a sentence and a status, never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError

from stepline import embedded, locks, main

from .conftest import stepline
from .test_server_record import RECORD


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--data", "nowhere"], "There is no file or folder nowhere"),
        (["run", "--pretrained", "nowhere"], "There is no file or folder nowhere"),
        (
            ["run", "nerr"],
            "There is no pipeline nerr. Did you mean ner? There are: bank, clicks, iris",
        ),
        (["deploy", "nerr"], "There is no pipeline nerr. Did you mean ner?"),
        (["status", "nerr"], "There is no pipeline nerr. Did you mean ner?"),
        (["start", "--input", "{"], "The execution input is not JSON"),
        (["start", "--input", "[]"], "The execution input is a JSON list"),
        (["start", "--input", "@nowhere.json"], "nowhere.json cannot be read"),
        (["start", "--data", ""], "--data is empty"),
        (["run", "--data="], "--data is empty"),
        (["run", ""], "PIPELINE is empty"),
        (["deploy", "ner", "-c", ""], "An argument of `deploy` is empty"),
        (["up", "--quota", "ml.m5.xlarge=1", "--quota", ""], "--quota is empty"),
        (["image", "train", "iris", "--channel", "training="], "training= has no path"),
        (["exec", ""], "COMMAND is empty"),
        (["status"], "no AWS region is set"),
        (["unheard-of"], "No such command"),
        (["run", "--port", "many"], "Invalid value"),
        (["up", "--parallel-jobs", "0"], "'0' is no number of containers from 1 on"),
        (["up", "--quota", "ml.m5.xlarge=1"], "there is no quota 'ml.m5.xlarge'"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    ended = stepline(*arguments, home=tmp_path)
    assert ended.returncode in (1, 2)
    assert sentence in ended.stderr.replace("\n", " ")
    assert "Traceback" not in ended.stderr


def test_an_aws_that_cannot_be_reached_is_said(tmp_path: Path) -> None:
    nowhere = {"AWS_ENDPOINT_URL": "http://localhost:9", "AWS_REGION": "us-east-1"}
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_MAX_ATTEMPTS": "1"}
    ended = stepline("status", home=tmp_path, **nowhere, **keys)
    assert ended.returncode == 1
    assert "cannot be reached" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_embedded_aws_that_was_killed_is_said_with_what_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def killed() -> None:
        raise EndpointConnectionError(endpoint_url="http://localhost:4566/")

    (tmp_path / "server.json").write_text(json.dumps(RECORD))
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path))
    monkeypatch.setattr(main, "refuse_empty", lambda _: killed)
    with pytest.raises(SystemExit, match="1"):
        main.main()
    said = capsys.readouterr().err
    assert "The embedded AWS at http://localhost:4566 was killed" in said
    assert "`stepline up --keep` goes on with the state machines" in said


@pytest.mark.parametrize("asked", ["http://localhost:45660/", "https://s3.amazonaws.com", "None"])
def test_who_else_does_not_answer_is_no_embedded_aws(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path))
    assert embedded.lost("http://localhost:4566/") is None
    (tmp_path / "server.json").write_text(json.dumps(RECORD))
    assert embedded.lost("http://localhost:4566/") is not None
    assert embedded.lost(asked) is None


def test_down_where_nothing_runs_says_so(tmp_path: Path) -> None:
    ended = stepline("down", home=tmp_path)
    assert ended.returncode == 0
    assert "No embedded AWS runs here" in ended.stderr


def test_up_warns_of_plain_processes(tmp_path: Path) -> None:
    try:
        up = stepline("up", "--runtime", "process", "--port", "0", home=tmp_path)
        assert up.returncode == 0, up.stderr
        assert "they can read and change whatever you can" in up.stderr
        again = stepline("up", home=tmp_path)
        assert "they can read and change whatever you can" in again.stderr
    finally:
        stepline("down", home=tmp_path)
    log = (tmp_path / "server.log").read_text()
    assert log.count("they can read and change whatever you can") == 1


def test_a_home_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where the folder should be")
    data = tmp_path / "d.conll"
    data.write_text("x O\n")
    ended = stepline("run", "--data", str(data), home=occupied)
    assert ended.returncode == 1
    assert "cannot be written to" in ended.stderr


def test_a_second_run_of_a_pipeline_is_told_of_the_first(tmp_path: Path) -> None:
    data = tmp_path / "d.conll"
    data.write_text("x O\n")
    with locks.held(tmp_path / "runs" / "ner-dev.lock"):
        ended = stepline("run", "--data", str(data), home=tmp_path)
    assert ended.returncode == 1
    said = " ".join(ended.stderr.split())
    assert f"Another run of ner is under way in this folder (process {os.getpid()})" in said
