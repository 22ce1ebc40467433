"""What goes and what stays is said before anything is done."""

from __future__ import annotations

from stepline.removal.buckets import Contents
from stepline.removal.found import Found
from stepline.removal.plan import Choice, lines, removes_something

LOGS = Found(job_logs=(("/aws/sagemaker/TrainingJobs", "a/1"),), buckets=("b",), records=2)
HELD = {"b": Contents(3, 1, 2_500_000), "b/runs/": Contents(2, 0, 900)}


def said(found: Found, choice: Choice) -> str:
    return "\n".join(lines("stepline-shop-dev", found, choice, HELD))


def test_everything_that_goes_is_named_with_three_names_of_many() -> None:
    found = Found(
        stack="CREATE_COMPLETE",
        executions=("arn:aws:states:r:1:execution:m:one",),
        jobs=(("training", "j"),),
        endpoints=("e",),
        models=tuple("vwxyz"),
    )
    text = said(found, Choice())
    assert "1 running execution, stopped: one" in text
    assert "1 running job, stopped: j" in text
    assert "the stack stepline-shop-dev (CREATE_COMPLETE)" in text
    assert "1 endpoint: e" in text
    assert "5 models: v, w, x and 2 more" in text


def test_logs_and_the_bucket_stay_unless_they_are_chosen() -> None:
    text = said(LOGS, Choice())
    assert "Nothing of it is left that this command removes." in text
    assert "the bucket b (3 objects and 1 old versions, 2 MB); --bucket takes it too" in text
    assert "--logs takes them too" in text
    assert "the records of ended jobs, 2 of them" in text
    assert not removes_something(LOGS, Choice())


def test_what_is_chosen_goes_with_all_versions() -> None:
    text = said(LOGS, Choice(logs=True, bucket=True))
    assert "the bucket b with all versions: 3 objects and 1 old versions, 2 MB" in text
    assert "1 log stream of jobs" in text
    assert "--bucket" not in text
    part = said(LOGS, Choice(runs=True))
    assert "s3://b/runs/ with all versions: 2 objects, 900 bytes" in part
    assert "the bucket b (3 objects and 1 old versions, 2 MB, but for runs/)" in part
    for choice in (Choice(logs=True), Choice(runs=True), Choice(data=True), Choice(bucket=True)):
        assert removes_something(LOGS, choice)
    assert Choice(runs=True, data=True).prefixes == ("runs/", "data/", "uploads/")
    assert Choice(runs=True, data=True, bucket=True).prefixes == ()
