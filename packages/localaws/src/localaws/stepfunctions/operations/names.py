"""What a state machine, an execution or an activity may be called.

By the API reference: no whitespace, brackets, wildcards, control characters, nor any of ``"#%\\^|~`$&,;:/``;
letters of any alphabet are welcome.
"""

from __future__ import annotations

import re

from localaws.stepfunctions.operations import errors

_FORBIDDEN = re.compile(
    r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def check(name: str) -> str:
    """The name, if it is one.

    Raises:
        Refusal: it is not.
    """
    if _FORBIDDEN.search(name):
        raise errors.invalid_name(name)
    return name
