"""What a state's parameter takes from the execution while it runs.

The SDK's own placeholders know the execution's input and the state right before only, and no
intrinsic functions (SDK issue #79). These are JSONPath and intrinsic functions written out.
"""

import json
import re
from collections.abc import Mapping

from pipelines.sdk.upstream import Placeholder


class Value(Placeholder):  # type: ignore[misc]  # the SDK has no types
    """A JSONPath such as `$.config.data`, a context path such as `$$.Execution.Id`, or an intrinsic."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def to_jsonpath(self) -> str:
        """What the definition says under the parameter's name with `.$` after it."""
        return self._code


def text(template: str, *paths: str) -> Value:
    """The template with each `{}` replaced by what a path selects."""
    return Value(f"States.Format('{template}', {', '.join(paths)})")


def merged(under: str, over: str | Mapping[str, str]) -> Value:
    """The object that the path `under` selects, with the keys of another laid over it.

    The other is what a path selects, or is known already.
    """
    other = (
        over if isinstance(over, str) else f"States.StringToJson('{_escaped(json.dumps(over))}')"
    )
    return Value(f"States.JsonMerge({under}, {other}, false)")


def _escaped(string: str) -> str:
    """As an intrinsic function reads it: its own signs are escaped."""
    return re.sub(r"([\\'{}])", r"\\\1", string)
