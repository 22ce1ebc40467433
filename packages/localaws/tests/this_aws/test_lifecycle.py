"""Which versions expire when, by the rules of a bucket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from localaws.this_aws.lifecycle import Rule, Version, expires, midnight_after, removed, rules

MADE = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 16, tzinfo=UTC)


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def rule(status: str = "Enabled", **members: Any) -> list[Rule]:
    return rules([{"Status": status, **members}])


def days(number: int, **members: Any) -> list[Rule]:
    return rule(Expiration={"Days": str(number)}, **members)


def test_days_are_rounded_up_to_the_next_midnight() -> None:
    assert midnight_after(MADE) == MIDNIGHT
    assert midnight_after(MIDNIGHT) == MIDNIGHT
    assert not expires("k", Version("1", MADE), days(3), day(19) - timedelta(seconds=1))
    assert expires("k", Version("1", MADE), days(3), day(19))


def test_a_date_is_a_date() -> None:
    on = rule(Expiration={"Date": "2026-01-20T00:00:00Z"})
    assert not expires("k", Version("1", MADE), on, day(19))
    assert expires("k", Version("1", MADE), on, day(20))


def test_what_is_disabled_or_says_nothing_of_expiration_expires_nothing() -> None:
    for applied in (
        rule("Disabled", Expiration={"Days": "1"}),
        rule(Transition={"Days": "1", "StorageClass": "GLACIER"}),
        [],
    ):
        assert not expires("k", Version("1", MADE), applied, day(30))


@pytest.mark.parametrize(
    ("chosen", "selected"),
    [
        ({}, True),
        ({"Prefix": ""}, True),
        ({"Prefix": None}, True),
        ({"Prefix": "runs/"}, True),
        ({"Prefix": "other/"}, False),
        ({"Tag": {"Key": "stage", "Value": "dev"}}, True),
        ({"Tag": {"Key": "stage", "Value": "prod"}}, False),
        ({"ObjectSizeGreaterThan": "9"}, True),
        ({"ObjectSizeGreaterThan": "10"}, False),
        ({"ObjectSizeLessThan": "11"}, True),
        ({"ObjectSizeLessThan": "10"}, False),
        ({"And": {"Prefix": "runs/", "Tag": [{"Key": "stage", "Value": "dev"}]}}, True),
        ({"And": {"Prefix": "runs/", "Tag": [{"Key": "other", "Value": None}]}}, False),
        ({"And": {"Prefix": "runs/", "ObjectSizeLessThan": "5"}}, False),
    ],
)
def test_a_filter_says_of_which_objects(chosen: dict[str, Any], selected: bool) -> None:
    version = Version("1", MADE, 10, {"stage": "dev", "by": "me"})
    assert expires("runs/a", version, days(1, Filter=chosen), day(30)) is selected


def test_a_prefix_of_the_old_form_is_one_too() -> None:
    assert not expires("a", Version("1", MADE), days(1, Prefix="runs/"), day(30))


def test_a_version_counts_from_when_it_ceased_to_be_the_present_one() -> None:
    versions = [Version("3", day(20)), Version("2", day(10)), Version("1", day(1))]
    old = rule(NoncurrentVersionExpiration={"NoncurrentDays": "5"})
    assert [v.identity for v in removed("k", versions, old, day(14))] == []
    assert [v.identity for v in removed("k", versions, old, day(15))] == ["1"]
    assert [v.identity for v in removed("k", versions, old, day(25))] == ["2", "1"]


def test_so_many_newer_ones_are_kept() -> None:
    versions = [Version(str(number), day(number)) for number in (4, 3, 2, 1)]
    two = {"NoncurrentDays": "1", "NewerNoncurrentVersions": "2"}
    three = rule(NoncurrentVersionExpiration=two)
    assert [v.identity for v in removed("k", versions, three, day(30))] == ["1"]


def test_a_marker_with_nothing_behind_it_goes_where_that_is_asked_or_its_days_are_over() -> None:
    marker = Version("2", MADE, is_marker=True)
    alone = rule(Expiration={"ExpiredObjectDeleteMarker": "true"})
    assert list(removed("k", [marker], alone, day(16))) == [marker]
    assert list(removed("k", [marker], days(3), day(18))) == []
    assert list(removed("k", [marker], days(3), day(19))) == [marker]
    assert list(removed("k", [marker, Version("1", MADE)], alone, day(30))) == []
    assert not expires("k", marker, days(1), day(30))
