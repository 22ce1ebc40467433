"""Makes sure that moto still is the moto that a mend was written for.

A mend takes the piece that it replaces through ``take``, with the hash of that piece's source. After
a moto upgrade that changed the piece, the server does not start, and says which mend to look at.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable
from typing import Any

# What was taken, by the module of the mend.
TAKEN: dict[str, list[str]] = {}


class MotoHasChanged(Exception):
    """A piece of moto that a mend replaces is not the one it was written for."""


def digest(piece: Callable[..., Any]) -> str:
    """The hash of a function's source, the same wherever the function is indented."""
    return hashlib.sha256(inspect.cleandoc(inspect.getsource(piece)).encode()).hexdigest()[:12]


def take(owner: Any, name: str, expected: str) -> Any:
    """The function ``owner.name`` of moto, which the caller is about to replace or to wrap.

    Raises:
        MotoHasChanged: it is missing, or its source has another hash than ``expected``.
    """
    where = f"{getattr(owner, '__module__', owner.__name__)}.{getattr(owner, '__qualname__', '')}"
    piece = inspect.getattr_static(owner, name, None)
    function = getattr(piece, "__func__", piece)
    if function is None:
        raise MotoHasChanged(f"{where}.{name} is gone from moto; see {_mend()}")
    found = digest(function)
    if found != expected:
        raise MotoHasChanged(
            f"{where}.{name} has changed in moto (hash {found}, expected {expected}). "
            f"Read it again beside {_mend()}, then put the new hash there or delete the mend."
        )
    TAKEN.setdefault(_mend(), []).append(f"{where}.{name}".replace("..", "."))
    return function


def replace_everywhere(old: Any, new: Any) -> None:
    """Put ``new`` in place of ``old`` in every loaded module of moto that has it by a name."""
    for module_name, module in list(sys.modules.items()):
        if not module_name.startswith("moto"):
            continue
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)


def _mend() -> str:
    """The module that asked."""
    frame = sys._getframe(2)
    return str(frame.f_globals["__name__"])
