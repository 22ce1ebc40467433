"""TestState as an operation of the API: the request is read, and the state evaluated against this AWS."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import Any

from localaws.clock import Clock
from localaws.stepfunctions.tasks.task import (
    TASK_FAILED,
    Ended,
    Failed,
    Integrations,
    Later,
    Order,
    Succeeded,
    TaskFailure,
)
from localaws.stepfunctions.test_state import request
from localaws.stepfunctions.test_state.evaluation import Evaluation
from localaws.stepfunctions.test_state.request import Refuses, Request

log = logging.getLogger(__name__)


class StateTests:
    """Everything of it may be called from many threads; a test takes as long as the state does.

    Args:
        refuses: why a task's resource cannot be called here; None: it can.
    """

    def __init__(self, clock: Clock, integrations: Integrations, refuses: Refuses) -> None:
        self._clock = clock
        self._integrations = integrations
        self._refuses = refuses

    def test(self, account: str, region: str, asked: Request) -> dict[str, Any]:
        """The response to a TestState request.

        Raises:
            Refusal: it is refused.
        """
        test = request.read(asked, self._refuses)
        return Evaluation(test, account, region, self).response()

    # As the world of a test:

    def now(self) -> float:
        return self._clock.seconds()

    def wait(self, until: float) -> None:
        come = threading.Event()
        self._clock.at(until, come.set)
        come.wait()

    def call(self, order: Order, seconds: float) -> Ended | None:
        ended: list[Ended] = []
        over = threading.Event()

        def call() -> None:
            ended.append(self._called(order))
            over.set()

        timer = self._clock.after(seconds, over.set)
        threading.Thread(target=call, name="TestState", daemon=True).start()
        over.wait()
        timer.cancel()
        return ended[0] if ended else None

    def _called(self, order: Order) -> Ended:
        try:
            integration = self._integrations.integration(
                order.execution, order.state, order.resource
            )
            response = integration.call(order)
            if isinstance(response, Later):
                response = _waited_for(response)
            return Succeeded(response)
        except TaskFailure as failure:
            return Failed(failure.error, failure.cause)
        except Exception as error:
            log.exception("the tested task %s failed within the service", order.resource)
            return Failed(TASK_FAILED, f"The task could not be carried out: {error}")


def _waited_for(response: Later) -> Any:
    """The response, in the thread of the test, which may wait."""
    came: SimpleQueue[Any] = SimpleQueue()
    response.begin(came.put)
    return response.read(came.get())
