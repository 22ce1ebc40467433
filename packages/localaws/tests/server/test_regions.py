"""Regions: those of AWS, by option or by boto3's variables."""

from __future__ import annotations

import pytest

from localaws.server import options, regions


def test_the_variables_name_it_where_no_option_does() -> None:
    assert regions.default({}) == "us-east-1"
    assert regions.default({"AWS_DEFAULT_REGION": "eu-west-1"}) == "eu-west-1"
    both = {"AWS_REGION": "ap-northeast-1", "AWS_DEFAULT_REGION": "eu-west-1"}
    assert regions.default(both) == "ap-northeast-1"
    assert regions.default({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-1"}) == "eu-west-1"


def test_an_option_goes_before_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-northeast-1")
    assert options.parse([]).region == "ap-northeast-1"
    assert options.parse(["--region", "eu-west-1"]).region == "eu-west-1"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ap-northest-1", "near ones: ap-northeast-1"),
        ("aws-global", "is no region"),
        ("", "near ones: us-east-1"),
        ("cn-north-1", "in the partition aws-cn"),
        ("us-gov-west-1", "in the partition aws-us-gov"),
    ],
)
def test_a_region_that_there_is_not_is_refused(name: str, says: str) -> None:
    with pytest.raises(regions.NoSuchRegion, match=says):
        regions.checked(name)


def test_a_wrong_variable_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_REGION", "mars")
    with pytest.raises(SystemExit):
        options.parse([])
    said = capsys.readouterr().err
    assert "'mars' is no region of AWS" in said
    assert len(said.splitlines()) == 1
