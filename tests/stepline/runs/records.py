"""Records and items as runs leave them, for the tests of what reads them."""

from __future__ import annotations

from typing import Any

BUCKET = "bucket"
RUN = "stepline-iris-dev-first-0123456789"
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:stepline-iris-dev:first"


def job(name: str = "Train", kind: str = "training", **others: Any) -> dict[str, Any]:
    return {
        "key": name.lower(),
        "name": name,
        "kind": kind,
        "job": f"{RUN}-0",
        "reused_from": None,
        "status": "Completed",
        "image": {"uri": "1.dkr.ecr.r.amazonaws.com/i:tag", "digest": "sha256:aa"},
        "code": None,
        "instances": {"type": "ml.m5.large", "count": 1, "volume_gb": 10},
        "seconds": 62,
        "billable_seconds": 62,
        "cost": {"usd": 0.002, "why": None},
        "hyperparameters": {"max_depth": "5"},
        "metrics": {"accuracy": 0.95},
        "problem": None,
        **others,
    }


def record(**others: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "pipeline": "iris",
        "stage": "dev",
        "run": RUN,
        "prefix": f"s3://{BUCKET}/runs/{RUN}",
        "execution": {
            "arn": EXECUTION,
            "name": "first",
            "started": "2026-01-02T03:04:05.000Z",
            "ended": "2026-01-02T03:05:05.000Z",
            "seconds": 60.0,
            "started_by": "schedule",
        },
        "status": "SUCCEEDED",
        "outcome": {"name": "In service", "sentence": "It serves."},
        "config": {
            "data": f"s3://{BUCKET}/data/",
            "hyperparameters": {"max_depth": "5", "seed": "13"},
        },
        "inputs": {
            "data": {
                "uri": f"s3://{BUCKET}/data/",
                "objects": 1,
                "bytes": 2700,
                "digest": "d1",
                "versions": {"objects": [{"key": "data/iris.csv", "version": "v1"}], "uri": None},
            }
        },
        "jobs": [job()],
        "cost": {"usd": 0.002, "unknown": [], "prices_of": "2026-11-26"},
        "model": {"name": RUN, "artifact": f"s3://{BUCKET}/m.tar.gz", "package": None},
        "scores": {"f1": {"candidate": {"value": 0.9, "low": 0.88, "high": 0.92}}},
        "decision": {"sentence": "0.9 clears the floor of 0.8."},
        "approval": None,
        "champion": None,
        **others,
    }


def run_item(name: str = "first", **others: str) -> dict[str, dict[str, str]]:
    """As DynamoDB writes it."""
    texts = {
        "pk": "run",
        "sk": f"2026-01-02T03:04:05.000Z#{name}",
        "execution": EXECUTION.replace(":first", f":{name}"),
        "run": RUN,
        "status": "SUCCEEDED",
        "outcome": "In service",
        "sentence": "It serves.",
        "record": f"s3://{BUCKET}/runs/{RUN}/record.json",
        "started": "2026-01-02T03:04:05.000Z",
        "started_by": "",
        "steps": '[{"name": "Preprocess", "reused_from": "arn:x:zeroth"}, {"name": "Train", "reused_from": null}]',
        **others,
    }
    return {name: {"S": text} for name, text in texts.items()} | {"seconds": {"N": "60.5"}}
