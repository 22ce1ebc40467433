"""How an execution ends that does not fail: a closed list, and the states that say which it is.

What fails has no outcome: the execution is FAILED, TIMED_OUT or ABORTED, and `pipelines.closing` does the rest.
"""

from collections.abc import Iterable
from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.states import Pass, with_also

IN_SERVICE = "In service"
TRANSFORMED = "Transformed"
SKIPPED = "Skipped"
"""Another execution runs."""
UNCHANGED = "Unchanged"
"""Everything is as it was when the last model was made."""
REFUSED = "Refused"
"""By the gate."""
REJECTED = "Rejected"
"""By a human."""
FORGOTTEN = "Forgotten"
"""Nobody approved in time."""


class Ends(Pass):
    """Says that the execution ends in `outcome`, and in a sentence (JSONata) why; `$.outcome` has both."""

    def __init__(self, name: str, outcome: str, sentence: str, comment: str) -> None:
        self.outcome = outcome
        said = jsonata.mapping({"name": jsonata.literal(outcome), "sentence": sentence})
        super().__init__(name, with_also("outcome", said), comment)


def released(inputs: DeploymentInputs) -> Ends:
    """The end of a row that went through."""
    if inputs.variant.serves:
        return Ends(
            "Released",
            IN_SERVICE,
            "$states.input.release.sentence",
            "The endpoint serves the new model.",
        )
    return Ends(
        "Model asked",
        TRANSFORMED,
        '"The new model " & $states.input.names.run & " was asked about " & $states.input.config.transform.data & "."',
        "The new model has been asked about the whole corpus.",
    )


def outcomes(states: Iterable[Any]) -> tuple[str, ...]:
    """Of the states among them that end an execution, each once."""
    return tuple(dict.fromkeys(state.outcome for state in states if isinstance(state, Ends)))
