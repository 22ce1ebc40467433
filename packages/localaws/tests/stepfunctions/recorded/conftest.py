"""A server for what is recorded, where anything is."""

import json
from collections.abc import Iterator

import pytest

from localaws.server.embedded import EmbeddedAWS

from .replay import Replay


@pytest.fixture(scope="module")
def recorded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home, options=["--movable-clock"]) as aws:
        yield aws


@pytest.fixture(scope="module")
def role(recorded_aws: EmbeddedAWS) -> str:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "states.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    arn: str = recorded_aws.client("iam").create_role(
        RoleName="recorded", AssumeRolePolicyDocument=json.dumps(trust)
    )["Role"]["Arn"]
    return arn


@pytest.fixture
def replay(recorded_aws: EmbeddedAWS, role: str) -> Iterator[Replay]:
    replay = Replay(recorded_aws, role)
    yield replay
    replay.settle()
