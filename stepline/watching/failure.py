"""What an execution's error says to a person.

A job's own error is caught nowhere in our workflows, so that a redrive can run it again: the cause is then the
job's description, as a JSON text. A Fail state's cause is a sentence already.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

# By the kind of job: its noun, and its log group.
_JOBS = {
    "Training": ("Training job", "TrainingJobs"),
    "Processing": ("Processing job", "ProcessingJobs"),
    "Transform": ("Transform job", "TransformJobs"),
    "HyperParameterTuning": ("Hyper parameter tuning job", "TrainingJobs"),
}


def sentence(cause: str | None) -> str | None:
    """Of a job's description; None where the cause is none."""
    try:
        job = json.loads(cause or "")
    except ValueError:  # a sentence, or a description that AWS cut short
        return None
    if not isinstance(job, dict):
        return None
    kind = next((kind for kind in _JOBS if isinstance(job.get(f"{kind}JobName"), str)), None)
    if kind is None:
        return None
    noun, group = _JOBS[kind]
    name = job[f"{kind}JobName"]
    log = f"Its log: group /aws/sagemaker/{group}, streams {name}/…"
    return f"{noun} {name}{_ended(job, kind)}{_reason(job)} {log}"


def _ended(job: Mapping[str, Any], kind: str) -> str:
    if job.get("SecondaryStatus") == "MaxRuntimeExceeded":
        limit = (job.get("StoppingCondition") or {}).get("MaxRuntimeInSeconds")
        return " was stopped at its limit" + (f" of {limit} seconds" if limit else "")
    return " was stopped" if job.get(f"{kind}JobStatus") == "Stopped" else " failed"


def _reason(job: Mapping[str, Any]) -> str:
    """What a job said itself comes before an exit code, the platform's own reason before both."""
    said, found = (_on_one_line(job.get(key)) for key in ("ExitMessage", "FailureReason"))
    told = said if said and (not found or found.startswith("AlgorithmError")) else found
    return f": {told.removesuffix('.')}." if told else "."


def _on_one_line(text: Any) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""
