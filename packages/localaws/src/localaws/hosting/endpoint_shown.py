"""DescribeEndpoint's response, made of an endpoint as it stands. Pure.

While a new fleet comes, ProductionVariants are those of the old one and PendingDeploymentSummary those of
the new; a change of weights and capacities shows in ProductionVariants, where desired and current differ
(the examples of https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from localaws.hosting.variant import Variant

if TYPE_CHECKING:
    from localaws.hosting.endpoint import Endpoint, Pending, Stage
    from localaws.hosting.router import Route


def summary(endpoint: Endpoint) -> dict[str, Any]:
    """Its entry in ListEndpoints."""
    return {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "CreationTime": endpoint.created,
        "LastModifiedTime": endpoint.modified,
        "EndpointStatus": endpoint.status,
    }


def described(endpoint: Endpoint) -> dict[str, Any]:
    """The response. Variants are absent before the first deployment serves."""
    pending = endpoint.pending
    shown = summary(endpoint) | {"EndpointConfigName": endpoint.configuration}
    if endpoint.fleet:
        shown |= _by_kind((r.variant, _deployed(endpoint, r, pending)) for r in endpoint.fleet)
    if endpoint.fleet and endpoint.capture is not None:
        shown["DataCaptureConfig"] = endpoint.capture.summary()
    if endpoint.fleet and endpoint.asynchronous is not None:
        shown["AsyncInferenceConfig"] = dict(endpoint.asynchronous.request)
    if endpoint.failure_reason is not None:
        shown["FailureReason"] = endpoint.failure_reason
    if endpoint.last_deployment:
        shown["LastDeploymentConfig"] = endpoint.last_deployment
    if pending is not None and not pending.is_rescaling:
        shown["PendingDeploymentSummary"] = {
            "EndpointConfigName": pending.plan.configuration,
            "StartTime": pending.started,
            **_by_kind((variant, _coming(variant, pending)) for variant in pending.plan.variants),
        }
    return shown


def _by_kind(variants: Iterable[tuple[Variant, dict[str, Any]]]) -> dict[str, Any]:
    """The members that have the variants: those that respond, and the shadows."""
    shown: dict[str, Any] = {}
    for variant, summary in variants:
        member = "ShadowProductionVariants" if variant.is_shadow else "ProductionVariants"
        shown.setdefault(member, []).append(summary)
    return shown


def _deployed(endpoint: Endpoint, route: Route, pending: Pending | None) -> dict[str, Any]:
    variant = route.variant
    asked = pending.plan.variants if pending is not None and pending.is_rescaling else ()
    desired = next((v for v in asked if v.name == variant.name), variant)
    return {
        "VariantName": variant.name,
        "DeployedImages": [
            {"SpecifiedImage": uri, "ResolvedImage": uri, "ResolutionTime": endpoint.resolved}
            for uri in (container.image for container in variant.model.containers)
        ],
        "CurrentWeight": variant.weight,
        "DesiredWeight": desired.weight,
        **_capacity(variant, len(route.instances), desired),
    } | _status(pending.going.get(variant.name) if pending is not None else None)


def _coming(variant: Variant, pending: Pending) -> dict[str, Any]:
    return {
        "VariantName": variant.name,
        "CurrentWeight": variant.weight,
        "DesiredWeight": variant.weight,
        **_capacity(variant, pending.active.get(variant.name, 0), variant),
        **({"InstanceType": variant.instance_type} if variant.serverless is None else {}),
    } | _status(pending.coming.get(variant.name))


def _capacity(variant: Variant, running: int, desired: Variant) -> dict[str, Any]:
    """How much of it there is, and is to be."""
    if variant.serverless is None or desired.serverless is None:
        return {"CurrentInstanceCount": running, "DesiredInstanceCount": desired.instances}
    return {
        "CurrentServerlessConfig": variant.serverless.shown(),
        "DesiredServerlessConfig": desired.serverless.shown(),
    }


def _status(stage: Stage | None) -> dict[str, Any]:
    if stage is None:
        return {}
    shown = {"Status": stage.status, "StatusMessage": stage.message, "StartTime": stage.since}
    return {"VariantStatus": [shown]}
