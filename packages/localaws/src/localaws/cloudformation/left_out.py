"""What a template asks for and does not get here: a type is refused by name, a property told of."""

from __future__ import annotations

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.stack import Resource
from localaws.cloudformation.types.handler import Handler, Site
from localaws.cloudformation.types.registry import beside
from localaws.cloudformation.unsupported import UNSUPPORTED


def skip(site: Site, resource: Resource) -> str:
    """Leave a resource out whose type is not done here; what its event says.

    Raises:
        Refused: the server was not started so that it may be left out.
    """
    kind = resource.kind
    if not site.means.skips_unsupported:
        there = beside(kind)
        has = f", which has {', '.join(there)} beside it" if there else ""
        raise Refused(
            f"{kind} is not supported by this embedded AWS{has}. Start it with "
            "--skip-unsupported-types to deploy the stack without it."
        )
    UNSUPPORTED.add(site.stack, resource.logical_id, kind)
    return f"{kind} is not supported here: skipped"


def tell_of_properties(site: Site, resource: Resource, handler: Handler) -> None:
    """Tell of the properties that the handler of a resource does not look at."""
    if handler.properties is None:
        return
    for name in sorted(set(resource.properties) - handler.properties):
        UNSUPPORTED.add(site.stack, resource.logical_id, f"{resource.kind} property {name}")
