"""Names: Step Functions has the SDK for Java's, botocore its own."""

from __future__ import annotations

from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.services import Called, called


def test_an_action_is_an_operation_with_a_small_first_letter() -> None:
    found = resource.read("arn:aws:states:::aws-sdk:s3:listObjectsV2")
    assert isinstance(found, resource.Action)
    assert called(found) == Called("s3", "ListObjectsV2")
