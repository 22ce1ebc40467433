"""The file that gate and report read: whole or not at all, small, and the report is of it alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from evaluating import evaluation, serving
from evaluating.__main__ import main
from evaluating.classification import Classification
from evaluating.entities import Entities
from evaluating.page import page
from evaluating.problems import Unusable
from evaluating.reading import problem, read
from evaluating.regression import Regression
from evaluating.shortening import OTHERS

WICKED = '<script>alert("x")</script>&'
RANDOM = np.random.RandomState(1)
YES = RANDOM.randint(0, 2, 60)


def binary(noise: float, labels: tuple = ("no", "yes")) -> Classification:
    score = np.clip(YES * 0.6 + 0.2 + noise * RANDOM.uniform(-1, 1, 60), 0, 1)
    both = np.stack([1 - score, score], axis=1)
    return Classification(labels, YES, (score > 0.5).astype(int), both)


@pytest.fixture(scope="module")
def content() -> dict:
    return evaluation.evaluate("bank", binary(0.3), binary(0.6))


def test_it_has_the_form_that_the_gate_reads(content: dict) -> None:
    assert (content["version"], content["rows"]) == (1, 60)
    for one in (content["candidate"]["metrics"]["f1"], content["champion"]["metrics"]["auc"]):
        assert set(one) == {"value", "low", "high"}
    assert set(content["difference"]) == set(content["candidate"]["metrics"])
    assert content["candidate"]["types"]["yes"]["rows"] == int(YES.sum())
    assert set(content["candidate"]["types"]["yes"]["f1"]) == {"value", "low", "high"}
    assert content["candidate"]["confusion"]["labels"] == ["no", "yes"]
    assert sum(map(sum, content["candidate"]["confusion"]["counts"])) == 60


def test_a_first_run_has_no_champion() -> None:
    first = evaluation.evaluate("x", binary(0.3), None)
    assert first["champion"] is None
    assert first["difference"] == {}
    assert problem(first) is None
    assert f"no other serves yet: {first['rows']:,} rows of the test split" in page(first)


def test_a_champion_that_could_not_be_measured_is_no_first_run() -> None:
    found = evaluation.evaluate("x", binary(0.3), None, "It is <gone>.")
    assert (found["champion"], found["champion_problem"]) == (None, "It is <gone>.")
    assert problem(found) is None
    assert "no other serves yet" not in page(found)
    assert "It is &lt;gone&gt;." in page(found)
    assert (
        problem({**found, "champion_problem": 1})
        == "champion_problem must be a text or null, but is 1"
    )


def test_what_the_state_machine_says_of_the_champion_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(serving.TOLD_BY, " its artifact\nis gone ")
    found = evaluation.evaluate("x", binary(0.3), None)
    assert found["champion_problem"] == "Its artifact is gone."
    assert evaluation.evaluate("x", binary(0.3), binary(0.3))["champion_problem"] is None
    monkeypatch.setenv(serving.TOLD_BY, "")
    assert evaluation.evaluate("x", binary(0.3), None)["champion_problem"] is None


def test_whatever_a_champion_ends_in_is_told_unless_it_is_the_jobs_own() -> None:
    def ends_in(error: Exception) -> tuple:
        def measure() -> None:
            raise error

        return serving.measured(measure, Unusable)

    assert ends_in(Unusable("it has three columns")) == (None, "It has three columns.")
    assert ends_in(AttributeError("x" * 900))[1].startswith(
        "The model that serves cannot be asked: AttributeError: xxx"
    )
    assert len(ends_in(AttributeError("x" * 900))[1]) == serving.LONGEST
    for of_the_job in (MemoryError(), OSError(28, "No space left on device")):
        with pytest.raises(type(of_the_job)):
            ends_in(of_the_job)
    assert serving.measured(lambda: 1) == (1, None)


def test_both_files_are_written_whole(content: dict, tmp_path: Path) -> None:
    evaluation.write(tmp_path / "new", content)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "evaluation.json",
        "report.html",
    ]
    assert read(tmp_path / "new" / "evaluation.json") == content


def test_what_is_too_large_to_be_read_leaves_nothing(content: dict, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"would have \d+ bytes, but a state machine reads 100000"):
        evaluation.write(tmp_path, {**content, "title": "x" * 100_000})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(
    content: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        evaluation.write(tmp_path, content)
    assert list(tmp_path.iterdir()) == []


def test_hundreds_of_labels_make_a_file_that_can_be_read(tmp_path: Path) -> None:
    names = [
        f"label number {n} of a long name that says much more than it has to" for n in range(300)
    ]
    many = RANDOM.randint(0, 300, 3000)
    scores = Classification(names, many, np.roll(many, 1))
    made = evaluation.evaluate("many", scores, scores)
    evaluation.write(tmp_path, made)
    table = made["candidate"]["confusion"]
    assert table["labels"][-1] == OTHERS
    assert sum(map(sum, table["counts"])) == 3000
    assert len(made["candidate"]["types"]) == 40


class Balanced(HTMLParser):
    """Fails where a tag is closed that was not opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_needs_nothing_besides_and_its_plots_are_well_formed(content: dict) -> None:
    made = page(content)
    checked = Balanced()
    checked.feed(made)
    assert checked.open == []
    assert not re.search(r"(src|href)=|@import|url\(|<script", made)
    plots = re.findall(r"<svg.*?</svg>", made)
    assert len(plots) >= 5
    for plot in plots:
        ElementTree.fromstring(plot)


