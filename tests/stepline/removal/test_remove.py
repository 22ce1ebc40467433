"""A stage is taken down with all that its executions made, its data by choice, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stepline.removal.found import Found, find, is_of
from stepline.removal.plan import Choice
from stepline.removal.remove import Removal
from tests.stepline.conftest import IMAGE
from tests.stepline.removal.conftest import Stage

EVERYTHING = Choice(logs=True, bucket=True)


def remove(stage: Stage, choice: Choice, found: Found | None = None) -> list[str]:
    """What could not be removed."""
    said: list[str] = []
    removal = Removal(stage.target, "shop", stage.stage, choice, said.append)
    removal.carry_out(found or find(stage.target, "shop", stage.stage))
    return removal.failures


def test_all_that_there_is_goes_and_a_neighbour_stays(shop: Stage, neighbour: Stage) -> None:
    outputs = shop.deploy()
    machine, bucket = outputs["StateMachineArn"], outputs["BucketName"]
    shop.client("stepfunctions").start_execution(stateMachineArn=machine, name="runs")
    for stage in (shop, neighbour):
        stage.serve(IMAGE)
        stage.log()
    for body in (b"old", b"new"):
        shop.client("s3").put_object(Bucket=bucket, Key="data/a.csv", Body=body)

    found = find(shop.target, "shop", "dev")
    assert found.stack == "CREATE_COMPLETE"
    assert [arn.rsplit(":", 1)[-1] for arn in found.executions] == ["runs"]
    assert found.endpoints == (shop.name,)
    assert found.models == found.configurations == (f"{shop.name}-run-0123456789",)
    assert found.endpoint_logs == (f"/aws/sagemaker/Endpoints/{shop.name}",)
    assert [stream for _, stream in found.job_logs] == [f"{shop.name}-run-0123456789/algo-1"]
    assert found.buckets == (bucket,)

    assert remove(shop, Choice()) == []
    left = find(shop.target, "shop", "dev")
    assert left == Found(
        endpoint_logs=found.endpoint_logs, job_logs=found.job_logs, buckets=found.buckets
    )

    assert remove(shop, EVERYTHING) == []
    assert find(shop.target, "shop", "dev") == Found()
    assert remove(shop, EVERYTHING) == []  # once more harms nothing

    theirs = find(neighbour.target, "shop", "dev2")
    assert (theirs.endpoints, len(theirs.models), len(theirs.job_logs)) == ((neighbour.name,), 1, 1)
    assert remove(neighbour, EVERYTHING) == []


def test_an_endpoint_of_another_name_is_known_by_its_tags(shop: Stage) -> None:
    shop.serve(IMAGE, endpoint="entities")
    assert find(shop.target, "shop", "dev").endpoints == ("entities",)
    assert remove(shop, Choice()) == []
    assert find(shop.target, "shop", "dev") == Found()


def test_data_and_runs_go_by_choice_with_every_version(shop: Stage) -> None:
    bucket = shop.deploy()["BucketName"]
    s3 = shop.client("s3")
    for key in ("data/a.csv", "runs/one/model.tar.gz", "pretrained/config.json"):
        for body in (b"old", b"new"):
            s3.put_object(Bucket=bucket, Key=key, Body=body)
    s3.delete_object(Bucket=bucket, Key="data/a.csv")
    assert remove(shop, Choice(runs=True, data=True)) == []
    versions = s3.list_object_versions(Bucket=bucket)
    assert {version["Key"] for version in versions["Versions"]} == {"pretrained/config.json"}
    assert "DeleteMarkers" not in versions


def test_what_fails_is_said_and_the_rest_goes_on(shop: Stage) -> None:
    shop.deploy()
    shop.serve(IMAGE)
    found = find(shop.target, "shop", "dev")
    wrong = replace(found, buckets=("no-bucket-of-ours",), models=("Not a name",))
    failures = remove(shop, EVERYTHING, wrong)
    assert [failure.split(":")[0] for failure in failures] == ["model Not a name"]
    assert find(shop.target, "shop", "dev").endpoints == ()


@pytest.mark.parametrize(
    ("resource", "is_ours"),
    [
        ("stepline-shop-dev", True),
        ("stepline-shop-dev-run-1", True),
        ("Stepline-Shop-Dev-Run-1", True),
        ("stepline-shop-dev2-run-1", False),
        ("my-stepline-shop-dev-run-1", False),
    ],
)
def test_a_name_tells_the_stage(resource: str, is_ours: bool) -> None:
    assert is_of("stepline-shop-dev", resource) is is_ours
