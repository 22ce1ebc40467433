"""A name that CloudFormation makes up fits its type and is never given twice."""

from __future__ import annotations

import pytest

from localaws.cloudformation.names import Names


def test_a_name_is_the_same_in_every_run_and_another_for_a_new_resource() -> None:
    first, second = (
        [names.fresh("1/us-east-1", "AWS::IAM::Role", "stack", "Role") for _ in range(2)]
        for names in (Names(), Names())
    )
    assert first == second
    assert first[0] != first[1]


@pytest.mark.parametrize(
    ("kind", "longest"),
    [("AWS::S3::Bucket", 63), ("AWS::IAM::Role", 64), ("AWS::Logs::LogGroup", 80)],
)
def test_a_name_is_as_long_as_its_type_allows(kind: str, longest: int) -> None:
    name = Names().fresh("1/us-east-1", kind, "s" * 100, "R" * 100)
    assert len(name) == longest
    assert name.startswith("s" * 40)


def test_a_bucket_has_small_letters_only() -> None:
    name = Names().fresh("1/us-east-1", "AWS::S3::Bucket", "Stack", "Data")
    assert name.startswith("stack-data-")
    assert name == name.lower()
