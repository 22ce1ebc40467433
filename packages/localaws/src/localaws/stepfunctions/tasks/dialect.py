"""The two ways in which Step Functions speaks to services: as the SDK for Java 1, or as its version 2.

Optimised integrations are older and speak as version 1, ``aws-sdk`` as version 2. They differ in how
members are spelt, in how times and bytes are written, and in how errors are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from botocore.model import StructureShape

# Members that the SDK for Java 2 had to call otherwise, as their names are Java's own.
_RENAMED = {"NULL": "Nul", "Equals": "EqualsValue"}


class Dialect(Enum):
    OPTIMISED = 1
    SDK = 2

    def spelt(self, member: str) -> str:
        """A member of the API's as tasks have it: ``TableName``, ``Md5OfBody``, ``DbInstanceIdentifier``."""
        if self is Dialect.OPTIMISED:
            return _capital(member)
        return _RENAMED.get(member) or _capital(_small(member))

    def members(self, shape: StructureShape) -> Mapping[str, str]:
        """The API's names of a structure's members by the names that tasks may give them.

        The API's own spelling with a capital is taken as well: nothing else could be meant.
        """
        return _members(self, shape)


@lru_cache(maxsize=2048)
def _members(dialect: Dialect, shape: StructureShape) -> Mapping[str, str]:
    own = {_capital(name): name for name in shape.members}
    return own | {dialect.spelt(name): name for name in shape.members}


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _small(name: str) -> str:
    """The name as a method of Java's: capitals at the beginning get small, but for a word's first."""
    end = 1
    while (
        end < len(name)
        and name[end].isupper()
        and not (end + 1 < len(name) and name[end + 1].islower())
    ):
        end += 1
    return name[:end].lower() + name[end:]
