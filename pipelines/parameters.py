"""A hyperparameter as a person may set it: its type, default and bounds, and the words for them.

SageMaker carries every hyperparameter as a string. The types here are those of the execution's
input; the check of the input turns them into strings.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

from pipelines import typed

Kind = Literal["integer", "number", "string", "boolean"]
Value = int | float | str | bool


@dataclass(frozen=True)
class Parameter:
    """One hyperparameter. Raises ValueError where the default is not within its own bounds.

    `least` and `most` are inclusive and for numbers only; `above` is an exclusive lower bound.
    `choices` and `pattern` (a regular expression that the whole string matches) are for strings.
    """

    name: str
    kind: Kind
    default: Value
    description: str
    least: float | None = None
    most: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    pattern_in_words: str = "a string that matches a pattern"

    def __post_init__(self) -> None:
        typed.check(self)
        problem = self._problem()
        if problem:
            raise ValueError(
                f"The default of hyperparameter {self.name!r} must be {self.expects}; {problem}."
            )

    @property
    def expects(self) -> str:
        """The words for what is legal, such as "a whole number from 1 to 100"."""
        if self.kind == "boolean":
            return "true or false"
        if self.kind == "string":
            if self.choices:
                return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
            return self.pattern_in_words if self.pattern else "a string"
        noun = "a whole number" if self.kind == "integer" else "a number"
        if self.above is not None:
            return f"{noun} above {self.above}" + (f" and at most {self.most}" if self.most else "")
        if self.least is not None and self.most is not None:
            return f"{noun} from {self.least} to {self.most}"
        if self.least is not None:
            return f"{noun} of at least {self.least}"
        return noun + (f" of at most {self.most}" if self.most is not None else "")

    def _problem(self) -> str | None:
        kinds: dict[Kind, type | tuple[type, ...]] = {
            "integer": int,
            "number": (int, float),
            "string": str,
            "boolean": bool,
        }
        value = self.default
        if self.pattern is not None:
            try:
                re.compile(self.pattern)
            except re.error as error:
                return f"its pattern {self.pattern!r} is no regular expression: {error}"
        numeric = self.kind in ("integer", "number")
        if not isinstance(value, kinds[self.kind]) or (numeric and isinstance(value, bool)):
            return f"{value!r} is of another type"
        if numeric and not isinstance(value, str):
            too_small = (self.least is not None and value < self.least) or (
                self.above is not None and value <= self.above
            )
            if too_small or (self.most is not None and value > self.most):
                return f"{value!r} is out of bounds"
        if isinstance(value, float) and not math.isfinite(value):
            return f"{value!r} is not finite"
        if self.pattern is not None and not re.fullmatch(self.pattern, str(value)):
            return f"{value!r} does not match it"
        if self.choices and value not in self.choices:
            return f"{value!r} is not among them"
        return None
