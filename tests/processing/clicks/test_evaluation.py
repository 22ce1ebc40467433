"""Scores and labels become figures, and what does not fit together is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from impressions import labels
from impressions.encoding import FILE, Encoding

ENCODING = Encoding("click", {"ad": ("a", "b")})


@pytest.fixture
def inputs(tmp_path: Path) -> Callable[..., list[object]]:
    """The arguments of an evaluation of scores and labels."""

    def write(scores: str, clicked: list[bool], made_by: Encoding = ENCODING) -> list[object]:
        for folder in ("scores", "labels", "encoding"):
            (tmp_path / folder).mkdir()
        (tmp_path / "scores" / "test.pbr.out").write_text(scores)
        (tmp_path / "labels" / labels.FILE).write_text(labels.text(made_by.fingerprint, clicked))
        (tmp_path / "encoding" / FILE).write_text(ENCODING.as_json())
        names = ("scores", "labels", "encoding", "output")
        return ["evaluate", *(word for name in names for word in (f"--{name}", tmp_path / name))]

    return write


def lines(*scores: float) -> str:
    return "".join(json.dumps({"predicted_label": 0, "score": one}) + "\n" for one in scores)


def test_an_evaluation_is_a_text_a_picture_and_figures(
    inputs: Callable[..., list[object]],
    run: Callable[..., int],
    tmp_path: Path,
    base_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(*inputs(lines(0.1, 0.2, 0.7, 0.6), [False, False, True, False])) == 0
    found = json.loads((tmp_path / "output" / "evaluation.json").read_text())
    assert found["rows"] == 4
    metrics = found["candidate"]["metrics"]
    assert metrics["auc"]["value"] == 1.0
    assert metrics["accuracy"]["value"] == 0.75
    assert found["champion"] is None
    text = (tmp_path / "output" / "evaluation.txt").read_text()
    assert "Log loss            0.4004 (always the rate: 0.5623)" in text
    assert text in capsys.readouterr().out
    assert ElementTree.parse(tmp_path / "output" / "evaluation.svg").getroot().tag.endswith("svg")
    message = (base_folder / "output" / "message").read_text()
    assert message.startswith("Log loss 0.4004")


def test_what_the_champion_said_of_the_same_rows_is_measured_beside_it(
    inputs: Callable[..., list[object]], run: Callable[..., int], tmp_path: Path
) -> None:
    given = inputs(lines(0.1, 0.2, 0.7, 0.6), [False, False, True, False])
    champion = tmp_path / "champion"
    champion.mkdir()
    (champion / "test.pbr.out").write_text(lines(0.9, 0.8, 0.1, 0.6))
    assert run(*given, "--champion-scores", champion) == 0
    found = json.loads((tmp_path / "output" / "evaluation.json").read_text())
    assert found["champion"]["metrics"]["auc"]["value"] == 0
    assert found["difference"]["auc"]["value"] == 1
    assert "<svg" in (tmp_path / "output" / "report.html").read_text()
    (champion / "test.pbr.out").write_text(lines(0.9))
    assert run(*given, "--champion-scores", champion) == 0
    found = json.loads((tmp_path / "output" / "evaluation.json").read_text())
    assert found["champion"] is None
    assert found["champion_problem"].startswith("There are 1 scores for 4 labels")


@pytest.mark.parametrize(
    ("scores", "clicked", "sentence"),
    [
        (lines(0.1), [True, False], "there are 1 scores for 2 labels"),
        ('{"score": 0.5}\nnot JSON\n', [True, False], "line 2 has no score: not JSON"),
        ('{"predicted_label": 1}\n', [True], "line 1 has no score"),
        (lines(1.5), [True], "has the score 1.5, which is no probability"),
    ],
)
def test_scores_that_are_none_are_refused(
    inputs: Callable[..., list[object]],
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    scores: str,
    clicked: list[bool],
    sentence: str,
) -> None:
    assert run(*inputs(scores, clicked)) == 1
    assert sentence.lower() in capsys.readouterr().err.lower()


def test_rows_of_another_encoding_are_refused(
    inputs: Callable[..., list[object]], run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    other = Encoding("click", {"ad": ("b", "a")})
    assert run(*inputs(lines(0.5), [True], made_by=other)) == 1
    assert "the model was trained with" in capsys.readouterr().err


def test_what_lacks_is_named(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_text(ENCODING.as_json())
    given = ["--encoding", tmp_path, "--labels", tmp_path]
    assert run("evaluate", *given) == 1
    assert "There are no labels" in capsys.readouterr().err
    (tmp_path / labels.FILE).write_text(labels.text(ENCODING.fingerprint, [True]))
    assert run("evaluate", *given, "--scores", tmp_path) == 1
    assert "the transform job writes it" in capsys.readouterr().err
