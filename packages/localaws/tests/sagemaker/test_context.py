"""What the platform sets in every container."""

from __future__ import annotations

from pathlib import Path

from localaws.sagemaker.context import ServerContext

CONTEXT = ServerContext("123456789012", Path(), None, "http://here:1", access_key="issued")  # type: ignore[arg-type]


def test_a_container_knows_its_region_and_where_its_aws_is() -> None:
    environment = CONTEXT.environment("eu-west-1")
    assert environment["AWS_REGION"] == environment["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert environment["AWS_ENDPOINT_URL"] == environment["S3_ENDPOINT_URL"] == "http://here:1"
    assert environment["AWS_ACCESS_KEY_ID"] == "issued"
    assert environment["AWS_DISABLE_HOST_PREFIX_INJECTION"] == "true"


def test_an_isolated_one_gets_neither_credentials_nor_an_endpoint() -> None:
    assert set(CONTEXT.environment("eu-west-1", isolated=True)) == {
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
    }
