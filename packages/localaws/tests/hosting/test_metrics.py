"""What an invocation counts as, and what is published of many."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from localaws.clock import Clock
from localaws.hosting.metrics import EndpointMetrics, Whose

from ..published_metrics import published
from .conftest import ACCOUNT

REGION = "eu-central-1"


@pytest.fixture
def metrics() -> Iterator[EndpointMetrics]:
    made = EndpointMetrics(ACCOUNT, REGION, Clock())
    yield made
    made.publish()


def of_variants(endpoint: str) -> dict[tuple[str, str], tuple[float, float]]:
    """The sample count and the sum of each variant's metrics."""
    return {
        (dict(names)["VariantName"], metric): (
            sum(each.count for each in samples),
            sum(each.sum for each in samples),
        )
        for (metric, names), samples in published(ACCOUNT, REGION, "AWS/SageMaker").items()
        if ("EndpointName", endpoint) in names
    }


@pytest.mark.parametrize(
    ("status", "errors"),
    [
        (200, (0, 0, 0)),
        (399, (0, 0, 0)),
        (400, (1, 0, 1)),
        (499, (1, 0, 1)),
        (500, (0, 1, 1)),
        (0, (0, 1, 1)),
    ],
)
def test_an_error_is_the_callers_or_the_containers(
    metrics: EndpointMetrics, status: int, errors: tuple[int, int, int]
) -> None:
    name = uuid.uuid4().hex
    metrics.invoked(name, "a", status, 0.25)
    metrics.publish()
    found = of_variants(name)
    names = ("Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors")
    assert tuple(found["a", each][1] for each in names) == errors
    assert found["a", "Invocations"] == (1, 1)
    assert found["a", "ModelLatency"] == (1, 250_000)


def test_many_invocations_are_one_statistic_of_each_variant(metrics: EndpointMetrics) -> None:
    name = uuid.uuid4().hex
    for index in range(5):
        metrics.invoked(name, "ab"[index % 2], 200, 0.001)
    metrics.publish()
    found = of_variants(name)
    assert (found["a", "Invocations"], found["b", "Invocations"]) == ((3, 3), (2, 2))
    metrics.publish()
    assert of_variants(name) == found


def test_what_an_instance_gets_and_what_the_container_did_not_take(
    metrics: EndpointMetrics,
) -> None:
    name = uuid.uuid4().hex
    metrics.invoked(name, "a", 200, 0.25, overhead=0.002, instances=4)
    metrics.publish()
    found = of_variants(name)
    assert found["a", "InvocationsPerInstance"] == (1, 0.25)
    assert found["a", "OverheadLatency"] == (1, 2000)


def test_percentiles_are_within_three_figures_and_sums_exact(metrics: EndpointMetrics) -> None:
    name = uuid.uuid4().hex
    for micros in (1001, 1002, 90_004):
        metrics.invoked(name, "a", 200, micros / 1e6)
    metrics.publish()
    names = frozenset({("EndpointName", name), ("VariantName", "a")})
    samples = published(ACCOUNT, REGION, "AWS/SageMaker")["ModelLatency", names]
    assert [(each.least, each.count) for each in samples] == [(1000, 2), (90_000, 1)]
    assert sum(each.sum for each in samples) == pytest.approx(92_007)


def test_each_fleet_is_counted_by_its_configuration_as_well(metrics: EndpointMetrics) -> None:
    name = uuid.uuid4().hex
    metrics.invoked(name, "a", 200, 0.1, configuration="old")
    metrics.invoked(name, "a", 500, 0.1, configuration="new")
    metrics.publish()
    found = published(ACCOUNT, REGION, "AWS/SageMaker")
    of_variant = {("EndpointName", name), ("VariantName", "a")}
    errors = {
        configuration: sum(
            sample.sum
            for sample in found[
                "Invocation5XXErrors",
                frozenset(of_variant | {("EndpointConfigName", configuration)}),
            ]
        )
        for configuration in ("old", "new")
    }
    assert errors == {"old": 0, "new": 1}
    assert sum(s.count for s in found["Invocations", frozenset(of_variant)]) == 2


def test_the_containers_of_a_pipeline_have_latencies_of_their_own(
    metrics: EndpointMetrics,
) -> None:
    name = uuid.uuid4().hex
    metrics.invoked(name, "a", 200, 0.3, containers={"front": 0.1, "back": 0.2})
    metrics.publish()
    found = {
        dict(names)["ContainerName"]: samples[0].sum
        for (metric, names), samples in published(ACCOUNT, REGION, "AWS/SageMaker").items()
        if metric == "ContainerLatency" and ("EndpointName", name) in names
    }
    assert found == {"front": 100_000, "back": 200_000}


def test_other_metrics_are_counted_by_endpoint_or_variant(metrics: EndpointMetrics) -> None:
    name = uuid.uuid4().hex
    metrics.count(Whose(name), "ApproximateBacklogSize", 3)
    metrics.count(Whose(name, "a"), "TimeInBacklog", 2.5, "Milliseconds")
    metrics.publish()
    found = {
        (metric, dict(names).get("VariantName")): samples[0].sum
        for (metric, names), samples in published(ACCOUNT, REGION, "AWS/SageMaker").items()
        if ("EndpointName", name) in names
    }
    assert found == {("ApproximateBacklogSize", None): 3, ("TimeInBacklog", "a"): 2.5}
