"""Whether a stack may let go of what it exports: not while other stacks import it.

The sentences are CloudFormation's, as users report them (aws/aws-cdk#604, linz/geostore#630).
"""

from __future__ import annotations

from collections.abc import Iterable

from localaws.cloudformation.stack import Output, Stack
from localaws.cloudformation.store import Store


def held_back(store: Store, stack: Stack, wanted: Iterable[Output]) -> str | None:
    """Why a stack's outputs cannot become the wanted ones; None where they can."""
    after = {output.export: output.value for output in wanted}
    for output in stack.outputs:
        if output.export is None or after.get(output.export) == output.value:
            continue
        users = [each.name for each in store.importers(output.export)]
        if users:
            change = "updated" if output.export in after else "deleted"
            return f"Export {output.export} cannot be {change} as it is in use by {_listed(users)}"
    return None


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
