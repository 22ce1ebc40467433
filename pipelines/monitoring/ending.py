"""How a look ends that does not fail: a closed list, and one Succeed state for each."""

from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Pass

DRIFTED, STEADY, TOO_LITTLE = "Drifted", "Steady", "Too little traffic"
NOTHING_SERVES, NOT_CAPTURED, NO_BASELINE = "Nothing serves", "Not captured", "No baseline"
OUTCOMES = (DRIFTED, STEADY, TOO_LITTLE, NOTHING_SERVES, NOT_CAPTURED, NO_BASELINE)


class Ends(Pass):
    """The execution's output: the outcome, a sentence (JSONata) for people, and what else there is (JSONata)."""

    def __init__(self, name: str, outcome: str, sentence: str, **more: str) -> None:
        """outcome: one of the list, or JSONata that yields one."""
        known = jsonata.literal(outcome) if outcome in OUTCOMES else outcome
        fields = {"outcome": known, "sentence": sentence, **more}
        super().__init__(name, jsonata.mapping(fields), comment="The execution's output.")


class Ended(Fragment):
    """After every way: a graph of the execution shows how it ended."""

    def __init__(self) -> None:
        how = Choice("How did it end?", "Each outcome has an end of its own.")
        for name in OUTCOMES[1:]:
            how.when(f"$states.input.outcome = {jsonata.literal(name)}", upstream.Succeed(name))
        how.otherwise(upstream.Succeed(DRIFTED))
        super().__init__(how, [])
