"""States without a job: those of the SDK, with the fields that the SDK does not let through.

`QueryLanguage`, `Output`, `Condition` and `ResultSelector` (SDK issue #95) are younger than the SDK.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.sdk import jsonata, upstream

JSONATA = {"QueryLanguage": "JSONata"}


class MoreFields:
    """Mixed into a step of the SDK: fields of the States Language that the SDK refuses by name."""

    more: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The state as the definition says it."""
        return {**super().to_dict(), **self.more}  # type: ignore[misc]  # the SDK's Block has it


class Pass(MoreFields, upstream.Pass):  # type: ignore[misc]  # the SDK has no types
    """A Pass state whose output is computed by a JSONata expression."""

    def __init__(self, name: str, code: str, comment: str) -> None:
        super().__init__(name, comment=comment)
        self.more = {**JSONATA, "Output": jsonata.expression(code)}


class Condition(upstream.BaseRule):  # type: ignore[misc]
    """A choice's rule in JSONata; what follows gets `output` in place of the choice's input."""

    def __init__(self, code: str, output: str | None = None) -> None:
        self._code = code
        self._output = output

    def to_dict(self) -> dict[str, Any]:
        """The rule, without where it leads."""
        output = {"Output": jsonata.expression(self._output)} if self._output else {}
        return {"Condition": jsonata.expression(self._code), **output}


class Choice(MoreFields, upstream.Choice):  # type: ignore[misc]
    """A Choice state in JSONata. Conditions are tried in the order in which they are written here.

    The SDK's Choice goes on by its default. Ours may go on by a condition (`go_on_when`): it is where
    `next`, and so the next of a chain, leads.
    """

    def __init__(self, name: str, comment: str) -> None:
        super().__init__(name, comment=comment)
        self.more = JSONATA

    def when(self, code: str, then: Any, output: str | None = None) -> "Choice":
        """Go to `then`, with the output, where the condition holds and none before it did."""
        self.add_choice(Condition(code, output), then)
        return self

    def go_on_when(self, code: str) -> "Choice":
        """Go to whatever comes next where the condition holds and none before it did."""
        return self.when(code, None)

    def otherwise(self, then: Any) -> "Choice":
        """Go to `then` where no condition holds."""
        self.default_choice(then)
        return self

    def next(self, next_step: Any) -> Any:
        """Complete the way on. Raises ValueError where the choice has none."""
        ways_on = [choice for choice in self.choices if choice[1] is None]
        if not ways_on:
            raise ValueError(f"Choice {self.state_id!r} says nowhere when it goes on.")
        for choice in ways_on:
            choice[1] = next_step
        return next_step


class Fail(MoreFields, upstream.Fail):  # type: ignore[misc]
    """A Fail state whose cause is a sentence, computed from what the execution knows by then."""

    def __init__(self, name: str, error: str, cause: str) -> None:
        super().__init__(name)
        self.more = {**JSONATA, "Error": error, "Cause": jsonata.expression(cause)}


class Task(MoreFields, upstream.Task):  # type: ignore[misc]
    """A call of any AWS API by the SDK integration, such as service "s3", action "listObjectsV2"."""

    def __init__(
        self,
        name: str,
        service: str,
        action: str,
        parameters: Mapping[str, Any],
        result_path: str | None,
        comment: str,
        result: Mapping[str, str] | None = None,
    ) -> None:
        discarded = {"ResultPath": None} if result_path is None else {}
        super().__init__(
            name,
            comment=comment,
            resource=f"arn:aws:states:::aws-sdk:{service}:{action}",
            parameters=dict(parameters),
            timeout_seconds=60,
            **({} if result_path is None else {"result_path": result_path}),
        )
        self.more = {**discarded, **({"ResultSelector": dict(result)} if result else {})}


class Call(MoreFields, upstream.Task):  # type: ignore[misc]
    """A call of any AWS API in JSONata: such as service "dynamodb", action "getItem".

    `arguments` are JSON, in which `jsonata.expression` makes a string an expression. `output` is the code of what
    goes on to the next state, from `$states.input` and `$states.result`; None: the input as it came.
    """

    def __init__(
        self,
        name: str,
        service: str,
        action: str,
        arguments: Mapping[str, Any],
        comment: str,
        output: str | None = None,
        timeout_seconds: int = 60,
        resource: str | None = None,
    ) -> None:
        """`resource` is that of an optimised integration, behind `arn:aws:states:::`, in place of the SDK's."""
        super().__init__(
            name,
            comment=comment,
            resource=f"arn:aws:states:::{resource or f'aws-sdk:{service}:{action}'}",
            timeout_seconds=timeout_seconds,
        )
        self.more = {
            **JSONATA,
            "Arguments": dict(arguments),
            "Output": jsonata.expression(output or "$states.input"),
        }


class Map(MoreFields, upstream.Map):  # type: ignore[misc]  # the SDK has no types
    """The same states for each item of a list, side by side. `items` and `output` are JSONata.

    The SDK's Map knows only paths, and calls the states Iterator, which the States Language has left behind.
    """

    def __init__(self, name: str, items: str, each: Any, comment: str, output: str) -> None:
        super().__init__(name, comment=comment, iterator=each)
        self.more = {
            **JSONATA,
            "Items": jsonata.expression(items),
            "Output": jsonata.expression(output),
        }

    def to_dict(self) -> dict[str, Any]:
        """The state as the definition says it."""
        state = super().to_dict()
        processor = {"ProcessorConfig": {"Mode": "INLINE"}, **state.pop("Iterator")}
        return {**state, "ItemProcessor": processor}


def with_also(key: str, code: str) -> str:
    """The state's input with one key more, which is what the code yields: the output of a state in JSONata."""
    return f"$merge([$states.input, {jsonata.mapping({key: code})}])"


class Catch(MoreFields, upstream.Catch):  # type: ignore[misc]
    """A catcher of a state in JSONata: what follows gets the state's input with `failure`, its Error and Cause,
    or what the code `output` makes of the input and of `$states.errorOutput`."""

    def __init__(self, errors: Sequence[str], then: Any, output: str | None = None) -> None:
        super().__init__(error_equals=list(errors), next_step=then)
        code = output or with_also("failure", "$states.errorOutput")
        self.more = {"Output": jsonata.expression(code)}


class Retry(MoreFields, upstream.Retry):  # type: ignore[misc]
    """A retrier with a ceiling and jitter, so that many executions do not come back at once."""

    def __init__(
        self, errors: Sequence[str], interval: int, attempts: int, ceiling: int | None = None
    ) -> None:
        super().__init__(
            error_equals=list(errors),
            interval_seconds=interval,
            max_attempts=attempts,
            backoff_rate=2.0,
        )
        delay = {"MaxDelaySeconds": ceiling} if ceiling else {}
        self.more = {**delay, "JitterStrategy": "FULL"}


def catch_all(step: Any, then: Any) -> None:
    """Whatever error the step ends in leads to `then`, which finds it in `$.failure`."""
    if isinstance(step, Call | Map):
        step.add_catch(Catch(["States.ALL"], then))
        return
    step.add_catch(
        upstream.Catch(error_equals=["States.ALL"], result_path="$.failure", next_step=then)
    )
