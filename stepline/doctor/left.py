"""What an earlier stack of that name has left: ``stepline deploy`` takes it over, plain ``cdk deploy`` does not."""

from __future__ import annotations

from collections.abc import Iterator

from stepline import takeover
from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, warning
from stepline.takeover import Left

CHECK = "left over"


def check(case: Case) -> Iterator[Finding]:
    yield said(found(case), case.pipeline, case.stage)


def found(case: Case) -> Left | None:
    """
    Raises:
        NotKnown: there is nobody to ask.
    """
    case.who()
    assert case.target is not None
    return takeover.find(case.target, case.pipeline, case.stage)


def said(left: Left | None, pipeline: str, stage: str) -> Finding:
    if left is None:
        return ok(CHECK, "nothing of an earlier stack")
    things = [f"the bucket {left.bucket}"] if left.bucket else []
    things += [f"the log group {left.log_group}"] if left.log_group else []
    things += [f"the table {left.table}"] if left.table else []
    things += [f"the bucket {name}, which stays as it is" for name in left.others]
    return warning(
        CHECK,
        f"{' and '.join(things)}, of an earlier stack",
        "`stepline deploy`, which takes it over: `cdk deploy` makes another bucket, and stops at a log "
        "group that is there",
        f"stepline deploy {pipeline} --stage {stage}",
    )
