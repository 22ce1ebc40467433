"""Versions: a state machine's revision under a number, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.operations import arns, errors, pages
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import moment
from localaws.stepfunctions.state_machine import StateMachine, Version

_INITIAL = "INITIAL"
_MOST = 1000


class Versions:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def publish(self, machine: StateMachine, description: str | None) -> Version:
        """The version of the machine's revision, made unless the newest one is it. Hold the lock.

        Raises:
            Refusal: there are too many.
        """
        versions = self._ledger.records.versions(machine.arn)
        newest = max(versions, key=lambda version: version.number, default=None)
        if newest is not None and newest.machine.revision_id == machine.revision_id:
            return newest
        if len(versions) >= _MOST:
            raise errors.quota(
                f"The maximum number of versions of a state machine, {_MOST}, is reached: {machine.arn}"
            )
        machine = replace(machine, last_version=machine.last_version + 1)
        version = Version(
            arn=f"{machine.arn}:{machine.last_version}",
            number=machine.last_version,
            created=self._ledger.clock.seconds(),
            description=description,
            machine=machine,
        )
        self._ledger.records.put_machine(machine)
        self._ledger.records.put_version(version)
        return version

    def publish_asked(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """PublishStateMachineVersion."""
        with self._ledger.lock:
            machine = self._ledger.active_machine(caller, request["stateMachineArn"])
            current = machine.revision_id or _INITIAL
            asked = request.get("revisionId", current)
            if asked != current:
                raise errors.conflict(
                    f"Failed to publish the State Machine version for revision {asked}. "
                    f"The current State Machine revision is {current}."
                )
            version = self.publish(machine, request.get("description"))
        return {
            "creationDate": moment(version.created),
            "stateMachineVersionArn": version.arn,
        }

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListStateMachineVersions, the newest first."""
        machine = self._ledger.machine(caller, request["stateMachineArn"])
        shown, token = pages.page(
            self._ledger.records.versions(machine.arn),
            lambda version: f"{version.number:010d}",
            request,
            ["versions", machine.arn],
            newest_first=True,
        )
        return {
            "stateMachineVersions": [
                {"stateMachineVersionArn": each.arn, "creationDate": moment(each.created)}
                for each in shown
            ],
            **token,
        }

    def delete(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteStateMachineVersion: one that is not there is deleted already."""
        text = request["stateMachineVersionArn"]
        arn = arns.of_machine(text)
        if not arn.is_version:
            raise errors.validation(f"Expected a state machine version ARN. Received: {text}")
        with self._ledger.lock:
            names = [
                alias.name
                for alias in self._ledger.records.aliases(arn.machine_arn)
                if any(route.version_arn == text for route in alias.routes)
            ]
            if names:
                raise errors.conflict(
                    "Version to be deleted must not be referenced by an alias. Current list of "
                    f"aliases referencing this version: [{', '.join(sorted(names))}]"
                )
            if caller.owns(arn):
                self._ledger.records.delete_version(text)
        return {}
