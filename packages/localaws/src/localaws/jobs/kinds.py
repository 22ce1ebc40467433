"""The kinds of jobs that there are, and what they use instances for."""

from __future__ import annotations

from localaws.jobs.kind import Kind
from localaws.jobs.processing import PROCESSING
from localaws.jobs.training.kind import TRAINING
from localaws.jobs.transform.kind import TRANSFORM
from localaws.jobs.tuning.kind import TUNING

KINDS = (TRAINING, PROCESSING, TRANSFORM)  # those that run containers
ALL: tuple[Kind, ...] = (*KINDS, TUNING)
QUOTA_USES = {use: types for kind in KINDS for use, types in kind.quota_uses.items()}
