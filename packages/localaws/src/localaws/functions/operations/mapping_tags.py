"""The tags of event source mappings, whose ARNs the operations of functions' tags take as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.operations.tags import TagOperations
from localaws.functions.sources.book import Sources

_KIND = ":event-source-mapping:"


class MappingTagOperations:
    """In the place of those of functions, which respond where the resource is a function."""

    def __init__(self, ledger: Ledger, sources: Sources) -> None:
        self._sources = sources
        others = TagOperations(ledger).operations
        self.operations: Mapping[str, Operation] = {
            "ListTags": _either(self.list, others["ListTags"]),
            "TagResource": _either(self.add, others["TagResource"]),
            "UntagResource": _either(self.remove, others["UntagResource"]),
        }

    def list(self, _caller: Caller, request: Request) -> Result:
        """ListTags."""
        return {"Tags": dict(self._sources.get(_uuid(request)).tags)}

    def add(self, _caller: Caller, request: Request) -> Result:
        """TagResource."""
        found = self._sources.get(_uuid(request))
        self._sources.tag(replace(found, tags={**found.tags, **request["Tags"]}))
        return {}

    def remove(self, _caller: Caller, request: Request) -> Result:
        """UntagResource."""
        found = self._sources.get(_uuid(request))
        left = {k: v for k, v in found.tags.items() if k not in request["TagKeys"]}
        self._sources.tag(replace(found, tags=left))
        return {}


def _either(of_mapping: Operation, of_others: Operation) -> Operation:
    def operation(caller: Caller, request: Request) -> Result:
        responds = of_mapping if _KIND in request["Resource"] else of_others
        return responds(caller, request)

    return operation


def _uuid(request: Request) -> str:
    return str(request["Resource"]).rpartition(":")[2]
