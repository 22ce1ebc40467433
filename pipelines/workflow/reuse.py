"""A step whose result is used again where nothing changed that it depends on.

Before the step's jobs, its fingerprint is looked up in the table. What an earlier execution made is taken if
all of it still lies where it was; else the jobs run, and what they made is entered for later executions.
`$.steps.<key>` says which it was, the fingerprint's parts, and what changed since the last time.

The table saves money and is no more than that: where it cannot be read, the jobs run; where it cannot be
written, the execution goes on, and `$.steps.<key>.unkept` says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment, early_ends, in_a_row
from pipelines.sdk.states import Call, Choice, Pass, catch_all
from pipelines.workflow import fingerprint, reasons, retries
from pipelines.workflow.listing import Listing, listed

_INPUT = "$states.input"


@dataclass(frozen=True)
class Step:
    """What of an execution can be used again."""

    key: str
    """Of `$.steps`, and of the table: "preprocess"."""
    name: str
    """That of the state that runs the job."""
    doing: str
    """In the names of states: "preprocessing"."""
    parts: Mapping[str, str]
    """What the result depends on: names, and JSONata for their texts."""
    job: str
    """JSONata for the name of the job that ran."""
    made: str
    """JSONata for the S3 address below which everything lies that the job made."""
    belongs: str
    """JSONata for whether an object there is part of it, by `$key` and `$prefix`."""
    taken: Mapping[str, str]
    """What of the state is set where the result is taken over: keys, and JSONata; `$found` is the entry, and
    `$states.result` the job's description where `described` is set."""
    spread: str | None = None
    described: tuple[str, str] | None = None
    """The action that describes the job, and its parameter for the name."""

    @property
    def at(self) -> str:
        """Where the state has what is known of the step."""
        return f"{_INPUT}.steps.{self.key}"


class Reuse(Fragment):
    """The jobs of a step, or what an earlier execution's had made."""

    def __init__(self, inputs: DeploymentInputs, step: Step, *jobs: Any) -> None:
        there = [job for job in jobs if job is not None]
        in_a_row(*there)
        first, last = there[0], there[-1]
        begin = Pass(
            f"Fingerprint {step.doing}",
            _with(step, jsonata.mapping(_begun(step))),
            f"What the result of {step.doing} depends on.",
        )
        if inputs.table is None:
            done = Pass(f"Note {step.doing}", _closed(step, _ran(step)), "Which job it was.")
            begin.next(first)
            last.next(done)
            super().__init__(begin, [done], early_ends(there))
            return
        taken = _take(step)
        begin.next(_look_up(inputs.table, step, run=first, taken=taken))
        last.next(keep := _keep(inputs.table, step))
        super().__init__(begin, [taken, *keep.exits], early_ends(there))


def _look_up(table: str, step: Step, *, run: Any, taken: Any) -> Any:
    """The entry of the same fingerprint, and the last entry of all, in one call."""
    known_as = f'$type({step.at}.fingerprint) = "string" ? {step.at}.fingerprint : "none"'
    look = Call(
        f"Look up {step.doing}",
        "dynamodb",
        "transactGetItems",
        {
            "TransactItems": [
                {"Get": {"TableName": table, "Key": _key(step, code)}}
                for code in (known_as, '"latest"')
            ]
        },
        "Has the same been done before, and what was it the last time?",
        output=_with(step, jsonata.mapping({"found": _entry(0), "last": _last()})),
    )
    gone = Pass(
        f"Run {step.doing} anew",
        _decided(step, reasons.of_a_gone_result(step.at)),
        "What an entry speaks of has to be all there.",
    )
    known = Choice(f"Is {step.doing} known?", "From an earlier execution, if it may be used.")
    usable = f"{_INPUT}.config.cache and $exists({step.at}.found.job) and $exists({step.at}.found.execution)"
    known.when(f"$not({usable})", run, _decided(step, reasons.of_a_miss(step.at)))
    known.otherwise(_compare(step, gone, taken))
    look.add_retry(retries.of_the_table())
    catch_all(look, known)
    look.next(known)
    gone.next(run)
    return look


def _compare(step: Step, gone: Any, taken: Any) -> Any:
    listing = Listing(
        f"Look for the result of {step.doing}",
        f"Look for more of the result of {step.doing}",
        f"Is the result of {step.doing} there?",
        uri=f"{step.at}.found.uri",
        counts=step.belongs,
        failed=gone,
        comment="Is all of it still where it was, as it was?",
        patient=True,
    )
    listing.whole.when(f"{listed()}.digest = {step.at}.found.digest", taken)
    listing.whole.otherwise(gone)
    if step.described:
        catch_all(taken, gone)
    return listing


def _take(step: Step) -> Any:
    took = {
        "job": "$found.job",
        "reused_from": "$found.execution",
        "why": '"Nothing has changed since " & $split($found.execution, ":")[-1] & "."',
        "changed": "[]",
        "seconds": _seconds(step),
    }
    output = jsonata.block(
        {"found": f"{step.at}.found"},
        f"$merge([{_closed(step, jsonata.mapping(took))}, {jsonata.mapping(step.taken)}])",
    )
    comment = "Use what an earlier execution made."
    if step.described is None:
        return Pass(f"Reuse {step.doing}", output, comment)
    action, parameter = step.described
    take = Call(
        f"Reuse {step.doing}",
        "sagemaker",
        action,
        {parameter: jsonata.expression(f"{step.at}.found.job")},
        comment,
        output=output,
    )
    take.add_retry(retries.of_a_poll("SageMaker"))  # a throttled look would cost a training
    return take


