"""What an endpoint serves, and the record of the run that made it.

SageMaker says what serves: the endpoint's configuration, its variants' models. A model that stepline made has its
run in its tags, and the run's record lies in the bucket of the model's artifact. One that stepline did not make has
no such tag, and then SageMaker's own words are all there is.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepline import deployment
from stepline.errors import UserError
from stepline.runs import record
from stepline.runs.record import Record
from stepline.target import Target
from stepline.untold import Untold, told

RUN, PIPELINE, STAGE = "stepline:run", "stepline:pipeline", "stepline:stage"
_NEAR = 100  # endpoints among which the nearest names are looked for


@dataclass(frozen=True)
class Variant:
    """A model behind an endpoint. ``run`` is None where stepline did not make it; ``problem`` says why
    a run that did has no record to show."""

    name: str
    model: str | None
    weight: float | None
    instances: int | None
    instance_type: str | None
    image: str | None
    digest: str | None
    artifact: str | None
    created: datetime | None
    run: str | None
    record: Record | None
    problem: str | None


@dataclass(frozen=True)
class Serving:
    """An endpoint. ``updating``: another configuration is on its way to replace this one."""

    endpoint: str
    status: str
    configuration: str
    since: datetime
    failure: str | None
    variants: tuple[Variant, ...]

    @property
    def ours(self) -> bool:
        return any(variant.run for variant in self.variants)


def look(target: Target, name: str, stage: str) -> Serving:
    """What serves on the endpoint of that name; a pipeline's name means its endpoint.

    Raises:
        UserError: there is none, or AWS does not tell.
    """
    sagemaker = target.client("sagemaker")
    described = told(lambda: sagemaker.describe_endpoint(EndpointName=name))
    if isinstance(described, Untold) and described.missing:
        name = _of_pipeline(target, name, stage)
        described = told(lambda: sagemaker.describe_endpoint(EndpointName=name))
    if isinstance(described, Untold):
        raise UserError(
            f"There is no endpoint {name} on {target}{_nearest(sagemaker, name)}."
            if described.missing
            else f"What the endpoint {name} serves is not told: {described.why}."
        )
    serves = {each["VariantName"]: each for each in described.get("ProductionVariants", [])}
    config = told(
        lambda: sagemaker.describe_endpoint_config(
            EndpointConfigName=described["EndpointConfigName"]
        )
    )
    configured = [] if isinstance(config, Untold) else config["ProductionVariants"]
    lost = f"its configuration is not told: {config.why}" if isinstance(config, Untold) else None
    known = configured or [{"VariantName": each} for each in serves]
    return Serving(
        endpoint=name,
        status=described["EndpointStatus"],
        configuration=described["EndpointConfigName"],
        since=described["LastModifiedTime"],
        failure=described.get("FailureReason"),
        variants=tuple(
            _variant(target, sagemaker, each, serves.get(each["VariantName"], {}), lost)
            for each in known
        ),
    )


def _variant(
    target: Target,
    sagemaker: Any,
    configured: Mapping[str, Any],
    serves: Mapping[str, Any],
    lost: str | None,
) -> Variant:
    model = configured.get("ModelName")
    found = told(lambda: sagemaker.describe_model(ModelName=model)) if model else None
    if isinstance(found, Untold):
        lost = f"its model {model} is not told: {found.why}"
    described: Mapping[str, Any] = {} if found is None or isinstance(found, Untold) else found
    container: Mapping[str, Any] = described.get("PrimaryContainer") or next(
        iter(described.get("Containers", [])), {}
    )
    source = container.get("ModelDataSource", {}).get("S3DataSource", {})
    artifact = container.get("ModelDataUrl") or source.get("S3Uri")
    tagged = _run(sagemaker, described.get("ModelArn")) if described else None
    made, problem = None, lost
    if isinstance(tagged, Untold):
        problem = f"the tags of its model are not told: {tagged.why}"
    run = None if isinstance(tagged, Untold) else tagged
    if run and artifact:
        made, problem = _record(target, run, artifact)
    resolved = next(
        (image.get("ResolvedImage", "") for image in serves.get("DeployedImages", [])), ""
    )
    return Variant(
        name=configured["VariantName"],
        model=model,
        weight=serves.get("CurrentWeight", configured.get("InitialVariantWeight")),
        instances=serves.get("CurrentInstanceCount", configured.get("InitialInstanceCount")),
        instance_type=configured.get("InstanceType"),
        image=container.get("Image"),
        digest=resolved.partition("@")[2] or None,
        artifact=artifact,
        created=described.get("CreationTime"),
        run=run,
        record=made,
        problem=problem,
    )


def _run(sagemaker: Any, arn: str | None) -> str | Untold | None:
    """The run that made a model, by its tags."""
    if arn is None:
        return None
    pages = sagemaker.get_paginator("list_tags")
    tags = told(
        lambda: {
            tag["Key"]: tag["Value"]
            for page in pages.paginate(ResourceArn=arn)
            for tag in page["Tags"]
        }
    )
    return tags if isinstance(tags, Untold) else tags.get(RUN)


def _record(target: Target, run: str, artifact: str) -> tuple[Record | None, str | None]:
    """In the bucket of the artifact: a stack has one, and a reused artifact lies in it too."""
    bucket = artifact.removeprefix("s3://").partition("/")[0]
    try:
        return record.fetch(target.client("s3"), f"s3://{bucket}/runs/{run}/{record.NAME}"), None
    except UserError as error:
        return None, str(error)


def _of_pipeline(target: Target, name: str, stage: str) -> str:
    """The endpoint of a pipeline of that name; else the name itself."""
    try:
        return deployment.find(target, name, stage).endpoint
    except UserError:
        return name


def _nearest(sagemaker: Any, name: str) -> str:
    found = told(lambda: sagemaker.list_endpoints(MaxResults=_NEAR)["Endpoints"])
    names = [] if isinstance(found, Untold) else [each["EndpointName"] for each in found]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:3]
    return f". There are: {', '.join(near)}" if near else ""
