"""Names that derive from the execution: legal in SageMaker, unique, and the same at each evaluation.

An execution is called whatever its starter likes: "Retrain, please!", 再学習, or EventBridge's two
UUIDs with an underscore (73 characters). A job's name is at most 63 letters, digits and hyphens and
is never free again. So a run's name is `stepline-<pipeline>-<stage>-<what is legal of the
execution's name>-<digest of the execution's ARN and start>`.
"""

from pipelines.sdk import jsonata

LONGEST = 63
"""SageMaker's limit for jobs, models, endpoint configurations and endpoints."""

_DIGEST = 10
LONGEST_PART = len("eval")
"""Of what a run's name is followed by in a job's name, before the numbers of the redrive and the retry."""
_LONGEST_SUFFIX = len("-eval-999-99")


def run_bindings(prefix: str, started: str = "$states.context.Execution") -> dict[str, str]:
    """JSONata variables: `$run` is the run's name, `$execution` the execution's, legal as a tag.

    `started` yields the execution's Id, Name and StartTime, as the context object has them. The digest holds the start
    too, since a standard execution's name may be used again after 90 days.
    """
    room = LONGEST - _LONGEST_SUFFIX - len(prefix) - 1 - _DIGEST - 1
    return {
        "started": started,
        "digest": '$substring($hash($started.Id & " " & $started.StartTime, "SHA-256"), 0, '
        f"{_DIGEST})",
        # Only ASCII is lowered: engines disagree on what the lower case of a ligature is.
        "words": '$lowercase($replace($started.Name, /[^A-Za-z0-9]+/, " "))',
        "slug": f'$replace($trim($substring($trim($words), 0, {room})), " ", "-")',
        "run": f'{jsonata.literal(prefix)} & ($slug = "" ? "" : "-" & $slug) & "-" & $digest',
        "execution": r'$replace($started.Name, /[^A-Za-z0-9 _.:\/=+@-]+/, "_")',
    }
