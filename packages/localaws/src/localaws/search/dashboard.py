"""A model as Search returns it: with the endpoints that serve it and the last transform job that used it.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDashboardModel.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from localaws.sagemaker.errors import ApiError
from localaws.search.resources import Call, Record, all_pages

_OF_ENDPOINT = ("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus")


def models(described: Iterable[Record], call: Call) -> Iterator[Record]:
    """Each model with what uses it."""
    endpoints = list(_endpoints(call))
    jobs = list(_transform_jobs(call))
    for model in described:
        name = model["ModelName"]
        served = [shown for shown, serves in endpoints if name in serves]
        record: Record = {"Model": model, "Endpoints": served}
        used = [job for job in jobs if job["ModelName"] == name]
        if used:
            record["LastBatchTransformJob"] = max(used, key=lambda job: job["CreationTime"])
        yield record


def _endpoints(call: Call) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Every endpoint, and the names of the models that its configuration names."""
    for summary in all_pages(call, "ListEndpoints", "Endpoints", {}):
        try:
            endpoint = call("DescribeEndpoint", {"EndpointName": summary["EndpointName"]})
            configuration = call(
                "DescribeEndpointConfig", {"EndpointConfigName": endpoint["EndpointConfigName"]}
            )
        except ApiError:  # deleted: the endpoint meanwhile, or its configuration long ago
            continue
        variants = configuration["ProductionVariants"]
        shown = {member: endpoint[member] for member in _OF_ENDPOINT}
        yield shown, {variant.get("ModelName", "") for variant in variants}


def _transform_jobs(call: Call) -> Iterator[Record]:
    for summary in all_pages(call, "ListTransformJobs", "TransformJobSummaries", {}):
        yield call("DescribeTransformJob", {"TransformJobName": summary["TransformJobName"]})
