"""Looks at the endpoint again and again until it serves a configuration.

In service is not enough: SageMaker rolls a failed update back to the old configuration and is in service then too,
so the configuration is compared. An endpoint is ready after seconds on the embedded AWS, after many minutes on AWS.
Each look is an entry of the execution's history several times over, so the pauses between them grow.
"""

from dataclasses import dataclass
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Task, catch_all
from pipelines.sdk.values import Value
from pipelines.workflow import retries

STATUS = "$states.input.endpoint.EndpointStatus"
CHANGING = STATUS + ' in ["Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"]'
IN_TIME = "$millis() < $states.input.deadline"
UNTIL_IDLE, UNTIL_SERVED = "pause_until_idle", "pause_until_in_service"
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 2, 60


@dataclass(frozen=True)
class Words:
    """The names of the three states that wait, and what the first of them says of itself."""

    wait: str
    look: str
    question: str
    comment: str


class WaitUntilServes(Fragment):
    """Waits until the endpoint is in service on the configuration whose name the code yields.

    `late` follows where it comes to rest on another one, or does not in time; `refused` where nobody could tell.
    """

    def __init__(self, words: Words, configuration: str, late: Any, refused: Any) -> None:
        wait = upstream.Wait(words.wait, seconds_path=f"$.{UNTIL_SERVED}")
        look = Task(
            words.look,
            "sagemaker",
            "describeEndpoint",
            {"EndpointName": Value("$.config.endpoint.name")},
            result_path="$.endpoint",
            comment="Which configuration does it serve, and is it in service?",
        )
        ready = Choice(words.question, words.comment)
        ready.go_on_when(
            f'{STATUS} = "InService" and '
            f"$states.input.endpoint.EndpointConfigName = {configuration}"
        )
        ready.when(f"{CHANGING} and {IN_TIME}", wait, longer(UNTIL_SERVED))
        ready.otherwise(late)
        wait.next(look)
        look.add_retry(retries.of_a_poll("SageMaker"))
        catch_all(look, refused)
        look.next(ready)
        super().__init__(wait, [ready])


def seconds_of_an_update(pipeline: Pipeline, inputs: DeploymentInputs) -> int:
    """How long an update of the endpoint may take, the baking of its parts included."""
    return pipeline.serving.max_wait_seconds + inputs.release.bakes_seconds


def clock(seconds: int) -> str:
    """What is known, with a deadline so far ahead and the first pauses."""
    begins = {
        "deadline": f"$millis() + {seconds * 1000}",
        UNTIL_IDLE: "1",  # the choice before the first pause makes it longer already
        UNTIL_SERVED: str(_FIRST_PAUSE_SECONDS),
    }
    return f"$merge([$states.input, {jsonata.mapping(begins)}])"


def longer(pause: str) -> str:
    """What is known, with the pause of that name twice as long; never past the deadline."""
    doubled = f"2 * $states.input.{pause}"
    left = "$max([1, $ceil(($states.input.deadline - $millis()) / 1000)])"
    seconds = f"$min([{_LONGEST_PAUSE_SECONDS}, {doubled}, {left}])"
    return f"$merge([$states.input, {jsonata.mapping({pause: seconds})}])"
