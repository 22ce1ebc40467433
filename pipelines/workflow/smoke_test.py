"""Asks the endpoint what the pipeline has recorded, as soon as it serves, and looks at the answers.

A body of JSON is asked by the state machine. Step Functions writes any other text as JSON too, with quotes, so that
a row of CSV would arrive as one quoted word: those the stack's function asks. A wrong answer, or none, puts the
previous configuration back (`put_back`). `$.smoke` is how many were right, and the answer that is looked at.
"""

import json
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Recorded, SmokeTest
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Pass, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.put_back import PutBack

_RIGHT = "($exists($states.input.smoke.right) ? $states.input.smoke.right : 0)"
_BODY, _ANSWER = "$states.input.smoke.body", "$states.input.smoke.answer"
_SHOWN = 200  # characters of what was asked and answered
_SECONDS = 90  # a model may take 60 to answer


def smoke_test(pipeline: Pipeline, inputs: DeploymentInputs) -> Fragment | None:
    """The states that ask and look; None where the pipeline has recorded nothing that this deployment can ask."""
    tests = [one for one in pipeline.smoke_tests if one.is_json or inputs.asking_function]
    return _SmokeTests(tests, pipeline, inputs) if tests else None


class _SmokeTests(Fragment):
    def __init__(
        self, tests: list[SmokeTest], pipeline: Pipeline, inputs: DeploymentInputs
    ) -> None:
        wrong = Pass(
            "Say what was wrong",
            with_also("problem", _problem(tests)),
            comment="What was asked, and what came in place of the right answer.",
        )
        wrong.next(PutBack(pipeline, inputs))
        entry, last = None, None
        for number, test in enumerate(tests, 1):
            suffix = f" {number}" if len(tests) > 1 else ""
            asked, looked = _ask(test, suffix, inputs, wrong)
            if last is not None:
                last.next(asked)
            entry, last = entry or asked, looked
        super().__init__(entry, [last])


def _ask(test: SmokeTest, suffix: str, inputs: DeploymentInputs, wrong: Pass) -> tuple[Any, Choice]:
    """The first of the states that ask one request, and the choice that looks at the answer."""
    ask = _directly(test, suffix) if test.is_json else _by_function(test, suffix, inputs)
    ask.add_retry(retries.of_an_invocation())
    catch_all(ask, wrong)
    look = Choice(f"Is the answer right?{suffix}", "It must match what the pipeline says.")
    look.when(
        f"$contains({_ANSWER}, {jsonata.anywhere(test.expects)})",
        None,
        with_also("smoke", f'{{"right": {_RIGHT} + 1}}'),
    )
    look.otherwise(wrong)
    ask.next(look)
    if not isinstance(test.body, Recorded):
        return ask, look
    read = _read(test.body, suffix, wrong)
    read.next(ask)
    return read, look


def _read(recorded: Recorded, suffix: str, wrong: Pass) -> Call:
    address = '$split($substringAfter($states.input.where.processed, "s3://"), "/")'
    key = literal(f"/{recorded.output}/{recorded.file}")
    read = Call(
        f"Read recorded request{suffix}",
        "s3",
        "getObject",
        {
            "Bucket": expression(f"{address}[0]"),
            "Key": expression(
                f'$substringAfter($substringAfter($states.input.where.processed, "s3://"), "/") & {key}'
            ),
        },
        comment="What the processing job has recorded of the data.",
        output=with_also("smoke", f'{{"right": {_RIGHT}, "body": $string($states.result.Body)}}'),
    )
    read.add_retry(retries.of_a_look("S3"))
    catch_all(read, wrong)
    return read


def _directly(test: SmokeTest, suffix: str) -> Call:
    recorded = isinstance(test.body, Recorded)
    body = expression(f"$parse({_BODY})") if recorded else json.loads(str(test.body))
    return Call(
        f"Smoke test{suffix}",
        "sagemakerruntime",
        "invokeEndpoint",
        {
            "EndpointName": expression("$states.input.config.endpoint.name"),
            "TargetVariant": expression("$states.input.release.asked"),
            "ContentType": test.content_type,
            **({"Accept": test.accept} if test.accept else {}),
            "Body": body,
        },
        comment="Ask the new model what it has to answer.",
        output=_with_answer("$states.result.Body"),
        timeout_seconds=_SECONDS,
    )


def _by_function(test: SmokeTest, suffix: str, inputs: DeploymentInputs) -> Call:
    recorded = isinstance(test.body, Recorded)
    return Call(
        f"Smoke test{suffix}",
        "lambda",
        "invoke",
        {
            "FunctionName": inputs.asking_function,
            "Payload": {
                "endpoint": expression("$states.input.config.endpoint.name"),
                "variant": expression("$states.input.release.asked"),
                "content_type": test.content_type,
                "accept": test.accept or "*/*",
                "body": expression(_BODY) if recorded else test.body,
            },
        },
        comment="Ask the new model what it has to answer.",
        output=_with_answer("$states.result.Payload.body"),
        timeout_seconds=_SECONDS,
        resource="lambda:invoke",
    )


def _with_answer(body: str) -> str:
    smoke = f'$merge([$exists($states.input.smoke) ? $states.input.smoke : {{"right": 0}}, {{"answer": $string({body})}}])'
    return with_also("smoke", smoke)


def _problem(tests: list[SmokeTest]) -> str:
    """The sentence: the failing one is that behind those that were right."""
    about = [
        {
            "body": None if isinstance(test.body, Recorded) else test.body,
            "type": test.content_type,
            "expects": test.expects,
        }
        for test in tests
    ]
    bindings = {
        "test": f"{literal(about)}[{_RIGHT}]",
        "cut": jsonata.function(
            "$text",
            f'($length($text) > {_SHOWN} ? $substring($text, 0, {_SHOWN}) & "…" : $text)',
        ),
        "asked": f"$exists({_BODY}) ? {_BODY} : $test.body",
        # A function's error comes as JSON.
        "cause": "$string($states.input.failure.Cause)",
        "told": f'$substring($cause, 0, 1) = "{{" ? {jsonata.string_in("$cause", "errorMessage")}',
        "said": "$exists($told) ? $told : $cause",
        "answered": f"$exists({_ANSWER}) ? "
        f'"answered \\"" & $cut({_ANSWER}) & "\\", in which nothing matches " & $test.expects '
        ': "did not answer: " & $cut($said)',
    }
    return jsonata.block(
        bindings,
        '"Endpoint " & $states.input.config.endpoint.name & " (variant " & $states.input.release.asked & ") was asked '
        '\\"" & $cut($string($asked)) & "\\" as " & $test.type & " and " & $answered & "."',
    )
