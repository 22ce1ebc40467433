"""What the first state says of instance types, in JSONata: is there one, what was meant, which image has it?

The same rules as `pipelines.instance_types`, which says them in Python for whoever checks earlier.
"""

from collections.abc import Collection, Mapping

from pipelines import instance_types
from pipelines.instance_types import GPU_FAMILIES, MOST_NEAR, WHERE_ALL_ARE, Kind
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function, literal, regex

_SHAPE = r"ml\.[a-z0-9-]+\.[a-z0-9]+"
_WITH_GPU = regex(rf"ml\.({'|'.join(sorted(GPU_FAMILIES))})\..*")


def readers(kinds: Collection[Kind]) -> Mapping[str, str]:
    """JSONata functions that know the types of those kinds of jobs. No text of the input is a key to them.

    `$is_type(kind, value)`, `$near(kind, value)`: a sentence of types that may have been meant, and
    `$has_gpu(value)`.
    """
    families = {kind: dict(instance_types.families(kind)) for kind in kinds}
    return {
        "families": literal(families),
        "has": function("$words, $word", '$contains(" " & $words & " ", " " & $word & " ")'),
        "sizes": function(
            "$kind, $asked",
            '($of := $lookup($families, $kind); $asked in $keys($of) ? $lookup($of, $asked) : "")',
        ),
        "parts": function("$value", r'$split($replace($value, /^ml\./, ""), ".")'),
        "is_type": function(
            "$kind, $value",
            f"$contains($value, {regex(_SHAPE)}) and "
            "($parts := $parts($value); $has($sizes($kind, $parts[0]), $parts[1]))",
        ),
        "near": function("$kind, $value", _near()),
        "has_gpu": function("$value", f"$contains($value, {_WITH_GPU})"),
    }


def _near() -> str:
    own = '$map($split($own, " "), function($one) { "ml." & $family & "." & $one })'
    alike = (
        "$each($lookup($families, $kind), function($sizes, $one) { "
        "$substring($one, 0, 1) = $substring($family, 0, 1) and $has($sizes, $size) "
        '? "ml." & $one & "." & $size })'
    )
    return jsonata.block(
        {
            "parts": "$parts($value)",
            "family": "$parts[0]",
            "size": "$parts[1]",
            "own": "$sizes($kind, $family)",
            # One that there is was refused for another reason, which those near it may share.
            "found": f'$is_type($kind, $value) ? [] : $own != "" ? {own} : {alike}',
            "few": f"$filter($found, function($one, $i) {{ $i < {MOST_NEAR} }})",
        },
        '($count($few) > 0 ? " Near it there are " & $join($few, ", ") & "; " : " ") & '
        + literal(f"{WHERE_ALL_ARE}."),
    )
