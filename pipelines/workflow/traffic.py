"""How the traffic comes to a new model: all of it at once, or a part first while alarms are watched."""

from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import STARTING_SECONDS, Release
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Fail, catch_all, with_also
from pipelines.workflow import retries

_SIZES = {"canary": "CanarySize", "linear": "LinearStepSize"}


def deployment(inputs: DeploymentInputs) -> dict[str, Any]:
    """UpdateEndpoint's DeploymentConfig. Traffic comes in parts only where the variants stay the same, so that an
    endpoint which had others (an experiment that was given up by its setting) gets all of it at once."""
    if not inputs.release.in_parts:
        return {}
    names = '$join($sort({}), " ")'
    same = (
        f"{names.format('$states.input.endpoint.ProductionVariants.VariantName')} = "
        f"{names.format('$states.input.release.variants.name')}"
    )
    in_parts = literal(_in_parts(inputs.release, inputs.rollback_alarms))
    at_once = literal(
        {
            "BlueGreenUpdatePolicy": {
                "TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0}
            }
        }
    )
    return {"DeploymentConfig": expression(f"{same} ? {in_parts} : {at_once}")}


def after_a_rollback(inputs: DeploymentInputs, then: Fail) -> Any:
    """Find out which alarm rang, so that `then` can name it."""
    if not (inputs.release.in_parts and inputs.rollback_alarms):
        return then
    look = Call(
        "Which alarm rang?",
        "cloudwatch",
        "describeAlarms",
        {"AlarmNames": list(inputs.rollback_alarms), "StateValue": "ALARM"},
        comment="The endpoint is not in service on the new configuration: did an alarm take it back?",
        output=with_also(
            "alarms", '[$states.result.MetricAlarms.{"name": AlarmName, "reason": StateReason}]'
        ),
    )
    look.add_retry(retries.of_a_poll("CloudWatch"))
    catch_all(look, then)
    look.next(then)
    return look


def _in_parts(release: Release, alarms: tuple[str, ...]) -> dict[str, Any]:
    config: dict[str, Any] = {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": release.traffic.upper(),
                "WaitIntervalInSeconds": release.wait_seconds,
                _SIZES[release.traffic]: {"Type": "CAPACITY_PERCENT", "Value": release.percent},
            },
            "TerminationWaitInSeconds": release.termination_wait_seconds,
            "MaximumExecutionTimeoutInSeconds": release.bakes_seconds + STARTING_SECONDS,
        }
    }
    if alarms:
        config["AutoRollbackConfiguration"] = {"Alarms": [{"AlarmName": name} for name in alarms]}
    return config
