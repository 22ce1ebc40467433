"""Aliases: names that lead to versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.operations import arns, errors, pages, routing
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import moment, present
from localaws.stepfunctions.state_machine import Alias, Route

_MOST = 100


class Aliases:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def create(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """CreateStateMachineAlias: asked again for the same, it says the same."""
        routes = routing.read(request["routingConfiguration"])
        machine_arn = arns.of_machine(routes[0].version_arn).machine_arn
        name, description = request["name"], request.get("description")
        with self._ledger.lock:
            self._ledger.active_machine(caller, machine_arn)
            self._check_versions(routes)
            arn = f"{machine_arn}:{name}"
            alias = self._ledger.records.alias(arn)
            if alias is None:
                if len(self._ledger.records.aliases(machine_arn)) >= _MOST:
                    raise errors.quota(
                        f"The maximum number of aliases of a state machine, {_MOST}, is reached: "
                        + machine_arn
                    )
                now = self._ledger.clock.seconds()
                alias = Alias(arn, name, machine_arn, routes, now, now, description)
                self._ledger.records.put_alias(alias)
            elif set(alias.routes) != set(routes) or alias.description != description:
                raise errors.conflict(
                    "Failed to create alias because an alias with the same name and a different "
                    "routing configuration already exists."
                )
        return {"stateMachineAliasArn": alias.arn, "creationDate": moment(alias.created)}

    def update(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateStateMachineAlias."""
        changes: dict[str, Any] = {}
        if "description" in request:
            changes["description"] = request["description"]
        if "routingConfiguration" in request:
            changes["routes"] = routing.read(request["routingConfiguration"])
        if not changes:
            raise errors.validation(
                "Either the description or the routing configuration must be specified"
            )
        with self._ledger.lock:
            alias = self._alias(caller, request)
            self._ledger.active_machine(caller, alias.machine_arn)
            routes = changes.get("routes", alias.routes)
            if arns.of_machine(routes[0].version_arn).machine_arn != alias.machine_arn:
                raise errors.validation(
                    "Routing configuration must contain versions of the alias's state machine. "
                    f"Received: [{', '.join(route.version_arn for route in routes)}]"
                )
            self._check_versions(routes)
            now = self._ledger.clock.seconds()
            self._ledger.records.put_alias(replace(alias, updated=now, **changes))
        return {"updateDate": moment(now)}

    def describe(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeStateMachineAlias."""
        alias = self._alias(caller, request)
        return present(
            stateMachineAliasArn=alias.arn,
            name=alias.name,
            description=alias.description,
            routingConfiguration=routing.shown(alias.routes),
            creationDate=moment(alias.created),
            updateDate=moment(alias.updated),
        )

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListStateMachineAliases: of a state machine, or those that lead to one of its versions."""
        arn = arns.of_machine(request["stateMachineArn"])
        if arn.is_alias:
            raise errors.validation(f"Expected no alias ARN. Received: {arn.text}")
        machine = self._ledger.machine(caller, arn.machine_arn)
        if arn.is_version:
            self._ledger.version(arn.text)
        aliases = [
            alias
            for alias in self._ledger.records.aliases(machine.arn)
            if arn.qualifier is None or any(r.version_arn == arn.text for r in alias.routes)
        ]
        shown, token = pages.page(aliases, lambda alias: alias.name, request, ["aliases", arn.text])
        return {
            "stateMachineAliases": [
                {"stateMachineAliasArn": each.arn, "creationDate": moment(each.created)}
                for each in shown
            ],
            **token,
        }

    def delete(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteStateMachineAlias: one that is not there is deleted already."""
        arn = self._arn(request)
        with self._ledger.lock:
            if caller.owns(arn):
                self._ledger.records.delete_alias(arn.text)
        return {}

    def _arn(self, request: Mapping[str, Any]) -> arns.Arn:
        arn = arns.of_machine(request["stateMachineAliasArn"])
        if not arn.is_alias:
            raise errors.validation(f"Expected a state machine alias ARN. Received: {arn.text}")
        return arn

    def _alias(self, caller: Caller, request: Mapping[str, Any]) -> Alias:
        arn = self._arn(request)
        alias = self._ledger.records.alias(arn.text) if caller.owns(arn) else None
        if alias is None:
            raise errors.no_resource(arn.text)
        return alias

    def _check_versions(self, routes: Sequence[Route]) -> None:
        for route in routes:
            if self._ledger.records.version(route.version_arn) is None:
                raise errors.no_resource(route.version_arn)
