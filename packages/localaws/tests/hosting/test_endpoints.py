"""Endpoints on the real runtime: what they go through, and what their callers notice of it."""

from __future__ import annotations

import threading

import pytest

from localaws.hosting.invocation.errors import InvokeError
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.state_change import StateChange

from .callers import Clients, ask
from .conftest import IMAGE, REGION, ROLE, Bench, eventually


def arn(kind: str, name: str) -> str:
    return f"arn:aws:sagemaker:{REGION}:123456789012:{kind}/{name}"


def test_an_endpoint_serves_the_model_it_was_given(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="first")
    answer = ask(bench, name)
    assert answer["who"] == "first"
    assert answer["arguments"] == ["serve"]
    assert answer["environment"]["AWS_REGION"] == REGION
    described = bench.call("DescribeEndpoint", EndpointName=name)
    assert described["EndpointConfigName"] == f"{name}-config"
    (variant,) = described["ProductionVariants"]
    assert variant["VariantName"] == "AllTraffic"
    assert (variant["CurrentInstanceCount"], variant["CurrentWeight"]) == (1, 1.0)


def test_model_data_lies_in_opt_ml_model(bench: Bench, name: str) -> None:
    uri = bench.model_data({"weights.bin": "w", "code/inference.py": "pass"})
    bench.create_model(name, ModelDataUrl=uri)
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    bench.settled(name)
    assert ask(bench, name)["files"] == ["model/code/inference.py", "model/weights.bin"]


def test_an_endpoint_answers_describe_while_it_is_created(bench: Bench, name: str) -> None:
    bench.model(name, HEALTHY_AFTER="0.5")
    bench.configuration(name, {"ModelName": name})
    answer = bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    assert answer == {"EndpointArn": arn("endpoint", name)}
    described = bench.call("DescribeEndpoint", EndpointName=name)
    assert described["EndpointStatus"] == "Creating"
    assert "ProductionVariants" not in described
    with pytest.raises(InvokeError, match=f"Endpoint {name} of account 123456789012 not found"):
        ask(bench, name)
    with pytest.raises(
        ApiError, match=f'Cannot update in-progress endpoint "{arn("endpoint", name)}"'
    ):
        bench.call("DeleteEndpoint", EndpointName=name)
    assert bench.settled(name)["EndpointStatus"] == "InService"


def test_an_update_switches_all_traffic_without_one_failed_request(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="old")
    bench.model(f"{name}-2", WHO="new", HEALTHY_AFTER="0.3")
    bench.configuration(f"{name}-2", {"ModelName": f"{name}-2"})
    with Clients(bench, name) as clients:
        eventually(lambda: clients.seen["old"] > 10)
        bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
        during = bench.call("DescribeEndpoint", EndpointName=name)
        assert during["EndpointStatus"] == "Updating"
        assert during["EndpointConfigName"] == f"{name}-config"
        assert during["PendingDeploymentSummary"]["EndpointConfigName"] == f"{name}-2"
        after = bench.settled(name)
        eventually(lambda: clients.seen["new"] > 10)
    assert after["EndpointStatus"] == "InService"
    assert after["EndpointConfigName"] == f"{name}-2"
    assert set(clients.seen) == {"old", "new"}
    assert ask(bench, name)["who"] == "new"
    assert len(list((bench.home / "endpoints" / REGION / name).iterdir())) == 1


def test_an_update_needs_the_configuration_that_the_endpoint_serves(
    bench: Bench, name: str
) -> None:
    bench.serving(name)
    bench.configuration(f"{name}-2", {"ModelName": f"{name}-model"})
    bench.call("DeleteEndpointConfig", EndpointConfigName=f"{name}-config")
    gone = f'Could not find endpoint configuration "{arn("endpoint-config", f"{name}-config")}"'
    with pytest.raises(ApiError, match=gone):
        bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
    assert bench.call("DescribeEndpoint", EndpointName=name)["EndpointStatus"] == "InService"
    bench.configuration(f"{name}-config", {"ModelName": f"{name}-model"})
    bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
    assert bench.settled(name)["EndpointConfigName"] == f"{name}-2"


def test_an_update_lets_a_long_request_end_before_the_old_fleet_stops(
    bench: Bench, name: str
) -> None:
    bench.serving(name, WHO="old")
    bench.model(f"{name}-2", WHO="new")
    bench.configuration(f"{name}-2", {"ModelName": f"{name}-2"})
    statuses: list[str] = []
    slow = threading.Thread(target=lambda: statuses.append(ask(bench, name, b"sleep 2")["who"]))
    slow.start()
    found = bench.hosting.endpoints.find(name)
    assert found is not None
    eventually(lambda: found.router.routes[0].instances[0].in_flight == 1)
    bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
    bench.settled(name)
    slow.join()
    assert statuses == ["old"]


def test_an_update_that_fails_keeps_the_old_fleet_serving(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="old")
    bench.model(f"{name}-2", EXIT_AT_ONCE="3")
    bench.configuration(f"{name}-2", {"ModelName": f"{name}-2"})
    with Clients(bench, name) as clients:
        bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
        after = bench.settled(name)
    assert after["EndpointStatus"] == "InService"
    assert after["EndpointConfigName"] == f"{name}-config"
    assert "did not pass the ping health check" in after["FailureReason"]
    assert "exit code 3" in after["FailureReason"]
    assert set(clients.seen) == {"old"}


