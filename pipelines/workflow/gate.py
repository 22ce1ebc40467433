"""The gate: whether the new model may go on, decided by the evaluation's numbers and by nothing else.

`$.scores` has them, for the new model and for the champion, which is the model that serves. Where the metric of
one that has to have it is missing, null, a text or no finite number, the new model is refused: what cannot be
compared never passes. In the first execution there is no champion, and the floor alone decides; so it does where the
execution's input says that the champion is to be ignored, as it has to where that one can be measured no more.

Both borders pass: a number that is equal to the floor, and one that is worse by exactly the margin. As computers
count, 0.9 - 0.05 is a little more than 0.85: numbers that differ by less than a billionth of the larger are equal.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Gate
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import cases, literal
from pipelines.sdk.states import Choice, Pass, with_also
from pipelines.workflow.execution_input import IGNORE
from pipelines.workflow.outcome import REFUSED, Ends

NEARLY_EQUAL = 1e-9
"""The share of the larger number by which two that are equal may differ."""
_NOT_COMPARABLE = " So the new model, which has "
_WAY_ON = (
    ", is not comparable with it and is not released. Mend that; or, to let the floor alone decide, start one execution "
    f'with the input {{"champion": "{IGNORE}"}}.'
)
_MOST = 1e300
"""What is larger is no number that a model was measured by, but an overflow."""


class GateStep(Fragment):
    """Compares the new model with the floor and with what serves; `$.decision` is what came of it."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        compare = Pass(
            "Compare with what serves",
            with_also("decision", decision(gate_of(pipeline, inputs))),
            comment="The new model's number, that of the model in service, and the rule.",
        )
        good = Choice("Is it good enough?", "What has no number is not.")
        refuse = Ends(
            "Refuse model",
            REFUSED,
            "$states.input.decision.sentence",
            "What serves goes on serving: this is no failure.",
        )
        compare.next(good)
        good.go_on_when("$states.input.decision.accepted")
        good.otherwise(refuse)
        super().__init__(compare, [good], early=[refuse])


def gate_of(pipeline: Pipeline, inputs: DeploymentInputs) -> Gate:
    """The pipeline's gate with the deployment's numbers. Raises ValueError where it has none."""
    if pipeline.gate is None:
        raise ValueError(f"Pipeline {pipeline.name!r} does not say when a model is good enough.")
    return pipeline.gate.with_numbers(inputs.gate_floor, inputs.gate_margin)


def decision(gate: Gate) -> str:
    """What `$.scores` and `$.champion` come to, in JSONata."""
    lack, loss = (
        ("$candidate - $floor", "$candidate - $champion")
        if gate.less_is_better
        else ("$floor - $candidate", "$champion - $candidate")
    )
    found = {
        "floor": literal(gate.floor),
        "margin": literal(gate.margin),
        "scores": f"$lookup($states.input.scores, {literal(gate.metric)})",
        "candidate": "$scores.candidate.value",
        "champion": "$scores.champion.value",
        "measured": f'function($x) {{ $type($x) = "number" ? $abs($x) <= {_MOST!r} : false }}',
        "serves": '$type($scores.champion) = "object" or $count($keys($states.input.champion)) > 0',
        "more": "function($much, $than, $of) "
        f"{{ $much - $than > {NEARLY_EQUAL!r} * $max([$abs($candidate), $abs($of)]) }}",
        "verdict": cases(
            [
                ("$not($measured($candidate))", literal("unmeasured")),
                (f"$more({lack}, 0, $floor)", literal("below the floor")),
                ("$not($serves)", literal("first")),
                ("$states.input.champion.ignored = true", literal("champion ignored")),
                ("$not($measured($champion))", literal("incomparable")),
                (f"$more({loss}, $margin, $champion)", literal("worse than what serves")),
            ],
            literal("good enough"),
        ),
    }
    plain = 'function($x) { $measured($x) ? $x : $exists($x) ? $type($x) = "null" ? null : $string($x) : null }'
    return jsonata.block(
        {**found, "plain": plain, **_words(gate)},
        jsonata.mapping(
            {
                "accepted": '$verdict in ["first", "champion ignored", "good enough"]',
                "verdict": "$verdict",
                "metric": literal(gate.metric),
                "candidate": "$plain($candidate)",
                "champion": "$plain($champion)",
                "floor": "$floor",
                "margin": "$margin",
                "less_is_better": literal(gate.less_is_better),
                "sentence": _sentence(gate),
            }
        ),
    )


def _words(gate: Gate) -> dict[str, str]:
    """JSONata variables: the parts of the sentence. Numbers are said with six digits behind the point."""
    worse = "more" if gate.less_is_better else "less"
    apart = f"at most {_said(gate.margin)} {worse}" if gate.margin else f"no {worse}"
    return {
        "said": "function($x) { $measured($x) "
        '? $string($abs($x) < 0.001 ? $x : $round($x, 6)) : $exists($x) ? $string($x) : "nothing" }',
        "problem": "$states.input.champion.problem",
        "other": '$states.input.champion.ignored = true ? ", and the one that serves was ignored, as the '
        """execution's input says" : $not($serves) ? ", and none serves yet" """
        ': $measured($champion) or $not($exists($problem)) ? ", of the one that serves " & $said($champion) '
        ': ", and the one that serves could not be measured"',
        "both": f'{literal(gate.metric)} & " of the new model is " & $said($candidate) & $other',
        "limit": literal(
            f"must be at {'most' if gate.less_is_better else 'least'} {_said(gate.floor)}"
        ),
        "apart": literal(f"{apart} than that of what serves"),
    }


def _sentence(gate: Gate) -> str:
    """Both numbers and the rule that decided."""
    unmeasured = f"The evaluation has no number for {gate.metric} of "
    return cases(
        [
            (
                '$verdict = "unmeasured"',
                literal(unmeasured + "the new model: it says ")
                + ' & $said($candidate) & ". Without one no model is released."',
            ),
            (
                '$verdict = "incomparable"',
                f"($exists($problem) ? $problem : {literal(unmeasured + 'the model that serves: it says ')} "
                f'& $said($champion) & ".") & {literal(_NOT_COMPARABLE)} & $said($candidate) & {literal(_WAY_ON)}',
            ),
            ('$verdict = "below the floor"', '"Refused: " & $both & ". It " & $limit & "."'),
            (
                '$verdict = "worse than what serves"',
                '"Refused: " & $both & ". It may be " & $apart & "."',
            ),
            (
                '$verdict in ["first", "champion ignored"]',
                '"Good enough: " & $both & ". It " & $limit & "."',
            ),
        ],
        '"Good enough: " & $both & ". It " & $limit & ", and may be " & $apart & "."',
    )


def _said(number: float) -> str:
    return f"{number:.15g}"
