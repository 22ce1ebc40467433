"""What an earlier stack has left is named, with the command that takes it over."""

from __future__ import annotations

from collections.abc import Callable

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor.case import Case
from stepline.doctor.finding import State
from stepline.doctor.left import check, said
from stepline.takeover import Left

from .conftest import assembly


def test_nothing_is_left_by_most() -> None:
    assert said(None, "ner", "dev").state is State.OK


def test_all_that_is_left_is_named() -> None:
    found = said(Left("old", "/aws/vendedlogs/x", ("older",)), "ner", "prod")
    assert (found.state, found.mend) == (State.WARNING, "stepline deploy ner --stage prod")
    for name in (
        "the bucket old",
        "the log group /aws/vendedlogs/x",
        "the bucket older, which stays",
    ):
        assert name in found.found


def test_a_bucket_is_found_by_the_tags_of_its_stack(
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