def test_a_new_endpoint_that_fails_is_failed_and_can_only_be_deleted(
    bench: Bench, name: str
) -> None:
    bench.model(name, EXIT_AT_ONCE="3")
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["EndpointStatus"] == "Failed"
    assert described["FailureReason"].startswith(
        "The primary container for production variant AllTraffic did not pass the ping health "
        "check. Please check CloudWatch logs for this endpoint."
    )
    with pytest.raises(ApiError, match="Cannot update"):
        bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=name)
    with pytest.raises(InvokeError, match="not found"):
        ask(bench, name)
    bench.call("DeleteEndpoint", EndpointName=name)
    eventually(lambda: bench.hosting.endpoints.find(name) is None)


def test_a_container_that_never_is_healthy_fails_when_its_time_is_up(
    bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for the container to respond at all, also on a busy machine.
    monkeypatch.setattr("localaws.hosting.variant._HEALTH_TIMEOUT", 4.0)
    bench.model(name, NEVER_HEALTHY="1")
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["EndpointStatus"] == "Failed"
    assert "the last answer was HTTP 503" in described["FailureReason"]


def test_an_unknown_image_fails_the_endpoint_by_name(bench: Bench, name: str) -> None:
    bench.create_model(name, Image="example/nowhere:1")
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["EndpointStatus"] == "Failed"
    assert "example/nowhere:1" in described["FailureReason"]


def test_model_data_that_is_no_archive_fails_the_endpoint(bench: Bench, name: str) -> None:
    uri = bench.put("broken/model.tar.gz", b"no archive")
    bench.create_model(name, ModelDataUrl=uri)
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["EndpointStatus"] == "Failed"
    assert f'Failed to extract model data archive from URL "{uri}"' in described["FailureReason"]


def test_a_deleted_endpoint_is_gone_and_its_name_is_free(bench: Bench, name: str) -> None:
    bench.serving(name)
    bench.call("DeleteEndpoint", EndpointName=name)
    eventually(lambda: bench.hosting.endpoints.find(name) is None)
    with pytest.raises(ApiError) as refused:
        bench.call("DescribeEndpoint", EndpointName=name)
    assert refused.value.code == "ValidationException"
    assert refused.value.message == f'Could not find endpoint "{arn("endpoint", name)}".'
    assert not (bench.home / "endpoints" / REGION / name).exists() or not list(
        (bench.home / "endpoints" / REGION / name).iterdir()
    )
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-config")
    assert bench.settled(name)["EndpointStatus"] == "InService"


def test_a_name_cannot_be_taken_twice(bench: Bench, name: str) -> None:
    bench.serving(name)
    with pytest.raises(ApiError) as refused:
        bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-config")
    assert refused.value.message == (
        f'Cannot create already existing endpoint "{arn("endpoint", name)}".'
    )


def test_a_container_that_dies_is_started_again(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="steady")
    with pytest.raises(InvokeError) as died:
        ask(bench, name, b"die")
    assert died.value.code == "ModelError"

    def serves() -> bool:
        try:
            return bool(ask(bench, name)["who"] == "steady")
        except InvokeError:
            return False

    eventually(serves)


def test_each_change_of_status_is_announced(bench: Bench, name: str) -> None:
    heard: list[StateChange] = []
    bench.service.on_state_change(heard.append)
    bench.serving(name)
    told = [(c.detail_type, c.described["EndpointStatus"]) for c in heard if c.arn.endswith(name)]
    change = "SageMaker Endpoint State Change"
    assert told == [(change, "CREATING"), (change, "IN_SERVICE")]


def test_what_a_container_prints_is_in_the_endpoints_log_group(bench: Bench, name: str) -> None:
    bench.serving(name, WHO="talker")
    group = bench.log_group(f"/aws/sagemaker/Endpoints/{name}")
    (stream,) = group.streams
    assert stream.startswith("AllTraffic/i-")
    eventually(lambda: "serving as talker" in [e.message for e in group.streams[stream].events])


def test_shutting_down_stops_what_serves_and_what_starts(bench: Bench, name: str) -> None:
    other = bench.another()
    try:
        other.serving(name)
        other.model(f"{name}-2", NEVER_HEALTHY="1")
        other.configuration(f"{name}-2", {"ModelName": f"{name}-2"})
        other.call("CreateEndpoint", EndpointName=f"{name}-2", EndpointConfigName=f"{name}-2")
    finally:
        other.shutdown()
    assert not list((other.home / "endpoints" / REGION).glob("*/*"))


@pytest.mark.parametrize("bench", ["namespace"], indirect=True)
def test_a_container_with_network_isolation_serves_without_a_network(
    bench: Bench, name: str
) -> None:
    for isolated in (False, True):
        own = f"{name}-{isolated}".lower()
        bench.call(
            "CreateModel",
            ModelName=own,
            ExecutionRoleArn=ROLE,
            PrimaryContainer={"Image": IMAGE},
            EnableNetworkIsolation=isolated,
        )
        bench.configuration(own, {"ModelName": own})
        bench.call("CreateEndpoint", EndpointName=own, EndpointConfigName=own)
        assert bench.settled(own)["EndpointStatus"] == "InService"
        assert ask(bench, own)["resolves"] is not isolated
