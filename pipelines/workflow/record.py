"""The record of a run: what was made of what, by which jobs, at what cost, and what was decided.

One JSON document an execution, `record.json` under the run's prefix, and an item of the stack's table that lists
it. A record that cannot be written fails nothing: what the execution did is done, and its end says that the record
is missing. What stands in it: docs/reference/run-record.md.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import RUNS, DeploymentInputs
from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Choice, Pass, catch_all, with_also
from pipelines.workflow import record_document, retries
from pipelines.workflow.describe_jobs import describe_jobs
from pipelines.workflow.list_jobs import list_jobs
from pipelines.workflow.reasons import REDRIVES
from pipelines.workflow.tuning_bill import TuningBill

RECORD = "record.json"
"""The object's name, below the run's prefix."""


class Record(Fragment):
    """Writes the record of an execution that did not fail; `$.record` is then `{uri, problem}`."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        kinds = kinds_of_jobs(pipeline, inputs)
        jobs = describe_jobs(record_document.jobs(), kinds, inputs.region)
        jobs_unknown = Pass(
            "Jobs not described", with_also("jobs", "[]"), "The record says that, and why."
        )
        catch_all(jobs, jobs_unknown)
        written = write_record(
            inputs, record_document.document(pipeline, inputs), record_document.item()
        )
        redriven = Choice("Was it redriven?", "Then jobs of earlier attempts were paid for too.")
        looks = [list_jobs(kind) for kind in kinds]
        redriven.when(f"{REDRIVES} > 0", looks[0]).otherwise(jobs)
        for look, following in zip(looks, [*looks[1:], jobs], strict=True):
            look.next(following)
            catch_all(look, following)
        after: Fragment = written
        if inputs.variant.tunes:
            tuned = "$states.input.tuning.job"
            after = TuningBill(f"$exists({tuned}) ? {tuned} : []", inputs.region)
            after.next(written)
        jobs_unknown.next(after)
        jobs.next(after)
        super().__init__(redriven, [written])


def kinds_of_jobs(pipeline: Pipeline, inputs: DeploymentInputs) -> list[Kind]:
    """Those that an execution may have."""
    kinds: list[Kind] = ["processing"] if pipeline.processing else []
    kinds.append("training")
    if inputs.variant.transforms or pipeline.asks_in_every_execution:
        kinds.append("transform")
    return kinds


def write_record(inputs: DeploymentInputs, document: str, item: str) -> Fragment:
    """Writes a document (JSONata) beside the run `$.names.run`, and lists it in the table, where there is one."""
    key = f'"{RUNS}" & $states.input.names.run & "/{RECORD}"'
    uri = f'"s3://{inputs.bucket}/" & {key}'
    write = Call(
        "Write record",
        "s3",
        "putObject",
        {
            "Bucket": inputs.bucket,
            "Key": jsonata.expression(key),
            "Body": jsonata.expression(document),
            "ContentType": "application/json",
        },
        "What was made of what, how, and at what cost.",
        output=with_also("record", jsonata.mapping({"uri": uri, "problem": "null"})),
    )
    write.add_retry(retries.of_a_look("S3"))
    missing = Pass("No record", _missing("written"), "The execution goes on: what it did is done.")
    catch_all(write, missing)
    if inputs.table is None:
        return Fragment(write, [write, missing])
    listing = Call(
        "List run",
        "dynamodb",
        "putItem",
        {"TableName": inputs.table, "Item": jsonata.expression(item)},
        "So that the history has it after Step Functions has forgotten.",
    )
    listing.add_retry(retries.of_a_look("DynamoDb"))
    unlisted = Pass("Run not listed", _missing("listed"), "The record is written all the same.")
    catch_all(listing, unlisted)
    write.next(listing)
    missing.next(listing)
    return Fragment(write, [listing, unlisted])


def _missing(what: str) -> str:
    why = (
        f'"The run could not be {what}: " & $states.input.failure.Error & ": " & '
        "$substring($string($states.input.failure.Cause), 0, 500)"
    )
    known = "$exists($states.input.record.uri) ? $states.input.record.uri : null"
    return with_also("record", jsonata.mapping({"uri": known, "problem": why}))
