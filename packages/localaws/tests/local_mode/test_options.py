"""The arguments of local mode, as its commands get them."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.local_mode import options
from localaws.local_mode.options import Serve, Train


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("LOCALAWS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").touch()
    return tmp_path


def test_train_gets_its_channels_and_hyperparameters_by_name(folder: Path) -> None:
    asked = options.parse(
        [
            *("train", ".", "ml", "--channel=a=.", "--default-channel=b=Dockerfile"),
            *("--set=x=1=2", "--default-set=y=2"),
        ]
    )
    assert asked == Train(
        image=Path(),
        ml=folder / "ml",
        home=folder / ".localaws",
        runtime="auto",
        channels={"a": folder},
        default_channels={"b": folder / "Dockerfile"},
        hyperparameters={"x": "1=2"},
        content_type=None,
        force=False,
        default_hyperparameters={"y": "2"},
    )


def test_serve_listens_where_sagemaker_does_for_as_long_as_it_waits(folder: Path) -> None:
    asked = options.parse(["serve", ".", "ml", "--home=other", "--runtime=process"])
    assert asked == Serve(Path(), folder / "ml", folder / "other", "process", 8080, 480.0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", ".", "ml", "--set==1"], "expected KEY=VALUE"),
        (["train", ".", "ml", "--channel=a"], "expected NAME=PATH"),
        (["train", ".", "ml", f"--channel={'a' * 65}=."], "expected NAME=PATH"),
        (["train", ".", "ml", "--channel=a=.", "--channel=a=."], "--channel a is given twice"),
        (["serve", ".", "ml", "--port=65536"], "is no port number"),
        (["serve", "ml", "ml"], "is no image folder"),
    ],
)
def test_a_wrong_one_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        options.parse(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
