"""Is there anything to read? A look at each S3 prefix before a job is started and paid for."""

from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Fail, Task, catch_all
from pipelines.sdk.values import Value
from pipelines.workflow import failures, retries


class FindObjects(Fragment):
    """Looks for an object at `$.where.<what>`.

    `what` is such as "data", in the names of states and in the sentences for what is wrong.
    """

    def __init__(self, what: str) -> None:
        listing = Task(
            f"Find {what}",
            "s3",
            "listObjectsV2",
            {
                "Bucket": Value(f"$.where.{what}.bucket"),
                "Prefix": Value(f"$.where.{what}.prefix"),
                "MaxKeys": 1,
            },
            result_path="$.found",
            comment=f"One object is enough to say that the {what} is there.",
            result={"KeyCount.$": "$.KeyCount"},
        )
        missing = Fail(
            f"No {what}",
            error=f"{what.capitalize()}NotFound",
            cause=failures.of_listing(f"The {what}", what),
        )
        found = Choice(
            f"Is there any {what}?", "An empty prefix would fail minutes later, inside the job."
        )
        found.go_on_when("$states.input.found.KeyCount > 0").otherwise(missing)
        listing.add_retry(retries.of_a_look("S3"))
        catch_all(listing, missing)
        listing.next(found)
        super().__init__(listing, [found])


class FindData(FindObjects):
    """Looks for the data that the execution was started with."""

    def __init__(self) -> None:
        super().__init__("data")


class FindCheckpoint(FindObjects):
    """Looks for the checkpoint that training starts from."""

    def __init__(self) -> None:
        super().__init__("checkpoint")
