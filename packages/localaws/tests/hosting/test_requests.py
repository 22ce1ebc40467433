"""What the operations on models and configurations accept, refuse and answer."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.variant import retained, variants_of
from localaws.sagemaker.errors import ApiError

from .conftest import IMAGE, REGION, ROLE, Bench


def refusal(bench: Bench, operation: str, **request: Any) -> str:
    with pytest.raises(ApiError) as refused:
        bench.call(operation, **request)
    assert refused.value.code == "ValidationException"
    return refused.value.message


def arn(kind: str, name: str) -> str:
    return f"arn:aws:sagemaker:{REGION}:123456789012:{kind}/{name}"


def test_a_model_is_described_as_it_was_created(bench: Bench, name: str) -> None:
    bench.model(name, WHO="me")
    described = bench.call("DescribeModel", ModelName=name)
    assert described["ModelArn"] == arn("model", name)
    assert described["PrimaryContainer"] == {
        "Mode": "SingleModel",
        "Image": IMAGE,
        "Environment": {"WHO": "me"},
    }
    assert described["ExecutionRoleArn"] == ROLE


def test_model_data_that_is_not_there_is_refused_as_on_aws(bench: Bench, name: str) -> None:
    for uri in (f"s3://{bench.bucket}/no/model.tar.gz", "s3://no-such-bucket/model.tar.gz"):
        container = {"Image": IMAGE, "ModelDataUrl": uri}
        message = refusal(
            bench, "CreateModel", ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer=container
        )
        assert message == f"Could not find model data at {uri}."


def test_a_prefix_of_the_models_key_is_not_the_model(bench: Bench, name: str) -> None:
    uri = bench.model_data({"a": "a"})
    with pytest.raises(ApiError, match="Could not find model data"):
        bench.create_model(name, ModelDataUrl=uri.removesuffix(".gz"))


def test_a_role_that_does_not_exist_is_refused(bench: Bench, name: str) -> None:
    role = "arn:aws:iam::123456789012:role/nobody"
    container = {"Image": IMAGE, "ModelDataUrl": bench.model_data({"a": "a"})}
    message = refusal(
        bench, "CreateModel", ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container
    )
    assert "Could not access model data" in message
    assert f'the role "{role}" exists' in message


def test_names_are_taken_until_they_are_deleted(bench: Bench, name: str) -> None:
    bench.model(name)
    with pytest.raises(ApiError) as refused:
        bench.model(name)
    assert refused.value.message == f'Cannot create already existing model "{arn("model", name)}".'
    bench.call("DeleteModel", ModelName=name)
    message = refusal(bench, "DescribeModel", ModelName=name)
    assert message == f'Could not find model "{arn("model", name)}".'
    bench.model(name)


def test_a_configuration_needs_its_models_and_gets_defaults(bench: Bench, name: str) -> None:
    with pytest.raises(ApiError) as refused:
        bench.configuration(name, {"ModelName": f"{name}-absent"})
    assert refused.value.message == f'Could not find model "{arn("model", f"{name}-absent")}".'
    bench.model(name)
    bench.configuration(name, {"ModelName": name})
    described = bench.call("DescribeEndpointConfig", EndpointConfigName=name)
    assert described["ProductionVariants"][0]["InitialVariantWeight"] == 1.0
    message = refusal(
        bench, "CreateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-absent"
    )
    absent = arn("endpoint-config", f"{name}-absent")
    assert message == f'Could not find endpoint configuration "{absent}".'


@pytest.mark.parametrize(
    ("variant", "more", "named"),
    [
        ({"AcceleratorType": "ml.eia1.medium"}, {}, "AcceleratorType"),
        ({}, {"MetricsConfig": {"EnableEnhancedMetrics": True}}, "MetricsConfig"),
    ],
)
def test_what_is_not_done_is_refused_by_name(
    bench: Bench, name: str, variant: dict[str, Any], more: dict[str, Any], named: str
) -> None:
    bench.model(name)
    with pytest.raises(ApiError, match=f"{named}.* is not supported by this embedded AWS"):
        bench.configuration(name, {"ModelName": name} | variant, **more)


def test_each_container_of_a_pipeline_must_be_there(bench: Bench, name: str) -> None:
    gone = f"s3://{bench.bucket}/no/model.tar.gz"
    for container, said in (
        ({"Image": IMAGE, "ModelDataUrl": gone}, f"Could not find model data at {gone}."),
        ({"ModelDataUrl": gone}, "The container-2 container of the model must name an Image."),
    ):
        containers = [{"Image": IMAGE}, container]
        assert said == refusal(
            bench, "CreateModel", ModelName=name, ExecutionRoleArn=ROLE, Containers=containers
        )


def test_multi_model_containers_are_refused(bench: Bench, name: str) -> None:
    with pytest.raises(ApiError, match="Mode MultiModel is not supported"):
        bench.create_model(name, Mode="MultiModel")


@pytest.mark.parametrize(
    ("deployment", "said"),
    [
        (
            {
                "BlueGreenUpdatePolicy": {
                    "TrafficRoutingConfiguration": {"Type": "CANARY", "WaitIntervalInSeconds": 0}
                }
            },
            "A deployment of the type CANARY must have a CanarySize.",
        ),
        (
            {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "none such"}]}},
            "Could not find the CloudWatch alarm none such.",
        ),
    ],
)
def test_a_deployment_that_cannot_be_is_refused_and_changes_nothing(
    bench: Bench, name: str, deployment: dict[str, Any], said: str
) -> None:
    bench.serving(name)
    message = refusal(
        bench,
        "UpdateEndpoint",
        EndpointName=name,
        EndpointConfigName=f"{name}-config",
        DeploymentConfig=deployment,
    )
    assert message == said
    assert bench.call("DescribeEndpoint", EndpointName=name)["EndpointStatus"] == "InService"


def test_lists_are_filtered_ordered_and_paged(bench: Bench, name: str) -> None:
    names = [f"{name}-{index}" for index in range(5)]
    for each in names:
        bench.model(each)
    wanted: dict[str, Any] = {"NameContains": name, "SortBy": "Name", "SortOrder": "Ascending"}
    found: list[str] = []
    token: dict[str, str] = {}
    while True:
        page = bench.call("ListModels", MaxResults=2, **wanted, **token)
        found += [model["ModelName"] for model in page["Models"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == names
    assert refusal(bench, "ListModels", NextToken="none of ours") == "Invalid NextToken."


def test_tags_are_kept_and_go_with_the_resource(bench: Bench, name: str) -> None:
    tags = [{"Key": "pipeline", "Value": "ner"}]
    bench.call(
        "CreateModel",
        ModelName=name,
        ExecutionRoleArn=ROLE,
        PrimaryContainer={"Image": IMAGE},
        Tags=tags,
    )
    assert bench.call("ListTags", ResourceArn=arn("model", name))["Tags"] == tags
    bench.call("DeleteModel", ModelName=name)
    with pytest.raises(ApiError, match="Requested resource not found"):
        bench.call("ListTags", ResourceArn=arn("model", name))
    bench.create_model(name)
    assert bench.call("ListTags", ResourceArn=arn("model", name))["Tags"] == []


def test_an_update_may_keep_weights_and_counts(bench: Bench, name: str) -> None:
    bench.model(name)
    bench.configuration(f"{name}-1", {"ModelName": name, "InitialVariantWeight": 5})
    bench.configuration(f"{name}-2", {"ModelName": name, "InitialInstanceCount": 3})
    models, configurations = bench.hosting.models, bench.hosting.configurations
    old = variants_of(configurations.named(f"{name}-1"), models)
    new = variants_of(configurations.named(f"{name}-2"), models)
    keep = {"RetainAllVariantProperties": True}
    assert retained(new, old, {}) == new
    (described,) = retained(new, old, keep)
    assert (described.weight, described.instances) == (5, 1)
    excluded = [{"VariantPropertyType": "DesiredInstanceCount"}]
    (described,) = retained(new, old, keep | {"ExcludeRetainedVariantProperties": excluded})
    assert (described.weight, described.instances) == (5, 3)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"PrimaryContainer": {}}, "must name an Image"),
        ({"Containers": [{}]}, "must name an Image"),
        ({"Containers": []}, "either PrimaryContainer or Containers"),
        ({"PrimaryContainer": {}, "Containers": [{"Image": IMAGE}]}, "only one of them"),
        ({"PrimaryContainer": {"Image": IMAGE, "Environment": {"A": "\0"}}}, "NUL"),
    ],
)
def test_a_model_without_a_container_is_refused(
    bench: Bench, name: str, members: dict[str, Any], says: str
) -> None:
    message = refusal(bench, "CreateModel", ModelName=name, ExecutionRoleArn=ROLE, **members)
    assert says in message


@pytest.mark.parametrize("token", ["é", "AAAA", "!"])
def test_a_token_of_somebody_elses_is_refused(bench: Bench, token: str) -> None:
    assert refusal(bench, "ListModels", NextToken=token) == "Invalid NextToken."
