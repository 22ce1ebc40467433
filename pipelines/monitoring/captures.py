"""What has been captured of a variant's traffic: every file of the days that a look goes back to, whole folders at a time.

SageMaker's keys are `ENDPOINT/VARIANT/yyyy/mm/dd/hh/…jsonl`, in UTC. A list of the files themselves would be cut: a state
passes on 256 KiB, some 3,000 keys, and a busy endpoint writes that in a day. So the job is given folders, one a day, or
one a month where a job could not take so many inputs. What lies in them from before the look's first moment the job
itself passes over, by the moment that each record has.
"""

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.ending import TOO_LITTLE, Ends
from pipelines.monitoring.serving import NAMED, VARIANT
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Choice, with_also
from pipelines.workflow import retries

MOST_FOLDERS = 6
"""A processing job takes ten inputs, and has up to three others."""
_IN, _GOT = "$states.input", "$states.result"
_MONTH, _DAY = "[Y0001]/[M01]/", "[Y0001]/[M01]/[D01]/"


class FindCaptures(Fragment):
    """`$.captures.folders` are then the addresses of the folders that have files."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        first = _days(
            "Find captures", inputs, f"{_IN}.serving.since", "[]", "The days that have some."
        )
        last = _days(
            "Find later captures",
            inputs,
            "$millis()",
            f"{_IN}.captures.days",
            "A look may go back into another month.",
        )
        any_there = Choice("Was anything captured?", "A job would fail without a file to read.")
        none = Ends(
            "Nothing captured",
            TOO_LITTLE,
            f'{NAMED} & " has captured nothing since " & $fromMillis({_IN}.serving.since) & "."',
            variant=VARIANT,
        )
        any_there.go_on_when(f"$count({_IN}.captures.folders) > 0").otherwise(none)
        row = in_a_row(first, last, any_there)
        super().__init__(row, [any_there], early=[none])


def _days(name: str, inputs: DeploymentInputs, moment: str, before: str, comment: str) -> Call:
    """The folders of a month, which S3 lists by their delimiter: 31 at most, whatever lies in them."""
    own = f"s3://{inputs.bucket}/"
    prefix = f'$substringAfter({_IN}.serving.destination, "{own}") & "/" & {_IN}.endpoint & "/" & {VARIANT} & "/"'
    bindings = {
        "prefix": prefix,
        "since": f'$prefix & $fromMillis({_IN}.serving.since, "{_DAY}")',
        "listed": f"[{_GOT}.CommonPrefixes.Prefix]",
        "days": f"$distinct($append({before}, [$filter($listed, function($day) {{ $day >= $since }})]))",
        # .../2026/11/27/ without its day
        "months": "$distinct($map($days, function($day) { $substring($day, 0, $length($day) - 3) }))",
        "few": f"$count($days) <= {MOST_FOLDERS} ? $days : $months",
    }
    found = {"days": "[$days]", "folders": f'[$map($few, function($one) {{ "{own}" & $one }})]'}
    call = Call(
        name,
        "s3",
        "listObjectsV2",
        {
            "Bucket": inputs.bucket,
            "Prefix": expression(f'{prefix} & $fromMillis({moment}, "{_MONTH}")'),
            "Delimiter": "/",
        },
        comment,
        output=jsonata.block(bindings, with_also("captures", jsonata.mapping(found))),
    )
    call.add_retry(retries.of_a_look("S3"))
    return call