@pytest.mark.parametrize(
    "scores",
    [
        binary(0.3, (WICKED, "b")),
        Entities([[(0, 1, WICKED)]], [[(0, 1, WICKED)]]),
        Regression(np.arange(9.0), np.arange(9.0) * 3),
        Regression(np.zeros(3), np.zeros(3)),
    ],
)
def test_names_are_escaped_and_every_kind_of_scores_can_be_shown(
    scores: evaluation.Described,
) -> None:
    made = page(evaluation.evaluate(WICKED, scores, scores))
    assert "<script" not in made
    for plot in re.findall(r"<svg.*?</svg>", made):
        ElementTree.fromstring(plot)


def test_a_number_changed_by_hand_is_shown_when_the_report_is_made_again(
    content: dict, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    evaluation.write(tmp_path, content)
    file, report = tmp_path / "evaluation.json", tmp_path / "report.html"
    before = report.read_text(encoding="utf-8")
    changed = json.loads(file.read_text(encoding="utf-8"))
    changed["candidate"]["metrics"]["f1"]["value"] = 0.1234
    file.write_text(json.dumps(changed), encoding="utf-8")
    assert main([str(file)]) == 0
    assert "0.1234" not in before
    assert "0.1234" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is no JSON"),
        ("[]", "must be an object"),
        ('{"version": 2}', "version must be 1, but is 2"),
        ('{"version": 1, "rows": 1}', "candidate must be an object"),
        (
            '{"version": 1, "rows": 1, "candidate": {"metrics": {"f1": 0.5}}}',
            'candidate.metrics.f1 must be an object with "value"',
        ),
        (
            '{"version": 1, "rows": 1, "candidate": {"metrics": {"f1": {"value": "good"}}}}',
            "must be a number or null, but is 'good'",
        ),
        (
            '{"version": 1, "rows": 1, "candidate": {"metrics": {"f1": {"value": NaN}}}}',
            "must be a number or null, but is nan",
        ),
        (
            '{"version": 1, "rows": 1, "candidate": {"metrics": {"f1": {"value": 1'
            + "0" * 400
            + "}}}}",
            "must be a number or null, but is 1000",
        ),
        (
            '{"version": 1, "rows": 1, "candidate": {"metrics": {}, "confusion": {"labels": ["a"], '
            '"counts": [[1, 2]]}}}',
            "as many rows and columns",
        ),
    ],
)
def test_what_is_no_evaluation_is_told(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "report.html").exists()


def test_the_program_runs_by_its_name(content: dict, tmp_path: Path) -> None:
    evaluation.write(tmp_path, content)
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-m", "processing.evaluating", str(tmp_path / "evaluation.json")],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert main([]) == 2
    assert main([str(tmp_path / "none.json")]) == 1
