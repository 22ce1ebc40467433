"""Batch transform jobs."""

from __future__ import annotations

from stepline.jobs.kind import JobKind

TRANSFORM = JobKind(
    noun="transform",
    name_member="TransformJobName",
    log_group="/aws/sagemaker/TransformJobs",
)
