"""What an earlier stack of that name has left: a bucket outlives its stack, with the data in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, warning
from stepline.doctor.names import own_resources
from stepline.removal import buckets

CHECK = "bucket"


def check(case: Case) -> Iterator[Finding]:
    case.client("s3")  # where there is nobody to ask, that is the line
    assert case.target is not None
    names = buckets.left(case.target, case.pipeline, case.stage)
    yield from compared(names, own_resources(case))


def compared(names: Sequence[str], own: Collection[str]) -> Iterator[Finding]:
    others = [name for name in names if name not in own]
    if not others:
        yield ok(CHECK, "the stack's own" if names else "none is left of an earlier stack")
        return
    if not set(names) & set(own):
        yield warning(
            CHECK,
            f"an earlier stack has left {', '.join(others)}; this one makes another, without its data",
            "the data in the new bucket, once it is there",
            f"aws s3 sync s3://{others[0]}/data/ s3://…/data/",
        )
        return
    yield ok(CHECK, f"the stack's own; an earlier stack has left {', '.join(others)}")
