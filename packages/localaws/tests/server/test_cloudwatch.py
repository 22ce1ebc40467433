"""CloudWatch in each of the protocols that SDKs speak with it; what is not ours is moto's."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.model import ServiceModel

from localaws.server.embedded import EmbeddedAWS


@pytest.fixture(params=["json", "query", "smithy-rpc-v2-cbor"])
def client(
    aws: EmbeddedAWS, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Any:
    monkeypatch.setattr(ServiceModel, "resolved_protocol", request.param)
    session = boto3.session.Session("test", "test", region_name="us-east-1")
    return session.client("cloudwatch", endpoint_url=aws.endpoint)


def test_metrics_and_alarms(client: Any) -> None:
    namespace, now = f"Lab-{uuid.uuid4().hex}", datetime.now(UTC)
    dimensions = [{"Name": "Host", "Value": "one"}]
    datum = {"MetricName": "Latency", "Dimensions": dimensions, "Values": [1.5, 2.5, 8.0]}
    client.put_metric_data(Namespace=namespace, MetricData=[{**datum, "Timestamp": now}])
    metric = {"Namespace": namespace, "MetricName": "Latency", "Dimensions": dimensions}
    assert client.list_metrics(Namespace=namespace)["Metrics"] == [metric]
    (point,) = client.get_metric_statistics(
        **metric,
        StartTime=now - timedelta(minutes=1),
        EndTime=now + timedelta(minutes=1),
        Period=120,
        Statistics=["Sum"],
        ExtendedStatistics=["p50"],
    )["Datapoints"]
    assert (point["Sum"], point["ExtendedStatistics"]) == (12, {"p50": 2.5})
    assert abs(point["Timestamp"] - now) < timedelta(minutes=2)
    client.put_metric_alarm(
        **metric,
        AlarmName=namespace,
        Period=60,
        ExtendedStatistic="p99.9",
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    (alarm,) = client.describe_alarms(AlarmNames=[namespace])["MetricAlarms"]
    assert (alarm["Threshold"], alarm["ActionsEnabled"], alarm["OKActions"]) == (1, True, [])
    assert abs(alarm["StateUpdatedTimestamp"] - now) < timedelta(minutes=2)
    client.delete_alarms(AlarmNames=[namespace])


def test_a_refusal(client: Any) -> None:
    with pytest.raises(ClientError, match="The value AWS/ for parameter Namespace is invalid"):
        client.put_metric_data(
            Namespace="AWS/Lab", MetricData=[{"MetricName": "Errors", "Value": 1}]
        )


def test_dashboards(client: Any) -> None:
    name = f"board-{uuid.uuid4().hex}"
    client.put_dashboard(DashboardName=name, DashboardBody='{"widgets": []}')
    assert client.get_dashboard(DashboardName=name)["DashboardBody"] == '{"widgets": []}'
