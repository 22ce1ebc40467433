"""The bootstrap: there, new enough, and whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor import bootstrap
from stepline.doctor.case import Case
from stepline.doctor.finding import State

from .conftest import ACCOUNT, IMAGE, WHO, assembly

COMMAND = f"cdk bootstrap aws://{ACCOUNT}/us-east-1"


@pytest.mark.parametrize(
    ("version", "status", "state", "found"),
    [
        (6, None, State.OK, "version 6; the template needs 6"),
        (31, None, State.OK, "version 31; the template needs 6"),
        (5, None, State.PROBLEM, "version 5"),
        (None, None, State.PROBLEM, "not done here"),
        (None, "ROLLBACK_COMPLETE", State.PROBLEM, "the stack CDKToolkit is ROLLBACK_COMPLETE"),
    ],
)
def test_its_version_decides(
    version: int | None, status: str | None, state: State, found: str
) -> None:
    made = bootstrap.standing(version, status, 6, WHO)
    assert (made.state, made.found) == (state, found)
    assert state is State.OK or made.mend == COMMAND


def test_what_somebody_deleted_of_it_is_named() -> None:
    (found,) = bootstrap.missing_parts(["assets"], ["images"], WHO)
    assert found.state is State.PROBLEM
    assert found.found == "the bucket assets and the repository images are gone"
    assert found.mend.endswith(COMMAND)
    assert not list(bootstrap.missing_parts([], [], WHO))


def test_one_that_is_not_done_is_done_by_the_deployment_where_that_does_it(
    case: Callable[..., Case],
) -> None:
    (found,) = bootstrap.check(case(assembly(bootstrap_parameter="/never/made")))
    assert (found.state, found.found) == (State.OK, "not done yet: `stepline deploy` does it first")


def test_its_parts_are_looked_for(case: Callable[..., Case], aws: EmbeddedAWS) -> None:
    aws.client("ssm").put_parameter(Name="/cdk-bootstrap/doctor/version", Value="31", Type="String")
    asked = {
        "bootstrap_parameter": "/cdk-bootstrap/doctor/version",
        "buckets": ("b-${AWS::AccountId}",),
    }
    version, parts = bootstrap.check(case(assembly(IMAGE, **asked)))
    assert version.state is State.OK
    assert f"the bucket b-{ACCOUNT} and the repository assets-{ACCOUNT} are gone" == parts.found
    aws.client("s3").create_bucket(Bucket=f"b-{ACCOUNT}")
    aws.client("ecr").create_repository(repositoryName=f"assets-{ACCOUNT}")
    (version,) = bootstrap.check(case(assembly(IMAGE, **asked)))
    assert version.state is State.OK
