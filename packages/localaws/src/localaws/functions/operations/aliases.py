"""Aliases: made, shown, changed, listed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.function import Alias, Function
from localaws.functions.operations import shown
from localaws.functions.operations.ledger import (
    Caller,
    Ledger,
    Operation,
    Request,
    Result,
    check_revision,
    revision,
)
from localaws.functions.operations.pages import page
from localaws.functions.versions import check_alias, without_events
from localaws.protocols.refusal import Refusal


class AliasOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "CreateAlias": self.create,
            "DeleteAlias": self.delete,
            "GetAlias": self.get,
            "ListAliases": self.list,
            "UpdateAlias": self.update,
        }

    def create(self, caller: Caller, request: Request) -> Result:
        """CreateAlias."""
        function, _ = self._ledger.find(caller, request)
        made = _changed(Alias(request["Name"], request["FunctionVersion"]), request)

        def change(found: Function) -> Function:
            if made.name in found.aliases:
                raise Refusal(
                    "ResourceConflictException",
                    f"Alias already exists: {found.arn}:{made.name}",
                    409,
                )
            return _with(found, made)

        return shown.alias(self._ledger.functions.change(function.arn, change), made)

    def get(self, caller: Caller, request: Request) -> Result:
        """GetAlias."""
        function, _ = self._ledger.find(caller, request)
        return shown.alias(function, _alias(function, request["Name"]))

    def list(self, caller: Caller, request: Request) -> Result:
        """ListAliases; ``FunctionVersion`` asks for those of one version."""
        function, _ = self._ledger.find(caller, request)
        version = request.get("FunctionVersion")
        wanted = [
            each
            for _, each in sorted(function.aliases.items())
            if version is None or version in (each.version, *each.weights)
        ]
        found, marker = page(wanted, lambda each: each.name, request)
        return {"Aliases": [shown.alias(function, each) for each in found], "NextMarker": marker}

    def update(self, caller: Caller, request: Request) -> Result:
        """UpdateAlias."""
        function, _ = self._ledger.find(caller, request)
        name = request["Name"]

        def change(found: Function) -> Function:
            alias = _alias(found, name)
            check_revision(request.get("RevisionId"), alias.revision)
            return _with(found, _changed(alias, request))

        function = self._ledger.functions.change(function.arn, change)
        return shown.alias(function, function.aliases[name])

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteAlias; that there is none is no error, as on AWS."""
        function, _ = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            left = {name: each for name, each in found.aliases.items() if name != request["Name"]}
            return without_events(replace(found, aliases=left), request["Name"])

        self._ledger.functions.change(function.arn, change)
        return {}


def _changed(alias: Alias, request: Request) -> Alias:
    routing = request.get("RoutingConfig")
    weights = alias.weights if routing is None else routing.get("AdditionalVersionWeights") or {}
    return replace(
        alias,
        version=request.get("FunctionVersion") or alias.version,
        description=request.get("Description", alias.description),
        weights={version: float(weight) for version, weight in weights.items()},
        revision=revision(),
    )


def _with(function: Function, alias: Alias) -> Function:
    check_alias(function, alias)
    return replace(function, aliases={**function.aliases, alias.name: alias})


def _alias(function: Function, name: str) -> Alias:
    found = function.aliases.get(name)
    if found is None:
        raise Refusal("ResourceNotFoundException", f"Alias not found: {function.arn}:{name}", 404)
    return found
