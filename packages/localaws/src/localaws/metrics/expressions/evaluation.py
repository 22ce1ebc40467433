"""Works out an expression over series, period by period."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from localaws.metrics.expressions import functions, syntax
from localaws.metrics.expressions.syntax import Binary, Call, Listed, Name, Negative, Node, Number
from localaws.metrics.expressions.value import BadExpression, Series, Value


def _divided(left: float, right: float) -> float | None:
    return left / right if right else None


def _power(left: float, right: float) -> float | None:
    try:
        made = left**right
    except (OverflowError, ZeroDivisionError):
        return None
    return made if isinstance(made, float) else None  # the root of a negative number is none


def _both(left: float, right: float) -> bool:
    return bool(left and right)


def _either(left: float, right: float) -> bool:
    return bool(left or right)


_OPERATORS: dict[str, Callable[[float, float], float | None]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "^": _power,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "AND": _both,
    "&&": _both,
    "OR": _either,
    "||": _either,
}


@dataclass(frozen=True)
class Scope:
    """The series that names stand for, those of them that are metrics, and when each period began."""

    series: Mapping[str, Series]
    metrics: Sequence[str]
    begun: tuple[float, ...]
    period: int

    def constant(self, value: float) -> Series:
        return Series((value,) * len(self.begun))


def evaluate(expression: str, scope: Scope) -> Series:
    """The series that an expression makes.

    Raises:
        BadExpression: it is none, needs a name that is not there, or makes no single series.
    """
    made = _value(syntax.read(expression), scope)
    if isinstance(made, tuple):
        raise BadExpression("it makes several time series")
    if isinstance(made, float):
        raise BadExpression("it makes a number, not a time series")
    return made


def _value(node: Node, scope: Scope) -> Value:
    match node:
        case Number(value):
            return value
        case Name(name):
            if name not in scope.series:
                raise BadExpression(f"there is no {name}")
            return scope.series[name]
        case Negative(of):
            return _each(_value(of, scope), operator.neg)
        case Binary(sign, left, right):
            return _combine(_OPERATORS[sign], _value(left, scope), _value(right, scope))
        case Listed(members):
            return tuple(_series(_value(member, scope), scope) for member in members)
        case Call(name, arguments):
            return _call(name, arguments, scope)
    raise BadExpression("a text stands where a value has to")


def _call(name: str, arguments: tuple[Node, ...], scope: Scope) -> Value:
    if name in functions.REFUSED:
        raise BadExpression(f"{name} is not offered here")
    if name == "METRICS":
        return _metrics(arguments, scope)
    if name == "FILL" and len(arguments) == 2:
        return _fill(arguments, scope)
    values = [_value(argument, scope) for argument in arguments]
    if name == "IF" and len(values) in (2, 3):
        return _choose([_series(value, scope) for value in values])
    if len(values) != 1:
        raise BadExpression(f"{name} is no function, or not of {len(values)} arguments")
    return _of_one(name, values[0], scope)


def _of_one(name: str, value: Value, scope: Scope) -> Value:
    if name in functions.EACH:
        return _each(value, functions.EACH[name])
    if name in functions.GATHERING:
        return functions.gather(name, value)
    if name == "TIME_SERIES" and isinstance(value, float):
        return scope.constant(value)
    if isinstance(value, tuple) and name in ("FIRST", "LAST") and value:
        return value[0 if name == "FIRST" else -1]
    if not isinstance(value, Series):
        raise BadExpression(f"{name} is no function, or not of such an argument")
    match name:
        case "DIFF" | "DIFF_TIME" | "RATE":
            return functions.differences(value, scope.begun, name)
        case "RUNNING_SUM":
            return functions.running_sum(value)
        case "DATAPOINT_COUNT":
            return float(len(value.there))
        case "PERIOD":
            return float(scope.period)
    if name in functions.CALENDAR:
        return functions.calendar(name, scope.begun, value)
    raise BadExpression(f"{name} is no function")


def _metrics(arguments: tuple[Node, ...], scope: Scope) -> Value:
    """All metrics of the alarm, or those whose id holds a text."""
    part = arguments[0].value if arguments and isinstance(arguments[0], syntax.Text) else ""
    return tuple(scope.series[name] for name in scope.metrics if part in name)


def _fill(arguments: tuple[Node, ...], scope: Scope) -> Value:
    target, by = arguments
    filler = by.name if isinstance(by, Name) and by.name not in scope.series else _value(by, scope)
    if isinstance(filler, tuple):
        raise BadExpression("FILL fills by one time series, not by several")
    value = _value(target, scope)
    if isinstance(value, tuple):
        return tuple(functions.fill(each, filler) for each in value)
    return functions.fill(_series(value, scope), filler)


def _choose(values: list[Series]) -> Series:
    """IF: without a third argument, a data point is missing where the condition does not hold."""
    condition, met = values[0], values[1]
    unmet = values[2].values if len(values) == 3 else (None,) * len(met.values)
    rows = zip(condition.values, met.values, unmet, strict=True)
    return Series(tuple(None if c is None else yes if c else no for c, yes, no in rows))


def _each(value: Value, change: Callable[[float], float | None]) -> Value:
    if isinstance(value, float):
        made = change(value)
        if made is None:
            raise BadExpression(f"that has no value of {value}")
        return float(made)
    if isinstance(value, tuple):
        return tuple(series.map(change) for series in value)
    return value.map(change)


def _combine(by: Callable[[float, float], float | None], left: Value, right: Value) -> Value:
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            raise BadExpression("two arrays of time series have not the same length")
        return tuple(_pair(by, one, other) for one, other in zip(left, right, strict=True))
    if isinstance(left, tuple):
        return tuple(_pair(by, one, right) for one in left)
    if isinstance(right, tuple):
        return tuple(_pair(by, left, other) for other in right)
    if isinstance(left, float) and isinstance(right, float):
        made = by(left, right)
        if made is None:
            raise BadExpression("a number is divided by zero")
        return float(made)
    return _pair(by, left, right)


def _pair(
    by: Callable[[float, float], float | None],
    left: float | Series | tuple[Series, ...],
    right: float | Series | tuple[Series, ...],
) -> Series:
    """Data point by data point; there is one where both have one."""
    length = len(left.values) if isinstance(left, Series) else None
    if length is None:
        assert isinstance(right, Series)
        length = len(right.values)
    lefts = left.values if isinstance(left, Series) else (left,) * length
    rights = right.values if isinstance(right, Series) else (right,) * length
    made: list[float | None] = []
    for one, other in zip(lefts, rights, strict=True):
        worked = None if one is None or other is None else by(one, other)  # type: ignore[arg-type]
        made.append(None if worked is None else float(worked))
    return Series(tuple(made))


def _series(value: Value, scope: Scope) -> Series:
    if isinstance(value, tuple):
        raise BadExpression("several time series stand where one has to")
    return value if isinstance(value, Series) else scope.constant(value)
