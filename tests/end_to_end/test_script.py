"""Scripts in AWS's images of frameworks: the pipeline, and a user's programs that know nothing of the embedded AWS."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

PROGRAMS = ROOT / "samples" / "frameworks"


def run(terminal: Terminal, program: str, *arguments: str) -> Any:
    """The object in the program's last line, against an embedded AWS that it starts."""
    terminal.run("up", "--port", "0")
    python = [sys.executable, "-W", "ignore", str(PROGRAMS / program), *arguments]
    return json.loads(terminal.run("exec", "--", *python).splitlines()[-1])


@pytest.mark.proof
def test_two_variants_share_requests_by_their_weights(terminal: Terminal) -> None:
    seen = run(terminal, "two_variants.py", "1000")
    assert {name: sum(counts.values()) for name, counts in seen.items()} == {
        "at 95 to 5": 1000,
        "at 50 to 50": 1000,
    }
    assert 20 <= seen["at 95 to 5"]["new"] <= 90  # 50 are expected, and 7 the standard deviation
    assert 400 <= seen["at 50 to 50"]["new"] <= 600


@pytest.mark.proof
def test_the_split_holds_over_ten_thousand_requests(terminal: Terminal) -> None:
    seen = run(terminal, "two_variants.py", "10000")
    assert 390 <= seen["at 95 to 5"]["new"] <= 610  # five standard deviations of 22
    assert 4700 <= seen["at 50 to 50"]["new"] <= 5300


@pytest.mark.proof
def test_a_scikit_learn_script_trains_and_serves(terminal: Terminal) -> None:
    seen = run(terminal, "with_scikit_learn.py")
    assert seen["metrics"]["accuracy"] > 0.9
    assert seen["species"] == ["setosa", "virginica"]


@pytest.mark.proof
def test_a_pytorch_script_trains_and_another_of_its_files_serves(terminal: Terminal) -> None:
    seen = run(terminal, "with_pytorch.py")
    assert seen["metrics"]["validation:mae"] < 25  # always the mean: 69
    rush_hour, night = seen["rentals"]
    assert rush_hour > 5 * night


@pytest.mark.proof
def test_a_transformer_trains_and_serves(terminal: Terminal) -> None:
    seen = run(terminal, "with_hugging_face.py")
    assert seen["metrics"]["accuracy"] > 0.9
    assert seen["said"] == ["praise", "complaint"]


@pytest.mark.proof
def test_the_pipeline_trains_by_the_script_that_the_deployment_packed(terminal: Terminal) -> None:
    said = terminal.run("run", "script", "--port", "0")
    shown = said.split("answers:\n")[1].split("\n\n")[0].splitlines()
    assert shown[0].split() == ["hour,workday,temperature,humidity,wind"]
    assert len([line for line in shown if re.search(r" \d+(\.\d+)?$", line)]) == 6
    assert re.search(r"Train .*validation:mae \d", said)
    with pytest.raises(ClientError, match="A row has the columns hour, workday, temperature"):
        terminal.client("sagemaker-runtime").invoke_endpoint(
            EndpointName="stepline-script-dev", ContentType="text/csv", Body=b"1,2,3"
        )
