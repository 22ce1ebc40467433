"""Puts back what served before a release whose model answers wrongly, and waits until it serves.

Where nothing served before, the endpoint is deleted: nobody is to be answered by a model that was found wrong.
The execution has failed either way, with what was asked and answered. An endpoint that somebody else is changing just
then, or its scaling, takes neither: that is waited for, as before a release.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Choice, Fail, Pass, catch_all
from pipelines.workflow import failures, retries, scaling
from pipelines.workflow.sagemaker_errors import BUSY
from pipelines.workflow.waiting import (
    IN_TIME,
    UNTIL_IDLE,
    WaitUntilServes,
    Words,
    clock,
    longer,
    seconds_of_an_update,
)

_ENDPOINT = {"EndpointName": expression("$states.input.config.endpoint.name")}


class PutBack(Fragment):
    """Wants `$.problem`, and `$.previous` where there was a configuration before. Has no exit: it ends failed."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        limit = seconds_of_an_update(pipeline, inputs)
        failed = Fail("Smoke test failed", "SmokeTestFailed", failures.of_smoke_test())
        stuck = Fail("Previous model not put back", "NotPutBack", failures.of_putting_back())
        update = Call(
            "Put previous model back",
            "sagemaker",
            "updateEndpoint",
            {
                **_ENDPOINT,
                "EndpointConfigName": expression("$states.input.previous"),
                **scaling.keep_the_number(inputs),
            },
            comment="The new model serves until the previous one does again.",
            output=clock(limit),
        )
        words = Words(
            "Wait for the previous model",
            "Look whether it serves again",
            "Does the previous model serve?",
            "On the configuration that was there before.",
        )
        wait = WaitUntilServes(words, "$states.input.previous", stuck, stuck)
        delete = Call(
            "Delete the endpoint",
            "sagemaker",
            "deleteEndpoint",
            _ENDPOINT,
            comment="There is nothing to put back: this was the first model.",
        )
        before = Choice("Was there a model before?", "It serves again, or nothing does.")
        before.when("$exists($states.input.previous)", update)
        before.otherwise(delete)
        start = Pass("Set a deadline to put back", clock(limit), "For an endpoint that is idle.")
        pause = upstream.Wait("Wait to put back", seconds_path=f"$.{UNTIL_IDLE}")
        busy = Choice("Is it being changed meanwhile?", "By somebody else, or by its scaling.")
        busy.when(f"{BUSY} and {IN_TIME}", pause, longer(UNTIL_IDLE)).otherwise(stuck)
        for call in (update, delete):
            call.add_retry(retries.of_a_poll("SageMaker"))
            catch_all(call, busy)
        start.next(before)
        pause.next(before)
        update.next(wait)
        wait.next(scaling.again(pipeline, inputs, "after the smoke test", failed))
        delete.next(failed)
        super().__init__(start, [])
