"""How many failed items a map run bears (developer guide, "Setting failure thresholds for Distributed Map")."""

from __future__ import annotations

from localaws.stepfunctions.map_run import MapRun

ERROR = "States.ExceedToleratedFailureThreshold"
CAUSE = "The specified tolerated failure threshold was exceeded"


def exceeded(run: MapRun) -> bool:
    """Whether more items have failed or timed out than either threshold allows.

    A threshold of 0 is none where the other is more: 0 is what stands where a definition says nothing.
    """
    failed = run.items.failed + run.items.timed_out
    if not run.tolerated_failure_count and not run.tolerated_failure_percentage:
        return failed > 0
    if run.tolerated_failure_count and failed > run.tolerated_failure_count:
        return True
    return bool(
        run.tolerated_failure_percentage
        and failed * 100 > run.tolerated_failure_percentage * run.items.total
    )
