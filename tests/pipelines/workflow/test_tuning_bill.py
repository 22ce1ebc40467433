"""The trainings of a tuning job, page by page, and their sum."""

from typing import Any

import pytest

from tests.pipelines.conftest import evaluated
from tests.pipelines.workflow.walking import walk

PRICED = {
    "instances": {"type": "ml.m5.large"},
    "billable_seconds": 60,
    "cost": {"usd": 0.5, "why": None},
}
UNPRICED = {**PRICED, "cost": {"usd": None, "why": "The price table has none."}}


@pytest.fixture
def states(definitions: Any) -> Any:
    return definitions["ner-tuned"]["States"]["Add up tuning"]["ItemProcessor"]["States"]


def page(*names: str, token: str | None = None) -> dict[str, Any]:
    listed = {"TrainingJobSummaries": [{"TrainingJobName": name} for name in names]}
    return {**listed, **({"NextToken": token} if token else {})}


def test_every_page_is_read(states: Any) -> None:
    action = "listTrainingJobsForHyperParameterTuningJob"
    pages = {action: [page("a", "b", token="t"), page("c", token="u"), page()]}
    begin, end = "List trainings of tuning", ("Describe trainings of tuning",)
    _, known, walked = walk(states, begin, "the-tuning", pages, end)
    assert known == {"name": "the-tuning", "trainings": ["a", "b", "c"]}
    assert walked.count("List more trainings of tuning") == 2


def summed(states: Any, *trainings: Any) -> Any:
    code = states["Describe trainings of tuning"]["Output"].removeprefix("{%").removesuffix("%}")
    return evaluated(code, {"name": "the-tuning"}, result=list(trainings))


def test_one_whose_cost_is_not_known_leaves_that_of_all_unknown(states: Any) -> None:
    told = summed(states, PRICED, UNPRICED, PRICED)
    assert told["cost"] == {
        "usd": None,
        "why": "Not known of 1 of its 3 trainings: The price table has none.",
    }
    assert (told["training_jobs"], told["billable_seconds"]) == (3, 180)


@pytest.mark.parametrize(("trainings", "usd", "seconds"), [([PRICED] * 2, 1, 120), ([], 0, 0)])
def test_the_sum_is_that_of_all(states: Any, trainings: Any, usd: float, seconds: int) -> None:
    told = summed(states, *trainings)
    assert told["cost"] == {"usd": usd, "why": None}
    assert told["billable_seconds"] == seconds


def test_a_cost_without_the_volumes_says_so(states: Any) -> None:
    alone = {**PRICED, "cost": {"usd": 0.5, "why": "Without its volume."}}
    assert summed(states, PRICED, alone)["cost"] == {"usd": 1, "why": "Without its volume."}
