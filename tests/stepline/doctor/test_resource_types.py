"""Types that the AWS does not make are known before the stack is."""

from __future__ import annotations

from collections.abc import Callable

from stepline.doctor.case import Case
from stepline.doctor.finding import State
from stepline.doctor.resource_types import check, known, only_types

from .conftest import assembly


def test_a_template_is_asked_about_by_its_types_alone() -> None:
    resources = {
        name: {"Type": "AWS::S3::Bucket", "Properties": {"A": "b" * 9999}} for name in "ab"
    }
    assert only_types({"Resources": resources}) == {
        "Resources": {"R0": {"Type": "AWS::S3::Bucket"}}
    }


def test_those_that_are_unknown_are_named() -> None:
    assert known(["A"], []).state is State.OK
    found = known(["A", "B", "C"], ["C", "B"])
    assert (found.state, found.found) == (State.PROBLEM, "this AWS makes no B, no C")


def test_the_embedded_aws_tells_what_it_would_skip(case: Callable[..., Case]) -> None:
    kinds = ("AWS::S3::Bucket", "AWS::EC2::VPC")
    resources = {f"R{number}": {"Type": kind} for number, kind in enumerate(kinds)}
    (found,) = check(case(assembly(resources=resources)))
    assert found.found == "this AWS makes no AWS::EC2::VPC"
    (found,) = check(case(assembly(resources={"R": {"Type": "AWS::S3::Bucket"}})))
    assert found.state is State.OK
