"""What a terminal shows of an execution."""

from __future__ import annotations

import io

from rich.console import Console

from stepline.executions import Execution
from stepline.watching.metrics import Metrics
from stepline.watching.progress import Progress
from stepline.watching.table import draw
from tests.stepline.watching.executions import PREPROCESS, QUOTA, TRAIN, execution, progress, state


def shown(found: Execution, said: Progress, width: int) -> list[str]:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(draw(found, said))
    return console.export_text().splitlines()


def test_a_long_message_does_not_push_the_other_columns_out() -> None:
    found = execution(state("Preprocess", job=PREPROCESS), status="SUCCEEDED")
    [line] = shown(found, progress(said={PREPROCESS: "x" * 200}), 60)
    assert line.startswith("✓  Preprocess  2.0 s  xxx")
    assert line.rstrip().endswith("…")


def test_80_columns_show_the_metric_that_matters() -> None:
    """Beside the longest names and an hour's duration."""
    found = progress()
    found.metrics[TRAIN] = Metrics(
        {"test:precision": 0.946, "test:recall": 0.961, "test:f1": 0.953}
    )
    longest = state("Wait until the endpoint is in service, then look", "Wait", seconds=36_000)
    lines = shown(execution(state("Train", job=TRAIN), longest), found, 80)
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].rstrip().endswith("test:f1 0.953")
    assert "10 h 00 min 00 s" in lines[1]


def test_what_a_job_says_is_no_markup() -> None:
    found = execution(state("Preprocess", job=PREPROCESS))
    assert "[/bold]" in shown(found, progress(said={PREPROCESS: "[/bold]"}), 60)[0]


def test_what_keeps_a_state_from_going_on_stands_whole_below_the_table() -> None:
    cause = "The account-level service limit 'ml.m5.large for training job usage' is 0 Instances."
    waits = state("Train", seconds=None, job=TRAIN, error=QUOTA, cause=cause)
    first, *rest = shown(execution(waits), progress(), 80)
    assert "attempt 1 failed" in first
    assert "service limit 'ml.m5.large for training job usage' is 0" in " ".join(
        line.strip() for line in rest
    )
