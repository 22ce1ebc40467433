"""What XGBoost's own errors mean for the user: whose fault it is, and its words without its stack."""

from __future__ import annotations

import re

from .errors import AlgorithmError, JobError, UserError

USER_ERRORS = (
    "label must be",
    "labels must be",
    "labels_lower_bound_",
    "base_score must be",
    "should be greater equal",
    "should be smaller equal",
    "Invalid Input",
    "Invalid Parameter",
    "Invalid parameter",
    "feature_names mismatch",
    "Feature shape mismatch",
    "num_class",
    "Unknown metric function",
    "No more tree left for updating",
    "constraint",
    "Constrained features",
    "average='binary'",
    "preds.Size() == info.labels.Size()",
    "AUC",
    "num_parallel_tree",
    "is not supported",
)
_WHERE = re.compile(r"^\[\d\d:\d\d:\d\d\] (WARNING: )?\S+:\d+:\s+")
_CHECK = re.compile(r"^Check failed: .*?: (?=\S)")


def explain(error: Exception) -> JobError:
    """The job's error for one that XGBoost raised while it trained."""
    words = plain_words(str(error))
    if any(part in str(error) for part in USER_ERRORS):
        return UserError(f"XGBoost refuses to train: {words}")
    return AlgorithmError(f"XGBoost stopped: {words}")


def plain_words(message: str) -> str:
    """What a message of XGBoost's says, on one line, without where in XGBoost it was said."""
    text = message.partition("\nStack trace:")[0].strip()
    return " ".join(_CHECK.sub("", _WHERE.sub("", text)).split())
