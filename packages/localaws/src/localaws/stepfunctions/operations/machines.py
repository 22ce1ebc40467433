"""State machines: made, changed, described, listed. How they are deleted is in ``deleting``."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.execution import STANDARD
from localaws.stepfunctions.operations import (
    arns,
    configuration,
    errors,
    names,
    pages,
    routing,
    tags,
)
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.definitions import Check, References, accept
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import configured, moment, present
from localaws.stepfunctions.operations.versions import Versions
from localaws.stepfunctions.state_machine import DELETING, StateMachine

_ROLE = re.compile(r"arn:[\w-]+:iam::\d{12}:role/\S+")
_MOST_MACHINES = 10_000
_CHANGES = (
    *("definition", "roleArn"),
    *("loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"),
)


class Machines:
    def __init__(
        self, ledger: Ledger, versions: Versions, check: Check, references: References
    ) -> None:
        self._ledger = ledger
        self._versions = versions
        self._check = check
        self._references = references

    def create(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """CreateStateMachine: asked again for the same, it says the same.

        Role and tags are not compared, and stay as they are.
        """
        _check_description(request)
        name = names.check(request["name"])
        now = self._ledger.clock.seconds()
        machine = StateMachine(
            arn=caller.arn(arns.STATE_MACHINE, name),
            name=name,
            type=request.get("type", STANDARD),
            definition=request["definition"],
            role_arn=_role(request["roleArn"]),
            created=now,
            updated=now,
            logging=configuration.logging(request.get("loggingConfiguration")),
            tracing=configuration.tracing(request.get("tracingConfiguration")),
            encryption=configuration.encryption(request.get("encryptionConfiguration")),
            published=request.get("publish", False),
            version_description=request.get("versionDescription"),
        )
        tagged = tags.merged({}, request.get("tags", []))
        accept(self._check, machine.definition, machine.type, machine.name)
        with self._ledger.lock:
            found = self._ledger.records.machine(machine.arn)
            if found is not None:
                if found.status == DELETING:
                    raise errors.machine_deleting(machine.arn)
                if not _is_repeated(machine, found):
                    raise errors.machine_exists(machine.arn)
                machine = found
            else:
                self._check_quota(caller)
                self._ledger.records.put_machine(machine)
                self._ledger.records.put_tags(machine.arn, tagged)
            version = (
                self._versions.publish(machine, machine.version_description).arn
                if machine.published
                else None
            )
        return present(
            stateMachineArn=machine.arn,
            creationDate=moment(machine.created),
            stateMachineVersionArn=version,
        )

    def update(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateStateMachine: what changes anything makes a new revision."""
        _check_description(request)
        arns.unqualified(request["stateMachineArn"])
        if not any(name in request for name in _CHANGES):
            raise Refusal(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the "
                "TracingConfiguration must be specified",
            )
        changes = _changes(request)
        with self._ledger.lock:
            machine = self._ledger.active_machine(caller, request["stateMachineArn"])
        if "definition" in changes:
            accept(self._check, changes["definition"], machine.type, machine.name)
        with self._ledger.lock:
            machine = self._ledger.active_machine(caller, request["stateMachineArn"])
            now = self._ledger.clock.seconds()
            changed = replace(machine, updated=now, **changes)
            if _revised(machine, changed):
                changed = replace(changed, revision_id=str(uuid.uuid4()))
            self._ledger.records.put_machine(changed)
            version = (
                self._versions.publish(changed, request.get("versionDescription")).arn
                if request.get("publish")
                else None
            )
        return present(
            updateDate=moment(now),
            revisionId=changed.revision_id,
            stateMachineVersionArn=version,
        )

    def describe(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeStateMachine: of a version what it was then, of an alias the version it mostly leads to."""
        text = request["stateMachineArn"]
        arn = arns.of_machine(text)
        if arn.label:
            raise errors.validation(
                f"The ARN of a Distributed Map is not supported by this operation: {text}"
            )
        description, created = None, None
        if arn.qualifier is None:
            machine = self._ledger.machine(caller, text)
        else:
            version = self._ledger.version(self._version_arn(arn))
            machine, description, created = version.machine, version.description, version.created
        shown = configured(machine) | {
            "stateMachineArn": text,
            "status": machine.status,
            "type": machine.type,
            "creationDate": moment(created if created is not None else machine.created),
        }
        return shown | present(
            description=description, variableReferences=self._references(machine.definition) or None
        )

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListStateMachines, by name."""
        mine = [each for each in self._ledger.records.machines() if _is_of(caller, each)]
        shown, token = pages.page(mine, lambda each: each.arn, request, ["machines"])
        return {
            "stateMachines": [
                {
                    "stateMachineArn": each.arn,
                    "name": each.name,
                    "type": each.type,
                    "creationDate": moment(each.created),
                }
                for each in shown
            ],
            **token,
        }

    def _version_arn(self, arn: arns.Arn) -> str:
        if arn.is_version:
            return arn.text
        alias = self._ledger.records.alias(arn.text)
        if alias is None:
            raise errors.no_machine(arn.text)
        return routing.weightiest(alias.routes)

    def _check_quota(self, caller: Caller) -> None:
        mine = [each for each in self._ledger.records.machines() if _is_of(caller, each)]
        if len(mine) >= _MOST_MACHINES:
            raise Refusal(
                "StateMachineLimitExceeded",
                f"State Machine Limit Exceeded: '{_MOST_MACHINES}' state machines",
            )


def _changes(request: Mapping[str, Any]) -> dict[str, Any]:
    """What a request changes, under the record's names."""
    changes: dict[str, Any] = {}
    if "definition" in request:
        changes["definition"] = request["definition"]
    if "roleArn" in request:
        changes["role_arn"] = _role(request["roleArn"])
    if "loggingConfiguration" in request:
        changes["logging"] = configuration.logging(request["loggingConfiguration"])
    if "tracingConfiguration" in request:
        changes["tracing"] = configuration.tracing(request["tracingConfiguration"])
    if "encryptionConfiguration" in request:
        changes["encryption"] = configuration.encryption(request["encryptionConfiguration"])
    return changes


def _revised(old: StateMachine, new: StateMachine) -> bool:
    """Whether anything is different; how a definition is spaced is not."""
    same_settings = replace(new, definition=old.definition, updated=old.updated) == old
    same_definition = json.loads(new.definition) == json.loads(old.definition)
    return not (same_settings and same_definition)


def _is_repeated(asked: StateMachine, found: StateMachine) -> bool:
    """By the API reference: what CreateStateMachine compares."""
    return all(
        getattr(asked, name) == getattr(found, name)
        for name in ("definition", "type", "logging", "tracing", "encryption")
    ) and (asked.published, asked.version_description) == (
        found.published,
        found.version_description,
    )


def _is_of(caller: Caller, machine: StateMachine) -> bool:
    return caller.owns(arns.of_machine(machine.arn))


def _check_description(request: Mapping[str, Any]) -> None:
    if "versionDescription" in request and not request.get("publish"):
        raise errors.validation("Version description can only be set when publish is true")


def _role(arn: str) -> str:
    if not _ROLE.fullmatch(arn):
        raise Refusal("InvalidArn", f"Invalid Role Arn: '{arn}'")
    return arn
