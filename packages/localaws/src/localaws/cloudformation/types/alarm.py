"""AWS::CloudWatch::Alarm and CompositeAlarm. The API spells their properties the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site

_OF_BOTH = frozenset(
    [
        *("AlarmName", "AlarmDescription", "ActionsEnabled", "Tags"),
        *("AlarmActions", "InsufficientDataActions", "OKActions"),
        "ActionConfiguration",  # the API refuses what is not done here
    ]
)
_KINDS = ["MetricAlarm", "CompositeAlarm"]


class _Alarm:
    """An alarm. Ref is its name. Whatever changes but the name changes in place."""

    fixed = frozenset({"AlarmName"})
    properties: frozenset[str]
    _operation: str

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        name = properties.get("AlarmName", name)
        client = site.client("cloudwatch")
        found = client.describe_alarms(AlarmNames=[name], AlarmTypes=_KINDS)
        if found["MetricAlarms"] or found["CompositeAlarms"]:
            raise Refused(f"{name} already exists")
        tags = values.tag_list(values.without_reserved(site.all_tags(properties)))
        self._put(client, name, properties, {"Tags": tags})
        return Made(name, {"Arn": _arn(site, name)})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("cloudwatch")
        self._put(client, made.physical_id, new, {})
        arn, tags = _arn(site, made.physical_id), values.without_reserved(site.all_tags(new))
        had = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
        if gone := [tag["Key"] for tag in had if tag["Key"] not in tags]:
            client.untag_resource(ResourceARN=arn, TagKeys=gone)
        if tags:
            client.tag_resource(ResourceARN=arn, Tags=values.tag_list(tags))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("cloudwatch").delete_alarms(AlarmNames=[made.physical_id])

    def _put(
        self, client: Any, name: str, properties: Mapping[str, Any], more: Mapping[str, Any]
    ) -> None:
        asked = {key: value for key, value in properties.items() if key != "Tags"}
        getattr(client, self._operation)(**{**asked, **more, "AlarmName": name})


class MetricAlarm(_Alarm):
    """An alarm on a metric, or on math of metrics."""

    properties = _OF_BOTH | {
        *("ComparisonOperator", "DatapointsToAlarm", "EvaluationPeriods", "Threshold"),
        *("Dimensions", "MetricName", "Namespace", "Period", "Unit", "Metrics"),
        *("Statistic", "ExtendedStatistic", "EvaluateLowSampleCountPercentile"),
        *("TreatMissingData", "ThresholdMetricId", "EvaluationCriteria"),
        *("EvaluationInterval", "EvaluationWindow", "WarmUpConfiguration"),
    }
    _operation = "put_metric_alarm"


class CompositeAlarm(_Alarm):
    """An alarm on the states of others."""

    properties = _OF_BOTH | {
        *("AlarmRule", "ActionsSuppressor"),
        *("ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"),
    }
    _operation = "put_composite_alarm"


def _arn(site: Site, name: str) -> str:
    return f"arn:aws:cloudwatch:{site.region}:{site.account}:alarm:{name}"
