"""Several variants behind one endpoint: who gets which share of the requests."""

from __future__ import annotations

from collections import Counter

import pytest

from localaws.hosting.invocation.errors import InvokeError
from localaws.sagemaker.errors import ApiError

from .callers import Clients, ask
from .conftest import Bench


def test_traffic_is_shared_by_weight_and_a_target_variant_overrides_it(
    bench: Bench, name: str
) -> None:
    for who in ("a", "b", "silent"):
        bench.model(f"{name}-{who}", WHO=who)
    bench.configuration(
        name,
        {"VariantName": "a", "ModelName": f"{name}-a", "InitialVariantWeight": 3},
        {"VariantName": "b", "ModelName": f"{name}-b", "InitialVariantWeight": 1},
        {"VariantName": "silent", "ModelName": f"{name}-silent", "InitialVariantWeight": 0},
    )
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    bench.settled(name)
    seen = Counter(ask(bench, name)["who"] for _ in range(200))
    assert set(seen) == {"a", "b"}
    assert seen["a"] > seen["b"]
    assert ask(bench, name, x_amzn_sagemaker_target_variant="silent")["who"] == "silent"
    with pytest.raises(InvokeError, match="Variant nobody not found"):
        ask(bench, name, x_amzn_sagemaker_target_variant="nobody")


def test_weights_and_counts_change_without_a_failed_request(bench: Bench, name: str) -> None:
    for who in ("a", "b"):
        bench.model(f"{name}-{who}", WHO=who)
    bench.configuration(
        name,
        {"VariantName": "a", "ModelName": f"{name}-a"},
        {"VariantName": "b", "ModelName": f"{name}-b"},
    )
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    bench.settled(name)
    with Clients(bench, name, 2) as clients:
        bench.call(
            "UpdateEndpointWeightsAndCapacities",
            EndpointName=name,
            DesiredWeightsAndCapacities=[
                {"VariantName": "a", "DesiredWeight": 0},
                {"VariantName": "b", "DesiredInstanceCount": 2},
            ],
        )
        described = bench.settled(name)
    assert set(clients.seen) <= {"a", "b"}
    a, b = described["ProductionVariants"]
    assert (a["CurrentWeight"], a["CurrentInstanceCount"]) == (0, 1)
    assert (b["CurrentWeight"], b["CurrentInstanceCount"]) == (1, 2)
    assert {ask(bench, name)["who"] for _ in range(20)} == {"b"}
    with pytest.raises(ApiError, match='"c" is/are not present'):
        bench.call(
            "UpdateEndpointWeightsAndCapacities",
            EndpointName=name,
            DesiredWeightsAndCapacities=[{"VariantName": "c", "DesiredWeight": 1}],
        )
    nothing = [{"VariantName": each, "DesiredWeight": 0} for each in "ab"]
    with pytest.raises(ApiError, match="weights of the production variants must not all be 0"):
        bench.call(
            "UpdateEndpointWeightsAndCapacities",
            EndpointName=name,
            DesiredWeightsAndCapacities=nothing,
        )
