"""Why a step's jobs run, in JSONata: what changed since the last time, part by part, and a sentence of it.

`at` is where the state has what is known of the step: its fingerprint and parts, and `last`, the last entry of
the step, whatever its fingerprint.
"""

from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import cases, function, literal
from pipelines.workflow.listing import MOST_OBJECTS

_LONGEST = 200
"""Characters of a part that are shown."""
_MOST = 50
"""Parts that are shown."""
_FAILURE = "$states.input.failure"
_SAID = f'($type({_FAILURE}.Cause) = "string" ? {_FAILURE}.Cause : {_FAILURE}.Error)'
_TOO_MANY = literal(
    f"Not fingerprinted, so never reused: there are more than {MOST_OBJECTS:,} objects."
)


REDRIVES = "$states.context.Execution.RedriveCount"
PASSING = "passing"
"""Of a step: why what it made was made under circumstances that may pass, and is not to be used again."""


def passing(at: str) -> str:
    """JSONata for whether the step's result is of circumstances that may pass."""
    return f"$exists({at}.{PASSING})"


def redriven(at: str) -> str:
    """JSONata for whether the step's jobs were redriven after its fingerprint was taken."""
    return f"$not({at}.redrives = {REDRIVES})"


def of_a_miss(at: str) -> str:
    """`{why, changed}` of a step that the table does not know, or that must not be looked up."""
    bindings = {
        **_compared(at),
        "why": cases(
            [
                ("$not($states.input.config.cache)", '"It was asked for: cache is false."'),
                (f'$type({at}.fingerprint) != "string"', _TOO_MANY),
                (
                    f"$exists({_FAILURE})",
                    f'"What was done before could not be looked up: " & {_SAID}',
                ),
                ("$not($exists($last.execution))", '"It is the first time."'),
                (
                    "$count($different) > 0",
                    '"Changed since " & $before & ": " & $join($few, ", ") & "."',
                ),
            ],
            '"Nothing has changed since " & $before & ", but the table has no entry of it."',
        ),
    }
    return jsonata.block(bindings, '{"why": $why, "changed": $changed}')


def of_a_gone_result(at: str) -> str:
    """The same where there is an entry, but no longer all that it speaks of."""
    before = f'$split({at}.found.execution, ":")[-1]'
    why = cases(
        [(f"$exists({_FAILURE})", f'"What " & {before} & " made could not be seen: " & {_SAID}')],
        f'"What " & {before} & " made is no longer all there, or no longer as it was."',
    )
    return jsonata.mapping({"why": why, "changed": "[]"})


def of_not_keeping(at: str) -> str:
    """Why later executions cannot reuse what a step made."""
    return cases(
        [
            (f"$exists({_FAILURE})", f'"It could not be entered into the table: " & {_SAID}'),
            (passing(at), f"{at}.{PASSING}"),
            (f'$type({at}.fingerprint) != "string"', _TOO_MANY),
            (redriven(at), literal("It was redriven, and what it read may have changed since.")),
        ],
        literal(f"It made more than {MOST_OBJECTS:,} objects, which are not looked through."),
    )


def _compared(at: str) -> dict[str, str]:
    """JSONata variables: what is different now, by the names of the parts, and how.

    No arrays or objects of several members are made for each part: Step Functions counts each as a level of
    nesting that is never left, and allows a hundred.
    """
    shown = function(
        "$of, $name",
        f'($text := $lookup($of, $name); $type($text) = "string" ? $substring($text, 0, {_LONGEST}) : "none")',
    )
    return {
        "last": f"{at}.last",
        "before": '$split($last.execution, ":")[-1]',
        "was": '$type($last.parts) = "object" ? $last.parts : {}',
        "now": f"{at}.parts",
        "shown": shown,
        "different": "$exists($last.execution) ? [$filter($distinct($append($keys($was), $keys($now))), "
        "function($name) { $not($lookup($was, $name) = $lookup($now, $name)) })] : []",
        "few": f"$filter($different, function($name, $at) {{ $at < {_MOST} }})",
        "changed": "[$map($few, function($name) "
        '{ $name & ": " & $shown($was, $name) & ", now " & $shown($now, $name) })]',
    }
