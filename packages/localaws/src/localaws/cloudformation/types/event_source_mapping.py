"""AWS::Lambda::EventSourceMapping: a queue or stream that a function is invoked with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

# What an update can set, with what it is without: the API reference's defaults.
_CHANGEABLE: dict[str, Any] = {
    "FunctionName": None,
    "AmazonManagedKafkaEventSourceConfig": {},
    "BatchSize": None,
    "BisectBatchOnFunctionError": False,
    "DestinationConfig": {},
    "DocumentDBEventSourceConfig": {},
    "Enabled": True,
    "FilterCriteria": {},
    "FunctionResponseTypes": [],
    "KmsKeyArn": "",
    "LoggingConfig": {},
    "MaximumBatchingWindowInSeconds": 0,
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "MetricsConfig": {"Metrics": []},
    "ParallelizationFactor": 1,
    "ProvisionedPollerConfig": {},
    "ScalingConfig": {},
    "SelfManagedKafkaEventSourceConfig": {},
    "SourceAccessConfigurations": [],
    "TumblingWindowInSeconds": 0,
}
_FIXED = (
    *("EventSourceArn", "StartingPosition", "StartingPositionTimestamp", "SelfManagedEventSource"),
    *("Queues", "Topics"),
)
_BATCHES = {"sqs": 10}  # of others it is 100


class EventSourceMapping:
    """A mapping. Ref is its UUID."""

    fixed = frozenset(_FIXED)
    properties = frozenset({*_CHANGEABLE, *_FIXED, "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        given = _spelt(values.given(properties, (*_CHANGEABLE, *_FIXED)))
        tags = values.without_reserved(site.all_tags(properties))
        found = site.client("lambda").create_event_source_mapping(
            **given, **({"Tags": tags} if tags else {})
        )
        arn = found.get("EventSourceMappingArn") or _arn(site, found["UUID"])
        return Made(found["UUID"], {"Id": found["UUID"], "EventSourceMappingArn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("lambda")
        changed = {
            name: new.get(name, default)
            for name, default in _defaults(new).items()
            if old.get(name) != new.get(name)
        }
        client.update_event_source_mapping(UUID=made.physical_id, **_spelt(changed))
        arn = made.attributes["EventSourceMappingArn"]
        before, after = (values.without_reserved(site.all_tags(each)) for each in (old, new))
        if gone := sorted(before.keys() - after.keys()):
            client.untag_resource(Resource=arn, TagKeys=gone)
        if after and after != before:
            client.tag_resource(Resource=arn, Tags=after)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_event_source_mapping(UUID=made.physical_id)


def _arn(site: Site, uuid: str) -> str:
    return f"arn:aws:lambda:{site.region}:{site.account}:event-source-mapping:{uuid}"


def _defaults(properties: Mapping[str, Any]) -> dict[str, Any]:
    service = (properties.get("EventSourceArn", "").split(":") + [""] * 3)[2]
    return {**_CHANGEABLE, "BatchSize": _BATCHES.get(service, 100)}


def _spelt(given: Mapping[str, Any]) -> dict[str, Any]:
    """The properties as the API spells them."""
    made = dict(given)
    if "KmsKeyArn" in made:
        made["KMSKeyArn"] = made.pop("KmsKeyArn")
    if "SelfManagedEventSource" in made:
        servers = made["SelfManagedEventSource"].get("Endpoints", {}).get("KafkaBootstrapServers")
        made["SelfManagedEventSource"] = {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": servers}}
    return made
