"""Is there anything to read? Each S3 prefix is listed before a job is started and paid for.

What is found there says later whether the same was read before: `$.inputs.<what>`.
"""

from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Fail
from pipelines.workflow import failures
from pipelines.workflow.listing import IS_CONTENT, Listing, listed


class FindObjects(Fragment):
    """Lists the objects at `$.where.<what>`; `$.inputs.<what>` is then `{uri, objects, bytes, digest}`.

    `what` is such as "data", in the names of states and in the sentences for what is wrong. Markers such as
    `_SUCCESS` do not count.
    """

    def __init__(self, what: str) -> None:
        missing = Fail(
            f"No {what}",
            error=f"{what.capitalize()}NotFound",
            cause=failures.of_listing(f"The {what}", what),
        )
        uri = f"$states.input.where.{what}.uri"
        listing = Listing(
            f"Find {what}",
            f"Find more {what}",
            f"Is that all the {what}?",
            uri=uri,
            counts=IS_CONTENT,
            failed=missing,
            comment=f"An empty prefix would fail minutes later, inside a job; and is the {what} as it was?",
        )
        listing.whole.when("$states.input.listing.objects > 0", None, _with(what, uri))
        listing.whole.otherwise(missing)
        super().__init__(listing, listing.exits)


class FindData(FindObjects):
    """Looks for the data that the execution was started with."""

    def __init__(self) -> None:
        super().__init__("data")


class FindCheckpoint(FindObjects):
    """Looks for the checkpoint that training starts from."""

    def __init__(self) -> None:
        super().__init__("checkpoint")


def _with(what: str, uri: str) -> str:
    before = "$exists($states.input.inputs) ? $states.input.inputs : {}"
    found = f"$merge([{jsonata.mapping({'uri': uri})}, {listed()}])"
    inputs = f"$merge([{before}, {jsonata.mapping({what: found})}])"
    return f"$merge([$states.input, {jsonata.mapping({'inputs': inputs})}])"
