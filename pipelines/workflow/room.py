"""How much of what SageMaker says of a run's jobs finds room in the state, and so in the run's record. In JSONata.

Step Functions ends an execution whose state has more than 256 KiB, by an error that `States.ALL` does not catch. So each
job gets an equal part of the room that the rest of the state leaves, and what does not fit into it is left out by name.
"""

from collections.abc import Sequence

from pipelines.sdk.jsonata import block, function, literal

STATE = 200_000
"""Bytes that the state may have with its jobs, of 262,144: the record says a little more than the state."""
MOST_JOBS = 14
"""Of which a record tells, beside those that its result is of: what is always said of one has some 7,000 bytes at most."""
ROOM = "room"
"""What an item has beside what is known of the job: bytes."""

# A character beyond ASCII has four bytes at most.
_BYTES = function("$value", r'$length($replace($string($value), /[^\x00-\x7f]/, "xxxx"))')


def shared(items: str) -> str:
    """The items (objects), each with its part of the room that the state leaves."""
    bindings = {
        "bytes": _BYTES,
        "items": f"[{items}]",
        "room": f"$floor(({STATE} - $bytes($states.input)) / $max([1, $count($items)]))",
    }
    shares = f"[$map($items, function($item) {{ $merge([$item, {{{literal(ROOM)}: $room}}]) }})]"
    return block(bindings, shares)


def without(code: str, *names: str) -> str:
    """An object without its room, and without what else is named."""
    return f"$sift({code}, function($value, $key) {{ $not($key in {literal([ROOM, *names])}) }})"


def fitted(names: Sequence[str], always: str, room: str) -> tuple[dict[str, str], str]:
    """For a block that has variables of these names: more variables, of which `$fits_NAME` says whether that one finds
    room, in this order, beside the object `always`; and the code of the list of those that do not."""
    bindings = {"bytes": _BYTES, "left_0": f"{room} - $bytes({always})"}
    for at, name in enumerate(names):
        size, fits, left = f"size_{name}", f"fits_{name}", f"left_{at}"
        bindings[size] = f'$type(${name}) in ["array", "object", "string"] ? $bytes(${name}) : 0'
        bindings[fits] = f"${size} <= ${left} or ${size} = 0"
        bindings[f"left_{at + 1}"] = f"${fits} ? ${left} - ${size} : ${left}"
    return bindings, "[" + ", ".join(f"$not($fits_{n}) ? {literal(n)}" for n in names) + "]"
