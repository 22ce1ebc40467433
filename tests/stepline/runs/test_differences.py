"""What differs between two runs, and what of their metrics is more than chance."""

from __future__ import annotations

from typing import Any

import pytest

from stepline.runs.differences import MetricPair, Score, compare
from stepline.runs.differences_report import document, shown
from tests.stepline.runs.records import job, record


def differing(**others: Any) -> list[tuple[str, str, tuple[Any, Any]]]:
    found = compare(record(), record(**others)).differences
    return [(one.section, one.name, one.values) for one in found]


def text(found: Any) -> str:
    """With a blank between columns."""
    return " ".join(str(shown(found)).split())


def test_a_run_does_not_differ_from_itself() -> None:
    found = compare(record(), record())
    assert found.differences == ()
    assert found.same == ("data", "image", "hyperparameters", "machines")
    assert "Nothing that made the two models differs." in str(shown(found))


def test_a_hyperparameter_that_changed_went_or_came() -> None:
    config = {"hyperparameters": {"max_depth": "7", "criterion": "gini"}}
    assert differing(config=config) == [
        ("hyperparameters", "max_depth", ("5", "7")),
        ("hyperparameters", "seed", ("13", None)),
        ("hyperparameters", "criterion", (None, "gini")),
    ]


def test_the_machines_of_the_processing_stand_with_the_jobs_alone() -> None:
    machines = {"instance_type": "ml.m5.large", "instance_count": 2}
    config = {**record().get("config", {}), "processing": {**machines, "test_fraction": 0.3}}
    assert ("processing", "test_fraction", (None, 0.3)) in differing(config=config)
    assert not {name for _, name, _ in differing(config=config)} & set(machines)


def test_data_differ_by_their_digest() -> None:
    data = {**record()["inputs"]["data"], "digest": "d2", "versions": None}
    assert differing(inputs={"data": data}) == [("data", "digest", ("d1", "d2"))]


def test_code_and_image_differ_by_hash_and_digest_and_an_image_without_one_by_its_tag() -> None:
    other = job(code={"uri": "s3://b/ff.zip", "hash": "ff"}, image={"uri": "i:2", "digest": None})
    assert differing(jobs=[other]) == [
        ("image", "Train", ("sha256:aa", "i:2")),
        ("code", "Train", (None, "ff")),
    ]


def test_of_a_job_that_was_redriven_the_last_counts() -> None:
    """What one that failed had logged by then is no metric of the model."""
    failed = job(status="Failed", metrics={"accuracy": 0.1}, hyperparameters={"max_depth": "1"})
    redriven = compare(record(), record(jobs=[failed, job()]))
    assert redriven.differences == ()
    assert all(one.scores[0] == one.scores[1] for one in redriven.metrics)


def test_without_a_list_of_inputs_the_address_of_the_data_is_compared() -> None:
    first, second = record(inputs=None), record(inputs=None, config={"data": "s3://other/"})
    [one] = [each for each in compare(first, second).differences if each.section == "data"]
    assert one.values == ("s3://bucket/data/", "s3://other/")


def score(value: float, low: float, high: float) -> dict[str, Any]:
    return {"f1": {"candidate": {"value": value, "low": low, "high": high}}}


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(0.93, 0.99, True), (0.7, 0.8, True), (0.91, 0.95, False)]
)
def test_metrics_have_their_intervals(low: float, high: float, apart: bool) -> None:
    found = compare(record(), record(scores=score(0.5, low, high)))
    f1, accuracy = found.metrics
    assert (f1.name, f1.apart) == ("f1", apart)
    assert accuracy == MetricPair("accuracy", (Score(0.95), Score(0.95)))
    assert accuracy.apart is None
    assert f"0.9 (0.88 to 0.92) 0.5 ({low} to {high})" in text(found)


def test_a_metric_that_one_run_lacks_is_a_dash() -> None:
    found = compare(record(), record(scores={"f1": {"candidate": None}, "auc": None}))
    assert found.metrics[0].scores == (Score(0.9, 0.88, 0.92), None)
    assert "0.9 (0.88 to 0.92) —" in text(found)


@pytest.mark.parametrize("bare", [{"jobs": None}, {"jobs": [{}]}, {"config": None}, {"cost": None}])
def test_a_record_that_lacks_a_part_is_compared_by_the_others(bare: dict[str, Any]) -> None:
    assert str(shown(compare(record(**bare), record())))
    assert document(compare(record(), record(**bare)))["type"] == "comparison"


def test_programs_get_the_values_of_both() -> None:
    told = document(
        compare(record(), record(jobs=[job(instances={"type": "ml.c5.xlarge", "count": 2})]))
    )
    assert told["differences"] == [
        {"section": "machines", "name": "Train", "values": ["1 × ml.m5.large", "2 × ml.c5.xlarge"]}
    ]
    assert told["metrics"][0]["values"][0] == {"value": 0.9, "low": 0.88, "high": 0.92}
