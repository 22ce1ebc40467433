"""What an endpoint serves, and what made it; one that stepline did not make says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.runs.serving import look
from stepline.runs.serving_report import document, shown
from tests.stepline.clients import Pages, refusal, target
from tests.stepline.runs.records import BUCKET, RUN, job, record
from tests.stepline.runs.test_record import URI, aws

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def account(
    tags: dict[str, str] | None = None,
    objects: dict[str, bytes] | None = None,
    variants: int = 1,
    **missing: Exception,
) -> Any:
    """An endpoint `e`, whose models have these tags."""

    def given(name: str, response: Any) -> Any:
        def operation(**request: Any) -> Any:
            if name in missing:
                raise missing[name]
            if request.get("EndpointName", "e") != "e":
                raise refusal("ValidationException", "Could not find endpoint")
            return response

        return operation

    found = {f"stepline:{key}": value for key, value in (tags or {}).items()}
    listed = Pages([{"Tags": [{"Key": key, "Value": value} for key, value in found.items()]}])
    names = [f"V{number}" for number in range(variants)]
    endpoint = {
        "EndpointStatus": "InService",
        "EndpointConfigName": RUN,
        "LastModifiedTime": WHEN,
        "ProductionVariants": [
            {"VariantName": name, "CurrentWeight": 0.5, "CurrentInstanceCount": 1} for name in names
        ],
    }
    config = [
        {"VariantName": name, "ModelName": RUN, "InstanceType": "ml.t2.medium"} for name in names
    ]
    container = {"Image": "i:tag", "ModelDataUrl": f"s3://{BUCKET}/runs/other/model.tar.gz"}
    model = {"ModelArn": "arn:m", "PrimaryContainer": container, "CreationTime": WHEN}
    base = aws(objects or {})
    sagemaker = SimpleNamespace(
        describe_endpoint=given("endpoint", endpoint),
        describe_endpoint_config=given("config", {"ProductionVariants": config}),
        describe_model=given("model", model),
        list_endpoints=lambda **_: {"Endpoints": [{"EndpointName": "e"}]},
        get_paginator=lambda _: listed,
    )
    return target(**{**base.clients, "sagemaker": sagemaker})


OURS = {"run": RUN, "pipeline": "iris", "stage": "dev"}
RECORDED = {URI: json.dumps(record()).encode()}


def test_a_model_is_explained_by_the_record_of_its_run() -> None:
    said = str(shown(look(account(OURS, RECORDED), "e", "dev")))
    for part in (
        "e (InService)",
        "first, started by schedule",
        "s3://bucket/data/ (1 object, 2.7 kB)",
        "digest d1",
        "data/iris.csv version v1",
        "max_depth = 5",
        "f1 0.9 (0.88 to 0.92)",
        "0.9 clears the floor of 0.8.",
        "nobody: no approval was asked for",
        "$0.0020",
        "sha256:aa",
    ):
        assert part in said


def test_who_approved_is_said_and_what_was_reused_is_marked() -> None:
    made = record(
        approval={"by": "arn:aws:iam::1:user/ada", "reason": "looks good"},
        jobs=[job(reused_from="arn:x:zeroth")],
    )
    said = str(shown(look(account(OURS, {URI: json.dumps(made).encode()}), "e", "dev")))
    assert "arn:aws:iam::1:user/ada: looks good" in said
    assert "↺ reused: an earlier execution ran it" in said


def test_a_job_that_failed_before_a_redrive_is_marked() -> None:
    made = record(jobs=[job(status="Failed"), job()])
    said = str(shown(look(account(OURS, {URI: json.dumps(made).encode()}), "e", "dev")))
    assert said.count("Train ✗") == 1
    assert "✗ ended badly: a redrive ran it again" in said


def test_an_endpoint_that_stepline_did_not_make_says_so() -> None:
    found = look(account(), "e", "dev")
    assert "not by stepline: no model of it has the tag of a run" in str(shown(found))
    assert "s3://bucket/runs/other/model.tar.gz" in str(shown(found))
    assert document(found)["made_by_stepline"] is False


def test_a_run_without_a_record_is_named_all_the_same() -> None:
    found = look(account(OURS), "e", "dev")
    assert f"There is no record at {URI}." in str(shown(found))
    assert found.variants[0].run == RUN


def test_each_variant_of_an_experiment_is_explained() -> None:
    found = look(account(OURS, RECORDED, variants=2), "e", "dev")
    assert [one.name for one in found.variants] == ["V0", "V1"]
    assert "weight 0.5" in str(shown(found))


@pytest.mark.parametrize("what", ["config", "model"])
def test_what_is_not_told_is_said_and_hides_nothing_else(what: str) -> None:
    denied = refusal("AccessDeniedException", "denied")
    found = look(account(OURS, RECORDED, **{what: denied}), "e", "dev")
    assert found.variants[0].problem
    assert "not permitted" in str(shown(found))
    assert "not by stepline" not in str(shown(found))


def test_machines_of_a_lost_configuration_are_not_called_serverless() -> None:
    lost = refusal("ValidationException", "Could not find endpoint configuration")
    said = str(shown(look(account(OURS, RECORDED, config=lost), "e", "dev")))
    assert "1 × a type that is not told" in said
    assert "serverless" not in said


def test_an_endpoint_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UserError, match=r"There is no endpoint f on .*\. There are: e\."):
        look(account(), "f", "dev")


def test_a_pipelines_name_means_its_endpoint() -> None:
    assert look(account(), "iris", "dev").endpoint == "e"


def test_programs_get_the_whole_record() -> None:
    told = document(look(account(OURS, RECORDED), "e", "dev"))
    assert told["variants"][0]["record"] == record()
    assert told["since"] == "2026-01-02T03:04:05.000Z"
