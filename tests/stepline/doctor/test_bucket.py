"""What an earlier stack has left is named before another bucket is made."""

from __future__ import annotations

from collections.abc import Callable

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor.bucket import check, compared
from stepline.doctor.case import Case
from stepline.doctor.finding import State

from .conftest import assembly


def states(buckets: list[str], own: set[str]) -> list[State]:
    return [finding.state for finding in compared(buckets, own)]


def test_a_bucket_that_is_left_while_the_stack_has_none_is_a_warning() -> None:
    assert states([], set()) == [State.OK]
    assert states(["old"], set()) == [State.WARNING]
    assert states(["old"], {"old"}) == [State.OK]
    assert states(["new", "old"], {"new"}) == [State.OK]


def test_one_is_found_by_the_name_that_cloudformation_gave_it(
    case: Callable[..., Case], aws: EmbeddedAWS
) -> None:
    (found,) = check(case(assembly(), stage="left"))
    assert found.state is State.OK
    name = "stepline-ner-left-bucket83908e77-abc"
    tags = [
        {"Key": f"stepline:{k}", "Value": v} for k, v in (("pipeline", "ner"), ("stage", "left"))
    ]
    aws.client("s3").create_bucket(Bucket=name)
    aws.client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    (found,) = check(case(assembly(), stage="left"))
    assert found.state is State.WARNING
    assert name in found.found
