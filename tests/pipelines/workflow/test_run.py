"""The names of a run's jobs."""

import pytest

from pipelines.workflow.run import job_name


@pytest.mark.parametrize(("part", "template"), [("", "{}-{}-{}"), ("eval", "{}-eval-{}-{}")])
def test_a_jobs_name_is_the_runs_its_part_and_the_numbers_of_redrive_and_retry(
    part: str, template: str
) -> None:
    assert job_name(part).to_jsonpath() == (
        f"States.Format('{template}', $.names.run, $$.Execution.RedriveCount, $$.State.RetryCount)"
    )


def test_a_part_that_the_runs_name_leaves_no_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 4 letters; got 'large'"):
        job_name("large")
