"""The one door for a definition that somebody hands in: all that AWS looks at before it makes a machine.

``machine.read`` reads; here the rules of the machine's type are added, what tasks may call, what they
hand over, and advice. A definition that was accepted once needs ``machine.read`` only.
"""

from __future__ import annotations

from localaws.stepfunctions.language import advice, json_text, machine
from localaws.stepfunctions.language.machine import Found
from localaws.stepfunctions.language.reading import (
    EXPRESS,
    STANDARD,
    InputShape,
    Reading,
    Refusal,
    anything,
    unknown_shape,
)


def check(
    definition: str,
    machine_type: str = STANDARD,
    refusal: Refusal = anything,
    shape: InputShape = unknown_shape,
) -> Found:
    """The machine that a definition makes, or None, and what is to be said of it.

    Args:
        refusal: why a task of such a machine cannot have a resource.
        shape: what an integration takes, in botocore's terms.
    """
    reading = Reading(refusal=refusal, shape=shape, formal=True)
    found, problems = machine.read(definition, machine_type == EXPRESS, reading)
    if found is None:
        return None, problems
    return found, tuple(advice.of(json_text.read(definition)))
