"""Can the champion be measured? What its evaluation reads has to be there still.

Its artifact may have been deleted, or what its own run left for it (`reads_of_champion`) may have expired: a job that
reads them would fail, and with it every execution to come. `$.champion.problem` says what is missing, and the
evaluation goes on without the champion; so it does where the execution's input says so. Whether this image can
load what is there, the evaluation itself finds out.
"""

from typing import Any

from pipelines.definition import Evaluation
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal, mapping
from pipelines.sdk.states import Call, Catch, Choice, Map, Pass, with_also
from pipelines.workflow import retries
from pipelines.workflow.execution_input import IGNORE
from pipelines.workflow.listing import bucket_of, prefix_of

_CHAMPION = "$states.input.champion"
LEFT_OUT = "The execution's input leaves the champion out."


class ReadableChampion(Fragment):
    """Afterwards `$.champion.problem` is there if it cannot be measured, and `$.champion.ignored` if it is not to be."""

    def __init__(self, evaluation: Evaluation) -> None:
        which = Choice(
            "Is the champion to be read?", "Not where there is none, or none is asked for."
        )
        look = Map(
            "Look for what the champion needs",
            _addresses(evaluation),
            upstream.Chain([_look()]),
            "Is all of it still there?",
            output=_missing(),
        )
        ignored = Pass(
            "Leave the champion out",
            _known({"problem": literal(LEFT_OUT), "ignored": "true"}),
            "As the execution's input says: the floor alone decides.",
        )
        unseen = Pass(
            "Champion not looked for",
            '$sift($states.input, function($value, $key) { $key != "failure" })',
            "Who reads it will tell.",
        )
        ignore = (
            f"$exists({_CHAMPION}.endpoint) and $states.input.config.champion = {literal(IGNORE)}"
        )
        which.when(ignore, ignored)
        which.go_on_when(f"$not($exists({_CHAMPION}.endpoint)) or $exists({_CHAMPION}.problem)")
        which.otherwise(look)
        look.add_catch(Catch(["States.ALL"], unseen))
        super().__init__(which, [which, look, ignored, unseen])


def _addresses(evaluation: Evaluation) -> str:
    own = (
        f"{_CHAMPION}.processed & {literal(f'/{name}/')}" for name in evaluation.reads_of_champion
    )
    return f"[{', '.join([f'{_CHAMPION}.artifact', *own])}]"


def _look() -> Call:
    """An address, and whether anything lies there. A bucket that may not be listed says nothing of what is in it."""
    look = Call(
        "Look for part of the champion",
        "s3",
        "listObjectsV2",
        {
            "Bucket": expression(bucket_of("$states.input")),
            "Prefix": expression(prefix_of("$states.input")),
            "MaxKeys": 1,
        },
        "One object is enough.",
        output=_seen("$count($states.result.Contents) > 0"),
    )
    unknown = Pass(
        "Part of the champion unseen",
        mapping(
            {
                "uri": "$states.input.uri",
                "there": '$not($contains($string($states.input.failure.Error), "NoSuchBucket"))',
            }
        ),
        "Who reads it will tell.",
    )
    look.add_retry(retries.of_a_poll("S3"))
    failed = mapping({"uri": "$states.input", "failure": "$states.errorOutput"})
    look.add_catch(Catch(["States.ALL"], unknown, output=failed))
    return look


def _seen(there: str) -> str:
    return mapping({"uri": "$states.input", "there": there})


def _missing() -> str:
    bindings = {
        "gone": "$filter($states.result, function($one) { $not($one.there) })",
        "why": '"Nothing lies at " & $join($gone.uri, " and ") & " any more, which the model that serves is '
        'measured by."',
    }
    known = _known({"problem": "$why"})
    return jsonata.block(bindings, f"$count($gone) > 0 ? {known} : $states.input")


def _known(more: dict[str, Any]) -> str:
    return with_also("champion", f"$merge([{_CHAMPION}, {mapping(more)}])")
