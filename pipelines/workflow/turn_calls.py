"""The calls by which a turn is taken, looked at, kept and given up: one item of the table, and who is in it.

pk, sk            "turn"
execution         the ARN of the execution whose turn it is
taken             when that one took it
skips             how many executions it has kept from running; last_skipped is the last of them
"""

from dataclasses import dataclass
from typing import Any

from pipelines.sdk import jsonata
from pipelines.sdk.states import Call, Retry, with_also

CHANGED = "DynamoDb.ConditionalCheckFailedException"
"""Somebody was faster."""
GONE = ("Sfn.ExecutionDoesNotExistException", "Sfn.InvalidArnException")
"""There is no such execution: Step Functions forgets them 90 days after their end."""
_LONGEST_ARN = 256
"""Characters that Step Functions takes as an execution's."""
HOLDER = "$states.input.turn.holder"
"""Where the state has the ARN of the execution whose turn it was seen to be."""

_KEY = {"pk": {"S": "turn"}, "sk": {"S": "turn"}}
_NOW = {"S": jsonata.expression("$now()")}
_FREE_OR_OURS = "NOT attribute_type(execution, :text) OR execution = :execution"
"""Of an item that names nobody, as a hand may leave it, nobody has the turn; nor where the name is no text."""
_TEXT = {":text": {"S": "S"}}
_TURN = "$states.input.turn"


@dataclass(frozen=True)
class Turn:
    """The turn in a table, as one execution deals with it, whose ARN is what the code `execution` yields."""

    table: str
    execution: str

    def take(self) -> Call:
        """Where nobody has it, or this execution has it already. `$.turn.taken` says when."""
        return self._put("Take the turn", _FREE_OR_OURS, _TEXT, "One execution runs at a time.")

    def take_over(self) -> Call:
        """From the holder that was seen, unless it has changed since, or has been given the turn anew."""
        since = f'$exists({_TURN}.since) ? {_TURN}.since : ""'
        seen = {
            ":holder": {"S": jsonata.expression(HOLDER)},
            ":since": {"S": jsonata.expression(since)},
        }
        return self._put(
            "Take over the turn",
            "execution = :holder AND (taken = :since OR NOT attribute_type(taken, :text))",
            seen | _TEXT,
            "From an execution that no longer runs.",
        )

    def keep(self) -> Call:
        """Where it is still this execution's, or nobody's."""
        return self._call(
            "Is it still our turn?",
            "updateItem",
            {
                "Key": _KEY,
                "UpdateExpression": "SET execution = :execution, taken = if_not_exists(taken, :now)",
                "ConditionExpression": _FREE_OR_OURS,
                "ExpressionAttributeValues": {**self._ours, **_TEXT, ":now": _NOW},
            },
            "Before the endpoint is changed.",
        )

    def look(self, name: str = "Who has the turn?") -> Call:
        """`$.turn` is then `{holder, since}`, without them where nobody has it."""
        item = "$states.result.Item"
        return self._call(
            name,
            "getItem",
            {"Key": _KEY, "ConsistentRead": True},
            "The execution that this one has to wait for, if it runs.",
            jsonata.mapping({"holder": f"{item}.execution.S", "since": f"{item}.taken.S"}),
        )

    def may_be_held(self) -> str:
        """JSONata for whether the holder that was seen can be an execution at all: one of this state machine."""
        machine = f'$join($filter($split({self.execution}, ":"), function($part, $at) {{ $at < 7 }}), ":") & ":"'
        return jsonata.block(
            {"machine": machine},
            f"$length({HOLDER}) <= {_LONGEST_ARN} and $substring({HOLDER}, 0, $length($machine)) = $machine",
        )

    def describe(self) -> Call:
        """`$.turn.status` is then the holder's. Its input and output are not asked for: they may be long."""
        call = Call(
            "Look at that execution",
            "sfn",
            "describeExecution",
            {
                "ExecutionArn": jsonata.expression(HOLDER),
                "IncludedData": "METADATA_ONLY",
            },
            "Does it run?",
            output=with_also("turn", f'$merge([{_TURN}, {{"status": $states.result.Status}}])'),
        )
        call.add_retry(_again("Sfn"))
        return call

    def count_skip(self) -> Call:
        """Once for each execution that the holder keeps from running; `$.turn.skips` is then how many."""
        return self._call(
            "Count the skip",
            "updateItem",
            {
                "Key": _KEY,
                "UpdateExpression": "SET last_skipped = :execution ADD skips :one",
                "ConditionExpression": "execution = :holder AND "
                "(attribute_not_exists(last_skipped) OR last_skipped <> :execution)",
                "ExpressionAttributeValues": {
                    **self._ours,
                    ":holder": {"S": jsonata.expression(HOLDER)},
                    ":one": {"N": "1"},
                },
                "ReturnValues": "UPDATED_NEW",
            },
            "How many has that one kept from running?",
            f'$merge([{_TURN}, {{"skips": $number($states.result.Attributes.skips.N)}}])',
        )

    def give_up(self) -> Call:
        """Where it is this execution's; what `$.turn` says is left as it is."""
        return self._call(
            "Give up the turn",
            "deleteItem",
            {
                "Key": _KEY,
                "ConditionExpression": "execution = :execution",
                "ExpressionAttributeValues": self._ours,
            },
            "The next execution may run.",
        )

    @property
    def _ours(self) -> dict[str, Any]:
        return {":execution": {"S": jsonata.expression(self.execution)}}

    def _put(self, name: str, condition: str, values: dict[str, Any], comment: str) -> Call:
        """Writes the item anew, so that the skips of the last holder are forgotten."""
        used = self._ours | values if ":execution" in condition else values
        return self._call(
            name,
            "putItem",
            {
                "Item": {**_KEY, "execution": self._ours[":execution"], "taken": _NOW},
                "ConditionExpression": condition,
                "ExpressionAttributeValues": used,
            },
            comment,
            '{"taken": $now()}',
        )

    def _call(
        self, name: str, action: str, arguments: dict[str, Any], comment: str, turn: str = ""
    ) -> Call:
        output = with_also("turn", turn) if turn else None
        call = Call(
            name, "dynamodb", action, {"TableName": self.table, **arguments}, comment, output
        )
        call.add_retry(_again("DynamoDb"))
        return call


def named(arn: str) -> str:
    """The name of the execution whose ARN the code yields."""
    return f'$split({arn}, ":")[-1]'


def _again(service: str) -> Retry:
    """What may go better the next time. Each of these calls may be made twice."""
    return Retry(
        [
            f"{service}.SdkClientException",
            f"{service}.ThrottlingException",
            f"{service}.RequestLimitExceededException",
            f"{service}.InternalServerErrorException",
            f"{service}.{service}Exception",
            "States.Timeout",
        ],
        interval=1,
        attempts=5,
        ceiling=20,
    )
