"""The operations: Search and GetSearchSuggestions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localaws.sagemaker.errors import unsupported, validation
from localaws.sagemaker.service import SageMaker
from localaws.search import dashboard, resources
from localaws.search.expression import test_of
from localaws.search.pages import Found, in_order, page
from localaws.search.properties import property_of
from localaws.search.resources import Record, Resource
from localaws.search.suggestions import suggestions


def register(service: SageMaker) -> None:
    """Register the operations with this service: a part for ``SageMakers``."""
    search = Search(service)
    service.register(
        {"Search": search.search, "GetSearchSuggestions": search.get_search_suggestions}
    )


class Search:
    """Search in one region."""

    def __init__(self, service: SageMaker) -> None:
        self._service = service

    def search(self, request: dict[str, Any]) -> dict[str, Any]:
        """Search."""
        name = request["Resource"]
        kind = self._kind(name)
        shape = resources.shape_of(name)
        fulfils = test_of(shape, request.get("SearchExpression"))
        by = property_of(shape, request.get("SortBy", kind.modified))
        if by.kind == "structure":
            raise validation(f"SortBy {by.name} is a structure: sort by a property in it.")
        # No other account makes its resources discoverable to this one.
        shared_only = request.get("CrossAccountFilterOption") == "CrossAccount"
        records = [] if shared_only else self._records(name, kind)
        conditions = request.get("VisibilityConditions", [])
        found = [
            (_arn(record, kind), {key: record[key] for key in shape.members if key in record})
            for record in records
            if fulfils(record) and _visible(record, conditions)
        ]
        return _response(name, in_order(found, by, _descending(request)), request)

    def get_search_suggestions(self, request: dict[str, Any]) -> dict[str, Any]:
        """GetSearchSuggestions."""
        name = request["Resource"]
        kind = self._kind(name)
        query = request.get("SuggestionQuery", {}).get("PropertyNameQuery", {})
        hint = query.get("PropertyNameHint", "")
        named = suggestions(resources.shape_of(name), self._records(name, kind), hint)
        return {"PropertyNameSuggestions": [{"PropertyName": each} for each in named]}

    def _kind(self, name: str) -> Resource:
        """The resource that is asked for.

        Raises:
            ApiError: none of its kind is ever made here, so that an empty result would be untrue.
        """
        kind = resources.resource(name)
        if kind is None or kind.lists not in self._service.operations:
            there = [each for each in resources.names() if self._is_made(each)]
            raise unsupported(f"Search for {name}", f"What can be searched is {', '.join(there)}.")
        return kind

    def _is_made(self, name: str) -> bool:
        kind = resources.resource(name)
        return kind is not None and kind.lists in self._service.operations

    def _records(self, name: str, kind: Resource) -> Iterable[Record]:
        records = resources.read(kind, self._service.call)
        return dashboard.models(records, self._service.call) if name == "Model" else records


def _arn(record: Record, kind: Resource) -> str:
    return str(record.get("Model", record)[kind.arn])


def _descending(request: Mapping[str, Any]) -> bool:
    return bool(request.get("SortOrder", "Descending") == "Descending")


def _visible(record: Record, conditions: Iterable[Mapping[str, str]]) -> bool:
    """Whether each tag that is named is not there, or has the value that is named with it."""
    tags = {f"Tags.{tag['Key']}": tag["Value"] for tag in record.get("Tags", [])}
    return all(
        tags.get(condition["Key"], condition["Value"]) == condition["Value"]
        for condition in conditions
    )


def _response(name: str, found: list[Found], request: Mapping[str, Any]) -> dict[str, Any]:
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    response: dict[str, Any] = {
        "Results": [{name: record} for _, record in shown],
        "TotalHits": {"Value": len(found), "Relation": "EqualTo"},
    }
    return response | ({"NextToken": token} if token else {})
