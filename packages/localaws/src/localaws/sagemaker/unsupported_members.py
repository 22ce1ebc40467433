"""Members of a request that AWS would act on and this embedded AWS does not: refused by name.

Members that have no effect here and can have none on the result (volume sizes, keys, networks) are
not refused; they are echoed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.sagemaker.errors import unsupported


def refuse(request: Mapping[str, Any], members: Mapping[str, str]) -> None:
    """Refuse a request that sets one of the members.

    Args:
        request: any structure of a request.
        members: the way out, by the dotted path of the member.

    Raises:
        ApiError: one is set, and not to something empty or false.
    """
    for path, way_out in members.items():
        value: Any = request
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if value:
            raise unsupported(path, way_out)