def _keep(table: str, step: Step) -> Fragment:
    """What was made is listed and entered."""
    never = f"({reasons.redriven(step.at)} or {reasons.passing(step.at)})"
    why = jsonata.mapping(
        {
            "unkept": reasons.of_not_keeping(step.at),
            # What comes after it read what this one made of data that nobody has looked at, or in a state that passes.
            "fingerprint": f"{never} ? null : {step.at}.fingerprint",
        }
    )
    unkept = Pass(
        f"Keep no {step.doing}",
        _closed(step, f"$merge([{_ran(step)}, {why}])"),
        "Later executions will do it again.",
    )
    listing = Listing(
        f"List the result of {step.doing}",
        f"List more of the result of {step.doing}",
        f"Is that all of the result of {step.doing}?",
        uri=step.made,
        counts=step.belongs,
        failed=unkept,
        comment="What is not all there later is not used again.",
        patient=True,
    )
    keep = Call(
        f"Keep {step.doing}",
        "dynamodb",
        "transactWriteItems",
        {
            "TransactItems": [
                {"Put": {"TableName": table, "Item": _item(step, code)}}
                for code in (f"{step.at}.fingerprint", '"latest"')
            ]
        },
        "For executions to come.",
        output=_closed(step, _ran(step)),
    )
    keepable = f'$type({step.at}.fingerprint) = "string" and $type({listed()}.digest) = "string"'
    listing.whole.when(f"{keepable} and $not{never}", keep)
    listing.whole.otherwise(unkept)
    keep.add_retry(retries.of_the_table())
    catch_all(keep, unkept)
    return Fragment(listing, [keep, unkept])


def _key(step: Step, code: str) -> dict[str, Any]:
    return {"pk": {"S": f"step#{step.key}"}, "sk": {"S": jsonata.expression(code)}}


def _entry(at: int) -> str:
    """What the table said in its answer's item of that number; without members where there was none."""
    item = f"$states.result.Responses[{at}].Item"
    names = ("execution", "run", "job", "uri", "digest", "made")
    return jsonata.mapping({name: f"{item}.{name}.S" for name in names})


def _last() -> str:
    """The last entry of all, for what has changed since. Parts that are no JSON are read here, where an error has
    a way on: what was done before is then not known."""
    item = "$states.result.Responses[1].Item"
    parts = f'$type({item}.parts.S) = "string" ? $parse({item}.parts.S) : {{}}'
    return jsonata.mapping({"execution": f"{item}.execution.S", "parts": parts})


def _item(step: Step, key: str) -> dict[str, Any]:
    values = {
        "execution": "$states.context.Execution.Id",
        "run": f"{_INPUT}.where.run",
        "job": step.job,
        "uri": step.made,
        "digest": f"{_INPUT}.listing.digest",
        "parts": f"$string({step.at}.parts)",
        "made": "$now()",
    }
    said = {name: {"S": jsonata.expression(code)} for name, code in values.items()}
    return {**_key(step, key), **said}


def _begun(step: Step) -> dict[str, str]:
    parts = fingerprint.all_parts(step.parts, step.spread)
    return {
        "name": jsonata.literal(step.name),
        "parts": parts,
        "fingerprint": fingerprint.digest(f"({parts})"),
        "began": "$millis()",
        "redrives": reasons.REDRIVES,
    }


def _ran(step: Step) -> str:
    return jsonata.mapping({"job": step.job, "reused_from": "null", "seconds": _seconds(step)})


def _seconds(step: Step) -> str:
    return f"($millis() - {step.at}.began) / 1000"


def _with(step: Step, more: str) -> str:
    """The state's input, with more known of the step."""
    steps = f"($exists({_INPUT}.steps) ? {_INPUT}.steps : {{}})"
    before = f"($exists({step.at}) ? {step.at} : {{}})"
    known = jsonata.mapping({step.key: f"$merge([{before}, {more}])"})
    return f'$merge([{_INPUT}, {{"steps": $merge([{steps}, {known}])}}])'


def _decided(step: Step, more: str) -> str:
    """The same, without what only the look-up was for."""
    return _without(step, more, ["found", "last"])


def _closed(step: Step, more: str) -> str:
    """The same, without what was only for as long as the step went on."""
    return _without(step, more, ["found", "last", "began", "redrives", reasons.PASSING])


def _without(step: Step, more: str, names: list[str]) -> str:
    return jsonata.block(
        {
            "less": jsonata.function(
                "$of, $names",
                "$sift($of, function($value, $name) { $not($name in $names) })",
            ),
            "more": more,
            "step": f"$merge([$less({step.at}, {jsonata.literal(names)}), $more])",
            "steps": f"$merge([{_INPUT}.steps, {jsonata.mapping({step.key: '$step'})}])",
        },
        f'$merge([$less({_INPUT}, ["failure", "listing"]), {{"steps": $steps}}])',
    )
