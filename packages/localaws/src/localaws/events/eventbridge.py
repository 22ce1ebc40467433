"""EventBridge's own rules over moto's backend of it: what is refused before anything is kept, what PutEvents
does with its entries, and what moto forgets of connections and API destinations.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.core.utils import unix_time
from moto.events.exceptions import (
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
    ValidationException,
)
from moto.events.models import EventBusPolicyStatement, EventsBackend, Rule
from moto.events.responses import EventsHandler
from moto.secretsmanager.models import secretsmanager_backends

from localaws.events import entries, rule_checks
from localaws.events.connections import secret_value, without_secrets
from localaws.events.destination_request import is_endpoint
from localaws.events.targets import buses

_MOST_TARGETS = 5
_DEFAULT_RATE = 300  # invocations a second


class Rules(EventsBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """EventBridge."""

    def put_rule(self, name: str, **members: Any) -> Rule:
        rule_checks.check_pattern(members.get("event_pattern"))
        rule_checks.check_rule_expression(members.get("scheduled_expression"))
        return super().put_rule(name, **members)

    def put_targets(
        self, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        for target in targets:
            rule_checks.check_target(target)
        rule = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn)).rules.get(name)
        ids = {target["Id"] for target in targets} | {
            t["Id"] for t in (rule.targets if rule else [])
        }
        if len(ids) > _MOST_TARGETS:
            raise ValidationException(
                f"The requested resource exceeds the maximum number allowed: {_MOST_TARGETS} targets"
            )
        super().put_targets(name, event_bus_arn, targets)

    def delete_event_bus(self, name: str) -> None:
        """A bus with rules stays: moto forgets both (hashicorp/terraform-provider-aws#22131)."""
        bus = self.event_buses.get(name)
        if bus is not None and name != "default" and bus.rules:
            raise ValidationException("EventBus can't be deleted since it has rules.")
        super().delete_event_bus(name)

    def put_permission(
        self,
        event_bus_name: str,
        action: str,
        principal: str,
        statement_id: str,
        condition: dict[str, str],
        policy: str,
    ) -> None:
        """A whole policy takes the place of what there was: moto drops statements of the same principal."""
        if not policy:
            super().put_permission(
                event_bus_name, action, principal, statement_id, condition, policy
            )
            return
        bus = self.describe_event_bus(event_bus_name)
        statements = [
            EventBusPolicyStatement.from_dict({"Resource": bus.arn, **each})
            for each in json.loads(policy)["Statement"]
        ]
        bus._statements = {each.sid: each for each in statements}

    def create_connection(
        self, name: str, description: str, authorization_type: str, auth_parameters: dict[str, Any]
    ) -> Any:
        if name in self.connections:
            raise ResourceAlreadyExistsException(f"Connection {name} already exists.")
        made = super().create_connection(name, description, authorization_type, auth_parameters)
        self._keep_secret(name, auth_parameters)
        return made

    def describe_connection(self, name: str) -> dict[str, Any]:
        described: dict[str, Any] = without_secrets(super().describe_connection(name))
        return described

    def put_events(self, events: list[dict[str, Any]]) -> Any:
        if sum(map(entries.size_of, events)) > entries.LARGEST:
            raise ValidationException("Total size of the entries in the request is over the limit.")
        for bus in {self._normalize_event_bus_arn(event.get("EventBusName")) for event in events}:
            if bus not in self.event_buses:
                raise ResourceNotFoundException(f"Event bus {bus} does not exist.")
        return [self._put(entry) for entry in events]

    def _put(self, entry: dict[str, Any]) -> dict[str, str]:
        fault = entries.fault_of(entry)
        if fault is not None:
            return fault
        identity, now = str(uuid.uuid4()), unix_time()
        event = entries.event_of(entry, identity, self.account_id, self.region_name, now)
        bus = self._normalize_event_bus_arn(entry.get("EventBusName"))
        buses.publish(self.account_id, self.region_name, bus, event)
        return {"EventId": identity}

    def update_connection(self, name: str, **members: Any) -> dict[str, Any]:
        """With the secret: moto changes what it shows, and not what is sent."""
        told: dict[str, Any] = super().update_connection(name=name, **members)
        if (given := members.get("auth_parameters")) is not None:
            self._keep_secret(name, given)
        return told

    def _keep_secret(self, name: str, parameters: dict[str, Any]) -> None:
        """Put what a connection adds to requests into its secret; moto spells it otherwise."""
        secrets = secretsmanager_backends[self.account_id][self.region_name]
        secrets.put_secret_value(
            secret_id=self.connections[name].secret_arn,
            secret_string=json.dumps(secret_value(parameters)),
            secret_binary=None,
            client_request_token=None,
            version_stages=["AWSCURRENT"],
        )

    def create_api_destination(
        self,
        name: str,
        description: str,
        connection_arn: str,
        invocation_endpoint: str,
        invocation_rate_limit_per_second: str,
        http_method: str,
    ) -> dict[str, Any]:
        if name in self.destinations:
            raise ResourceAlreadyExistsException(f"An api-destination '{name}' already exists.")
        self._check_destination(connection_arn, invocation_endpoint)
        told: dict[str, Any] = super().create_api_destination(
            *(name, description, connection_arn, invocation_endpoint),
            *(invocation_rate_limit_per_second or _DEFAULT_RATE, http_method),
        )
        return told

    def update_api_destination(self, name: str, **members: Any) -> dict[str, Any]:
        self._check_destination(members.get("connection_arn"), members.get("invocation_endpoint"))
        told: dict[str, Any] = super().update_api_destination(name=name, **members)
        return told

    def _check_destination(self, connection: str | None, endpoint: str | None) -> None:
        if connection and not any(each.arn == connection for each in self.connections.values()):
            raise ResourceNotFoundException(f"Connection '{connection}' does not exist.")
        if endpoint and not is_endpoint(endpoint):
            raise ValidationException(
                f"Parameter InvocationEndpoint is not valid: {endpoint} must begin with https://"
            )


def update_event_bus(response: EventsHandler) -> str:
    """UpdateEventBus, which moto does not have."""
    bus = response.events_backend.describe_event_bus(response._get_param("Name"))
    bus.description = response._get_param("Description")
    bus.kms_key_identifier = response._get_param("KmsKeyIdentifier")
    bus.dead_letter_config = response._get_param("DeadLetterConfig")
    bus.last_modified_time = unix_time()
    told = {
        "Arn": bus.arn,
        "Name": bus.name,
        "Description": bus.description,
        "KmsKeyIdentifier": bus.kms_key_identifier,
        "DeadLetterConfig": bus.dead_letter_config,
    }
    return json.dumps({name: value for name, value in told.items() if value is not None})
