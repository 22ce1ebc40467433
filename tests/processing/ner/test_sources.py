"""Which files are data, and which split their names say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus.problems import JobProblem
from corpus.sources import find, named_split

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("wnut17train.conll", "train"),
        ("emerging.dev.conll", "validation"),
        ("train.jsonl", "train"),
        ("TRAINING_01.txt", "train"),
        ("valid.jsonl", "validation"),
        ("my-validation.conll", "validation"),
        ("test/part-0.jsonl", "test"),
        ("eng.testa", "validation"),
        ("eng.testb", "test"),
        ("trainers/dev.txt", "validation"),
        ("constrain.conll", None),
        ("devices.conll", None),
        ("latest.conll", None),
        ("all.jsonl", None),
    ],
)
def test_a_name_says_the_split_or_nothing(name: str, split: str | None) -> None:
    assert named_split(name) == split


def test_a_name_that_says_two_splits_is_refused() -> None:
    with pytest.raises(JobProblem, match="names two splits, train and test"):
        named_split("train-test.conll")


def test_other_files_are_left_aside_and_said(write: Write) -> None:
    others = (
        "README.md",
        ".hidden.conll",
        "x.csv",
        "b/_SUCCESS",
        "b/manifest.json",
        "b/m.manifest",
    )
    folder = write({"b/train.conll": "a O", **dict.fromkeys(others, "x")})
    sources, ignored = find(folder)
    assert [source.name for source in sources] == ["b/train.conll"]
    assert sorted(ignored) == sorted(others)


def test_a_single_file_may_be_called_anything(write: Write) -> None:
    folder = write({"notes.md": "a O", "records": '{ "text": "a"}'})
    assert find(folder / "notes.md")[0][0].format == "CoNLL"
    assert find(folder / "records")[0][0].format == "JSON lines"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"x.csv": "a"}, "there is no data file in"),
        ({"train.conll": "a", "more.conll": "a"}, "more.conll names no split while train.conll"),
        ({"dev.conll": "a"}, "there is no training file"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused(
    write: Write, files: dict[str, str], message: str
) -> None:
    with pytest.raises(JobProblem, match=message):
        find(write(files))


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JobProblem, match=r"there is no .*nowhere"):
        find(tmp_path / "nowhere")
