"""The resources that can be searched, each read as SageMaker's own List and Describe show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from localaws.protocols.models import service_model
from localaws.sagemaker.errors import ApiError

Call = Callable[[str, dict[str, Any]], dict[str, Any]]
Record = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """A kind of resource.

    Attributes:
        noun: as operations have it: ``TrainingJob``.
        listed: the member of the list's response that holds the summaries.
        named: the member of a summary by which Describe is asked, and the one that Describe takes.
        modified: the member that the results are sorted by where nobody says.
        asked: what the List operation is asked for.
    """

    noun: str
    listed: str
    named: tuple[str, str]
    modified: str = "LastModifiedTime"
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lists(self) -> str:
        return f"List{self.noun}s"

    @property
    def arn(self) -> str:
        return f"{self.noun}Arn"


def _named(noun: str) -> tuple[str, str]:
    return f"{noun}Name", f"{noun}Name"


_RESOURCES = {
    "TrainingJob": Resource("TrainingJob", "TrainingJobSummaries", _named("TrainingJob")),
    "HyperParameterTuningJob": Resource(
        "HyperParameterTuningJob",
        "HyperParameterTuningJobSummaries",
        _named("HyperParameterTuningJob"),
    ),
    "Endpoint": Resource("Endpoint", "Endpoints", _named("Endpoint")),
    "Model": Resource("Model", "Models", _named("Model"), "Model.CreationTime"),
    "ModelPackage": Resource(
        "ModelPackage",
        "ModelPackageSummaryList",
        ("ModelPackageArn", "ModelPackageName"),
        asked={"ModelPackageType": "Both"},
    ),
    "ModelPackageGroup": Resource(
        "ModelPackageGroup",
        "ModelPackageGroupSummaryList",
        _named("ModelPackageGroup"),
        "CreationTime",
    ),
}


def resource(name: str) -> Resource | None:
    """The resource of that name; None where none of its kind is ever made here."""
    return _RESOURCES.get(name)


def names() -> list[str]:
    return sorted(_RESOURCES)


def shape_of(name: str) -> Any:
    """The shape in which Search returns such a resource."""
    record: Any = service_model("sagemaker").shape_for("SearchRecord")
    shape: Any = record.members[name]
    return shape


def read(kind: Resource, call: Call) -> Iterator[Record]:
    """Every resource of the kind, with its tags. One that is deleted meanwhile is left out."""
    _, described_by = kind.named
    for name in _all(kind, call):
        try:
            described = call(f"Describe{kind.noun}", {described_by: name})
            tags = all_pages(call, "ListTags", "Tags", {"ResourceArn": described[kind.arn]})
        except ApiError:
            continue
        yield described | {"Tags": tags}


def _all(kind: Resource, call: Call) -> list[str]:
    summaries = all_pages(call, kind.lists, kind.listed, dict(kind.asked))
    return [summary[kind.named[0]] for summary in summaries]


def all_pages(call: Call, operation: str, member: str, asked: dict[str, Any]) -> list[Any]:
    """What a List operation lists, all pages of it."""
    found: list[Any] = []
    token: dict[str, Any] = {}
    while True:
        response = call(operation, asked | token)
        found += response[member]
        if "NextToken" not in response:
            return found
        token = {"NextToken": response["NextToken"]}
