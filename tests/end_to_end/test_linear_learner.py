"""Linear Learner in the three ways of its page: a user's programs that know nothing of the embedded AWS."""

from __future__ import annotations

import sys

import pytest

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

PROGRAMS = ROOT / "samples" / "linear_learner"


def run(terminal: Terminal, program: str) -> list[str]:
    """The lines of the five scores and of the accuracy that the program prints, against an embedded AWS."""
    terminal.run("up", "--port", "0")
    said = terminal.run("exec", "--", sys.executable, "-W", "ignore", str(PROGRAMS / program))
    return [line for line in said.splitlines() if line.startswith(("score ", "accuracy "))]


@pytest.mark.proof
def test_a_program_trains_linear_learner_and_asks_it(terminal: Terminal) -> None:
    *scores, accuracy = run(terminal, "with_linear_learner.py")
    assert len(scores) == 5
    assert all(0 < float(line.removeprefix("score ")) < 1 for line in scores)
    assert float(accuracy.removeprefix("accuracy ")) > 0.76  # always "no click" has 0.748


@pytest.mark.proof
def test_all_three_ways_say_the_same(terminal: Terminal) -> None:
    ways = ("with_estimator.py", "with_boto3.py", "with_linear_learner.py")
    first, *others = (run(terminal, program) for program in ways)
    assert len(first) == 6
    assert others == [first, first]
