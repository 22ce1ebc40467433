"""Resources of a kind: found, named, added once, forgotten and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from localaws.hosting.records import Kind, Records
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker

from .scripted import ScriptedRuntime


@dataclass(frozen=True)
class Thing:
    name: str
    arn: str
    created: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    status: str = "InService"

    @property
    def modified(self) -> datetime:
        return self.created

    def summary(self) -> dict[str, Any]:
        return {"Name": self.name}


@pytest.fixture
def service(tmp_path: Path) -> SageMaker:
    return SageMaker(ServerContext("123456789012", tmp_path, ScriptedRuntime(), ""), "eu-west-1")


@pytest.fixture
def records(service: SageMaker) -> Records[Thing]:
    return Records(Kind("fine thing", "fine-thing", "Things"), service)


def thing(service: SageMaker, name: str) -> Thing:
    return Thing(name, service.arn("fine-thing", name))


def test_it_is_found_until_it_is_forgotten_and_its_tags_with_it(
    service: SageMaker, records: Records[Thing]
) -> None:
    one, tags = thing(service, "one"), [{"Key": "k", "Value": "v"}]
    records.add(one, {"Tags": tags})
    assert records.find("one") is records.named("one") is one
    assert service.tags.of(one.arn) == tags
    records.forget(one)
    assert records.find("one") is None
    assert service.tags.of(one.arn) == []
    records.forget(one)
    records.add(one, {})


def test_what_is_not_there_is_refused_by_its_arn(records: Records[Thing]) -> None:
    arn = "arn:aws:sagemaker:eu-west-1:123456789012:fine-thing/none"
    with pytest.raises(ApiError) as refused:
        records.named("none")
    assert refused.value.message == f'Could not find fine thing "{arn}".'


def test_a_second_of_the_same_name_is_refused_and_the_first_stays(
    service: SageMaker, records: Records[Thing]
) -> None:
    one = thing(service, "one")
    records.refuse_existing(one)
    records.add(one, {})
    for again in (records.refuse_existing, lambda other: records.add(other, {"Tags": ["no"]})):
        with pytest.raises(ApiError) as refused:
            again(thing(service, "one"))
        assert refused.value.message == f'Cannot create already existing fine thing "{one.arn}".'
    assert records.all() == [one]
    assert records.find("one") is one


def test_a_list_names_the_next_page_where_there_is_one(
    service: SageMaker, records: Records[Thing]
) -> None:
    for name in ("a", "b", "c"):
        records.add(thing(service, name), {})
    asked = {"MaxResults": 2, "SortBy": "Name", "SortOrder": "Ascending"}
    first = records.list(asked)
    assert first["Things"] == [{"Name": "a"}, {"Name": "b"}]
    assert records.list(asked | {"NextToken": first["NextToken"]}) == {"Things": [{"Name": "c"}]}
