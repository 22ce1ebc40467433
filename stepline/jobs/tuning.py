"""Hyperparameter tuning jobs: it is the training jobs of one that log."""

from __future__ import annotations

from stepline.jobs.kind import JobKind

TUNING = JobKind(noun="tuning", name_member="HyperParameterTuningJobName")
