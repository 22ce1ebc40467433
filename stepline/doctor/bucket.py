"""What an earlier stack of that name has left: a bucket outlives its stack, with the data in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, warning
from stepline.doctor.names import own_resources

CHECK = "bucket"


def check(case: Case) -> Iterator[Finding]:
    prefix = f"{case.stack}-bucket"  # CloudFormation's name: stack, logical id, something random
    pages = case.client("s3").get_paginator("list_buckets").paginate(Prefix=prefix)
    names = [bucket["Name"] for page in pages for bucket in page["Buckets"]]
    yield from left([name for name in names if name.startswith(prefix)], own_resources(case))


def left(buckets: Sequence[str], own: Collection[str]) -> Iterator[Finding]:
    others = [name for name in buckets if name not in own]
    if not others:
        yield ok(CHECK, "the stack's own" if buckets else "none is left of an earlier stack")
        return
    if not set(buckets) & set(own):
        yield warning(
            CHECK,
            f"an earlier stack has left {', '.join(others)}; this one makes another, without its data",
            "the data in the new bucket, once it is there",
            f"aws s3 sync s3://{others[-1]}/data/ s3://…/data/",
        )
        return
    yield ok(CHECK, f"the stack's own; an earlier stack has left {', '.join(others)}")
