"""The kinds of jobs that there are, and what they use instances for."""

from __future__ import annotations

from localaws.jobs.processing import PROCESSING
from localaws.jobs.training.kind import TRAINING
from localaws.jobs.transform.kind import TRANSFORM

KINDS = (TRAINING, PROCESSING, TRANSFORM)
QUOTA_USES = {use: types for kind in KINDS for use, types in kind.quota_uses.items()}
