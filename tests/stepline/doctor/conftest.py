"""A case for the checks that ask: an assembly of a few resources, on the session's embedded AWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor.case import Case, Identity
from stepline.doctor.cloud_assembly import CloudAssembly, ImageAsset
from stepline.target import Target

ACCOUNT = "123456789012"
WHO = Identity(ACCOUNT, "us-east-1", f"arn:aws:iam::{ACCOUNT}:user/me")
IMAGE = ImageAsset("linux/amd64", (), "assets-${AWS::AccountId}", "abc")


def assembly(*images: ImageAsset, **more: Any) -> CloudAssembly:
    """``more`` are its attributes; resources and metadata are the template's."""
    template = {
        "Resources": more.pop("resources", {}),
        "Outputs": more.pop("outputs", {}),
        **({"Metadata": more.pop("metadata")} if "metadata" in more else {}),
    }
    attributes: dict[str, Any] = {
        "stack": "stepline-ner-dev",
        "account": None,
        "region": "us-east-1",
        "template": template,
        "images": images,
        "buckets": (),
        "bootstrap": 6,
        "bootstrap_parameter": "/cdk-bootstrap/hnb659fds/version",
    }
    return CloudAssembly(**{**attributes, **more})


@pytest.fixture
def case(aws: EmbeddedAWS) -> Callable[..., Case]:
    """A case of this assembly, and of any stage, so that tests do not meet in the one account."""

    def made(assembly: CloudAssembly, stage: str = "dev") -> Case:
        target = Target(environment=aws.environment, embedded=True)
        return Case("ner", stage, target=target, identity=WHO, assembly=assembly)

    return made
