"""The endpoint that the executions serve on: free, or of this pipeline and stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from botocore.exceptions import ClientError

from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, not_checked, ok, problem

CHECK = "endpoint"
LONGEST = 63


def check(case: Case) -> Iterator[Finding]:
    name = case.made().output("EndpointName")
    if not isinstance(name, str):
        yield not_checked(CHECK, "the template does not say its name")
        return
    client = case.client("sagemaker")
    try:
        found = client.describe_endpoint(EndpointName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationException":
            raise
        yield ok(CHECK, f"{name} is free")
        return
    tags = client.list_tags(ResourceArn=found["EndpointArn"])["Tags"]
    yield whose(case, name, found["EndpointStatus"], {tag["Key"]: tag["Value"] for tag in tags})


def whose(case: Case, name: str, status: str, tags: Mapping[str, str]) -> Finding:
    """Tags say who made it: each execution tags its endpoint with its pipeline and stage."""
    maker = (tags.get("stepline:pipeline"), tags.get("stepline:stage"))
    if maker == (case.pipeline, case.stage):
        return ok(CHECK, f"{name} is {status}, and the next execution updates it")
    made = f"stepline-{maker[0]}-{maker[1]}'s" if all(maker) else "not this pipeline's"
    return problem(
        CHECK,
        f"{name} is {status}, and {made}: an execution would put its model there",
        "an endpoint of its own",
        f"stepline deploy {case.pipeline} --stage {case.stage} -c stepline:endpoint-name=…",
    )
