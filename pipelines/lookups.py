"""Is there anything to read? A look at each S3 prefix before a job is started and paid for."""

from typing import Any

from pipelines import failures
from pipelines.steps import retries
from pipelines.steps.states import Call, Decide, Refuse, catch_all
from pipelines.steps.values import Value


def look(what: str, address: str, then: Any) -> Any:
    """The first of the states that look for an object at `$.where.<address>` and go on to `then`.

    `what` is such as "data", in the names of states and in the sentences for what is wrong.
    """
    listing = Call(
        f"Find {what}",
        "s3",
        "listObjectsV2",
        {
            "Bucket": Value(f"$.where.{address}.bucket"),
            "Prefix": Value(f"$.where.{address}.prefix"),
            "MaxKeys": 1,
        },
        result_path="$.found",
        comment=f"One object is enough to say that the {what} is there.",
        result={"KeyCount.$": "$.KeyCount"},
    )
    missing = Refuse(
        f"No {what}",
        error=f"{what.capitalize()}NotFound",
        cause=failures.of_listing(f"The {what}", address),
    )
    found = Decide(
        f"Is there any {what}?", "An empty prefix would fail minutes later, inside the job."
    )
    found.when("$states.input.found.KeyCount > 0", then).otherwise(missing)
    listing.add_retry(retries.of_a_look("S3"))
    catch_all(listing, missing)
    listing.next(found)
    return listing
