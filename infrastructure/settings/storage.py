"""Where data come from, and how long what an execution makes is kept."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.names import BucketNames
from infrastructure.values.times import Days, LogRetention


class Storage(Part):
    """The buckets and the logs."""

    data_buckets: BucketNames = ()
    log_retention_days: LogRetention = 90
    job_log_retention_days: LogRetention | None = None
    """Of SageMaker's own groups, which the jobs of an account share; None: they are left alone."""
    run_retention_days: Days | None = None
    version_retention_days: Days = 30
    retain: bool = True
