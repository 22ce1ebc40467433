"""How many instances the endpoint has, by how much it is asked: Application Auto Scaling.

The endpoint is not the stack's, so the workflow registers what scales. SageMaker refuses an update that changes the
instance type of a variant that scales: such a one is taken out before (`make_way`), and put in again after the release,
or after its rollback. An update keeps the number of instances that the scaling has come to. In an experiment the
champion's variant scales; the candidate's has as many instances as the execution says.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Scaling
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Fail, catch_all, with_also
from pipelines.workflow import failures, retries

_SERVICE = "applicationautoscaling"
_POLICY = "SagemakerEndpointInvocationScalingPolicy"  # SageMaker's console shows one of this name
_COOLDOWN_SECONDS = 300


def register(pipeline: Pipeline, inputs: DeploymentInputs) -> Fragment | None:
    """After a release: the endpoint scales. None where it does not."""
    if inputs.scaling is None:
        return None
    failed = Fail("Not scaling", "ScalingNotRegistered", failures.of_scaling())
    target, policy = _register(pipeline, inputs.scaling, "")
    for call in (target, policy):
        catch_all(call, failed)
    return Fragment(target, [policy])


def again(pipeline: Pipeline, inputs: DeploymentInputs, when: str, then: Any) -> Any:
    """What scaled before a release that failed scales again, as far as that can be; then `then`."""
    if inputs.scaling is None:
        return then
    target, policy = _register(pipeline, inputs.scaling, f" {when}")
    for call in (target, policy):
        catch_all(call, then)
    policy.next(then)
    return target


def make_way(pipeline: Pipeline, inputs: DeploymentInputs, update: Any) -> Any:
    """What comes before `update`: where the instance type changes, nothing scales while it does."""
    if inputs.scaling is None:
        return update
    look = Call(
        "Look at the instance type",
        "sagemaker",
        "describeEndpointConfig",
        {"EndpointConfigName": expression("$states.input.endpoint.EndpointConfigName")},
        comment="SageMaker refuses another one while the endpoint scales.",
        output=with_also("serving_type", "$states.result.ProductionVariants[0].InstanceType"),
    )
    changes = Choice("Does the instance type change?", "While it does, nothing may scale.")
    stop = Call(
        "Stop scaling",
        _SERVICE,
        "deregisterScalableTarget",
        _resource(pipeline),
        comment="It is registered again after the update. It may be that nothing scaled.",
    )
    changes.when("$states.input.serving_type = $states.input.config.endpoint.instance_type", update)
    changes.otherwise(stop)
    for call in (look, stop):
        call.add_retry(retries.of_a_poll("SageMaker" if call is look else "ApplicationAutoScaling"))
        catch_all(call, update)
    look.next(changes)
    stop.next(update)
    return look


def keep_the_number(inputs: DeploymentInputs) -> dict[str, Any]:
    """Of UpdateEndpoint's request: only the number of instances is kept of the variants that there are."""
    if inputs.scaling is None:
        return {}
    others = [{"VariantPropertyType": kind} for kind in ("DesiredWeight", "DataCaptureConfig")]
    return {"RetainAllVariantProperties": True, "ExcludeRetainedVariantProperties": others}


def _register(pipeline: Pipeline, scaling: Scaling, when: str) -> tuple[Call, Call]:
    target = Call(
        f"Register what scales{when}",
        _SERVICE,
        "registerScalableTarget",
        {
            **_resource(pipeline),
            "MinCapacity": scaling.least_instances,
            "MaxCapacity": scaling.most_instances,
        },
        comment="Between how many instances.",
    )
    policy = Call(
        f"Scale by invocations{when}",
        _SERVICE,
        "putScalingPolicy",
        {
            **_resource(pipeline),
            "PolicyName": _POLICY,
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": scaling.invocations_per_minute,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
                },
                "ScaleInCooldown": _COOLDOWN_SECONDS,
                "ScaleOutCooldown": _COOLDOWN_SECONDS,
            },
        },
        comment="As many as keep the invocations of an instance near the number.",
    )
    for call in (target, policy):
        call.add_retry(retries.of_a_poll("ApplicationAutoScaling"))
    target.next(policy)
    return target, policy


def _resource(pipeline: Pipeline) -> dict[str, str]:
    variant = literal(f"/variant/{pipeline.serving.variant}")
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": expression(f'"endpoint/" & $states.input.config.endpoint.name & {variant}'),
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
